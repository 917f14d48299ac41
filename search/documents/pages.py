"""The documents of testimonials, news and plain pages: one per language it can be read in."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import translation
from django.utils.formats import localize
from wagtail.models import Page

from cms.core.addresses import SiteMap
from home.models import AbstractContentPage
from search.documents.drafts import Draft, body_text, lines, public_versions, section_above
from search.models import Kind
from stories.models import NewsPage, NewsVillage, StoryIndexPage, StoryPage, TestimonialPage
from villages.models import Village, VillageIndexPage

KINDS = {TestimonialPage: Kind.TESTIMONIAL, NewsPage: Kind.NEWS}
PLAIN_PAGES = (AbstractContentPage, StoryIndexPage, VillageIndexPage)


def page_drafts(keys: Collection[str], site_map: SiteMap) -> Iterator[Draft]:
    """Give the documents of the pages of these translation keys, in every language."""
    pages = [
        page
        for page in Page.objects.filter(translation_key__in=keys, live=True).specific()
        if isinstance(page, (*KINDS, *PLAIN_PAGES))
    ]
    prefetch_related_objects(pages, "locale")
    villages = _villages_of(pages)
    groups: dict[str, list[Any]] = defaultdict(list)
    for page in pages:
        groups[str(page.translation_key)].append(page)
    for key, group in groups.items():
        versions = public_versions(group, site_map)
        for language, page in versions.items():
            section = section_above(page, site_map)
            with translation.override(language):
                yield Draft(
                    kind=KINDS.get(type(page), Kind.PAGE),
                    key=key,
                    language=language,
                    content_language=language,
                    title=page.title,
                    keywords=lines([*_names(page), *(v.name for v in villages[page.pk])]),
                    text=_text(page),
                    facts={
                        "slug": page.slug,
                        "section": str(section.translation_key) if section else "",
                        "villages": [village.insee_code for village in villages[page.pk]],
                        "date": page.date.isoformat() if isinstance(page, StoryPage) else "",
                        "languages": list(versions),
                    },
                )


def _villages_of(pages: list[Any]) -> dict[int, list[Village]]:
    """Return the villages that each page is about, by its primary key."""
    testimonials = [page for page in pages if isinstance(page, TestimonialPage)]
    prefetch_related_objects(testimonials, "village")
    villages: dict[int, list[Village]] = defaultdict(list)
    for testimonial in testimonials:
        villages[testimonial.pk].append(testimonial.village)
    news = [page.pk for page in pages if isinstance(page, NewsPage)]
    if news:
        links = NewsVillage.objects.filter(page__in=news).select_related("village")
        for link in links.order_by("sort_order", "pk"):
            villages[link.page_id].append(link.village)
    return villages


def _names(page: Any) -> list[str]:
    if isinstance(page, TestimonialPage):
        return [page.person, page.trade, page.country_name]
    return [str(page.get_category_display())] if isinstance(page, NewsPage) else []


def _text(page: Any) -> str:
    """Return the prose of a page as plain text; the labels of the law's terms are translated."""
    if isinstance(page, StoryPage):
        return lines([page.summary, getattr(page, "quotation", ""), body_text(page.body)])
    if not isinstance(page, AbstractContentPage):
        return lines([page.introduction])
    terms = [f"{label}: {localize(value)}" for label, value in page.statutory_terms]
    return lines([page.introduction, *terms, body_text(page.body)])
