"""What a query asks for: facts, a place, villages named, and the words that are left."""

from dataclasses import dataclass, field

from search.analysis import Word
from search.query.lexicon import Wanted
from search.query.names import Located


@dataclass(frozen=True)
class Wish:
    """A fact asked for, or, negated, one that is not wanted."""

    wanted: Wanted
    span: tuple[int, int]
    is_negated: bool = False


@dataclass(frozen=True)
class PlaceWish:
    """Around one of these places; without a radius, within the usual one.

    `name` is how they were called together, a postal code; empty where each has its own.
    """

    places: tuple[Located, ...]
    span: tuple[int, int]
    radius_km: float | None = None
    wanted: Wanted | None = None
    name: str = ""


@dataclass(frozen=True)
class Range:
    """A range of numbers of people, as it was asked for."""

    least: int | None
    most: int | None
    span: tuple[int, int]


@dataclass
class Understanding:
    """What a query asks for.

    `text` are its bare words, `content` all words that mean something. `named` are villages
    called by their name, `excluded` those that are not wanted. `left_out` are words that nothing
    could be made of: those after "without" that ask for no fact, a distance to nothing.
    `corrections` are pairs (typed, read). `certain` are words, folded, that are no typing errors.
    """

    query: str
    language: str
    wishes: list[Wish] = field(default_factory=list)
    kinds: list[Wish] = field(default_factory=list)
    place: PlaceWish | None = None
    named: list[tuple[Located, tuple[int, int]]] = field(default_factory=list)
    excluded: list[tuple[Located, tuple[int, int]]] = field(default_factory=list)
    telecentre_within_km: tuple[float, tuple[int, int]] | None = None
    population: Range | None = None
    text: list[Word] = field(default_factory=list)
    content: list[Word] = field(default_factory=list)
    left_out: list[Word] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    corrected_query: str = ""
    certain: set[str] = field(default_factory=set)

    @property
    def has_facts(self) -> bool:
        """Whether anything but text was understood."""
        return bool(self.named) or self.has_wishes

    @property
    def has_wishes(self) -> bool:
        """Whether facts are asked for, beside the names of villages."""
        return bool(
            self.wishes
            or self.place
            or self.excluded
            or self.population
            or self.telecentre_within_km
        )

    def without(self, *spans: tuple[int, int]) -> str:
        """Return the query without what stands there."""
        kept, position = [], 0
        for start, end in sorted(spans):
            kept.append(self.query[position:start])
            position = max(position, end)
        kept.append(self.query[position:])
        return " ".join(" ".join(kept).split())

    def written(self, span: tuple[int, int]) -> str:
        """Return what stands in the query there."""
        return self.query[span[0] : span[1]]


def either(one: Wanted, other: Wanted) -> Wanted:
    """Return what is fulfilled by either of two things of one facet."""
    return Wanted(
        code=f"{one.code} {other.code}",
        facet=one.facet,
        codes=tuple(dict.fromkeys((*one.codes, *other.codes))),
        labels={
            language: f"{one.labels[language]} / {other.labels[language]}"
            for language in one.labels
        },
        phrases={},
    )


def without_wider(wishes: list[Wish]) -> list[Wish]:
    """Return wishes without those that another makes needless: a home, beside one to rent."""
    return [
        wish
        for wish in wishes
        if wish.is_negated
        or not any(
            other.wanted.facet == wish.wanted.facet
            and not other.is_negated
            and set(other.wanted.codes) < set(wish.wanted.codes)
            for other in wishes
        )
    ]
