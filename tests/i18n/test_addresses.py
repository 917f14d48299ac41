"""Which page answers at an address, in which language, and what it says of itself."""

import re

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from stories.models import TestimonialIndexPage
from tests import builders
from villages.models import VillageIndexPage

pytestmark = pytest.mark.django_db

INDEX_ADDRESSES = {
    "fr": "/fr/villages/",
    "en": "/en/villages/",
    "de": "/de/doerfer/",
    "nl": "/nl/dorpen/",
}


def hreflangs(content: str) -> dict[str, str]:
    """Return the alternates a page names in its head."""
    links = re.findall(r"<link\b[^>]*>", content.split("</head>")[0])
    found = {}
    for link in links:
        if 'rel="alternate"' in link and "hreflang" in link:
            code = re.search(r'hreflang="([^"]+)"', link)[1]
            found[code] = re.search(r'href="([^"]+)"', link)[1]
    return found


def canonical(content: str) -> str:
    """Return the canonical address a page names."""
    link = next(link for link in re.findall(r"<link\b[^>]*>", content) if 'rel="canonical"' in link)
    return re.search(r'href="([^"]+)"', link)[1]


def switcher(content: str) -> dict[str, str]:
    """Return the languages the switcher offers, with their addresses."""
    links = re.findall(r"<a\b[^>]*\bhreflang=[^>]*>", content.split("<main")[0])
    return {
        re.search(r'hreflang="([^"]+)"', link)[1]: re.search(r'href="([^"]+)"', link)[1]
        for link in links
    }


@pytest.mark.parametrize(
    ("accepted", "cookie", "target"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "", "/de/"),
        ("nl", "", "/nl/"),
        ("en-US,en;q=0.9", "", "/en/"),
        ("fr-CA", "", "/fr/"),
        ("es,it;q=0.8", "", "/en/"),
        ("", "", "/en/"),
        ("de", "nl", "/nl/"),
        ("de", "xx", "/de/"),
        ("*", "", "/en/"),
    ],
)
def test_the_root_sends_a_reader_to_the_language_chosen_before_then_the_browsers_then_english(
    client: Client, accepted: str, cookie: str, target: str
) -> None:
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/", headers={"accept-language": accepted} if accepted else {})
    assert (response.status_code, response["Location"]) == (302, target)
    assert {"accept-language", "cookie"} <= {
        part.strip().lower() for part in response["Vary"].split(",")
    }


def test_a_deep_link_is_shown_in_its_language_whatever_the_reader_prefers(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village(), builders.LANGUAGES)
    client.cookies["language"] = "nl"
    response = client.get("/de/doerfer/lombez/", headers={"accept-language": "fr"})
    content = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="de"' in content
    assert builders.WORDS["de"] in content


@pytest.mark.parametrize("language", builders.LANGUAGES)
def test_a_translated_page_names_itself_and_all_its_translations(
    client: Client, language: str
) -> None:
    builders.site()
    builders.village_page(builders.village(), builders.LANGUAGES)
    content = client.get(f"{INDEX_ADDRESSES[language]}lombez/").content.decode()
    addresses = {
        code: f"http://localhost:8000{path}lombez/" for code, path in INDEX_ADDRESSES.items()
    }
    assert hreflangs(content) == {**addresses, "x-default": addresses["en"]}
    assert canonical(content) == addresses[language]
    assert "noindex" not in content
    assert switcher(content) == {code: f"{path}lombez/" for code, path in INDEX_ADDRESSES.items()}


def test_a_page_in_one_language_names_itself_and_an_x_default(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village(), ["fr"])
    content = client.get("/fr/villages/lombez/").content.decode()
    address = "http://localhost:8000/fr/villages/lombez/"
    assert hreflangs(content) == {"fr": address, "x-default": address}
    assert set(switcher(content)) == {"fr"}


@pytest.mark.parametrize(
    ("written_in", "read_in", "shown"),
    [
        (["fr"], "de", "fr"),
        (["fr", "en"], "de", "en"),
        (["fr", "en"], "nl", "en"),
        (["fr", "nl"], "en", "fr"),
        (["fr", "de"], "nl", "fr"),
        (["en"], "fr", "en"),
    ],
)
def test_an_untranslated_page_is_read_at_an_address_in_the_readers_language(
    client: Client, written_in: list[str], read_in: str, shown: str
) -> None:
    builders.site()
    builders.village_page(builders.village(), written_in)
    response = client.get(f"{INDEX_ADDRESSES[read_in]}lombez/")
    content = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{read_in}"' in content
    assert re.search(rf'lang="{shown}"[^>]*>\s*(<p[^>]*>)?\s*{builders.WORDS[shown]}', content)
    assert canonical(content) == f"http://localhost:8000{INDEX_ADDRESSES[shown]}lombez/"
    assert re.search(r'<meta name="robots" content="[^"]*noindex', content)
    assert hreflangs(content) == {}
    assert set(switcher(content)) == set(written_in)


