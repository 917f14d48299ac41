"""The words of a query: parted, put together, and as an engine is to find them."""

from collections.abc import Iterator, Sequence

from search.analysis import Word, is_stop_word, parts_of, stem, words_of
from search.engines.protocol import MOST_WORDS, QueryWord
from search.query.lexicon import SHORTEST_BEGINNING, allowed_edits

MOST_TOKENS = 40
THOUSANDS = frozenset((" ", ",", ".", "'", "’", "\u00a0", "\u202f"))
DECIMALS = frozenset((",", "."))
NOT = frozenset(("'t", "’t"))
UNITS = frozenset(("km", "kms", "mi", "miles"))


def read_words(query: str) -> list[Word]:
    """Return the words of a query, numbers put together and parted from their unit."""
    words: list[Word] = []
    for word in _parted(query):
        together = _number_of(words[-1], word, query) if words else ""
        if together:
            start = words.pop().start
            words.append(Word(query[start : word.end], together, start, word.end))
        else:
            words.append(word)
    return words[:MOST_TOKENS]


def _parted(query: str) -> Iterator[Word]:
    """Give the words of a query, "10km" as two."""
    for read in words_of(query):
        # "can't" is no "can".
        is_denied = read.folded == "can" and query[read.end : read.end + 2].casefold() in NOT
        word = read._replace(folded="cannot") if is_denied else read
        digits = len(word.folded) - len(word.folded.lstrip("0123456789"))
        if digits and word.folded[digits:] in UNITS:
            middle = word.start + digits
            yield Word(query[word.start : middle], word.folded[:digits], word.start, middle)
            yield Word(query[middle : word.end], word.folded[digits:], middle, word.end)
        else:
            yield word


def _number_of(former: Word, word: Word, query: str) -> str:
    """Return the number that two words are together ("1 000", "7,5"), empty when they are two."""
    if not (word.folded.isdecimal() and former.folded.replace(".", "").isdecimal()):
        return ""
    gap = query[former.end : word.start]
    if gap in THOUSANDS and len(word.folded) == 3 and len(former.folded) <= 3:
        return former.folded + word.folded
    if gap in DECIMALS and "." not in former.folded:
        return f"{former.folded}.{word.folded}"
    return ""


def query_words(
    words: Sequence[Word], language: str, query: str, certain: frozenset[str] | None
) -> list[QueryWord]:
    """Return what an engine is to find for these words in the index of a language.

    Typing errors are forgiven in all but the `certain` ones; without those, in none.
    """
    found = []
    for word in words:
        if is_stop_word(word.folded, language):
            continue
        parts = parts_of(word.folded, language)
        found.append(
            QueryWord(
                stem=stem(word.folded, language),
                folded=word.folded,
                parts=tuple(stem(part, language) for part in parts),
                edits=0
                if certain is None or word.folded in certain
                else allowed_edits(word.folded),
                is_prefix=word.end >= len(query.rstrip())
                and len(word.folded) >= SHORTEST_BEGINNING,
            )
        )
    return found[:MOST_WORDS]
