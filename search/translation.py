"""The fields of the search that have one column per language."""

from modeltranslation.translator import TranslationOptions, register

from search.models import Concept


@register(Concept)
class ConceptTranslation(TranslationOptions):
    """A concept has its label and its words in each language."""

    fields = ("label", "synonyms")
    fallback_languages = {"default": ("fr",)}
