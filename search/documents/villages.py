"""The documents of the villages, in a number of queries that does not depend on theirs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils import translation

from cms.core import i18n
from cms.core.addresses import SiteMap
from search.documents.drafts import Draft, body_text, lines, plain, public_versions
from search.documents.telecentres import telecentre_drafts
from search.models import Kind
from villages.models import (
    Connectivity,
    Equipment,
    Establishment,
    Fact,
    Host,
    HousingOffer,
    Village,
    VillagePage,
    VillageService,
)
from villages.models.committee import HOST_LANGUAGES


@dataclass
class VillageContent:
    """A village, and all that its documents tell of it."""

    village: Village
    services: list[VillageService] = field(default_factory=list)
    establishments: list[Establishment] = field(default_factory=list)
    equipments: list[Equipment] = field(default_factory=list)
    hosts: list[Host] = field(default_factory=list)
    offers: list[HousingOffer] = field(default_factory=list)
    pages: dict[str, Any] = field(default_factory=dict)

    @property
    def connectivity(self) -> Connectivity | None:
        """How the village is connected, None where that is not known."""
        return getattr(self.village, "connectivity", None)

    @property
    def checks(self) -> Iterable[Fact]:
        """The facts whose check counts as one of the village; homes come and go by themselves."""
        single = [self.village, self.connectivity, getattr(self.village, "telecentre", None)]
        return [
            *(fact for fact in single if fact),
            *self.services,
            *self.establishments,
            *self.equipments,
            *self.hosts,
        ]

    def facts(self) -> dict[str, Any]:
        """Return what the village is searched by besides its text, the same in all languages."""
        village = self.village
        spoken = {code for host in self.hosts for code in host.languages}
        return {
            "insee": village.insee_code,
            "slug": village.slug,
            "status": village.status,
            "population": village.population,
            "population_year": village.population_year,
            "position": [village.latitude, village.longitude],
            "postal_codes": village.postal_codes,
            "services": sorted(
                [
                    service.service_type.code,
                    service.count,
                    service.source.code,
                    service.checked_on.isoformat(),
                ]
                for service in self.services
            ),
            "technology": self.connectivity.technology if self.connectivity else "",
            "mobile": self.connectivity.mobile if self.connectivity else "",
            "speaks": [code for code in HOST_LANGUAGES if code in spoken],
            "housing": sorted([offer.offer, offer.expires_on.isoformat()] for offer in self.offers),
            "checked_on": max(fact.checked_on for fact in self.checks).isoformat(),
            "languages": list(self.pages),
        }

    def keywords(self) -> str:
        """Return the names of what is in the village, in the active language."""
        village = self.village
        return lines(
            [
                *(place.name for place in self.establishments),
                village.epci.long_name,
                village.canton.name,
                *(host.name for host in self.hosts),
                *(item.equipment_type.label or "" for item in self.equipments),
                *(item.equipment_type.plural or "" for item in self.equipments),
            ]
        )

    def text(self, language: str) -> str:
        """Return the prose that is written in `language`."""
        page = self.pages.get(language)
        if page is None:
            return ""
        return lines([page.introduction, plain(page.welcome), body_text(page.body)])


def village_drafts(
    codes: Collection[str], village_ids: Collection[int], site_map: SiteMap
) -> Iterator[Draft]:
    """Give the documents of the villages of these INSEE codes or primary keys.

    Those of their telecentres come with them.
    """
    for content in _read(codes, village_ids, site_map):
        facts = content.facts()
        for language in i18n.LANGUAGES:
            page = i18n.choose(content.pages, language)
            with translation.override(language):
                yield Draft(
                    kind=Kind.VILLAGE,
                    key=content.village.insee_code,
                    language=language,
                    content_language=page.locale.language_code if page else language,
                    title=content.village.name,
                    keywords=content.keywords(),
                    text=content.text(language),
                    facts=facts,
                )
        yield from telecentre_drafts(content.village, facts["languages"])


def _read(
    codes: Collection[str], village_ids: Collection[int], site_map: SiteMap
) -> Iterable[VillageContent]:
    wanted = Q(insee_code__in=codes) | Q(pk__in=village_ids)
    villages = Village.objects.filter(wanted).select_related(
        "epci", "canton", "connectivity", "telecentre"
    )
    found = {village.pk: VillageContent(village) for village in villages}
    if not found:
        return []
    services = VillageService.objects.filter(village__in=found)
    for service in services.select_related("service_type", "source"):
        found[service.village_id].services.append(service)
    for place in Establishment.objects.filter(village__in=found):
        found[place.village_id].establishments.append(place)
    equipments = Equipment.objects.filter(village__in=found, count__gt=0)
    for equipment in equipments.select_related("equipment_type"):
        found[equipment.village_id].equipments.append(equipment)
    for host in Host.objects.public().filter(village__in=found).order_by("name", "pk"):
        found[host.village_id].hosts.append(host)
    for offer in HousingOffer.objects.current().filter(village__in=found):
        found[offer.village_id].offers.append(offer)
    pages: dict[int, list[VillagePage]] = defaultdict(list)
    for page in VillagePage.objects.filter(village__in=found, live=True).select_related("locale"):
        pages[page.village_id].append(page)
    for village_id, versions in pages.items():
        found[village_id].pages = public_versions(versions, site_map)
    return found.values()
