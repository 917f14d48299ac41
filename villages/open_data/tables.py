"""The tables of the communes and their facts."""

import hashlib
import json
from typing import Any, ClassVar

from django.utils.text import slugify

from villages.models import (
    Equipment,
    Establishment,
    Mairie,
    Neighbour,
    Telecentre,
    VacantHomes,
    Village,
    VillageOutline,
    VillageService,
)
from villages.open_data.merge import Values
from villages.open_data.records import BulkTable, FactTable, referred_to
from villages.proximity import set_nearest


class VillageTable(FactTable):
    """The communes. A slug is given once: an address that people know stays."""

    model = Village

    def columns(self) -> tuple[str, ...]:
        return (*super().columns(), "epci", "canton", "committee")

    def records(self) -> dict[str, Any]:
        objects = Village.objects.select_related("epci", "canton", "committee")
        records = {record.insee_code: record for record in objects.select_for_update(of=("self",))}
        self.slugs = {record.slug for record in records.values()}
        return records

    def build(self, key: str, values: Values) -> Any | None:
        if (
            values["epci_code"] not in self.registry.epcis
            or values["canton_code"] not in self.registry.cantons
        ):
            return None
        slug = slugify(values["name"].replace("œ", "oe").replace("Œ", "Oe")) or key
        if slug in self.slugs:
            slug = f"{slug}-{key}"
        self.slugs.add(slug)
        return Village(insee_code=key, slug=slug)

    def write(self, record: Any, name: str, value: Any) -> None:
        if name == "epci_code":
            record.epci = self.registry.epcis.get(value) or record.epci
        elif name == "canton_code":
            record.canton = self.registry.cantons.get(value) or record.canton
        elif name == "committee_name":
            record.committee = self.registry.committees.get(value)
        else:
            super().write(record, name, value)

    def in_use(self, records: list[Any]) -> set[Any]:
        return referred_to(Village, records, derived=("villages.villageservice.nearest",))


class OutlineTable(BulkTable):
    """The outlines of the communes, compared by their digest: they are large."""

    model = VillageOutline
    fields = ("geometry",)

    def columns(self) -> tuple[str, ...]:
        return self.fields

    def incoming(self) -> dict[str, Values]:
        return {key: {"geometry": digest(row["geometry"])} for key, row in self.rows.items()}

    def key(self, record: Any) -> str:
        return str(record.village.insee_code)

    def read(self, record: Any, name: str) -> Any:
        return digest(record.geometry)

    def write(self, record: Any, name: str, value: Any) -> None:
        record.geometry = self.rows[self.key(record)]["geometry"]


class NeighbourTable(BulkTable):
    """The communes around each commune."""

    model = Neighbour
    fields = ("neighbour_code", "name", "department_code", "shared_border_km")

    def columns(self) -> tuple[str, ...]:
        return ("neighbour", *self.fields[1:])

    def attach(self, record: Any, villages: dict[Any, Village]) -> None:
        super().attach(record, villages)
        record.neighbour = villages.get(record.neighbour_id)

    def key(self, record: Any) -> str:
        return f"{record.village.insee_code} {record.insee_code}"

    def build(self, key: str, values: Values) -> Any | None:
        record = super().build(key, values)
        if record:
            record.insee_code = key.partition(" ")[2]
        return record

    def read(self, record: Any, name: str) -> Any:
        if name == "neighbour_code":
            return record.neighbour.insee_code if record.neighbour else ""
        return super().read(record, name)

    def write(self, record: Any, name: str, value: Any) -> None:
        if name == "neighbour_code":
            record.neighbour = self.registry.villages.get(value)
        else:
            super().write(record, name, value)


class MairieTable(FactTable):
    """The town halls."""

    model = Mairie


class EstablishmentTable(FactTable):
    """Schools, post offices, stations, public services desks."""

    model = Establishment

    def columns(self) -> tuple[str, ...]:
        return ("village", *super().columns())

    def build(self, key: str, values: Values) -> Any | None:
        reference = key.partition(" ")[2]
        village = self.registry.villages.get(values["insee_code"])
        return Establishment(reference=reference, village=village) if village else None

    def write(self, record: Any, name: str, value: Any) -> None:
        if name == "insee_code":
            record.village = self.registry.villages.get(value) or record.village
        else:
            super().write(record, name, value)


class EquipmentTable(FactTable):
    """How many of each type of equipment a commune has."""

    model = Equipment

    def attach(self, record: Any, villages: dict[Any, Village]) -> None:
        super().attach(record, villages)
        if not hasattr(self, "types"):
            self.types = {item.pk: item for item in self.registry.equipment_types.values()}
        record.equipment_type = self.types[record.equipment_type_id]

    def build(self, key: str, values: Values) -> Any | None:
        record = super().build(key, values)
        equipment_type = self.registry.equipment_types.get(key.partition(" ")[2])
        if record is None or equipment_type is None:
            return None
        record.equipment_type = equipment_type
        return record


class ServiceTable(FactTable):
    """How many of each type of service a commune has."""

    model = VillageService

    def attach(self, record: Any, villages: dict[Any, Village]) -> None:
        super().attach(record, villages)
        if not hasattr(self, "types"):
            self.types = {item.pk: item for item in self.registry.service_types.values()}
        record.service_type = self.types[record.service_type_id]

    def build(self, key: str, values: Values) -> Any | None:
        record = super().build(key, values)
        service_type = self.registry.service_types.get(key.partition(" ")[2])
        if record is None or service_type is None:
            return None
        record.service_type = service_type
        return record

    def create(self, records: list[Any]) -> None:
        # Found now, the nearest need not be written a second time when all is loaded.
        set_nearest(
            records,
            {
                village.pk: (village.latitude, village.longitude)
                for village in self.registry.villages.values()
            },
        )
        super().create(records)


class VacantHomesTable(FactTable):
    """The homes that stand empty."""

    model = VacantHomes


class TelecentreTable(FactTable):
    """The shared offices: the data know only where one is."""

    model = Telecentre
    entered_by_hand: ClassVar[Values] = {
        "desks": None,
        "meeting_rooms": None,
        "equipment": [],
        "opening_hours": [],
        "contact": "",
    }

    def write(self, record: Any, name: str, value: Any) -> None:
        # The INSEE code is the key: it is set with the village, and never changes.
        if name != "insee_code":
            super().write(record, name, value)


def digest(value: Any) -> str:
    """Return the digest of a JSON value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
