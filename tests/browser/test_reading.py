"""A visitor reads the site in a real browser, on a phone."""

import pytest
from playwright.sync_api import BrowserContext, Page

from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESSES = {
    "fr": "/fr/villages/lombez/",
    "en": "/en/villages/lombez/",
    "de": "/de/doerfer/lombez/",
    "nl": "/nl/dorpen/lombez/",
}


@pytest.fixture
def site_address(live_server: object) -> str:
    """Make the site and return where it answers."""
    builders.site()
    village = builders.village()
    builders.service(village, "pharmacy", 2)
    builders.village_page(village, builders.LANGUAGES)
    builders.village_page(builders.village("32410", "Samatan"), ["fr"])
    return live_server.url


@pytest.mark.parametrize("language", builders.LANGUAGES)
def test_a_village_fits_a_phone_in_every_language(
    page: Page, site_address: str, language: str
) -> None:
    page.goto(site_address + ADDRESSES[language])
    assert page.evaluate("document.documentElement.lang") == language
    assert page.locator("h1").count() == 1
    assert "Lombez" in page.locator("h1").inner_text()
    width, visible = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= visible


def test_the_language_chosen_in_the_switcher_is_remembered_by_the_root(
    page: Page, phone: BrowserContext, site_address: str
) -> None:
    page.goto(site_address + "/")
    assert page.url.endswith("/en/")
    page.goto(site_address + ADDRESSES["en"])
    assert phone.cookies() == []
    with page.expect_navigation():
        page.locator('a[hreflang="nl"]').first.click()
    assert page.url.endswith(ADDRESSES["nl"])
    page.goto(site_address + "/")
    assert page.url.endswith("/nl/")
    page.goto(site_address + ADDRESSES["de"])
    assert page.url.endswith(ADDRESSES["de"])


def test_the_first_tab_leads_past_the_menu_to_the_text(page: Page, site_address: str) -> None:
    page.goto(site_address + ADDRESSES["de"])
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href')")
    assert target.startswith("#")
    page.keyboard.press("Enter")
    assert page.url.endswith(target)


def test_a_page_that_is_not_translated_says_so_and_marks_its_language(
    page: Page, site_address: str
) -> None:
    page.goto(site_address + "/de/doerfer/samatan/")
    prose = page.get_by_text(builders.WORDS["fr"])
    assert prose.is_visible()
    assert prose.evaluate("element => element.closest('[lang]').lang") == "fr"
    assert page.evaluate("document.documentElement.lang") == "de"


def test_reading_works_without_javascript(browser: object, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site_address + "/fr/")
    page.locator('a[href="/fr/villages/"]').first.click()
    page.locator('a[href="/fr/villages/lombez/"]').first.click()
    assert "Lombez" in page.locator("h1").inner_text()
    context.close()
