"""The import from end to end: everything is checked, then everything is written or nothing."""

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation
from wagtail.search.backends import get_search_backends

from cms.core.changes import content_change, one_change, written_in_bulk
from villages.committees import reconcile
from villages.models import (
    Canton,
    Committee,
    Destination,
    Epci,
    EquipmentType,
    ImportedRow,
    ServiceCategory,
    ServiceType,
    Source,
    Village,
)
from villages.open_data import layouts, outlines, reference_tables, rows, tables, vocabulary
from villages.open_data.dataset import DataSet, read_dataset
from villages.open_data.faults import DataError
from villages.open_data.merge import Counts, MergeTable, TableMerge
from villages.open_data.records import Registry
from villages.proximity import update_nearest

DIGEST_TABLE, DIGEST_KEY = "open-data", "digest"

Say = Callable[[str], object]


@dataclass(frozen=True)
class Report:
    """What became of the rows of each table, in the order in which they are loaded."""

    counts: dict[str, Counts]


def load(data_directory: Path, vocabulary_directory: Path, say: Say) -> Report:
    """Load the open data; `say` is given a line for each step.

    Raises:
        DataError: the data have faults. Nothing is written.
    """
    steps = _Steps(say)
    with steps.step("Read and check the files"):
        digest = digest_of(data_directory, vocabulary_directory)
        data, faults = read_dataset(data_directory, vocabulary_directory)
        if faults:
            raise DataError(faults)
    # The labels are read and written by their French field whatever language is active.
    with translation.override("fr"), one_change():
        return _write(data, digest, steps)


def is_loaded(data_directory: Path, vocabulary_directory: Path) -> bool:
    """Return whether the last load was of files equal to these."""
    stored = ImportedRow.objects.filter(table=DIGEST_TABLE, key=DIGEST_KEY).first()
    return bool(
        stored and stored.values == {"sha256": digest_of(data_directory, vocabulary_directory)}
    )


def digest_of(data_directory: Path, vocabulary_directory: Path) -> str:
    """Return the digest of the files that an import reads."""
    paths = [
        *(data_directory / layout.name for layout in layouts.LAYOUTS),
        *(data_directory / name for name in (outlines.COMMUNES, outlines.DEPARTMENT)),
        *(vocabulary_directory / name for name in vocabulary.FILES),
    ]
    digest = hashlib.sha256()
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.name} {path.is_file()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


class _Steps:
    """The steps of a load, each said with the seconds it took."""

    def __init__(self, say: Say) -> None:
        self.say = say

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.monotonic()
        yield
        self.say(f"{name}: {time.monotonic() - start:.1f} s")


class _Merges:
    """The merges of all tables, in their order."""

    def __init__(self, steps: _Steps) -> None:
        self.steps = steps
        self.bases: dict[str, dict[str, ImportedRow]] = {}
        for row in ImportedRow.objects.exclude(table=DIGEST_TABLE):
            self.bases.setdefault(row.table, {})[row.key] = row
        self.merges: list[TableMerge] = []

    def bring_in(self, table: MergeTable) -> list[Any]:
        """Merge what is new or has changed; return the records written."""
        with self.steps.step(f"Merge {table.name}"):
            merge = TableMerge(table, self.bases.get(table.name, {}))
            merge.bring_in()
            self.merges.append(merge)
        return merge.written

    def take_out(self) -> None:
        """Delete what is no longer there, what belongs to others first."""
        with self.steps.step("Remove what the data no longer have"):
            for merge in reversed(self.merges):
                merge.take_out()

    @property
    def counts(self) -> dict[str, Counts]:
        return {merge.table.name: merge.counts for merge in self.merges}


def _write(data: DataSet, digest: str, steps: _Steps) -> Report:
    stored = _lock()
    with steps.step("Read what was imported before"):
        merges = _Merges(steps)
    registry = _bring_in_vocabulary(data, merges)
    moved = _bring_in_places(data, registry, merges)
    facts: tuple[MergeTable, ...] = (
        tables.OutlineTable("villages.villageoutline", rows.outlines(data), registry),
        tables.NeighbourTable("villages.neighbour", rows.neighbours(data), registry),
        tables.MairieTable(rows.mairies(data, registry), registry),
        tables.EstablishmentTable(rows.establishments(data, registry), registry),
        tables.EquipmentTable(rows.equipments(data, registry), registry),
        tables.ServiceTable(rows.services(data, registry), registry),
        tables.VacantHomesTable(rows.vacant_homes(data, registry), registry),
        tables.TelecentreTable(rows.telecentres(data, registry), registry),
    )
    for table in facts:
        merges.bring_in(table)
    merges.take_out()
    with steps.step("Find the nearest of each service"):
        update_nearest(ServiceType.objects.all())
    if moved:
        with steps.step("Give the committees their rights, and index the villages"):
            for committee in Committee.objects.all():
                reconcile(committee)
            _index(moved)
    if any(merge.written or merge.counts.removed for merge in merges.merges):
        with content_change():
            written_in_bulk.send(sender=Village)
    stored.values = {"sha256": digest}
    stored.save()
    return Report(merges.counts)


def _lock() -> ImportedRow:
    """Make a second import that starts meanwhile wait for the end of this one."""
    row, _created = ImportedRow.objects.get_or_create(
        table=DIGEST_TABLE, key=DIGEST_KEY, defaults={"values": {}}
    )
    return ImportedRow.objects.select_for_update().get(pk=row.pk)


def _bring_in_vocabulary(data: DataSet, merges: _Merges) -> Registry:
    words = data.vocabulary
    registry = Registry({code: values["date"] for code, values in words[Source].items()})
    merges.bring_in(reference_tables.SourceTable("vocabulary.source", words[Source], registry))
    registry.sources = {item.code: item for item in Source.objects.all()}
    merges.bring_in(
        reference_tables.CategoryTable(
            "vocabulary.servicecategory", words[ServiceCategory], registry
        )
    )
    registry.categories = {item.code: item for item in ServiceCategory.objects.all()}
    merges.bring_in(
        reference_tables.ServiceTypeTable("vocabulary.servicetype", words[ServiceType], registry)
    )
    registry.service_types = {item.code: item for item in ServiceType.objects.all()}
    merges.bring_in(
        reference_tables.EquipmentTypeTable(
            "vocabulary.equipmenttype", words[EquipmentType], registry
        )
    )
    registry.equipment_types = {item.code: item for item in EquipmentType.objects.all()}
    merges.bring_in(
        reference_tables.DestinationTable("vocabulary.destination", words[Destination], registry)
    )
    return registry


def _bring_in_places(data: DataSet, registry: Registry, merges: _Merges) -> list[Village]:
    """Merge the communes and what they belong to; return the communes written."""
    merges.bring_in(reference_tables.EpciTable("villages.epci", rows.epcis(data), registry))
    registry.epcis = {item.code: item for item in Epci.objects.all()}
    merges.bring_in(reference_tables.CantonTable("villages.canton", rows.cantons(data), registry))
    registry.cantons = {item.code: item for item in Canton.objects.all()}
    merges.bring_in(
        reference_tables.CommitteeTable("villages.committee", rows.committees(data), registry)
    )
    registry.committees = {item.name: item for item in Committee.objects.all()}
    moved = merges.bring_in(tables.VillageTable(rows.villages(data, registry), registry))
    registry.villages = {item.insee_code: item for item in Village.objects.all()}
    return moved


def _index(villages: list[Village]) -> None:
    """Let the admin's own search find the communes."""
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Village, villages)
