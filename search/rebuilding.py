"""Builds the index of a language anew from the rows, while the former one is searched."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.db.models import F, Max

from cms.core.generation import hold_generation
from search.analysis import signature
from search.engines.protocol import Engine, IndexedDocument
from search.indexed import indexed
from search.models import SearchDocument, SearchDocumentQuerySet

# How many rows are read at once.
CHUNK = 500

# Told how many documents are done, and of how many.
Progress = Callable[[int, int], None]


def no_progress(_done: int, _total: int) -> None:
    """Report nothing."""


def needs_rebuild(engine: Engine, language: str) -> bool:
    """Return whether there is no index of a language, or one that another analysis made.

    Raises:
        EngineError: the engine does not answer.
    """
    return engine.signature(language) != signature(language)


def rebuild(engine: Engine, language: str, progress: Progress = no_progress) -> int:
    """Make the index hold exactly what the rows say, and return how many documents it holds.

    What changes meanwhile is pushed afterwards, even if it was pushed to the former index.

    Raises:
        EngineError: the engine does not answer; the former index is searched still.
    """
    rows = SearchDocument.objects.filter(language=language)
    # Generations become visible in their order: what is read below is no older than this.
    start = rows.aggregate(newest=Max("generation"))["newest"] or 0
    count = rows.current().count()
    engine.rebuild(language, _documents(rows.current(), count, progress))
    with transaction.atomic():
        # Whoever changes content holds the generation first: nobody waits in a circle.
        hold_generation()
        # A number that no row has: whoever has just pushed to the former index cannot mark it.
        rows.since(start).update(pushed_generation=-start)
        rows.current().pending().filter(generation__lte=start).order_by().update(
            pushed_generation=F("generation"), attempts=0, retry_at=None
        )
    return count


def _documents(
    rows: SearchDocumentQuerySet, count: int, progress: Progress
) -> Iterator[IndexedDocument]:
    done = last = 0
    # Chunk by chunk: no transaction is open while the engine works.
    while chunk := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        for row in chunk:
            yield indexed(row)
        done += len(chunk)
        last = chunk[-1].pk
        progress(done, count)
