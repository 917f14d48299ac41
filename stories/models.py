"""Testimonials and news."""

from typing import Any, ClassVar

from babel import Locale as BabelLocale
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from cms.core import i18n
from cms.core.blocks import BodyBlock
from cms.core.changes import Content
from cms.core.models import BasePage, BasePageManager, BasePageQuerySet

COUNTRIES = frozenset(BabelLocale("en").territories)


class StoryQuerySet(BasePageQuerySet):
    """Questions asked of testimonials and news."""

    def newest_first(self) -> "StoryQuerySet":
        """Return live stories that are no aliases, the newest first."""
        return (
            self.filter(live=True, alias_of=None)
            .select_related("locale", "content_type")
            .order_by("-date", "path")
        )


StoryManager = BasePageManager.from_queryset(StoryQuerySet)


class StoryIndexPage(BasePage):
    """A list of stories, the newest first, in the language the reader gets each in."""

    introduction = models.TextField(_("introduction"), blank=True)

    # Each language has its own word for the section in the address.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("show_in_menus", overridable=False)
    ]
    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    show_in_menus_default = True

    class Meta:
        abstract = True

    @staticmethod
    def leaf_model() -> type["StoryPage"]:
        """Return the type of the pages of this section."""
        raise NotImplementedError

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the stories, each in the language that the reader gets."""
        context = super().get_context(request, *args, **kwargs)
        site_map = context["site_map"]
        language = i18n.reader_language()
        groups: dict[str, list[StoryPage]] = {}
        for story in self.leaf_model().objects.newest_first():
            groups.setdefault(str(story.translation_key), []).append(story)
        context["stories"] = []
        for group in groups.values():
            if story := i18n.choose(site_map.versions(group), language):
                story.address = site_map.address_in(story, language)
                context["stories"].append(story)
        return context


class StoryPage(BasePage):
    """What testimonials and news share."""

    date = models.DateField(_("date"))
    summary = models.TextField(_("summary"))
    body = StreamField(BodyBlock(), verbose_name=_("text"))
    is_demonstration = models.BooleanField(
        _("demonstration"),
        default=False,
        help_text=_("Invented to show the site; the page says so to its readers."),
    )

    override_translatable_fields: ClassVar[list[Any]] = [
        *BasePage.synchronised_fields,
        SynchronizedField("date", overridable=False),
        SynchronizedField("is_demonstration", overridable=False),
    ]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        abstract = True


class TestimonialIndexPage(StoryIndexPage):
    """The list of testimonials."""

    subpage_types: ClassVar[list[str]] = ["stories.TestimonialPage"]
    template = "stories/testimonial_index_page.html"

    class Meta:
        verbose_name = _("list of testimonials")
        verbose_name_plural = _("lists of testimonials")

    @staticmethod
    def leaf_model() -> type["TestimonialPage"]:
        """Return the type of the pages of this section."""
        return TestimonialPage


class TestimonialQuerySet(StoryQuerySet):
    """Questions asked of testimonials."""

    def for_reading(self, addresses: list[str]) -> "TestimonialQuerySet":
        """Return the testimonials with their village and portrait."""
        return super().for_reading(addresses).select_related("village", "portrait")

    def newest_first(self) -> "TestimonialQuerySet":
        """Return live testimonials with their village, the newest first."""
        return super().newest_first().select_related("village", "portrait")


class TestimonialPage(StoryPage):
    """Somebody who lives and works in a village, or who welcomes those who come."""

    person = models.CharField(_("person"), max_length=120)
    trade = models.CharField(_("trade"), max_length=120)
    country_of_origin = models.CharField(
        _("country of origin"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in GB or DE."))],
        help_text=_("The code of the country (ISO 3166), as in GB, DE, NL."),
    )
    year_of_arrival = models.PositiveSmallIntegerField(
        _("year of arrival"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1950), MaxValueValidator(2100)],
    )
    village = models.ForeignKey(
        "villages.Village",
        verbose_name=_("village"),
        on_delete=models.PROTECT,
        related_name="testimonials",
    )
    quotation = models.TextField(
        _("quotation"), blank=True, help_text=_("The person's own words, agreed with the person.")
    )
    portrait = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    consent_given_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_note = models.TextField(
        _("consent record"),
        blank=True,
        help_text=_("What the person agreed to, and where the proof is kept. Never shown."),
    )

    objects = BasePageManager.from_queryset(TestimonialQuerySet)()

    override_translatable_fields: ClassVar[list[Any]] = [
        *StoryPage.override_translatable_fields,
        *(
            SynchronizedField(name, overridable=False)
            for name in (
                "person",
                "country_of_origin",
                "year_of_arrival",
                "village",
                "consent_given_on",
                "consent_note",
            )
        ),
        SynchronizedField("portrait"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *StoryPage.content_panels,
        FieldPanel("person"),
        FieldPanel("trade"),
        FieldPanel("country_of_origin"),
        FieldPanel("year_of_arrival"),
        FieldPanel("village"),
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("quotation"),
        FieldPanel("body"),
        FieldPanel("portrait"),
        MultiFieldPanel(
            [
                FieldPanel("consent_given_on"),
                FieldPanel("consent_note"),
                FieldPanel("is_demonstration"),
            ],
            heading=_("Consent"),
        ),
    ]
    parent_page_types: ClassVar[list[str]] = ["stories.TestimonialIndexPage"]
    template = "stories/testimonial_page.html"

    class Meta:
        verbose_name = _("testimonial")
        verbose_name_plural = _("testimonials")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the address of the page of the village, empty where it has none."""
        context = super().get_context(request, *args, **kwargs)
        pages = self.village.pages.filter(live=True).select_related("locale")
        context["village_address"] = context["site_map"].address_of(
            list(pages), i18n.reader_language()
        )
        return context

    @property
    def country_name(self) -> str:
        """The country of origin in the reader's language, its code when that is not one, or ""."""
        if self.country_of_origin not in COUNTRIES:
            return self.country_of_origin
        return i18n.country_name(self.country_of_origin)


