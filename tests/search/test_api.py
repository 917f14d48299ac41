"""What the API answers to a search: items with all they carry, and sentences where it refuses."""

import datetime
import itertools
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from search import searching
from search.api_schemas import SearchAnswer, Suggestions, VillagesAnswer
from search.models import Facet, SearchDocument
from search.requests import Filters, SearchRequest
from search.results import (
    Answer,
    Drop,
    Excerpt,
    FacetValue,
    Hit,
    Reason,
    Segment,
    Suggestion,
    Understood,
)
from stories.models import TestimonialIndexPage
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESSES = ("/api/v1/villages", "/api/v1/search", "/api/v1/suggest")
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _labels(db: None) -> None:
    builders.service_type("pharmacy")
    builders.service_type("telecentre", label_en="telecentre")
    builders.source("insee-bpe-2020", name_en="Insee", name_de="Insee, Deutsch")


@pytest.fixture
def site(db: None) -> None:
    """Make the sections, in whose addresses what is found stands."""
    builders.site()


def village_facts(**facts: Any) -> dict[str, Any]:
    """Return what a search document says of a village."""
    return {
        "insee": "32213",
        "slug": "lombez",
        "status": "host",
        "population": 2233,
        "population_year": 2023,
        "position": [43.474985, 0.910521],
        "postal_codes": ["32220"],
        "services": [
            ["pharmacy", 2, "insee-bpe-2020", "2020-01-01"],
            ["telecentre", 0, "insee-bpe-2020", "2020-01-01"],
        ],
        "technology": "fibre",
        "mobile": "",
        "speaks": ["fr", "de"],
        "housing": [
            ["rent", str(TODAY)],
            ["rent", "2999-01-01"],
            ["buy", str(TODAY - datetime.timedelta(days=1))],
        ],
        "checked_on": "2020-01-01",
        "languages": ["fr", "de"],
        **facts,
    }


def hit(facts: dict[str, Any], kind: str = "village", **fields: Any) -> Hit:
    """Return something found."""
    values: dict[str, Any] = {
        "title": "Lombez",
        "address": "/de/doerfer/lombez/",
        "language": "de",
        "excerpt": Excerpt((Segment("<b> & ", False), Segment("Apotheke", True)), "de"),
        "reasons": [Reason("service", "pharmacy", "Apotheke")],
        **fields,
    }
    document = SearchDocument(
        kind=kind,
        key="32213",
        language="de",
        content_language=values["language"],
        facts=facts,
    )
    return Hit(document=document, kind=kind, **values)


