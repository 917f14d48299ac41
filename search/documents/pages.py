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
from search.query.wording import people_of, words_for_page
from stories.models import NewsPage, NewsVillage, StoryIndexPage, StoryPage, TestimonialPage
from villages.models import Village, VillageIndexPage

KINDS = {TestimonialPage: Kind.TESTIMONIAL, NewsPage: Kind.NEWS}
PLAIN_PAGES = (AbstractContentPage, StoryIndexPage, VillageIndexPage)


def page_drafts(keys: Collection[str], site_map: SiteMap) -> Iterator[Draft]:
    """Give the documents of the pages of these translation keys, in every language."""
    pages = _read(keys)
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


def _read(keys: Collection[str]) -> list[Any]:
    """Read the live versions of the pages, each as its own type, in one query a type.

    A page that is just being deleted may be left of its own type without a row: it is left out.
    """
    of_type: dict[type[Page], list[int]] = defaultdict(list)
    for page in Page.objects.filter(translation_key__in=keys, live=True).only("content_type"):
        model = page.specific_class
        if model and issubclass(model, (*KINDS, *PLAIN_PAGES)):
            of_type[model].append(page.pk)
    return [
        page
        for model, found in of_type.items()
        for page in model.objects.filter(pk__in=found).select_related("locale")
    ]


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
        people = people_of(page.country_of_origin, page.locale.language_code)
        return [page.person, page.trade, page.country_name, *people]
    if isinstance(page, NewsPage):
        return [str(page.get_category_display())]
    return list(words_for_page(type(page).__name__, page.locale.language_code))


def _text(page: Any) -> str:
    """Return the prose of a page as plain text; the labels of the law's terms are translated."""
    if isinstance(page, StoryPage):
        return lines([page.summary, getattr(page, "quotation", ""), body_text(page.body)])
    if not isinstance(page, AbstractContentPage):
        return lines([page.introduction])
    terms = [f"{label}: {localize(value)}" for label, value in page.statutory_terms]
    return lines([page.introduction, *terms, body_text(page.body)])
