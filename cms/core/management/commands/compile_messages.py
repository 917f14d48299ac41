"""The command that compiles the message catalogues."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core import catalogues


class Command(BaseCommand):
    """Write django.mo beside each django.po that is not older than it."""

    help = "Compile the message catalogues that changed."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Write the compiled catalogues and name them.

        Raises:
            CommandError: a catalogue is missing or cannot be read.
        """
        try:
            written = catalogues.compile_all(settings.BASE_DIR)
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(f"Wrote {path}.")
