"""A search for everything: villages, and what is told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from search.analysis import Word
from search.entries import OtherEntry
from search.excerpts import Marker
from search.facets import kinds_of
from search.hits import Item
from search.models import Facet, Kind
from search.results import FacetValue
from search.texts import Match, best_of, kept
from search.village_search import VillageSearch, is_in

# So many words make a title recognisable.
SEVERAL = 2


@dataclass
class WholeSearch(VillageSearch):
    """A search for everything: villages and what is told of them."""

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds asked for, by a filter or by words; none for all."""
        understood = [code for wish in self.understanding.kinds for code in wish.wanted.codes]
        return self.request.kinds or tuple(dict.fromkeys(understood))

    @property
    def has_villages(self) -> bool:
        """Whether villages are asked for."""
        return not self.kinds or Kind.VILLAGE in self.kinds

    @cached_property
    def other_words(self) -> list[Word]:
        """The words looked for in other texts: all but the place and the kind."""
        found = self.understanding
        spans = [wish.span for wish in found.kinds]
        if found.place:
            spans.append(found.place.span)
        return [word for word in found.content if not is_in(word, spans)]

    @cached_property
    def others(self) -> dict[str, Match | None]:
        """The other things found, by key; without words to look for, all there are."""
        found = self._others_by_text() if self.other_words else self._others_by_date()
        area = {self.offer.village(number).insee for number in self.distances}
        if self.matched.has_place:
            near = {
                key: match
                for key, match in found.items()
                if area.intersection(self._version(key).villages)
            }
            found = near if near or not self.other_words else found
        return found

    @cached_property
    def shown_others(self) -> list[str]:
        """The others of the kinds asked for, in their order."""
        return [
            key
            for key in sorted(self.others, key=self._other_merit)
            if not self.kinds or self._version(key).kind in self.kinds
        ]

    @property
    def count(self) -> int:
        """How much was found."""
        villages = self.villages.bit_count() if self.has_villages else 0
        return villages + len(self.shown_others)

    def items(self, limit: int) -> list[Item]:
        """Return the first items found, in their order."""
        others = self.shown_others
        villages = self.ordered_villages(limit) if self.has_villages else []
        if self._is_only_text:
            pairs: list[tuple[tuple[float, ...], Item]] = [
                (self.village_matches[number].merit, number) for number in villages
            ]
            pairs += [(match.merit, key) for key in others if (match := self.others[key])]
            return [item for _merit, item in sorted(pairs, key=itemgetter(0))][:limit]
        items: list[Item]
        if self._tells_others_more:
            items = [*others, *villages]
            return items[:limit]
        pinned = [number for number in self.pinned if number in villages]
        about = self._about(pinned) if self.is_only_named else set()
        first = [*self._entitled(others), *(key for key in others if key in about)]
        items = [*pinned, *dict.fromkeys(first)]
        items += [number for number in villages if number not in pinned]
        items += [key for key in others if key not in first]
        return items[:limit]

    def matches_of(self, items: Iterable[Item]) -> dict[Item, Match]:
        chosen = list(items)
        found = super().matches_of(chosen)
        for item in chosen:
            if isinstance(item, str) and (match := self.others.get(item)):
                found[item] = match
        return found

    def facets(self) -> dict[Facet, list[FacetValue]]:
        counts = dict.fromkeys(Kind.values, 0)
        counts[Kind.VILLAGE] = self.villages.bit_count()
        for key in self.others:
            counts[self._version(key).kind] += 1
        return {**super().facets(), Facet.KIND: kinds_of(counts, self.kinds, self.request.language)}

    @property
    def _is_only_text(self) -> bool:
        found = self.understanding
        return bool(self.village_words) and not (found.has_facts or self.request.filters.chosen)

    @property
    def _tells_others_more(self) -> bool:
        """Whether another text holds words of the query that no text about a village holds."""
        text = self.understanding.text
        best = min(filter(None, self.others.values()), key=lambda match: match.merit, default=None)
        if not text or best is None:
            return False
        matches = self.village_matches.values()
        missing = min((match.missing for match in matches), default=len(text))
        if best.missing == 0 < missing or (best.missing < missing and not self.pinned):
            return True
        has_several = len(self.other_words) - best.missing > 1
        return best.missing == missing > 0 and has_several and self._is_rarer(best)

    def _is_rarer(self, best: Match) -> bool:
        """Return whether a text holds rarer words beside the facts than any about a village."""
        query = self.understanding.query
        told = {match.pk: match for match in self.texts.find(self.understanding.text, query)}
        ours = max((match.relevance for match in self.village_matches.values()), default=0)
        return best.pk in told and told[best.pk].relevance > ours

    def _entitled(self, others: list[str]) -> list[str]:
        """Return those whose title holds all words of the query, of which there are several."""
        queries = self.texts.queries(self.other_words, self.understanding.query)
        if len(self.other_words) < SEVERAL:
            return []
        markers = {language: Marker(language, wanted) for language, wanted in queries.items()}
        return [
            key
            for key in others
            if (match := self.others[key]) and not (match.missing or match.misspelt)
            for entry in [self._version(key)]
            if entry.kind != Kind.TELECENTRE and entry.language in markers
            if len(markers[entry.language].held(entry.title)) == len(queries[entry.language])
        ]

    @property
    def is_exact_elsewhere(self) -> bool:
        return self._is_only_text and any(match.is_exact for match in self._other_matches.values())

    @cached_property
    def _other_matches(self) -> dict[str, Match]:
        entries, language = self.offer.others, self.request.language
        return best_of(
            (entry.thing, match)
            for match in self.texts.find(self.other_words, self.understanding.query)
            if (entry := entries.get(match.pk)) and self.offer.is_shown(entry, language)
        )

    def _others_by_text(self) -> dict[str, Match | None]:
        found = kept(self._other_matches)
        is_exact_in_village = any(match.is_exact for match in self.village_matches.values())
        if self.understanding.named or is_exact_in_village:
            found = {key: match for key, match in found.items() if not match.misspelt}
        if self.understanding.wishes and not self.understanding.text:
            found = {key: match for key, match in found.items() if not match.missing}
        return dict(found)

    def _others_by_date(self) -> dict[str, Match | None]:
        if self.understanding.has_facts and not self.matched.has_place:
            return {}
        return {
            entry.thing: None
            for entry in self.offer.others.values()
            if self.offer.is_shown(entry, self.request.language)
        }

    def _about(self, numbers: list[int]) -> set[str]:
        named = {self.offer.village(number).insee for number in numbers}
        return {key for key in self.others if named.intersection(self._version(key).villages)}

    def _version(self, key: str) -> OtherEntry:
        return self.offer.version(key, self.request.language)

    def _other_merit(self, key: str) -> tuple[Any, ...]:
        match, entry = self.others[key], self._version(key)
        merit = match.merit if match else (0, 0, 0, 0)
        newest = tuple(-ord(digit) for digit in entry.date)
        return (*merit, newest, key)
