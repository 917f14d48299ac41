"""What stands first, and why, on every engine."""

import datetime

import pytest

from search.engines.protocol import Engine, EngineError
from search.models import Facet, SearchDocument
from search.requests import Filters, Sort
from tests import builders
from tests.search import searched_site as site
from villages.models import Destination

pytestmark = pytest.mark.django_db

HOSTILE = [
    *(
        "",
        " ",
        '"',
        "\x00",
        "x" * 10_000,
        "\u202eabc",
        "😀",
        ".*+?[](){}|\\^$~",
        "*",
        "%",
        "_",
        "'",
    ),
    *(
        "title:x",
        "a~5",
        "a AND OR NOT b",
        "<script>alert(1)</script>",
        "-- ; DROP TABLE",
        "a\tb\nc",
    ),
]


@pytest.fixture(autouse=True)
def _words() -> None:
    builders.site()
    site.vocabulary()


def test_the_village_one_names_stands_first(engine: Engine) -> None:
    site.village("32410", "Samatan", page={"welcome": "<p>Lombez, Lombez, Lombez.</p>"})
    site.village("32213", "Lombez")
    site.fill(engine)
    for query in ("Lombez", "lombes", "Lombez pharmacy"):
        answer = site.villages(engine, "en", query)
        assert site.titles(answer)[0] == "Lombez"
        assert answer.hits[0].reasons[0].facet == "name"


def test_villages_fulfil_every_wish_and_hosts_come_before_partners(engine: Engine) -> None:
    site.village("32001", "Associated", ("primary-school", "pharmacy"), status="associated")
    site.village("32002", "Half", ("pharmacy",))
    site.village("32003", "Host", ("primary-school", "pharmacy"))
    site.fill(engine)
    for language, query in (
        ("nl", "dorp met basisschool en apotheek"),
        ("fr", "école primaire pharmacie"),
        ("de", "Dorf mit Grundschule und Apotheke"),
        ("en", "Grundschule pharmacie"),
    ):
        assert site.titles(site.villages(engine, language, query)) == ["Host", "Associated"]


def test_fresher_facts_come_first(engine: Engine) -> None:
    for insee, name, day in (("32001", "Older", 1), ("32002", "Newer", 2)):
        made = site.village(insee, name, checked_on=datetime.date(2026, 1, day))
        fact = {"source": builders.source(), "checked_on": datetime.date(2026, 1, day)}
        builders.service(made).__class__.objects.filter(village=made).update(**fact)
        made.save()
    site.fill(engine)
    assert site.titles(site.villages(engine, "fr", "pharmacie")) == ["Newer", "Older"]


def test_a_hit_says_what_it_has_and_where_the_next_one_is(engine: Engine) -> None:
    site.village("32213", "Lombez", ("pharmacy",))
    site.village("32410", "Samatan", ("primary-school",), latitude=43.49, longitude=0.93)
    site.fill(engine)
    hit = site.villages(engine, "en", "Lombez pharmacy primary school").hits[0]
    assert [(reason.code, reason.is_fulfilled) for reason in hit.reasons[1:3]] == [
        ("pharmacy", True),
        ("primary-school", False),
    ]
    assert "Samatan" in hit.reasons[2].text
    assert "km" in hit.reasons[2].text


def test_without_a_thing_is_not_with_it(engine: Engine) -> None:
    site.village("32001", "With", ("supermarket",))
    site.village("32002", "Without")
    site.fill(engine)
    for language, query in (
        ("fr", "sans supermarché"),
        ("en", "no supermarket"),
        ("de", "ohne Supermarkt"),
        ("nl", "zonder supermarkt"),
    ):
        answer = site.villages(engine, language, query)
        assert site.titles(answer) == ["Without"]
        assert answer.understood[0].is_negated


def test_around_a_place_the_nearest_come_first_and_the_place_counts(engine: Engine) -> None:
    site.village("32001", "Middle", latitude=43.5, longitude=0.5)
    site.village("32002", "Near", latitude=43.55, longitude=0.5)
    site.village("32003", "Far", latitude=43.6, longitude=0.5)
    site.village("32004", "Elsewhere", latitude=44.0, longitude=0.5)
    site.fill(engine)
    answer = site.villages(engine, "de", "10 km um Middle")
    assert site.titles(answer) == ["Middle", "Near"]
    assert answer.radius_km == 10
    assert [round(hit.distance_km) for hit in answer.hits] == [0, 6]
    reason = site.villages(engine, "en", "near Middle").hits[1].reasons[0]
    assert reason.text == "5.6\u00a0km (3.5\u00a0miles) from Middle in a straight line"
    assert site.titles(site.villages(engine, "en", "near Middle")) == ["Middle", "Near", "Far"]


