"""The CSV files: read, checked cell by cell, and turned into typed rows."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from villages.open_data.cells import CellError, Parser
from villages.open_data.faults import Fault


@dataclass(frozen=True)
class Layout:
    """The columns of a file with their parsers, and those that together identify a row.

    `other_columns` gives the parser of a column that is not named here, None to pass it over.
    `whole_department` is true of a file that has a row for every commune.
    """

    name: str
    columns: dict[str, Parser]
    key: tuple[str, ...]
    other_columns: Callable[[str], Parser | None] = lambda _name: None
    whole_department: bool = False


@dataclass(frozen=True)
class Row:
    """A row with its physical line; cells that are wrong are missing from `cells`."""

    line: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


@dataclass
class Table:
    """The rows of a file; `complete` is false where part of the file could not be read."""

    layout: Layout
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    complete: bool = True

    def place(self, row: Row) -> str:
        """Return where `row` stands, as faults name it."""
        return f"{self.layout.name}:{row.line}"


def read_text(path: Path, faults: list[Fault]) -> str | None:
    """Return the text of a UTF-8 file, or None where there is none.

    Bytes that are not UTF-8 are one fault per line, and become replacement characters, so that
    the rest of the file can be checked.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        faults.append(Fault(path.name, f"there is no such file in {path.parent}"))
        return None
    except OSError as error:
        faults.append(Fault(path.name, f"cannot be read: {error.strerror}"))
        return None
    for line, part in enumerate(data.split(b"\n"), start=1):
        try:
            part.decode()
        except UnicodeDecodeError as error:
            faults.append(
                Fault(f"{path.name}:{line}", f"is not UTF-8 (byte {error.start + 1} of the line)")
            )
        if b"\0" in part:
            faults.append(Fault(f"{path.name}:{line}", "contains a NUL character"))
    return data.decode(errors="replace").removeprefix("\ufeff")


def read_table(directory: Path, layout: Layout, faults: list[Fault]) -> Table:
    """Read the file of `layout` in `directory`; what is wrong with it is added to `faults`."""
    table = Table(layout)
    known = len(faults)
    content = read_text(directory / layout.name, faults)
    if content is None:
        table.complete = False
        return table
    # A line already found broken is not reported again for what the repair made of its cells.
    broken = {fault.place for fault in faults[known:]}
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    parsers: dict[str, Parser] | None = None
    line = 1
    try:
        for cells in reader:
            start, line = line, reader.line_num + 1
            lines = (f"{layout.name}:{number}" for number in range(start, line))
            findings = faults if broken.isdisjoint(lines) else []
            if parsers is None:
                parsers = _read_header(table, cells, faults)
                if parsers is None:
                    return table
            elif cells:
                row = _read_row(table, parsers, cells, start, findings)
                if row:
                    table.rows.append(row)
    except csv.Error as error:
        faults.append(Fault(f"{layout.name}:{line}", f"is not CSV: {error}"))
        table.complete = False
    if parsers is None and table.complete:
        faults.append(Fault(layout.name, "is empty, without even a header"))
        table.complete = False
    _find_duplicates(table, faults)
    return table


def _read_header(table: Table, header: list[str], faults: list[Fault]) -> dict[str, Parser] | None:
    layout = table.layout
    table.header = header
    wrong = [f"there is no column {name}" for name in layout.columns if name not in header]
    wrong += [
        f"there are several columns {name}"
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if wrong:
        faults.extend(Fault(f"{layout.name}:1", what) for what in wrong)
        table.complete = False
        return None
    parsers = {name: layout.columns.get(name) or layout.other_columns(name) for name in header}
    return {name: parser for name, parser in parsers.items() if parser}


def _read_row(
    table: Table, parsers: dict[str, Parser], cells: list[str], line: int, faults: list[Fault]
) -> Row | None:
    place = f"{table.layout.name}:{line}"
    if len(cells) != len(table.header):
        size = "short" if len(cells) < len(table.header) else "long"
        faults.append(
            Fault(place, f"the row is too {size}: {len(cells)} of {len(table.header)} cells")
        )
        cells = (cells + [""] * len(table.header))[: len(table.header)]
        faults = []
    row = Row(line, {})
    for name, cell in zip(table.header, cells, strict=True):
        if name in parsers:
            try:
                row.cells[name] = parsers[name](cell)
            except CellError as error:
                faults.append(Fault(place, f"{name}: {error}"))
    position = [row.cells.get(name, "wrong") for name in ("latitude", "longitude")]
    if "wrong" not in position and (position[0] is None) != (position[1] is None):
        missing = "latitude" if position[0] is None else "longitude"
        faults.append(Fault(place, f"{missing}: is empty, but the other coordinate is not"))
    return row


def _find_duplicates(table: Table, faults: list[Fault]) -> None:
    key = table.layout.key
    seen: dict[tuple[Any, ...], int] = {}
    for row in table.rows:
        if not all(row.cells.get(name) for name in key):
            continue
        value = tuple(row[name] for name in key)
        if value in seen:
            faults.append(
                Fault(
                    table.place(row),
                    f"{' '.join(map(str, value))} stands on line {seen[value]} already",
                )
            )
        seen.setdefault(value, row.line)
