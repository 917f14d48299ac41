"""No page goes live with text of another language, and a refusal is said in plain words."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import auth, messages
from wagtail.admin.views.generic.workflow import WorkflowAction

from cms.core.guards.guard import guards
from cms.core.publication import check_publication
from cms.core.refusals import PublicationRefused, Refused

logger = logging.getLogger(__name__)

SCHEDULED = "wagtail.publish.scheduled"


@guards(PublishPageRevisionAction, "check")
def refuse_what_is_not_fit(
    original: Callable[..., None], action: PublishPageRevisionAction, *args: Any, **kwargs: Any
) -> None:
    """Refuse to publish a page that is not translated or not complete.

    Every publication passes here: from the admin, its API, a schedule, a workflow or code.

    Raises:
        PublicationRefused: the page is not fit to be published.
    """
    original(action, *args, **kwargs)
    check_publication(action.object)


@guards(PublishPageRevisionAction, "execute")
def go_on_after_a_refused_schedule(
    original: Callable[..., None], action: PublishPageRevisionAction, *args: Any, **kwargs: Any
) -> None:
    """Cancel a scheduled publication that is refused, so that the others take place.

    Raises:
        PublicationRefused: a publication that was not scheduled is refused.
    """
    try:
        original(action, *args, **kwargs)
    except PublicationRefused as refused:
        if action.log_action != SCHEDULED:
            raise
        logger.warning("A scheduled publication is cancelled. %s", refused)
        action.revision.approved_go_live_at = None
        action.revision.save(update_fields=["approved_go_live_at"])


@guards(auth, "permission_denied")
def say_what_was_refused(
    original: Callable[[HttpRequest], HttpResponse], request: HttpRequest
) -> HttpResponse:
    """Show the reason of a refusal, where Wagtail speaks of missing rights only."""
    refused = sys.exception()
    if not isinstance(refused, Refused):
        return original(request)
    messages.error(request, str(refused))
    if refused.page:
        return redirect("wagtailadmin_pages:edit", refused.page.pk)
    return redirect("wagtailadmin_home")


@guards(WorkflowAction, "post")
def say_to_the_moderator_what_was_refused(
    original: Callable[..., HttpResponse],
    view: WorkflowAction,
    request: HttpRequest,
    *args: Any,
    **kwargs: Any,
) -> HttpResponse:
    """Lead a moderator back to the page that could not be published, out of the dialogue."""
    try:
        return original(view, request, *args, **kwargs)
    except Refused as refused:
        messages.error(request, str(refused))
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return view.render_modal_json(request, {"step": "success", "redirect": view.redirect_url})
    return redirect(view.redirect_url)
