"""Builds what a test needs, and only that: a site in four languages, villages, their pages."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale, Page, Site

from home.models import ContentPage, HomePage
from stories.models import NewsIndexPage, TestimonialIndexPage
from villages.models import (
    Canton,
    Epci,
    ServiceCategory,
    ServiceType,
    Source,
    Village,
    VillageIndexPage,
    VillagePage,
    VillageService,
)

LANGUAGES = ("fr", "en", "de", "nl")
SECTION_SLUGS = {
    VillageIndexPage: {"fr": "villages", "en": "villages", "de": "doerfer", "nl": "dorpen"},
    TestimonialIndexPage: {
        "fr": "temoignages",
        "en": "testimonials",
        "de": "erfahrungen",
        "nl": "ervaringen",
    },
    NewsIndexPage: {"fr": "actualites", "en": "news", "de": "aktuelles", "nl": "nieuws"},
}
WORDS = {
    "fr": "Un texte écrit en français pour ce village.",
    "en": "A text written in English for this village.",
    "de": "Ein Text auf Deutsch für dieses Dorf geschrieben.",
    "nl": "Een tekst in het Nederlands voor dit dorp geschreven.",
}


def locale(code: str) -> Locale:
    """Return the locale of a language, made when it is missing."""
    return Locale.objects.get_or_create(language_code=code)[0]


def source(code: str = "insee-bpe-2020", **fields: Any) -> Source:
    """Return a source, made when it is missing."""
    defaults = {
        "name_fr": f"Source {code}",
        "name_en": f"Source {code}",
        "name_de": f"Quelle {code}",
        "name_nl": f"Bron {code}",
        "date": datetime.date(2020, 1, 1),
        "precision": "year",
        **fields,
    }
    return Source.objects.get_or_create(code=code, defaults=defaults)[0]


def in_languages(
    parent: Page, model: type[Page], languages: Iterable[str], **fields: Any
) -> dict[str, Page]:
    """Make a live page below each translation of `parent`, translations of one another.

    A field given as a dictionary has one value per language.
    """
    key = uuid.uuid4()
    pages = {}
    for code in languages:
        values = {
            name: value[code] if isinstance(value, dict) else value
            for name, value in fields.items()
        }
        page = model(locale=locale(code), translation_key=key, **values)
        under = Page.objects.get(pk=parent.pk)
        if under.depth > 1 and under.locale_id != page.locale_id:
            under = under.get_translation(page.locale)
        under.add_child(instance=page)
        page.save_revision().publish()
        pages[code] = model.objects.get(pk=page.pk)
    return pages


def site(languages: Iterable[str] = LANGUAGES) -> dict[str, HomePage]:
    """Make the site: its home pages and the three sections, in each language."""
    for code in ("correction", "demonstration"):
        source(code)
    root = Page.get_first_root_node()
    homes = in_languages(
        root,
        HomePage,
        languages,
        title="SOHO SOLO Gers",
        slug={code: code for code in LANGUAGES},
        heading=WORDS,
        introduction=WORDS,
    )
    first = next(iter(homes.values()))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 8000, "root_page": first},
    )
    for page in root.get_children().exact_type(Page):
        page.delete()
    for model, slugs in SECTION_SLUGS.items():
        titles = {code: slug.capitalize() for code, slug in slugs.items()}
        in_languages(first, model, languages, title=titles, slug=slugs, introduction=WORDS)
    return homes


def content_page(languages: Iterable[str] = ("fr",), **fields: Any) -> dict[str, Page]:
    """Make a plain page in these languages."""
    home = HomePage.objects.get(locale__language_code="fr")
    values = {"title": WORDS, "slug": "a-propos", "introduction": WORDS, **fields}
    return in_languages(home, ContentPage, languages, **values)


def village(insee_code: str = "32213", name: str = "Lombez", **fields: Any) -> Village:
    """Make a host village, without services."""
    from django.utils.text import slugify

    geography = source("insee-geography-2026")
    epci, _created = Epci.objects.get_or_create(
        code="243200599", defaults={"name": "CC du Saves", "long_name": "CC du Savès"}
    )
    canton, _created = Canton.objects.get_or_create(code="3217", defaults={"name": "Val de Save"})
    values = {
        "slug": slugify(name),
        "status": "host",
        "population": 2233,
        "population_year": 2023,
        "area_km2": 19.66,
        "latitude": 43.474985,
        "longitude": 0.910521,
        "postal_codes": ["32220"],
        "epci": epci,
        "canton": canton,
        "source": geography,
        "checked_on": geography.date,
        "population_source": source("insee-population-2023"),
        "area_source": source("ign-contours"),
        "position_source": source("dila-directory"),
        "status_source": source("programme-2012"),
        **fields,
    }
    return Village.objects.create(insee_code=insee_code, name=name, **values)


def service_type(code: str = "pharmacy", **fields: Any) -> ServiceType:
    """Return a type of service, made when it is missing."""
    category, _created = ServiceCategory.objects.get_or_create(
        code=fields.pop("category", "health"),
        defaults={"label_fr": "Santé", "label_en": "Health", "label_de": "Gesundheit"},
    )
    defaults = {
        "category": category,
        "label_fr": "pharmacie",
        "plural_fr": "pharmacies",
        "label_en": "pharmacy",
        "plural_en": "pharmacies",
        "label_de": "Apotheke",
        "plural_de": "Apotheken",
        "label_nl": "apotheek",
        "plural_nl": "apotheken",
        "is_everyday": True,
        **fields,
    }
    return ServiceType.objects.get_or_create(code=code, defaults=defaults)[0]


def service(of: Village, code: str = "pharmacy", count: int = 1) -> VillageService:
    """Give a village a service, or none with a count of 0."""
    bpe = source("insee-bpe-2020")
    return VillageService.objects.create(
        village=of, service_type=service_type(code), count=count, source=bpe, checked_on=bpe.date
    )


def village_page(
    of: Village, languages: Iterable[str] = ("fr",), **fields: Any
) -> dict[str, VillagePage]:
    """Make the page of a village in these languages; the site must be there."""
    index = VillageIndexPage.objects.get(locale__language_code="fr")
    values = {
        "title": of.name,
        "slug": of.slug,
        "village": of,
        "introduction": WORDS,
        "search_description": WORDS,
        **fields,
    }
    return in_languages(index, VillagePage, languages, **values)
