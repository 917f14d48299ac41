"""The command that compares the index with the rows."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.i18n import LANGUAGES
from search.engines.protocol import EngineError
from search.engines.registry import engine_for_pushing
from search.indexed import digest_of
from search.models import SearchDocument
from search.rebuilding import needs_rebuild

# How many differences are shown one by one.
SHOWN = 20


class Command(BaseCommand):
    """Compare every row with what the engine keeps of it; nothing is changed."""

    help = "Compare the search index with the rows: status 0 only when they are equal."

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare all languages.

        Raises:
            CommandError: they differ, changes are pending, or the engine does not answer.
        """
        engine = engine_for_pushing()
        differences: list[str] = []
        for language in LANGUAGES:
            try:
                is_former = needs_rebuild(engine, language)
                contents = engine.contents(language)
            except EngineError as error:
                raise CommandError(f"The index of {language} cannot be read: {error}") from error
            count = len(contents)
            found = list(_differences(language, contents))
            if is_former:
                found.append(f"{language}: built with another analysis")
            differences += found
            self.stdout.write(f"{language}: {count} documents, {len(found)} differences")
        for difference in differences[:SHOWN]:
            self.stdout.write(f"  {difference}")
        pending = SearchDocument.objects.pending().count()
        self.stdout.write(f"{pending} changes pending")
        if differences or pending:
            raise CommandError("The index and the rows are not equal.")


def _differences(language: str, contents: dict[int, tuple[int, str]]) -> Iterator[str]:
    """Say what differs, taking from `contents` whatever there is a row for."""
    rows = SearchDocument.objects.current().filter(language=language).order_by("pk")
    for row in rows.iterator(chunk_size=500):
        generation, digest = contents.pop(row.pk, (0, ""))
        if not digest:
            yield f"{row}: missing"
        elif generation != row.generation:
            yield f"{row}: generation {generation} instead of {row.generation}"
        elif digest != digest_of(row):
            yield f"{row}: other words"
    for pk in contents:
        yield f"{language} {pk}: superfluous"
