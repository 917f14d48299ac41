"""What a query asks for, in the words people type."""

from collections.abc import Iterable

import pytest

from search.query.lexicon import Lexicon
from search.query.understanding import Understanding, understand
from tests.search import understanding_fixtures as fixtures

pytestmark = pytest.mark.django_db

HOSTILE = [
    *(
        "",
        " ",
        '"',
        "\x00",
        "a" * 10_000,
        "\u202epharmacie",
        "😀",
        ".*+?[](){}|\\^$",
        "10 km",
        "km",
    ),
    *("without", "near", "near near near", "within 10", "0 km of Auch", "99999999999 km of Auch"),
]


@pytest.fixture
def lexicon() -> Lexicon:
    return fixtures.lexicon()


def read(lexicon: Lexicon, language: str, query: str, texts: Iterable[str] = ()) -> Understanding:
    """Read a query where the texts hold the words `texts`."""
    held = set(texts)
    return understand(query, language, lexicon, lambda words: held & set(words))


def wished(understanding: Understanding) -> list[str]:
    return [
        f"not {wish.wanted.code}" if wish.is_negated else wish.wanted.code
        for wish in understanding.wishes
    ]


def named(understanding: Understanding) -> list[str]:
    return [place.insee for place, _span in understanding.named]


def places(understanding: Understanding) -> list[str]:
    return [place.names["fr"] for place in understanding.place.places]


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("fr", "école primaire pharmacie"),
        ("fr", "village avec école primaire et une pharmacie"),
        ("en", "a village with a primary school and pharmacies"),
        ("de", "Dorf mit Grundschule und Apotheke"),
        ("nl", "dorp met basisschool en apotheek"),
        ("nl", "basisscholen, apotheken"),
    ],
)
def test_the_same_wish_is_understood_in_four_languages(
    lexicon: Lexicon, language: str, query: str
) -> None:
    found = read(lexicon, language, query)
    assert wished(found) == ["primary-school", "pharmacy"]
    assert found.text == []


def test_words_of_another_language_are_understood_too(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "en", "Grundschule Glasfaser")) == ["primary-school", "fibre"]


def test_a_compound_asks_for_its_parts(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "de", "Glasfaseranschluss")) == ["fibre"]
    assert wished(read(lexicon, "nl", "glasvezelaansluiting")) == ["fibre"]


@pytest.mark.parametrize(
    ("language", "query", "meant"),
    [
        ("fr", "farmacie", "pharmacy"),
        ("fr", "pharmcie", "pharmacy"),
        ("de", "Apoteke", "pharmacy"),
        ("de", "Gurndschule", "primary-school"),
        ("nl", "apoteek", "pharmacy"),
        ("en", "supermraket", "supermarket"),
    ],
)
def test_a_typing_error_is_forgiven_and_said(
    lexicon: Lexicon, language: str, query: str, meant: str
) -> None:
    found = read(lexicon, language, query)
    assert wished(found) == [meant]
    assert found.corrections[0][0] == query
    assert found.corrected_query != query


def test_a_word_that_the_texts_hold_is_no_typing_error(lexicon: Lexicon) -> None:
    found = read(lexicon, "fr", "pharmacien", texts=["pharmacien"])
    assert wished(found) == []
    assert [word.folded for word in found.text] == ["pharmacien"]


def test_short_words_are_not_corrected(lexicon: Lexicon) -> None:
    assert read(lexicon, "fr", "fib").corrections == []


def test_the_last_word_may_be_unfinished(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "nl", "dorp met apoth")) == ["pharmacy"]
    assert named(read(lexicon, "en", "lecto")) == ["32208"]


@pytest.mark.parametrize(
    ("query", "insee"),
    [
        ("Lombez", "32213"),
        ("lombez", "32213"),
        ("Lombes", "32213"),
        ("St Clar", "32370"),
        ("saint clar", "32370"),
        ("isle de noe", "32159"),
        ("L'Isle-de-Noé", "32159"),
        ("isle noé", "32159"),
        ("Castera Verduzan", "32083"),
        ("verduzan", "32083"),
        ("32220", "32213"),
    ],
)
def test_a_village_is_named_without_accents_hyphens_or_articles(
    lexicon: Lexicon, query: str, insee: str
) -> None:
    found = read(lexicon, "en", query)
    assert named(found)[0] == insee
    assert found.place is None


