"""A visitor searches in a real browser: with the keyboard alone, and without JavaScript."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)

SUGGESTIONS = [
    {"query": "Apotheke", "text": "Apotheke", "kind": "concept", "url": None, "insee": None},
    {"query": "nahe Auch", "text": "nahe Auch", "kind": "place", "url": None, "insee": None},
    {
        "query": "Lombez",
        "text": "Lombez",
        "kind": "village",
        "url": "/de/doerfer/lombez/",
        "insee": "32213",
    },
]
ADDRESSES = {
    "fr": "/fr/recherche/",
    "en": "/en/search/",
    "de": "/de/suche/",
    "nl": "/nl/zoeken/",
}


@pytest.fixture
def site_address(live_server: object) -> str:
    """Make a site with two villages and return where it answers."""
    builders.site()
    for insee_code, name in (("32213", "Lombez"), ("32410", "Samatan")):
        village = builders.village(insee_code, name)
        builders.service(village, "pharmacy")
        builders.village_page(village, builders.LANGUAGES)
    return live_server.url


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Let the suggestions be those above, and return the words they were asked for."""
    words: list[str] = []

    def answer(route: Route) -> None:
        query = parse_qs(urlsplit(route.request.url).query)
        assert query["locale"] == ["de"]
        words.extend(query["q"])
        route.fulfill(json={"results": SUGGESTIONS if "q" not in query["q"] else []})

    page.route("**/api/v1/suggest*", answer)
    return words


def box(page: Page) -> Locator:
    """Return the box of the search."""
    return page.locator("#search-query")


def options(page: Page) -> Locator:
    """Return the suggestions that show."""
    return page.locator(".suggestions:not([hidden]) [role=option]")


def query_of(page: Page) -> dict[str, list[str]]:
    """Return the parameters of the address the browser is at, without empty ones."""
    return parse_qs(urlsplit(page.url).query)


def active(page: Page) -> str | None:
    """Return the suggestion that a screen reader is told is active, without its kind."""
    return box(page).evaluate(
        "box => document.getElementById(box.getAttribute('aria-activedescendant'))"
        "?.firstChild.textContent ?? null"
    )


def test_the_box_is_a_combobox_that_controls_a_list(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}/de/suche/")
    search = box(page)
    expect(search).to_have_attribute("role", "combobox")
    expect(search).to_have_attribute("aria-autocomplete", "list")
    expect(search).to_have_attribute("aria-expanded", "false")
    controlled = page.locator(f"#{search.get_attribute('aria-controls')}")
    assert controlled.get_attribute("role") == "listbox"
    assert controlled.get_attribute("aria-label")
    assert controlled.is_hidden()
    assert page.get_by_role("combobox", name=page.locator(".search-box label").inner_text()).count()


def test_the_keyboard_alone_is_enough(page: Page, site_address: str, asked: list[str]) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).focus()
    page.keyboard.type("apo", delay=20)
    expect(options(page)).to_have_count(3)
    assert asked == ["apo"]
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".combobox [role=status]")).to_contain_text("3")
    assert active(page) is None
    for key, expected in (
        ("ArrowDown", "Apotheke"),
        ("ArrowDown", "nahe Auch"),
        ("ArrowUp", "Apotheke"),
        ("ArrowUp", None),
        ("ArrowUp", "Lombez"),
        ("Home", None),
        ("ArrowDown", "Apotheke"),
    ):
        page.keyboard.press(key)
        assert active(page) == expected, key
    selected = page.locator('[role=option][aria-selected="true"]')
    expect(selected).to_have_text("Apotheke")
    assert box(page).evaluate("box => box === document.activeElement")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert query_of(page) == {"q": ["Apotheke"]}
    expect(box(page)).to_have_value("Apotheke")


def test_what_is_not_chosen_does_not_stand_in_the_address(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).fill("Apotheke")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url == f"{site_address}/de/suche/?q=Apotheke"


def test_escape_closes_the_list_and_keeps_the_words(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).press_sequentially("apo")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(box(page)).to_have_value("apo")
    assert active(page) is None
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_count(3)


def test_tab_leaves_the_box_without_choosing(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).press_sequentially("apo")
    expect(options(page)).to_have_count(3)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(options(page)).to_have_count(0)
    expect(box(page)).to_have_value("apo")
    assert page.evaluate("document.activeElement.type") == "submit"


