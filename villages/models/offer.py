"""What a village offers beyond the open data: connection, homes, a shared office."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.changes import Content
from villages.models.facts import Fact
from villages.models.village import Village


class Connectivity(Fact):
    """How a village is connected to the internet.

    `share_of_premises` is the percentage of homes and offices the technology reaches.
    """

    class Technology(models.TextChoices):
        """The best fixed connection there is."""

        FIBRE = "fibre", _("fibre")
        VDSL = "vdsl", _("VDSL")
        ADSL = "adsl", _("ADSL")
        FIXED_4G = "fixed-4g", _("fixed 4G")

    class Mobile(models.TextChoices):
        """The best mobile network there is."""

        FOUR_G = "4g", _("4G")
        FIVE_G = "5g", _("5G")

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="connectivity")
    technology = models.CharField(_("technology"), max_length=8, choices=Technology.choices)
    share_of_premises = models.PositiveSmallIntegerField(
        _("share of premises, in %"), validators=[MaxValueValidator(100)]
    )
    download_mbps = models.PositiveIntegerField(_("download, in Mbit/s"))
    upload_mbps = models.PositiveIntegerField(_("upload, in Mbit/s"))
    mobile = models.CharField(_("mobile network"), max_length=2, choices=Mobile.choices, blank=True)

    class Meta:
        verbose_name = _("connection of a village")
        verbose_name_plural = _("connections of villages")
        ordering: ClassVar[list[str]] = ["village__name"]

    def __str__(self) -> str:
        return str(self.village)

    def import_key(self) -> str:
        """Return the INSEE code."""
        return self.village.insee_code


class TelecentreEquipment(models.TextChoices):
    """What a telecentre has."""

    PRINTER = "printer", _("printer")
    SCANNER = "scanner", _("scanner")
    VIDEO_CONFERENCE = "video-conference", _("video conference room")
    PHONE_BOOTH = "phone-booth", _("phone booth")
    KITCHEN = "kitchen", _("kitchen")
    PARKING = "parking", _("parking")
    WHEELCHAIR_ACCESS = "wheelchair-access", _("wheelchair access")


def validate_equipment(codes: Any) -> None:
    """Refuse what is not a list of codes of `TelecentreEquipment`."""
    known = TelecentreEquipment.values
    if not isinstance(codes, list) or any(code not in known for code in codes):
        raise ValidationError(
            _("Give a list of these: %(codes)s."), params={"codes": ", ".join(known)}
        )


class Telecentre(Fact):
    """A shared office of the programme.

    `opening_hours` is a list of `{"days": "mo-fr", "opens": "09:00", "closes": "18:00"}`.
    """

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="telecentre")
    desks = models.PositiveSmallIntegerField(_("desks"), null=True, blank=True)
    meeting_rooms = models.PositiveSmallIntegerField(_("meeting rooms"), null=True, blank=True)
    equipment = models.JSONField(
        _("equipment"), default=list, blank=True, validators=[validate_equipment]
    )
    opening_hours = models.JSONField(_("opening hours"), default=list, blank=True)
    contact = models.CharField(_("contact"), max_length=160, blank=True)

    imported_fields = ("insee_code",)

    class Meta:
        verbose_name = _("telecentre")
        verbose_name_plural = _("telecentres")
        ordering: ClassVar[list[str]] = ["village__name"]

    def __str__(self) -> str:
        return str(self.village)

    def import_key(self) -> str:
        """Return the INSEE code."""
        return self.village.insee_code

    @property
    def insee_code(self) -> str:
        """The INSEE code of its village."""
        return self.village.insee_code

    @property
    def equipment_labels(self) -> list[str]:
        """What it has, in the reader's language."""
        labels = dict(TelecentreEquipment.choices)
        return [str(labels[code]) for code in self.equipment if code in labels]


class PartnerAgency(Content):
    """An estate agency that works with the programme."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    village = models.ForeignKey(
        Village, verbose_name=_("village"), on_delete=models.PROTECT, related_name="agencies"
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("partner estate agency")
        verbose_name_plural = _("partner estate agencies")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class HousingOfferQuerySet(models.QuerySet["HousingOffer"]):
    """Questions asked of housing offers."""

    def open_on(self, day: datetime.date) -> "HousingOfferQuerySet":
        """Return the offers that have not expired on `day`."""
        return self.filter(expires_on__gte=day)

    def current(self) -> "HousingOfferQuerySet":
        """Return the offers that have not expired today."""
        return self.open_on(timezone.localdate())


class HousingOffer(Fact):
    """A home to rent or to buy; `price_eur` is the monthly rent or the price of sale."""

    class Offer(models.TextChoices):
        """Whether a home is let or sold."""

        RENT = "rent", _("to rent")
        BUY = "buy", _("for sale")

    class Kind(models.TextChoices):
        """What is offered."""

        HOUSE = "house", _("house")
        FLAT = "flat", _("flat")
        LAND = "land", _("building plot")

    village = models.ForeignKey(
        Village, verbose_name=_("village"), on_delete=models.CASCADE, related_name="housing_offers"
    )
    reference = models.SlugField(_("reference"), unique=True)
    offer = models.CharField(_("offer"), max_length=4, choices=Offer.choices)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    rooms = models.PositiveSmallIntegerField(_("rooms"), null=True, blank=True)
    area_m2 = models.PositiveIntegerField(_("area in m²"))
    price_eur = models.PositiveIntegerField(_("price in euros"))
    free_from = models.DateField(_("free from"), null=True, blank=True)
    expires_on = models.DateField(_("expires on"))
    agency = models.ForeignKey(
        PartnerAgency,
        verbose_name=_("partner estate agency"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        help_text=_("Empty when the owner lets or sells through the committee."),
    )

    objects = HousingOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("home to let or sell")
        verbose_name_plural = _("homes to let or sell")
        ordering: ClassVar[list[str]] = ["village__name", "reference"]

    def __str__(self) -> str:
        return f"{self.village} – {self.reference}"

    def import_key(self) -> str:
        """Return the reference."""
        return self.reference
