"""What counts as a translation, and which text a reader gets where there is none.

Only this module decides it. A page counts in a language when it is live there, is not an alias
and is open to all. It gets to be live only when nothing on it is untranslated, of which
`cms.core.translations` judges.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from babel import Locale as BabelLocale
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

PageType = TypeVar("PageType", bound=Page)

LANGUAGES: tuple[str, ...] = tuple(code for code, _name in settings.LANGUAGES)
SOURCE_LANGUAGE = "fr"
DEFAULT_LANGUAGE = "en"

# The languages a reader is likely to read next, nearest first.
FALLBACKS: dict[str, tuple[str, ...]] = {
    "fr": ("en",),
    "en": ("fr",),
    "de": ("en", "fr"),
    "nl": ("en", "fr"),
}


def preferred_language(request: HttpRequest) -> str:
    """Return the language a reader chose before, else the browser's, else English."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else accepted_language(request)


def accepted_language(request: HttpRequest) -> str:
    """Return the browser's language, English where it asks for none there is."""
    for code, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return DEFAULT_LANGUAGE


def reader_language() -> str:
    """Return the language the reader is reading in, one of `LANGUAGES`."""
    return (get_language() or DEFAULT_LANGUAGE).split("-")[0]


def choose(versions: dict[str, PageType], language: str) -> PageType | None:
    """Return the version a reader of `language` gets, or None where there is none to read."""
    for code in (language, *FALLBACKS[language]):
        if code in versions:
            return versions[code]
    return None


def by_language(pages: Iterable[PageType]) -> dict[str, PageType]:
    """Return pages that are translations of one another by their language."""
    return {page.locale.language_code: page for page in pages}


def language_name(code: str) -> str:
    """Return the name of a language in the reader's language."""
    return str(BabelLocale.parse(reader_language()).languages[code])


def country_name(code: str) -> str:
    """Return the name of a country (ISO 3166 code) in the reader's language."""
    return str(BabelLocale.parse(reader_language()).territories[code])


def localised_panels(*fields: str) -> list[Any]:
    """Return a panel for each of `fields` in each language.

    A panel of the bare field would write the column of the editor's own language.
    """
    return [FieldPanel(f"{field}_{code}") for field in fields for code in LANGUAGES]
