"""What the parameters of the search mean, and what is wrong with those that mean nothing."""

import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from django.http import QueryDict
from django.utils import translation

from search import parameters
from search.models import Facet
from search.requests import FILTER_FACETS, Filters, SearchRequest, Sort
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Read what is said in English, whatever language the settings have."""
    with translation.override("en"):
        yield


ALL = (*parameters.SEARCH_PAGE, parameters.LOCALE)
SERVICES = ("bakery", "pharmacy", "primary-school", "station")
SOME_WORDS = (
    "",
    "école",
    "Grundschule & Café",
    "a=b&c",
    "100 %",
    "été+hiver",
    "日本",
    "'\"<>",
    "#",
)


@pytest.fixture(autouse=True)
def _services(db: None) -> None:
    for position, code in enumerate(SERVICES):
        builders.service_type(code, position=position)


def read(query: str, language: str = "en") -> tuple[SearchRequest, list[parameters.ParameterFault]]:
    """Read an address with all the parameters there are."""
    return parameters.read(QueryDict(query), language, ALL)


def test_without_parameters_the_search_is_the_plain_one() -> None:
    assert read("") == (SearchRequest(language="en"), [])


def test_every_parameter_finds_its_place() -> None:
    request, faults = read(
        "q=caf%C3%A9&service=pharmacy&service=bakery&status=none&connectivity=5g&speaks=de"
        "&housing=rent&telecentre_within_km=0&near=43.65,-0.58&radius_km=12.5&population_min=0"
        "&population_max=900&kind=village&sort=distance&page=3&page_size=100&locale=de",
        "de",
    )
    assert faults == []
    assert request == SearchRequest(
        language="de",
        query="café",
        filters=Filters(
            chosen={
                Facet.SERVICE: ("bakery", "pharmacy"),
                Facet.STATUS: ("none",),
                Facet.CONNECTIVITY: ("5g",),
                Facet.SPEAKS: ("de",),
                Facet.HOUSING: ("rent",),
            },
            telecentre_within_km=0,
            near=(43.65, -0.58),
            radius_km=12.5,
            population_min=0,
            population_max=900,
        ),
        kinds=("village",),
        sort=Sort.DISTANCE,
        page=3,
        page_size=100,
    )


def some_request(chance: random.Random) -> SearchRequest:
    """Make up a search, any that an address can ask for."""

    def some(codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(code for code in codes if chance.random() < 0.4)

    query = chance.choice(SOME_WORDS)
    near = (chance.uniform(-90, 90), chance.uniform(-180, 180)) if chance.random() < 0.5 else None
    has_place = near is not None or query != ""
    least = chance.choice((None, 0, 300))
    chosen = {
        facet: codes
        for facet in FILTER_FACETS
        if (codes := some(parameters.FACETS[facet].allowed()))
    }
    return SearchRequest(
        language=chance.choice(builders.LANGUAGES),
        query=query,
        filters=Filters(
            chosen=chosen,
            telecentre_within_km=chance.choice((None, 0.0, 7.0, 99.95)),
            near=near,
            radius_km=chance.choice((None, 0.001, 20.0, 200.0)) if has_place else None,
            population_min=least,
            population_max=chance.choice((None, 300, 10_000_000)),
        ),
        kinds=some(parameters.KIND.codes),
        sort=chance.choice(
            [sort for sort in Sort if has_place or sort != Sort.DISTANCE],
        ),
        page=chance.choice((1, 2, 10**9)),
        page_size=chance.choice((1, 20, 100)),
    )


@pytest.mark.parametrize("seed", range(20))
def test_an_address_holds_the_whole_state_of_a_search(seed: int) -> None:
    chance = random.Random(seed)
    for _count in range(20):
        request = some_request(chance)
        query = parameters.to_query(request)
        assert read(query, request.language) == (request, []), query


def test_the_address_of_the_plain_search_has_no_query() -> None:
    assert parameters.to_query(SearchRequest(language="nl")) == ""


def test_an_address_is_the_same_in_whatever_order_it_was_given() -> None:
    one, _faults = read("page=2&service=station&sort=name&service=bakery&q=caf%C3%A9&near=43.5,1")
    other, _faults = read(
        "near=43.5,1.0&q=caf%C3%A9+&sort=name&service=bakery&service=station&page=02"
    )
    assert parameters.to_query(one) == parameters.to_query(other)
    assert parameters.to_query(one) == (
        "q=caf%C3%A9&service=bakery&service=station&near=43.5,1&sort=name&page=2"
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", ""),
        ("   ", ""),
        ("\x00", ""),
        ("a\x00b", "a b"),
        ("a\tb\r\nc", "a b c"),
        ("\u200fécole\u200e \u202eabc\u202c", "école abc"),
        ("boulan\u00adgerie", "boulangerie"),
        ("'", "'"),
        ('"', '"'),
        ("🥖🥐", "🥖🥐"),
        (".*(a+)+$ [x] \\ ^", ".*(a+)+$ [x] \\ ^"),
        ("title:x AND NOT (y OR *)~2", "title:x AND NOT (y OR *)~2"),
    ],
)
def test_strange_words_are_words(typed: str, meant: str) -> None:
    request, faults = read(f"q={quote(typed)}")
    assert (request.query, faults) == (meant, [])


def test_too_many_words_are_cut_for_the_page_and_a_fault_for_the_api() -> None:
    request, faults = read("q=" + "mot+" * 2500)
    assert len(request.query) == 299
    assert [fault.parameter for fault in faults] == ["q"]
    assert len(faults[0].value) == 60
    assert faults[0].allowed == ("a text of at most 300 characters",)


BAD = {
    "service=": "bakery",
    "service=foo": "primary-school",
    "status=foo": "associated",
    "connectivity=6g": "fixed-4g",
    "speaks=xx": "pt",
    "housing=steal": "buy",
    "telecentre_within_km=-1": "a number from 0 to 100",
    "telecentre_within_km=101": "a number from 0 to 100",
    "near=999,999": "latitude,longitude",
    "near=nan,nan": "latitude,longitude",
    "near=inf,0": "latitude,longitude",
    "near=1": "latitude,longitude",
    "near=1,2,3": "latitude,longitude",
    "near=": "latitude,longitude",
    "q=Auch&radius_km=-1": "a number above 0, up to 200",
    "q=Auch&radius_km=0": "a number above 0, up to 200",
    "q=Auch&radius_km=201": "a number above 0, up to 200",
    "q=Auch&radius_km=1e999": "a number above 0, up to 200",
    "q=Auch&radius_km=%D9%A3": "a number above 0, up to 200",
    "radius_km=5": "near",
    "population_min=-5": "a whole number from 0 to 10000000",
    "population_max=1.5": "a whole number from 0 to 10000000",
    "population_min=500&population_max=400": "a whole number from 500 to 10000000",
    "sort=foo": "relevance",
    "sort=distance": "near",
    "page=0": "a whole number, 1 or more",
    "page=-1": "a whole number, 1 or more",
    "page=abc": "a whole number, 1 or more",
    "page=": "a whole number, 1 or more",
    "page=" + "9" * 5000: "a whole number, 1 or more",
    "page_size=0": "a whole number from 1 to 100",
    "page_size=101": "a whole number from 1 to 100",
    "locale=xx": "nl",
    "kind=foo": "testimonial",
    "utm_source=letter": "page_size",
    "page=2&page=3": "one value",
}


@pytest.mark.parametrize(("query", "allowed"), BAD.items(), ids=[query[:40] for query in BAD])
def test_a_fault_names_parameter_value_and_what_is_allowed(query: str, allowed: str) -> None:
    _request, faults = read(query)
    assert len(faults) == 1
    name, _equals, value = query.split("&")[-1].partition("=")
    fault = faults[0]
    assert fault.parameter == name
    assert name in fault.detail
    assert fault.value in {"", value[:59] + "…"} or fault.value == QueryDict(query)[name]
    assert any(allowed in item for item in fault.allowed)


@pytest.mark.parametrize("query", BAD, ids=[query[:40] for query in BAD])
def test_a_page_does_without_what_is_not_allowed(query: str) -> None:
    request, _faults = read(query)
    again, faults = read(parameters.to_query(request))
    assert (again, faults) == (request, [])


def test_right_values_stay_beside_wrong_ones() -> None:
    request, faults = read("service=foo&service=pharmacy&utm_source=x&page=0&status=host&sort=name")
    assert request.filters.chosen == {Facet.SERVICE: ("pharmacy",), Facet.STATUS: ("host",)}
    assert (request.sort, request.page) == (Sort.NAME, 1)
    assert [fault.parameter for fault in faults] == ["service", "utm_source", "page"]


def test_of_many_faults_some_are_named() -> None:
    _request, faults = read("&".join(f"x{number}=1" for number in range(500)))
    assert len(faults) == 20


def test_a_service_that_editors_add_is_allowed_at_once() -> None:
    assert read("service=cinema")[1]
    builders.service_type("cinema")
    assert read("service=cinema")[1] == []


def test_a_fault_is_said_in_the_language_of_the_reader() -> None:
    sentences = set()
    for language in builders.LANGUAGES:
        with translation.override(language):
            (fault,) = read("page_size=101", language)[1]
        assert "page_size" in fault.detail
        assert "101" in fault.detail
        assert "100" in fault.detail
        sentences.add(fault.detail)
    assert len(sentences) == len(builders.LANGUAGES)


def test_a_page_after_the_last_is_refused_with_the_last_one() -> None:
    fault = parameters.page_fault(10**9, 7)
    assert (fault.parameter, fault.value) == ("page", "1000000000")
    assert fault.allowed == ("a whole number from 1 to 7",)
