"""Text becomes words that can be compared, in four languages."""

import pytest

from search import analysis


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("École", "ecole"),
        ("Straße", "strasse"),
        ("Œuvre", "oeuvre"),
        ("Bäckerei", "backerei"),
        ("GARE", "gare"),
        ("Noë\u0301l", "noel"),
        ("Ｌｏｍｂｅｚ", "lombez"),
    ],
)
def test_words_are_compared_without_case_and_accents(written: str, folded: str) -> None:
    assert analysis.fold(written) == folded


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "écoles", "ecole"),
        ("fr", "pharmacies", "pharmacie"),
        ("fr", "cœur", "coeur"),
        ("en", "bakeries", "bakery"),
        ("en", "schools", "school"),
        ("de", "Apotheken", "Apotheke"),
        ("de", "Bäckerei", "Baeckerei"),
        ("de", "Straßen", "Strasse"),
        ("de", "Ärzte", "Aerzte"),
        ("nl", "apotheken", "apotheek"),
        ("nl", "bakkers", "bakker"),
        ("nl", "scholen", "school"),
        ("nl", "huizen", "huis"),
    ],
)
def test_two_spellings_and_numbers_of_a_word_have_one_stem(
    language: str, one: str, other: str
) -> None:
    assert analysis.analysed(one, language) == analysis.analysed(other, language)


def test_a_word_with_an_umlaut_written_out_stays_itself_where_there_is_none() -> None:
    assert analysis.stem("neue", "de") != analysis.stem("nu", "de")
    assert analysis.stem("quelle", "de") == analysis.stem("quellen", "de")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l'église", ["eglise"]),
        ("L’Isle-Jourdain", ["isle", "jourdain"]),
        ("d'Auch à Condom", ["auch", "a", "condom"]),
        ("the baker's shop", ["the", "baker", "shop"]),
        ("qu'aujourd'hui", ["aujourd", "hui"]),
        ("", []),
        ("!?…", []),
    ],
)
def test_elided_articles_and_endings_are_no_words(text: str, words: list[str]) -> None:
    assert [word.folded for word in analysis.words_of(text)] == words


def test_a_word_says_where_it_stands() -> None:
    text = analysis.clean("à l'école")
    word = list(analysis.words_of(text))[-1]
    assert text[word.start : word.end] == word.text == "école"


@pytest.mark.parametrize(
    ("language", "compound", "part"),
    [
        ("de", "Glasfaseranschluss", "Glasfaser"),
        ("de", "Dorfschule", "Schule"),
        ("de", "Mietwohnung", "Wohnung"),
        ("nl", "glasvezelaansluiting", "glasvezel"),
        ("nl", "dorpsschool", "school"),
        ("nl", "huurwoning", "woning"),
    ],
)
def test_a_compound_is_found_by_its_parts(language: str, compound: str, part: str) -> None:
    assert analysis.analysed(part, language)[0] in analysis.analysed(compound, language)


def test_compounds_are_not_split_in_french_and_english() -> None:
    assert analysis.parts_of("glasfaseranschluss", "fr") == ()


@pytest.mark.parametrize("language", ["fr", "en", "de", "nl"])
def test_words_of_no_meaning_are_left_out(language: str) -> None:
    small = {"fr": "le de dans", "en": "the of in", "de": "der von in", "nl": "de van in"}
    assert analysis.analysed(small[language], language) == []


@pytest.mark.parametrize(
    "hostile",
    ["\x00", "\u202eabc", "\U0001f600", "a" * 100_000, "\ud800", "\u200b" * 50, "\"'*:()[]{}\\"],
)
def test_no_text_breaks_the_analysis(hostile: str) -> None:
    for language in ("fr", "en", "de", "nl"):
        for word in analysis.analysed(hostile, language):
            assert len(word) <= analysis.LONGEST_WORD


def test_invisible_marks_part_no_word() -> None:
    assert analysis.clean("phar\u00admacie \u202eabc\x00def") == "pharmacie abc def"


def test_each_language_has_a_signature_of_its_own() -> None:
    signatures = {analysis.signature(language) for language in ("fr", "en", "de", "nl")}
    assert len(signatures) == 4
