"""Fields of pictures that are written per language."""

from modeltranslation.translator import TranslationOptions, register

from cms.images.models import CustomImage


@register(CustomImage)
class CustomImageTranslation(TranslationOptions):
    fields = ("alt_text",)
