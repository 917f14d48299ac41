"""Whether a page is fit to be published: in its own language, and complete."""

from django.core.exceptions import ValidationError
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext, ngettext
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.core import i18n
from cms.core.refusals import PublicationRefused
from cms.core.translations import (
    missing_texts,
    source_versions,
    texts_of_the_source,
    translation_of,
)

# How many texts a message quotes.
QUOTED = 3


def check_publication(page: Page) -> None:
    """Let pass a page that may be published with the content it holds.

    Raises:
        PublicationRefused: its text is not translated, the version it translates is not
            published, or a field is wrong.
    """
    if reasons := obstacles(page):
        raise PublicationRefused(refusal(page, reasons), page)


def refusal(page: Page, reasons: list[str]) -> str:
    """Return the sentence that says why `page` is not published."""
    return gettext("“%(title)s” (%(language)s) cannot be published: %(reasons)s.") % {
        "title": page.title,
        "language": i18n.language_name(page.locale.language_code),
        "reasons": "; ".join(reason.rstrip(".") for reason in reasons),
    }


def obstacles(page: Page) -> list[str]:
    """Return what keeps `page` from being published with the content it holds."""
    return [*translation_obstacles(page), *_field_obstacles(page)]


def translation_obstacles(page: Page) -> list[str]:
    """Return what keeps `page` from being published in its language.

    There is nothing for a page that was written in its own language.
    """
    sources = source_versions(page)
    if not sources:
        return []
    reasons = []
    if not sources[0].live:
        reasons.append(
            gettext("the version in %(language)s is not published")
            % {"language": _language(sources[0])}
        )
    translation = translation_of(page)
    if translation and (count := missing_texts(translation.source, page.locale_id)):
        reasons.append(
            ngettext(
                "%(count)d text is not translated yet",
                "%(count)d texts are not translated yet",
                count,
            )
            % {"count": count}
        )
    else:
        reasons += _untranslated(page, sources)
    return reasons


def translation_obstacles_of(translation: Translation) -> list[str]:
    """Return what keeps the outcome of `translation`, as it would be now, from being published."""
    return obstacles(outcome_of(translation.source, translation.target_locale))


def outcome_of(source: TranslationSource, locale: Locale) -> Page:
    """Return the page in `locale` as wagtail-localize would write it now, unsaved."""
    page: Page = source.get_ephemeral_translated_instance(locale, fallback=True)
    page.slug = find_available_slug(page.get_parent(), slugify(page.slug), ignore_page_id=page.pk)
    return page


def _untranslated(page: Page, sources: list[Page]) -> list[str]:
    for source in sources:
        if texts := texts_of_the_source(page, source):
            return [
                gettext("still in %(language)s: %(texts)s")
                % {"language": _language(source), "texts": _quoted(texts)}
            ]
    return []


def _quoted(texts: list[str]) -> str:
    quoted = ", ".join(f"“{Truncator(text).chars(80)}”" for text in texts[:QUOTED])
    return f"{quoted} (+ {len(texts) - QUOTED})" if texts[QUOTED:] else quoted


def _field_obstacles(page: Page) -> list[str]:
    try:
        page.full_clean()
    except ValidationError as error:
        return [
            " ".join(errors) if name == "__all__" else f"{_label(page, name)}: {' '.join(errors)}"
            for name, errors in error.message_dict.items()
        ]
    return []


def _label(page: Page, name: str) -> str:
    return str(page._meta.get_field(name).verbose_name)


def _language(page: Page) -> str:
    return i18n.language_name(page.locale.language_code)
