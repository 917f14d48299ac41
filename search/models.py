"""What is searched, the words it is asked for with, and what nobody found."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.core.changes import Content
from cms.core.generation import generation_at
from cms.core.i18n import LANGUAGES, SOURCE_LANGUAGE

# A row of what is gone is kept for a day: every process that searches has then learned of it.
DELETED_KEPT = datetime.timedelta(days=1)


class Kind(models.TextChoices):
    """What a search finds."""

    VILLAGE = "village", _("village")
    TESTIMONIAL = "testimonial", _("testimonial")
    NEWS = "news", _("news")
    TELECENTRE = "telecentre", _("telecentre")
    PAGE = "page", _("page")


class SearchDocumentQuerySet(models.QuerySet["SearchDocument"]):
    """Questions asked of search documents."""

    def current(self) -> "SearchDocumentQuerySet":
        """Return the documents of what is public."""
        return self.filter(is_deleted=False)

    def since(self, generation: int) -> "SearchDocumentQuerySet":
        """Return the documents changed or deleted after `generation`."""
        return self.filter(generation__gt=generation)

    def pending(self) -> "SearchDocumentQuerySet":
        """Return the documents that the engine has not been told of yet, oldest change first."""
        return self.filter(pushed_generation__lt=F("generation")).order_by("generation", "pk")

    def due(self) -> "SearchDocumentQuerySet":
        """Return the pending documents whose time to be pushed has come."""
        return self.pending().filter(Q(retry_at=None) | Q(retry_at__lte=timezone.now()))

    def pending_since(self, moment: datetime.datetime) -> "SearchDocumentQuerySet":
        """Return the documents whose change the engine should have learned before `moment`."""
        return self.pending().filter(generation__lt=generation_at(moment))

    def forgotten(self, moment: datetime.datetime) -> "SearchDocumentQuerySet":
        """Return the documents deleted before `moment` that the engine has forgotten."""
        return self.filter(
            is_deleted=True,
            pushed_generation__gte=F("generation"),
            generation__lt=generation_at(moment),
        )


class SearchDocument(models.Model):
    """One thing in one language, as it is searched: the read model and the outbox of the search.

    It is written in the transaction of what it describes, by `search.documents`. `key` is the
    INSEE code of a village or of a telecentre's village, else the translation key of the page.
    `generation` is that of its last change, `pushed_generation` that of the last change the
    engine knows. A document that is no longer public stays, empty, until the engine has
    forgotten it and every process has learned of it.

    `words` are those of the title, the keywords and the text, as `search.engines.rows` looks for
    them. `pushed_generation` is negative where the engine has been rebuilt since it was told.

    `facts` have no language. Of a village: `insee`, `slug`, `status`, `population`,
    `population_year`, `position` ([latitude, longitude]), `postal_codes`, `services` (lists of
    [code, how many, code of the source, date of the check]; 0 where it is known that there is
    none), `technology`, `mobile`, `speaks` (codes of languages), `housing` (lists of [rent or buy,
    last day]), `checked_on` (the newest date of a check). Of a telecentre: `insee`, `slug`,
    `position`. Of a page: `slug`, `section` (translation key of the page above it, empty for a
    section), `villages` (INSEE codes), `date`. Of all: `languages`, those in which there is a
    public page to read.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    key = models.CharField(_("key"), max_length=36)
    language = models.CharField(_("language"), max_length=2)
    content_language = models.CharField(_("language of the text"), max_length=2)
    title = models.CharField(_("title"), max_length=255)
    keywords = models.TextField(_("other names"), blank=True)
    text = models.TextField(_("text"), blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    words = models.TextField(blank=True)
    is_deleted = models.BooleanField(default=False)
    generation = models.BigIntegerField(db_index=True)
    pushed_generation = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = SearchDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["kind", "key", "language"], name="search_document_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                F("generation"),
                name="search_document_pending",
                condition=Q(pushed_generation__lt=F("generation")),
            ),
            models.Index(fields=["language", "id"], name="search_document_language"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.language})"


class Facet(models.TextChoices):
    """What a word of the vocabulary asks for; the names are those of the API's filters."""

    SERVICE = "service", _("service")
    STATUS = "status", _("status")
    CONNECTIVITY = "connectivity", _("internet and mobile")
    SPEAKS = "speaks", _("language spoken")
    HOUSING = "housing", _("home")
    KIND = "kind", _("kind of result")
    PLACE_KIND = "place-kind", _("kind of place")


class Concept(Content):
    """Something people ask for, and the words they ask for it with, in four languages.

    `values` are the codes that fulfil it, any of them: "school" is fulfilled by any type of
    school. `synonyms` hold one word or group of words a line.
    """

    code = models.SlugField(_("code"), max_length=60, unique=True)
    facet = models.CharField(_("asks for"), max_length=12, choices=Facet.choices)
    values = models.JSONField(
        _("codes"), default=list, help_text=_("Any of these codes fulfils the wish.")
    )
    label = models.CharField(_("label"), max_length=120)
    synonyms = models.TextField(
        _("words"), blank=True, help_text=_("One word or group of words a line.")
    )

    panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("facet"), FieldPanel("values")],
            heading=_("What is asked for"),
        ),
        *(
            MultiFieldPanel(
                [
                    FieldPanel(f"label_{language}"),
                    FieldPanel(
                        f"synonyms_{language}",
                        help_text=_(
                            "One word or group of words a line, as people type them. Accents, "
                            "capitals and plurals need no line of their own."
                        ),
                    ),
                ],
                heading=name,
            )
            for language, name in settings.LANGUAGES
        ),
    ]

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        ordering: ClassVar[list[str]] = ["facet", "code"]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse codes that are no list of words, and a concept without a French label.

        Raises:
            ValidationError: one of them is wrong.
        """
        values = self.values
        if not (
            isinstance(values, list) and values and all(isinstance(item, str) for item in values)
        ):
            raise ValidationError({"values": _('Give a list of codes, as ["pharmacy"].')})
        if not getattr(self, "label_fr", ""):
            raise ValidationError({"label_fr": _("Give the label in French at least.")})

    def label_in(self, language: str) -> str:
        """Return the label in `language`, else in French, else the code."""
        labels = (getattr(self, f"label_{code}") for code in (language, SOURCE_LANGUAGE))
        return next(filter(None, labels), self.code)

    def words_in(self, language: str) -> list[str]:
        """Return the label and the synonyms in `language`, as people type them."""
        label = getattr(self, f"label_{language}") or ""
        synonyms = getattr(self, f"synonyms_{language}") or ""
        return [word.strip() for word in (label, *synonyms.splitlines()) if word.strip()]


class FruitlessSearch(models.Model):
    """A search that found nothing, counted per language, for the editors.

    No visitor is remembered; what looks like an address, a phone number or an e-mail address is
    not kept (`search.fruitless`).
    """

    language = models.CharField(
        _("language"), max_length=2, choices=[(code, code) for code in LANGUAGES]
    )
    query = models.CharField(_("search"), max_length=100)
    count = models.PositiveIntegerField(_("how often"), default=1)
    last_searched_on = models.DateField(_("last searched"), default=timezone.localdate)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering: ClassVar[list[str]] = ["-count", "query"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["language", "query"], name="fruitless_search_once")
        ]

    def __str__(self) -> str:
        return self.query
