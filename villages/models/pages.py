"""The pages that present the villages. They hold prose only; facts are those of the `Village`."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from cms.core.blocks import RICH_TEXT_FEATURES, BodyBlock
from cms.core.models import BasePage, BasePageManager, BasePageQuerySet
from villages.models.village import Village


class VillageIndexPage(BasePage):
    """The list of the villages of the programme."""

    introduction = models.TextField(_("introduction"), blank=True)

    # Each language has its own word for the section in the address.
    override_translatable_fields: ClassVar[list[Any]] = [
        SynchronizedField("show_in_menus", overridable=False)
    ]

    content_panels: ClassVar[list[Any]] = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["villages.VillagePage"]
    show_in_menus_default = True
    template = "villages/village_index_page.html"

    class Meta:
        verbose_name = _("list of villages")
        verbose_name_plural = _("lists of villages")

    @staticmethod
    def leaf_model() -> type["VillagePage"]:
        """Return the type of the pages of this section."""
        return VillagePage

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the cards of all villages of the programme."""
        from villages.reading import village_cards

        context = super().get_context(request, *args, **kwargs)
        context["cards"] = village_cards(context["site_map"])
        return context


class VillagePageQuerySet(BasePageQuerySet):
    """Questions asked of village pages."""

    def for_reading(self, addresses: list[str]) -> "VillagePageQuerySet":
        """Return the pages with their village and every fact there is one of."""
        return (
            super()
            .for_reading(addresses)
            .select_related(
                "photograph",
                "village",
                *(f"village__{name}" for name in Village.SINGLE_FACTS),
            )
        )


class VillagePage(BasePage):
    """A village in one language: its prose, beside the facts of its `Village`."""

    village = models.ForeignKey(
        Village, verbose_name=_("village"), on_delete=models.PROTECT, related_name="pages"
    )
    introduction = models.TextField(_("introduction"))
    welcome = RichTextField(_("welcome"), features=RICH_TEXT_FEATURES, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("text"), blank=True)
    photograph = models.ForeignKey(
        "images.CustomImage",
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = BasePageManager.from_queryset(VillagePageQuerySet)()

    # The title is the name of the village, the same in every language.
    override_translatable_fields: ClassVar[list[Any]] = [
        *BasePage.synchronised_fields,
        SynchronizedField("title", overridable=False),
        SynchronizedField("village", overridable=False),
        SynchronizedField("photograph"),
    ]

    content_panels: ClassVar[list[Any]] = [
        *BasePage.content_panels,
        FieldPanel("village"),
        FieldPanel("introduction"),
        FieldPanel("welcome"),
        FieldPanel("body"),
        FieldPanel("photograph"),
    ]
    parent_page_types: ClassVar[list[str]] = ["villages.VillageIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "villages/village_page.html"

    class Meta:
        verbose_name = _("village page")
        verbose_name_plural = _("village pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the facts of the village."""
        from villages.reading import read_renditions, village_facts

        context = super().get_context(request, *args, **kwargs)
        context["facts"] = village_facts(self.village, context["site_map"])
        read_renditions(self, context["facts"])
        return context
