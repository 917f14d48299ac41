"""Every type of page is translated, and published once it is."""

import pytest
from django.test import Client
from wagtail.models import Page, get_page_models

from cms.core.refusals import PublicationRefused
from tests import builders, trees
from tests.i18n import page_types, translating
from tests.i18n.translating import TRANSLATED, live_languages, said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


def test_no_type_of_page_is_left_out() -> None:
    assert {*page_types.ALL, Page} == set(get_page_models())


@pytest.mark.parametrize("model", page_types.ALL)
def test_a_page_is_submitted_refused_translated_and_published(
    admin: Client, model: type[Page]
) -> None:
    french = page_types.french_page(model)
    parent = french.get_parent()
    if parent.depth > 1 and not parent.get_translations().exists():
        translating.submit(admin, parent)
    translating.submit(admin, french)
    assert live_languages(french) == ["fr"]
    for language in TRANSLATED:
        refused = translating.publish_in_string_editor(admin, translating.version(french, language))
        assert "are not translated yet" in said(refused)
    assert live_languages(french) == ["fr"]
    for language in TRANSLATED:
        translating.fill_in(french, language)
        translating.publish_in_string_editor(admin, translating.version(french, language))
    assert live_languages(french) == ["de", "en", "fr", "nl"]
    german = translating.version(french)
    assert page_types.village_of(german) == page_types.village_of(french)
    assert german.search_description == translating.words(french.search_description, "de") or (
        not french.search_description
    )
    assert trees.is_sound()


@pytest.mark.parametrize("model", page_types.ALL)
def test_a_copy_for_translation_of_a_page_is_refused(model: type[Page]) -> None:
    french = page_types.french_page(model)
    parent = french.get_parent()
    german = builders.locale("de")
    if parent.depth > 1 and not parent.get_translations().filter(locale=german).exists():
        parent.copy_for_translation(german)
    copy = french.copy_for_translation(german)
    with pytest.raises(PublicationRefused, match="still in French"):
        copy.get_latest_revision().publish()
