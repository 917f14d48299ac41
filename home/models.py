"""The home page, the plain pages, and the key figures of the programme."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField

from cms.core.blocks import BodyBlock
from cms.core.changes import Content
from cms.core.i18n import localised_panels
from cms.core.models import BasePage


class HomePage(BasePage):
    """The first page of a language."""

    heading = models.CharField(_("heading"), max_length=120)
    introduction = models.TextField(_("introduction"))
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    # The slug of a home page stands in no address; it only has to differ from the others.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("show_in_menus", overridable=False)
    ]

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "villages.VillageIndexPage",
        "stories.TestimonialIndexPage",
        "stories.NewsIndexPage",
        "home.ContentPage",
        "home.LegalNoticePage",
        "home.PrivacyPage",
        "home.AccessibilityPage",
    ]
    template = "home/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the key figures."""
        context = super().get_context(request, *args, **kwargs)
        context["key_figures"] = list(KeyFigure.objects.all())
        return context


class AbstractContentPage(BasePage):
    """A title, an introduction and text; the statutory pages add what the law asks for.

    `statutory_fields` are shown as a list of terms above the text. They may be left empty in a
    draft, but not when the page is published.
    """

    introduction = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)

    # Each language has its own word for the page in the address.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("show_in_menus", overridable=False)
    ]
    statutory_fields: ClassVar[tuple[str, ...]] = ()

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
    ]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/content_page.html"
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def statutory_terms(self) -> list[tuple[str, str]]:
        """The pairs (name of the field, its text) in the order the law names them."""
        terms = []
        for name in self.statutory_fields:
            field = self._meta.get_field(name)
            display = getattr(self, f"get_{name}_display", None)
            value = display() if display else getattr(self, name)
            if value:
                terms.append((str(field.verbose_name), value))
        return terms


class ContentPage(AbstractContentPage):
    """A plain page."""

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")


class LegalNoticePage(AbstractContentPage):
    """The legal notice, with what article 6 III of the law of 21 June 2004 (LCEN) asks for."""

    publisher_name = models.CharField(_("publisher"), max_length=200)
    publisher_legal_form = models.CharField(_("legal form"), max_length=250)
    publisher_address = models.CharField(_("seat"), max_length=250)
    publisher_phone = models.CharField(_("phone"), max_length=80)
    publisher_siren = models.CharField(_("SIREN number"), max_length=80)
    publication_director = models.CharField(_("director of publication"), max_length=200)
    host_name = models.CharField(_("hosting company"), max_length=200)
    host_address = models.CharField(_("address of the hosting company"), max_length=250)
    host_phone = models.CharField(_("phone of the hosting company"), max_length=80)

    statutory_fields = (
        "publisher_name",
        "publisher_legal_form",
        "publisher_address",
        "publisher_phone",
        "publisher_siren",
        "publication_director",
        "host_name",
        "host_address",
        "host_phone",
    )
    content_panels: ClassVar[list[Any]] = [
        *AbstractContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in statutory_fields],
            heading=_("What the law asks for (LCEN, article 6 III)"),
        ),
    ]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("legal notice")
        verbose_name_plural = _("legal notices")


class PrivacyPage(AbstractContentPage):
    """The privacy notice, with what article 13 of the GDPR asks for."""

    controller_name = models.CharField(_("controller"), max_length=200)
    controller_address = models.CharField(_("address of the controller"), max_length=250)
    data_protection_officer_contact = models.CharField(
        _("contact of the data protection officer"), max_length=250
    )
    purposes = models.TextField(_("purposes"))
    legal_basis = models.TextField(_("legal basis"))
    recipients = models.TextField(_("recipients"))
    retention = models.TextField(_("retention"))
    rights = models.TextField(_("your rights"))
    complaint = models.TextField(_("complaint"))
    transfers = models.TextField(_("transfers outside the European Union"))

    statutory_fields = (
        "controller_name",
        "controller_address",
        "data_protection_officer_contact",
        "purposes",
        "legal_basis",
        "recipients",
        "retention",
        "rights",
        "complaint",
        "transfers",
    )
    content_panels: ClassVar[list[Any]] = [
        *AbstractContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in statutory_fields],
            heading=_("What the law asks for (GDPR, article 13)"),
        ),
    ]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")


class Conformity(models.TextChoices):
    """How far the site conforms to the RGAA; the law knows these three words."""

    TOTAL = "total", _("fully compliant")
    PARTIAL = "partial", _("partially compliant")
    NONE = "non", _("not compliant")


class AccessibilityPage(AbstractContentPage):
    """The accessibility statement, with what decree 2019-768 asks for."""

    conformity = models.CharField(
        _("compliance with the RGAA"), max_length=8, choices=Conformity.choices
    )
    statement_date = models.DateField(_("date of the statement"))
    audit_date = models.DateField(_("date of the audit"), null=True, blank=True)
    audited_by = models.TextField(_("audit"))
    non_compliant_content = models.TextField(_("content that is not accessible"))
    exempt_content = models.TextField(_("content outside the duty"))
    derogations = models.TextField(_("disproportionate burden"))
    technologies = models.TextField(_("technologies"))
    contact = models.CharField(_("contact"), max_length=250)
    remedy = models.TextField(_("remedies"))

    statutory_fields = (
        "conformity",
        "statement_date",
        "audit_date",
        "audited_by",
        "non_compliant_content",
        "exempt_content",
        "derogations",
        "technologies",
        "contact",
        "remedy",
    )
    content_panels: ClassVar[list[Any]] = [
        *AbstractContentPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in statutory_fields],
            heading=_("What the law asks for (decree 2019-768)"),
        ),
    ]
    template = "home/content_page.html"

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")


class KeyFigure(Content):
    """One number of the programme, with its label in four languages."""

    code = models.SlugField(_("code"), unique=True)
    value = models.PositiveIntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    label = models.CharField(_("label"), max_length=120)
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels: ClassVar[list[Any]] = [
        FieldPanel("code"),
        FieldPanel("value"),
        FieldPanel("unit"),
        *localised_panels("label", "source"),
        FieldPanel("year"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering: ClassVar[list[str]] = ["position", "code"]

    def __str__(self) -> str:
        return f"{self.value} {self.unit} {self.label}"
