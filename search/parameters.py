"""The parameters of the search, read alike for the page and the API, and written again.

An address holds the whole state of a search: `to_query` gives the shortest one that does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from cms.core import parameters
from cms.core.i18n import LANGUAGES
from cms.core.parameters import (
    Code,
    Codes,
    Kilometres,
    Parameter,
    ParameterFault,
    Position,
    Text,
    Whole,
)
from search.labels import service_codes
from search.models import Facet, Kind
from search.requests import (
    DEFAULT_PAGE_SIZE,
    FILTER_FACETS,
    LARGEST_PAGE,
    LONGEST_QUERY,
    Filters,
    SearchRequest,
    Sort,
)
from villages.models import Connectivity, HousingOffer
from villages.models.committee import HOST_LANGUAGES
from villages.models.village import ProgrammeStatus

MOST_PEOPLE = 10_000_000


@dataclass(frozen=True)
class ServiceCodes(Codes):
    """Codes of types of service; editors add some, so that no list is documented."""

    def allowed(self) -> tuple[str, ...]:
        return service_codes()

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z0-9_-]+$"}


Q = Text(
    "q",
    "What is searched, in the words of the reader. What is understood of it (services, places, "
    "languages ...) becomes a filter and stands in `understood`.",
    "école primaire pharmacie près de Auch",
    LONGEST_QUERY,
)
FACETS: dict[Facet, Codes] = {
    Facet.SERVICE: ServiceCodes(
        "service", "Only villages that have this service; repeated: all of them.", "pharmacy"
    ),
    Facet.STATUS: Codes(
        "status",
        "Only villages with this status; repeated: any of them. Without it, the villages of the "
        "programme (host and associated).",
        "host",
        tuple(ProgrammeStatus.values),
    ),
    Facet.CONNECTIVITY: Codes(
        "connectivity",
        "Only villages with this connection; repeated: any of them.",
        "fibre",
        (*Connectivity.Technology.values, *Connectivity.Mobile.values),
    ),
    Facet.SPEAKS: Codes(
        "speaks",
        "Only villages whose hosts speak this language; repeated: any of them.",
        "de",
        HOST_LANGUAGES,
    ),
    Facet.HOUSING: Codes(
        "housing",
        "Only villages with a home to rent or to buy; repeated: any of them.",
        "rent",
        tuple(HousingOffer.Offer.values),
    ),
}
TELECENTRE = Kilometres(
    "telecentre_within_km",
    "Only villages with a telecentre no further than this, in kilometres in a straight line; 0 "
    "for a telecentre in the village itself.",
    "10",
    most=100,
    has_nought=True,
)
NEAR = Position(
    "near", "Only villages around this position: latitude,longitude in degrees.", "43.6465,0.5867"
)
RADIUS = Kilometres(
    "radius_km",
    "How far around `near`, or else around the place named in `q`, in kilometres. The radius "
    "that was searched stands in the answer, null where there was no place.",
    "20",
    most=200,
)
POPULATION_MIN = Whole(
    "population_min", "Only villages with at least so many people.", "500", 0, MOST_PEOPLE
)
POPULATION_MAX = Whole(
    "population_max", "Only villages with at most so many people.", "2500", 0, MOST_PEOPLE
)
KIND = Codes(
    "kind", "Only results of this kind; repeated: any of them.", "village", tuple(Kind.values)
)
SORT = Code(
    "sort",
    "The order. `distance` needs `near` or a place in `q`; where `q` names none, the order is that "
    "of relevance.",
    Sort.RELEVANCE,
    tuple(sort.value for sort in Sort),
)
PAGE = Whole("page", "The page; a page after the last one is refused.", "1", 1)
PAGE_SIZE = Whole(
    "page_size",
    f"How many results a page has; {DEFAULT_PAGE_SIZE} without it.",
    str(DEFAULT_PAGE_SIZE),
    1,
    LARGEST_PAGE,
)
LOCALE = Code(
    "locale",
    "The language of the answer. Without it Accept-Language decides, and else it is English.",
    "de",
    LANGUAGES,
)

VILLAGE_FILTERS: tuple[Parameter, ...] = (
    Q,
    *FACETS.values(),
    TELECENTRE,
    NEAR,
    RADIUS,
    POPULATION_MIN,
    POPULATION_MAX,
)
VILLAGES: tuple[Parameter, ...] = (*VILLAGE_FILTERS, SORT, PAGE, PAGE_SIZE)
EVERYTHING: tuple[Parameter, ...] = (Q, KIND, PAGE, PAGE_SIZE)
SUGGESTIONS: tuple[Parameter, ...] = (Q,)
# What stands in the address of the search page, which has its language from its path.
SEARCH_PAGE: tuple[Parameter, ...] = (*VILLAGE_FILTERS, KIND, SORT, PAGE, PAGE_SIZE)


def read(
    data: QueryDict, language: str, allowed: Sequence[Parameter]
) -> tuple[SearchRequest, list[ParameterFault]]:
    """Return the search that an address asks for in `language`, and what is wrong with it.

    The search is a sensible one in any case: what is not allowed is left out.
    """
    values, faults = parameters.read(data, allowed)
    faults += _contradictions(values)
    chosen = {
        facet: tuple(code for code in parameter.allowed() if code in values[parameter.name])
        for facet, parameter in FACETS.items()
        if parameter.name in values
    }
    filters = Filters(
        chosen=chosen,
        telecentre_within_km=values.get(TELECENTRE.name),
        near=values.get(NEAR.name),
        radius_km=values.get(RADIUS.name),
        population_min=values.get(POPULATION_MIN.name),
        population_max=values.get(POPULATION_MAX.name),
    )
    request = SearchRequest(
        language=language,
        query=values.get(Q.name, ""),
        filters=filters,
        kinds=tuple(kind for kind in KIND.codes if kind in values.get(KIND.name, ())),
        sort=Sort(values.get(SORT.name, Sort.RELEVANCE)),
        page=values.get(PAGE.name, 1),
        page_size=values.get(PAGE_SIZE.name, DEFAULT_PAGE_SIZE),
    )
    return request, faults


def page_fault(page: int, pages: int) -> ParameterFault:
    """Return the fault of a page after the last one of `pages`."""
    last = Whole(PAGE.name, PAGE.description, PAGE.example, 1, max(1, pages))
    return last.fault(str(page))


def to_query(request: SearchRequest) -> str:
    """Return the query string of a search: what differs from the defaults, always in one order.

    Read again it gives the same search. The language is not in it.
    """
    return urlencode(list(_written(request)), safe=",")


def _written(request: SearchRequest) -> Iterator[tuple[str, str]]:
    filters = request.filters
    if request.query:
        yield Q.name, request.query
    for facet in FILTER_FACETS:
        for code in filters.codes(facet):
            yield FACETS[facet].name, code
    near = None if filters.near is None else ",".join(_digits(degrees) for degrees in filters.near)
    for name, value in (
        (TELECENTRE.name, filters.telecentre_within_km),
        (NEAR.name, near),
        (RADIUS.name, filters.radius_km),
        (POPULATION_MIN.name, filters.population_min),
        (POPULATION_MAX.name, filters.population_max),
    ):
        if value is not None:
            yield name, _digits(value) if isinstance(value, float) else str(value)
    for kind in request.kinds:
        yield KIND.name, kind
    for name, given, default in (
        (SORT.name, request.sort, Sort.RELEVANCE),
        (PAGE.name, request.page, 1),
        (PAGE_SIZE.name, request.page_size, DEFAULT_PAGE_SIZE),
    ):
        if given != default:
            yield name, str(given)


def _digits(number: float) -> str:
    return str(number).removesuffix(".0")


def _contradictions(values: dict[str, Any]) -> Iterator[ParameterFault]:
    """Take out of `values` what cannot be fulfilled beside the others, and say why."""
    has_place = NEAR.name in values or bool(values.get(Q.name))
    if RADIUS.name in values and not has_place:
        yield _needs_place(RADIUS, _digits(values.pop(RADIUS.name)))
    if values.get(SORT.name) == Sort.DISTANCE and not has_place:
        yield _needs_place(SORT, values.pop(SORT.name))
    least, most = values.get(POPULATION_MIN.name, 0), values.get(POPULATION_MAX.name)
    if most is not None and least > most:
        del values[POPULATION_MAX.name]
        name = POPULATION_MAX.name
        yield Whole(name, "", "", least, MOST_PEOPLE).fault(str(most))


def _needs_place(parameter: Parameter, value: str) -> ParameterFault:
    return ParameterFault(
        parameter.name,
        value,
        _("%(parameter)s=%(value)s needs a place: give near, or name a place in q.")
        % {"parameter": parameter.name, "value": value},
        (NEAR.name, Q.name),
    )
