"""Villages of the Gers: the facts about them, and the pages that present them."""

from villages.models.committee import Committee, Host
from villages.models.facts import Fact, ImportedRow, Source
from villages.models.offer import Connectivity, HousingOffer, PartnerAgency, Telecentre
from villages.models.pages import VillageIndexPage, VillagePage
from villages.models.places import (
    Destination,
    Equipment,
    EquipmentType,
    Establishment,
    Mairie,
    VacantHomes,
)
from villages.models.services import ServiceCategory, ServiceType, VillageService
from villages.models.village import Canton, Epci, Neighbour, Village, VillageOutline

__all__ = [
    "Canton",
    "Committee",
    "Connectivity",
    "Destination",
    "Epci",
    "Equipment",
    "EquipmentType",
    "Establishment",
    "Fact",
    "Host",
    "HousingOffer",
    "ImportedRow",
    "Mairie",
    "Neighbour",
    "PartnerAgency",
    "ServiceCategory",
    "ServiceType",
    "Source",
    "Telecentre",
    "VacantHomes",
    "Village",
    "VillageIndexPage",
    "VillageOutline",
    "VillagePage",
    "VillageService",
]
