"""The generation of the content: one number that every change of what the site says raises.

It is raised in the transaction of the change. Whoever holds something derived from the content
(a search row, a page in the cache, a vocabulary in memory) knows from it whether that is still
true.
"""

import datetime
import time

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from cms.core.models import ContentGeneration


@transaction.atomic
def raise_generation() -> int:
    """Raise the generation and return it.

    The row stays locked until the transaction ends, so that generations become visible in their
    own order: whoever has seen one has seen all before it. They follow the clock (milliseconds
    since 1970), so that a database restored from a backup never gives a number twice.
    """
    now = time.time_ns() // 1_000_000
    raised = ContentGeneration.objects.filter(pk=1).update(
        number=Greatest(F("number") + 1, Value(now))
    )
    if not raised:
        ContentGeneration.objects.get_or_create(pk=1, defaults={"number": now})
        return raise_generation()
    return current_generation()


def hold_generation() -> None:
    """Keep all others from raising the generation until this transaction ends."""
    # SQLite has no such lock and needs none: there a transaction is the only one that writes.
    ContentGeneration.objects.select_for_update().filter(pk=1).first()


def current_generation() -> int:
    """Return the generation that this transaction sees; 0 before the first change."""
    number = ContentGeneration.objects.filter(pk=1).values_list("number", flat=True).first()
    return number or 0


def generation_at(moment: datetime.datetime) -> int:
    """Return the generation that a change of that moment has, about."""
    return int(moment.timestamp() * 1000)
