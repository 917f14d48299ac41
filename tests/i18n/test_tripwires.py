"""Each guard is needed: without it the fault of the library is there.

A test that fails here says that the library has mended the fault, and that the guard can go.
"""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models.signals import post_delete, pre_save
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.admin import auth
from wagtail.admin.views.generic.workflow import WorkflowAction
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.locales import views as locale_views
from wagtail_localize.models import LocaleSynchronization, StringTranslation, TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from cms.core import signal_handlers, wagtail_hooks
from cms.core.guards import guard
from cms.core.refusals import PublicationRefused
from cms.users.models import User
from tests import builders, trees
from tests.i18n import translating
from tests.i18n.test_publication import workflow_for
from tests.i18n.translating import FRENCH, live_languages, said, without_guard
from villages.models import VillageIndexPage, VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

MP = pytest.MonkeyPatch
NEW = "Un texte que personne n’a encore traduit."


@pytest.fixture
def french() -> VillagePage:
    translating.small_site(["fr", "de"])
    return translating.french_village()


@pytest.fixture
def copy(french: VillagePage) -> VillagePage:
    """Return a draft in German that holds the French text."""
    return french.copy_for_translation(builders.locale("de"))


@pytest.fixture
def live(admin: Client, french: VillagePage) -> VillagePage:
    """Return a live German page whose French page got a new text."""
    translating.submit(admin, french, ["de"])
    translating.fill_in(french)
    translating.publish_in_string_editor(admin, translating.version(french))
    french.introduction = NEW
    french.save_revision().publish()
    return translating.version(french)


def without_hook(monkeypatch: MP, name: str, function: Any) -> None:
    """Take a hook of ours away."""
    hooks.get_hooks(name)
    kept = [(hook, order) for hook, order in hooks._hooks[name] if hook is not function]
    monkeypatch.setitem(hooks._hooks, name, kept)


def allow_foreign_aliases(monkeypatch: MP) -> None:
    monkeypatch.setattr(VillagePage, "save", Page.save)


def test_every_guard_is_in_place() -> None:
    names = {(one.owner, one.name) for one in guard._guards}
    assert len(names) == len(guard._guards) == 14
    assert all(hasattr(getattr(owner, name), "__wrapped__") for owner, name in names)


def test_wagtail_publishes_french_text_as_german(
    copy: VillagePage, french: VillagePage, monkeypatch: MP
) -> None:
    without_guard(monkeypatch, PublishPageRevisionAction, "check")
    copy.get_latest_revision().publish()
    assert translating.version(french).introduction == FRENCH
    assert live_languages(french) == ["de", "fr"]


def test_one_refused_publication_holds_up_all_scheduled_ones(
    copy: VillagePage, monkeypatch: MP
) -> None:
    revision = copy.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
    revision.save()
    without_guard(monkeypatch, PublishPageRevisionAction, "execute")
    with pytest.raises(PublicationRefused):
        call_command("publish_scheduled")


