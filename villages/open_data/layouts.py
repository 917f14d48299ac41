"""The files of `data/gers`: their columns, and what each may hold."""

import re
from typing import Any

from django.db.models import Model

from villages.models import Canton, Committee, Epci, Establishment, Mairie, Neighbour, Village
from villages.models.places import EstablishmentKind, Sector
from villages.models.village import PositionKind, ProgrammeStatus
from villages.open_data import cells
from villages.open_data.files import Layout


def _length(model: type[Model], field: str) -> int:
    length: Any = model._meta.get_field(field).max_length  # type: ignore[union-attr]
    return int(length)


FREE_TEXT = cells.text(1000)
COUNT = cells.integer(0, 9_999)
# Parts of an address, so short that all of them fit into one field.
ADDRESS_PART = cells.text(70)
YEAR = cells.integer(1900, 2100)
INSEE = cells.pattern(r"32[0-9]{3}", "the INSEE code of a commune of the Gers")
SIREN = cells.pattern(r"[0-9]{9}", "a SIREN code of nine digits")
POSTAL_CODE = cells.pattern(r"([0-9]{5})?", "a postal code of five digits")
VILLAGE_NAME = cells.text(_length(Village, "name"), required=True)
ESTABLISHMENT_NAME = cells.text(_length(Establishment, "name"), required=True)
REFERENCE = cells.text(_length(Establishment, "reference"), required=True)
OPENING_HOURS_OF_A_DAY = cells.text(100)
POSITION = {"latitude": cells.latitude(), "longitude": cells.longitude()}

