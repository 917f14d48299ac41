"""What the rows of the files say of each record, in JSON form, by key."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from villages.models.places import EstablishmentKind
from villages.models.village import PositionKind, ProgrammeStatus
from villages.open_data import layouts, wording
from villages.open_data.files import Row
from villages.open_data.merge import Values
from villages.open_data.records import Registry

if TYPE_CHECKING:
    from villages.open_data.dataset import DataSet

GEOGRAPHY = "insee-geography-2026"
POPULATION = "insee-population-2023"
CONTOURS = "ign-contours"
DIRECTORY = "dila-directory"
PROGRAMME = "programme-2012"
VACANT_HOMES = "lovac-2025"
EQUIPMENTS = "insee-bpe-2020"
POST_OFFICES = "laposte-2020"
FRANCE_SERVICES = "france-services-2023"
STATIONS = "sncf-stations-2026"
SCHOOLS = {
    EstablishmentKind.ECOLE.value: "education-2022",
    EstablishmentKind.COLLEGE.value: "education-2024",
    EstablishmentKind.LYCEE.value: "education-2026",
}
SOURCE_CODES = (
    GEOGRAPHY,
    POPULATION,
    CONTOURS,
    DIRECTORY,
    PROGRAMME,
    VACANT_HOMES,
    EQUIPMENTS,
    POST_OFFICES,
    FRANCE_SERVICES,
    STATIONS,
    *SCHOOLS.values(),
    # That of what is corrected in the admin.
    "correction",
)
LEVELS = {
    "école": EstablishmentKind.ECOLE.value,
    "collège": EstablishmentKind.COLLEGE.value,
    "lycée": EstablishmentKind.LYCEE.value,
}
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")

Rows = dict[str, Values]


def epcis(data: "DataSet") -> Rows:
    """Return the groups of communes by code."""
    return {
        row["epci_code"]: {"name": row["epci_name"], "long_name": row["epci_long_name"]}
        for row in data.rows(layouts.EPCI)
    }


def cantons(data: "DataSet") -> Rows:
    """Return the cantons by code."""
    return {row["canton_code"]: {"name": row["canton_name"]} for row in data.rows(layouts.COMMUNES)}


def committees(data: "DataSet") -> Rows:
    """Return the committees by name."""
    names = (row["committee"] for row in data.rows(layouts.PROGRAMME))
    return {name: {"name": name} for name in names if name}


def villages(data: "DataSet", registry: Registry) -> Rows:
    """Return the communes by INSEE code."""
    programme = {row["insee"]: row for row in data.rows(layouts.PROGRAMME)}
    rows = {}
    for row in data.rows(layouts.COMMUNES):
        part = programme.get(row["insee"])
        sources = {
            "population_source": POPULATION,
            "area_source": CONTOURS,
            "position_source": (CONTOURS if row["position"] == PositionKind.CENTRE else DIRECTORY),
            "status_source": PROGRAMME,
        }
        rows[row["insee"]] = {
            "name": row["name"],
            "status": part["status"] if part else ProgrammeStatus.NONE.value,
            "population": row["population"],
            "population_year": row["population_year"],
            "area_km2": row["area_km2"],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "position_kind": row["position"],
            "postal_codes": row["postal_codes"],
            "epci_code": row["epci_code"],
            "canton_code": row["canton_code"],
            "committee_name": part["committee"] if part else "",
            **registry.provenance(GEOGRAPHY),
            **sources,
        }
    return rows


def outlines(data: "DataSet") -> Rows:
    """Return the outlines by INSEE code."""
    return {insee: {"geometry": geometry} for insee, geometry in data.outlines.items()}


def neighbours(data: "DataSet") -> Rows:
    """Return the neighbours by INSEE code of the commune and that of its neighbour."""
    known = {row["insee"] for row in data.rows(layouts.COMMUNES)}
    return {
        f"{row['insee']} {row['neighbour_insee']}": {
            "neighbour_code": row["neighbour_insee"] if row["neighbour_insee"] in known else "",
            "name": row["neighbour_name"],
            "department_code": row["neighbour_departement"],
            "shared_border_km": row["shared_border_km"],
        }
        for row in data.rows(layouts.NEIGHBOURS)
    }


def mairies(data: "DataSet", registry: Registry) -> Rows:
    """Return the town halls by INSEE code."""
    return {
        row["insee"]: {
            "address": row["address"],
            "phone": row["phone"],
            "website": row["website"],
            "opening_hours": row["opening_hours_json"],
            **registry.provenance(DIRECTORY),
        }
        for row in data.rows(layouts.MAIRIES)
    }


def vacant_homes(data: "DataSet", registry: Registry) -> Rows:
    """Return the homes that stand empty by INSEE code; None is the secret of the source."""
    return {
        row["insee"]: {
            "private_dwellings": row["private_dwellings_2024"],
            "vacant": row["vacant_dwellings_2025"],
            "vacant_over_two_years": row["vacant_over_2_years_2025"],
            **registry.provenance(VACANT_HOMES),
        }
        for row in data.rows(layouts.VACANT_HOMES)
    }


def telecentres(data: "DataSet", registry: Registry) -> Rows:
    """Return the telecentres by INSEE code."""
    return {
        row["insee"]: {"insee_code": row["insee"], **registry.provenance(PROGRAMME)}
        for row in data.rows(layouts.PROGRAMME)
        if row["telecentre"]
    }


def equipments(data: "DataSet", registry: Registry) -> Rows:
    """Return the equipment there is, by INSEE code and code of the type."""
    codes = [row["code"] for row in data.rows(layouts.EQUIPMENT_CODES)]
    provenance = registry.provenance(EQUIPMENTS)
    return {
        f"{row['insee']} {code}": {"count": row[code], **provenance}
        for row in data.rows(layouts.EQUIPMENTS)
        for code in codes
        if row[code]
    }


def services(data: "DataSet", registry: Registry) -> Rows:
    """Return how many of each type of service each commune has, none included."""
    communes = [row["insee"] for row in data.rows(layouts.COMMUNES)]
    rows: Rows = {}
    for service in data.rows(layouts.SERVICE_TYPES):
        counts, source = _counted(data, service)
        provenance = registry.provenance(source)
        for insee in communes:
            rows[f"{insee} {service['code']}"] = {"count": counts[insee], **provenance}
    return rows


def _counted(data: "DataSet", service: Row) -> tuple[Counter[str], str]:
    """Return how many there are per commune, and the source."""
    codes = service["source_codes"].split()
    if service["source"] == layouts.EQUIPMENTS.name:
        rows = data.rows(layouts.EQUIPMENTS)
        return Counter({row["insee"]: sum(row[code] for code in codes) for row in rows}), EQUIPMENTS
    if service["source"] == layouts.SCHOOLS.name:
        levels = [LEVELS[code] for code in codes]
        schools = [row for row in data.rows(layouts.SCHOOLS) if row["level"] in levels]
        return _per_commune(schools), SCHOOLS[levels[0]]
    if service["source"] == layouts.PROGRAMME.name:
        part = [row for row in data.rows(layouts.PROGRAMME) if row["telecentre"]]
        return _per_commune(part), PROGRAMME
    layout, source = {
        layouts.STATIONS.name: (layouts.STATIONS, STATIONS),
        layouts.POST_OFFICES.name: (layouts.POST_OFFICES, POST_OFFICES),
        layouts.FRANCE_SERVICES.name: (layouts.FRANCE_SERVICES, FRANCE_SERVICES),
    }[service["source"]]
    return _per_commune(data.rows(layout)), source


def _per_commune(rows: Iterable[Row]) -> Counter[str]:
    return Counter(row["insee"] for row in rows)


def establishments(data: "DataSet", registry: Registry) -> Rows:
    """Return schools, post offices, desks and stations by kind and the producer's number."""
    names = {row["insee"]: row["name"] for row in data.rows(layouts.COMMUNES)}
    rows: Rows = {}

    def add(row: Row, kind: str, reference: str, source: str, **values: Any) -> None:
        rows[f"{kind} {reference}"] = {
            "insee_code": row["insee"],
            "kind": kind,
            "name": "",
            "sector": "",
            "address": "",
            "phone": "",
            "opening_hours": [],
            "latitude": row["latitude"],
            "longitude": row["longitude"],
            "pupils": None,
            "passengers": None,
            "passengers_year": None,
            **values,
            **registry.provenance(source),
        }

    for row in data.rows(layouts.SCHOOLS):
        add(
            row,
            row["level"],
            row["uai"],
            SCHOOLS[row["level"]],
            name=wording.tidy(row["name"]),
            sector=row["sector"],
            address=wording.address([row["address"]], row["postal_code"], "", names[row["insee"]]),
            pupils=row["pupils_2022_2023"],
        )
    for row in data.rows(layouts.POST_OFFICES):
        places = [row["address_complement"], row["address"], row["locality_hamlet"]]
        add(
            row,
            row["type"],
            row["id"],
            POST_OFFICES,
            name=wording.post_office_name(row["label"], names[row["insee"]]),
            address=wording.address(places, row["postal_code"], row["town"], names[row["insee"]]),
        )
    for row in data.rows(layouts.FRANCE_SERVICES):
        days = [row[day] for day in WEEK]
        add(
            row,
            EstablishmentKind.FRANCE_SERVICES.value,
            row["id"],
            FRANCE_SERVICES,
            name=wording.tidy(row["name"]),
            address=wording.address(
                [row["address_complement"], row["address"]],
                row["postal_code"],
                "",
                names[row["insee"]],
            ),
            phone=row["phone"],
            # The source has no Sunday; without any hours the list is empty, not a week of rests.
            opening_hours=[*days, ""] if any(days) else [],
        )
    for row in data.rows(layouts.STATIONS):
        year, passengers = _latest_passengers(row)
        add(
            row,
            EstablishmentKind.STATION.value,
            row["uic"],
            STATIONS,
            name=row["name"],
            passengers=passengers,
            passengers_year=year,
        )
    return rows


def _latest_passengers(row: Row) -> tuple[int | None, int | None]:
    """Return the last year of which the travellers are known, and their number."""
    known = {
        int(name.removeprefix("passengers_")): value
        for name, value in row.cells.items()
        if name.startswith("passengers_") and value is not None
    }
    return max(known.items(), default=(None, None))