def test_the_admin_speaks_of_missing_rights_only(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    translating.submit(admin, french, ["de"])
    german = translating.version(french)
    without_guard(monkeypatch, auth, "permission_denied")
    address = reverse("wagtail_localize:convert_to_alias", args=[german.pk])
    assert "you do not have permission" in said(admin.post(address, follow=True))


def test_the_dialogue_of_a_workflow_fails(
    admin: Client, administrator: User, copy: VillagePage, monkeypatch: MP
) -> None:
    workflow_for(copy, administrator)
    state = copy.current_workflow_task_state
    without_guard(monkeypatch, WorkflowAction, "post")
    address = reverse("wagtailadmin_pages:workflow_action", args=[copy.pk, "approve", state.pk])
    response = admin.post(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 403


def test_the_string_editor_proposes_to_ignore_what_is_missing(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    translating.submit(admin, french, ["de"])
    without_hook(monkeypatch, "before_edit_page", wagtail_hooks.refuse_in_string_editor)
    response = translating.publish_in_string_editor(admin, translating.version(french))
    assert "click publish again to ignore" in said(response)


def test_bulk_publication_names_one_page_only(
    admin: Client, copy: VillagePage, monkeypatch: MP
) -> None:
    other = translating.french_village("Samatan", "32410")
    copies = [copy, other.copy_for_translation(builders.locale("de"))]
    without_hook(monkeypatch, "before_bulk_action", wagtail_hooks.refuse_bulk_publication)
    message = said(translating.bulk(admin, "publish", copies))
    assert ("Lombez" in message) is not ("Samatan" in message)


def test_wagtail_localize_converts_a_translation_to_a_live_alias(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    translating.submit(admin, french, ["de"])
    german = translating.version(french)
    allow_foreign_aliases(monkeypatch)
    original = convert.convert_to_alias.__wrapped__
    view = admin.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).wsgi_request
    view.method = "POST"
    original(view, german.pk)
    german = translating.version(french)
    assert (german.live, german.alias_of_id) == (True, french.pk)


def test_the_editor_offers_to_convert_to_an_alias(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    translating.submit(admin, french, ["de"])
    translating.stop_translation(admin, french)
    without_hook(monkeypatch, "construct_page_action_menu", wagtail_hooks.offer_no_alias)
    german = translating.version(french)
    content = admin.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).content.decode()
    assert "localize-convert-to-alias" in content


def test_wagtail_makes_a_live_alias_in_another_language(
    french: VillagePage, monkeypatch: MP
) -> None:
    allow_foreign_aliases(monkeypatch)
    without_guard(monkeypatch, CreatePageAliasAction, "check")
    french.copy_for_translation(builders.locale("de"), alias=True)
    german = translating.version(french)
    assert (german.live, german.introduction) == (True, FRENCH)


def test_wagtail_makes_an_alias_a_live_page(
    copy: VillagePage, french: VillagePage, monkeypatch: MP
) -> None:
    Page.objects.filter(pk=copy.pk).update(live=True, alias_of=french)
    without_guard(monkeypatch, ConvertAliasPageAction, "check")
    ConvertAliasPageAction(translating.version(french)).execute()
    german = translating.version(french)
    assert (german.live, german.introduction) == (True, FRENCH)


def test_the_form_of_a_locale_offers_to_synchronise(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    without_guard(monkeypatch, locale_views, "get_locale_components")
    address = reverse("wagtaillocales:edit", args=[builders.locale("de").pk])
    assert "localesynchronization" in admin.get(address).content.decode()


def test_a_synchronisation_fills_a_language_with_live_aliases(
    french: VillagePage, monkeypatch: MP
) -> None:
    allow_foreign_aliases(monkeypatch)
    without_guard(monkeypatch, CreatePageAliasAction, "check")
    pre_save.disconnect(signal_handlers.refuse_synchronisation, sender=LocaleSynchronization)
    try:
        LocaleSynchronization.objects.create(
            locale=builders.locale("de"), sync_from=builders.locale("fr")
        )
    finally:
        pre_save.connect(signal_handlers.refuse_synchronisation, sender=LocaleSynchronization)
    assert live_languages(french) == ["de", "fr"]


def test_the_language_of_a_locale_with_pages_can_change(french: VillagePage) -> None:
    pre_save.disconnect(signal_handlers.keep_language_of_pages, sender=Locale)
    try:
        Locale.objects.filter(language_code="en").delete()
        locale = builders.locale("fr")
        locale.language_code = "en"
        locale.save()
    finally:
        pre_save.connect(signal_handlers.keep_language_of_pages, sender=Locale)
    assert live_languages(french) == ["en"]


def test_wagtail_localize_writes_french_text_over_a_live_page(
    live: VillagePage, monkeypatch: MP
) -> None:
    without_guard(monkeypatch, TranslationSource, "create_or_update_translation")
    translating.translation(live).save_target(publish=False)
    german = VillagePage.objects.get(pk=live.pk)
    assert (german.live, german.introduction) == (True, NEW)


def test_wagtail_localize_takes_an_empty_translation_for_one(
    admin: Client, french: VillagePage, monkeypatch: MP
) -> None:
    translating.submit(admin, french, ["de"])
    translating.fill_in(french)
    StringTranslation.objects.filter(context__path="introduction").update(data="")
    assert translating.translation(french).get_progress() == (2, 2)
    without_guard(monkeypatch, TranslationSource, "create_or_update_translation")
    translating.translation(french).save_target(publish=False)
    assert translating.version(french).introduction == FRENCH


def test_a_new_french_slug_changes_the_german_one(admin: Client, monkeypatch: MP) -> None:
    section = translating.small_site(["fr"])
    translating.submit(admin, section.get_parent(), ["de"])
    translating.submit(admin, section, ["de"])
    translating.fill_in(section)
    without_guard(monkeypatch, TranslationSource, "refresh_segments")
    section.slug = "bourgs"
    section.save_revision().publish()
    translating.translation(section).save_target(publish=False)
    assert translating.version(section).slug == "bourgs"


def test_the_update_form_promises_to_publish_the_source_text(
    admin: Client, live: VillagePage, monkeypatch: MP
) -> None:
    without_guard(monkeypatch, UpdateTranslationsForm, "__init__")
    source = translating.translation(live).source
    page = admin.get(reverse("wagtail_localize:update_translations", args=[source.pk]))
    assert "will use the original language until translated" in page.content.decode()


def test_the_update_form_speaks_of_success_only(
    admin: Client, live: VillagePage, monkeypatch: MP
) -> None:
    without_guard(monkeypatch, UpdateTranslationsView, "form_valid")
    message = said(translating.update(admin, live))
    assert "Successfully updated" in message
    assert "German" not in message


def test_translations_outlive_a_french_page_that_is_unpublished(
    admin: Client, live: VillagePage, french: VillagePage
) -> None:
    page_unpublished.disconnect(signal_handlers.unpublish_translations)
    try:
        french.unpublish()
    finally:
        page_unpublished.connect(signal_handlers.unpublish_translations)
    assert live_languages(french) == ["de"]


def test_translations_outlive_a_french_page_that_is_deleted(
    live: VillagePage, french: VillagePage
) -> None:
    page_unpublished.disconnect(signal_handlers.unpublish_translations)
    post_delete.disconnect(signal_handlers.unpublish_translations, sender=Page)
    try:
        french.delete()
    finally:
        page_unpublished.connect(signal_handlers.unpublish_translations)
        post_delete.connect(signal_handlers.unpublish_translations, sender=Page)
    assert live_languages(french) == ["de"]


def test_translators_do_not_see_what_changed_in_french(admin: Client, french: VillagePage) -> None:
    translating.submit(admin, french, ["de"])
    translating.fill_in(french)
    page_published.disconnect(signal_handlers.refresh_texts_to_translate)
    try:
        french.introduction = NEW
        french.save_revision().publish()
    finally:
        page_published.connect(signal_handlers.refresh_texts_to_translate)
    assert translating.translation(french).get_progress() == (2, 2)


def test_a_subtree_submitted_at_once_damages_the_tree_when_translations_start_live(
    admin: Client, monkeypatch: MP
) -> None:
    translating.small_site(["fr"])
    translating.french_village()
    without_guard(monkeypatch, TranslationSource, "create_or_update_translation")
    without_guard(monkeypatch, PublishPageRevisionAction, "check")
    home = VillageIndexPage.objects.get().get_parent()
    with override_settings(WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE=True):
        translating.submit(admin, home, ["de"], subtree=True)
    assert not trees.is_sound()
