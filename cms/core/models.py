"""The base of every page of the site."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail_localize.fields import SynchronizedField

from cms.core.addresses import Reading, SiteMap
from cms.core.changes import content_change, is_draft_only
from cms.core.forms import BasePageForm
from cms.core.refusals import Refused


class BasePageQuerySet(PageQuerySet):
    """Questions asked of pages."""

    def for_reading(self, addresses: list[str]) -> "BasePageQuerySet":
        """Return the pages at these `url_path`s and all their translations, ready to be shown."""
        keys = Page.objects.filter(url_path__in=addresses).values("translation_key")
        return self.filter(translation_key__in=keys).select_related("locale", "content_type")


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page in one language, with what all pages share.

    A page is shown under the address of another language, too, where it has not been
    translated: menus and facts then follow the reader, the prose stays in the page's language.
    """

    # The technical fields of a page are the same in every language; a subclass extends this list.
    synchronised_fields: ClassVar[list[SynchronizedField]] = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("show_in_menus", overridable=False),
    ]
    override_translatable_fields: ClassVar[list[Any]] = synchronised_fields

    objects = BasePageManager()
    base_form_class = BasePageForm

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the page; an alias in another language that is there all the same is a draft.

        Raises:
            Refused: the page would become an alias in another language. There are no alias
                pages: they would show French as if it were that language.
        """
        if self.is_foreign_alias:
            if not Page.objects.filter(pk=self.pk, alias_of=self.alias_of_id).exists():
                raise Refused(_("A page cannot be an alias of a page in another language."))
            self.live = False
        if is_draft_only(kwargs.get("update_fields")):
            super().save(*args, **kwargs)
            return
        with content_change():
            super().save(*args, **kwargs)

    @property
    def is_foreign_alias(self) -> bool:
        """Whether the page is an alias of a page in another language."""
        return bool(self.alias_of_id) and self.alias_of.locale_id != self.locale_id

    def get_view_restrictions(self) -> Iterable[PageViewRestriction]:
        """Return the restrictions of the page, those already read when it was found."""
        known: list[PageViewRestriction] | None = getattr(self, "known_restrictions", None)
        return super().get_view_restrictions() if known is None else known

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context of the template: what all pages show, and `site_map`."""
        context = super().get_context(request, *args, **kwargs)
        site_map = SiteMap.of(request)
        context["site_map"] = site_map
        context["reading"] = Reading.of(self, site_map)
        return context


class ContentGeneration(models.Model):
    """The one row that counts the changes of what the site says; see `cms.core.generation`."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = gettext_lazy("generation of the content")
        verbose_name_plural = gettext_lazy("generations of the content")

    def __str__(self) -> str:
        return str(self.number)
