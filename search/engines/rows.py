"""The answer when no engine answers: the words of the rows themselves.

A word is held or it is not: nothing is forgiven here, and nothing is weighed.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence

from search.engines.protocol import MOST_HITS, Found, IndexedDocument, QueryWord
from search.models import SearchDocument

# How long rows are read for one search, in seconds: those not read by then are left out, and they
# are of the languages that the reader asked for last.
TIME_LIMIT = 0.4
CHUNK = 500

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
        until = time.monotonic() + TIME_LIMIT
        return {
            language: _found(language, words, until)[:limit] for language, words in queries.items()
        }

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        """Return which of these words each language holds, stems among them.

        Where there was no time to look, all of them: no word is then doubted.
        """
        until = time.monotonic() + TIME_LIMIT
        return {language: _known(language, set(some), until) for language, some in words.items()}

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


def _found(language: str, words: Sequence[QueryWord], until: float) -> list[Found]:
    if not words:
        return []
    alternatives = [_alternatives(word) for word in words]
    found = []
    for pk, held in _read(language, until):
        count = sum(
            any(all(needle in held for needle in needles) for needles in ways)
            for ways in alternatives
        )
        if count:
            found.append(Found(pk, words=count, exact=count, relevance=0))
    return sorted(found, key=lambda one: (-one.words, one.pk))


def _known(language: str, words: set[str], until: float) -> set[str]:
    unknown = set(words)
    for _pk, held in _read(language, until):
        unknown -= {word for word in unknown if f" {word} " in held}
        if not unknown:
            return words
    return words - unknown if time.monotonic() < until else words


def _alternatives(word: QueryWord) -> list[Needles]:
    """Return the ways in which a row holds a word, any of them."""
    ways: list[Needles] = [(f" {word.stem} ",)]
    ways.append((f" {word.folded}" if word.is_prefix else f" {word.folded} ",))
    if word.parts:
        ways.append(tuple(f" {part} " for part in word.parts))
    return ways


def _read(language: str, until: float) -> Iterator[tuple[int, str]]:
    """Give the words of each row, by primary key, as long as there is time."""
    rows = SearchDocument.objects.current().filter(language=language)
    for pair in rows.values_list("pk", "words").iterator(chunk_size=CHUNK):
        if time.monotonic() >= until:
            return
        yield pair
