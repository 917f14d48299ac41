"""Pushes what has changed to the engine: the rows are the outbox.

A row is marked only once the engine has its change. Whatever happens in between, even the end of
the process, the change is pushed again; engines never replace a newer one by an older one.
"""

import datetime
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from search.engines.protocol import Engine, EngineError
from search.indexed import indexed
from search.models import DELETED_KEPT, SearchDocument

logger = logging.getLogger(__name__)

BATCH = 500
# How long a refused document waits, in seconds: doubled each time, up to the longest.
FIRST_DELAY = 1
LONGEST_DELAY = 300


@dataclass
class PushReport:
    """How many changes the engine has taken, and how many it has refused."""

    pushed: int = 0
    refused: int = 0


def push_due(engine: Engine) -> PushReport:
    """Push all changes that are due, in their order.

    Raises:
        EngineError: a language could not be pushed; the others were, as far as possible.
    """
    report = PushReport()
    errors = []
    due = SearchDocument.objects.due().order_by()
    for language in due.values_list("language", flat=True).distinct():
        try:
            for rows in _batches(language):
                _push(engine, language, rows, report)
        except EngineError as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return report


def remove_forgotten() -> int:
    """Remove the rows of what has long been gone, and return how many they were."""
    removed, _by_model = SearchDocument.objects.forgotten(timezone.now() - DELETED_KEPT).delete()
    return removed


def _batches(language: str) -> Iterator[list[SearchDocument]]:
    while rows := list(SearchDocument.objects.due().filter(language=language)[:BATCH]):
        yield rows


def _push(
    engine: Engine, language: str, rows: Sequence[SearchDocument], report: PushReport
) -> None:
    changed = [indexed(row) for row in rows if not row.is_deleted]
    deleted = {row.pk: row.generation for row in rows if row.is_deleted}
    refused = engine.push(language, changed, deleted)
    _mark([row for row in rows if row.pk not in refused])
    _postpone((row for row in rows if row.pk in refused), refused)
    report.pushed += len(rows) - len(refused)
    report.refused += len(refused)


def _mark(rows: Sequence[SearchDocument]) -> None:
    """Note that the engine has these changes.

    A row that has changed since stays pending. So does one whose mark another process has set
    meanwhile: a rebuild, after which the change may have to be pushed again.
    """

    def marks(row: SearchDocument) -> tuple[int, int]:
        return row.pushed_generation, row.generation

    with transaction.atomic():
        # A row that is being written is left alone: to wait for it could be to wait in a circle.
        free = SearchDocument.objects.select_for_update(skip_locked=True)
        for (former, pushed), alike in groupby(sorted(rows, key=marks), key=marks):
            marked = free.filter(pk__in=[row.pk for row in alike], pushed_generation=former)
            pks = list(marked.values_list("pk", flat=True))
            SearchDocument.objects.filter(pk__in=pks).update(
                pushed_generation=pushed, attempts=0, retry_at=None
            )


def _postpone(rows: Iterable[SearchDocument], reasons: Mapping[int, str]) -> None:
    for row in rows:
        delay = min(LONGEST_DELAY, FIRST_DELAY * 2 ** min(row.attempts, 10))
        # What follows the colon may quote the text.
        kind = reasons[row.pk].partition(":")[0]
        logger.warning("The engine refused %s, attempt %d: %s", row, row.attempts + 1, kind)
        SearchDocument.objects.filter(pk=row.pk, generation=row.generation).update(
            attempts=row.attempts + 1, retry_at=timezone.now() + datetime.timedelta(seconds=delay)
        )