def test_enter_without_a_choice_searches_what_was_typed(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).press_sequentially("apo")
    expect(options(page)).to_have_count(3)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert query_of(page) == {"q": ["apo"]}


def test_a_village_suggested_is_where_a_press_leads(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/")
    box(page).press_sequentially("lom")
    with page.expect_navigation():
        options(page).filter(has_text="Lombez").click()
    assert urlsplit(page.url).path == "/de/doerfer/lombez/"


def test_a_single_letter_and_a_pause_too_short_ask_nothing(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/suche/")
    box(page).press_sequentially("a")
    page.wait_for_timeout(300)
    assert asked == []
    box(page).press_sequentially("po", delay=20)
    expect(options(page)).to_have_count(3)
    assert asked == ["apo"]


def test_an_answer_that_comes_too_late_is_not_shown(page: Page, site_address: str) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if "late" in route.request.url:
            held.append(route)
        else:
            route.fulfill(json={"results": SUGGESTIONS[:1]})

    page.route("**/api/v1/suggest*", answer)
    page.goto(f"{site_address}/de/suche/")
    box(page).fill("late")
    page.wait_for_timeout(300)
    assert len(held) == 1
    box(page).fill("apo")
    expect(options(page)).to_have_text(["Apotheke"])
    held[0].fulfill(json={"results": SUGGESTIONS})
    page.wait_for_timeout(200)
    expect(options(page)).to_have_text(["Apotheke"])


def fail(route: Route) -> None:
    """Answer as a server that is not well."""
    route.fulfill(status=200, body="no JSON")


def test_where_no_suggestions_come_the_form_searches_all_the_same(
    page: Page, site_address: str
) -> None:
    page.route("**/api/v1/suggest*", fail)
    page.goto(f"{site_address}/de/suche/")
    box(page).press_sequentially("apo")
    page.wait_for_timeout(300)
    expect(options(page)).to_have_count(0)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert query_of(page) == {"q": ["apo"]}


def test_nothing_of_a_search_stays_in_the_browser(
    page: Page, site_address: str, asked: list[str]
) -> None:
    page.goto(f"{site_address}/de/suche/?q=Apotheke")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [
        0,
        0,
        "",
    ]


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_page_fits_the_narrowest_phone(
    browser: Browser, site_address: str, language: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.goto(f"{site_address}{ADDRESSES[language]}?service=pharmacy&population_min=500")
    page.locator(".panel > summary").click()
    width, visible = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    context.close()
    assert width <= visible


def small_targets(page: Page) -> list[str]:
    """Return the controls of the page narrower or lower than 24 pixels, but those in a line."""
    measure: Callable[[str], list[str]] = page.evaluate
    return measure(
        """[...document.querySelectorAll("main a, main input, main select, main summary, button")]
        .filter(element => element.checkVisibility() && element.type !== "hidden")
        .filter(element => {
            const {width, height} = element.getBoundingClientRect();
            return width < 24 || height < 24;
        })
        .map(element => element.outerHTML)"""
    )


def test_every_target_can_be_hit_with_a_thumb(page: Page, site_address: str) -> None:
    page.goto(f"{site_address}/de/suche/?service=pharmacy")
    page.locator(".panel > summary").click()
    assert small_targets(page) == []


def test_filters_work_without_javascript(browser: Browser, site_address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{site_address}/de/suche/")
    page.locator(".panel > summary").click()
    page.locator('input[name=service][value="pharmacy"]').check()
    page.locator("#population_min").select_option("500")
    page.locator(".panel-submit").click()
    query = query_of(page)
    assert (query["service"], query["population_min"]) == (["pharmacy"], ["500"])
    assert page.locator('input[name=service][value="pharmacy"]').is_checked()
    assert page.locator(".hit").count() == 2
    page.locator(".chips a").first.click()
    assert "service" not in query_of(page)
    assert query_of(page)["population_min"] == ["500"]
    context.close()


def test_on_a_wide_screen_the_filters_stand_open_beside_the_list(
    browser: Browser, site_address: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site_address}/de/suche/")
    filters = page.locator("#population_min").bounding_box()
    results = page.locator(".results").bounding_box()
    page.locator('input[name=service][value="pharmacy"]').check()
    context.close()
    assert filters["x"] + filters["width"] < results["x"]
