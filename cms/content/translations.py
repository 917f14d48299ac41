"""Publishing a page in another language from words that are already written."""

from collections import defaultdict
from typing import Any

from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.content.texts import TextFault
from cms.core.changes import one_change


def publish_translation(page: Page, locale: Locale, words: dict[str, Any]) -> None:
    """Publish `page` in `locale` with `words`, its translatable fields in that language.

    The words go through wagtail-localize, sentence by sentence, so that translators find them
    in the string editor and are asked again only for what changes in French.

    Raises:
        TextFault: a field has not as many paragraphs as in French.
    """
    with transaction.atomic():
        source, _created = TranslationSource.update_or_create_from_instance(page)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=locale
        )
        StringTranslation.objects.bulk_create(
            _string_translations(page, source, locale, words),
            update_conflicts=True,
            unique_fields=["locale", "translation_of", "context"],
            update_fields=["data"],
        )
    with one_change():
        translation.save_target(publish=True)


def _string_translations(
    page: Page, source: TranslationSource, locale: Locale, words: dict[str, Any]
) -> list[StringTranslation]:
    written = page.__class__.objects.get(pk=page.pk)
    for name, value in words.items():
        setattr(written, name, value)
    values: dict[str, list[str]] = defaultdict(list)
    for segment in extract_segments(written):
        if isinstance(segment, StringSegmentValue):
            values[segment.path].append(segment.string.data)
    translations: dict[tuple[int, int], StringTranslation] = {}
    segments = StringSegment.objects.filter(source=source).select_related("context", "string")
    paths: dict[str, list[StringSegment]] = defaultdict(list)
    for string_segment in segments.order_by("order"):
        paths[string_segment.context.path].append(string_segment)
    for path, path_segments in paths.items():
        if len(path_segments) != len(values[path]):
            raise TextFault(
                f"{page.title} ({locale.language_code}): {path} has {len(values[path])} parts, "
                f"the French text {len(path_segments)}."
            )
        for string_segment, value in zip(path_segments, values[path], strict=True):
            translations[string_segment.string_id, string_segment.context_id] = StringTranslation(
                translation_of=string_segment.string,
                context=string_segment.context,
                locale=locale,
                data=value,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
    return list(translations.values())
