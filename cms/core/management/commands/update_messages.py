"""The command that brings the message catalogues up to date with the code."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core import catalogues


class Command(BaseCommand):
    """Extract the messages of our code and merge them into locale/*/LC_MESSAGES/django.po."""

    help = "Bring the message catalogues up to date with the code."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Write the catalogues that change and name them.

        Raises:
            CommandError: a source file or a catalogue cannot be read.
        """
        try:
            changed = catalogues.update(settings.BASE_DIR)
        except catalogues.CatalogueError as error:
            raise CommandError(str(error)) from error
        for path in changed:
            self.stdout.write(f"Wrote {path}.")
