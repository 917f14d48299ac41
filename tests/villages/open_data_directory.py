"""A small directory of open data: four communes cut from the real files, to be damaged at will."""

import csv
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

REAL_DATA = settings.BASE_DIR / "data" / "gers"
REAL_VOCABULARY = settings.BASE_DIR / "data" / "vocabulary"
AIGNAN, GIMONT, LOMBEZ, SAMATAN = COMMUNES = ("32001", "32147", "32213", "32410")


@dataclass
class Outcome:
    """What the command printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """The printed numbers, by table and column."""
        lines = [line.split() for line in self.out.splitlines()]
        start = next(number for number, line in enumerate(lines) if line[:1] == ["table"])
        columns = lines[start][1:]
        return {
            line[0]: dict(zip(columns, map(int, line[1:]), strict=True))
            for line in lines[start + 1 :]
        }

    def total(self, column: str) -> int:
        """Return the sum of a column over all tables."""
        return sum(counts[column] for counts in self.counts.values())


@dataclass
class DataDirectory:
    """Data files, addressed by name; rows by the value of their first column."""

    path: Path

    @classmethod
    def cut(cls, path: Path) -> "DataDirectory":
        """Write the rows of four communes, and what they refer to, into a new directory."""
        path.mkdir()
        directory = cls(path)
        for source in REAL_DATA.glob("*.csv"):
            header, *rows = csv.reader(io.StringIO(source.read_text(), newline=""))
            if "insee" in header:
                place = header.index("insee")
                rows = [row for row in rows if row[place] in COMMUNES]
            if source.name == "neighbours.csv":
                rows = [row for row in rows if row[1] in COMMUNES or row[3] != "32"]
            directory._write_rows(source.name, [header, *rows])
        features = json.loads((REAL_DATA / "communes.geojson").read_text())
        features["features"] = [
            feature
            for feature in features["features"]
            if feature["properties"]["insee"] in COMMUNES
        ]
        (path / "communes.geojson").write_text(json.dumps(features))
        shutil.copy(REAL_DATA / "departement.geojson", path)
        return directory

    def load(self, **options: Any) -> Outcome:
        """Run the command on this directory."""
        out, err = io.StringIO(), io.StringIO()
        status = 0
        try:
            call_command("load_gers", data_dir=self.path, stdout=out, stderr=err, **options)
        except SystemExit as stop:
            status = int(stop.code or 0)
        return Outcome(status, out.getvalue(), err.getvalue())

    def set(self, name: str, key: str, /, **cells: str) -> None:
        """Change cells of a row."""
        rows = self._rows(name)
        row = next(row for row in rows if row[0] == key)
        for column, value in cells.items():
            row[rows[0].index(column)] = value
        self._write_rows(name, rows)

    def remove(self, name: str, key: str) -> None:
        """Remove all rows of this key."""
        self._write_rows(name, [row for row in self._rows(name) if row[0] != key])

    def repeat(self, name: str, key: str, /, **cells: str) -> None:
        """Add a copy of a row at the end, with other cells."""
        rows = self._rows(name)
        copy = list(next(row for row in rows if row[0] == key))
        for column, value in cells.items():
            copy[rows[0].index(column)] = value
        self._write_rows(name, [*rows, copy])

    def resize(self, name: str, line: int, change: Callable[[list[str]], list[str]]) -> None:
        """Change the list of cells of the row on a line."""
        rows = self._rows(name)
        rows[line - 1] = change(rows[line - 1])
        self._write_rows(name, rows)

    def remove_column(self, name: str, column: str) -> None:
        """Remove a column."""
        rows = self._rows(name)
        place = rows[0].index(column)
        self._write_rows(name, [row[:place] + row[place + 1 :] for row in rows])

    def keep_header_only(self, name: str) -> None:
        """Remove all rows."""
        self._write_rows(name, self._rows(name)[:1])

    def replace(self, name: str, old: bytes, new: bytes) -> None:
        """Replace bytes that stand once in a file."""
        path = self.path / name
        content = path.read_bytes()
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
        path.write_bytes(content.replace(old, new))

    def edit_features(self, change: Callable[[list[Any]], object]) -> None:
        """Change the list of features of the communes."""
        path = self.path / "communes.geojson"
        collection = json.loads(path.read_text())
        change(collection["features"])
        path.write_text(json.dumps(collection))

    def remove_commune(self, insee: str) -> None:
        """Remove a commune from every file."""
        for path in self.path.glob("*.csv"):
            header, *rows = self._rows(path.name)
            if "insee" in header:
                place = header.index("insee")
                rows = [row for row in rows if row[place] != insee]
            if path.name == "neighbours.csv":
                rows = [row for row in rows if row[1] != insee]
            self._write_rows(path.name, [header, *rows])
        self.edit_features(
            lambda features: features.__setitem__(
                slice(None), [item for item in features if item["properties"]["insee"] != insee]
            )
        )

    def _rows(self, name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO((self.path / name).read_text(), newline="")))

    def _write_rows(self, name: str, rows: list[list[str]]) -> None:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows(rows)
        (self.path / name).write_text(text.getvalue())