class NewsIndexPage(StoryIndexPage):
    """The list of news."""

    subpage_types: ClassVar[list[str]] = ["stories.NewsPage"]
    template = "stories/news_index_page.html"

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    @staticmethod
    def leaf_model() -> type["NewsPage"]:
        """Return the type of the pages of this section."""
        return NewsPage


class NewsCategory(models.TextChoices):
    """What a piece of news is about."""

    PROGRAMME = "programme", _("the programme")
    VILLAGES = "villages", _("the villages")
    TELECENTRES = "telecentres", _("telecentres")
    NETWORK = "network", _("the network")


class NewsPage(StoryPage):
    """A piece of news."""

    category = models.CharField(_("category"), max_length=12, choices=NewsCategory.choices)

    objects = StoryManager()

    override_translatable_fields: ClassVar[list[Any]] = [
        *StoryPage.override_translatable_fields,
        SynchronizedField("category", overridable=False),
    ]
    content_panels: ClassVar[list[Any]] = [
        *StoryPage.content_panels,
        FieldPanel("date"),
        FieldPanel("category"),
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("news_villages", label=_("village")),
        FieldPanel("is_demonstration"),
    ]
    parent_page_types: ClassVar[list[str]] = ["stories.NewsIndexPage"]
    template = "stories/news_page.html"

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pairs (village, address of its page or "") of the news."""
        context = super().get_context(request, *args, **kwargs)
        language = i18n.reader_language()
        links = self.news_villages.select_related("village").prefetch_related(
            "village__pages__locale"
        )
        context["villages"] = [
            (link.village, context["site_map"].address_of(list(link.village.pages.all()), language))
            for link in links
        ]
        return context


class NewsVillage(Content, Orderable):
    """A village that a piece of news is about."""

    page = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="news_villages")
    village = models.ForeignKey(
        "villages.Village",
        verbose_name=_("village"),
        on_delete=models.CASCADE,
        related_name="news_links",
    )

    class Meta(Orderable.Meta):
        verbose_name = _("village of a piece of news")
        verbose_name_plural = _("villages of a piece of news")

    def __str__(self) -> str:
        return str(self.village)
