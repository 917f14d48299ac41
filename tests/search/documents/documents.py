"""What the tests of the search documents share."""

from typing import Any

from search.documents.writing import Written, write_everything
from search.models import SearchDocument
from stories.models import TestimonialIndexPage, TestimonialPage
from tests import builders
from villages.models import Village

BODIES = {
    "fr": [("paragraph", "<p>Un mot</p><p>puis un autre &amp; la suite</p>")],
    "en": [("paragraph", "<p>A word</p><p>and another &amp; the rest</p>")],
}


def document(kind: str, key: object, language: str = "fr") -> SearchDocument:
    """Return the document of something public."""
    return SearchDocument.objects.current().get(kind=kind, key=str(key), language=language)


def languages_of(kind: str, key: object) -> set[str]:
    """Return the languages in which something is found."""
    found = SearchDocument.objects.current().filter(kind=kind, key=str(key))
    return set(found.values_list("language", flat=True))


def village_document(village: Village, language: str = "fr") -> SearchDocument:
    """Return the document of a village."""
    return document("village", village.insee_code, language)


def is_true() -> bool:
    """Return whether every document says what a fresh rebuild would let it say."""
    written = write_everything()
    return written == Written(unchanged=written.unchanged)


def a_story(of: Village, **fields: Any) -> dict[str, Any]:
    """Make a demonstration testimonial in French and English; the site must be there."""
    index = TestimonialIndexPage.objects.get(locale__language_code="fr")
    values = {
        "title": {"fr": "Arriver à Lombez", "en": "Coming to Lombez"},
        "slug": "arriver",
        "date": "2026-01-02",
        "summary": builders.WORDS,
        "body": BODIES,
        "person": "Anna Schmidt",
        "trade": {"fr": "Tisserande", "en": "Weaver"},
        "country_of_origin": "DE",
        "village": of,
        "is_demonstration": True,
        **fields,
    }
    return builders.in_languages(index, TestimonialPage, ("fr", "en"), **values)
