"""The welcome committees of the host villages, and the people who welcome."""

from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection

from cms.core.changes import Content
from cms.core.i18n import language_name
from villages.models.facts import Fact
from villages.models.village import Village


class Committee(Content):
    """A welcome committee of one or more villages; its rights are written by `committees.py`."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    group = models.OneToOneField(
        Group, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    collection = models.OneToOneField(
        Collection,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("welcome committee")
        verbose_name_plural = _("welcome committees")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


HOST_LANGUAGES = ("fr", "en", "de", "nl", "es", "it", "pt")


def validate_languages(codes: Any) -> None:
    """Refuse what is not a list of codes of `HOST_LANGUAGES`."""
    if not isinstance(codes, list) or any(code not in HOST_LANGUAGES for code in codes):
        raise ValidationError(
            _("Give a list of these: %(codes)s."), params={"codes": ", ".join(HOST_LANGUAGES)}
        )


class HostQuerySet(models.QuerySet["Host"]):
    """Questions asked of hosts."""

    def public(self) -> "HostQuerySet":
        """Return the hosts who agreed to be shown."""
        return self.filter(consent=True)


class Host(Fact):
    """A person who welcomes newcomers; shown only with consent."""

    village = models.ForeignKey(
        Village, verbose_name=_("village"), on_delete=models.CASCADE, related_name="hosts"
    )
    name = models.CharField(_("name"), max_length=120)
    languages = models.JSONField(
        _("languages spoken"), default=list, validators=[validate_languages]
    )
    photograph = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    consent = models.BooleanField(
        _("agrees to be shown"), default=False, help_text=_("Without consent nobody is shown.")
    )

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = _("host")
        verbose_name_plural = _("hosts")
        ordering: ClassVar[list[str]] = ["village__name", "name"]

    def __str__(self) -> str:
        return self.name

    def import_key(self) -> str:
        """Return the village and the name."""
        return f"{self.village.insee_code} {self.name}"

    @property
    def language_names(self) -> list[str]:
        """The languages spoken, named in the reader's language."""
        return [language_name(code) for code in self.languages]
