"""What every fact has: where it comes from, and when it was last known to be true.

It also remembers what the open data said, so that an import never undoes a correction.
"""

import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.core.changes import Content
from cms.core.i18n import localised_panels

CORRECTION = "correction"
DEMONSTRATION = "demonstration"


class Precision(models.TextChoices):
    """How exactly the date of a source is known."""

    YEAR = "year", _("year")
    SCHOOL_YEAR = "school-year", _("school year")
    MONTH = "month", _("month")
    DAY = "day", _("day")


class Source(Content):
    """Where a fact comes from: an open data set, a correction by hand, a demonstration."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    date = models.DateField(_("date of the data"), null=True, blank=True)
    precision = models.CharField(
        _("precision of the date"), max_length=12, choices=Precision.choices, default=Precision.DAY
    )
    url = models.URLField(_("address"), blank=True)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        *localised_panels("name"),
        FieldPanel("producer"),
        FieldPanel("licence"),
        FieldPanel("date"),
        FieldPanel("precision"),
        FieldPanel("url"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar[list[str]] = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_demonstration(self) -> bool:
        """Whether facts of this source are invented to show the site."""
        return self.code == DEMONSTRATION

    def written_date(self, date: datetime.date) -> str:
        """Return `date` in the reader's language, as exactly as this source knows it."""
        if self.precision == Precision.YEAR:
            return str(date.year)
        if self.precision == Precision.SCHOOL_YEAR:
            return f"{date.year}–{date.year + 1}"
        if self.precision == Precision.MONTH:
            return date_format(date, "F Y")
        return date_format(date, "DATE_FORMAT")


class ImportedRow(models.Model):
    """What the open data said of a record when it was last imported.

    An import compares three things: this, the record as it is now, and the new data. What
    differs from this in the record was corrected by hand and is kept.
    """

    table = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    values = models.JSONField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["table", "key"], name="imported_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Fact(Content):
    """A record with a source and the day it was last known to be true.

    `imported_fields` are the fields that the open data fill; `source_fields` names, for those
    whose source is not in `source`, the field that holds it.
    """

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.PROTECT, related_name="+", blank=True
    )
    checked_on = models.DateField(_("last checked"), blank=True)

    imported_fields: ClassVar[tuple[str, ...]] = ()
    source_fields: ClassVar[dict[str, str]] = {}

    class Meta:
        abstract = True

    def import_key(self) -> str:
        """Return what identifies this record in the open data."""
        raise NotImplementedError

    @classmethod
    def import_table(cls) -> str:
        """Return the name of the record's table in `ImportedRow`."""
        return cls._meta.label_lower

    def imported_values(self) -> dict[str, Any]:
        """Return the fields that the open data fill, as they are now, in their JSON form."""
        return {name: getattr(self, name) for name in self.imported_fields}

    @property
    def written_checked_on(self) -> str:
        """The date of the fact in the reader's language, as exactly as it is known."""
        return self.source.written_date(self.checked_on)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the fact; a value that no longer is the imported one is a correction by hand."""
        self._note_corrections()
        if update_fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {
                *update_fields,
                "source",
                "checked_on",
                *self.source_fields.values(),
            }
        super().save(*args, **kwargs)

    def _note_corrections(self) -> None:
        imported = ImportedRow.objects.filter(
            table=self.import_table(), key=self.import_key()
        ).first()
        changed = (
            {
                self.source_fields.get(name, "source")
                for name, value in self.imported_values().items()
                if name in imported.values and value != imported.values[name]
            }
            if imported
            else set()
        )
        if self.source_id is None:
            changed.add("source")
        if not changed:
            return
        correction = Source.objects.get(code=CORRECTION)
        for source_field in changed:
            if getattr(self, f"{source_field}_id") != correction.pk and self._is_imported_source(
                source_field
            ):
                setattr(self, source_field, correction)
                self.checked_on = timezone.localdate()
        if self.checked_on is None:
            self.checked_on = timezone.localdate()

    def _is_imported_source(self, source_field: str) -> bool:
        if getattr(self, f"{source_field}_id") is None:
            return True
        return getattr(self, source_field).code != DEMONSTRATION
