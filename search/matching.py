"""Which villages fulfil a request: its filters, and the facts its words ask for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from search.entries import set_of
from search.models import Facet
from search.offer import Offer
from search.query.asked import Understanding
from search.query.lexicon import Lexicon
from search.query.names import Located
from search.requests import FILTER_FACETS, SearchRequest

USUAL_RADIUS_KM = 20.0
FEWEST_AROUND = 3
WIDEST_KM = 320.0


@dataclass
class Matched:
    """The villages that fulfil a request, without regard to text.

    `shown` are those that may be shown and fulfil the filters of facets, `all` those that fulfil
    everything; `by_facet` those that fulfil the filters of one facet, `others` those that fulfil
    all but the filters of facets. `distances` are kilometres from the place asked for, where
    there is one.
    """

    shown: int
    all: int
    others: int
    by_facet: dict[Facet, int]
    distances: dict[int, float] = field(default_factory=dict)
    radius_km: float | None = None
    has_place: bool = False

    def without(self, facet: Facet) -> int:
        """Return the villages that fulfil everything but the filters of a facet."""
        found = self.others
        for other, bits in self.by_facet.items():
            if other != facet:
                found &= bits
        return found


def match(
    request: SearchRequest, understanding: Understanding, offer: Offer, lexicon: Lexicon
) -> Matched:
    """Return the villages that fulfil the filters of a request and the wishes in its words."""
    filters = request.filters
    others = offer.readable(request.language)
    for place, _span in understanding.excluded:
        others &= ~(1 << offer.numbers[place.insee])
    shown = others
    for wish in understanding.wishes:
        having = offer.having_any(wish.wanted.facet, wish.wanted.codes)
        others &= ~having if wish.is_negated else having
    for radius in _telecentre_radii(request, understanding):
        others &= offer.near_telecentre(radius)
    for least, most in _populations(request, understanding):
        others &= offer.populated(least, most)
    by_facet = {
        facet: _chosen(facet, filters.codes(facet), offer)
        for facet in FILTER_FACETS
        if filters.codes(facet)
    }
    by_facet.setdefault(Facet.STATUS, offer.programme)
    matched = Matched(shown, others, others, by_facet)
    for bits in by_facet.values():
        matched.shown &= bits
        matched.all &= bits
    positions = _positions(request, understanding, lexicon)
    if positions:
        _confine(matched, positions, _radius(request, understanding), offer)
    return matched


def around(
    numbers: int, positions: list[tuple[float, float]], radius: float | None, offer: Offer
) -> tuple[dict[int, float], float]:
    """Return those of a set of villages around places, with their distance, and the radius.

    Without a radius the usual one is widened until at least three villages are found.
    """
    wide = radius or USUAL_RADIUS_KM
    while True:
        distances = {
            number: distance
            for number, distance in _nearest_distances(positions, wide, offer).items()
            if numbers >> number & 1
        }
        if radius or len(distances) >= FEWEST_AROUND or wide >= WIDEST_KM:
            return distances, wide
        wide *= 2


def positions_of(places: Iterable[Located]) -> list[tuple[float, float]]:
    """Return where places are."""
    return [(place.latitude, place.longitude) for place in places]


def _confine(
    matched: Matched, positions: list[tuple[float, float]], radius: float | None, offer: Offer
) -> None:
    matched.distances, matched.radius_km = around(matched.all, positions, radius, offer)
    matched.has_place = True
    inside = _nearest_distances(positions, matched.radius_km, offer)
    area = set_of(inside, len(offer.villages))
    matched.others &= area
    matched.all &= area


def _nearest_distances(
    positions: list[tuple[float, float]], radius: float, offer: Offer
) -> dict[int, float]:
    found: dict[int, float] = {}
    for latitude, longitude in positions:
        for number, distance in offer.within(latitude, longitude, radius).items():
            found[number] = min(distance, found.get(number, distance))
    return found


def _chosen(facet: Facet, codes: tuple[str, ...], offer: Offer) -> int:
    if facet != Facet.SERVICE:
        return offer.having_any(facet, codes)
    found = offer.all
    for code in codes:
        found &= offer.having(facet, code)
    return found


def _telecentre_radii(request: SearchRequest, understanding: Understanding) -> list[float]:
    asked = understanding.telecentre_within_km
    radii = (request.filters.telecentre_within_km, asked[0] if asked else None)
    return [radius for radius in radii if radius is not None]


def _populations(
    request: SearchRequest, understanding: Understanding
) -> list[tuple[int | None, int | None]]:
    filters = request.filters
    ranges = [(filters.population_min, filters.population_max)]
    if understanding.population:
        ranges.append((understanding.population.least, understanding.population.most))
    return [(least, most) for least, most in ranges if (least, most) != (None, None)]


def _positions(
    request: SearchRequest, understanding: Understanding, lexicon: Lexicon
) -> list[tuple[float, float]]:
    if request.filters.near:
        return [request.filters.near]
    place = understanding.place
    if place is None:
        return []
    kinds = place.wanted.codes if place.wanted else ()
    places = [*place.places, *(at for kind in kinds for at in lexicon.destinations.get(kind, ()))]
    return positions_of(places)


def _radius(request: SearchRequest, understanding: Understanding) -> float | None:
    if request.filters.radius_km:
        return request.filters.radius_km
    return understanding.place.radius_km if understanding.place else None