def test_without_a_distance_the_circle_widens_until_three_are_in_it(engine: Engine) -> None:
    Destination.objects.create(
        code="toulouse",
        kind="town",
        latitude=43.6,
        longitude=1.44,
        name_fr="Toulouse",
        name_en="Toulouse",
        name_de="Toulouse",
        name_nl="Toulouse",
    )
    for number, longitude in enumerate((1.0, 0.9, 0.8, 0.0)):
        site.village(f"3200{number}", f"Village {number}", latitude=43.6, longitude=longitude)
    site.fill(engine)
    answer = site.villages(engine, "nl", "bij Toulouse")
    assert site.titles(answer) == ["Village 0", "Village 1", "Village 2"]
    assert answer.radius_km == 80


def test_exact_words_are_not_drowned_by_similar_ones(engine: Engine) -> None:
    site.village("32001", "First", page={"welcome": "<p>Un marché couvert.</p>"})
    site.village("32002", "Second", page={"welcome": "<p>On marche beaucoup, au parchet.</p>"})
    site.fill(engine)
    assert site.titles(site.villages(engine, "fr", "couvert")) == ["First"]
    found = site.villages(engine, "fr", "couvret")
    assert site.titles(found) == ["First"]
    assert found.did_you_mean == "couvert"


def test_the_readers_language_comes_first_and_others_are_marked(engine: Engine) -> None:
    made = site.village("32001", "First")
    words = {"fr": "Un violon", "en": "A violin by the river"}
    site.story(made, "Only in French", summary="Un jardin au bord du fleuve")
    other = site.village("32002", "Second")
    site.story(other, words, ("fr", "en"), summary={"fr": "Un violon", "en": "A jardin, as here"})
    site.fill(engine)
    answer = site.everything(engine, "en", "jardin", kinds=("testimonial",))
    assert [(hit.title, hit.language) for hit in answer.hits] == [
        ("A violin by the river", "en"),
        ("Only in French", "fr"),
    ]
    assert answer.hits[1].address.startswith("/en/testimonials/")
    assert answer.hits[1].excerpt.language == "fr"


def test_what_is_found_is_marked_and_escaped(engine: Engine) -> None:
    site.village(
        "32001",
        "First",
        page={
            "introduction": dict.fromkeys(
                builders.LANGUAGES, "A <b>bold</b> & quiet place <script>"
            )
        },
    )
    site.fill(engine)
    html = site.villages(engine, "fr", "quiet").hits[0].excerpt.html
    assert "<mark>quiet</mark>" in html
    assert "&lt;b&gt;" in html
    assert "<script>" not in html


def test_drafts_are_in_no_count_and_no_excerpt(engine: Engine) -> None:
    shown = site.village("32001", "Shown", ("pharmacy",))
    hidden = site.village("32002", "Hidden", ("pharmacy",))
    site.fill(engine)
    hidden.pages.get().unpublish()
    answer = site.villages(engine, "fr", "pharmacie")
    assert site.titles(answer) == [shown.name]
    facets = {value.code: value.count for value in answer.facets[Facet.SERVICE]}
    assert facets["pharmacy"] == 1
    assert "Hidden" not in site.titles(site.everything(engine, "fr", "Hidden"))


def test_hosts_without_consent_and_expired_homes_are_not_found(engine: Engine) -> None:
    agrees, refuses = site.village("32001", "Agrees"), site.village("32002", "Refuses")
    site.host(agrees, "Zephyrine", ["nl"])
    site.host(refuses, "Zebulon", ["nl"], consent=False)
    site.home(agrees, days=0)
    site.home(refuses, days=-1)
    site.fill(engine)
    assert site.titles(site.villages(engine, "en", "Dutch")) == ["Agrees"]
    assert site.titles(site.villages(engine, "nl", "te huur")) == ["Agrees"]
    assert site.titles(site.villages(engine, "fr", "Zephyrine")) == ["Agrees"]
    assert site.villages(engine, "fr", "Zebulon").count == 0


