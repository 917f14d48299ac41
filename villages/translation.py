"""Labels that are written per language."""

from modeltranslation.translator import TranslationOptions, register

from villages.models import Destination, EquipmentType, ServiceCategory, ServiceType, Source


@register(Source)
class SourceTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)


@register(Destination)
class DestinationTranslation(TranslationOptions):
    fields = ("name",)
    required_languages = ("fr",)


@register(ServiceCategory)
class ServiceCategoryTranslation(TranslationOptions):
    fields = ("label",)
    required_languages = ("fr",)


@register(ServiceType)
class ServiceTypeTranslation(TranslationOptions):
    fields = ("label", "plural")
    required_languages = ("fr",)


@register(EquipmentType)
class EquipmentTypeTranslation(TranslationOptions):
    fields = ("label", "plural")
    required_languages = ("fr",)
