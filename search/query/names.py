"""The names of places: villages and communes, towns, stations and airports."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cms.core import i18n
from search.analysis import fold, folded_words
from search.entries import VillageEntry
from search.offer import Offer
from search.query.wording import wording
from villages.models import Destination

Key = tuple[str, ...]

SHORTEST_PART_OF_A_NAME = 4
# Words inside names of places that people leave out.
CONNECTING = frozenset(
    ["sur", "sous", "de", "du", "des", "d", "en", "et", "a", "au", "aux", "les", "le", "la", "l"]
)
GENERIC = frozenset(("saint", "sainte", "gers", "mont"))
# What an airport is called in the names of destinations.
AIRPORT = frozenset(("aeroport", "airport", "flughafen", "luchthaven"))
_BRACKETS = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Located:
    """A place that a word names. `insee` is empty for one outside the department.

    `is_village` says that it is a village of the programme, which can be found itself.
    """

    names: Mapping[str, str] = field(compare=False)
    latitude: float
    longitude: float
    insee: str = ""
    is_village: bool = False


@dataclass
class Names:
    """The names of places, by their words; `parts` are single words of names of villages."""

    whole: dict[Key, tuple[Located, ...]] = field(default_factory=dict)
    parts: dict[str, tuple[Located, ...]] = field(default_factory=dict)
    codes: dict[str, tuple[Located, ...]] = field(default_factory=dict)

    def add(self, key: Key, place: Located) -> None:
        """Let a place be found by these words."""
        if key and place not in self.whole.get(key, ()):
            self.whole[key] = (*self.whole.get(key, ()), place)


def name_word(folded: str) -> str:
    """Return a word of a name as names are compared by: "st" is Saint, "ste" Sainte."""
    return _SAINTS.get(folded, folded)


_SHORT_SAINTS = {"saint": "st", "sainte": "ste"}
_SAINTS = {"st": "saint", "ste": "sainte", "sankt": "saint", "sint": "saint"}


def names_of(offer: Offer) -> tuple[Names, dict[str, list[Located]]]:
    """Return all names of places, and where the destinations of each kind are."""
    names = Names()
    located = [(entry, _located(entry)) for entry in offer.villages if entry]
    for entry, place in located:
        _add_village(names, entry, place)
    # A postal code first: people type it more often than the code of the INSEE.
    for codes in (_postal_codes, _insee_codes):
        for entry, place in located:
            for code in codes(entry):
                names.codes[code] = (*names.codes.get(code, ()), place)
    return names, _destinations(names)


def _destinations(names: Names) -> dict[str, list[Located]]:
    """Add the names of the destinations, and return where those of each kind are."""
    destinations: dict[str, list[Located]] = {}
    nicknames: list[tuple[Key, Located]] = []
    for destination in Destination.objects.all():
        labels = {
            language: getattr(destination, f"name_{language}") or destination.name
            for language in i18n.LANGUAGES
        }
        place = Located(labels, destination.latitude, destination.longitude)
        destinations.setdefault(destination.kind, []).append(place)
        for label in labels.values():
            for written in (label, _BRACKETS.sub("", label)):
                key = tuple(name_word(word) for word in folded_words(written))
                if key not in names.whole:
                    names.add(key, place)
            if destination.kind == "airport":
                nicknames += [(key, place) for key in _keys_of_airport(label)]
    for key, place in nicknames:
        # An airport is called by the town next to it, where that has no place of its own here.
        if key not in names.whole:
            names.add(key, place)
    return destinations


def _keys_of_airport(label: str) -> Iterator[Key]:
    """Give the words an airport is called by, too: "aéroport de Bordeaux", "Mérignac"."""
    words = folded_words(_BRACKETS.sub("", label))
    told = [word for word in words if word not in CONNECTING]
    place = [word for word in told if word not in AIRPORT]
    yield tuple(place)
    for word in place:
        for kind in told:
            if kind in AIRPORT:
                yield from ((kind, word), (word, kind))
                yield from ((kind, link, word) for link in ("de", "van", "von"))
        yield (word,)


def _located(entry: VillageEntry) -> Located:
    return Located(
        dict.fromkeys(i18n.LANGUAGES, entry.name),
        entry.latitude,
        entry.longitude,
        entry.insee,
        entry.is_in_programme and bool(entry.languages),
    )


def _postal_codes(entry: VillageEntry) -> tuple[str, ...]:
    return entry.postal_codes


def _insee_codes(entry: VillageEntry) -> tuple[str, ...]:
    return (entry.insee,)


def _add_village(names: Names, entry: VillageEntry, place: Located) -> None:
    words = [name_word(word) for word in folded_words(entry.name)]
    names.add(tuple(words), place)
    if words[0] in {fold(word) for word in wording("fr").article}:
        names.add(tuple(words[1:]), place)
    names.add(tuple(word for word in words if word not in CONNECTING), place)
    if not place.is_village:
        return
    names.add(("".join(words),), place)
    names.add(("".join(_SHORT_SAINTS.get(word, word) for word in words),), place)
    for start in range(len(words)):
        for end in range(start + 2, len(words) + 1):
            told = [word for word in words[start:end] if word not in CONNECTING]
            if len([word for word in told if word not in GENERIC]) > 1:
                names.add(tuple(words[start:end]), place)
                names.add(tuple(told), place)
    if len(words) > 1:
        for former, word in zip(["", *words], words, strict=False):
            if (
                len(word) >= SHORTEST_PART_OF_A_NAME
                and word not in GENERIC | CONNECTING
                and former not in {"saint", "sainte"}
            ):
                names.parts[word] = (*names.parts.get(word, ()), place)
