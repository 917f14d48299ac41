"""No page goes live with text of another language, by whatever way it is published."""

import datetime
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.core.refusals import PublicationRefused
from cms.users.models import User
from tests import builders
from tests.i18n import translating
from tests.i18n.translating import FRENCH, said
from villages.models import VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

GERMAN = "Ein Dorf an der Save, gebaut aus Ziegeln."


@pytest.fixture
def french() -> VillagePage:
    translating.small_site()
    return translating.french_village()


@pytest.fixture
def german(admin: Client, french: VillagePage) -> VillagePage:
    """Return the draft that submitting the page for translation makes."""
    translating.submit(admin, french)
    return translating.version(french)


def stopped(admin: Client, page: VillagePage) -> VillagePage:
    translating.stop_translation(admin, page)
    return page


def workflow_for(page: Page, user: User) -> None:
    """Put a page into moderation by a group that the user belongs to."""
    from django.contrib.auth.models import Group

    group = Group.objects.get_or_create(name="Moderators")[0]
    user.groups.add(group)
    task = GroupApprovalTask.objects.create(name="Check")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Moderation")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    workflow.start(page, user)


Way = Callable[[Client, VillagePage], str]


def string_editor(admin: Client, page: VillagePage) -> str:
    return said(translating.publish_in_string_editor(admin, page))


def form(admin: Client, page: VillagePage) -> str:
    translating.stop_translation(admin, page)
    latest = page.get_latest_revision_as_object()
    data = translating.village_form(latest, **{"action-publish": "on"})
    response = translating.edit(admin, page, data)
    return said(response)


def bulk(admin: Client, page: VillagePage) -> str:
    return said(translating.bulk(admin, "publish", [page]))


def bulk_with_descendants(admin: Client, page: VillagePage) -> str:
    return said(translating.bulk(admin, "publish", [page.get_parent()], include_descendants="on"))


def dashboard_dialogue(admin: Client, page: VillagePage) -> str:
    workflow_for(page, User.objects.get())
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    response = admin.post(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.json()["step"] == "success"
    return said(admin.get(response.json()["redirect"], follow=True))


def approval(admin: Client, page: VillagePage) -> str:
    workflow_for(page, User.objects.get())
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return said(admin.post(address, follow=True))


def approval_in_form(admin: Client, page: VillagePage) -> str:
    translating.stop_translation(admin, page)
    workflow_for(page, User.objects.get())
    data = translating.village_form(
        page.get_latest_revision_as_object(),
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    # The form saves a new revision, which would otherwise have to be approved once more.
    with override_settings(WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT=False):
        return said(translating.edit(admin, page, data))


def admin_api(admin: Client, page: VillagePage) -> str:
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    response = admin.post(address, headers={"x-requested-with": "XMLHttpRequest"})
    return response.content.decode()


def code(admin: Client, page: VillagePage) -> str:
    try:
        page.get_latest_revision().publish()
    except PublicationRefused as refused:
        return str(refused)
    return ""


def update_form(admin: Client, page: VillagePage) -> str:
    return said(translating.update(admin, translating.version(page, "fr")))


def saving_of_translation(admin: Client, page: VillagePage) -> str:
    try:
        translating.translation(page).save_target(publish=True)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


WAYS = [
    string_editor,
    form,
    bulk,
    bulk_with_descendants,
    dashboard_dialogue,
    approval,
    approval_in_form,
    admin_api,
    code,
    update_form,
    saving_of_translation,
]
all_ways = pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])


@all_ways
def test_an_untranslated_page_is_refused_with_a_message_and_stays_a_draft(
    admin: Client, german: VillagePage, way: Way
) -> None:
    message = way(admin, german)
    german.refresh_from_db()
    assert not german.live
    assert "“Lombez” (German) cannot be published: " in message


@all_ways
def test_a_translated_page_is_published(
    admin: Client, french: VillagePage, german: VillagePage, way: Way
) -> None:
    translating.fill_in(french)
    translating.translation(french).save_target(publish=False)
    way(admin, translating.version(french))
    german.refresh_from_db()
    assert german.live
    assert german.introduction == translating.words(FRENCH, "de")


