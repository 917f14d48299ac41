"""How records are read and written: what the tables of the import have in common."""

import datetime
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import ForeignObjectRel, Model

from villages.models import (
    Canton,
    Committee,
    Epci,
    EquipmentType,
    ServiceCategory,
    ServiceType,
    Source,
    Village,
)
from villages.open_data.merge import BATCH, MergeTable, Values

CHECKED_ON = "checked_on"


@dataclass
class Registry:
    """The records that others refer to, by code; filled as the tables are brought in.

    `dates` are the dates of the sources as the vocabulary gives them, YYYY-MM-DD.
    """

    dates: dict[str, str]
    sources: dict[str, Source] = field(default_factory=dict)
    categories: dict[str, ServiceCategory] = field(default_factory=dict)
    service_types: dict[str, ServiceType] = field(default_factory=dict)
    equipment_types: dict[str, EquipmentType] = field(default_factory=dict)
    epcis: dict[str, Epci] = field(default_factory=dict)
    cantons: dict[str, Canton] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    villages: dict[str, Village] = field(default_factory=dict)

    def provenance(self, source: str) -> Values:
        """Return the values that say that a fact comes from the source of this code."""
        date = self.sources[source].date
        return {"source": source, CHECKED_ON: date.isoformat() if date else self.dates[source]}


class SimpleTable(MergeTable):
    """Records that are few, and are saved one by one with all that follows from it.

    The values are fields of the record, save those that a subclass reads and writes.
    """

    key_field: ClassVar[str] = "code"
    fields: ClassVar[tuple[str, ...]]

    def __init__(self, name: str, rows: dict[str, Values], registry: Registry) -> None:
        self.name = name
        self.rows = rows
        self.registry = registry

    def incoming(self) -> dict[str, Values]:
        return self.rows

    def records(self) -> dict[str, Any]:
        objects = self.model.objects.select_for_update()
        return {getattr(record, self.key_field): record for record in objects}

    def values(self, record: Any) -> Values:
        return {name: self.read(record, name) for name in self.fields}

    def build(self, key: str, values: Values) -> Any | None:
        return self.model(**{self.key_field: key})

    def assign(self, record: Any, values: Values) -> None:
        for name, value in values.items():
            self.write(record, name, value)

    def read(self, record: Any, name: str) -> Any:
        """Return one value in JSON form."""
        value = getattr(record, name)
        return value.isoformat() if isinstance(value, datetime.date) else value

    def write(self, record: Any, name: str, value: Any) -> None:
        """Set one value from its JSON form."""
        setattr(record, name, value)

    def create(self, records: list[Any]) -> None:
        for record in records:
            record.save()

    def update(self, records: list[Any]) -> None:
        self.create(records)

    def in_use(self, records: list[Any]) -> set[Any]:
        return referred_to(self.model, records)


class BulkTable(SimpleTable):
    """Records that belong to a village and are many: written together, without signals.

    The key begins with the INSEE code of the village.
    """

    def records(self) -> dict[str, Any]:
        villages = {village.pk: village for village in self.registry.villages.values()}
        records = {}
        for record in self.model.objects.select_for_update():
            self.attach(record, villages)
            records[self.key(record)] = record
        return records

    def attach(self, record: Any, villages: dict[Any, Village]) -> None:
        """Give a record the related records that are known already."""
        record.village = villages[record.village_id]

    @abstractmethod
    def key(self, record: Any) -> str:
        """Return what identifies a record."""

    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Return the names of the fields that an import may change."""

    def build(self, key: str, values: Values) -> Any | None:
        village = self.registry.villages.get(key.partition(" ")[0])
        return self.model(village=village) if village else None

    def create(self, records: list[Any]) -> None:
        self.model.objects.bulk_create(records, batch_size=BATCH)

    def update(self, records: list[Any]) -> None:
        self.model.objects.bulk_update(records, self.columns(), batch_size=BATCH // 4)

    def in_use(self, records: list[Any]) -> set[Any]:
        return set()


class FactTable(BulkTable):
    """Facts: their values are what the open data fill, and where that comes from.

    `entered_by_hand` are fields, with their empty values, that the data never fill: a record in
    which somebody has filled them is not deleted with the data.
    """

    entered_by_hand: ClassVar[Values] = {}

    def __init__(self, rows: dict[str, Values], registry: Registry) -> None:
        super().__init__(self.model.import_table(), rows, registry)
        self.codes = {source.pk: code for code, source in registry.sources.items()}

    @property
    def origins(self) -> tuple[str, ...]:
        """The fields that hold a source."""
        return tuple(dict.fromkeys(("source", *self.model.source_fields.values())))

    def provenance(self) -> dict[str, tuple[str, ...]]:
        return {
            name: (self.model.source_fields.get(name, "source"), CHECKED_ON)
            for name in self.model.imported_fields
        }

    def columns(self) -> tuple[str, ...]:
        own = [
            field.name
            for field in self.model._meta.local_concrete_fields
            if field.name in self.model.imported_fields
        ]
        return (*own, *self.origins, CHECKED_ON)

    def incoming(self) -> dict[str, Values]:
        return {key: {**values, **self.entered_by_hand} for key, values in self.rows.items()}

    def key(self, record: Any) -> str:
        key: str = record.import_key()
        return key

    def values(self, record: Any) -> Values:
        values: Values = record.imported_values()
        for name in self.origins:
            values[name] = self.codes[getattr(record, f"{name}_id")]
        values[CHECKED_ON] = record.checked_on.isoformat()
        for name in self.entered_by_hand:
            values[name] = getattr(record, name)
        return values

    def assign(self, record: Any, values: Values) -> None:
        for name, value in values.items():
            if name == CHECKED_ON:
                record.checked_on = datetime.date.fromisoformat(value)
            elif name in self.origins:
                setattr(record, name, self.registry.sources[value])
            else:
                self.write(record, name, value)


def referred_to(model: type[Model], records: list[Any], derived: tuple[str, ...] = ()) -> set[Any]:
    """Return the primary keys of those of `records` that any other record refers to.

    `derived` are references that do not count, like "villages.villageservice.nearest".
    """
    keys = {record.pk for record in records}
    needed: set[Any] = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        name = relation.field.name
        if f"{relation.related_model._meta.label_lower}.{name}" not in derived:
            rows = relation.related_model._base_manager.filter(**{f"{name}__in": keys})
            needed.update(rows.values_list(name, flat=True))
    return needed & keys
