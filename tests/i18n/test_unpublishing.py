"""A translation does not outlive its French page on the site."""

import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from cms.core.refusals import PublicationRefused
from cms.users.models import User
from tests import builders, trees
from tests.i18n import translating
from tests.i18n.translating import live_languages, said
from villages.models import VillageIndexPage, VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def section() -> VillageIndexPage:
    """Return the French list of villages, with a village in every language."""
    section = translating.small_site()
    builders.village_page(builders.village(), builders.LANGUAGES)
    return section


@pytest.fixture
def french(section: VillageIndexPage) -> VillagePage:
    return VillagePage.objects.get(locale__language_code="fr")


def test_unpublishing_the_french_page_unpublishes_its_translations_and_says_so(
    admin: Client, administrator: User, french: VillagePage
) -> None:
    message = said(translating.unpublish(admin, french))
    assert live_languages(french) == []
    assert "kept as drafts: “Lombez” (English), “Lombez” (German), “Lombez” (Dutch)" in message
    entries = PageLogEntry.objects.filter(action="wagtail.unpublish")
    assert {entry.page_id for entry in entries} == set(
        Page.objects.filter(translation_key=french.translation_key).values_list("pk", flat=True)
    )
    assert {entry.user for entry in entries} == {administrator}


def test_unpublishing_a_translation_leaves_the_others(admin: Client, french: VillagePage) -> None:
    message = said(translating.unpublish(admin, translating.version(french)))
    assert live_languages(french) == ["en", "fr", "nl"]
    assert "kept as drafts" not in message


def test_unpublishing_from_code_unpublishes_the_translations(french: VillagePage) -> None:
    french.unpublish()
    assert live_languages(french) == []


def test_a_page_that_expires_takes_its_translations_along(french: VillagePage) -> None:
    VillagePage.objects.filter(pk=french.pk).update(
        expire_at=timezone.now() - datetime.timedelta(minutes=1)
    )
    call_command("publish_scheduled")
    assert live_languages(french) == []


def test_unpublishing_a_section_with_its_pages_unpublishes_their_translations(
    admin: Client, section: VillageIndexPage, french: VillagePage
) -> None:
    message = said(translating.unpublish(admin, section, include_descendants="on"))
    assert live_languages(section) == live_languages(french) == []
    assert "“Doerfer” (German)" in message
    assert "“Lombez” (German)" in message


def test_unpublishing_a_section_alone_leaves_its_pages(
    admin: Client, section: VillageIndexPage, french: VillagePage
) -> None:
    message = said(translating.unpublish(admin, section))
    assert live_languages(section) == []
    assert live_languages(french) == ["de", "en", "fr", "nl"]
    assert "Lombez" not in message


@pytest.mark.parametrize("descendants", [{}, {"include_descendants": "on"}])
def test_unpublishing_in_bulk_unpublishes_the_translations(
    admin: Client, section: VillageIndexPage, french: VillagePage, descendants: dict[str, str]
) -> None:
    message = said(translating.bulk(admin, "unpublish", [section], **descendants))
    assert live_languages(section) == []
    assert live_languages(french) == ([] if descendants else ["de", "en", "fr", "nl"])
    assert "“Doerfer” (German)" in message
    assert ("“Lombez” (German)" in message) is bool(descendants)


def test_deleting_the_french_page_unpublishes_its_translations_and_keeps_them(
    admin: Client, administrator: User, french: VillagePage
) -> None:
    message = said(translating.delete(admin, french))
    left = Page.objects.filter(translation_key=french.translation_key)
    assert sorted(left.values_list("locale__language_code", "live")) == [
        ("de", False),
        ("en", False),
        ("nl", False),
    ]
    assert "“Lombez” (Dutch)" in message
    entry = PageLogEntry.objects.filter(action="wagtail.unpublish").latest("timestamp")
    assert entry.user == administrator
    assert trees.is_sound()


@pytest.mark.parametrize("in_bulk", [True, False])
def test_deleting_a_section_unpublishes_the_translations_of_its_pages(
    admin: Client, section: VillageIndexPage, french: VillagePage, in_bulk: bool
) -> None:
    if in_bulk:
        translating.bulk(admin, "delete", [section])
    else:
        translating.delete(admin, section)
    assert not Page.objects.filter(pk__in=[section.pk, french.pk]).exists()
    assert live_languages(section) == live_languages(french) == []
    assert Page.objects.filter(translation_key=french.translation_key).count() == 3
    assert trees.is_sound()


def test_deleting_a_translation_leaves_the_others(admin: Client, french: VillagePage) -> None:
    translating.delete(admin, translating.version(french))
    assert live_languages(french) == ["en", "fr", "nl"]


class PublishingAgainTests:
    """Publication of a translation whose French page is not on the site."""

    def test_it_is_refused_while_the_french_page_is_a_draft(
        self, admin: Client, french: VillagePage
    ) -> None:
        french.unpublish()
        german = translating.version(french)
        with pytest.raises(PublicationRefused, match="in French is not published"):
            german.get_latest_revision().publish()
        assert "the version in French is not published" in said(
            translating.bulk(admin, "publish", [german])
        )
        form = translating.village_form(german, **{"action-publish": "on"})
        assert "the version in French is not published" in said(
            translating.edit(admin, german, form)
        )
        assert live_languages(french) == []

    def test_it_is_refused_in_the_string_editor(self, admin: Client, section: Page) -> None:
        page = translating.french_village("Samatan", "32410")
        translating.submit(admin, page, ["de"])
        translating.fill_in(page)
        page.unpublish()
        german = translating.version(page)
        message = said(translating.publish_in_string_editor(admin, german))
        assert "the version in French is not published" in message
        assert live_languages(page) == []

    def test_it_works_once_the_french_page_is_back(self, french: VillagePage) -> None:
        french.unpublish()
        translating.version(french, "fr").get_latest_revision().publish()
        translating.version(french).get_latest_revision().publish()
        assert live_languages(french) == ["de", "fr"]

    def test_it_works_once_the_french_page_is_deleted(
        self, admin: Client, french: VillagePage
    ) -> None:
        translating.delete(admin, french)
        translating.version(french).get_latest_revision().publish()
        assert live_languages(french) == ["de"]
        assert trees.is_sound()
