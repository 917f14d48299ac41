"""One change of what the site says, however many records it saves, in one transaction.

A plain `save()` or `delete()` of a record of the site is a change of its own. Who saves many
records, or writes some without the signals of their models, encloses that in `one_change`: what
follows from it is then done once, at its end.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models, transaction
from django.dispatch import Signal

Part = TypeVar("Part")

# Sent at the end of a change, still in its transaction, with the `change`.
change_ending = Signal()

# Sent, inside a change, by whoever has written records without the signals of their models. What
# follows from any of them is then done anew for all.
written_in_bulk = Signal()

# What `Page.save` is given where only a draft is saved, of which no reader sees anything.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "wagtail_admin_comments",
    }
)

_under_way = threading.local()


class Change:
    """A change under way; `generation` is that of its end, None as long as nothing is changed."""

    def __init__(self) -> None:
        self.is_made = False
        self.generation: int | None = None
        self._parts: dict[type[Any], Any] = {}

    def part(self, kind: type[Part]) -> Part:
        """Return the `kind` of this change, made when first asked for.

        It is where a listener of `change_ending` gathers what it will have to do.
        """
        if kind not in self._parts:
            self._parts[kind] = kind()
        found: Part = self._parts[kind]
        return found


@contextmanager
def one_change() -> Iterator[Change]:
    """Let everything that is saved inside be one change; inside another, be part of that one.

    It is a transaction. The generation is held from its beginning: who changes content waits
    for those who do so already, before reading or writing anything. So no two of them wait for
    each other in a circle, and what is derived from the content at the end of a change is
    derived from all changes before it. It is raised at the end, outside of any part that may
    have been rolled back.
    """
    from cms.core.generation import hold_generation, raise_generation

    if (under_way := getattr(_under_way, "change", None)) is not None:
        yield under_way
        return
    with transaction.atomic():
        hold_generation()
        change = _under_way.change = Change()
        try:
            yield change
            if change.is_made:
                change.generation = raise_generation()
            change_ending.send(sender=Change, change=change)
        finally:
            del _under_way.change


@contextmanager
def content_change() -> Iterator[Change]:
    """Do as `one_change`, and say that what readers see is changed."""
    with one_change() as change:
        change.is_made = True
        yield change


def is_draft_only(update_fields: Any) -> bool:
    """Return whether saving these fields of a page changes a draft only."""
    return update_fields is not None and DRAFT_FIELDS.issuperset(update_fields)


class Content(models.Model):
    """A record of which readers see something: to save or delete it is a change of the site."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the record, and what follows from it, in one transaction."""
        with content_change():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record, and do what follows from it, in one transaction."""
        with content_change():
            return super().delete(*args, **kwargs)
