"""The answer when no engine answers: the words of the rows themselves.

A word is held or it is not: nothing is forgiven here, and nothing is weighed.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import F, Max, Q, Value
from django.db.models.functions import StrIndex

from search.engines.protocol import MOST_HITS, Found, IndexedDocument, QueryWord
from search.models import SearchDocument

# How long rows are read for one search, in seconds: then the languages that remain are left out.
TIME_LIMIT = 0.4

T = TypeVar("T")
R = TypeVar("R")

# Texts that must all be among the words of a row.
Needles = tuple[str, ...]


def words_of_row(document: IndexedDocument) -> str:
    """Return the words of a row: its stems, and those as written; a space on each side of all."""
    fields = (document.title, document.keywords, document.text, document.words)
    words = sorted({word for field in fields for word in field.split()})
    return f" {' '.join(words)} " if words else ""


class RowsEngine:
    """Finds text in the rows of the database, and keeps nothing of its own."""

    name = "rows"

    def find(
        self, queries: Mapping[str, Sequence[QueryWord]], limit: int = MOST_HITS
    ) -> dict[str, list[Found]]:
        """Return the documents of each language that hold any of its words, the best first."""
        return _in_time(
            queries, lambda language, words: _found(language, words)[:limit], lambda _words: []
        )

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        """Return which of these words each language holds; without time to look, all of them."""
        asked = {language: sorted(set(some)) for language, some in words.items()}
        return _in_time(asked, _known, set)

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        """Do nothing: the rows are there."""
        return {}

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        """Do nothing: the rows are there."""

    def signature(self, language: str) -> str:
        """Return nothing: the rows have no index."""
        return ""

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        """Return nothing: the rows have no index."""
        return {}


def _in_time(
    asked: Mapping[str, Sequence[T]],
    look: Callable[[str, Sequence[T]], R],
    otherwise: Callable[[Sequence[T]], R],
) -> dict[str, R]:
    until = time.monotonic() + TIME_LIMIT
    return {
        language: look(language, words) if words and time.monotonic() < until else otherwise(words)
        for language, words in asked.items()
    }


def _found(language: str, words: Sequence[QueryWord]) -> list[Found]:
    alternatives = [_alternatives(word) for word in words]
    needles = sorted({needle for some in alternatives for all_of in some for needle in all_of})
    found = []
    for pk, *positions in _positions(language, needles):
        held = {needle for needle, position in zip(needles, positions, strict=True) if position}
        count = sum(any(held.issuperset(all_of) for all_of in some) for some in alternatives)
        if count:
            found.append(Found(pk, words=count, exact=count, relevance=0))
    return sorted(found, key=lambda one: (-one.words, one.pk))


def _alternatives(word: QueryWord) -> list[Needles]:
    """Return the ways in which a row holds a word, any of them."""
    ways: list[Needles] = [(f" {word.stem} ",)]
    ways.append((f" {word.folded}" if word.is_prefix else f" {word.folded} ",))
    if word.parts:
        ways.append(tuple(f" {part} " for part in word.parts))
    return ways


def _positions(language: str, needles: Sequence[str]) -> Iterable[tuple[int, ...]]:
    """Return each row that holds a needle, and where it holds each of them, 0 for nowhere."""
    places = {f"place_{number}": _place(needle) for number, needle in enumerate(needles)}
    holds_any = Q()
    for name in places:
        holds_any |= Q(**{f"{name}__gt": 0})
    rows = SearchDocument.objects.current().filter(language=language).annotate(**places)
    return rows.filter(holds_any).values_list("pk", *places).iterator()


def _known(language: str, words: Sequence[str]) -> set[str]:
    rows = SearchDocument.objects.current().filter(language=language)
    places = {f"place_{number}": Max(_place(f" {word} ")) for number, word in enumerate(words)}
    answer = rows.aggregate(**places)
    return {word for word, place in zip(words, answer.values(), strict=True) if place}


def _place(needle: str) -> StrIndex:
    return StrIndex(F("words"), Value(needle))