COMMUNES = Layout(
    "communes.csv",
    {
        "insee": INSEE,
        "name": VILLAGE_NAME,
        "postal_codes": cells.postal_codes,
        "population": cells.integer(),
        "population_year": YEAR,
        "population_totale": cells.integer(),
        "latitude": cells.latitude(required=True),
        "longitude": cells.longitude(required=True),
        "position": cells.choice(
            {kind.value: kind.value for kind in PositionKind}, "kind of position"
        ),
        "centre_latitude": cells.latitude(required=True),
        "centre_longitude": cells.longitude(required=True),
        "area_km2": cells.number(0.01, 10_000),
        "density_km2": cells.number(0),
        "epci_code": SIREN,
        "epci_name": FREE_TEXT,
        "canton_code": cells.pattern(r"[0-9]{4}", "the code of a canton"),
        "canton_name": cells.text(_length(Canton, "name"), required=True),
        "arrondissement_code": FREE_TEXT,
        "arrondissement_name": FREE_TEXT,
        "siren": SIREN,
    },
    key=("insee",),
)
EPCI = Layout(
    "epci.csv",
    {
        "epci_code": SIREN,
        "epci_name": cells.text(_length(Epci, "name"), required=True),
        "epci_long_name": cells.text(_length(Epci, "long_name"), required=True),
        "type": FREE_TEXT,
        "communes_total": cells.integer(),
        "communes_gers": cells.integer(),
        "population_gers_2023": cells.integer(),
        "population_municipale_epci": cells.integer(),
    },
    key=("epci_code",),
)
EQUIPMENT_CODES = Layout(
    "equipements_bpe_codes.csv",
    {
        "code": cells.pattern(r"[A-Z][0-9]{3}", "a code like B203"),
        "label": cells.text(160, required=True),
        "domain": FREE_TEXT,
        "total_gers_2020": cells.integer(),
    },
    key=("code",),
)
EQUIPMENTS = Layout(
    "equipements_bpe_2020.csv",
    {"insee": INSEE, "name": VILLAGE_NAME},
    key=("insee",),
    other_columns=lambda _name: COUNT,
    whole_department=True,
)
FRANCE_SERVICES = Layout(
    "france_services.csv",
    {
        "id": REFERENCE,
        "insee": INSEE,
        "commune": FREE_TEXT,
        "name": ESTABLISHMENT_NAME,
        "address": ADDRESS_PART,
        "address_complement": ADDRESS_PART,
        "postal_code": POSTAL_CODE,
        **POSITION,
        "phone": cells.text(_length(Establishment, "phone")),
        "monday": OPENING_HOURS_OF_A_DAY,
        "tuesday": OPENING_HOURS_OF_A_DAY,
        "wednesday": OPENING_HOURS_OF_A_DAY,
        "thursday": OPENING_HOURS_OF_A_DAY,
        "friday": OPENING_HOURS_OF_A_DAY,
        "saturday": OPENING_HOURS_OF_A_DAY,
        "comment": FREE_TEXT,
        "itinerant": FREE_TEXT,
        "format": FREE_TEXT,
        "group": FREE_TEXT,
        "labellisation": FREE_TEXT,
    },
    key=("id",),
)
VACANT_HOMES = Layout(
    "logements_vacants.csv",
    {
        "insee": INSEE,
        "name": VILLAGE_NAME,
        "private_dwellings_2024": cells.integer(required=False),
        "vacant_dwellings_2025": cells.integer(required=False),
        "vacant_over_2_years_2025": cells.integer(required=False),
        "vacancy_rate_pct": cells.number(0, required=False),
        "vacancy_over_2_years_rate_pct": cells.number(0, required=False),
    },
    key=("insee",),
    whole_department=True,
)
MAIRIES = Layout(
    "mairies.csv",
    {
        "insee": INSEE,
        "name": VILLAGE_NAME,
        "address": cells.text(_length(Mairie, "address")),
        **POSITION,
        "phone": cells.text(_length(Mairie, "phone")),
        "website": cells.web_address(_length(Mairie, "website")),
        "opening_hours_json": cells.opening_hours,
        "accessibility_code": FREE_TEXT,
    },
    key=("insee",),
    whole_department=True,
)
NEIGHBOURS = Layout(
    "neighbours.csv",
    {
        "insee": INSEE,
        "neighbour_insee": cells.pattern(r"[0-9][0-9AB][0-9]{3}", "an INSEE code"),
        "neighbour_name": cells.text(_length(Neighbour, "name"), required=True),
        "neighbour_departement": cells.pattern(r"[0-9]{2,3}|2[AB]", "the code of a department"),
        "shared_border_km": cells.number(0, 1_000),
    },
    key=("insee", "neighbour_insee"),
)
POST_OFFICES = Layout(
    "post_offices.csv",
    {
        "id": REFERENCE,
        "insee": INSEE,
        "commune": FREE_TEXT,
        "label": ESTABLISHMENT_NAME,
        "type": cells.choice(
            {
                "Bureau de Poste": EstablishmentKind.POST_OFFICE.value,
                "Agence postale communale": EstablishmentKind.POSTAL_AGENCY.value,
                "Relais poste commerçant": EstablishmentKind.POSTAL_RELAY.value,
            },
            "type of post office",
        ),
        "address": ADDRESS_PART,
        "address_complement": ADDRESS_PART,
        "locality_hamlet": ADDRESS_PART,
        "postal_code": POSTAL_CODE,
        "town": cells.text(30),
        **POSITION,
        "geocoding": FREE_TEXT,
    },
    key=("id",),
)
PROGRAMME = Layout(
    "programme_villages.csv",
    {
        "insee": INSEE,
        "name": VILLAGE_NAME,
        "status": cells.choice(
            {status.value: status.value for status in ProgrammeStatus}, "status"
        ),
        "committee": cells.text(_length(Committee, "name")),
        "telecentre": cells.choice({"": False, "yes": True}, "telecentre value"),
    },
    key=("insee",),
)
SCHOOLS = Layout(
    "schools.csv",
    {
        "uai": cells.pattern(r"[0-9]{7}[A-Z]", "the number of a school, like 0320001C"),
        "level": cells.choice(
            {
                "école": EstablishmentKind.ECOLE.value,
                "collège": EstablishmentKind.COLLEGE.value,
                "lycée": EstablishmentKind.LYCEE.value,
            },
            "school level",
        ),
        "name": ESTABLISHMENT_NAME,
        "insee": INSEE,
        "commune": FREE_TEXT,
        "sector": cells.choice(
            {
                "": "",
                "public": Sector.PUBLIC.value,
                "privé sous contrat": Sector.PRIVATE.value,
                "privé hors contrat": Sector.PRIVATE.value,
            },
            "sector",
        ),
        "address": ADDRESS_PART,
        "postal_code": POSTAL_CODE,
        **POSITION,
        "pupils_2022_2023": cells.integer(required=False),
        "last_seen": FREE_TEXT,
        "source": FREE_TEXT,
    },
    key=("uai",),
)
SERVICE_TYPES = Layout(
    "service_types.csv",
    {
        "code": cells.text(50, required=True),
        "category": cells.text(50, required=True),
        "source": cells.text(100, required=True),
        "source_codes": FREE_TEXT,
    },
    key=("code",),
)
STATIONS = Layout(
    "stations.csv",
    {
        "insee": INSEE,
        "commune": FREE_TEXT,
        "name": ESTABLISHMENT_NAME,
        "uic": cells.pattern(r"[0-9]{8}", "the number of a station, of eight digits"),
        "trigramme": FREE_TEXT,
        "segment": FREE_TEXT,
        **POSITION,
    },
    key=("uic",),
    other_columns=lambda name: (
        cells.integer(required=False) if re.fullmatch(r"passengers_[0-9]{4}", name) else None
    ),
)

LAYOUTS = (
    COMMUNES,
    EPCI,
    PROGRAMME,
    MAIRIES,
    NEIGHBOURS,
    SCHOOLS,
    POST_OFFICES,
    FRANCE_SERVICES,
    STATIONS,
    EQUIPMENT_CODES,
    EQUIPMENTS,
    SERVICE_TYPES,
    VACANT_HOMES,
)
