"""What an engine of the search can do.

An engine knows text only: it finds the documents of a language that hold words. Facts, places
and what may be shown are judged by the rows (`search.offer`), so that no engine can show what is
no longer public or count what is not there. The words it is given, and those it keeps, are made
by `search.analysis`: an engine splits at spaces and nothing more, and all engines agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

# No more documents than these are found in one language, the best first.
MOST_HITS = 2_000

# How a score says how many words a document holds, and how many of them as they were typed: what
# is left is the relevance of the text (BM25), scaled to be too small to count as a word. With no
# more than MOST_WORDS words the three never overlap.
MOST_WORDS = 12
WORD_SCORE = 1_000.0
EXACT_SCORE = 40.0
RELEVANCE_SCALE = 0.02

# A word that every engine puts into every weighed field. The engines differ in how they weigh a
# field that some documents lack; with it there is no such field, and they agree. No analysis
# makes this word.
FILLER = "_"


class EngineError(Exception):
    """The engine did not answer in time, or not as it should."""


class EngineAwayError(EngineError):
    """The engine was not asked: it failed a short while ago."""


@dataclass(frozen=True)
class IndexedDocument:
    """A document as an engine keeps it: words separated by spaces.

    `title`, `keywords` and `text` hold stems, `words` the words as they are written, without
    accents. `digest` tells one content from another.
    """

    pk: int
    generation: int
    digest: str
    title: str
    keywords: str
    text: str
    words: str


@dataclass(frozen=True)
class QueryWord:
    """A word to find: by its stem, or else by the parts it is composed of.

    `folded` is the word as typed, without accents. Within `edits` typing errors, and as the
    beginning of a word where `is_prefix`, it is looked for among `words`.
    """

    stem: str
    folded: str
    parts: tuple[str, ...] = ()
    edits: int = 0
    is_prefix: bool = False


class Found(NamedTuple):
    """A document that was found, and how well.

    `words` counts the words of the query it holds, `exact` those held without a typing error.
    """

    pk: int
    words: int
    exact: int
    relevance: float

    @classmethod
    def of_score(cls, pk: int, score: float) -> "Found":
        """Read the score that an engine gave by the scale above."""
        words = int(score // WORD_SCORE)
        rest = score - words * WORD_SCORE
        exact = min(words, int(rest // EXACT_SCORE))
        return cls(pk, words, exact, rest - exact * EXACT_SCORE)


class Engine(Protocol):
    """Finds and keeps documents, in one index per language.

    Every method raises `EngineError` where the engine does not answer in time or answers
    nonsense, and nothing else.
    """

    name: str

    def find(
        self, queries: Mapping[str, Sequence[QueryWord]], limit: int = MOST_HITS
    ) -> dict[str, list[Found]]:
        """Return the documents of each language that hold any of its words, the best first."""

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        """Return which of these words (as written, without accents) each language holds."""

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        """Keep the changed documents, forget the deleted ones (generation by primary key).

        A document is never replaced by an older generation of itself. What is pushed is found
        when this returns. Returns the reason of each refusal, by primary key.
        """

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        """Keep exactly these documents; until that is done, the former ones are found."""

    def signature(self, language: str) -> str:
        """Return the signature of the analysis that the index was built with; empty without one."""

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        """Return the generation and the digest of every document, by primary key."""
