"""The words the site understands: the vocabulary of the editors, names of places, small words.

A lexicon is made from the database and kept in memory; it is made again when the content has
changed.
"""

import bisect
import re
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cms.core import i18n
from search.analysis import clean, folded_words, is_stop_word, stem, words_of
from search.models import Concept, Facet
from search.offer import Offer
from search.query.names import Key, Located, Names, names_of
from search.query.wording import wording
from villages.models import ServiceType

# A word of so many letters may hold one error, or two.
LETTERS_FOR_ONE_ERROR = 4
LETTERS_FOR_TWO_ERRORS = 8
SHORTEST_BEGINNING = 4
# So many phrases with the same beginning are looked at.
MOST_PHRASES = 50
# How many letters a word has in common with one of the vocabulary that has its stem.
COMMON_LETTERS = 4
# Names and the reader's language come first where a word is corrected; there errors are forgiven
# that would turn a word of another language into something else.
OWN_LANGUAGES = 1
# In a word of no more letters the first one is not mistaken.
SHORT = 5
# Letters that are mistaken for one another at the beginning of a word.
SOUND_ALIKE = frozenset(map(frozenset, ("ck", "fv", "sz", "cs", "gj", "ij", "iy")))
_BRACKETS = re.compile(r"\s*\([^)]*\)")


class Role(StrEnum):
    """What a small word does in a query."""

    NEAR = "near"
    AT = "at"
    WITHIN = "within"
    OF = "of"
    KILOMETRE = "kilometre"
    MILE = "mile"
    WITHOUT = "without"
    WITH = "with_"
    AND = "and_"
    OR = "or_"
    FEWER = "fewer"
    MORE = "more"
    INHABITANT = "inhabitant"
    FILLER = "filler"
    NEED = "need"
    STOP = "stop"
    PLAIN = "plain"


@dataclass(frozen=True)
class Wanted:
    """A concept that a word asks for: any of `codes` of a facet.

    `labels` and `phrases`, the words it is asked for with, are by language.
    """

    code: str
    facet: str
    codes: tuple[str, ...]
    labels: Mapping[str, str] = field(compare=False)
    phrases: Mapping[str, tuple[str, ...]] = field(compare=False)


