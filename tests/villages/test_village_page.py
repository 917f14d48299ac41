"""The facts of a village on its page, in four languages."""

import datetime
import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from cms.users.models import User
from tests import builders
from villages.models import Connectivity, Host, HousingOffer, Village, VillageService

pytestmark = pytest.mark.django_db

ADDRESSES = {
    "fr": "/fr/villages/lombez/",
    "en": "/en/villages/lombez/",
    "de": "/de/doerfer/lombez/",
    "nl": "/nl/dorpen/lombez/",
}


def text(client: Client, language: str) -> str:
    """Return what a reader of `language` reads on the page of Lombez, as plain text."""
    content = client.get(ADDRESSES[language]).content.decode()
    plain = html.unescape(re.sub(r"<[^>]+>", " ", content))
    return re.sub(r"\s+", " ", plain.replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " "))


def test_the_population_stands_on_the_page_as_each_language_writes_numbers(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village(population=12233))
    assert "12 233" in text(client, "fr")
    assert "12,233" in text(client, "en")
    assert "12.233" in text(client, "de")
    assert "12.233" in text(client, "nl")


def test_what_is_from_2020_says_2020_in_every_language(client: Client) -> None:
    builders.site()
    village = builders.village()
    builders.service(village, "pharmacy", 2)
    builders.village_page(village)
    for language, words in {
        "fr": "2 pharmacies",
        "en": "2 pharmacies",
        "de": "2 Apotheken",
        "nl": "2 apotheken",
    }.items():
        page = text(client, language)
        assert words in page
        assert "2020" in page


def test_an_absent_service_names_the_nearest_village_and_says_the_line_is_straight(
    client: Client,
) -> None:
    builders.site()
    lombez = builders.village()
    samatan = builders.village("32410", "Samatan", latitude=43.492699, longitude=0.930816)
    builders.service(lombez, "pharmacy", 0)
    builders.service(samatan, "pharmacy", 2)
    builders.village_page(lombez)
    for language, distance in {"fr": "2,6", "en": "2.6", "de": "2,6", "nl": "2,6"}.items():
        page = text(client, language)
        assert "Samatan" in page
        assert distance in page
    assert "vol d’oiseau" in text(client, "fr").replace("'", "’")
    assert "miles" in text(client, "en")


def test_a_fact_saved_in_the_admin_is_on_the_page_in_four_languages_at_the_next_request(
    client: Client,
) -> None:
    builders.site()
    village = builders.village()
    builders.service(village, "pharmacy", 1)
    builders.village_page(village)
    editor = User.objects.create_superuser("admin@example.org", "a-long-password")
    client.force_login(editor)
    address = reverse("wagtailsnippets_villages_village:edit", args=[village.pk])
    form = client.get(address).context["form"]
    data = {}
    for field in form:
        value = field.value()
        data[field.html_name] = "" if value is None else value
    for formset in form.formsets.values():
        for hidden in formset.management_form:
            data[hidden.html_name] = hidden.value()
        for row in formset.forms:
            for field in row:
                value = field.value()
                data[field.html_name] = "" if value is None else value
    data["population"] = "7654"
    data["services-0-count"] = "3"
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    client.logout()
    for language, words in {
        "fr": "3 pharmacies",
        "en": "3 pharmacies",
        "de": "3 Apotheken",
        "nl": "3 apotheken",
    }.items():
        page = text(client, language)
        assert words in page
        assert re.search(r"7[ .,]654", page)


def test_an_invented_record_says_so_to_the_reader(client: Client) -> None:
    builders.site()
    village = builders.village()
    demonstration = builders.source("demonstration")
    for code, name in {
        "fr": "Démonstration",
        "en": "Demonstration",
        "de": "Demonstration",
        "nl": "Demonstratie",
    }.items():
        setattr(demonstration, f"name_{code}", name)
    demonstration.save()
    Connectivity.objects.create(
        village=village,
        technology="fibre",
        share_of_premises=90,
        download_mbps=900,
        upload_mbps=500,
        source=demonstration,
        checked_on=datetime.date(2026, 9, 1),
    )
    builders.village_page(village)
    for language, word in {
        "fr": "monstration",
        "en": "emonstration",
        "de": "emonstration",
        "nl": "emonstratie",
    }.items():
        assert word in text(client, language)


def test_nobody_is_shown_without_consent_and_no_offer_after_it_expired(client: Client) -> None:
    builders.site()
    village = builders.village()
    fact = {"source": builders.source(), "checked_on": datetime.date(2026, 9, 1)}
    Host.objects.create(village=village, name="Hidden Host", languages=["fr"], **fact)
    Host.objects.create(village=village, name="Shown Host", languages=["de"], consent=True, **fact)
    for reference, expires in (("gone", "2020-01-01"), ("here", "2999-01-01")):
        HousingOffer.objects.create(
            village=village,
            reference=reference,
            offer="rent",
            kind="flat",
            area_m2=60,
            price_eur=511 if reference == "gone" else 522,
            expires_on=datetime.date.fromisoformat(expires),
            **fact,
        )
    builders.village_page(village)
    page = text(client, "fr")
    assert "Shown Host" in page
    assert "Hidden Host" not in page
    assert "522" in page
    assert "511" not in page


def test_a_service_that_closes_sends_the_villages_around_to_the_next_nearest() -> None:
    builders.source("correction")
    here = builders.village("32001", "Ici", latitude=43.5, longitude=0.5)
    near = builders.village("32002", "Proche", latitude=43.5, longitude=0.6)
    far = builders.village("32003", "Loin", latitude=43.5, longitude=0.9)
    absent = builders.service(here, count=0)
    closing = builders.service(near, count=1)
    builders.service(far, count=1)
    absent.refresh_from_db()
    assert absent.nearest == near
    closing.count = 0
    closing.save()
    absent.refresh_from_db()
    assert absent.nearest == far
    assert absent.distance_km == pytest.approx(32.26, abs=0.05)
    VillageService.objects.get(village=far).delete()
    absent.refresh_from_db()
    assert (absent.nearest, absent.distance_km) == (None, None)


def test_a_commune_without_a_status_is_not_of_the_programme() -> None:
    village = builders.village(status="none")
    assert not village.is_in_programme
    assert list(Village.objects.of_programme()) == []
