"""What the frame of every page shows: the menu, the section a page stands in."""

from dataclasses import dataclass

from django import template
from django.template import RequestContext
from wagtail.models import Page

from cms.core import i18n
from cms.core.addresses import SiteMap, search_address

register = template.Library()


@dataclass(frozen=True)
class MenuItem:
    """A section in the menu; `language` is that of its title, empty when it is the reader's."""

    title: str
    address: str
    language: str
    in_header: bool
    current: str

    @classmethod
    def of(cls, page: Page, path: str) -> "MenuItem":
        """Return the item of a section that carries its `address`, read at `path`."""
        language = page.locale.language_code
        current = "page" if path == page.address else "true"
        return cls(
            title=page.title,
            address=page.address,
            language="" if language == i18n.reader_language() else language,
            in_header=page.show_in_menus,
            current=current if path.startswith(page.address) else "",
        )


@register.simple_tag(takes_context=True)
def menu(context: RequestContext) -> list[MenuItem]:
    """Return the sections in the reader's language; none on a page without a site map."""
    site_map: SiteMap | None = context.get("site_map")
    if not site_map:
        return []
    path = context["request"].path
    return [MenuItem.of(page, path) for page in site_map.menu(i18n.reader_language())]


@register.simple_tag(takes_context=True)
def section(context: RequestContext) -> MenuItem | None:
    """Return the section that `page` stands in, as the reader gets it."""
    site_map: SiteMap = context["site_map"]
    language = i18n.reader_language()
    page = i18n.choose(site_map.versions(site_map.section_of(context["page"])), language)
    if page is None:
        return None
    page.address = site_map.address_in(page, language)
    return MenuItem.of(page, context["request"].path)


@register.simple_tag(name="search_address")
def search_address_for_reader() -> str:
    """Return the path of the search page in the reader's language."""
    return search_address(i18n.reader_language())
