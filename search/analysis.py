"""How text becomes words that can be compared: the one analysis of all engines.

Letters are folded (no case, no accents, œ and ß written out), elided articles cut off, words of
no meaning left out, the others brought to their stem (Snowball); German and Dutch compounds give
their parts beside themselves. Words are folded before they are stemmed, so that somebody who
types no accents gets the same stems.
"""

import functools
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from importlib.metadata import version
from typing import NamedTuple

import Stemmer

from search.query.wording import wording

# Raised when other words are made of the same text, or kept of them: all indexes are rebuilt.
VERSION = 3

STEMMERS = {"fr": "french", "en": "english", "de": "german", "nl": "dutch"}
# Languages whose compounds are split.
COMPOUNDING = frozenset({"de", "nl"})
JOINTS = ("", "s", "es", "n", "en", "er", "e")
SHORTEST_COMPOUND = 7
LONGEST_WORD = 64
SHORTEST_TAIL = 5

_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Soft hyphens, marks of direction and width, tags: what has a place in a text but no look.
_INVISIBLE = re.compile(
    r"[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_APOSTROPHES = "'’ʼ`´"
_ELIDED = frozenset(
    ["l", "d", "j", "m", "t", "s", "n", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu"]
)
_ENDINGS = frozenset(["s", "t", "ll", "re", "ve"])
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
# As Lucene's german_normalization: umlauts written with an e, unless it follows a vowel or a q.
_UMLAUT = re.compile(r"([ao])e|(?<![aeiouq])ue")
# Fotografinnen are more than one Fotografin.
_FEMALE = re.compile(r"(?<=\w\w\w)innen$")
# A Dutch long vowel is doubled in a closed syllable only (school, scholen), a consonant voiceless
# at the end of a word only (huis, huizen).
_LONG_VOWEL = re.compile(r"([aeou])\1(?=[^aeiou]$)")
_VOICELESS = {"z": "s", "v": "f"}


class Word(NamedTuple):
    """A word of a text: as written, folded, and where it stands."""

    text: str
    folded: str
    start: int
    end: int


def clean(text: str) -> str:
    """Return `text` composed (NFC), without invisible marks, control characters as spaces."""
    if text.isprintable() and text.isascii():
        return text
    return _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


@functools.lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a word without case, accents and ligatures: `Œuvre` and `oeuvre` are one."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    decomposed = unicodedata.normalize("NFKD", folded.translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@functools.lru_cache(maxsize=512)
def words_in(text: str) -> tuple[Word, ...]:
    """Return the words of a text that `clean` has returned, remembered for texts shown again."""
    return tuple(words_of(text))


def words_of(text: str) -> Iterator[Word]:
    """Give the words of a text that `clean` has returned, elided articles and endings cut off."""
    for match in _WORD.finditer(text):
        folded = fold(match[0])[:LONGEST_WORD]
        before = text[match.start() - 1 : match.start()]
        after = text[match.end() : match.end() + 1]
        if after and after in _APOSTROPHES and folded in _ELIDED:
            continue
        if before and before in _APOSTROPHES and folded in _ENDINGS:
            continue
        yield Word(match[0], folded, match.start(), match.end())


@functools.lru_cache(maxsize=200_000)
def stem(folded: str, language: str) -> str:
    """Return the stem of a folded word in a language."""
    if language == "de":
        folded = _FEMALE.sub("in", folded)
        folded = _UMLAUT.sub(lambda match: match[1] or "u", folded)
    found = str(_stemmer(language).stemWord(folded))
    if language == "nl":
        found = _LONG_VOWEL.sub(r"\1", found)
        return found[:-1] + _VOICELESS.get(found[-1], found[-1]) if found else found
    return found


@functools.lru_cache(maxsize=100_000)
def parts_of(folded: str, language: str) -> tuple[str, ...]:
    """Return the parts of a compound that is made of known parts only; empty for other words."""
    if language not in COMPOUNDING or len(folded) < SHORTEST_COMPOUND:
        return ()
    return split(folded, compound_parts(language))


def split(folded: str, parts: frozenset[str]) -> tuple[str, ...]:
    """Return the fewest of `parts` that make up a word, joints between them, or nothing."""
    best: tuple[str, ...] = ()
    for end in range(3, len(folded) - 2):
        head = folded[:end]
        if head not in parts:
            continue
        for joint in JOINTS:
            rest = folded[end:]
            if not rest.startswith(joint):
                continue
            rest = rest[len(joint) :]
            tail = (rest,) if rest in parts else split(rest, parts) if len(rest) > 5 else ()
            if tail and (not best or len(tail) + 1 < len(best)):
                best = (head, *tail)
    return best


def is_stop_word(folded: str, language: str) -> bool:
    """Return whether a folded word carries no meaning in a language."""
    return folded in _stop_words(language)


@functools.lru_cache(maxsize=200_000)
def stems_of(folded: str, language: str) -> tuple[str, ...]:
    """Return the stems a word is indexed by: its own, and those of the parts of a compound."""
    if folded in _stop_words(language):
        return ()
    own = stem(folded, language)
    parts = parts_of(folded, language) or _known_tail(folded, language)
    return (own, *(stem(part, language) for part in parts))


def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared, parted as a query is."""
    return tuple(word.folded for word in words_of(clean(text)))


def analysed(text: str, language: str) -> list[str]:
    """Return the stems of a text, in its order."""
    return [found for word in folded_words(text) for found in stems_of(word, language)]


@functools.cache
def compound_parts(language: str) -> frozenset[str]:
    """Return the folded parts of which compounds of a language are made."""
    return frozenset(fold(part) for part in wording(language).compound_parts)


@functools.cache
def signature(language: str) -> str:
    """Return what tells this analysis of a language from any other: eight hexadecimal digits."""
    words = wording(language)
    told = (VERSION, language, version("PyStemmer"), words.stop, words.compound_parts)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:8]


def _known_tail(folded: str, language: str) -> tuple[str, ...]:
    """Return the last part of a compound whose beginning is not known, as in Wochenmarkt."""
    if language not in COMPOUNDING:
        return ()
    parts = compound_parts(language)
    for start in range(3, len(folded) - SHORTEST_TAIL + 1):
        if folded[start:] in parts:
            return (folded[start:],)
    return ()


@functools.cache
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[language])


@functools.cache
def _stop_words(language: str) -> frozenset[str]:
    return frozenset(fold(word) for word in wording(language).stop)
