"""The offer in memory: the facts of all villages, as the search rows tell them.

Facts are judged here and not by an engine, so that counts, facets and what may be shown are
exact and the same whatever engine finds the text. A set of villages is an integer, a bit per
village: to intersect sets is one operation, to count one more, for 83 villages or for 35,000.
"""

import bisect
import datetime
import functools
import math
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils import timezone

from cms.core import i18n
from cms.core.generation import current_generation, generation_at
from search.entries import (
    Fact,
    OtherEntry,
    VillageEntry,
    by_merit,
    by_name,
    by_population,
    is_readable,
    members,
    other_entry,
    set_of,
)
from search.models import DELETED_KEPT, Facet, Kind, SearchDocument
from search.requests import Sort
from villages.models.village import ProgrammeStatus

KM_PER_DEGREE = 111.2
TELECENTRE = "telecentre"


@dataclass
class Offer:
    """Everything that is public, at one generation; never changed once it is shared.

    `villages` keeps its numbers for the life of the process: a commune that is gone leaves a
    gap. `village_documents` leads from a search document to the number of its village and the
    document's language.
    """

    generation: int = 0
    villages: list[VillageEntry | None] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    bits: dict[Fact, int] = field(default_factory=dict)
    village_documents: dict[int, tuple[int, str]] = field(default_factory=dict)
    others: dict[int, OtherEntry] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Offer":
        """Read all search documents."""
        offer = cls(generation=current_generation())
        offer._take(SearchDocument.objects.current())
        return offer

    def renewed(self) -> "Offer":
        """Return the offer as it is now: this one, when nothing has changed since."""
        generation = current_generation()
        if generation == self.generation:
            return self
        if self.generation < generation_at(timezone.now() - DELETED_KEPT):
            # Documents deleted since then may have been forgotten.
            return Offer.read()
        offer = Offer(
            generation=generation,
            villages=list(self.villages),
            numbers=dict(self.numbers),
            bits=dict(self.bits),
            village_documents=dict(self.village_documents),
            others=dict(self.others),
        )
        offer._take(SearchDocument.objects.since(self.generation))
        return offer

    def village(self, number: int) -> VillageEntry:
        """Return a village by its number."""
        entry = self.villages[number]
        if entry is None:
            raise KeyError(number)
        return entry

    def by_insee(self, insee: str) -> VillageEntry | None:
        """Return a village by its INSEE code."""
        number = self.numbers.get(insee)
        return None if number is None else self.villages[number]

    def having(self, facet: str, code: str) -> int:
        """Return the set of villages of which a fact is true."""
        if facet == Facet.HOUSING:
            return self._with_homes(code, timezone.localdate())
        return self.bits.get((facet, code), 0)

    def having_any(self, facet: str, codes: Iterable[str]) -> int:
        """Return the set of villages of which any of these facts is true."""
        found = 0
        for code in codes:
            found |= self.having(facet, code)
        return found

    @functools.cached_property
    def all(self) -> int:
        """The set of all villages."""
        present = (number for number, entry in enumerate(self.villages) if entry)
        return set_of(present, len(self.villages))

    @functools.cached_property
    def programme(self) -> int:
        """The set of the villages of the programme."""
        return self.having_any(
            Facet.STATUS, (ProgrammeStatus.HOST.value, ProgrammeStatus.ASSOCIATED.value)
        )

    def readable(self, language: str) -> int:
        """Return the villages that may be shown to a reader of `language`.

        A village of the programme is shown when there is a page to read; other communes have
        none, and are shown where somebody asks for them.
        """
        return self.having("read", language) | (self.all & ~self.programme)

    def within(self, latitude: float, longitude: float, radius_km: float) -> dict[int, float]:
        """Return the villages around a position, with their distance in kilometres."""
        latitudes, numbers = self._by_latitude
        reach = radius_km / KM_PER_DEGREE
        start = bisect.bisect_left(latitudes, latitude - reach)
        end = bisect.bisect_right(latitudes, latitude + reach)
        narrowing = max(0.01, math.cos(math.radians(latitude)))
        found = {}
        for number in numbers[start:end]:
            entry = self.village(number)
            if abs(entry.longitude - longitude) * narrowing <= reach * 1.05:
                distance = entry.distance_to(latitude, longitude)
                if distance <= radius_km:
                    found[number] = distance
        return found

    def near_telecentre(self, radius_km: float) -> int:
        """Return the set of villages with a telecentre within a distance in kilometres."""
        known = self._near_telecentre.get(radius_km)
        if known is None:
            found: set[int] = set()
            for number in members(self.having(Facet.SERVICE, TELECENTRE) & self.all):
                entry = self.village(number)
                found.update(self.within(entry.latitude, entry.longitude, radius_km))
            known = set_of(found, len(self.villages))
            self._near_telecentre[radius_km] = known
        return known

    def nearest(self, entry: VillageEntry, providers: int) -> tuple[VillageEntry, float] | None:
        """Return the nearest of a set of villages to another one, and the distance in km."""
        if not providers:
            return None
        radius = 5.0
        while True:
            around = self.within(entry.latitude, entry.longitude, radius)
            near = [
                (distance, number) for number, distance in around.items() if providers >> number & 1
            ]
            if near:
                distance, number = min(near)
                return self.village(number), distance
            if radius > 1_000:
                return None
            radius *= 2

    def ordered(self, sort: Sort) -> list[int]:
        """Return all villages in an order that no query has a part in."""
        known = self._orders.get(sort)
        if known is None:
            key = {
                Sort.NAME: by_name,
                Sort.POPULATION: by_population,
            }.get(sort, by_merit)
            known = [
                number
                for number, entry in sorted(
                    ((number, entry) for number, entry in enumerate(self.villages) if entry),
                    key=lambda item: key(item[1]),
                )
            ]
            self._orders[sort] = known
        return known

    def first_of(self, bits: int, sort: Sort, limit: int) -> list[int]:
        """Return the first villages of a set in an order that no query has a part in."""
        marked = bits.to_bytes((len(self.villages) + 7) // 8, "little")
        found = []
        for number in self.ordered(sort):
            if marked[number >> 3] >> (number & 7) & 1:
                found.append(number)
                if len(found) == limit:
                    break
        return found

    def is_shown(self, entry: OtherEntry, language: str) -> bool:
        """Return whether a reader of `language` has a page to read about another thing."""
        return is_readable(entry.languages, language)

    def version(self, key: str, language: str) -> OtherEntry:
        """Return another thing in the language that a reader of `language` reads it in.

        `key` is its kind and its key, joined by a colon.
        """
        versions = self._things[key]
        for code in (language, *i18n.FALLBACKS[language], *i18n.LANGUAGES):
            if code in versions:
                return versions[code]
        raise KeyError(key)

    @functools.cached_property
    def _things(self) -> dict[str, dict[str, OtherEntry]]:
        things: dict[str, dict[str, OtherEntry]] = {}
        for entry in self.others.values():
            things.setdefault(entry.thing, {})[entry.language] = entry
        return things

    def rank(self, number: int) -> int:
        """Return the place of a village in the order of merit, 0 for the first."""
        return self._ranks[number]

    def populated(self, least: int | None, most: int | None) -> int:
        """Return the villages of at least and at most so many people."""
        return set_of(
            (
                number
                for number, entry in enumerate(self.villages)
                if entry
                and (least is None or entry.population >= least)
                and (most is None or entry.population <= most)
            ),
            len(self.villages),
        )

    @functools.cached_property
    def _by_latitude(self) -> tuple[list[float], list[int]]:
        pairs = sorted(
            (entry.latitude, number) for number, entry in enumerate(self.villages) if entry
        )
        return [latitude for latitude, _number in pairs], [number for _latitude, number in pairs]

    @functools.cached_property
    def _near_telecentre(self) -> dict[float, int]:
        return {}

    @functools.cached_property
    def _orders(self) -> dict[Sort, list[int]]:
        return {}

    @functools.cached_property
    def _ranks(self) -> dict[int, int]:
        return {number: rank for rank, number in enumerate(self.ordered(Sort.RELEVANCE))}

    @functools.cached_property
    def _homes(self) -> dict[tuple[str, datetime.date], int]:
        return {}

    def _with_homes(self, offer: str, today: datetime.date) -> int:
        known = self._homes.get((offer, today))
        if known is None:
            known = set_of(
                (
                    number
                    for number, entry in enumerate(self.villages)
                    if entry and any(kind == offer and day >= today for kind, day in entry.housing)
                ),
                len(self.villages),
            )
            self._homes[offer, today] = known
        return known

    def _take(self, documents: QuerySet[SearchDocument]) -> None:
        """Take over what these documents say; those deleted are forgotten."""
        facts = documents.filter(kind=Kind.VILLAGE, language=i18n.SOURCE_LANGUAGE)
        entries: dict[str, VillageEntry | None] = {}
        for insee, name, told, is_deleted in facts.values_list(
            "key", "title", "facts", "is_deleted"
        ).iterator():
            entries[insee] = None if is_deleted else VillageEntry.of(told, name)
        self._place(entries)
        for pk, insee, language, is_deleted in (
            documents.filter(kind=Kind.VILLAGE)
            .values_list("pk", "key", "language", "is_deleted")
            .iterator()
        ):
            if is_deleted:
                self.village_documents.pop(pk, None)
            elif insee in self.numbers:
                self.village_documents[pk] = (self.numbers[insee], language)
        for document in documents.exclude(kind=Kind.VILLAGE).only(
            "kind", "key", "language", "title", "facts", "is_deleted"
        ):
            if document.is_deleted:
                self.others.pop(document.pk, None)
            else:
                self.others[document.pk] = other_entry(document)

    def _place(self, entries: dict[str, VillageEntry | None]) -> None:
        """Put villages in their places, and mark in each set who belongs to it."""
        added: dict[Fact, list[int]] = {}
        removed: dict[Fact, list[int]] = {}
        for insee, entry in entries.items():
            number = self.numbers.get(insee)
            former = None if number is None else self.villages[number]
            if number is None:
                if entry is None:
                    continue
                number = self.numbers[insee] = len(self.villages)
                self.villages.append(entry)
            else:
                self.villages[number] = entry
            for fact in former.facts if former else ():
                removed.setdefault(fact, []).append(number)
            for fact in entry.facts if entry else ():
                added.setdefault(fact, []).append(number)
        size = len(self.villages)
        for fact, numbers in removed.items():
            self.bits[fact] = self.bits.get(fact, 0) & ~set_of(numbers, size)
        for fact, numbers in added.items():
            self.bits[fact] = self.bits.get(fact, 0) | set_of(numbers, size)


_lock = threading.Lock()
_current: Offer | None = None


def current_offer() -> Offer:
    """Return the offer of this moment, kept in the memory of the process."""
    global _current  # noqa: PLW0603 -- the one copy of the process
    known = _current
    if known is not None and known.generation == current_generation():
        return known
    with _lock:
        _current = Offer.read() if _current is None else _current.renewed()
        return _current


def forget_offer() -> None:
    """Forget the offer, so that it is read anew: for tests, whose transactions never happened."""
    global _current  # noqa: PLW0603 -- the one copy of the process
    with _lock:
        _current = None
