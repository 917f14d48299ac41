"""What is still untranslated on a page."""

import re
from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.i18n import SOURCE_LANGUAGE

# A shorter text may well be the same in two languages.
PROSE_WORDS = 4
# The words of French names and addresses that are written with a small letter.
NAME_PARTICLES = frozenset(
    {"d", "de", "des", "du", "l", "la", "le", "les"}
    | {"rue", "avenue", "place", "boulevard", "chemin", "route", "allée", "quai", "impasse"}
)


def source_versions(page: Page) -> list[Page]:
    """Return the versions that `page` is a translation of, the French one first.

    There are none for a page that was written in its own language.
    """
    translated_from = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    )
    versions = (
        Page.objects.filter(translation_key=page.translation_key, alias_of=None)
        .filter(
            Q(locale__language_code=SOURCE_LANGUAGE)
            | Q(locale_id__in=translated_from.values("source__locale_id"))
        )
        .exclude(locale_id=page.locale_id)
        .select_related("locale")
    )
    return sorted(versions, key=lambda version: version.locale.language_code != SOURCE_LANGUAGE)


def live_translations(sources: Iterable[Page]) -> list[Page]:
    """Return the live versions, in other languages, of those `sources` that are in French."""
    keys = {
        page.translation_key
        for page in sources
        if page.locale.language_code == SOURCE_LANGUAGE and not page.alias_of_id
    }
    return list(
        Page.objects.filter(translation_key__in=keys, live=True)
        .exclude(locale__language_code=SOURCE_LANGUAGE)
        .select_related("locale")
        .order_by("path")
    )


def translation_of(page: Page) -> Translation | None:
    """Return the translation in the string editor whose outcome `page` is, or None."""
    return (
        Translation.objects.filter(
            source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
        )
        .select_related("source", "target_locale")
        .first()
    )


def missing_texts(source: TranslationSource, locale_id: int) -> int:
    """Return how many texts of `source` have no translation without fault in a language.

    An empty translation counts as missing: wagtail-localize puts the source text in its place.
    """
    segments = StringSegment.objects.filter(source=source).annotate_translation(locale_id)
    return sum(not (text or "").strip() for text in segments.values_list("translation", flat=True))


def texts_of_the_source(page: Page, source: Page) -> list[str]:
    """Return those texts of `page` that are still the ones of its `source` version.

    Names, and words that both languages may share, are left out; but a page whose texts are all
    those of its source is untranslated, unless each was entered as its own translation.
    """
    texts = _texts(page)
    source_texts = {
        _comparable(text)
        for version in (source.specific, source.get_latest_revision_as_object())
        for text in _texts(version)
    }
    same = [text for text in texts if _comparable(text) in source_texts]
    prose = [text for text in same if _words(text) >= PROSE_WORDS and not _is_name(text)]
    if prose or len(same) < len(texts) or _are_confirmed_names(page, texts):
        return prose
    return same


def _are_confirmed_names(page: Page, texts: list[str]) -> bool:
    translation = translation_of(page)
    return (
        translation is not None
        and all(_is_name(text) for text in texts)
        and not missing_texts(translation.source, page.locale_id)
    )


def _texts(page: Page) -> list[str]:
    # The blocks of a stream have an id once they are serialised; to extract texts needs one.
    stored = page.with_content_json(page.serializable_data())
    texts = [
        segment.render_text()
        for segment in extract_segments(stored)
        if isinstance(segment, StringSegmentValue) and segment.path != "slug"
    ]
    return [text for text in texts if text.strip()]


def _comparable(text: str) -> str:
    return " ".join(text.split()).casefold()


def _words(text: str) -> int:
    return sum(
        any(character.isalpha() for character in word)
        for word in text.split()
        if "@" not in word and "/" not in word
    )


def _is_name(text: str) -> bool:
    """Return whether `text` looks like a name or an address, the same in every language."""
    return all(
        word[0].isupper() or word in NAME_PARTICLES for word in re.findall(r"[^\W\d_]+", text)
    )
