"""The fields of the search that have one column per language."""

from typing import ClassVar

from modeltranslation.translator import TranslationOptions, register

from search.models import Concept


@register(Concept)
class ConceptTranslation(TranslationOptions):
    """A concept has its label and its words in each language."""

    fields = ("label", "synonyms")
    fallback_languages: ClassVar[dict[str, tuple[str, ...]]] = {"default": ("fr",)}
