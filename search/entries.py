"""Villages and other things as they are searched, compact enough to be kept in memory."""

import datetime
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cms.core import i18n
from search.analysis import fold
from search.models import Facet, SearchDocument
from villages.models.village import ProgrammeStatus
from villages.proximity import distance_km

# What a set of villages is told by: a facet and a code.
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VillageEntry:
    """A village as it is searched; `housing` holds pairs (rent or buy, last day)."""

    insee: str
    slug: str
    name: str
    status: str
    population: int
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...]
    housing: tuple[tuple[str, datetime.date], ...]
    checked_on: str
    languages: tuple[str, ...]
    facts: tuple[Fact, ...]

    @classmethod
    def of(cls, facts: dict[str, Any], name: str) -> "VillageEntry":
        """Return the entry of the facts of a search document."""
        latitude, longitude = facts["position"]
        told: list[Fact] = [(Facet.STATUS, facts["status"])]
        told += [(Facet.SERVICE, service[0]) for service in facts["services"] if service[1] > 0]
        told += [(Facet.SPEAKS, code) for code in facts["speaks"]]
        told += [
            (Facet.CONNECTIVITY, facts[name]) for name in ("technology", "mobile") if facts[name]
        ]
        languages = tuple(facts["languages"])
        told += [("read", code) for code in i18n.LANGUAGES if is_readable(languages, code)]
        return cls(
            insee=facts["insee"],
            slug=facts["slug"],
            name=name,
            status=facts["status"],
            population=facts["population"],
            latitude=latitude,
            longitude=longitude,
            postal_codes=tuple(facts["postal_codes"]),
            housing=tuple(
                (offer, datetime.date.fromisoformat(day)) for offer, day in facts["housing"]
            ),
            checked_on=facts["checked_on"],
            languages=languages,
            facts=tuple(told),
        )

    @property
    def is_in_programme(self) -> bool:
        """Whether the village takes part in the programme."""
        return self.status != ProgrammeStatus.NONE

    def distance_to(self, latitude: float, longitude: float) -> float:
        """Return the distance to a position in kilometres, in a straight line."""
        return distance_km(self.latitude, self.longitude, latitude, longitude)


@dataclass(frozen=True, slots=True)
class OtherEntry:
    """A testimonial, a piece of news, a telecentre or a page, in one language."""

    pk: int
    kind: str
    key: str
    language: str
    title: str
    languages: tuple[str, ...]
    villages: tuple[str, ...]
    date: str

    @property
    def thing(self) -> str:
        """The key of what is told of, the same in every language."""
        return f"{self.kind}:{self.key}"


@functools.cache
def is_readable(languages: tuple[str, ...], language: str) -> bool:
    """Return whether a reader of `language` gets a page that exists in `languages`."""
    return any(code in languages for code in (language, *i18n.FALLBACKS[language]))


def members(bits: int) -> Iterator[int]:
    """Give the numbers of the villages of a set, in rising order."""
    for offset, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            base = offset * 8
            for bit in range(8):
                if byte >> bit & 1:
                    yield base + bit


def set_of(numbers: Iterable[int], size: int) -> int:
    """Return the set of these villages out of `size`."""
    marked = bytearray((size + 7) // 8)
    for number in numbers:
        marked[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(marked, "little")


def other_entry(document: SearchDocument) -> OtherEntry:
    """Return the entry of a document of anything but a village."""
    facts = document.facts
    villages = facts.get("villages") or ([facts["insee"]] if "insee" in facts else [])
    return OtherEntry(
        pk=document.pk,
        kind=document.kind,
        key=document.key,
        language=document.language,
        title=document.title,
        languages=tuple(facts.get("languages", ())),
        villages=tuple(villages),
        date=facts.get("date") or "",
    )


def by_name(entry: VillageEntry) -> tuple[Any, ...]:
    """Return the key by which villages are sorted by name."""
    return (fold(entry.name), entry.insee)


def by_population(entry: VillageEntry) -> tuple[Any, ...]:
    """Return the key by which the most populous villages come first."""
    return (-entry.population, entry.insee)


def by_merit(entry: VillageEntry) -> tuple[Any, ...]:
    """Hosts before partners, fresher facts before older ones."""
    standing = (ProgrammeStatus.HOST, ProgrammeStatus.ASSOCIATED, ProgrammeStatus.NONE)
    age = tuple(-ord(digit) for digit in entry.checked_on)
    return (standing.index(ProgrammeStatus(entry.status)), age, *by_name(entry))