def test_facets_count_what_one_more_choice_leaves(engine: Engine) -> None:
    site.village("32001", "Both", ("pharmacy", "supermarket"))
    site.village("32002", "Pharmacy", ("pharmacy",), status="associated")
    site.village("32003", "Supermarket", ("supermarket",))
    site.fill(engine)
    chosen = Filters({Facet.SERVICE: ("pharmacy",), Facet.STATUS: ("host",)})
    answer = site.villages(engine, "fr", "", filters=chosen)
    assert site.titles(answer) == ["Both"]
    assert [reason.code for reason in answer.hits[0].reasons] == ["pharmacy", "host"]
    services = {value.code: value.count for value in answer.facets[Facet.SERVICE]}
    assert services == {"pharmacy": 1, "supermarket": 1}
    status = {value.code: value.count for value in answer.facets[Facet.STATUS]}
    assert status == {"host": 1, "associated": 1, "none": 0}


def test_a_search_without_result_says_what_to_do_without(engine: Engine) -> None:
    site.village("32001", "Pharmacy", ("pharmacy",))
    site.village("32002", "Supermarket", ("supermarket",))
    site.fill(engine)
    answer = site.villages(engine, "en", "pharmacy supermarket")
    assert answer.count == 0
    assert {(drop.label, drop.count, drop.request.query) for drop in answer.drops} == {
        ("pharmacy", 1, "supermarket"),
        ("supermarket", 1, "pharmacy"),
    }
    chosen = Filters({Facet.SERVICE: ("pharmacy", "supermarket")})
    dropped = site.villages(engine, "en", "", filters=chosen).drops
    assert [drop.count for drop in dropped] == [1, 1]


def test_nothing_is_found_for_nonsense_and_words_beside_wishes_are_left_out(
    engine: Engine,
) -> None:
    site.village("32001", "Pharmacy", ("pharmacy",))
    site.fill(engine)
    assert site.villages(engine, "en", "xyzzyplugh").count == 0
    answer = site.villages(engine, "en", "pharmacy xyzzyplugh")
    assert site.titles(answer) == ["Pharmacy"]
    assert answer.left_out == ["xyzzyplugh"]


def test_orders_and_pages(engine: Engine) -> None:
    for number, population in enumerate((300, 900, 600)):
        site.village(f"3200{number}", f"Village {'cab'[number]}", population=population)
    site.fill(engine)
    by_name = site.villages(engine, "fr", "", sort=Sort.NAME)
    assert site.titles(by_name) == ["Village a", "Village b", "Village c"]
    by_people = site.villages(engine, "fr", "", sort=Sort.POPULATION, page_size=2)
    assert site.titles(by_people) == ["Village a", "Village b"]
    assert (by_people.count, by_people.pages) == (3, 2)
    second = site.villages(engine, "fr", "", sort=Sort.POPULATION, page_size=2, page=2)
    assert site.titles(second) == ["Village c"]


def test_a_story_that_holds_all_words_comes_before_villages_that_hold_some(
    engine: Engine,
) -> None:
    made = site.village("32001", "First", ("pharmacy",))
    site.story(made, "The potter", ("fr", "en"), trade={"fr": "Potière", "en": "Potter"})
    site.fill(engine)
    answer = site.everything(engine, "en", "potter")
    assert [hit.kind for hit in answer.hits] == ["testimonial"]


class _Away:
    """An engine that does not answer."""

    name = "away"

    def find(self, *_args: object) -> object:
        raise EngineError("refused")

    known = find


def test_without_an_engine_the_rows_answer_and_say_so() -> None:
    site.village("32001", "Pharmacy", ("pharmacy",), page={"welcome": "<p>Du jazz ici.</p>"})
    site.village("32002", "Other")
    for query in ("jazz", "pharmacie jazz", "Pharmacy"):
        answer = site.villages(_Away(), "fr", query)
        assert answer.hits[0].title == "Pharmacy"
    assert site.villages(_Away(), "fr", "jazz").is_degraded


def test_no_query_breaks_the_search(engine: Engine) -> None:
    site.village("32001", "Pharmacy", ("pharmacy",))
    site.fill(engine)
    for hostile in HOSTILE:
        for language in builders.LANGUAGES:
            assert site.everything(engine, language, hostile).count >= 0, hostile
            assert site.villages(engine, language, hostile).pages >= 1, hostile


def test_the_rows_are_what_the_engine_was_given(engine: Engine) -> None:
    site.village("32001", "Pharmacy", ("pharmacy",), languages=("fr", "de"))
    site.fill(engine)
    for language in builders.LANGUAGES:
        rows = SearchDocument.objects.current().filter(language=language)
        assert set(engine.contents(language)) == set(rows.values_list("pk", flat=True))
