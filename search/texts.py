"""Finding text: the engine is asked once for all languages, and the best matches are kept."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from cms.core import i18n
from search.analysis import Word
from search.engines.protocol import Engine, EngineAwayError, EngineError, QueryWord
from search.engines.rows import RowsEngine
from search.query.words import query_words

logger = logging.getLogger(__name__)

Key = TypeVar("Key")
# Of the texts that lack a word, those at least so relevant as the best one are shown.
NEARLY = 0.5
# What a text in another language is worth beside one in the reader's, where both lack a word.
FOREIGN_WORTH = 0.7


class Match(NamedTuple):
    """How well a text holds what was searched; the smaller the better.

    `missing` counts words it does not hold, `misspelt` those it holds with a typing error;
    `foreign` is 0 for the reader's language and rises with the languages after it.
    """

    missing: int
    misspelt: int
    foreign: int
    relevance: float
    pk: int

    @property
    def is_exact(self) -> bool:
        """Whether all words are held as they were typed."""
        return not (self.missing or self.misspelt)

    @property
    def merit(self) -> tuple[float, ...]:
        """What matches are ordered by.

        Those that hold all words come first; of the others, those that hold rarer words.
        """
        if self.missing:
            return (1, -self.relevance * (FOREIGN_WORTH if self.foreign else 1), self.missing)
        return (0, self.misspelt, self.foreign, -self.relevance)


@dataclass
class TextSearch:
    """Searches text for one reader, with an engine or, where it does not answer, in the rows.

    `certain` are words, folded, that are no typing errors.
    """

    language: str
    engine: Engine
    is_degraded: bool = False
    certain: frozenset[str] = frozenset()
    _asked: set[str] = field(default_factory=set)
    _held: set[str] = field(default_factory=set)
    _found: dict[tuple[tuple[Word, ...], str], list[Match]] = field(default_factory=dict)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages in which text is searched, those the reader likely reads first."""
        return tuple(
            dict.fromkeys((self.language, *i18n.FALLBACKS[self.language], *i18n.LANGUAGES))
        )

    def known(self, words: Collection[str]) -> set[str]:
        """Return which of these words, folded, the texts hold in any language."""
        asked = set(words) - self._asked
        if asked:
            wanted = dict.fromkeys(self.languages, tuple(sorted(asked)))
            try:
                found = self.engine.known(wanted)
            except EngineError as error:
                self._fall_back(error)
                found = self.engine.known(wanted)
            self._asked |= asked
            self._held |= set().union(*found.values())
        return self._held.intersection(words)

    def find(self, words: Sequence[Word], query: str) -> list[Match]:
        """Return the texts that hold any of these words, in no order; asked once for the same."""
        key = (tuple(words), query)
        if key not in self._found:
            self._found[key] = self._find(self.queries(words, query))
        return self._found[key]

    def _find(self, queries: dict[str, list[QueryWord]]) -> list[Match]:
        if not queries:
            return []
        try:
            found = self.engine.find(queries)
        except EngineError as error:
            self._fall_back(error)
            found = self.engine.find(queries)
        matches = []
        for language, hits in found.items():
            foreign, count = self.languages.index(language), len(queries[language])
            matches += [
                Match(count - hit.words, hit.words - hit.exact, foreign, hit.relevance, hit.pk)
                for hit in hits
            ]
        return matches

    def queries(self, words: Sequence[Word], query: str) -> dict[str, list[QueryWord]]:
        """Return what is searched in each language; typing errors are those of the reader's own."""
        queries = {
            language: query_words(
                words, language, query, self.certain if language == self.language else None
            )
            for language in self.languages
        }
        return {language: wanted for language, wanted in queries.items() if wanted}

    def _fall_back(self, error: EngineError) -> None:
        if isinstance(self.engine, RowsEngine):
            raise error
        # One line for each time the engine was asked in vain, not for each search meanwhile.
        if not isinstance(error, EngineAwayError):
            logger.warning("The search engine does not answer: %s", error)
        self.engine = RowsEngine()
        self.is_degraded = True


def best_of(matches: Iterable[tuple[Key, Match]]) -> dict[Key, Match]:
    """Return the best match of each thing."""
    best: dict[Key, Match] = {}
    for key, match in matches:
        known = best.get(key)
        if known is None or match.merit < known.merit:
            best[key] = match
    return best


def kept(matches: Mapping[Key, Match]) -> dict[Key, Match]:
    """Return the matches worth showing.

    Where a text holds all words, only those that do, and only as they were typed where one holds
    them so: exact hits are not drowned. Where none does, those nearly as relevant as the best.
    """
    if not matches:
        return {}
    best = min(matches.values(), key=lambda match: match.merit)
    if not best.missing:
        return {
            key: match
            for key, match in matches.items()
            if not match.missing and (best.misspelt or not match.misspelt)
        }
    least = NEARLY * max(match.relevance for match in matches.values())
    return {
        key: match
        for key, match in matches.items()
        if match.relevance >= least or match.missing <= best.missing
    }