def test_a_number_that_is_a_postal_and_an_insee_code_names_both(lexicon: Lexicon) -> None:
    assert named(read(lexicon, "fr", "32410")) == ["32083", "32410"]


@pytest.mark.parametrize(
    ("language", "query", "place", "radius"),
    [
        ("en", "near Auch", "Auch", None),
        ("en", "not far from Auch", "Auch", None),
        ("nl", "bij Toulouse", "Toulouse", None),
        ("nl", "niet ver van Toulouse", "Toulouse", None),
        ("de", "10 km um Lectoure", "Lectoure", 10),
        ("de", "im Umkreis von 15 km um Auch", "Auch", 15),
        ("de", "in der Nähe von auch", "Auch", None),
        ("de", "nicht weit von Auch", "Auch", None),
        ("fr", "autour de Lectoure", "Lectoure", None),
        ("fr", "à moins de 12 km d'Auch", "Auch", 12),
        ("fr", "à 7,5km de Lectoure", "Lectoure", 7.5),
        ("fr", "pas loin de Lectoure", "Lectoure", None),
        ("en", "within 10 miles of Auch", "Auch", 16.09344),
        ("en", "Lectoure 10 km", "Lectoure", 10),
        ("en", "Auch", "Auch", None),
        ("nl", "binnen 20 km van Auch", "Auch", 20),
    ],
)
def test_the_name_of_a_place_is_a_place(
    lexicon: Lexicon, language: str, query: str, place: str, radius: float | None
) -> None:
    found = read(lexicon, language, query)
    assert places(found) == [place]
    assert found.place.radius_km == (radius if radius is None else pytest.approx(radius))
    assert found.text == []
    assert found.named == []


def test_a_place_goes_with_wishes(lexicon: Lexicon) -> None:
    found = read(lexicon, "de", "Dorf mit Apotheke in der Nähe von Auch und mit Glasfaser")
    assert wished(found) == ["pharmacy", "fibre"]
    assert places(found) == ["Auch"]


def test_german_auch_is_a_small_word_unless_it_stands_as_a_place(lexicon: Lexicon) -> None:
    found = read(lexicon, "de", "Dorf mit Grundschule und auch mit Apotheke")
    assert found.place is None
    assert wished(found) == ["primary-school", "pharmacy"]
    assert places(read(lexicon, "de", "auch")) == ["Auch"]


def test_near_an_airport_is_a_place_of_a_kind(lexicon: Lexicon) -> None:
    found = read(lexicon, "en", "village near an airport")
    assert found.place.wanted.codes == ("airport",)


@pytest.mark.parametrize(
    ("language", "query", "wishes"),
    [
        ("en", "without supermarket", ["not supermarket"]),
        ("en", "primary school, no supermarket", ["primary-school", "not supermarket"]),
        ("fr", "sans supermarché", ["not supermarket"]),
        ("fr", "sans supermarché ni pharmacie", ["not supermarket", "not pharmacy"]),
        ("fr", "sans supermarché mais avec pharmacie", ["not supermarket", "pharmacy"]),
        ("fr", "pas de supermarché, école primaire", ["not supermarket", "primary-school"]),
        ("de", "ohne Supermarkt mit Grundschule", ["not supermarket", "primary-school"]),
        ("de", "kein Supermarkt oder Apotheke", ["not supermarket", "not pharmacy"]),
        ("nl", "zonder supermarkt, met basisschool", ["not supermarket", "primary-school"]),
        ("nl", "geen apotheek", ["not pharmacy"]),
        ("en", "a village with a pharmacy and no supermarket", ["pharmacy", "not supermarket"]),
        ("nl", "met apotheek en geen supermarkt", ["pharmacy", "not supermarket"]),
        ("de", "Supermarkt brauche ich nicht", ["not supermarket"]),
        ("fr", "sans gros supermarché", ["not supermarket"]),
        ("en", "where can I find a pharmacy", ["pharmacy"]),
        ("en", "no car, need a pharmacy", ["pharmacy"]),
        ("de", "nicht zu groß, Grundschule", ["primary-school"]),
        ("en", "no, I want a pharmacy", ["pharmacy"]),
        ("en", "pharmacy, not too small", ["pharmacy"]),
        ("en", "supermarket not needed but a pharmacy", ["not supermarket", "pharmacy"]),
        ("de", "Supermarkt brauche ich nicht, aber Apotheke", ["not supermarket", "pharmacy"]),
        ("de", "Supermarkt nicht nötig", ["not supermarket"]),
        ("en", "Supermarket: no, pharmacy: yes", ["not supermarket", "pharmacy"]),
        ("en", "no supermarket and a pharmacy", ["not supermarket", "pharmacy"]),
        ("fr", "pas seulement une pharmacie mais un supermarché", ["pharmacy", "supermarket"]),
        ("de", "nicht nur Apotheke sondern auch Supermarkt", ["pharmacy", "supermarket"]),
        ("en", "can't live without a pharmacy", ["pharmacy"]),
        ("fr", "loin du supermarché", ["not supermarket"]),
        ("en", "-supermarket pharmacy", ["not supermarket", "pharmacy"]),
        ("en", "w/o supermarket", ["not supermarket"]),
    ],
)
def test_without_does_not_turn_into_its_contrary(
    lexicon: Lexicon, language: str, query: str, wishes: list[str]
) -> None:
    assert wished(read(lexicon, language, query)) == wishes


