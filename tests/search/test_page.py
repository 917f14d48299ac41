"""The search page as a reader sees it, whatever was found, and whatever its address asks for."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from search import page as search_page
from search.models import Facet, FruitlessSearch
from search.requests import Filters, SearchRequest, Sort
from search.results import (
    Drop,
    Excerpt,
    FacetValue,
    Reason,
    Segment,
    Understood,
)
from tests import builders
from tests.search.page_reading import answering, asked_by, hit, links_of, read, text_of

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "fr": "/fr/recherche/",
    "en": "/en/search/",
    "de": "/de/suche/",
    "nl": "/nl/zoeken/",
}
# What the fake search is told to answer: of a request, the fields of an `Answer`.
Told = Callable[..., None]


@pytest.fixture
def site() -> None:
    """Make the site, without a village."""
    builders.site()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, site: None) -> Told:
    """Return how to tell the search what it answers: villages, and everything else."""

    def tell(villages: dict[str, object], others: dict[str, object] | None = None) -> None:
        for name, fields in (("search_villages", villages), ("search_everything", others or {})):
            monkeypatch.setattr(search_page, name, answering(fields))

    tell({})
    return tell


@pytest.mark.parametrize(("language", "address"), ADDRESSES.items())
def test_the_search_has_one_address_in_each_language(
    told: Told, language: str, address: str
) -> None:
    content = read(address)
    assert f'<html lang="{language}">' in content
    assert content.count("<h1") == 1


@pytest.mark.parametrize("language", ADDRESSES)
@pytest.mark.parametrize("slug", ["recherche", "search", "suche", "zoeken"])
def test_the_word_of_another_language_is_no_address(site: None, language: str, slug: str) -> None:
    address = f"/{language}/{slug}/"
    if address not in ADDRESSES.values():
        assert Client().get(address).status_code == 404
        assert Client().get(address.rstrip("/")).status_code == 404


def test_an_address_without_its_last_slash_leads_on_with_its_query() -> None:
    response = Client().get("/de/suche?q=Schule&service=pharmacy")
    assert response.status_code == 301
    assert response.headers["Location"] == "/de/suche/?q=Schule&service=pharmacy"


def test_nothing_is_to_be_posted_to_the_search(told: Told) -> None:
    assert Client().post("/en/search/").status_code == 405


def test_search_engines_are_told_to_keep_out_and_where_the_page_is(told: Told) -> None:
    head = read("/en/search/?q=bakery").split("</head>")[0]
    assert '<meta name="robots" content="noindex,follow">' in head
    assert re.search(r'rel="canonical" href="[^"?]*/en/search/"', head)
    assert 'rel="alternate"' not in head
    assert re.search(r"<title\s*>bakery – Search – SOHO SOLO Gers</title>", head)


def test_the_switcher_keeps_words_and_filters(told: Told) -> None:
    header = read("/de/suche/?q=Garten&speaks=nl&page=1").split("<main")[0]
    links = dict(re.findall(r'href="([^"]*)"\s+hreflang="(\w+)"', header))
    assert {code: html.unescape(address) for address, code in links.items()} == {
        code: f"{address}?q=Garten&speaks=nl" for code, address in ADDRESSES.items()
    }


@pytest.mark.parametrize(("language", "address"), ADDRESSES.items())
def test_every_page_leads_to_the_search_and_two_have_its_box(
    site: None, language: str, address: str
) -> None:
    villages = {"fr": "villages", "en": "villages", "de": "doerfer", "nl": "dorpen"}[language]
    for path in (f"/{language}/", f"/{language}/{villages}/"):
        header, main = read(path).split("<main")
        assert f'href="{address}"' in header
        assert f'action="{address}"' in main
    missing = Client().get(f"/{language}/no-page/").content.decode()
    assert f'href="{address}"' in missing.split("<main")[0]


def test_the_page_begins_with_examples_and_all_villages(told: Told) -> None:
    told({"hits": [hit()]})
    content = read("/en/search/")
    examples = [link for link in links_of(content).values() if asked_by(link).get("q")]
    assert len(examples) >= 3
    assert "1 village" in text_of(content)
    assert "Stories, news and pages" not in text_of(content)


def test_a_village_shows_its_facts_its_distance_and_why_it_is_there(told: Told) -> None:
    reasons = [
        Reason("service", "pharmacy", "pharmacy"),
        Reason("service", "primary-school", "primary school 2 km away", is_fulfilled=False),
        Reason("place", "", "12 km (7.7 miles) from Auch in a straight line"),
    ]
    excerpt = Excerpt((Segment("Au <b>calme</b> du ", False), Segment("jardin", True)), "fr")
    found = hit(reasons=reasons, excerpt=excerpt, distance_km=12.34, language="fr")
    told({"hits": [found], "place_name": "Auch", "radius_km": 20.0})
    content = read("/en/search/?q=garden+near+Auch")
    text = text_of(content)
    assert "Host village" in text
    assert "2,233 people (2023)" in text
    assert "12 km (7.7 miles) from Auch in a straight line" in text
    assert "✓ pharmacy" in text
    assert "○ primary school 2 km away" in text
    assert "within 20 km (12 miles) of Auch" in text
    assert re.search(r'lang="fr">\s*Au &lt;b&gt;calme&lt;/b&gt; du <mark>jardin</mark>', content)
    assert "in French" in text


def test_what_has_no_page_has_no_link(told: Told) -> None:
    told({"hits": [hit(title="Auch", address="")]})
    content = read("/en/search/?q=Auch")
    assert "Auch" not in links_of(content)
    assert re.search(r"<h3>\s*Auch\s*</h3>", content)


def test_words_understood_can_be_removed(told: Told) -> None:
    wish = Understood("primary school", "service", ("primary-school",), "school", "garden")
    told({"hits": [hit()], "understood": [wish]})
    links = links_of(read("/en/search/?q=school+garden&status=host"))
    assert asked_by(links["Remove: primary school"]) == {"q": ["garden"], "status": ["host"]}


def test_chosen_filters_can_be_removed_one_by_one_and_all_at_once(told: Told) -> None:
    told({"hits": [hit()]})
    address = (
        "/en/search/?q=garden&status=host&telecentre_within_km=10&near=43.6,0.6&radius_km=30"
        "&population_min=500&population_max=2000"
    )
    links = links_of(read(address))
    everything = asked_by(address)
    for name, removed in {
        "host village": {"status"},
        "telecentre within 10 km (6.2 miles)": {"telecentre_within_km"},
        "around a point on the map": {"near", "radius_km"},
        "500 to 2,000 people": {"population_min", "population_max"},
    }.items():
        left = {key: value for key, value in everything.items() if key not in removed}
        assert asked_by(links[f"Remove: {name}"]) == left
    assert asked_by(links["Remove all filters"]) == {"q": ["garden"]}


def test_the_panel_offers_what_is_left_with_everyday_services_first(told: Told) -> None:
    builders.service_type("pharmacy")
    builders.service_type("station", label_en="station")
    builders.service_type("dentist", label_en="dentist", is_everyday=False)
    builders.service_type("hospital", label_en="hospital", is_everyday=False)
    values = [
        FacetValue("pharmacy", "pharmacy", 12, True),
        FacetValue("station", "station", 0, False),
        FacetValue("dentist", "dentist", 3, False),
        FacetValue("hospital", "hospital", 0, False),
    ]
    told({"hits": [hit()], "facets": {Facet.SERVICE: values}})
    panel = read("/en/search/?service=pharmacy").split("<details", 1)[1].split("</main>")[0]
    controls = {
        re.search(r'value="([^"]*)"', control)[1]: control
        for control in re.findall(r"<input[^>]*checkbox[^>]*>", panel)
    }
    assert list(controls) == ["pharmacy", "station", "dentist"]
    assert "checked" in controls["pharmacy"]
    assert "disabled" in controls["station"]
    assert panel.index('value="station"') < panel.index("1 more: Health")
    assert panel.index("1 more: Health") < panel.index('value="dentist"')


def test_a_value_of_the_address_is_among_those_to_choose(told: Told) -> None:
    content = read("/en/search/?population_min=777&telecentre_within_km=7.5")
    assert re.search(r'value="777"\s+selected>777<', content)
    assert re.search(r'value="7.5"\s+selected>', content)


def test_villages_can_be_ordered_by_distance_only_from_a_place(told: Told) -> None:
    told({"hits": [hit(), hit()]})
    assert 'value="distance"' not in read("/en/search/?q=garden")
    told({"hits": [hit(), hit()], "place_name": "Auch", "radius_km": 20.0})
    content = read("/en/search/?q=near+Auch&sort=distance")
    assert re.search(r'value="distance"\s+selected', content)


def test_what_the_form_has_no_control_for_is_handed_on(told: Told) -> None:
    form = read("/en/search/?near=43.6,0.6&radius_km=30&service=x&page=1").split("<form", 1)[1]
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    assert hidden == [("near", "43.6,0.6"), ("radius_km", "30")]


def test_what_is_found_beside_villages_is_a_list_of_its_own(told: Told) -> None:
    kinds = [FacetValue("news", "news", 2, False), FacetValue("page", "page", 1, False)]
    other = hit("news", "Fête du jardin", language="fr", address="/en/news/jardin/")
    told({"hits": [hit()]}, {"hits": [other], "count": 3, "facets": {Facet.KIND: kinds}})
    villages = links_of(read("/en/search/?q=garden&status=host"))
    assert "Lombez" in villages
    others = read(villages["Stories, news and pages (3)"])
    assert "3 results" in text_of(others)
    assert re.search(r'lang="fr">Fête du jardin</a>', others)
    links = links_of(others)
    assert asked_by(links["News (2)"]) == {
        "q": ["garden"],
        "status": ["host"],
        "kind": ["news"],
    }
    assert "Lombez" in links_of(read(links["Villages (1)"]))


def test_the_other_list_comes_first_where_no_village_is_found(told: Told) -> None:
    told({}, {"hits": [hit("testimonial", "Jan from Utrecht")]})
    assert "Jan from Utrecht" in links_of(read("/en/search/?q=Jan"))


def test_words_that_ask_for_stories_lead_to_their_list(told: Told) -> None:
    wish = Understood("stories", "kind", ("testimonial",), "stories", "garden")
    villages = {"hits": [hit()], "understood": [wish]}
    told(villages, {"hits": [hit("testimonial", "Jan from Utrecht")], "understood": [wish]})
    assert "Jan from Utrecht" in links_of(read("/en/search/?q=garden+stories"))
    assert "Lombez" in links_of(read("/en/search/?q=garden+stories&kind=village"))
    told(villages, {"understood": [wish]})
    assert "Lombez" in links_of(read("/en/search/?q=garden+stories"))


def test_the_pages_are_numbered_and_keep_the_search(told: Told) -> None:
    told({"hits": [hit()], "count": 4000, "pages": 200})
    content = read("/en/search/?q=garden&sort=name&page=100")
    links = links_of(content)
    numbers = [name for name in links if name.startswith("Page ")]
    assert numbers == ["Page 1", "Page 99", "Page 100", "Page 101", "Page 200"]
    assert asked_by(links["Page 101"]) == {"q": ["garden"], "sort": ["name"], "page": ["101"]}
    assert re.search(r'rel="prev nofollow"\s+aria-label="Page 99"', content)
    assert re.search(r'rel="next nofollow"\s+aria-label="Page 101"', content)
    assert re.search(r'aria-current="page"\s+aria-label="Page 100"', content)
    assert '<ol class="hits" start="1981">' in content


def test_after_the_last_page_stands_the_last(told: Told) -> None:
    told({"hits": [hit()], "count": 45, "pages": 3})
    content = read("/en/search/?q=garden&page=1000000000")
    assert re.search(r'aria-current="page"\s+aria-label="Page 3"', content)


def test_without_a_result_the_page_says_what_to_do_without(told: Told) -> None:
    request = SearchRequest("en", "garden", Filters({Facet.STATUS: ("host",)}))
    told({"drops": [Drop("pharmacy", 12, request)]})
    content = read("/en/search/?q=garden+pharmacy&status=host")
    assert "without “pharmacy” 12 results" in text_of(content)
    links = links_of(content)
    assert asked_by(links["without “pharmacy”"]) == {"q": ["garden"], "status": ["host"]}
    assert links["See the villages"] == "/en/search/"
    told({"drops": [Drop("garden", 83, SearchRequest("en"))]})
    assert "Try other words" in text_of(read("/en/search/?q=garden"))


def test_how_the_words_were_read_is_said(told: Told) -> None:
    told(
        {
            "hits": [hit()],
            "corrections": [("lonbez", "lombez")],
            "left_out": ["<i>unicorn"],
        }
    )
    text = text_of(read("/en/search/?q=lonbez+unicorn"))
    assert "Results for “lombez”; you typed “lonbez”." in text
    assert "“<i>unicorn” was left out of the search." in text


def test_other_words_that_may_be_meant_are_a_link_unless_they_were_searched(told: Told) -> None:
    told({"did_you_mean": "lectoure"})
    links = links_of(read("/en/search/?q=lectuore&status=host"))
    assert asked_by(links["lectoure"]) == {"q": ["lectoure"], "status": ["host"]}
    told({"did_you_mean": "lectoure", "corrections": [("lectuore", "lectoure")]})
    assert "lectoure" not in links_of(read("/en/search/?q=lectuore&status=host"))


def test_two_villages_are_found_for_real_by_the_service_they_have() -> None:
    builders.site()
    for insee_code, name, code in (("32213", "Lombez", "pharmacy"), ("32410", "Samatan", "bank")):
        village = builders.village(insee_code, name)
        builders.service(village, code)
        builders.village_page(village, builders.LANGUAGES)
    content = read("/en/search/?service=pharmacy")
    assert "Lombez" in links_of(content)
    assert "Samatan" not in links_of(content)
    assert "1 village" in text_of(content)


@pytest.mark.parametrize("is_degraded", [True, False])
def test_a_search_with_reduced_means_says_so(told: Told, is_degraded: bool) -> None:
    told({"hits": [hit()], "is_degraded": is_degraded})
    assert ("reduced means" in text_of(read("/en/search/?q=garden"))) == is_degraded


def test_only_a_search_without_any_result_is_counted(told: Told) -> None:
    told({}, {"hits": [hit("news")]})
    read("/de/suche/?q=Schwimmbad")
    told({})
    Client().head("/de/suche/?q=Schwimmbad")
    assert not FruitlessSearch.objects.exists()
    read("/de/suche/?q=Schwimmbad")
    row = FruitlessSearch.objects.get()
    assert (row.language, row.query, row.count) == ("de", "schwimmbad", 1)


def test_a_page_takes_few_queries_whatever_is_found(
    told: Told, django_assert_max_num_queries: Callable[..., object]
) -> None:
    told({"hits": [hit() for _number in range(20)], "count": 400, "pages": 20})
    with django_assert_max_num_queries(5):
        read("/en/search/?q=garden")


HOSTILE = [
    "",
    "q=",
    "q=%20%09%20",
    "q='",
    "q=%22",
    "q=%00",
    "q=a%00b",
    "q=" + "a" * 10_000,
    "q=" + "é%20" * 2_500,
    "q=%E2%80%AE%E2%80%8Fvillage",
    "q=%F0%9F%8F%A1%F0%9F%91%A9%E2%80%8D%F0%9F%92%BB",
    "q=%FF%FE",
    "q=%ED%A0%80",
    "q=.*%2B%3F%5B(%7B%5C",
    "q=title:(a%20OR%20b)%20AND%20NOT%20*%5E2~1",
    "q=<script>alert(1)</script>",
    "q=a&q=b",
    "colour=blue",
    "service=no-such-service",
    "service=",
    "status=king&speaks=xx&housing=castle&connectivity=smoke&kind=unicorn",
    "page=0",
    "page=-1",
    "page=1000000000",
    "page=99999999999999999999999",
    "page=x",
    "page_size=0",
    "page_size=100000",
    "radius_km=-1&near=43.6,0.6",
    "radius_km=nan&near=43.6,0.6",
    "near=999,999",
    "near=43.6",
    "near=,",
    "near=1e999,0",
    "population_min=-5&population_max=abc",
    "population_min=5000&population_max=10",
    "population_min=&population_max=&telecentre_within_km=&sort=",
    "telecentre_within_km=-3",
    "sort=beauty",
    "sort=distance",
    "kind=village&kind=news",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_an_address_asks_there_is_a_sensible_page(told: Told, query: str) -> None:
    content = read(f"/nl/zoeken/?{query}")
    assert "<script>alert" not in content
    assert content.count("<h1") == 1
    assert 'role="search"' in content


@pytest.mark.parametrize("sort", list(Sort))
def test_every_order_has_a_name_in_every_language(sort: Sort) -> None:
    label = search_page.SORTS[sort]
    for language in ADDRESSES:
        with translation.override(language):
            assert str(label)
