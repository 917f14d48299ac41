"""What a reader sees of a village: the one reading that pages and the API share."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects

from cms.core import i18n
from cms.core.addresses import SiteMap
from villages.drawing import Drawing, draw_outline
from villages.models import (
    Destination,
    Establishment,
    Fact,
    Host,
    HousingOffer,
    Neighbour,
    ServiceCategory,
    Source,
    Village,
    VillagePage,
    VillageService,
)
from villages.models.committee import HOST_LANGUAGES
from villages.models.facts import CORRECTION
from villages.models.places import EstablishmentKind
from villages.proximity import distance_km

# A card shows the outline a quarter as large as the page of the village.
CARD_STEP = 7


@dataclass(frozen=True)
class Provenance:
    """Where a fact comes from, and of when it is, in the reader's language."""

    source: str
    date: str
    is_demonstration: bool
    is_correction: bool


@dataclass(frozen=True)
class ServiceTheme:
    """The services of one category: those that are here, and the everyday ones that are not."""

    category: ServiceCategory
    present: list[VillageService]
    absent: list[VillageService]


@dataclass(frozen=True)
class DestinationDistance:
    """How far a destination is, in a straight line."""

    destination: Destination
    distance_km: float


@dataclass(frozen=True)
class NeighbourLink:
    """A neighbouring commune, with its address where it takes part in the programme."""

    name: str
    department_code: str
    address: str


@dataclass(frozen=True)
class VillageFacts:
    """Every fact of a village."""

    village: Village
    drawing: Drawing | None
    themes: list[ServiceTheme]
    equipments: list[object]
    establishments: list[Establishment]
    hosts: list[Host]
    housing_offers: list[HousingOffer]
    destinations: list[DestinationDistance]
    neighbours: list[NeighbourLink]
    nearest_telecentre: VillageService | None
    services: dict[str, VillageService]
    stories: list[Any]

    @property
    def spoken_languages(self) -> list[str]:
        """The languages that the hosts speak, named in the reader's language."""
        codes = {code for host in self.hosts for code in host.languages}
        return [i18n.language_name(code) for code in HOST_LANGUAGES if code in codes]


@dataclass(frozen=True)
class VillageCard:
    """A village in a list."""

    village: Village
    title: str
    address: str
    introduction: str
    content_language: str
    drawing: Drawing | None


def provenance_of(fact: Fact) -> Provenance:
    """Return where a fact comes from, and of when it is."""
    return Provenance(
        source=fact.source.name,
        date=fact.written_checked_on,
        is_demonstration=fact.source.is_demonstration,
        is_correction=fact.source.code == CORRECTION,
    )


def provenance_of_field(village: Village, name: str) -> Provenance:
    """Return where the population, the area, the position or the status of a village comes from.

    The date is that of the source; that of a correction is the day the village was corrected.
    """
    source: Source = getattr(village, f"{name}_source")
    is_correction = source.code == CORRECTION
    date = village.checked_on if is_correction or source.date is None else source.date
    return Provenance(
        source=source.name,
        date=source.written_date(date),
        is_demonstration=source.is_demonstration,
        is_correction=is_correction,
    )


def village_facts(village: Village, site_map: SiteMap) -> VillageFacts:
    """Read every fact of `village` in a number of queries that does not depend on their number."""
    services = list(village.services.all().with_labels())
    neighbours = list(
        village.neighbours.select_related("neighbour__outline").annotate(
            has_page=Exists(
                VillagePage.objects.filter(village=OuterRef("neighbour"), live=True, alias_of=None)
            )
        )
    )
    return VillageFacts(
        village=village,
        drawing=_drawing(village, neighbours),
        themes=_themes(services),
        equipments=list(
            village.equipments.filter(count__gt=0).select_related("equipment_type", "source")
        ),
        establishments=sorted(
            village.establishments.select_related("source"),
            key=lambda item: EstablishmentKind.values.index(item.kind),
        ),
        hosts=list(village.hosts.public().select_related("source", "photograph")),
        housing_offers=list(village.housing_offers.current().select_related("source", "agency")),
        destinations=_destinations(village),
        neighbours=_neighbour_links(neighbours, site_map),
        nearest_telecentre=next(
            (
                service
                for service in services
                if service.service_type.code == "telecentre" and service.nearest_id
            ),
            None,
        ),
        services={service.service_type.code: service for service in services},
        stories=_stories(village, site_map),
    )


