"""The search itself: a request in, an answer out, the same for the page and the API."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from search.analysis import Word
from search.engines.protocol import Engine
from search.engines.registry import engine_for_search
from search.excerpts import Marker
from search.facets import facets_of, kinds_of
from search.hits import HitBuilder, Item
from search.lexicon import Lexicon, current_lexicon
from search.matching import Matched, around, match, positions_of
from search.models import Facet, Kind
from search.offer import Offer, OtherEntry, current_offer, members, set_of
from search.requests import SearchRequest, Sort
from search.results import Answer, Drop, FacetValue, Hit
from search.suggestions import suggest
from search.texts import Match, TextSearch, best_of, kept
from search.understanding import Understanding, understand
from search.understood import shown, without_each

__all__ = ["search_everything", "search_villages", "suggest"]

MOST_DROPS = 8


def search_villages(request: SearchRequest, *, engine: Engine | None = None) -> Answer:
    """Return the villages that fulfil a request, with facets."""
    return _answer(request, engine, VillageSearch)


def search_everything(request: SearchRequest, *, engine: Engine | None = None) -> Answer:
    """Return everything found: villages, telecentres, testimonials, news and plain pages."""
    return _answer(request, engine, WholeSearch)


@dataclass
class VillageSearch:
    """A search for villages, computed step by step and only as far as it is needed."""

    request: SearchRequest
    texts: TextSearch
    offer: Offer = field(default_factory=current_offer)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words that are understood."""
        return current_lexicon(self.offer)

    @cached_property
    def understanding(self) -> Understanding:
        """What the words of the request ask for."""
        request = self.request
        return understand(request.query, request.language, self.lexicon, self.texts.known)

    @cached_property
    def matched(self) -> Matched:
        """The villages that fulfil filters and wishes, without regard to text."""
        return match(self.request, self.understanding, self.offer, self.lexicon)

    @cached_property
    def pinned(self) -> list[int]:
        """The villages called by their name: they stand first whatever else is wished."""
        shown = self.matched.shown
        numbers = [self.offer.numbers[place.insee] for place, _span in self.understanding.named]
        return [number for number in dict.fromkeys(numbers) if shown >> number & 1]

    @cached_property
    def distances(self) -> dict[int, float]:
        """How far villages are from the place asked for, or from the one named beside a wish."""
        found = self.understanding
        if self.matched.has_place or not (self.pinned and found.wishes):
            return self.matched.distances
        places = positions_of(place for place, _span in found.named)
        distances, self.matched.radius_km = around(self.matched.all, places, None, self.offer)
        return distances

    @cached_property
    def candidates(self) -> int:
        """The villages that fulfil filters, wishes and place."""
        found = self.matched.all
        if self.distances:
            found &= set_of(self.distances, len(self.offer.villages))
        return found

    @property
    def is_only_named(self) -> bool:
        """Whether villages are named and no fact is wished."""
        found = self.understanding
        return bool(found.named) and not (found.wishes or found.place)

    @cached_property
    def village_words(self) -> list[Word]:
        """The words looked for in the texts about villages."""
        found = self.understanding
        if not self.is_only_named:
            return found.text
        spans = [span for _place, span in found.named]
        return [word for word in found.content if word in found.text or _is_in(word, spans)]

    @cached_property
    def all_village_matches(self) -> dict[int, Match]:
        """How well the texts about villages hold the words of the query, by number."""
        places = self.offer.village_documents
        return best_of(
            (places[match.pk][0], match)
            for match in self.texts.find(self.village_words, self.understanding.query)
            if match.pk in places
        )

    @cached_property
    def village_matches(self) -> dict[int, Match]:
        """The matches worth showing among the candidates."""
        return kept(
            {
                number: match
                for number, match in self.all_village_matches.items()
                if self.candidates >> number & 1
            }
        )

    @cached_property
    def villages(self) -> int:
        """All villages found, as a set."""
        found = self.candidates
        if self.village_matches:
            found &= set_of(self.village_matches, len(self.offer.villages))
        elif self.village_words and not self.depends_on_facts:
            found = 0
        return found | set_of(self.pinned, len(self.offer.villages))

    @property
    def depends_on_facts(self) -> bool:
        """Whether the query asks for facts, so that words no text holds may be left out."""
        found = self.understanding
        return bool(found.wishes or found.place or found.population or found.telecentre_within_km)

    @property
    def count(self) -> int:
        """How much was found."""
        return self.villages.bit_count()

    def items(self, limit: int) -> list[Item]:
        """Return the first items found, in their order."""
        return [*self.ordered_villages(limit)]

    def ordered_villages(self, limit: int) -> list[int]:
        """Return the first villages found, in the order asked for."""
        sort = self.request.sort
        if sort == Sort.DISTANCE and not self.distances:
            sort = Sort.RELEVANCE
        by_distance = self.distances and sort in {Sort.DISTANCE, Sort.RELEVANCE}
        pinned = self.pinned if sort == Sort.RELEVANCE else []
        rest = self.villages & ~set_of(pinned, len(self.offer.villages))
        if by_distance:
            far = float("inf")
            ordered = sorted(
                members(rest), key=lambda number: (self.distances.get(number, far), number)
            )
        elif self.village_matches and sort == Sort.RELEVANCE:
            ordered = sorted(members(rest), key=self._merit)
        else:
            ordered = self.offer.first_of(rest, sort, limit)
        return [*pinned, *ordered][:limit]

    def left_out(self, hits: list[Hit]) -> list[str]:
        """Return the words that the results do not depend on, as they were typed."""
        found = self.understanding
        unheld = [*found.left_out]
        if self.village_words and not self.village_matches and self.depends_on_facts:
            unheld += found.text
        elif any(match.missing for match in self.village_matches.values()):
            unheld += self._held_nowhere(hits)
        return list(dict.fromkeys(word.text for word in unheld))

    def matches_of(self, items: Iterable[Item]) -> dict[Item, Match]:
        """Return how well the texts of these items hold the words of the query."""
        return {
            item: self.all_village_matches[item]
            for item in items
            if isinstance(item, int) and item in self.all_village_matches
        }

    def facets(self) -> dict[Facet, list[FacetValue]]:
        """Return the facets, with how many villages each value leaves."""
        return facets_of(self.request, self.matched, self._text_set(), self.offer)

    def _text_set(self) -> int:
        if self.village_matches:
            return set_of(self.village_matches, len(self.offer.villages))
        return 0 if self.village_words and not self.depends_on_facts else self.offer.all

    def _merit(self, number: int) -> tuple[float, ...]:
        return (*self.village_matches[number].merit, self.offer.rank(number))

    def _held_nowhere(self, hits: list[Hit]) -> list[Word]:
        queries = self.texts.queries(self.understanding.text, self.understanding.query)
        held: set[str] = set()
        for hit in hits:
            document = hit.document
            text = " ".join((document.title, document.keywords, document.text))
            wanted = queries.get(document.language, [])
            held.update(Marker(document.language, wanted, is_lenient=True).held(text))
        return [word for word in self.understanding.text if word.folded not in held]


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
        return [word for word in found.content if not _is_in(word, spans)]

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

    @property
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
            merits = [(*self._merit(number), number) for number in villages]
            pairs: list[tuple[tuple[Any, ...], Item]] = list(zip(merits, villages, strict=True))
            pairs += [(self._other_merit(key), key) for key in others]
            return [item for _merit, item in sorted(pairs, key=lambda pair: pair[0][:4])][:limit]
        if self._tells_others_more:
            return [*others, *villages][:limit]
        pinned = [number for number in self.pinned if number in villages]
        about = self._about(pinned) if self.is_only_named else set()
        items: list[Item] = [*pinned]
        items += [key for key in others if key in about]
        items += [number for number in villages if number not in pinned]
        items += [key for key in others if key not in about]
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
        """Whether another text holds words of the query that no village's text holds."""
        text = self.understanding.text
        best = min(filter(None, self.others.values()), key=lambda match: match.merit, default=None)
        if not text or best is None:
            return False
        missing = min((match.missing for match in self.village_matches.values()), default=len(text))
        return best.missing == 0 < missing or (best.missing < missing and not self.pinned)

    def _others_by_text(self) -> dict[str, Match | None]:
        entries, language = self.offer.others, self.request.language
        matches = best_of(
            (_key(entry), match)
            for match in self.texts.find(self.other_words, self.understanding.query)
            if (entry := entries.get(match.pk)) and self.offer.is_shown(entry, language)
        )
        found = kept(matches, slack=1)
        if self.understanding.named:
            found = {key: match for key, match in found.items() if not match.misspelt}
        if self.understanding.wishes and not self.understanding.text:
            found = {key: match for key, match in found.items() if not match.missing}
        return dict(found)

    def _others_by_date(self) -> dict[str, Match | None]:
        if self.understanding.has_facts and not self.matched.has_place:
            return {}
        return {
            _key(entry): None
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


def _answer(
    request: SearchRequest, engine: Engine | None, kind: Callable[..., VillageSearch]
) -> Answer:
    texts = TextSearch(request.language, engine or engine_for_search())
    search = kind(request, texts)
    count = search.count
    pages = max(1, -(-count // request.page_size))
    first = (request.page - 1) * request.page_size
    items = search.items(first + request.page_size)[first:] if first < count else []
    understanding = search.understanding
    builder = HitBuilder(search.offer, request, understanding, texts)
    hits = builder.hits(items, search.matches_of(items), search.distances)
    return Answer(
        request=request,
        count=count,
        pages=pages,
        hits=hits,
        facets=search.facets(),
        understood=shown(understanding, search.matched.radius_km, request.language),
        did_you_mean=_did_you_mean(understanding, builder),
        corrections=understanding.corrections,
        left_out=search.left_out(hits),
        drops=[] if count else _drops(search, kind),
        radius_km=search.matched.radius_km,
        is_degraded=texts.is_degraded,
    )


def _did_you_mean(understanding: Understanding, builder: HitBuilder) -> str:
    """Return the query as it was read, where that is not how it was typed."""
    if understanding.corrections:
        return understanding.corrected_query
    return builder.corrected_query


def _drops(search: VillageSearch, kind: Callable[..., VillageSearch]) -> list[Drop]:
    """Return what to do without, and how much there is then; what helps most first."""
    drops = []
    for label, request in without_each(search.request, search.understanding)[:MOST_DROPS]:
        count = kind(request, replace(search.texts), search.offer).count
        if count:
            drops.append(Drop(label, count, request))
    return sorted(drops, key=lambda drop: -drop.count)


def _is_in(word: Word, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= word.start and word.end <= end for start, end in spans)


def _key(entry: OtherEntry) -> str:
    return f"{entry.kind}:{entry.key}"