@dataclass
class Lexicon:
    """All words, by language where they have one.

    `concepts` are compared by their stems, `written` as they are written: a word of another
    language than the reader's must be that very word.
    """

    concepts: dict[str, dict[Key, Wanted]]
    written: dict[str, dict[Key, Wanted]]
    roles: dict[str, dict[Key, frozenset[Role]]]
    numbers: dict[str, dict[Key, float]]
    names: Names
    destinations: dict[str, list[Located]]
    wanted: dict[str, Wanted]
    longest: int

    def word_count(self, folded: Iterable[str], language: str) -> int:
        """Return how many of these words are small words of a language."""
        roles = self.roles[language]
        return sum((word,) in roles and (word,) not in self.names.whole for word in folded)

    def language_of(self, folded: Iterable[str], reader: str) -> str:
        """Return the language a query is written in: the reader's, unless another fits better."""
        words = list(folded)
        return max(
            (reader, *(code for code in i18n.LANGUAGES if code != reader)),
            key=lambda code: self.word_count(words, code),
        )

    def is_form(self, folded: str, language: str) -> bool:
        """Return whether a word looks like a word of the vocabulary that has the same stem."""
        return any(
            folded[:COMMON_LETTERS] == written[:COMMON_LETTERS]
            or (len(written) < COMMON_LETTERS and folded.startswith(written))
            for written in self._forms[language].get(stem(folded, language), ())
        )

    @cached_property
    def _forms(self) -> dict[str, dict[str, set[str]]]:
        forms: dict[str, dict[str, set[str]]] = {}
        for language, keys in self.written.items():
            of_language = forms.setdefault(language, {})
            for key in keys:
                if len(key) == 1:
                    of_language.setdefault(stem(key[0], language), set()).add(key[0])
        return forms

    def is_known(self, folded: str) -> bool:
        """Return whether a word stands in the vocabulary or in a name."""
        return any(folded in spelling for spelling in self.spellings.values())

    @cached_property
    def spellings(self) -> dict[str, frozenset[str]]:
        """The single words of the vocabulary, folded, by language; those of names under ""."""
        spellings = {
            language: frozenset(word for word in words if len(word) >= LETTERS_FOR_ONE_ERROR)
            for language, words in self._words.items()
        }
        names = {word for key in self.names.whole for word in key}
        spellings[""] = frozenset(word for word in names if len(word) >= LETTERS_FOR_ONE_ERROR)
        return spellings

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {
            language: {word for key in keys for word in key}
            for language, keys in self.written.items()
        }

    @cached_property
    def _sorted(self) -> dict[str, list[str]]:
        return {language: sorted(words) for language, words in self.spellings.items()}

    def correction(self, folded: str, reader: str) -> str:
        """Return the known word that a word with a typing error stands for, empty without one."""
        edits = allowed_edits(folded)
        if not edits:
            return ""
        candidates = [
            (distance, word not in self._alone, rank, word[0] != folded[0], len(word), word)
            for rank, language in enumerate(self._by_preference(reader))
            for word, distance in self._similar(folded, language, edits)
            if _is_likely(folded, word, distance, is_own=rank <= OWN_LANGUAGES)
        ]
        return min(candidates)[-1] if candidates else ""

    @cached_property
    def _alone(self) -> frozenset[str]:
        """The words that mean something without another: concepts, and names of villages."""
        concepts = {key[0] for keys in self.written.values() for key in keys if len(key) == 1}
        names = {
            word
            for key, places in self.names.whole.items()
            if any(place.is_village for place in places)
            for word in key
        }
        return frozenset(concepts | names)

    def as_written(self, folded: str) -> str:
        """Return a known word as it is written, with its accents: "Lectoure", "Bäckerei"."""
        return self._spelt.get(folded, folded)

    @cached_property
    def _spelt(self) -> dict[str, str]:
        phrases = [
            phrase
            for wanted in self.wanted.values()
            for phrases in wanted.phrases.values()
            for phrase in phrases
        ]
        named = [
            place.names[i18n.SOURCE_LANGUAGE]
            for places in self.names.whole.values()
            for place in places
        ]
        return {
            word.folded: word.text for text in (*phrases, *named) for word in words_of(clean(text))
        }

    def completions(self, beginning: str, reader: str) -> Iterator[str]:
        """Give the names and the reader's own words that begin so, the shortest first.

        Of a word at least half must be there; of a name its beginning will do.
        """
        for language in ("", reader):
            words = self._sorted[language]
            start = bisect.bisect_left(words, beginning)
            found = []
            for word in words[start:]:
                if not word.startswith(beginning):
                    break
                if not language or len(word) <= 2 * len(beginning):
                    found.append(word)
            yield from sorted(found, key=lambda word: (len(word), word))

    def phrase_completion(self, words: Sequence[str], reader: str) -> str:
        """Return the last word of the known phrase that begins with these words, or nothing."""
        beginning = " ".join(words)
        for phrases in (self._phrases[""], self._phrases[reader]):
            start = bisect.bisect_left(phrases, beginning)
            for phrase in phrases[start : start + MOST_PHRASES]:
                if not phrase.startswith(beginning):
                    break
                if phrase.count(" ") == len(words) - 1:
                    return phrase.rsplit(" ", 1)[-1]
        return ""

    @cached_property
    def _phrases(self) -> dict[str, list[str]]:
        """The groups of words of the vocabulary by language, those of names under ""."""
        phrases = {language: sorted(map(" ".join, keys)) for language, keys in self.written.items()}
        return {**phrases, "": sorted(map(" ".join, self.names.whole))}

    def _by_preference(self, reader: str) -> list[str]:
        return ["", reader, *(code for code in i18n.LANGUAGES if code != reader)]

    def _similar(self, folded: str, language: str, edits: int) -> list[tuple[str, int]]:
        written = self._phonetic[language]
        matches = process.extract(
            _phonetic(folded), written.keys(), scorer=OSA.distance, score_cutoff=edits, limit=8
        )
        return [(written[match], int(distance)) for match, distance, _index in matches]

    @cached_property
    def _phonetic(self) -> dict[str, dict[str, str]]:
        return {
            language: {_phonetic(word): word for word in words}
            for language, words in self._sorted.items()
        }


def allowed_edits(folded: str) -> int:
    """Return how many typing errors are forgiven in a word."""
    if folded.isdecimal() or len(folded) < LETTERS_FOR_ONE_ERROR:
        return 0
    return 2 if len(folded) >= LETTERS_FOR_TWO_ERRORS else 1


def _is_likely(typed: str, word: str, distance: int, *, is_own: bool) -> bool:
    """Return whether a word is likely to be meant: nobody mistakes its first letter lightly."""
    is_other_letter = word[0] != typed[0]
    if (is_other_letter or not is_own) and (distance > 1 or len(typed) <= SHORT):
        return False
    is_replaced = is_other_letter and len(word) == len(typed) and sorted(word) != sorted(typed)
    return not is_replaced or frozenset((word[0], typed[0])) in SOUND_ALIKE


