"""The command that fails when a message catalogue is incomplete or wrong."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core import catalogues


class Command(BaseCommand):
    """Print one line for each problem of the message catalogues."""

    help = "Check that the message catalogues are complete and agree with the code."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print the problems on the error stream.

        Raises:
            CommandError: a source file cannot be read.
            SystemExit: with status 1, there is a problem.
        """
        try:
            lines = catalogues.problems(settings.BASE_DIR)
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stderr.write(line)
        if lines:
            sys.exit(1)
