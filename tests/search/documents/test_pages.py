import pytest

from home.models import AccessibilityPage, HomePage
from search.models import SearchDocument
from stories.models import NewsIndexPage, NewsPage, NewsVillage
from tests import builders
from tests.search.documents.documents import a_story, document, languages_of
from villages.models import Village, VillageIndexPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def lombez() -> Village:
    builders.site()
    return builders.village()


def test_a_testimonial_is_found_in_the_languages_it_is_written_in(lombez: Village) -> None:
    pages = a_story(lombez, quotation={"fr": "Je reste.", "en": "I stay."})
    key = pages["fr"].translation_key
    assert languages_of("testimonial", key) == {"fr", "en"}
    english = document("testimonial", key, "en")
    assert english.title == "Coming to Lombez"
    assert english.keywords.split("\n")[:3] == ["Anna Schmidt", "Weaver", "Germany"]
    assert "Lombez" in english.keywords
    assert english.text.split("\n") == [
        builders.WORDS["en"],
        "I stay.",
        "A word",
        "and another & the rest",
    ]
    assert english.facts == {
        "slug": "arriver",
        "section": str(pages["fr"].get_parent().translation_key),
        "villages": ["32213"],
        "date": "2026-01-02",
        "languages": ["fr", "en"],
    }
    assert "Allemagne" in document("testimonial", key, "fr").keywords


def test_news_name_their_villages_and_follow_their_names(lombez: Village) -> None:
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    page = builders.in_languages(
        index, NewsPage, ("fr",), title="Nouvelle", slug="nouvelle", date="2026-02-03",
        category="villages", summary="Bref.", body=[],
    )["fr"]  # fmt: skip
    link = NewsVillage.objects.create(page=page, village=lombez)
    found = document("news", page.translation_key)
    assert found.facts["villages"] == ["32213"]
    assert "Lombez" in found.keywords
    lombez.name = "Lombès"
    lombez.save()
    assert "Lombès" in document("news", page.translation_key).keywords
    link.delete()
    assert document("news", page.translation_key).facts["villages"] == []


def test_sections_and_plain_pages_are_found_and_home_pages_are_not(lombez: Village) -> None:
    section = VillageIndexPage.objects.get(locale__language_code="de")
    found = document("page", section.translation_key, "de")
    assert (found.title, found.text) == ("Doerfer", builders.WORDS["de"])
    assert found.facts["section"] == ""
    home = HomePage.objects.get(locale__language_code="fr")
    assert not SearchDocument.objects.filter(key=str(home.translation_key)).exists()


def test_what_the_law_asks_for_is_searched_in_words(lombez: Village) -> None:
    home = HomePage.objects.get(locale__language_code="fr")
    page = builders.in_languages(
        home, AccessibilityPage, ("fr",), title="Accessibilité", slug="accessibilite",
        conformity="partial", statement_date="2026-05-04", audited_by="Un cabinet",
        non_compliant_content="-", exempt_content="-", derogations="-", technologies="HTML",
        contact="Écrire à la CCI", remedy="Le Défenseur des droits",
    )["fr"]  # fmt: skip
    text = document("page", page.translation_key).text
    assert "Le Défenseur des droits" in text
    assert "4 mai 2026" in text
