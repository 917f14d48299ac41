"""Places in or near a village: schools, post offices, stations, the town hall."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel

from cms.core.changes import Content
from cms.core.i18n import localised_panels
from villages.models.facts import Fact
from villages.models.village import Village


class Mairie(Fact):
    """The town hall of a village.

    `opening_hours` is a list of `[first day, last day, [[opens, closes], ...]]`, days in French
    as in the directory of the DILA, times as HH:MM:SS.
    """

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="mairie")
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=250, blank=True)
    opening_hours = models.JSONField(_("opening hours"), default=list, blank=True)

    imported_fields = ("address", "phone", "website", "opening_hours")

    class Meta:
        verbose_name = _("town hall")
        verbose_name_plural = _("town halls")
        ordering: ClassVar[list[str]] = ["village__name"]

    def __str__(self) -> str:
        return str(self.village)

    def import_key(self) -> str:
        """Return the INSEE code."""
        return self.village.insee_code


class EstablishmentKind(models.TextChoices):
    """What an establishment is; the label says what it means to somebody from abroad."""

    ECOLE = "ecole", _("nursery or primary school (école)")
    COLLEGE = "college", _("lower secondary school (collège, ages 11 to 15)")
    LYCEE = "lycee", _("upper secondary school (lycée, ages 15 to 18)")
    POST_OFFICE = "post-office", _("post office")
    POSTAL_AGENCY = "postal-agency", _("post office counter in the town hall or nearby")
    POSTAL_RELAY = "postal-relay", _("post office counter in a shop")
    FRANCE_SERVICES = "france-services", _("public services desk (France services)")
    STATION = "station", _("railway station")


class Sector(models.TextChoices):
    """Who runs a school."""

    PUBLIC = "public", _("state school")
    PRIVATE = "private", _("private school")


class Establishment(Fact):
    """A named place where a service is given.

    `pupils` counts those of the school year 2022-2023, `passengers` the travellers of
    `passengers_year`; both are empty where they are not known.
    `opening_hours` is a list of seven strings, Monday first, as its producer writes them.
    """

    village = ParentalKey(Village, on_delete=models.CASCADE, related_name="establishments")
    kind = models.CharField(_("kind"), max_length=16, choices=EstablishmentKind.choices)
    reference = models.CharField(
        _("reference"), max_length=40, help_text=_("The producer's own number, unique per kind.")
    )
    name = models.CharField(_("name"), max_length=160)
    sector = models.CharField(_("sector"), max_length=8, choices=Sector.choices, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    opening_hours = models.JSONField(_("opening hours"), default=list, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    pupils = models.PositiveIntegerField(_("pupils"), null=True, blank=True)
    passengers = models.PositiveIntegerField(_("travellers in a year"), null=True, blank=True)
    passengers_year = models.PositiveSmallIntegerField(
        _("year of the travellers"), null=True, blank=True
    )

    imported_fields = (
        "insee_code",
        "kind",
        "name",
        "sector",
        "address",
        "phone",
        "opening_hours",
        "latitude",
        "longitude",
        "pupils",
        "passengers",
        "passengers_year",
    )

    panels: ClassVar[list[Any]] = [
        FieldPanel(name)
        for name in (
            "kind",
            "reference",
            "name",
            "sector",
            "address",
            "phone",
            "pupils",
            "passengers",
            "passengers_year",
            "source",
            "checked_on",
        )
    ]

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering: ClassVar[list[str]] = ["kind", "name", "reference"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "reference"], name="establishment_once")
        ]

    def __str__(self) -> str:
        return self.name

    def import_key(self) -> str:
        """Return the kind and the producer's number."""
        return f"{self.kind} {self.reference}"

    @property
    def insee_code(self) -> str:
        """The INSEE code of the village it is in."""
        return self.village.insee_code


class EquipmentType(Content):
    """A type of equipment of the Base permanente des équipements of the INSEE."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    domain = models.SlugField(_("domain"))
    label = models.CharField(_("label"), max_length=160)
    plural = models.CharField(_("plural"), max_length=160)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("domain"),
        *localised_panels("label", "plural"),
    ]

    class Meta:
        verbose_name = _("type of equipment")
        verbose_name_plural = _("types of equipment")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.label


class Equipment(Fact):
    """How many of a type of equipment a village has; none is no row."""

    village = ParentalKey(Village, on_delete=models.CASCADE, related_name="equipments")
    equipment_type = models.ForeignKey(
        EquipmentType,
        verbose_name=_("type of equipment"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    count = models.PositiveSmallIntegerField(_("how many"))

    imported_fields = ("count",)
    panels: ClassVar[list[Any]] = [
        FieldPanel("equipment_type"),
        FieldPanel("count"),
        FieldPanel("source"),
        FieldPanel("checked_on"),
    ]

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipments")
        ordering: ClassVar[list[str]] = ["equipment_type__code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["village", "equipment_type"], name="equipment_once")
        ]

    def __str__(self) -> str:
        return f"{self.village} – {self.equipment_type}: {self.count}"

    def import_key(self) -> str:
        """Return the INSEE code and the code of the type."""
        return f"{self.village.insee_code} {self.equipment_type.code}"

    @property
    def label(self) -> str:
        """The name of the equipment, in the number of how many there are."""
        return self.equipment_type.label if self.count <= 1 else self.equipment_type.plural


class VacantHomes(Fact):
    """Private homes of a village and those that stand empty (LOVAC).

    A number is None where it is so small that the source keeps it secret.
    """

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="vacant_homes")
    private_dwellings = models.PositiveIntegerField(_("private homes"), null=True, blank=True)
    vacant = models.PositiveIntegerField(_("vacant homes"), null=True, blank=True)
    vacant_over_two_years = models.PositiveIntegerField(
        _("vacant for more than two years"), null=True, blank=True
    )

    imported_fields = ("private_dwellings", "vacant", "vacant_over_two_years")

    class Meta:
        verbose_name = _("vacant homes of a village")
        verbose_name_plural = _("vacant homes of villages")
        ordering: ClassVar[list[str]] = ["village__name"]

    def __str__(self) -> str:
        return str(self.village)

    def import_key(self) -> str:
        """Return the INSEE code."""
        return self.village.insee_code


class Destination(Content):
    """A place outside the village that newcomers ask the distance to."""

    class Kind(models.TextChoices):
        """What the place is."""

        TOWN = "town", _("town")
        STATION = "station", _("station")
        AIRPORT = "airport", _("airport")

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        *localised_panels("name"),
        FieldPanel("kind"),
        FieldPanel("latitude"),
        FieldPanel("longitude"),
    ]

    class Meta:
        verbose_name = _("destination")
        verbose_name_plural = _("destinations")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name
