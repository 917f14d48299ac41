"""What is asked of the search: words, filters, order and page."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from search.models import Facet

DEFAULT_PAGE_SIZE = 20
LARGEST_PAGE = 100
LONGEST_QUERY = 300

# The facets a reader can filter by, in the order in which they are shown. Within one of them any
# of the chosen values will do, but services: somebody who ticks a school and a doctor needs both.
FILTER_FACETS: tuple[Facet, ...] = (
    Facet.SERVICE,
    Facet.STATUS,
    Facet.CONNECTIVITY,
    Facet.SPEAKS,
    Facet.HOUSING,
)


class Sort(StrEnum):
    """The order of villages."""

    RELEVANCE = "relevance"
    NAME = "name"
    DISTANCE = "distance"
    POPULATION = "population"


@dataclass(frozen=True)
class Filters:
    """The filters of a request; all of them must be fulfilled.

    `chosen` holds the chosen codes of each facet. `near` is a position (latitude and longitude
    in degrees).
    """

    chosen: dict[Facet, tuple[str, ...]] = field(default_factory=dict)
    telecentre_within_km: float | None = None
    near: tuple[float, float] | None = None
    radius_km: float | None = None
    population_min: int | None = None
    population_max: int | None = None

    def codes(self, facet: Facet) -> tuple[str, ...]:
        """Return the chosen codes of a facet."""
        return self.chosen.get(facet, ())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return self == Filters()


@dataclass(frozen=True)
class SearchRequest:
    """One search. `kinds` is empty for all kinds; `page` begins at 1."""

    language: str
    query: str = ""
    filters: Filters = field(default_factory=Filters)
    kinds: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = DEFAULT_PAGE_SIZE

    def with_query(self, query: str) -> "SearchRequest":
        """Return the same search for other words, from its first page."""
        return replace(self, query=query, page=1)

    def with_filters(self, filters: Filters) -> "SearchRequest":
        """Return the same search with other filters, from its first page."""
        return replace(self, filters=filters, page=1)