@all_ways
def test_half_a_translation_is_refused(
    admin: Client, french: VillagePage, german: VillagePage, way: Way
) -> None:
    translating.fill_in(french, leave_out=["introduction"])
    translating.translation(french).save_target(publish=False)
    way(admin, translating.version(french))
    german.refresh_from_db()
    assert not german.live


def test_the_message_speaks_the_language_of_the_editor(
    admin: Client, german: VillagePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wagtail.users.models import UserProfile

    UserProfile.objects.update(preferred_language="fr")
    assert "(allemand)" in string_editor(admin, german)


def test_a_slug_that_is_taken_does_not_keep_a_translation_from_being_published(
    admin: Client, french: VillagePage
) -> None:
    section = translating.version(french.get_parent().specific)
    section.add_child(
        instance=VillagePage(
            title="Lombez",
            slug="lombez",
            village=french.village,
            introduction=GERMAN,
            locale=section.locale,
        )
    )
    translating.submit(admin, french, ["de"])
    translating.fill_in(french)
    translating.publish_in_string_editor(admin, translating.version(french))
    assert translating.live_languages(french) == ["de", "fr"]
    assert translating.version(french).slug == "lombez-1"


def test_an_empty_translation_counts_as_none(
    admin: Client, french: VillagePage, german: VillagePage
) -> None:
    translating.fill_in(french)
    StringTranslation.objects.filter(context__path="introduction").update(data=" ")
    string_editor(admin, german)
    german.refresh_from_db()
    assert not german.live


def test_a_copy_for_translation_is_refused_in_the_ordinary_form_and_keeps_what_was_typed(
    admin: Client, french: VillagePage
) -> None:
    copy = french.copy_for_translation(builders.locale("de"))
    data = translating.village_form(
        copy, seo_title="Ein getippter Titel", **{"action-publish": "on"}
    )
    response = translating.edit(admin, copy, data)
    copy.refresh_from_db()
    assert not copy.live
    assert "“Lombez” (German) cannot be published: still in French:" in said(response)
    assert f"“{FRENCH}”" in said(response)
    assert "Ein getippter Titel" in response.content.decode()


def test_a_copy_for_translation_may_be_saved_as_a_draft(admin: Client, french: VillagePage) -> None:
    copy = french.copy_for_translation(builders.locale("de"))
    translating.edit(admin, copy, translating.village_form(copy, seo_title="Ein Titel"))
    saved = translating.version(french).get_latest_revision_as_object()
    assert saved.seo_title == "Ein Titel"


def test_a_copy_for_translation_that_was_written_anew_is_published(
    admin: Client, french: VillagePage
) -> None:
    copy = french.copy_for_translation(builders.locale("de"))
    data = translating.village_form(
        copy,
        introduction=GERMAN,
        search_description=builders.WORDS["de"],
        **{"action-publish": "on"},
    )
    translating.edit(admin, copy, data)
    copy.refresh_from_db()
    assert copy.live
    assert copy.introduction == GERMAN


def test_text_of_a_draft_in_french_is_french_text_too(admin: Client, french: VillagePage) -> None:
    copy = french.copy_for_translation(builders.locale("de"))
    french.introduction = "Une phrase que personne ne voit encore."
    french.save_revision()
    copy.introduction = french.introduction
    copy.search_description = builders.WORDS["de"]
    with pytest.raises(PublicationRefused, match="personne ne voit encore"):
        copy.save_revision().publish()


def test_blocks_without_an_id_are_read_too(french: VillagePage) -> None:
    french.body = [("paragraph", "<p>Un paragraphe écrit en français.</p>")]
    french.save_revision().publish()
    copy = french.copy_for_translation(builders.locale("de"))
    VillagePage.objects.filter(pk=copy.pk).update(
        body=[{"type": "paragraph", "value": "<p>Un paragraphe <b>écrit</b> en français.</p>"}]
    )
    copy = VillagePage.objects.get(pk=copy.pk)
    copy.introduction = GERMAN
    copy.search_description = builders.WORDS["de"]
    with pytest.raises(PublicationRefused, match="paragraphe écrit en français"):
        copy.save_revision().publish()


@pytest.mark.parametrize(
    "name",
    [
        "CCI du Gers, Place Jean David, 32004 Auch Cedex",
        "2 rue Kellermann, 59100 Roubaix, France",
        "accueil@lombez-samatan.example, 05 62 62 00 00",
    ],
)
def test_a_name_or_an_address_may_be_the_same_in_both_languages(
    french: VillagePage, name: str
) -> None:
    french.seo_title = name
    french.save_revision().publish()
    copy = french.copy_for_translation(builders.locale("de"))
    copy.introduction = GERMAN
    copy.search_description = builders.WORDS["de"]
    copy.save_revision().publish()
    assert translating.version(french).live


def test_a_page_of_a_few_words_that_are_all_french_is_refused() -> None:
    translating.small_site()
    page = builders.content_page(title="Mentions légales", introduction="")["fr"]
    copy = page.copy_for_translation(builders.locale("de"))
    with pytest.raises(PublicationRefused, match="Mentions légales"):
        copy.get_latest_revision().publish()


def test_a_word_that_both_languages_share_is_published_once_it_is_entered(admin: Client) -> None:
    translating.small_site()
    page = builders.content_page(title="Contact", introduction="", slug="contact")["fr"]
    translating.submit(admin, page, ["nl"])
    dutch = translating.version(page, "nl")
    translating.publish_in_string_editor(admin, dutch)
    assert not translating.version(page, "nl").live
    translating.upload_po(admin, page, "nl", same=True)
    translating.publish_in_string_editor(admin, dutch)
    assert translating.version(page, "nl").live


def test_a_page_without_a_french_version_is_free(admin: Client) -> None:
    translating.small_site()
    german = builders.village_page(builders.village(), ["de"], introduction=FRENCH)["de"]
    assert german.live


@pytest.mark.parametrize("same", [True, False])
def test_a_po_file_is_published_unless_it_holds_the_french_text(
    admin: Client, french: VillagePage, german: VillagePage, same: bool
) -> None:
    translating.upload_po(admin, french, same=same)
    translating.publish_in_string_editor(admin, german)
    german.refresh_from_db()
    assert german.live is not same


class ScheduleTests:
    """Publication at a set time."""

    def due(self, page: VillagePage) -> None:
        """Let the time come at which a page is to be published."""
        revision = page.get_latest_revision()
        revision.content["go_live_at"] = None
        revision.approved_go_live_at = timezone.now() - datetime.timedelta(minutes=1)
        revision.save()

    def test_an_untranslated_page_cannot_be_scheduled(
        self, admin: Client, french: VillagePage
    ) -> None:
        copy = french.copy_for_translation(builders.locale("de"))
        data = translating.village_form(
            copy, go_live_at="2099-01-01 10:00", **{"action-publish": "on"}
        )
        translating.edit(admin, copy, data)
        assert not Page.objects.get(pk=copy.pk).approved_schedule

    def test_a_translated_page_can_be_scheduled_and_goes_live(
        self, admin: Client, french: VillagePage
    ) -> None:
        copy = french.copy_for_translation(builders.locale("de"))
        data = translating.village_form(
            copy,
            introduction=GERMAN,
            search_description=builders.WORDS["de"],
            go_live_at="2099-01-01 10:00",
            **{"action-publish": "on"},
        )
        translating.edit(admin, copy, data)
        assert VillagePage.objects.get(pk=copy.pk).approved_schedule
        self.due(VillagePage.objects.get(pk=copy.pk))
        call_command("publish_scheduled")
        assert VillagePage.objects.get(pk=copy.pk).live

    def test_a_page_that_is_refused_when_its_time_comes_does_not_hold_up_the_others(
        self, french: VillagePage
    ) -> None:
        copy = french.copy_for_translation(builders.locale("de"))
        self.due(copy)
        other = translating.french_village("Samatan", "32410", live=False)
        other.unpublish()
        self.due(other)
        call_command("publish_scheduled")
        assert not VillagePage.objects.get(pk=copy.pk).live
        assert not VillagePage.objects.get(pk=copy.pk).approved_schedule
        assert VillagePage.objects.get(pk=other.pk).live


class LivePageTests:
    """A translation that is live already, and whose French text changed."""

    NEW = "Un texte que personne n’a encore traduit."

    @pytest.fixture
    def german(self, admin: Client, french: VillagePage) -> VillagePage:
        translating.submit(admin, french)
        translating.fill_in(french)
        translating.publish_in_string_editor(admin, translating.version(french))
        french.introduction = self.NEW
        french.save_revision().publish()
        return translating.version(french)

    def assert_unchanged(self, page: VillagePage) -> None:
        now = VillagePage.objects.get(pk=page.pk)
        assert now.live
        assert now.introduction == translating.words(FRENCH, "de")

    def test_saving_a_draft_of_the_translation_leaves_it(self, german: VillagePage) -> None:
        with pytest.raises(ValidationError, match="1 text is not translated"):
            translating.translation(german).save_target(publish=False)
        self.assert_unchanged(german)

    def test_submitting_it_again_leaves_it(self, french: VillagePage, german: VillagePage) -> None:
        translate_object(french, [german.locale])
        self.assert_unchanged(german)

    def test_publishing_in_the_string_editor_leaves_it(
        self, admin: Client, german: VillagePage
    ) -> None:
        assert "1 text is not translated yet" in string_editor(admin, german)
        self.assert_unchanged(german)

    def test_the_update_form_leaves_it_and_names_the_language(
        self, admin: Client, french: VillagePage, german: VillagePage
    ) -> None:
        translating.fill_in(french, "nl")
        response = translating.update(admin, french)
        self.assert_unchanged(german)
        assert translating.version(french, "nl").live
        message = said(response)
        assert "Successfully updated" in message
        assert "“Lombez” (German) cannot be published: 1 text is not translated yet." in message
        assert "(English) cannot be published" in message
        assert "Dutch" not in message

    def test_it_changes_once_the_new_text_is_translated(
        self, admin: Client, french: VillagePage, german: VillagePage
    ) -> None:
        translating.fill_in(french)
        translating.translation(french).save_target(publish=False)
        assert translating.version(french).introduction == translating.words(self.NEW, "de")

    def test_french_typed_into_the_translation_leaves_it(
        self, french: VillagePage, german: VillagePage
    ) -> None:
        translating.fill_in(french)
        StringTranslation.objects.filter(data=translating.words(self.NEW, "de")).update(
            data=self.NEW
        )
        with pytest.raises(ValidationError, match="still in French"):
            translating.translation(french).save_target(publish=False)
        self.assert_unchanged(german)


def test_the_update_form_does_not_promise_to_publish_the_source_text(
    admin: Client, french: VillagePage, german: VillagePage
) -> None:
    source = translating.translation(french).source
    page = admin.get(reverse("wagtail_localize:update_translations", args=[source.pk]))
    assert "A language in which texts are not translated yet is left out." in page.content.decode()
    assert "will use the original language" not in page.content.decode()


def test_bulk_publication_names_every_page_and_publishes_none(
    admin: Client, french: VillagePage
) -> None:
    other = translating.french_village("Samatan", "32410")
    copies = [page.copy_for_translation(builders.locale("de")) for page in (french, other)]
    translated = copies[1].get_parent()
    translated.specific.unpublish()
    message = said(translating.bulk(admin, "publish", [translated, *copies]))
    assert "“Lombez”" in message
    assert "“Samatan”" in message
    assert not Page.objects.filter(pk__in=[translated.pk, *(copy.pk for copy in copies)], live=True)


def test_a_translation_from_another_language_than_french_is_judged_by_that_one(
    admin: Client,
) -> None:
    translating.small_site()
    english = builders.village_page(builders.village(), ["en"], introduction=builders.WORDS["en"])
    page = english["en"]
    translating.submit(admin, page, ["fr"])
    french = translating.version(page, "fr")
    translating.publish_in_string_editor(admin, french)
    assert not translating.version(page, "fr").live
    Translation.objects.update(enabled=False)
    with pytest.raises(PublicationRefused, match="still in English"):
        french.get_latest_revision().publish()
