"""Suggestions while a query is being typed: names, words of the vocabulary, titles."""

import bisect
import functools
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from search.addresses import addresses_at
from search.analysis import Word, clean, folded_words, is_stop_word, words_of
from search.models import Kind, SearchDocument
from search.offer import Offer, current_offer
from search.query.lexicon import Lexicon, current_lexicon
from search.query.names import name_word
from search.requests import LONGEST_QUERY
from search.results import Suggestion

MOST = 8
SHORTEST = 2
# So many words at the end of a query are completed together, at most.
MOST_WORDS = 4
# So many entries with the same beginning are looked at, at most.
MOST_ENTRIES = 400
CONCEPT, PLACE = "concept", "place"


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """Something to complete to. `order` puts what helps most first; `key` finds its document."""

    written: str
    order: int
    text: str
    kind: str
    key: str


@dataclass(frozen=True)
class Index:
    """All entries for the readers of one language, sorted by how they are written."""

    entries: list[Entry]

    def beginning_with(self, written: str) -> list[Entry]:
        """Return the entries that begin so, those that help most first, the shortest first."""
        start = bisect.bisect_left(self.entries, written, key=lambda entry: entry.written)
        found = []
        for entry in self.entries[start : start + MOST_ENTRIES]:
            if not entry.written.startswith(written):
                break
            found.append(entry)
        return sorted(found, key=lambda entry: (entry.order, len(entry.text), entry.text))


def suggest(query: str, language: str) -> list[Suggestion]:
    """Return completions of the end of a query, for a reader of a language."""
    query = clean(query[:LONGEST_QUERY])
    typed = list(words_of(query))
    if not typed or sum(len(word.folded) for word in typed) < SHORTEST:
        return []
    offer = current_offer()
    lexicon = current_lexicon(offer)
    found: dict[tuple[str, str], tuple[str, Entry]] = {}
    for head, entry in _candidates(query, typed, _index(offer, lexicon, language)):
        same = entry.key if entry.kind == CONCEPT else entry.text
        found.setdefault((entry.kind, same), (head, entry))
        if len(found) == MOST:
            break
    return _with_addresses(list(found.values()), language, offer.generation)


def _candidates(query: str, typed: list[Word], index: Index) -> Iterator[tuple[str, Entry]]:
    """Give what completes the last words, as many of them together as possible."""
    for count in range(min(MOST_WORDS, len(typed)), 0, -1):
        last = typed[-count:]
        written = " ".join(name_word(word.folded) for word in last[:-1])
        written = f"{written} {last[-1].folded}".strip()
        if len(written) < SHORTEST:
            continue
        is_whole = count == len(typed)
        for entry in index.beginning_with(written):
            if is_whole or entry.kind in {CONCEPT, PLACE, Kind.VILLAGE}:
                yield query[: last[0].start], entry


def _with_addresses(
    found: list[tuple[str, Entry]], language: str, generation: int
) -> list[Suggestion]:
    wanted = Q()
    for head, entry in found:
        if entry.kind not in {CONCEPT, PLACE} and not head.strip():
            wanted |= Q(kind=entry.kind, key=entry.key)
    documents: dict[tuple[str, str], SearchDocument] = {}
    if wanted:
        for document in SearchDocument.objects.current().filter(wanted).defer("text", "keywords"):
            if (document.kind, document.key) not in documents or document.language == language:
                documents[document.kind, document.key] = document
    addresses = addresses_at(generation)
    suggestions = []
    for head, entry in found:
        target = documents.get((entry.kind, entry.key))
        suggestions.append(
            Suggestion(
                query=f"{head}{entry.text}",
                text=entry.text,
                kind=entry.kind,
                address=addresses.of(target, language) if target else "",
                insee=entry.key if entry.kind == Kind.VILLAGE else "",
            )
        )
    return suggestions


def _index(offer: Offer, lexicon: Lexicon, language: str) -> Index:
    return _indexes(offer.generation, language, _Sources(offer, lexicon))


@dataclass(frozen=True)
class _Sources:
    """What an index is made of; two of one generation are the same."""

    offer: Offer
    lexicon: Lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sources) and self.offer is other.offer

    def __hash__(self) -> int:
        return hash(self.offer.generation)


@functools.lru_cache(maxsize=4)
def _indexes(generation: int, language: str, sources: _Sources) -> Index:
    entries = [
        *_of_concepts(sources.lexicon, language),
        *_of_names(sources.offer, sources.lexicon, language),
        *_of_titles(sources.offer, language),
    ]
    return Index(sorted(entries))


def _of_concepts(lexicon: Lexicon, language: str) -> Iterator[Entry]:
    for wanted in lexicon.wanted.values():
        for order, phrase in enumerate(dict.fromkeys(wanted.phrases[language])):
            written = _written(phrase)
            if written:
                yield Entry(written, 1 if order == 0 else 4, phrase, CONCEPT, wanted.code)


def _of_names(offer: Offer, lexicon: Lexicon, language: str) -> Iterator[Entry]:
    readable = offer.readable(language) & offer.programme
    for number, village in enumerate(offer.villages):
        if village is None:
            continue
        is_shown = bool(readable >> number & 1)
        kind, order = (Kind.VILLAGE.value, 0) if is_shown else (PLACE, 3)
        for written in _from_each_word(village.name, "fr"):
            yield Entry(written, order, village.name, kind, village.insee)
    for kind_of_place, places in lexicon.destinations.items():
        for place in places:
            name = place.names[language]
            for written in _from_each_word(name, language):
                yield Entry(written, 2, name, PLACE, f"{kind_of_place} {name}")


def _of_titles(offer: Offer, language: str) -> Iterator[Entry]:
    keys = {entry.thing for entry in offer.others.values()}
    for key in keys:
        entry = offer.version(key, language)
        if entry.kind != Kind.TELECENTRE and offer.is_shown(entry, language):
            for written in _from_each_word(entry.title, entry.language):
                yield Entry(written, 5, entry.title, entry.kind, entry.key)


def _from_each_word(text: str, language: str) -> Iterator[str]:
    """Give how a text is written from each of its words on that mean something."""
    words = [name_word(word) for word in folded_words(text)]
    for start, word in enumerate(words):
        if start == 0 or not is_stop_word(word, language):
            yield " ".join(words[start:])


def _written(phrase: str) -> str:
    return " ".join(name_word(word) for word in folded_words(phrase))
