"""The three-way merge: what the data said before, what the record says, what the data say now.

What differs between the first two was corrected by hand, and is kept. What the data say now is
remembered each time, so that a correction stays one however often the data change, until the
data say the same.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from villages.models import ImportedRow

Values = dict[str, Any]
BATCH = 1_000
EMPTY: tuple[Any, ...] = (None, "", [])


@dataclass
class Counts:
    """What became of the rows of one table; a row counts once.

    `kept` are those of which at least one field, or the fact that they are there or not, was
    corrected by hand.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Merged:
    """The values to write to a record, and the names of those kept as they were corrected."""

    taken: Values
    kept: set[str]


class MergeTable(ABC):
    """A kind of record that the data fill, and how its values are read and written."""

    name: str
    model: ClassVar[type[Any]]

    def provenance(self) -> Mapping[str, tuple[str, ...]]:
        """Return, for each value, the names of those that say where it comes from."""
        return {}

    @abstractmethod
    def incoming(self) -> dict[str, Values]:
        """Return what the data say of each record, in JSON form, by key."""

    @abstractmethod
    def records(self) -> dict[str, Any]:
        """Return the records there are, by key, locked until the import ends."""

    @abstractmethod
    def values(self, record: Any) -> Values:
        """Return what a record says now, in JSON form."""

    @abstractmethod
    def build(self, key: str, values: Values) -> Any | None:
        """Return a new record, not saved, or None if what it belongs to is not there."""

    @abstractmethod
    def assign(self, record: Any, values: Values) -> None:
        """Set values of a record, without saving it."""

    @abstractmethod
    def create(self, records: list[Any]) -> None:
        """Write new records."""

    @abstractmethod
    def update(self, records: list[Any]) -> None:
        """Write records that have changed."""

    @abstractmethod
    def in_use(self, records: list[Any]) -> set[Any]:
        """Return the primary keys of those that something else still needs."""


def merge(
    base: Values, ours: Values, theirs: Values, provenance: Mapping[str, tuple[str, ...]]
) -> Merged:
    """Merge what the data say now (`theirs`) into a record (`ours`), value by value.

    The values that say where others come from follow those: they stay with a correction, and
    come with what is taken or confirmed by the data.
    """
    origins = dict.fromkeys(origin for names in provenance.values() for origin in names)
    taken: Values = {}
    kept: set[str] = set()
    from_data: set[str] = set()
    for name, value in theirs.items():
        if name in origins:
            continue
        if ours[name] == value:
            if base.get(name) != value:
                from_data.add(name)
        elif _is_as_imported(base, ours, name):
            taken[name] = value
            from_data.add(name)
        else:
            kept.add(name)
    for origin in origins:
        about = {name for name, names in provenance.items() if origin in names}
        if about & kept or ours[origin] == theirs[origin]:
            continue
        if about & from_data or _is_as_imported(base, ours, origin):
            taken[origin] = theirs[origin]
        else:
            kept.add(origin)
    return Merged(taken, kept)


def _is_as_imported(base: Values, ours: Values, name: str) -> bool:
    """Whether a value is still the imported one; one imported for the first time fills a gap."""
    return bool(ours[name] == base[name] if name in base else ours[name] in EMPTY)


@dataclass
class TableMerge:
    """The merge of one table: first what is new or has changed, then what is no longer there."""

    table: MergeTable
    bases: dict[str, ImportedRow]
    counts: Counts = field(default_factory=Counts)
    incoming: dict[str, Values] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    written: list[Any] = field(default_factory=list)

    def bring_in(self) -> None:
        """Write new and changed records, and remember what the data say now."""
        self.incoming = self.table.incoming()
        self.records = self.table.records()
        provenance = self.table.provenance()
        new, changed = [], []
        bases: list[ImportedRow] = []
        for key, theirs in self.incoming.items():
            base, record = self.bases.get(key), self.records.get(key)
            if base and record:
                merged = merge(base.values, self.table.values(record), theirs, provenance)
                if merged.taken:
                    self.table.assign(record, merged.taken)
                    changed.append(record)
                self._count(merged)
            elif base or record:
                # Deleted by hand, or added by hand: either way the data have no say.
                self.counts.kept += 1
            elif built := self.table.build(key, theirs):
                self.table.assign(built, theirs)
                new.append(built)
                bases.append(ImportedRow(table=self.table.name, key=key, values=theirs))
                self.counts.new += 1
            else:
                self.counts.kept += 1
        if new:
            self.table.create(new)
        if changed:
            self.table.update(changed)
        self.written = new + changed
        ImportedRow.objects.bulk_create(bases, batch_size=BATCH)
        self._follow()

    def take_out(self) -> None:
        """Delete the records that the data no longer have, unless somebody has corrected them."""
        gone: dict[str, Any] = {}
        for key, base in self.bases.items():
            if key in self.incoming:
                continue
            record = self.records.get(key)
            if record and _is_untouched(base.values, self.table.values(record)):
                gone[key] = record
            else:
                self.counts.kept += 1
        needed = self.table.in_use(list(gone.values())) if gone else set()
        removed = {key: record for key, record in gone.items() if record.pk not in needed}
        self.counts.kept += len(gone) - len(removed)
        self.counts.removed += len(removed)
        for records in _batches(removed.values()):
            self.table.model.objects.filter(pk__in=[record.pk for record in records]).delete()
        for keys in _batches(removed):
            ImportedRow.objects.filter(pk__in=[self.bases[key].pk for key in keys]).delete()

    def _count(self, merged: Merged) -> None:
        if merged.kept:
            self.counts.kept += 1
        elif merged.taken:
            self.counts.changed += 1
        else:
            self.counts.unchanged += 1

    def _follow(self) -> None:
        moved = []
        for key, theirs in self.incoming.items():
            base = self.bases.get(key)
            if base and base.values != theirs:
                base.values = theirs
                moved.append(base)
        if moved:
            ImportedRow.objects.bulk_update(moved, ["values"], batch_size=BATCH // 4)


def _is_untouched(base: Values, ours: Values) -> bool:
    return all(ours[name] == value for name, value in base.items() if name in ours)


def _batches(items: Iterable[Any]) -> Iterable[list[Any]]:
    rows = list(items)
    return (rows[start : start + BATCH] for start in range(0, len(rows), BATCH))