def build(offer: Offer) -> Lexicon:
    """Make the lexicon of this moment."""
    wanted = _wanted()
    concepts = {language: _concept_keys(wanted, language) for language in i18n.LANGUAGES}
    written = {language: _written_keys(wanted, language) for language in i18n.LANGUAGES}
    roles = {language: _roles(language) for language in i18n.LANGUAGES}
    numbers = {language: _numbers(language) for language in i18n.LANGUAGES}
    names, destinations = names_of(offer)
    tables: list[Iterable[Key]] = [*concepts.values(), *roles.values(), names.whole]
    longest = max((len(key) for table in tables for key in table), default=1)
    return Lexicon(concepts, written, roles, numbers, names, destinations, wanted, longest)


def _wanted() -> dict[str, Wanted]:
    """Return the concepts by code; a type of service is one by its own label, too."""
    services = {service.code: service for service in ServiceType.objects.all()}
    wanted = {
        concept.code: Wanted(
            code=concept.code,
            facet=concept.facet,
            codes=tuple(concept.values),
            labels={language: concept.label_in(language) for language in i18n.LANGUAGES},
            phrases={
                language: (
                    *concept.words_in(language),
                    *_names_of(services.get(concept.code), language),
                )
                for language in i18n.LANGUAGES
            },
        )
        for concept in Concept.objects.all()
    }
    for code, service in services.items():
        phrases = {language: _names_of(service, language) for language in i18n.LANGUAGES}
        labels = {
            language: (names or phrases[i18n.SOURCE_LANGUAGE] or (code,))[0]
            for language, names in phrases.items()
        }
        wanted.setdefault(code, Wanted(code, Facet.SERVICE, (code,), labels, phrases))
    return wanted


def _names_of(service: ServiceType | None, language: str) -> tuple[str, ...]:
    """Return the label and the plural of a type of service, without what stands in brackets."""
    if service is None:
        return ()
    written = (getattr(service, f"{name}_{language}") or "" for name in ("label", "plural"))
    return tuple(bare for name in written if (bare := _BRACKETS.sub("", name).strip()))


def _concept_keys(wanted: dict[str, Wanted], language: str) -> dict[Key, Wanted]:
    """Return the concepts by their words; by those without the small ones, too, if unmistakable."""
    keys: dict[Key, Wanted] = {}
    bare: dict[Key, Wanted] = {}
    for concept in wanted.values():
        for phrase in concept.phrases[language]:
            words = folded_words(phrase)
            if words:
                keys.setdefault(tuple(stem(word, language) for word in words), concept)
            meant = tuple(
                stem(word, language) for word in words if not is_stop_word(word, language)
            )
            if 1 < len(meant) < len(words):
                bare.setdefault(meant, concept)
    return {**bare, **keys}


def _written_keys(wanted: dict[str, Wanted], language: str) -> dict[Key, Wanted]:
    keys: dict[Key, Wanted] = {}
    for concept in wanted.values():
        for phrase in concept.phrases[language]:
            keys.setdefault(folded_words(phrase), concept)
    return keys


def _roles(language: str) -> dict[Key, frozenset[Role]]:
    roles: dict[Key, frozenset[Role]] = {}
    words = wording(language)
    for role in Role:
        for phrase in getattr(words, role.value):
            key = folded_words(phrase)
            if key:
                roles[key] = roles.get(key, frozenset()) | {role}
    for key, meant in roles.items():
        # "and no", "en geen": a negation begins again.
        if Role.AND in meant and any(Role.WITHOUT in roles.get((word,), ()) for word in key):
            roles[key] = meant | {Role.WITHOUT}
    return roles


def _numbers(language: str) -> dict[Key, float]:
    return {folded_words(phrase): number for phrase, number in wording(language).numbers.items()}


def _phonetic(word: str) -> str:
    return word.replace("ph", "f")


_lock = threading.Lock()
_current: tuple[int, Lexicon] | None = None


def current_lexicon(offer: Offer) -> Lexicon:
    """Return the lexicon of an offer, kept in the memory of the process."""
    global _current  # noqa: PLW0603 -- the one copy of the process
    known = _current
    if known is None or known[0] != offer.generation:
        with _lock:
            if _current is None or _current[0] != offer.generation:
                _current = (offer.generation, build(offer))
            known = _current
    return known[1]


def forget_lexicon() -> None:
    """Forget the lexicon, so that it is made anew: for tests, whose transactions never happened."""
    global _current  # noqa: PLW0603 -- the one copy of the process
    with _lock:
        _current = None
