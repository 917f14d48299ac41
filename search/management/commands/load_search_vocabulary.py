"""The command that loads the words of the search."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from search.vocabulary import load_vocabulary
from villages.open_data.faults import DataError


class Command(BaseCommand):
    """Load the words by which things are asked for, and keep those of the editors."""

    help = "Load the words of the search; needs the open data, may be run again at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the words are."""
        parser.add_argument(
            "--data-dir",
            type=Path,
            default=settings.BASE_DIR / "data" / "vocabulary",
            metavar="DIR",
            help="the directory of the words (data/vocabulary)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the words; print faults on the error stream.

        Raises:
            SystemExit: with status 1, the words have faults or the database refuses them.
        """
        try:
            counts = load_vocabulary(options["data_dir"])
        except DataError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            sys.exit(1)
        except DatabaseError as error:
            self.stderr.write(f"The database refused the words, nothing was written: {error}")
            sys.exit(1)
        self.stdout.write(
            f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged, "
            f"{counts.kept} kept, {counts.removed} removed"
        )
