"""The files of judged queries, and how they are read."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from cms.core.i18n import LANGUAGES
from search.evaluation.judged import (
    Half,
    JudgedQuery,
    QueryClass,
    QueryFault,
    Scope,
    load_all,
    load_queries,
)
from villages.models import Connectivity, HousingOffer
from villages.models.village import ProgrammeStatus

VOCABULARY = Path(__file__).parents[3] / "data" / "vocabulary" / "service_types.toml"
FEWEST_QUERIES = 25
FEWEST_OF_A_CLASS = 3
SERVICES = {kind["code"] for kind in tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))["type"]}
PAGE_TEXTS = VOCABULARY.parents[1] / "content"

ENTRY = """
[[query]]
text = "pharmacie"
class = "concept"
reason = "villages with a pharmacy"
scope = "villages"
relevant = { services = ["pharmacy|medical-supplies", "bakery"] }
"""


def everything() -> list[JudgedQuery]:
    return load_all(list(Half))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    (tmp_path / "seen").mkdir()
    return tmp_path


@pytest.mark.parametrize("half", list(Half))
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_half_of_a_language_has_enough_queries_of_each_class(
    half: Half, language: str
) -> None:
    queries = load_queries(half, language)
    per_class = Counter(query.query_class for query in queries)
    assert len(queries) >= FEWEST_QUERIES
    assert set(per_class) == set(QueryClass)
    assert min(per_class.values()) >= FEWEST_OF_A_CLASS


def test_no_query_stands_twice_nor_in_both_halves() -> None:
    texts = Counter(query.text.casefold() for query in everything())
    assert [text for text, count in texts.items() if count > 1] == []


def test_rules_name_known_codes() -> None:
    terms = {*Connectivity.Technology.values, *Connectivity.Mobile.values}
    for query in everything():
        rule = query.rule
        assert SERVICES.issuperset([code for wish in rule.services for code in wish])
        assert SERVICES.issuperset(rule.absent)
        assert set(ProgrammeStatus.values).issuperset(rule.status)
        assert terms.issuperset(rule.connectivity)
        assert set(HousingOffer.Offer.values).issuperset(rule.housing)
        assert all(len(code) == 2 and code.islower() for code in rule.speaks)


def test_rules_name_villages_of_the_programme_and_stories_there_are() -> None:
    villages = {
        tomllib.loads(path.read_text(encoding="utf-8"))["insee"]
        for path in (PAGE_TEXTS / "villages").glob("*.toml")
    }
    testimonials = {path.stem for path in (PAGE_TEXTS / "testimonials").glob("*.toml")}
    news = {path.stem for path in (PAGE_TEXTS / "news").glob("*.toml")}
    for query in everything():
        assert villages.issuperset(query.rule.villages)
        assert testimonials.issuperset(query.rule.testimonials)
        assert news.issuperset(query.rule.news)


def test_a_place_is_a_commune_or_a_position() -> None:
    for query in everything():
        if place := query.rule.place:
            assert bool(place.insee) != (None not in (place.latitude, place.longitude))


def test_what_is_no_village_is_searched_for_in_everything() -> None:
    for query in everything():
        rule = query.rule
        if rule.testimonials or rule.news or rule.pages:
            assert query.scope == Scope.EVERYTHING


def test_a_wish_may_be_fulfilled_by_any_of_several_codes(directory: Path) -> None:
    (directory / "seen" / "fr.toml").write_text(ENTRY, encoding="utf-8")
    [query] = load_queries(Half.SEEN, "fr", directory)
    assert query.rule.services == (("pharmacy", "medical-supplies"), ("bakery",))
    assert (query.language, query.number, query.text) == ("fr", 1, "pharmacie")


@pytest.mark.parametrize(
    ("wrong", "instead"),
    [
        ('class = "concept"', 'class = "riddle"'),
        ('scope = "villages"', 'scope = "towns"'),
        ('reason = "villages with a pharmacy"', 'reason = ""'),
        ('reason = "villages with a pharmacy"', 'reason = "it is one"\nremark = "none"'),
        ('services = ["pharmacy|medical-supplies", "bakery"]', 'shops = ["bakery"]'),
        ('services = ["pharmacy|medical-supplies", "bakery"]', ""),
        ('text = "pharmacie"', ""),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_number(
    directory: Path, wrong: str, instead: str
) -> None:
    text = ENTRY + ENTRY.replace(wrong, instead)
    (directory / "seen" / "fr.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QueryFault, match=r"seen/fr\.toml: query 2"):
        load_queries(Half.SEEN, "fr", directory)


@pytest.mark.parametrize("text", ["[[query", "", "[query]"])
def test_a_file_that_cannot_be_read_is_refused(directory: Path, text: str) -> None:
    (directory / "seen" / "fr.toml").write_text(text, encoding="utf-8")
    with pytest.raises(QueryFault):
        load_queries(Half.SEEN, "fr", directory)
    with pytest.raises(QueryFault):
        load_queries(Half.SEEN, "nl", directory)
