"""What is relevant to a judged query, and how much, told by the facts in the database.

They are read from the content itself and not from the rows of the search, whose faults would
hide themselves.
"""

from dataclasses import dataclass
from typing import NamedTuple

from wagtail.models import Page

from home.models import AccessibilityPage, LegalNoticePage, PrivacyPage
from search.evaluation.judged import JudgedQuery, Place, QueryClass, QueryFault, Rule, Scope
from search.models import Kind
from stories.models import NewsPage, NewsVillage, TestimonialPage
from villages.models import HousingOffer, Telecentre, Village, VillagePage
from villages.models.village import ProgrammeStatus
from villages.proximity import distance_km

PERFECT, GOOD, RELATED = 3, 2, 1
DEFAULT_RADIUS_KM = 20.0
FEWEST_VILLAGES = 3
PLAIN_PAGES: tuple[type[Page], ...] = (LegalNoticePage, PrivacyPage, AccessibilityPage)


class Item(NamedTuple):
    """Something that can be found, in whatever language; `key` is that of search documents."""

    kind: str
    key: str


@dataclass(frozen=True)
class VillageFacts:
    """The facts of a village that a rule can ask for."""

    insee: str
    status: str
    position: tuple[float, float]
    services: frozenset[str]
    connectivity: frozenset[str]
    speaks: frozenset[str]
    housing: frozenset[str]

    def fulfils(self, rule: Rule) -> bool:
        """Return whether all facts of the rule, but the place, are true of the village."""
        return (
            all(self.services.intersection(wish) for wish in rule.services)
            and self.services.isdisjoint(rule.absent)
            and {self.status}.issuperset(rule.status)
            and self.connectivity.issuperset(rule.connectivity)
            and self.speaks.issuperset(rule.speaks)
            and self.housing.issuperset(rule.housing)
        )


@dataclass(frozen=True)
class Ground:
    """What there is to find: the villages of the programme that have a public page, and pages.

    `positions` are those of all communes, `pages` the items of pages by kind and French slug,
    `told_of` what is told of a village, by its INSEE code, and `titles` the French titles.
    """

    villages: dict[str, VillageFacts]
    positions: dict[str, tuple[float, float]]
    pages: dict[tuple[str, str], Item]
    told_of: dict[str, list[Item]]
    titles: dict[Item, str]

    @classmethod
    def read(cls) -> "Ground":
        """Read what there is to find from the database."""
        communes = list(Village.objects.all())
        ground = cls(
            villages=_village_facts(),
            positions={
                village.insee_code: (village.latitude, village.longitude) for village in communes
            },
            pages={},
            told_of={},
            titles={Item(Kind.VILLAGE, village.insee_code): village.name for village in communes},
        )
        for kind, models in (
            (Kind.TESTIMONIAL, (TestimonialPage,)),
            (Kind.NEWS, (NewsPage,)),
            (Kind.PAGE, PLAIN_PAGES),
        ):
            for model in models:
                ground._add_pages(kind, model)
        ground._add_what_is_told()
        return ground

    def _add_pages(self, kind: str, model: type[Page]) -> None:
        for page in model.objects.live().public().filter(locale__language_code="fr"):
            item = Item(kind, str(page.translation_key))
            self.pages[kind, page.slug] = item
            self.titles[item] = page.title

    def _add_what_is_told(self) -> None:
        told = [
            (Kind.TESTIMONIAL, page.village.insee_code, page.slug)
            for page in TestimonialPage.objects.filter(locale__language_code="fr").select_related(
                "village"
            )
        ] + [
            (Kind.NEWS, link.village.insee_code, link.page.slug)
            for link in NewsVillage.objects.filter(page__locale__language_code="fr").select_related(
                "village", "page"
            )
        ]
        for kind, insee, slug in told:
            if page := self.pages.get((kind, slug)):
                self.told_of.setdefault(insee, []).append(page)
        for telecentre in Telecentre.objects.select_related("village"):
            item = Item(Kind.TELECENTRE, telecentre.village.insee_code)
            self.told_of.setdefault(item.key, []).append(item)
            self.titles[item] = str(telecentre)


