"""The tree is sound after whatever is done to translations, in whatever order."""

import itertools

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail_localize.operations import translate_object, translate_page_subtree

from home.models import HomePage
from tests import builders, trees
from tests.i18n import translating
from tests.i18n.translating import TRANSLATED
from villages.models import VillageIndexPage, VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

STEPS = ("unpublish", "delete leaf", "update", "publish")
ORDERS = [
    order[start:] + order[:start] for order in (STEPS, STEPS[::-1]) for start in range(len(STEPS))
]


@pytest.fixture
def section() -> VillageIndexPage:
    """Return the French list of villages, with two villages, in a site in French only."""
    section = translating.small_site(["fr"])
    for name, code in (("Lombez", "32213"), ("Samatan", "32410")):
        translating.french_village(name, code)
    return VillageIndexPage.objects.get(pk=section.pk)


@pytest.fixture
def home(section: VillageIndexPage) -> HomePage:
    return HomePage.objects.get()


def villages() -> list[VillagePage]:
    return list(VillagePage.objects.filter(locale__language_code="fr").order_by("path"))


def publish_all(client: Client, pages: list[Page]) -> None:
    """Translate and publish these French pages in every language."""
    for page, language in itertools.product(pages, TRANSLATED):
        translating.fill_in(page, language)
        translating.publish_in_string_editor(client, translating.version(page, language))
        assert trees.is_sound()


def test_a_whole_subtree_submitted_at_once_and_published(
    admin: Client, home: HomePage, section: VillageIndexPage
) -> None:
    response = translating.submit(admin, home, subtree=True)
    assert "successfully submitted" in translating.said(response)
    assert trees.is_sound()
    assert Page.objects.filter(depth__gt=1).count() == 16
    for language in TRANSLATED:
        assert len(translating.version(section, language).get_children()) == 2
        assert translating.version(section, language).numchild == 2
    publish_all(admin, [home, section, *villages()])
    assert Page.objects.filter(live=True, depth__gt=1).count() == 16


def test_parents_and_children_submitted_one_by_one(
    admin: Client, home: HomePage, section: VillageIndexPage
) -> None:
    for page in (home, section, *villages()):
        translating.submit(admin, page)
        assert trees.is_sound()
    publish_all(admin, [home, section, *villages()])


def test_pages_published_from_the_leaves_up(
    admin: Client, home: HomePage, section: VillageIndexPage
) -> None:
    translating.submit(admin, home, subtree=True)
    publish_all(admin, [*villages(), section, home])


def test_a_subtree_submitted_from_code(home: HomePage) -> None:
    locales = [builders.locale(code) for code in TRANSLATED]
    translate_object(home, locales)
    translate_page_subtree(home.pk, locales, None, None)
    assert trees.is_sound()
    assert Page.objects.filter(depth__gt=1).count() == 16


def test_a_subtree_submitted_after_some_of_its_pages(
    admin: Client, home: HomePage, section: VillageIndexPage
) -> None:
    translating.submit(admin, home, ["de"])
    translating.submit(admin, section, ["de"])
    translating.submit(admin, home, ["en", "nl"], subtree=True)
    translating.submit(admin, villages()[0], ["de"])
    assert trees.is_sound()
    assert len(translating.version(section, "de").get_children()) == 1
    assert len(translating.version(section, "en").get_children()) == 2


class PublishedSiteTests:
    """A site of which every page is live in every language."""

    @pytest.fixture(autouse=True)
    def _published(self, admin: Client, home: HomePage) -> None:
        translating.submit(admin, home, subtree=True)
        for page in (home, VillageIndexPage.objects.get(locale=home.locale), *villages()):
            for language in TRANSLATED:
                translating.fill_in(page, language)
                translating.translation(page, language).save_target(publish=True)
        assert trees.is_sound()

    @pytest.mark.parametrize("steps", ORDERS)
    def test_steps_in_many_orders(
        self, admin: Client, section: VillageIndexPage, steps: tuple[str, ...]
    ) -> None:
        for step in steps:
            leaf = villages()[-1]
            if step == "unpublish":
                translating.unpublish(admin, section, include_descendants="on")
            elif step == "delete leaf":
                translating.delete(admin, leaf)
            elif step == "update":
                translating.update(admin, section)
            else:
                pages = [section, *villages()]
                translating.bulk(admin, "publish", pages)
                translating.bulk(admin, "publish", [translating.version(page) for page in pages])
            assert trees.is_sound(), step

    def test_deleting_a_translated_section_with_its_pages(
        self, admin: Client, section: VillageIndexPage
    ) -> None:
        translating.delete(admin, translating.version(section))
        assert trees.is_sound()
        assert translating.live_languages(section) == ["en", "fr", "nl"]
        assert Page.objects.filter(locale__language_code="de", depth__gt=1).count() == 1
        translating.submit(admin, section, ["de"], subtree=True)
        assert trees.is_sound()
        assert len(translating.version(section).get_children()) == 2

    def test_deleting_the_french_section_then_publishing_its_translation(
        self, admin: Client, section: VillageIndexPage
    ) -> None:
        leaves = villages()
        translating.delete(admin, section)
        assert trees.is_sound()
        orphan = translating.version(section)
        translating.bulk(admin, "publish", [orphan], include_descendants="on")
        assert trees.is_sound()
        assert translating.live_languages(section) == ["de"]
        assert [translating.live_languages(leaf) for leaf in leaves] == [["de"], ["de"]]

    def test_deleting_in_bulk(self, admin: Client, section: VillageIndexPage) -> None:
        translating.bulk(admin, "delete", [*villages(), translating.version(section, "nl")])
        assert trees.is_sound()
        assert translating.version(section).numchild == 2
        assert not VillagePage.objects.filter(live=True).exists()

    def test_deleting_the_french_home_page(self, admin: Client, home: HomePage) -> None:
        translating.delete(admin, home)
        assert trees.is_sound()
        assert not Page.objects.filter(live=True, depth__gt=1).exists()
        assert Page.objects.filter(depth__gt=1).count() == 12
