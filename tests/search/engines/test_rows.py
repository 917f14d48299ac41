"""The rows answer when no engine does."""

from typing import Any

import pytest

from search.analysis import fold, parts_of, stem
from search.engines import rows
from search.engines.protocol import QueryWord
from search.engines.rows import RowsEngine, words_of_row
from search.indexed import indexed
from search.models import SearchDocument
from tests.search.rows import remove, row

pytestmark = pytest.mark.django_db


def written(key: str, title: str = "", language: str = "fr", **fields: Any) -> SearchDocument:
    """Make a row with its words, as content writes it."""
    document = row(key, title, language, **fields)
    document.words = words_of_row(indexed(document))
    document.save()
    return document


def words(text: str, language: str, is_prefix: bool = False) -> list[QueryWord]:
    """Return the words of a query, as they are understood."""
    return [
        QueryWord(
            stem(fold(word), language),
            fold(word),
            tuple(stem(part, language) for part in parts_of(fold(word), language)),
            edits=1,
            is_prefix=is_prefix,
        )
        for word in text.split()
    ]


def found(text: str, language: str = "fr", is_prefix: bool = False) -> list[tuple[str, int]]:
    """Return the keys of what is found, and how many words of the query each holds."""
    hits = RowsEngine().find({language: words(text, language, is_prefix)})[language]
    keys = dict(SearchDocument.objects.values_list("pk", "key"))
    return [(keys[hit.pk], hit.words) for hit in hits]


def test_a_word_is_found_whatever_its_accents_and_ending() -> None:
    written("school", "L’École du village")

    assert found("ecole") == found("écoles") == found("ÉCOLE") == [("school", 1)]


def test_words_are_found_in_title_keywords_and_text() -> None:
    for field in ("title", "keywords", "text"):
        written(field, **{field: "Pharmacie"})

    assert found("pharmacie") == [("title", 1), ("keywords", 1), ("text", 1)]


def test_more_words_come_first() -> None:
    written("one", "Gare")
    written("two", "Gare et pharmacie")

    assert found("gare pharmacie") == [("two", 2), ("one", 1)]


def test_a_part_of_a_word_is_not_the_word_but_may_be_its_beginning() -> None:
    written("school", "Pharmacie")

    assert found("pharma") == []
    assert found("pharma", is_prefix=True) == [("school", 1)]
    assert found("macie", is_prefix=True) == []


def test_a_compound_is_found_by_its_parts() -> None:
    written("school", "Die Schule, für Kinder vom Grund auf", "de")

    assert parts_of("grundschule", "de") == ("grund", "schule")
    assert found("Grundschule", "de") == [("school", 1)]


def test_nothing_is_found_in_another_language_or_in_what_is_gone() -> None:
    written("german", "Gare", "de")
    remove(written("gone", "Gare"), 2)

    assert found("gare") == []


@pytest.mark.parametrize("hostile", ["%", "_", "'", '"', "\\", "%%%", "a_b", "a' OR 1=1 --"])
def test_hostile_words_are_words_like_others(hostile: str) -> None:
    written("school", "École")

    assert found(hostile) == []


def test_known_words_are_told_from_unknown_ones() -> None:
    written("school", "Écoles primaires")

    known = RowsEngine().known({"fr": ["ecoles", "ecolage", "gare"], "de": ["ecoles"], "nl": []})

    assert known == {"fr": {"ecoles"}, "de": set(), "nl": set()}


def test_languages_for_which_no_time_is_left_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    written("school", "École")
    monkeypatch.setattr(rows, "TIME_LIMIT", 0)

    assert found("ecole") == []
    assert RowsEngine().known({"fr": ["gare"]}) == {"fr": {"gare"}}
