"""What editors are told, and offered, about the languages of a page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.core import i18n
from cms.core.publication import obstacles, refusal, translation_obstacles_of
from cms.core.translations import live_translations, translation_of

LONGEST_LIST = 10


def refuse_in_string_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a translation cannot be published; what was typed is saved already."""
    if request.method != "POST" or request.POST.get("action") != "publish":
        return None
    translation = translation_of(page)
    if translation is None or not (reasons := translation_obstacles_of(translation)):
        return None
    messages.error(request, refusal(page, reasons))
    return redirect(request.path)


def refuse_bulk_publication(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Publish none of the chosen pages when some are not fit for it, and name those."""
    if action_type != "publish" or not issubclass(action.model, Page):
        return None
    refused = False
    for page in _with_descendants(objects, action.cleaned_form.cleaned_data, request.user):
        version = page.specific.get_latest_revision_as_object()
        if reasons := obstacles(version):
            messages.error(request, refusal(version, reasons))
            refused = True
    return redirect(action.next_url) if refused else None


def _with_descendants(pages: list[Page], choices: dict[str, Any], user: Any) -> list[Page]:
    """Return the pages that bulk publication would publish."""
    if not choices.get("include_descendants"):
        return pages
    drafts = [draft for page in pages for draft in page.get_descendants().not_live().specific()]
    return [*pages, *(page for page in drafts if page.permissions_for_user(user).can_publish())]


def note_translations(request: HttpRequest, page: Page) -> None:
    """Note which translations are public before a page and those below it go off the site."""
    _note(request, [page])


def note_translations_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Note which translations are public before many pages go off the site."""
    if action_type in {"unpublish", "delete"} and issubclass(action.model, Page):
        _note(request, objects)


def name_unpublished_translations(request: HttpRequest, page: Page) -> None:
    """Say which translations went off the site with a page."""
    _name_noted(request)


def name_unpublished_translations_of_many(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> None:
    """Say which translations went off the site with many pages."""
    if action_type in {"unpublish", "delete"} and issubclass(action.model, Page):
        _name_noted(request)


def _note(request: Any, pages: list[Page]) -> None:
    request.noted_translations = live_translations(
        version
        for page in pages
        for version in page.get_descendants(inclusive=True).select_related("locale")
    )


def _name_noted(request: Any) -> None:
    noted: list[Page] = request.noted_translations
    still_public = set(
        Page.objects.filter(
            translation_key__in={page.translation_key for page in noted},
            locale__language_code=i18n.SOURCE_LANGUAGE,
            live=True,
        ).values_list("translation_key", flat=True)
    )
    names = [
        f"“{page.title}” ({i18n.language_name(page.locale.language_code)})"
        for page in noted
        if page.translation_key not in still_public
    ]
    if names:
        messages.warning(
            request,
            gettext("Unpublished too, and kept as drafts: %(pages)s%(more)s")
            % {
                "pages": ", ".join(names[:LONGEST_LIST]),
                "more": f" (+ {len(names) - LONGEST_LIST})" if names[LONGEST_LIST:] else "",
            },
        )


def offer_no_alias(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Take "convert to alias page" out of the menu of the page editor."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


# Before wagtail-localize's own hook, which shows the string editor.
hooks.register("before_edit_page", refuse_in_string_editor, order=-1)
hooks.register("before_bulk_action", refuse_bulk_publication)
hooks.register("before_unpublish_page", note_translations)
hooks.register("before_delete_page", note_translations)
hooks.register("before_bulk_action", note_translations_of_many)
hooks.register("after_unpublish_page", name_unpublished_translations)
hooks.register("after_delete_page", name_unpublished_translations)
hooks.register("after_bulk_action", name_unpublished_translations_of_many)
hooks.register("construct_page_action_menu", offer_no_alias)
