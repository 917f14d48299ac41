"""Labels that are written per language."""

from modeltranslation.translator import TranslationOptions, register

from home.models import KeyFigure


@register(KeyFigure)
class KeyFigureTranslation(TranslationOptions):
    fields = ("label", "source")
    required_languages = ("fr",)
