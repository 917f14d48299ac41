"""Publishing a French page shows translators what changed, and changes nothing else."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail_localize.models import StringSegment, TranslationSource

from tests import builders
from tests.i18n import translating
from villages.models import VillageIndexPage, VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

NEW = "Un texte que personne n’a encore traduit."


@pytest.fixture
def section() -> VillageIndexPage:
    return translating.small_site(["fr", "de"])


@pytest.fixture
def french(admin: Client, section: VillageIndexPage) -> VillagePage:
    """Return a French page whose German translation is live."""
    page = translating.french_village()
    translating.submit(admin, page, ["de"])
    translating.fill_in(page)
    translating.publish_in_string_editor(admin, translating.version(page))
    return page


@pytest.fixture
def translated_section(admin: Client) -> VillageIndexPage:
    """Return a French list of villages whose German translation came from the string editor."""
    section = translating.small_site(["fr"])
    translating.submit(admin, section.get_parent(), ["de"])
    translating.submit(admin, section, ["de"])
    translating.fill_in(section)
    translating.fill_in(section.get_parent())
    translating.publish_in_string_editor(admin, translating.version(section.get_parent().specific))
    translating.publish_in_string_editor(admin, translating.version(section))
    assert translating.version(section).slug == "de-villages"
    return section


def state(page: Page) -> dict[str, Any]:
    return Page.objects.filter(pk=page.pk).values().get()


def test_publication_refreshes_the_texts_and_leaves_the_translation(
    admin: Client, french: VillagePage
) -> None:
    german = translating.version(french)
    before = state(german), german.introduction
    form = translating.village_form(french, introduction=NEW, **{"action-publish": "on"})
    translating.edit(admin, french, form)
    texts = StringSegment.objects.filter(source=translating.translation(french).source)
    assert NEW in texts.values_list("string__data", flat=True)
    assert translating.translation(french).get_progress() == (2, 1)
    assert (state(german), translating.version(french).introduction) == before


def test_a_draft_refreshes_nothing(admin: Client, french: VillagePage) -> None:
    translating.edit(admin, french, translating.village_form(french, introduction=NEW))
    assert translating.translation(french).get_progress() == (2, 2)


def test_a_page_that_is_not_being_translated_gets_no_texts(section: VillageIndexPage) -> None:
    translating.french_village().save_revision().publish()
    assert not TranslationSource.objects.exists()


def test_a_refresh_that_fails_does_not_undo_the_publication(
    french: VillagePage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(source: TranslationSource) -> None:
        raise TypeError("no id")

    monkeypatch.setattr(TranslationSource, "refresh_segments", fail)
    french.introduction = NEW
    french.save_revision().publish()
    assert VillagePage.objects.get(pk=french.pk).introduction == NEW
    assert "no id" in caplog.text


def test_a_new_slug_and_title_of_a_french_section_leave_the_german_slug(
    admin: Client, translated_section: VillageIndexPage
) -> None:
    section = translated_section
    section.slug, section.title = "bourgs", "Bourgs"
    section.save_revision().publish()
    assert translating.translation(section).get_progress() == (3, 2)
    translating.update(admin, section)
    assert translating.version(section).slug == "de-villages"
    translating.fill_in(section, leave_out=["slug"])
    translating.publish_in_string_editor(admin, translating.version(section))
    german = translating.version(section)
    assert (german.title, german.slug) == ("de-Bourgs", "de-villages")
    assert german.url_path.endswith("/de-villages/")


def test_a_slug_that_comes_back_in_french_does_not_bring_back_an_old_german_one(
    admin: Client, translated_section: VillageIndexPage
) -> None:
    section = translated_section
    for slug, german_slug in (("bourgs", "orte"), ("villages", "orte")):
        section.slug = slug
        section.save_revision().publish()
        if slug == "bourgs":
            segments = translating.translation(section).source.stringsegment_set
            segment = segments.get(context__path="slug")
            segment.string.translations.update(data=german_slug)
        translating.publish_in_string_editor(admin, translating.version(section))
        assert translating.version(section).slug == german_slug


def test_the_new_slug_of_a_leaf_reaches_its_translation_at_the_next_update(
    admin: Client, french: VillagePage
) -> None:
    french.slug = "lombez-en-gascogne"
    french.save_revision().publish()
    assert translating.version(french).slug == "lombez"
    translating.update(admin, french)
    german = translating.version(french)
    assert german.slug == "lombez-en-gascogne"
    assert german.live
    assert german.url_path.endswith("/doerfer/lombez-en-gascogne/")


def test_the_slug_of_a_section_made_without_the_string_editor_stays(
    admin: Client, section: VillageIndexPage
) -> None:
    german = translating.version(section)
    section.slug = "bourgs"
    section.save_revision().publish()
    assert (
        translating.version(section).slug
        == german.slug
        == builders.SECTION_SLUGS[VillageIndexPage]["de"]
    )