def test_words_after_without_that_are_no_facts_are_not_searched(lexicon: Lexicon) -> None:
    found = read(lexicon, "fr", "pharmacie sans éoliennes", texts=["eoliennes"])
    assert wished(found) == ["pharmacy"]
    assert found.text == []
    assert [word.text for word in found.left_out] == ["éoliennes"]


@pytest.mark.parametrize(
    ("language", "query", "names"),
    [
        ("de", "zwischen Auch und Lectoure", ["Auch", "Lectoure"]),
        ("en", "near Auch or Lectoure", ["Auch", "Lectoure"]),
        ("de", "Lectoure und Umgebung", ["Lectoure"]),
        ("de", "Auch und Umgebung", ["Auch"]),
        ("fr", "Lectoure et alentours", ["Lectoure"]),
    ],
)
def test_two_places_and_surroundings_are_places(
    lexicon: Lexicon, language: str, query: str, names: list[str]
) -> None:
    found = read(lexicon, language, query)
    assert places(found) == names
    assert found.named == []


def test_a_word_of_another_language_must_be_that_very_word(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "en", "pharmacie")) == ["pharmacy"]
    assert wished(read(lexicon, "en", "fibrage", texts=["fibrage"])) == []


@pytest.mark.parametrize(
    ("language", "query", "radius"),
    [
        ("en", "coworking within 10 km", 10),
        ("en", "within 10 km of a telecentre", 10),
        ("fr", "télécentre à moins de 15 km", 15),
        ("de", "Telezentrum höchstens 5 km", 5),
    ],
)
def test_a_telecentre_may_be_wished_within_a_distance(
    lexicon: Lexicon, language: str, query: str, radius: float
) -> None:
    found = read(lexicon, language, query)
    assert found.telecentre_within_km[0] == radius
    assert found.wishes == []
    assert found.place is None


@pytest.mark.parametrize(
    ("language", "query", "least", "most"),
    [
        ("en", "fewer than 500 inhabitants", None, 500),
        ("fr", "plus de 1 000 habitants", 1000, None),
        ("de", "mindestens 2.000 Einwohner", 2000, None),
        ("nl", "minder dan 800 inwoners", None, 800),
    ],
)
def test_a_number_of_people_is_a_filter(
    lexicon: Lexicon, language: str, query: str, least: int | None, most: int | None
) -> None:
    people = read(lexicon, language, query).population
    assert (people.least, people.most) == (least, most)


def test_a_kind_of_result_may_be_asked_for(lexicon: Lexicon) -> None:
    found = read(lexicon, "fr", "témoignage potier", texts=["potier"])
    assert [wish.wanted.codes for wish in found.kinds] == [("testimonial",)]
    assert [word.folded for word in found.content] == ["temoignage", "potier"]


def test_the_query_without_what_was_understood_keeps_the_rest(lexicon: Lexicon) -> None:
    found = read(lexicon, "en", "pharmacy near Auch with jazz", texts=["jazz"])
    assert found.without(found.wishes[0].span) == "near Auch with jazz"
    assert found.without(found.place.span) == "pharmacy with jazz"


