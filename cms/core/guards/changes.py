"""To delete a page, or close it to readers, is a change of the site, like saving it."""

from collections.abc import Callable
from typing import Any

from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import PageViewRestriction

from cms.core.changes import content_change
from cms.core.guards.guard import guards


@guards(DeletePageAction, "execute")
def delete_page_with_what_follows(original: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Delete a page and those below it, and do what follows from it, in one transaction."""
    with content_change():
        return original(*args, **kwargs)


@guards(PageViewRestriction, "save")
def save_with_what_follows(original: Callable[..., None], *args: Any, **kwargs: Any) -> None:
    """Save who may read a page, and what follows from it, in one transaction."""
    with content_change():
        original(*args, **kwargs)