def grades(query: JudgedQuery, ground: Ground) -> dict[Item, int]:
    """Return the grade of each thing that is relevant to a query.

    What is named has 3, and what is told of a village has 1 where its name is all that is asked.
    A host village that fulfils all wishes has 3, a partner village 2; around a place it is 3 for
    the nearer half of the villages and 2 for the farther half.

    Raises:
        QueryFault: the rule names a commune that is not there.
    """
    rule = query.rule
    graded = _by_facts(rule, ground) if rule.has_facts else {}
    for insee in rule.villages:
        if insee not in ground.villages:
            continue
        graded[Item(Kind.VILLAGE, insee)] = PERFECT
        if query.query_class == QueryClass.NAME:
            for told in ground.told_of.get(insee, []):
                graded.setdefault(told, RELATED)
    for kind, slugs in (
        (Kind.TESTIMONIAL, rule.testimonials),
        (Kind.NEWS, rule.news),
        (Kind.PAGE, rule.pages),
    ):
        for slug in slugs:
            if page := ground.pages.get((kind, slug)):
                graded[page] = PERFECT
    if query.scope == Scope.VILLAGES:
        return {item: grade for item, grade in graded.items() if item.kind == Kind.VILLAGE}
    return graded


def _by_facts(rule: Rule, ground: Ground) -> dict[Item, int]:
    fulfilling = [facts for facts in ground.villages.values() if facts.fulfils(rule)]
    if rule.place is None:
        return {
            Item(Kind.VILLAGE, facts.insee): (
                PERFECT if facts.status == ProgrammeStatus.HOST else GOOD
            )
            for facts in fulfilling
        }
    around = _around(rule.place, fulfilling, ground)
    nearer = (len(around) + 1) // 2
    return {
        Item(Kind.VILLAGE, facts.insee): PERFECT if rank < nearer else GOOD
        for rank, facts in enumerate(around)
    }


def _around(place: Place, villages: list[VillageFacts], ground: Ground) -> list[VillageFacts]:
    """Return the villages within the radius, nearest first, the place itself included."""
    centre = _position(place, ground)
    distances = sorted(
        (distance_km(*facts.position, *centre), facts.insee, facts) for facts in villages
    )
    if place.radius_km is not None:
        return [facts for distance, _insee, facts in distances if distance <= place.radius_km]
    radius = DEFAULT_RADIUS_KM
    while sum(distance <= radius for distance, *_ in distances) < min(
        FEWEST_VILLAGES, len(distances)
    ):
        radius *= 2
    return [facts for distance, _insee, facts in distances if distance <= radius]


def _position(place: Place, ground: Ground) -> tuple[float, float]:
    if place.latitude is not None and place.longitude is not None:
        return place.latitude, place.longitude
    try:
        return ground.positions[place.insee]
    except KeyError:
        raise QueryFault(f"There is no commune {place.insee!r}.") from None


def _village_facts() -> dict[str, VillageFacts]:
    public = VillagePage.objects.live().public().filter(alias_of=None)
    villages = (
        Village.objects.of_programme()
        .filter(pk__in=public.values("village"))
        .select_related("connectivity")
        .prefetch_related("services__service_type", "hosts")
    )
    housing: dict[int, set[str]] = {}
    for village_id, offer in HousingOffer.objects.current().values_list("village_id", "offer"):
        housing.setdefault(village_id, set()).add(offer)
    return {
        village.insee_code: VillageFacts(
            insee=village.insee_code,
            status=village.status,
            position=(village.latitude, village.longitude),
            services=frozenset(
                service.service_type.code for service in village.services.all() if service.count > 0
            ),
            connectivity=_connectivity(village),
            speaks=frozenset(
                code for host in village.hosts.all() if host.consent for code in host.languages
            ),
            housing=frozenset(housing.get(village.pk, ())),
        )
        for village in villages
    }


def _connectivity(village: Village) -> frozenset[str]:
    connectivity = getattr(village, "connectivity", None)
    if connectivity is None:
        return frozenset()
    return frozenset({connectivity.technology, connectivity.mobile} - {""})