def found(
    monkeypatch: pytest.MonkeyPatch, *hits: Hit, count: int | None = None, **fields: Any
) -> None:
    """Let every search find this."""

    def answer(request: SearchRequest) -> Answer:
        total = len(hits) if count is None else count
        pages = -(-total // request.page_size)
        return Answer(request=request, count=total, pages=pages, hits=list(hits), **fields)

    monkeypatch.setattr(searching, "search_villages", answer)
    monkeypatch.setattr(searching, "search_everything", answer)


@pytest.mark.usefixtures("site")
def test_a_village_carries_its_facts_and_its_page_in_every_language(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, hit(village_facts(), distance_km=12.3456))
    answer = client.get("/api/v1/villages?q=Apotheke&locale=de").json()
    VillagesAnswer.model_validate(answer)
    assert answer["results"] == [
        {
            "insee": "32213",
            "slug": "lombez",
            "name": "Lombez",
            "status": "host",
            "population": 2233,
            "population_year": 2023,
            "position": {"lat": 43.474985, "lon": 0.910521},
            "distance_km": 12.35,
            "services": [
                {
                    "code": "pharmacy",
                    "label": "Apotheke",
                    "count": 2,
                    "source": "Insee, Deutsch",
                    "source_code": "insee-bpe-2020",
                    "as_of": "2020-01-01",
                }
            ],
            "telecentre": False,
            "connectivity": ["fibre"],
            "speaks": ["fr", "de"],
            "housing": ["rent"],
            "url": "http://localhost:8000/de/doerfer/lombez/",
            "locale": "de",
            "content_language": "de",
            "translations": [
                {
                    "locale": "fr",
                    "url": "http://localhost:8000/fr/villages/lombez/",
                    "status": "translated",
                },
                {
                    "locale": "en",
                    "url": "http://localhost:8000/en/villages/lombez/",
                    "status": "fallback",
                },
                {
                    "locale": "de",
                    "url": "http://localhost:8000/de/doerfer/lombez/",
                    "status": "translated",
                },
                {
                    "locale": "nl",
                    "url": "http://localhost:8000/nl/dorpen/lombez/",
                    "status": "fallback",
                },
            ],
            "highlight": "&lt;b&gt; &amp; <mark>Apotheke</mark>",
            "highlight_language": "de",
            "matched": [
                {"facet": "service", "code": "pharmacy", "text": "Apotheke", "fulfilled": True}
            ],
        }
    ]


def test_a_commune_without_a_page_has_no_address(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, hit(village_facts(status="none", languages=[]), address=""))
    (item,) = client.get("/api/v1/villages?status=none").json()["results"]
    assert item["url"] is None
    assert item["translations"] == []


def test_an_answer_says_what_was_made_of_the_query(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_fibre = SearchRequest("en", "pharmacie", Filters(chosen={Facet.STATUS: ("host",)}))
    found(
        monkeypatch,
        facets={Facet.SERVICE: [FacetValue("pharmacy", "pharmacy", 31, True)]},
        understood=[
            Understood("without a pharmacy", "service", ("pharmacy",), "ohne Apotheke", "", True)
        ],
        did_you_mean="pharmacie",
        corrections=[("pharmcie", "pharmacie")],
        left_out=["xylophone"],
        drops=[Drop("fibre", 12, without_fibre)],
        radius_km=20.0,
        is_degraded=True,
    )
    answer = client.get("/api/v1/villages?q=x&page_size=7").json()
    VillagesAnswer.model_validate(answer)
    assert answer == {
        "count": 0,
        "page": 1,
        "page_size": 7,
        "results": [],
        "facets": {
            "service": [{"code": "pharmacy", "label": "pharmacy", "count": 31, "chosen": True}],
            "status": [],
            "connectivity": [],
            "speaks": [],
            "housing": [],
        },
        "did_you_mean": "pharmacie",
        "understood": [
            {
                "label": "without a pharmacy",
                "facet": "service",
                "codes": ["pharmacy"],
                "words": "ohne Apotheke",
                "query": "",
                "negated": True,
            }
        ],
        "left_out": ["xylophone"],
        "corrections": [{"typed": "pharmcie", "searched": "pharmacie"}],
        "drops": [
            {
                "label": "fibre",
                "count": 12,
                "url": "http://localhost:8000/api/v1/villages?q=pharmacie&status=host&locale=en",
            }
        ],
        "radius_km": 20.0,
        "degraded": True,
    }


@pytest.mark.usefixtures("site")
def test_a_hit_of_another_kind_stands_below_its_section(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = TestimonialIndexPage.objects.get(locale__language_code="fr")
    facts = {
        "slug": "pierre",
        "section": str(section.translation_key),
        "villages": ["32213"],
        "date": "2021-05-01",
        "languages": ["nl"],
    }
    found(monkeypatch, hit(facts, "testimonial", address="", language="nl", title="Pierre"))
    answer = client.get("/api/v1/search?locale=de").json()
    SearchAnswer.model_validate(answer)
    (item,) = answer["results"]
    assert item["kind"] == "testimonial"
    assert item["title"] == "Pierre"
    assert item["language"] == item["content_language"] == "nl"
    assert item["insee"] is None
    assert item["translations"] == [
        {
            "locale": "nl",
            "url": "http://localhost:8000/nl/ervaringen/pierre/",
            "status": "translated",
        }
    ]


@pytest.mark.usefixtures("site")
def test_a_section_found_has_its_own_address_in_each_language(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = Page.objects.get(slug="temoignages")
    facts = {"slug": "x", "section": "", "villages": [], "languages": list(builders.LANGUAGES)}
    one = hit(facts, "page")
    one.document.key = str(section.translation_key)
    found(monkeypatch, one)
    (item,) = client.get("/api/v1/search").json()["results"]
    assert [translation["url"] for translation in item["translations"]] == [
        "http://localhost:8000/fr/temoignages/",
        "http://localhost:8000/en/testimonials/",
        "http://localhost:8000/de/erfahrungen/",
        "http://localhost:8000/nl/ervaringen/",
    ]


def test_a_village_among_other_hits_has_its_insee_code(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, hit(village_facts()))
    (item,) = client.get("/api/v1/search?q=Lombez&kind=village").json()["results"]
    assert item["insee"] == "32213"


def test_suggestions_complete_the_query(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def suggest(query: str, language: str) -> list[Suggestion]:
        asked.append((query, language))
        return [
            Suggestion("village lombez", "Lombez", "village", "/nl/dorpen/lombez/", "32213"),
            Suggestion("village long", "long", "concept"),
        ]

    monkeypatch.setattr(searching, "suggest", suggest)
    answer = client.get("/api/v1/suggest?q=village+l&locale=nl").json()
    Suggestions.model_validate(answer)
    assert asked == [("village l", "nl")]
    assert answer["results"] == [
        {
            "query": "village lombez",
            "text": "Lombez",
            "kind": "village",
            "url": "http://localhost:8000/nl/dorpen/lombez/",
            "insee": "32213",
        },
        {"query": "village long", "text": "long", "kind": "concept", "url": None, "insee": None},
    ]


def test_a_list_links_to_the_pages_around_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, count=41)
    base = "http://localhost:8000/api/v1/villages?service=pharmacy&service=telecentre&near=43.5,1"
    address = "/api/v1/villages?service=pharmacy&service=telecentre&near=43.5,1"
    assert client.get(address).headers["Link"] == f'<{base}&page=2>; rel="next"'
    assert client.get(f"{address}&page=2").headers["Link"] == (
        f'<{base}&page=1>; rel="prev", <{base}&page=3>; rel="next"'
    )
    assert client.get(f"{address}&page=3").headers["Link"] == f'<{base}&page=2>; rel="prev"'
    found(monkeypatch, count=3)
    assert "Link" not in client.get(address)


@pytest.mark.parametrize("address", ADDRESSES[:2])
@pytest.mark.parametrize("page", [4, 10**9])
def test_a_page_after_the_last_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, page: int
) -> None:
    found(monkeypatch, count=41)
    response = client.get(f"{address}?page={page}")
    assert response.status_code == 400
    (error,) = response.json()["errors"]
    assert (error["parameter"], error["value"]) == ("page", str(page))
    assert error["allowed"] == ["a whole number from 1 to 3"]
    found(monkeypatch, count=0)
    assert client.get(address).status_code == 200


REFUSED = [
    "q=" + "x" * 10_000,
    "service=foo",
    "service=",
    "status=foo",
    "near=999,999",
    "near=nan,nan",
    "near=1",
    "radius_km=-1",
    "sort=foo",
    "page=0",
    "page=abc",
    "page_size=0",
    "page_size=101",
    "locale=xx",
    "utm_source=x",
    "page=1&page=2",
    "%00=1",
]


@pytest.mark.parametrize("query", REFUSED, ids=[query[:20] for query in REFUSED])
def test_what_is_not_allowed_is_refused_in_the_language_of_the_reader(
    client: Client, query: str
) -> None:
    for address, language in itertools.product(ADDRESSES, builders.LANGUAGES):
        response = client.get(f"{address}?{query}", headers={"accept-language": language})
        assert response.status_code == 400
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Content-Language"] == language
        problem = response.json()
        assert problem["status"] == 400
        assert problem["errors"]
        for error in problem["errors"]:
            assert error["allowed"]
            assert error["detail"] in problem["detail"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "'",
        '"',
        "\x00",
        "\u200f\u202eabc",
        "🥖",
        ".*(a+)+$[",
        "a AND (b OR *) title:c~2 ^",
        "x" * 300,
        "\ufffe\ud7ff",
        "%",
    ],
)
def test_strange_words_are_answered(client: Client, words: str) -> None:
    for address in ADDRESSES:
        response = client.get(f"{address}?q={quote(words)}")
        assert response.status_code == 200, address
        assert response.headers["Content-Type"] == "application/json"


def test_bytes_that_are_no_text_are_answered(client: Client) -> None:
    assert client.get("/api/v1/villages?q=%ff%fe").status_code == 200


def queries(client: Client, address: str) -> int:
    """Return how many queries an answer takes, once the offer is in memory."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.usefixtures("site")
def test_presenting_a_page_takes_as_many_queries_for_100_villages_as_for_one(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    found(monkeypatch, hit(village_facts()))
    of_one = queries(client, "/api/v1/villages?page_size=100")
    found(monkeypatch, *[hit(village_facts(insee=f"32{number:03}")) for number in range(100)])
    assert queries(client, "/api/v1/villages?page_size=100") == of_one <= 3


@pytest.mark.usefixtures("site")
def test_the_search_itself_takes_as_many_queries_for_40_villages_as_for_4(client: Client) -> None:
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            village = builders.village(f"32{number:03}", f"Village {number}")
            builders.service(village)
            builders.village_page(village, ["fr"] if number % 2 else ["fr", "de"])

    address = "/api/v1/villages?q=Apotheke&page_size=100&locale=de"
    everything = "/api/v1/search?q=Apotheke&page_size=100&locale=de"
    add(0, 4)
    of_few = queries(client, address), queries(client, everything)
    assert client.get(address).json()["count"] == 4
    add(4, 40)
    assert (queries(client, address), queries(client, everything)) == of_few
    assert max(of_few) <= 12
    answer = client.get(address).json()
    assert len(answer["results"]) == answer["count"] == 40
    VillagesAnswer.model_validate(answer)
    SearchAnswer.model_validate(client.get(everything).json())
    chosen = {item["code"]: item["count"] for item in answer["facets"]["service"]}
    assert chosen["pharmacy"] == 40
    item = next(item for item in answer["results"] if item["slug"] == "village-3")
    assert (item["locale"], item["content_language"]) == ("de", "fr")
    assert item["url"].endswith("/de/doerfer/village-3/")
    assert item["matched"][0]["code"] == "pharmacy"