def read_renditions(page: VillagePage, facts: VillageFacts) -> None:
    """Read the sizes that exist of the photographs of a village page in one query."""
    photographs = [page.photograph, *(host.photograph for host in facts.hosts)]
    prefetch_related_objects([image for image in photographs if image], "renditions")


def village_cards(site_map: SiteMap) -> list[VillageCard]:
    """Read the villages of the programme that have a page, by name."""
    language = i18n.reader_language()
    groups: dict[int, list[VillagePage]] = {}
    pages = VillagePage.objects.filter(live=True, alias_of=None).defer("body", "welcome")
    for page in pages.select_related("locale", "content_type"):
        groups.setdefault(page.village_id, []).append(page)
    cards = []
    villages = Village.objects.of_programme().select_related(
        "outline", "telecentre", "population_source", "status_source"
    )
    for village in villages:
        page = i18n.choose(site_map.versions(groups.get(village.pk, [])), language)
        if page:
            cards.append(
                VillageCard(
                    village=village,
                    title=page.title,
                    address=site_map.address_in(page, language),
                    introduction=page.introduction,
                    content_language=page.locale.language_code,
                    drawing=_drawing(village, [], step=CARD_STEP),
                )
            )
    return cards


def _themes(services: Iterable[VillageService]) -> list[ServiceTheme]:
    themes = []
    for _code, group in groupby(services, key=lambda item: item.service_type.category.code):
        members = list(group)
        themes.append(
            ServiceTheme(
                category=members[0].service_type.category,
                present=[service for service in members if service.count > 0],
                absent=[
                    service
                    for service in members
                    if service.count == 0 and service.service_type.is_everyday
                ],
            )
        )
    return [theme for theme in themes if theme.present or theme.absent]


def _destinations(village: Village) -> list[DestinationDistance]:
    distances = [
        DestinationDistance(
            destination,
            distance_km(
                village.latitude, village.longitude, destination.latitude, destination.longitude
            ),
        )
        for destination in Destination.objects.all()
    ]
    return sorted(distances, key=lambda item: (item.destination.kind != "town", item.distance_km))


def _neighbour_links(neighbours: Iterable[Any], site_map: SiteMap) -> list[NeighbourLink]:
    language = i18n.reader_language()
    index = next(
        (
            page
            for page in site_map.menu(language)
            if page.specific_class.__name__ == "VillageIndexPage"
        ),
        None,
    )
    return [
        NeighbourLink(
            name=neighbour.name,
            department_code=neighbour.department_code,
            address=(
                f"{index.address}{neighbour.neighbour.slug}/"
                if index and neighbour.has_page and neighbour.neighbour.is_in_programme
                else ""
            ),
        )
        for neighbour in neighbours
    ]


def _stories(village: Village, site_map: SiteMap) -> list[Any]:
    """Return the testimonials of a village, each with its `address`, in the reader's language."""
    language = i18n.reader_language()
    groups: dict[str, list[Any]] = {}
    testimonials: Any = village.testimonials
    for story in testimonials.newest_first():
        groups.setdefault(str(story.translation_key), []).append(story)
    stories = []
    for group in groups.values():
        if story := i18n.choose(site_map.versions(group), language):
            story.address = site_map.address_in(story, language)
            stories.append(story)
    return stories


def _drawing(village: Village, neighbours: Iterable[Neighbour], step: float = 2) -> Drawing | None:
    outline = getattr(village, "outline", None)
    if outline is None:
        return None
    around = [
        item.neighbour.outline.geometry
        for item in neighbours
        if item.neighbour and hasattr(item.neighbour, "outline")
    ]
    return draw_outline(outline.geometry, around, step)
