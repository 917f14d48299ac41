"""A village of the programme, or any other commune of the Gers."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.search import index

from cms.core.changes import Content
from villages.models.facts import Fact, Source


class Epci(Content):
    """A group of communes (établissement public de coopération intercommunale)."""

    code = models.CharField(_("SIREN code"), max_length=9, unique=True)
    name = models.CharField(_("name"), max_length=120)
    long_name = models.CharField(_("full name"), max_length=160)

    class Meta:
        verbose_name = _("group of communes")
        verbose_name_plural = _("groups of communes")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.long_name


class Canton(Content):
    """A canton, the constituency of a departmental election."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("canton")
        verbose_name_plural = _("cantons")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class ProgrammeStatus(models.TextChoices):
    """The part a commune takes in the programme."""

    HOST = "host", _("host village")
    ASSOCIATED = "associated", _("partner village")
    NONE = "none", _("commune outside the programme")


class PositionKind(models.TextChoices):
    """What the position of a village is that of."""

    MAIRIE = "mairie", _("town hall")
    CENTRE = "centre", _("centre of the commune")


class VillageQuerySet(models.QuerySet["Village"]):
    """Questions asked of villages."""

    def of_programme(self) -> "VillageQuerySet":
        """Return the host and partner villages."""
        return self.exclude(status=ProgrammeStatus.NONE)

    def with_facts(self) -> "VillageQuerySet":
        """Return villages with every fact there is one of, in the same query."""
        return self.select_related(*Village.SINGLE_FACTS)


class Village(index.Indexed, Fact, ClusterableModel):
    """A commune of the Gers; those with a status take part in the programme.

    The facts of a village have no language. Each is stored once, here or in a record that
    belongs to the village, and shows in all languages at once.
    """

    insee_code = models.CharField(
        _("INSEE code"),
        max_length=5,
        unique=True,
        validators=[
            RegexValidator(r"^32\d{3}$", _("A commune of the Gers has a code like 32001."))
        ],
    )
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=100, unique=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ProgrammeStatus.choices,
        default=ProgrammeStatus.NONE,
        db_index=True,
    )
    committee = models.ForeignKey(
        "villages.Committee",
        verbose_name=_("welcome committee"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="villages",
    )
    population = models.PositiveIntegerField(_("population"))
    population_year = models.PositiveSmallIntegerField(_("year of the population"))
    area_km2 = models.FloatField(_("area in km²"), validators=[MinValueValidator(0)])
    latitude = models.FloatField(
        _("latitude"), validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    position_kind = models.CharField(
        _("position of"), max_length=6, choices=PositionKind.choices, default=PositionKind.MAIRIE
    )
    postal_codes = models.JSONField(_("postal codes"), default=list)
    epci = models.ForeignKey(Epci, verbose_name=_("group of communes"), on_delete=models.PROTECT)
    canton = models.ForeignKey(Canton, verbose_name=_("canton"), on_delete=models.PROTECT)
    population_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", blank=True
    )
    area_source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", blank=True)
    position_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", blank=True
    )
    status_source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="+", blank=True
    )

    imported_fields = (
        "name",
        "status",
        "population",
        "population_year",
        "area_km2",
        "latitude",
        "longitude",
        "position_kind",
        "postal_codes",
        "epci_code",
        "canton_code",
        "committee_name",
    )
    source_fields: ClassVar[dict[str, str]] = {
        "status": "status_source",
        "committee_name": "status_source",
        "population": "population_source",
        "population_year": "population_source",
        "area_km2": "area_source",
        "latitude": "position_source",
        "longitude": "position_source",
        "position_kind": "position_source",
    }

    # What there is one of per village, and is read with it in one query.
    SINGLE_FACTS: ClassVar[tuple[str, ...]] = (
        "epci",
        "canton",
        "committee",
        "source",
        "population_source",
        "area_source",
        "position_source",
        "status_source",
        "outline",
        "mairie__source",
        "vacant_homes__source",
        "connectivity__source",
        "telecentre__source",
    )

    objects = VillageQuerySet.as_manager()

    search_fields: ClassVar[list[Any]] = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("status"),
    ]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldRowPanel([FieldPanel("insee_code"), FieldPanel("slug")]),
                    FieldRowPanel([FieldPanel("status"), FieldPanel("committee")]),
                    FieldRowPanel([FieldPanel("population"), FieldPanel("population_year")]),
                    FieldRowPanel([FieldPanel("area_km2"), FieldPanel("postal_codes")]),
                    FieldRowPanel(
                        [
                            FieldPanel("latitude"),
                            FieldPanel("longitude"),
                            FieldPanel("position_kind"),
                        ]
                    ),
                    FieldRowPanel([FieldPanel("epci"), FieldPanel("canton")]),
                ],
                heading=_("Village"),
            ),
            ObjectList([InlinePanel("services", label=_("service"))], heading=_("Services")),
            ObjectList(
                [InlinePanel("establishments", label=_("establishment"))],
                heading=_("Schools, post, stations"),
            ),
            ObjectList(
                [InlinePanel("equipments", label=_("equipment"))], heading=_("Equipment (BPE)")
            ),
            ObjectList([InlinePanel("neighbours", label=_("neighbour"))], heading=_("Neighbours")),
        ]
    )

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def import_key(self) -> str:
        """Return the INSEE code."""
        return self.insee_code

    @property
    def epci_code(self) -> str:
        """The code of the group of communes."""
        return self.epci.code

    @property
    def canton_code(self) -> str:
        """The code of the canton."""
        return self.canton.code

    @property
    def committee_name(self) -> str:
        """The name of the committee, empty without one."""
        return self.committee.name if self.committee else ""

    @property
    def density_per_km2(self) -> float:
        """Inhabitants per square kilometre."""
        return self.population / self.area_km2 if self.area_km2 else 0.0

    @property
    def is_in_programme(self) -> bool:
        """Whether the village takes part in the programme."""
        return self.status != ProgrammeStatus.NONE

    @property
    def edit_url(self) -> str:
        """The address of the record in the admin."""
        return reverse("wagtailsnippets_villages_village:edit", args=[self.pk])


class VillageOutline(Content):
    """The outline of a commune, from the open data of the IGN."""

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="outline")
    geometry = models.JSONField()

    class Meta:
        verbose_name = _("outline")
        verbose_name_plural = _("outlines")

    def __str__(self) -> str:
        return str(self.village_id)


class Neighbour(Content):
    """A commune that borders on a village; those of other departments are known by name only."""

    village = ParentalKey(Village, on_delete=models.CASCADE, related_name="neighbours")
    neighbour = models.ForeignKey(
        Village,
        verbose_name=_("commune of the Gers"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    insee_code = models.CharField(_("INSEE code"), max_length=5)
    name = models.CharField(_("name"), max_length=100)
    department_code = models.CharField(_("department"), max_length=3)
    shared_border_km = models.FloatField(_("shared border in km"))

    class Meta:
        verbose_name = _("neighbour")
        verbose_name_plural = _("neighbours")
        ordering: ClassVar[list[str]] = ["-shared_border_km", "insee_code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["village", "insee_code"], name="neighbour_once")
        ]

    def __str__(self) -> str:
        return self.name
