"""A complete page of every type, in French."""

import datetime
from typing import Any

from wagtail.models import Page

from home.models import (
    AbstractContentPage,
    AccessibilityPage,
    ContentPage,
    HomePage,
    LegalNoticePage,
    PrivacyPage,
)
from stories.models import NewsIndexPage, NewsPage, NewsVillage, TestimonialIndexPage
from stories.models import TestimonialPage as Testimonial
from tests import builders
from tests.i18n import translating
from tests.i18n.translating import FRENCH
from villages.models import Village, VillageIndexPage, VillagePage

STATUTORY = (LegalNoticePage, PrivacyPage, AccessibilityPage)
ALL = (
    HomePage,
    ContentPage,
    *STATUTORY,
    VillageIndexPage,
    VillagePage,
    TestimonialIndexPage,
    Testimonial,
    NewsIndexPage,
    NewsPage,
)
PARENTS = {
    VillagePage: VillageIndexPage,
    Testimonial: TestimonialIndexPage,
    NewsPage: NewsIndexPage,
}
BODY = [("heading", "Se loger"), ("paragraph", f"<p>{FRENCH} <b>Et un autre.</b></p>")]


def statutory_values(model: type[AbstractContentPage]) -> dict[str, Any]:
    """Return a value for each field that the law asks for."""
    values: dict[str, Any] = {name: f"Le champ {name}" for name in model.statutory_fields}
    if model is AccessibilityPage:
        day = datetime.date(2026, 1, 1)
        values.update(conformity="partial", statement_date=day, audit_date=day)
    return values


def values(model: type[Page]) -> dict[str, Any]:
    """Return a value for each field of a type of page."""
    common = {"title": "Une page en français", "slug": "une-page", "search_description": FRENCH}
    if model in STATUTORY:
        return {**common, "introduction": FRENCH, "body": BODY, **statutory_values(model)}
    if model is ContentPage:
        return {**common, "introduction": FRENCH, "body": BODY}
    if model in (TestimonialIndexPage, NewsIndexPage):
        return {**common, "introduction": FRENCH}
    if model is VillagePage:
        welcome = "<p>Un mot de bienvenue.</p><ul><li>Et une liste.</li></ul>"
        return {
            **common,
            "village": builders.village(),
            "introduction": FRENCH,
            "welcome": welcome,
            "body": BODY,
        }
    story = {**common, "date": datetime.date(2026, 1, 1), "summary": FRENCH, "body": BODY}
    if model is NewsPage:
        return {**story, "category": "programme"}
    return {
        **story,
        "person": "Jan Visser",
        "trade": "traducteur de romans policiers",
        "country_of_origin": "NL",
        "village": builders.village(),
        "quotation": "Je ne repartirais pour rien au monde.",
    }


def french_page(model: type[Page]) -> Page:
    """Return a live page of a type in a site in French; its section is there in all languages."""
    translating.small_site(["fr"] if model in (HomePage, VillageIndexPage) else builders.LANGUAGES)
    if model in (HomePage, VillageIndexPage):
        return model.objects.get(locale__language_code="fr")
    home = HomePage.objects.get(locale__language_code="fr")
    parent: Page = home
    section = PARENTS.get(model)
    if section is VillageIndexPage:
        parent = VillageIndexPage.objects.get(locale__language_code="fr")
    elif section:
        parent = builders.in_languages(
            home,
            section,
            builders.LANGUAGES,
            title=builders.WORDS,
            slug={code: f"section-{code}" for code in builders.LANGUAGES},
            introduction=builders.WORDS,
        )["fr"]
    page = model(locale=builders.locale("fr"), **values(model))
    if isinstance(page, NewsPage):
        page.news_villages = [NewsVillage(village=builders.village(), sort_order=0)]
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def village_of(page: Page) -> Village | None:
    """Return the village a page is about, where it is about one."""
    if isinstance(page, NewsPage):
        link = page.news_villages.first()
        return link.village if link else None
    return getattr(page, "village", None)
