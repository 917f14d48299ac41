"""Services of daily life: which a village has, and where the nearest one is."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from cms.core.changes import Content
from cms.core.i18n import localised_panels
from villages.models.facts import Fact
from villages.models.village import Village


class ServiceCategory(Content):
    """A theme of services: education, health, shops and so on."""

    code = models.SlugField(_("code"), unique=True)
    label = models.CharField(_("label"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        *localised_panels("label"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = _("category of services")
        verbose_name_plural = _("categories of services")
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return self.label


class ServiceType(Content):
    """A kind of service, by the code that model, addresses and API share."""

    code = models.SlugField(_("code"), unique=True)
    category = models.ForeignKey(
        ServiceCategory,
        verbose_name=_("category"),
        on_delete=models.PROTECT,
        related_name="types",
    )
    label = models.CharField(_("label"), max_length=120)
    plural = models.CharField(_("plural"), max_length=120)
    is_everyday = models.BooleanField(
        _("decides daily life"),
        default=False,
        help_text=_("Shown first, and where a village has none, with the nearest one."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("category"),
        *localised_panels("label", "plural"),
        FieldPanel("is_everyday"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = _("type of service")
        verbose_name_plural = _("types of service")
        ordering: ClassVar[list[str]] = ["category__position", "position", "code"]

    def __str__(self) -> str:
        return self.label


class VillageServiceQuerySet(models.QuerySet["VillageService"]):
    """Questions asked of the services of villages."""

    def with_labels(self) -> "VillageServiceQuerySet":
        """Return services with their type, source and nearest village, in reading order."""
        return self.select_related("service_type__category", "source", "nearest").order_by(
            "service_type__category__position", "service_type__position"
        )


class VillageService(Fact):
    """How many of a type of service a village has; with none, the nearest village that has one.

    `distance_km` is measured in a straight line between the positions of the villages.
    `nearest` and `distance_km` are derived by `villages.proximity`.
    A type without any row is not known to be here or absent.
    """

    village = ParentalKey(Village, on_delete=models.CASCADE, related_name="services")
    service_type = models.ForeignKey(
        ServiceType,
        verbose_name=_("type of service"),
        on_delete=models.PROTECT,
        related_name="villages",
    )
    count = models.PositiveSmallIntegerField(_("how many"))
    nearest = models.ForeignKey(
        Village,
        verbose_name=_("nearest village that has one"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    distance_km = models.FloatField(
        _("distance in a straight line, in km"), null=True, blank=True, editable=False
    )

    # Set by the receiver that runs before a save.
    former_presence: bool | None

    imported_fields = ("count",)
    objects = VillageServiceQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [
        FieldPanel("service_type"),
        FieldPanel("count"),
        FieldPanel("source"),
        FieldPanel("checked_on"),
    ]

    class Meta:
        verbose_name = _("service of a village")
        verbose_name_plural = _("services of villages")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["village", "service_type"], name="service_once")
        ]

    def __str__(self) -> str:
        return f"{self.village} – {self.service_type}: {self.count}"

    def import_key(self) -> str:
        """Return the INSEE code and the code of the type."""
        return f"{self.village.insee_code} {self.service_type.code}"

    @property
    def label(self) -> str:
        """The name of the service, in the number of how many there are."""
        return self.service_type.label if self.count <= 1 else self.service_type.plural
