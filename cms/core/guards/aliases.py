"""There are no alias pages in other languages: they would show French as if it were German."""

from collections.abc import Callable
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page
from wagtail_localize.locales import views as locale_views
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.views import convert

from cms.core import i18n
from cms.core.guards.guard import guards
from cms.core.refusals import Refused


@guards(convert, "convert_to_alias")
def refuse_to_convert(original: Callable[..., Any], request: HttpRequest, page_id: int) -> NoReturn:
    """Refuse to make a translation an alias of its source.

    Raises:
        Refused: always.
    """
    raise Refused(
        gettext("There are no alias pages in other languages: unpublish the page instead."),
        Page.objects.filter(pk=page_id).first(),
    )


@guards(CreatePageAliasAction, "check")
def refuse_foreign_alias(
    original: Callable[..., None], action: CreatePageAliasAction, *args: Any, **kwargs: Any
) -> None:
    """Refuse to make an alias in another language, or among the pages of one.

    wagtail-localize also makes one for each page above a translation that is not translated.

    Raises:
        Refused: the alias would be in another language than its page.
    """
    original(action, *args, **kwargs)
    parent = action.parent or action.page.get_parent()
    locale = action.update_locale or (action.page.locale if parent.is_root() else parent.locale)
    if locale != action.page.locale:
        raise Refused(
            gettext(
                "There are no alias pages in other languages: translate “%(title)s” (%(language)s)."
            )
            % {
                "title": action.page.title,
                "language": i18n.language_name(locale.language_code),
            },
            action.page,
        )


@guards(ConvertAliasPageAction, "check")
def convert_foreign_alias_to_draft(
    original: Callable[..., None], action: ConvertAliasPageAction, *args: Any, **kwargs: Any
) -> None:
    """Let an alias in another language become an ordinary page as a draft only."""
    original(action, *args, **kwargs)
    take_down_foreign_alias(action.page, action.user)


@guards(locale_views, "get_locale_components")
def leave_out_synchronisation(original: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Leave "synchronise from" out of the form of a locale: it fills a language with aliases."""
    return [part for part in original() if part["model"] is not LocaleSynchronization]


def take_down_foreign_alias(page: Page, user: Any) -> None:
    """Unpublish `page` when it is an alias of a page in another language."""
    if page.alias_of_id and page.live and page.alias_of.locale_id != page.locale_id:
        UnpublishPageAction(page, user=user).execute(skip_permission_checks=True)