def test_a_page_that_no_reader_of_the_language_can_read_is_not_found(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village(), ["de"])
    assert client.get("/fr/villages/lombez/").status_code == 404
    assert client.get("/de/doerfer/lombez/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/nothing/",
        "/fr/nothing",
        "/fr/nothing/",
        "/de/villages/lombez/",
        "/nl/dorpen/lombez/more/",
        "/es/",
        "/api/nothing/",
        "/accounts/nothing/",
        "/en/villages/lombez%00/",
        "/nothing%00",
        "/fr/villages//lombez/x/",
        "/media/nothing.jpg",
        "/documents/1/nothing.pdf",
    ],
)
def test_an_address_that_does_not_exist_is_a_plain_404(client: Client, address: str) -> None:
    builders.site()
    builders.village_page(builders.village(), builders.LANGUAGES)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "accepted", "language"),
    [
        ("/de/nichts/", "fr", "de"),
        ("/nothing/", "nl", "nl"),
        ("/nothing/", "es", "en"),
        ("/fr/rien/", "de", "fr"),
    ],
)
def test_a_404_speaks_the_readers_language_and_shows_the_way_on(
    client: Client, address: str, accepted: str, language: str
) -> None:
    builders.site()
    response = client.get(address, headers={"accept-language": accepted})
    content = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}"' in content
    assert f'href="{INDEX_ADDRESSES[language]}"' in content


def test_a_missing_slash_leads_to_the_page_but_never_to_a_missing_one(client: Client) -> None:
    builders.site()
    response = client.get("/fr/villages")
    assert (response.status_code, response["Location"]) == (301, "/fr/villages/")


def test_a_section_unpublished_in_a_language_is_read_there_all_the_same(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village(), ["fr", "en"])
    VillageIndexPage.objects.get(locale__language_code="de").unpublish()
    content = client.get("/de/villages/").content.decode()
    assert '<html lang="de"' in content
    assert client.get("/de/doerfer/").status_code == 404
    assert client.get("/de/villages/lombez/").status_code == 200


def test_a_home_page_unpublished_in_a_language_does_not_take_the_language_away(
    client: Client,
) -> None:
    homes = builders.site()
    homes["de"].unpublish()
    content = client.get("/de/").content.decode()
    assert '<html lang="de"' in content
    assert client.get("/de/doerfer/").status_code == 200


def test_a_private_page_is_shown_in_no_other_language_and_offered_nowhere(client: Client) -> None:
    builders.site()
    pages = builders.village_page(builders.village(), ["fr", "en"])
    for page in pages.values():
        PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="secret"
        )
    assert client.get("/de/doerfer/lombez/").status_code == 404
    asked = client.get("/fr/villages/lombez/")
    assert builders.WORDS["fr"] not in asked.content.decode()
    assert "lombez" not in client.get("/fr/villages/").content.decode()
    assert "lombez" not in client.get("/sitemap.xml").content.decode()


def test_the_sitemap_lists_real_versions_only_with_their_alternates(client: Client) -> None:
    builders.site()
    builders.village_page(builders.village("32213", "Lombez"), ["fr", "de"])
    draft = builders.village_page(builders.village("32410", "Samatan"), ["fr", "en"])
    draft["en"].unpublish()
    content = client.get("/sitemap.xml").content.decode()
    locations = re.findall(r"<loc>([^<]+)</loc>", content)
    assert "http://localhost:8000/fr/villages/lombez/" in locations
    assert "http://localhost:8000/de/doerfer/lombez/" in locations
    assert "http://localhost:8000/en/villages/lombez/" not in locations
    assert "http://localhost:8000/en/villages/samatan/" not in locations
    assert len(locations) == len(set(locations))
    lombez = next(part for part in content.split("<url>") if "/de/doerfer/lombez/</loc>" in part)
    assert set(re.findall(r'hreflang="([^"]+)"', lombez)) == {"fr", "de", "x-default"}


def test_the_menu_follows_the_language_of_the_reader(client: Client) -> None:
    builders.site()
    content = client.get("/nl/").content.decode()
    assert 'href="/nl/ervaringen/"' in content
    TestimonialIndexPage.objects.get(locale__language_code="nl").unpublish()
    assert 'href="/nl/testimonials/"' in client.get("/nl/").content.decode()
