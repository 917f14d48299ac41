"""The command that pushes what has changed to the engine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search.engines.protocol import EngineError
from search.engines.registry import engine_for_pushing
from search.models import SearchDocument
from search.pushing import push_due


class Command(BaseCommand):
    """Do once what the worker does all the time."""

    help = "Push to the search engine what has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Push until nothing is due.

        Raises:
            CommandError: the engine does not answer.
        """
        try:
            report = push_due(engine_for_pushing())
        except EngineError as error:
            left = SearchDocument.objects.pending().count()
            raise CommandError(f"{left} changes wait, as the engine failed: {error}") from error
        self.stdout.write(f"{report.pushed} changes pushed, {report.refused} refused.")
