"""A search for villages: facts first, then the words of their texts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from search.analysis import Word, is_stop_word
from search.entries import members, set_of
from search.excerpts import Marker
from search.facets import facets_of
from search.hits import Item
from search.matching import Matched, around, match, positions_of
from search.models import Facet
from search.offer import Offer, current_offer
from search.query.asked import Understanding
from search.query.lexicon import Lexicon, current_lexicon
from search.query.understanding import understand
from search.requests import SearchRequest, Sort
from search.results import FacetValue, Hit
from search.texts import Match, TextSearch, best_of, kept


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
        found = understand(request.query, request.language, self.lexicon, self.texts.known)
        self.texts.certain = frozenset(found.certain)
        return found

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
        return [word for word in found.content if word in found.text or is_in(word, spans)]

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
        is_strict = self.depends_on_facts or self.is_exact_elsewhere
        return kept(
            {
                number: match
                for number, match in self.all_village_matches.items()
                if self.candidates >> number & 1 and not (match.misspelt and is_strict)
            }
        )

    @property
    def is_exact_elsewhere(self) -> bool:
        """Whether the words stand somewhere else as they were typed, so that none is doubted."""
        return False

    @cached_property
    def villages(self) -> int:
        """All villages found, as a set.

        Where facts are wished, other words only say who stands first: "a pharmacy and jazz".
        """
        found = self.candidates & self._text_set
        return found | set_of(self.pinned, len(self.offer.villages))

    @property
    def depends_on_facts(self) -> bool:
        """Whether the query asks for facts, so that words no text holds may be left out."""
        return self.understanding.has_wishes

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
        pinned = self.pinned if sort == Sort.RELEVANCE else []
        rest = self.villages & ~set_of(pinned, len(self.offer.villages))
        if sort == Sort.DISTANCE:
            far = float("inf")
            ordered = sorted(members(rest), key=lambda number: self.distances.get(number, far))
        elif sort == Sort.RELEVANCE and (self.village_matches or self.distances):
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
        language = self.understanding.language
        told = (word for word in unheld if not is_stop_word(word.folded, language))
        return list(dict.fromkeys(word.text for word in told))

    def matches_of(self, items: Iterable[Item]) -> dict[Item, Match]:
        """Return how well the texts of these items hold the words of the query."""
        return {
            item: self.all_village_matches[item]
            for item in items
            if isinstance(item, int) and item in self.all_village_matches
        }

    def facets(self) -> dict[Facet, list[FacetValue]]:
        """Return the facets, with how many villages each value leaves."""
        return facets_of(self.request, self.matched, self._text_set, self.offer)

    @property
    def _text_set(self) -> int:
        if not self.village_words or self.depends_on_facts:
            return self.offer.all
        return set_of(self.village_matches, len(self.offer.villages))

    @cached_property
    def _is_telling(self) -> bool:
        """Whether the words beside a place tell some villages there from most others."""
        told = [match for match in self.village_matches.values() if not match.missing]
        return 0 < len(told) <= self.candidates.bit_count() // 2

    def _merit(self, number: int) -> tuple[float, ...]:
        """Return what villages are ordered by: their text, else their distance, else the usual."""
        match = self.village_matches.get(number)
        is_told = bool(match and (self._is_telling or not self.distances))
        return (
            not is_told,
            self.distances.get(number, 0),
            *(match.merit if match and is_told else ()),
            self.offer.rank(number),
        )

    def _held_nowhere(self, hits: list[Hit]) -> list[Word]:
        queries = self.texts.queries(self.understanding.text, self.understanding.query)
        held: set[str] = set()
        for hit in hits:
            document = hit.document
            text = " ".join((document.title, document.keywords, document.text))
            wanted = queries.get(document.language, [])
            held.update(Marker(document.language, wanted, is_lenient=True).held(text))
        return [word for word in self.understanding.text if word.folded not in held]


def is_in(word: Word, spans: Iterable[tuple[int, int]]) -> bool:
    """Return whether a word of a query stands in one of these places."""
    return any(start <= word.start and word.end <= end for start, end in spans)
