"""How many queries a page costs, without any cache, at two sizes."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.changes import one_change
from tests import builders
from villages.models import (
    Connectivity,
    Destination,
    Equipment,
    EquipmentType,
    Establishment,
    Host,
    HousingOffer,
    Mairie,
    Neighbour,
    Telecentre,
    VacantHomes,
    Village,
    VillageOutline,
)

pytestmark = pytest.mark.django_db

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.5, 43.5], [0.6, 43.5], [0.6, 43.6], [0.5, 43.6], [0.5, 43.5]]],
}


def queries(client: Client, address: str) -> int:
    """Return how many queries the page at `address` takes with empty caches."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(captured)


def fill(village: Village, number: int) -> None:
    """Give a village `number` of everything there can be many of, and one of all else."""
    fact = {"source": builders.source(), "checked_on": datetime.date(2020, 1, 1)}
    VillageOutline.objects.create(village=village, geometry=SQUARE)
    Mairie.objects.create(village=village, phone="05 62 62 32 20", **fact)
    VacantHomes.objects.create(village=village, vacant=62, private_dwellings=1224, **fact)
    Connectivity.objects.create(
        village=village,
        technology="fibre",
        share_of_premises=90,
        download_mbps=900,
        upload_mbps=500,
        **fact,
    )
    Telecentre.objects.create(village=village, desks=4, equipment=["printer"], **fact)
    for index in range(number):
        other = builders.village(f"32{index:03}", f"Voisin {index}")
        VillageOutline.objects.create(village=other, geometry=SQUARE)
        Neighbour.objects.create(
            village=village,
            neighbour=other,
            insee_code=other.insee_code,
            name=other.name,
            department_code="32",
            shared_border_km=1,
        )
        builders.service_type(f"here-{index}")
        builders.service_type(f"absent-{index}")
        builders.service(village, f"here-{index}", 2)
        builders.service(other, f"absent-{index}", 1)
        builders.service(village, f"absent-{index}", 0)
        equipment_type = EquipmentType.objects.create(
            code=f"B{index:03}", domain="shops", label_fr="boulangerie", plural_fr="boulangeries"
        )
        Equipment.objects.create(village=village, equipment_type=equipment_type, count=1, **fact)
        Establishment.objects.create(
            village=village, kind="ecole", reference=f"{index}", name=f"École {index}", **fact
        )
        Host.objects.create(
            village=village, name=f"Hôte {index}", languages=["fr", "en"], consent=True, **fact
        )
        HousingOffer.objects.create(
            village=village,
            reference=f"offer-{index}",
            offer="rent",
            kind="flat",
            area_m2=60,
            price_eur=500,
            expires_on=datetime.date(2999, 1, 1),
            **fact,
        )
        Destination.objects.create(
            code=f"town-{index}", name_fr=f"Ville {index}", kind="town", latitude=43.6, longitude=1
        )


@pytest.mark.parametrize("number", [1, 20])
@pytest.mark.parametrize("written_in", [["fr"], list(builders.LANGUAGES)])
def test_a_village_page_takes_at_most_12_queries_however_much_there_is_to_show(
    client: Client, number: int, written_in: list[str]
) -> None:
    builders.site()
    village = builders.village()
    fill(village, number)
    builders.village_page(village, written_in)
    for address in ("/fr/villages/lombez/", "/de/doerfer/lombez/", "/nl/dorpen/lombez/"):
        assert queries(client, address) <= 12, address


@pytest.mark.parametrize("language", ["fr", "de"])
def test_the_index_takes_at_most_15_queries_and_as_many_with_458_villages_as_with_83(
    client: Client, language: str
) -> None:
    builders.site()
    address = {"fr": "/fr/villages/", "de": "/de/doerfer/"}[language]

    @one_change()
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            village = builders.village(f"32{number:03}", f"Village {number}")
            VillageOutline.objects.create(village=village, geometry=SQUARE)
            builders.village_page(village, ["fr"] if number % 3 else ["fr", "de"])

    add(0, 83)
    with_83 = queries(client, address)
    add(83, 458)
    assert queries(client, address) == with_83 <= 15
    assert client.get(address).content.decode().count('href="' + address + "village-") == 458


@pytest.mark.parametrize("address", ["/fr/", "/fr/temoignages/", "/fr/actualites/"])
def test_the_other_pages_take_a_dozen_queries_at_most(client: Client, address: str) -> None:
    builders.site()
    assert queries(client, address) <= 12
