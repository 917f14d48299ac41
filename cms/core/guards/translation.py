"""wagtail-localize never writes source text over a page that is live, nor loses its address."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext, gettext_lazy
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from cms.core import i18n
from cms.core.guards.aliases import take_down_foreign_alias
from cms.core.guards.guard import guards
from cms.core.publication import obstacles, outcome_of, refusal, translation_obstacles_of
from cms.core.translations import missing_texts


@guards(TranslationSource, "create_or_update_translation")
def refuse_source_text_on_a_live_page(
    original: Callable[..., Any],
    source: TranslationSource,
    locale: Locale,
    user: Any = None,
    publish: bool = True,
    copy_parent_pages: bool = False,
    fallback: bool = False,
) -> Any:
    """Write a translation, unless it would put text of the source on a page that is live.

    Even to save a draft, wagtail-localize writes the page itself, not a revision of it.

    Raises:
        ValidationError: the page is live, or is to be published, and is not fit for it.
    """
    _check_outcome(source, locale, user, publish)
    return original(
        source,
        locale,
        user=user,
        publish=publish,
        copy_parent_pages=copy_parent_pages,
        fallback=fallback,
    )


def _check_outcome(source: TranslationSource, locale: Locale, user: Any, publish: bool) -> None:
    try:
        page = source.get_translated_instance(locale)
    except ObjectDoesNotExist:
        if publish and missing_texts(source, locale.pk):
            raise ValidationError(
                gettext("“%(title)s” (%(language)s) is not translated yet.")
                % {
                    "title": source.object_repr,
                    "language": i18n.language_name(locale.language_code),
                }
            ) from None
        return
    take_down_foreign_alias(page, user)
    if publish or page.live:
        outcome = outcome_of(source, locale)
        if reasons := obstacles(outcome):
            raise ValidationError(refusal(outcome, reasons))


@guards(TranslationSource, "refresh_segments")
@transaction.atomic
def keep_translated_slug(original: Callable[..., None], source: TranslationSource) -> None:
    """Read the texts of the source again; a new slug there leaves the slugs elsewhere alone."""
    former = _slug_segment(source)
    original(source)
    present = _slug_segment(source)
    if former is None or present is None or former.string_id == present.string_id:
        return
    for slug in StringTranslation.objects.filter(
        translation_of=former.string_id, context=former.context_id
    ):
        StringTranslation.objects.update_or_create(
            translation_of_id=present.string_id,
            context_id=present.context_id,
            locale_id=slug.locale_id,
            defaults={
                "data": slug.data,
                "translation_type": slug.translation_type,
                "tool_name": slug.tool_name,
                "last_translated_by": slug.last_translated_by,
                "has_error": slug.has_error,
                "field_error": slug.field_error,
            },
        )


def _slug_segment(source: TranslationSource) -> StringSegment | None:
    return source.stringsegment_set.filter(context__path="slug").first()


@guards(UpdateTranslationsForm, "__init__")
def promise_what_is_kept(
    original: Callable[..., None], form: UpdateTranslationsForm, *args: Any, **kwargs: Any
) -> None:
    """Say beside "publish immediately" that untranslated pages are left out."""
    original(form, *args, **kwargs)
    form.fields["publish_translations"].help_text = gettext_lazy(
        "A language in which texts are not translated yet is left out."
    )


@guards(UpdateTranslationsView, "form_valid")
def name_the_languages_left_out(
    original: Callable[..., HttpResponse], view: UpdateTranslationsView, form: Form
) -> HttpResponse:
    """Update the translations, and say which could not be published and why."""
    response = original(view, form)
    if form.cleaned_data["publish_translations"]:
        for translation in view.object.translations.filter(enabled=True):
            if reasons := translation_obstacles_of(translation):
                messages.warning(view.request, refusal(translation.get_target_instance(), reasons))
    return response
