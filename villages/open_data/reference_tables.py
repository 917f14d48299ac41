"""The tables that facts refer to: the vocabulary, groups of communes, cantons, committees."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model

from villages.models import (
    Canton,
    Committee,
    Destination,
    Epci,
    EquipmentType,
    ServiceCategory,
    ServiceType,
    Source,
)
from villages.open_data import vocabulary
from villages.open_data.merge import Values
from villages.open_data.records import SimpleTable


class SourceTable(SimpleTable):
    """Where facts come from."""

    model = Source
    fields = vocabulary.SOURCES.fields

    def write(self, record: Any, name: str, value: Any) -> None:
        super().write(record, name, datetime.date.fromisoformat(value) if name == "date" else value)


class CategoryTable(SimpleTable):
    """The categories of services."""

    model = ServiceCategory
    fields = vocabulary.CATEGORIES.fields


class ServiceTypeTable(SimpleTable):
    """The types of service."""

    model = ServiceType
    fields = vocabulary.SERVICE_TYPES.fields

    def records(self) -> dict[str, Any]:
        objects = ServiceType.objects.select_related("category").select_for_update(of=("self",))
        return {record.code: record for record in objects}

    def build(self, key: str, values: Values) -> Any | None:
        return ServiceType(code=key) if values["category"] in self.registry.categories else None

    def read(self, record: Any, name: str) -> Any:
        if name == "category":
            return record.category.code
        return super().read(record, "is_everyday" if name == "everyday" else name)

    def write(self, record: Any, name: str, value: Any) -> None:
        if name == "category":
            record.category = self.registry.categories.get(value) or record.category
        else:
            super().write(record, "is_everyday" if name == "everyday" else name, value)


class EquipmentTypeTable(SimpleTable):
    """The types of equipment."""

    model = EquipmentType
    fields = vocabulary.EQUIPMENT_TYPES.fields


class DestinationTable(SimpleTable):
    """The places outside the village that newcomers ask the distance to."""

    model = Destination
    fields = vocabulary.DESTINATIONS.fields


class EpciTable(SimpleTable):
    """The groups of communes."""

    model = Epci
    fields = ("name", "long_name")


class CantonTable(SimpleTable):
    """The cantons."""

    model = Canton
    fields = ("name",)


class CommitteeTable(SimpleTable):
    """The welcome committees; one that has members is never deleted."""

    model = Committee
    key_field = "name"
    fields = ("name",)

    def in_use(self, records: list[Any]) -> set[Any]:
        groups = {record.group_id: record.pk for record in records if record.group_id}
        users = get_user_model()._default_manager.filter(groups__in=list(groups))
        with_members = users.values_list("groups", flat=True).distinct()
        return super().in_use(records) | {groups[pk] for pk in with_members if pk in groups}
