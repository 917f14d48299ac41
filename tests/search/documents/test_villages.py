import datetime

import pytest

from search.models import SearchDocument
from tests import builders
from tests.search.documents.documents import document, languages_of, village_document
from villages.models import (
    Connectivity,
    Equipment,
    EquipmentType,
    Establishment,
    Host,
    HousingOffer,
    Telecentre,
    Village,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 1, 1)


@pytest.fixture
def lombez() -> Village:
    builders.site()
    return builders.village()


def fact() -> dict[str, object]:
    return {"source": builders.source(), "checked_on": DAY}


def test_every_commune_is_found_in_four_languages_with_and_without_a_page(lombez: Village) -> None:
    builders.village("32001", "Aignan", status="none")
    assert languages_of("village", "32213") == set(builders.LANGUAGES)
    assert languages_of("village", "32001") == set(builders.LANGUAGES)
    assert village_document(lombez).facts["languages"] == []
    assert village_document(lombez, "nl").content_language == "nl"


def test_the_text_is_only_the_one_that_is_written_in_the_language(lombez: Village) -> None:
    builders.village_page(
        lombez,
        ("fr", "de"),
        welcome="<p>Entrez&nbsp;!</p><ul><li>un</li><li>deux</li></ul>",
        body=[("heading", "Vivre"), ("paragraph", "<p>Un <b>mot</b>.</p><p>Deux.</p>")],
    )
    french = village_document(lombez, "fr")
    assert french.text.split("\n") == [
        builders.WORDS["fr"],
        "Entrez !",
        "un",
        "deux",
        "Vivre",
        "Un mot.",
        "Deux.",
    ]
    assert builders.WORDS["de"] in village_document(lombez, "de").text
    english, dutch = village_document(lombez, "en"), village_document(lombez, "nl")
    assert (english.text, english.content_language) == ("", "fr")
    assert (dutch.text, dutch.content_language) == ("", "fr")
    assert dutch.facts["languages"] == ["fr", "de"]


def test_the_names_of_what_is_in_a_village_are_searched_in_each_language(lombez: Village) -> None:
    bakery = EquipmentType.objects.create(
        code="B203", domain="shops", label_fr="boulangerie", plural_fr="boulangeries",
        label_de="Bäckerei", plural_de="Bäckereien",
    )  # fmt: skip
    gone = EquipmentType.objects.create(code="B204", label_fr="boucherie", plural_fr="boucheries")
    Equipment.objects.create(village=lombez, equipment_type=bakery, count=1, **fact())
    Equipment.objects.create(village=lombez, equipment_type=gone, count=0, **fact())
    Establishment.objects.create(
        village=lombez, kind="ecole", reference="1", name="École Jean Jaurès", **fact()
    )
    words = village_document(lombez, "de").keywords.split("\n")
    assert words == ["École Jean Jaurès", "CC du Savès", "Val de Save", "Bäckerei", "Bäckereien"]
    assert "boulangerie" in village_document(lombez, "nl").keywords


def test_the_facts_are_those_of_the_records(lombez: Village) -> None:
    builders.service(lombez, "pharmacy", 2)
    builders.service(lombez, "station", 0)
    Connectivity.objects.create(
        village=lombez, technology="fibre", mobile="4g", share_of_premises=90,
        download_mbps=900, upload_mbps=500,
        source=builders.source(), checked_on=datetime.date(2999, 1, 2),
    )  # fmt: skip
    assert village_document(lombez, "nl").facts == {
        "insee": "32213",
        "slug": "lombez",
        "status": "host",
        "population": 2233,
        "population_year": 2023,
        "position": [43.474985, 0.910521],
        "postal_codes": ["32220"],
        "services": [
            ["pharmacy", 2, "insee-bpe-2020", "2020-01-01"],
            ["station", 0, "insee-bpe-2020", "2020-01-01"],
        ],
        "technology": "fibre",
        "mobile": "4g",
        "speaks": [],
        "housing": [],
        "checked_on": "2999-01-02",
        "languages": [],
    }


def test_a_host_is_named_and_speaks_only_with_consent(lombez: Village) -> None:
    host = Host.objects.create(village=lombez, name="Inge", languages=["de", "fr"], **fact())
    assert "Inge" not in village_document(lombez).keywords
    assert village_document(lombez).facts["speaks"] == []
    host.consent = True
    host.save()
    assert "Inge" in village_document(lombez).keywords
    assert village_document(lombez).facts["speaks"] == ["fr", "de"]
    host.consent = False
    host.save()
    assert "Inge" not in village_document(lombez).keywords


def test_homes_are_told_with_their_last_day_and_expired_ones_not_at_all(lombez: Village) -> None:
    for reference, offer, last in (
        ("a", "rent", datetime.date(2999, 1, 1)),
        ("b", "buy", datetime.date(2999, 2, 1)),
        ("c", "rent", datetime.date(2001, 1, 1)),
    ):
        HousingOffer.objects.create(
            village=lombez, reference=reference, offer=offer, kind="flat", area_m2=60,
            price_eur=500, expires_on=last, **fact(),
        )  # fmt: skip
    assert village_document(lombez).facts["housing"] == [
        ["buy", "2999-02-01"],
        ["rent", "2999-01-01"],
    ]


def test_a_telecentre_of_the_programme_is_found_in_four_languages(lombez: Village) -> None:
    Telecentre.objects.create(village=lombez, equipment=["printer"], **fact())
    builders.village_page(lombez, ("fr",))
    german = document("telecentre", "32213", "de")
    assert german.title == "Telezentrum, Lombez"
    assert german.keywords.split("\n") == ["Drucker", "CC du Savès"]
    assert german.facts == {
        "insee": "32213",
        "slug": "lombez",
        "position": [43.474985, 0.910521],
        "languages": ["fr"],
    }
    assert document("telecentre", "32213", "nl").title != german.title
    lombez.status = "none"
    lombez.save()
    assert languages_of("telecentre", "32213") == set()


def test_a_document_of_what_is_gone_stays_empty_until_the_engine_has_forgotten_it(
    lombez: Village,
) -> None:
    number = village_document(lombez).generation
    lombez.delete()
    gone = SearchDocument.objects.filter(kind="village", key="32213")
    assert gone.count() == 4
    for row in gone:
        assert row.is_deleted
        assert (row.title, row.keywords, row.text, row.facts) == ("", "", "", {})
        assert row.generation > number
    builders.village()
    assert languages_of("village", "32213") == set(builders.LANGUAGES)
    assert SearchDocument.objects.filter(kind="village", key="32213").count() == 4
