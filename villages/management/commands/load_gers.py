"""The command that loads the open data of the Gers."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from villages.open_data.faults import DataError
from villages.open_data.load import Report, is_loaded, load

COLUMNS = ("new", "changed", "unchanged", "kept", "removed")


class Command(BaseCommand):
    """Load the open data, keep what was corrected by hand, and say what became of each table."""

    help = "Load the open data of the Gers; may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the data are, and whether files that have not changed are loaded."""
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=settings.BASE_DIR / "data" / "gers",
            metavar="DIR",
            help="the directory of the data (data/gers)",
        )
        parser.add_argument(
            "--if-changed",
            action="store_true",
            help="do nothing if the files are those of the last load",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the data; print faults on the error stream.

        Raises:
            SystemExit: with status 1, the data have faults or the database refuses them.
        """
        directory: Path = options["data_dir"]
        vocabulary = settings.BASE_DIR / "data" / "vocabulary"
        try:
            if options["if_changed"] and is_loaded(directory, vocabulary):
                self.stdout.write(f"{directory} is loaded already: nothing to do.")
                return
            report = load(directory, vocabulary, self._say)
        except DataError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            sys.exit(1)
        except DatabaseError as error:
            self.stderr.write(f"The database refused the data, nothing was written: {error}")
            sys.exit(1)
        for line in _table(report):
            self.stdout.write(line)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _table(report: Report) -> list[str]:
    """Return the lines of a table of what became of the rows."""
    width = max(len(name) for name in report.counts)
    header = "".join(f"{column:>11}" for column in COLUMNS)
    lines = [f"{'table':{width}}{header}"]
    for name, counts in report.counts.items():
        numbers = "".join(f"{getattr(counts, column):>11}" for column in COLUMNS)
        lines.append(f"{name:{width}}{numbers}")
    return lines
