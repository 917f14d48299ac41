"""The filters of the search page: what there is to choose from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.templatetags.measures import distance
from search.models import Facet
from search.requests import Filters
from search.results import FacetValue
from villages.models import ServiceType

POPULATIONS = (300, 500, 1000, 2000, 4000)
TELECENTRE_DISTANCES = (5, 10, 20, 30)

# The facets that are one list each; services have groups of their own.
LISTS = (
    (Facet.HOUSING, gettext_lazy("Homes")),
    (Facet.SPEAKS, gettext_lazy("Languages of the welcome committee")),
    (Facet.CONNECTIVITY, gettext_lazy("Internet and mobile")),
    (Facet.STATUS, gettext_lazy("Part in the programme")),
)


@dataclass(frozen=True)
class Option:
    """A value to choose one of."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class FacetList:
    """The values of a facet under its legend; `name` is that of the parameter."""

    legend: str
    name: str
    values: list[FacetValue]


@dataclass(frozen=True)
class ServiceGroup:
    """The types of service of a theme: those of everyday life first."""

    legend: str
    everyday: list[FacetValue]
    others: list[FacetValue]

    @property
    def is_open(self) -> bool:
        """Whether one is chosen of those that do not show at first."""
        return any(value.is_chosen for value in self.others)


@dataclass(frozen=True)
class Panel:
    """The filters that can be chosen, given the facets of an answer."""

    filters: Filters
    facets: dict[Facet, list[FacetValue]]

    @cached_property
    def service_groups(self) -> list[ServiceGroup]:
        """The types of service by theme; rare ones that no village has left are not offered."""
        values = {value.code: value for value in self.facets.get(Facet.SERVICE, [])}
        groups: dict[str, ServiceGroup] = {}
        for service in ServiceType.objects.select_related("category"):
            value = values.get(service.code)
            if value is None or not (value.count or value.is_chosen or service.is_everyday):
                continue
            group = groups.setdefault(
                service.category.code, ServiceGroup(service.category.label, [], [])
            )
            (group.everyday if service.is_everyday else group.others).append(value)
        return list(groups.values())

    @cached_property
    def lists(self) -> list[FacetList]:
        """The other facets; what no village has left is not offered."""
        found = []
        for facet, legend in LISTS:
            values = [value for value in self.facets.get(facet, []) if _is_offered(value)]
            if values:
                found.append(FacetList(str(legend), facet.value, values))
        return found

    @property
    def telecentre_distances(self) -> list[Option]:
        """How far a telecentre may be."""
        return _options(TELECENTRE_DISTANCES, self.filters.telecentre_within_km, _within)

    @property
    def least_populations(self) -> list[Option]:
        """How many people there must be at least."""
        return _options(POPULATIONS, self.filters.population_min, number_format)

    @property
    def most_populations(self) -> list[Option]:
        """How many people there may be at most."""
        return _options(POPULATIONS, self.filters.population_max, number_format)


def _is_offered(value: FacetValue) -> bool:
    return bool(value.count) or value.is_chosen


def _options(
    offered: tuple[int, ...], chosen: float | None, label: Callable[[float], str]
) -> list[Option]:
    """Return options in rising order, the chosen one among them whatever it is."""
    values: set[float] = {*offered, *(() if chosen is None else (chosen,))}
    return [Option(f"{value:.15g}", str(label(value)), value == chosen) for value in sorted(values)]


def _within(within_km: float) -> str:
    if not within_km:
        return _("in the village")
    return _("within %(distance)s") % {"distance": distance(within_km)}
