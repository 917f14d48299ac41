"""What the worker does for the search, and when the site is not ready to be searched."""

import datetime
import logging

from django.utils import timezone

from cms.core.i18n import LANGUAGES
from cms.core.readiness import readiness_check
from cms.core.work import CannotBeDoneNowError, job
from search.engines.protocol import EngineError
from search.engines.registry import engine_for_pushing
from search.models import SearchDocument
from search.pushing import push_due, remove_forgotten
from search.rebuilding import needs_rebuild, rebuild

logger = logging.getLogger(__name__)

# How long a change may take to reach the engine before the site is no longer ready.
LONGEST_LAG = datetime.timedelta(seconds=60)


@job(every=10)
def rebuild_what_needs_it() -> None:
    """Build the index of each language that has none, or one of another analysis."""
    engine = engine_for_pushing()
    for language in LANGUAGES:
        try:
            if needs_rebuild(engine, language):
                count = rebuild(engine, language)
                logger.info("The index of %s was built: %d documents.", language, count)
        except EngineError as error:
            raise CannotBeDoneNowError(str(error)) from error


@job(every=0.3)
def push_changes() -> None:
    """Push what has changed since the last time."""
    try:
        push_due(engine_for_pushing())
    except EngineError as error:
        raise CannotBeDoneNowError(str(error)) from error


@job(every=3600)
def remove_rows_of_what_is_gone() -> None:
    """Keep the table small."""
    remove_forgotten()


@readiness_check
def lag() -> str | None:
    """Say how many changes the engine waits for, when it does so for too long."""
    if not SearchDocument.objects.pending_since(timezone.now() - LONGEST_LAG).exists():
        return None
    return f"search index: {SearchDocument.objects.pending().count()} changes behind"