@pytest.mark.parametrize("language", ["fr", "en", "de", "nl"])
def test_no_query_breaks_the_reading(lexicon: Lexicon, language: str) -> None:
    for hostile in HOSTILE:
        found = read(lexicon, language, hostile)
        assert len(found.query) <= 300
        assert found.without((0, len(found.query))) == ""


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("en", "not near Auch"),
        ("en", "far from Toulouse"),
        ("de", "nicht in der Nähe von Toulouse"),
        ("fr", "loin de Toulouse"),
        ("fr", "à plus de 20 km d'Auch"),
        ("nl", "meer dan 20 km van Toulouse"),
    ],
)
def test_far_from_a_place_is_not_near_it(lexicon: Lexicon, language: str, query: str) -> None:
    found = read(lexicon, language, query)
    assert found.place is None
    assert found.left_out


@pytest.mark.parametrize(
    ("language", "query"),
    [("fr", "hors de Lectoure"), ("nl", "niet in Lectoure"), ("en", "all but Lectoure")],
)
def test_a_village_may_be_excluded(lexicon: Lexicon, language: str, query: str) -> None:
    found = read(lexicon, language, query)
    assert [place.insee for place, _span in found.excluded] == ["32208"]
    assert found.named == []


@pytest.mark.parametrize(
    ("language", "query", "least", "most"),
    [
        ("en", "between 500 and 1000 inhabitants", 500, 1000),
        ("de", "500 bis 1000 Einwohner", 500, 1000),
        ("nl", "500-1000 inwoners", 500, 1000),
        ("en", "<500 inhabitants", None, 500),
        ("en", "1000+ inhabitants", 1000, None),
        ("de", "Einwohnerzahl unter 500", None, 500),
        ("fr", "moins de mille habitants", None, 1000),
    ],
)
def test_a_range_of_people_is_read_as_it_is_written(
    lexicon: Lexicon, language: str, query: str, least: int | None, most: int | None
) -> None:
    people = read(lexicon, language, query).population
    assert (people.least, people.most) == (least, most)


@pytest.mark.parametrize(
    ("language", "query"),
    [("fr", "pharmacie ou supermarché"), ("en", "a pharmacy or a supermarket")],
)
def test_of_two_things_with_or_between_them_one_will_do(
    lexicon: Lexicon, language: str, query: str
) -> None:
    (wish,) = read(lexicon, language, query).wishes
    assert wish.wanted.codes == ("pharmacy", "supermarket")


def test_a_distance_to_nothing_that_can_be_measured_is_left_out(lexicon: Lexicon) -> None:
    found = read(lexicon, "en", "pharmacy within 5 km")
    assert wished(found) == ["pharmacy"]
    assert [word.text for word in found.left_out] == ["5", "km"]


def test_words_written_apart_or_as_one_are_understood(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "nl", "basis school")) == ["primary-school"]
    assert named(read(lexicon, "en", "saintclar")) == ["32370"]


def test_a_phrase_may_be_unfinished_at_its_end(lexicon: Lexicon) -> None:
    assert wished(read(lexicon, "en", "primary sch", texts=["sch"])) == ["primary-school"]
    assert places(read(lexicon, "en", "near Saint-Cl")) == ["Saint-Clar"]


def test_words_that_look_like_others_mean_themselves(lexicon: Lexicon) -> None:
    found = read(lexicon, "de", "Hautarzt")
    assert found.wishes == []
    assert found.corrections == []
    assert found.certain == {"hautarzt"}


def test_a_postal_code_is_a_place_too(lexicon: Lexicon) -> None:
    found = read(lexicon, "de", "10 km um 32700")
    assert places(found) == ["Lectoure"]
    assert found.place.name == "32700"


def test_who_does_not_speak_a_language_does_not_exclude_it(lexicon: Lexicon) -> None:
    fixtures_words = {"fr": "français", "en": "French", "de": "Französisch", "nl": "Frans"}
    fixtures.concept("speaks-fr", "speaks", ["fr"], fixtures_words)
    found = read(fixtures.fresh_lexicon(), "en", "I do not speak French")
    assert found.wishes == []
    assert [word.text for word in found.left_out] == ["French"]
