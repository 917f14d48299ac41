"""The command that builds the index anew."""

import functools
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.i18n import LANGUAGES
from search.engines.protocol import EngineError
from search.engines.registry import engine_for_pushing
from search.rebuilding import needs_rebuild, rebuild


class Command(BaseCommand):
    """Build the index of each language from the rows; the former one is searched until then."""

    help = "Build the search index anew, without interrupting the search."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=LANGUAGES, help="This one only.")
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="Only where there is no index, or one that another analysis made.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Build one language after the other.

        Raises:
            CommandError: the engine does not answer.
        """
        engine = engine_for_pushing()
        for language in [options["language"]] if options["language"] else LANGUAGES:
            try:
                if options["if_needed"] and not needs_rebuild(engine, language):
                    continue
                count = rebuild(engine, language, functools.partial(self._say, language))
            except EngineError as error:
                raise CommandError(f"The index of {language} was not built: {error}") from error
            self.stdout.write(f"{language}: {count} documents, done.")

    def _say(self, language: str, done: int, count: int) -> None:
        self.stdout.write(f"{language}: {done} of {count}")
        self.stdout.flush()
