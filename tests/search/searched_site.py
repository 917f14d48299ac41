"""A small site to search: villages with services, hosts, homes and pages, and stories."""

import datetime
from typing import Any

from django.utils import timezone

from search.engines.protocol import Engine
from search.indexed import indexed
from search.models import SearchDocument
from search.requests import SearchRequest
from search.results import Answer
from search.searching import search_everything, search_villages
from stories.models import TestimonialIndexPage, TestimonialPage
from tests import builders
from tests.search import understanding_fixtures as fixtures
from villages.models import Host, HousingOffer, Village


def vocabulary() -> None:
    """Make the concepts of the small lexicon, and one for hosts and homes."""
    for code, words in fixtures.WORDS.items():
        fixtures.concept(code, "service", [code], words)
    fixtures.concept(
        "speaks-nl",
        "speaks",
        ["nl"],
        {"fr": "néerlandais", "en": "Dutch", "de": "Niederländisch", "nl": "Nederlands"},
    )
    fixtures.concept(
        "rent",
        "housing",
        ["rent"],
        {"fr": "à louer", "en": "to rent", "de": "zu mieten", "nl": "te huur"},
    )


def village(insee: str, name: str, services: tuple[str, ...] = (), **fields: Any) -> Village:
    """Make a village of the programme with these services and a page, in French unless said."""
    languages = fields.pop("languages", ("fr",))
    page = fields.pop("page", {})
    made = builders.village(insee, name, **fields)
    for code in services:
        builders.service_type(code)
        builders.service(made, code)
    builders.village_page(made, languages, **page)
    return made


def host(of: Village, name: str, languages: list[str], *, consent: bool = True) -> Host:
    """Make somebody who welcomes in a village."""
    return Host.objects.create(village=of, name=name, languages=languages, consent=consent)


def home(of: Village, days: int) -> HousingOffer:
    """Make a home to rent that is offered for so many days from today."""
    return HousingOffer.objects.create(
        village=of,
        reference=f"home-{of.insee_code}",
        offer="rent",
        kind="house",
        area_m2=90,
        price_eur=700,
        expires_on=timezone.localdate() + datetime.timedelta(days=days),
    )


def story(of: Village, title: str, languages: tuple[str, ...] = ("fr",), **fields: Any) -> Any:
    """Make a testimonial of somebody in a village."""
    index = TestimonialIndexPage.objects.get(locale__language_code="fr")
    values = {
        "title": title,
        "slug": f"story-{of.slug}",
        "date": datetime.date(2026, 1, 1),
        "summary": "Summary",
        "body": [],
        "person": "Somebody",
        "trade": "Potter",
        "village": of,
        "is_demonstration": True,
        "search_description": "Description",
        **fields,
    }
    return builders.in_languages(index, TestimonialPage, languages, **values)


def fill(engine: Engine) -> None:
    """Give the engine all documents there are."""
    for language in builders.LANGUAGES:
        documents = SearchDocument.objects.current().filter(language=language)
        engine.rebuild(language, [indexed(document) for document in documents])


def villages(engine: Engine, language: str, query: str, **fields: Any) -> Answer:
    """Search villages."""
    return search_villages(SearchRequest(language, query, **fields), engine=engine)


def everything(engine: Engine, language: str, query: str, **fields: Any) -> Answer:
    """Search everything."""
    return search_everything(SearchRequest(language, query, **fields), engine=engine)


def titles(answer: Answer) -> list[str]:
    """Return the titles of what was found, in their order."""
    return [hit.title for hit in answer.hits]
