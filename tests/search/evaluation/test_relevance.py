"""What is relevant to a judged query, by the facts of the villages."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from search.evaluation.judged import Half, JudgedQuery, Place, QueryClass, QueryFault, Rule, Scope
from search.evaluation.relevance import Ground, Item, grades
from stories.models import (
    NewsIndexPage,
    NewsPage,
    NewsVillage,
    TestimonialIndexPage,
    TestimonialPage,
)
from tests import builders
from villages.models import Connectivity, Host, HousingOffer, Telecentre, Village

pytestmark = pytest.mark.django_db

AUCH = (43.6465, 0.5855)
# What a kilometre northwards is in degrees of latitude.
KILOMETRE = 1 / 111.195


@pytest.fixture(autouse=True)
def _site() -> None:
    builders.site(("fr",))


def village(insee: str, name: str, **fields: Any) -> Village:
    of = builders.village(insee, name, **fields)
    builders.village_page(of)
    return of


def facts(of: Village) -> dict[str, Any]:
    return {"village": of, "source": of.source, "checked_on": of.checked_on}


def judged(
    rule: Rule, query_class: QueryClass = QueryClass.CONCEPT, scope: Scope = Scope.VILLAGES
) -> JudgedQuery:
    return JudgedQuery(Half.SEEN, "fr", 1, "mots", query_class, scope, "reason", rule)


def relevant(rule: Rule, *more: Any) -> dict[str, int]:
    """Return the grades of villages by their INSEE codes."""
    found = grades(judged(rule, *more), Ground.read())
    return {item.key: grade for item, grade in found.items() if item.kind == "village"}


def story_of(of: Village) -> Item:
    index = TestimonialIndexPage.objects.get(locale__language_code="fr")
    page = builders.in_languages(
        index,
        TestimonialPage,
        ("fr",),
        title="Nicole Berto",
        slug="nicole-berto",
        person="Nicole Berto",
        trade="Présidente",
        village=of,
        date=datetime.date(2026, 1, 2),
        summary="Elle accueille.",
    )["fr"]
    return Item("testimonial", str(page.translation_key))


def news_of(of: Village) -> Item:
    index = NewsIndexPage.objects.get(locale__language_code="fr")
    page = builders.in_languages(
        index,
        NewsPage,
        ("fr",),
        title="Louer d’abord",
        slug="louer-d-abord",
        date=datetime.date(2026, 1, 2),
        category="villages",
        summary="Ce que l’on observe.",
    )["fr"]
    NewsVillage.objects.create(page=page, village=of)
    return Item("news", str(page.translation_key))


def test_hosts_stand_before_partners_among_the_villages_that_fulfil_every_wish() -> None:
    for insee, name, status, codes in (
        ("32213", "Lombez", "host", ("pharmacy", "bakery")),
        ("32045", "Berdoues", "associated", ("pharmacy", "bakery")),
        ("32233", "Marciac", "host", ("pharmacy",)),
        ("32013", "Auch", "none", ("pharmacy", "bakery")),
    ):
        of = village(insee, name, status=status)
        for code in codes:
            builders.service(of, code)
    rule = Rule(services=(("pharmacy",), ("bakery",)))
    assert relevant(rule) == {"32213": 3, "32045": 2}


def test_any_of_the_codes_of_a_wish_fulfils_it() -> None:
    builders.service(village("32213", "Lombez"), "pharmacy")
    builders.service(village("32233", "Marciac"), "bakery")
    assert relevant(Rule(services=(("pharmacy", "bakery"),))) == {"32213": 3, "32233": 3}


def test_a_service_counted_as_none_is_absent() -> None:
    builders.service(village("32213", "Lombez"), "pharmacy", count=0)
    builders.service(village("32233", "Marciac"), "pharmacy")
    assert relevant(Rule(services=(("pharmacy",),))) == {"32233": 3}
    assert relevant(Rule(absent=("pharmacy",), status=("host",))) == {"32213": 3}


def test_a_village_without_a_public_page_is_not_relevant() -> None:
    builders.village("32233", "Marciac")
    pages = builders.village_page(builders.village("32213", "Lombez"))
    rule = Rule(status=("host",))
    assert relevant(rule) == {"32213": 3}
    pages["fr"].unpublish()
    assert relevant(rule) == {}
    assert relevant(Rule(villages=("32213",))) == {}


def test_connection_languages_and_homes_are_facts() -> None:
    of = village("32213", "Lombez")
    today = timezone.localdate()
    Connectivity.objects.create(
        technology="fibre",
        mobile="5g",
        share_of_premises=90,
        download_mbps=900,
        upload_mbps=900,
        **facts(of),
    )
    Host.objects.create(name="Yves", languages=["fr", "nl"], consent=True, **facts(of))
    Host.objects.create(name="Anne", languages=["de"], consent=False, **facts(of))
    offer = {"kind": "house", "area_m2": 80, "price_eur": 500, **facts(of)}
    HousingOffer.objects.create(reference="open", offer="rent", expires_on=today, **offer)
    past = today - datetime.timedelta(days=1)
    HousingOffer.objects.create(reference="expired", offer="buy", expires_on=past, **offer)

    assert relevant(Rule(connectivity=("fibre", "5g"))) == {"32213": 3}
    assert relevant(Rule(connectivity=("adsl",))) == {}
    assert relevant(Rule(speaks=("nl",))) == {"32213": 3}
    assert relevant(Rule(speaks=("de",))) == {}
    assert relevant(Rule(housing=("rent",))) == {"32213": 3}
    assert relevant(Rule(housing=("buy",))) == {}


def villages_north_of_auch(*kilometres: float) -> list[str]:
    codes = []
    for number, distance in enumerate(kilometres):
        code = f"32{200 + number}"
        position = {"latitude": AUCH[0] + distance * KILOMETRE, "longitude": AUCH[1]}
        village(code, f"Village {number}", **position)
        codes.append(code)
    return codes


def test_the_nearer_half_around_a_place_is_the_better_one_whatever_its_status() -> None:
    codes = villages_north_of_auch(0, 3, 5, 9, 14.9, 15.1)
    Village.objects.filter(insee_code=codes[0]).update(status="associated")
    around = Place(latitude=AUCH[0], longitude=AUCH[1], radius_km=15)
    expected = dict(zip(codes[:5], (3, 3, 3, 2, 2), strict=True))
    assert relevant(Rule(place=around)) == expected


def test_without_a_distance_it_is_20_km() -> None:
    codes = villages_north_of_auch(1, 2, 19, 21)
    builders.village("32013", "Auch", status="none", latitude=AUCH[0], longitude=AUCH[1])
    assert list(relevant(Rule(place=Place(insee="32013")))) == codes[:3]


def test_the_radius_doubles_until_three_villages_fulfil_the_wishes() -> None:
    codes = villages_north_of_auch(5, 10, 15, 39, 41, 79, 81)
    for code in (codes[1], codes[3], codes[5], codes[6]):
        builders.service(Village.objects.get(insee_code=code), "pharmacy")
    rule = Rule(services=(("pharmacy",),), place=Place(latitude=AUCH[0], longitude=AUCH[1]))
    assert list(relevant(rule)) == [codes[1], codes[3], codes[5]]


def test_the_radius_stops_where_there_is_no_other_village() -> None:
    codes = villages_north_of_auch(70)
    assert relevant(Rule(place=Place(latitude=AUCH[0], longitude=AUCH[1]))) == {codes[0]: 3}


def test_a_place_that_is_not_there_is_a_fault_of_the_query() -> None:
    with pytest.raises(QueryFault, match="32999"):
        relevant(Rule(place=Place(insee="32999")))


def test_what_is_told_of_a_village_is_related_to_its_name() -> None:
    of = village("32213", "Lombez")
    Telecentre.objects.create(**facts(of))
    story, article = story_of(of), news_of(of)
    rule = Rule(villages=("32213",))
    ground = Ground.read()

    named = grades(judged(rule, QueryClass.NAME, Scope.EVERYTHING), ground)
    assert named == {
        Item("village", "32213"): 3,
        story: 1,
        article: 1,
        Item("telecentre", "32213"): 1,
    }
    assert relevant(rule, QueryClass.NAME, Scope.VILLAGES) == {"32213": 3}
    assert relevant(rule, QueryClass.STORY, Scope.EVERYTHING) == {"32213": 3}


def test_stories_and_news_are_named_by_their_slugs() -> None:
    of = village("32213", "Lombez")
    story, article = story_of(of), news_of(of)
    rule = Rule(testimonials=("nicole-berto",), news=("louer-d-abord",))
    found = grades(judged(rule, QueryClass.STORY, Scope.EVERYTHING), Ground.read())
    assert found == {story: 3, article: 3}
