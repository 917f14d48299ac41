"""There are no alias pages in other languages."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization

from cms.core.refusals import Refused
from home.models import HomePage
from tests import builders, trees
from tests.i18n import translating
from tests.i18n.translating import said
from villages.models import VillageIndexPage, VillagePage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture
def french() -> VillagePage:
    translating.small_site()
    return translating.french_village()


@pytest.fixture
def stray(french: VillagePage) -> VillagePage:
    """Return a live alias in German that got into the database past every guard."""
    copy = french.copy_for_translation(builders.locale("de"))
    Page.objects.filter(pk=copy.pk).update(live=True, alias_of=french)
    return translating.version(french)


def test_a_translation_is_not_converted_to_an_alias(admin: Client, french: VillagePage) -> None:
    translating.submit(admin, french, ["de"])
    german = translating.version(french)
    response = admin.post(
        reverse("wagtail_localize:convert_to_alias", args=[german.pk]), follow=True
    )
    assert "There are no alias pages in other languages" in said(response)
    assert response.redirect_chain == [(f"/admin/pages/{german.pk}/edit/", 302)]
    assert translating.version(french).alias_of is None


def test_the_editor_of_a_page_does_not_offer_to_convert_it(
    admin: Client, french: VillagePage
) -> None:
    translating.submit(admin, french, ["de"])
    translating.stop_translation(admin, french)
    german = translating.version(french)
    content = admin.get(reverse("wagtailadmin_pages:edit", args=[german.pk])).content.decode()
    assert "localize-restart-translation" in content
    assert "localize-convert-to-alias" not in content


def test_the_form_of_a_locale_does_not_offer_to_synchronise(
    admin: Client, french: VillagePage
) -> None:
    german = builders.locale("de")
    address = reverse("wagtaillocales:edit", args=[german.pk])
    assert "component-wagtail_localize_localesynchronization" not in (
        admin.get(address).content.decode()
    )
    admin.post(
        address,
        {
            "language_code": "de",
            "component-wagtail_localize_localesynchronization-enabled": "on",
            "component-wagtail_localize_localesynchronization-sync_from": french.locale_id,
        },
    )
    assert not LocaleSynchronization.objects.exists()


def test_synchronisation_is_refused_from_code_too(french: VillagePage) -> None:
    with pytest.raises(Refused):
        LocaleSynchronization.objects.create(locale=builders.locale("de"), sync_from=french.locale)


def test_a_locale_with_pages_keeps_its_language(admin: Client) -> None:
    builders.in_languages(
        Page.get_first_root_node(),
        HomePage,
        ["fr"],
        title="SOHO SOLO Gers",
        slug="fr",
        heading="Un titre",
        introduction="Un texte",
    )
    french = builders.locale("fr")
    response = admin.post(
        reverse("wagtaillocales:edit", args=[french.pk]), {"language_code": "de"}, follow=True
    )
    assert "The language of a locale that has pages cannot change." in said(response)
    assert not Locale.objects.filter(language_code="de").exists()


def test_a_page_is_not_copied_as_an_alias_among_pages_of_another_language(
    admin: Client, french: VillagePage
) -> None:
    section = VillageIndexPage.objects.get(locale__language_code="de")
    response = admin.post(
        reverse("wagtailadmin_pages:copy", args=[french.pk]),
        {
            "new_title": "Lombez",
            "new_slug": "lombez-kopie",
            "new_parent_page": section.pk,
            "alias": "on",
        },
        follow=True,
    )
    assert "There are no alias pages in other languages" in said(response)
    assert not Page.objects.exclude(alias_of=None).exists()
    assert trees.is_sound()


def test_a_page_may_be_copied_as_an_alias_in_its_own_language(
    admin: Client, french: VillagePage
) -> None:
    admin.post(
        reverse("wagtailadmin_pages:copy", args=[french.pk]),
        {
            "new_title": "Lombez",
            "new_slug": "lombez-copie",
            "new_parent_page": french.get_parent().pk,
            "alias": "on",
        },
    )
    assert Page.objects.get(slug="lombez-copie").alias_of == french.page_ptr


def test_an_alias_for_translation_is_refused(french: VillagePage) -> None:
    with pytest.raises(Refused):
        french.copy_for_translation(builders.locale("de"), alias=True)


def test_a_new_page_brings_no_aliases_though_a_synchronisation_is_in_the_database(
    admin: Client, french: VillagePage
) -> None:
    LocaleSynchronization.objects.bulk_create(
        [LocaleSynchronization(locale=builders.locale("de"), sync_from=french.locale)]
    )
    parent = french.get_parent()
    village = builders.village("32410", "Samatan")
    address = reverse("wagtailadmin_pages:add", args=["villages", "villagepage", parent.pk])
    page = VillagePage(title="Samatan", slug="samatan", village=village, introduction="Un texte")
    data = translating.village_form(page, **{"action-publish": "on"})
    admin.post(address, data, follow=True)
    assert list(VillagePage.objects.filter(village=village).values_list("locale", "live")) == [
        (french.locale_id, True)
    ]


def test_a_page_whose_section_is_not_translated_is_refused_in_plain_words(admin: Client) -> None:
    translating.small_site(["fr"])
    page = translating.french_village()
    response = translating.submit(admin, page, ["de"])
    assert "translate “SOHO SOLO Gers” (German)" in said(response)
    assert not Page.objects.filter(locale__language_code="de").exists()


class StrayAliasTests:
    """An alias in another language that is in the database all the same."""

    def test_it_is_not_shown(self, client: Client, stray: VillagePage) -> None:
        response = client.get("/de/doerfer/lombez/")
        assert response.status_code == 200
        page = response.context["page"]
        assert page.locale.language_code == "fr"
        assert 'hreflang="de"' not in response.content.decode().split("<main")[0]

    def test_a_stray_home_page_or_section_is_not_shown(self, client: Client) -> None:
        translating.small_site(["fr", "de"])
        for page in Page.objects.filter(locale__language_code="de"):
            Page.objects.filter(pk=page.pk).update(
                alias_of=page.get_translation(builders.locale("fr"))
            )
        for address in ("/de/", "/de/villages/"):
            response = client.get(address)
            assert response.context["page"].locale.language_code == "fr"
        assert client.get("/de/doerfer/").status_code == 404
        assert "/de/" not in client.get("/sitemap.xml").content.decode()

    def test_publishing_its_french_page_takes_it_down(
        self, french: VillagePage, stray: VillagePage
    ) -> None:
        french.save_revision().publish()
        assert translating.live_languages(french) == ["fr"]

    def test_it_becomes_an_ordinary_page_as_a_draft(
        self, admin: Client, french: VillagePage, stray: VillagePage
    ) -> None:
        admin.post(reverse("wagtailadmin_pages:convert_alias", args=[stray.pk]))
        converted = translating.version(french)
        assert converted.alias_of is None
        assert not converted.live

    def test_it_becomes_a_translation_as_a_draft(
        self, admin: Client, french: VillagePage, stray: VillagePage
    ) -> None:
        translating.submit(admin, french, ["de"])
        converted = translating.version(french)
        assert converted.alias_of is None
        assert not converted.live
        translating.fill_in(french)
        translating.publish_in_string_editor(admin, converted)
        assert translating.version(french).live

    def test_an_alias_in_its_own_language_is_converted_as_it_is(self, french: VillagePage) -> None:
        alias = french.create_alias(update_slug="lombez-copie")
        ConvertAliasPageAction(alias).execute()
        assert VillagePage.objects.get(pk=alias.pk).live


def test_no_page_can_be_made_an_alias_from_code(french: VillagePage) -> None:
    german = french.copy_for_translation(builders.locale("de"))
    german.alias_of = french
    with pytest.raises(Refused, match="alias of a page in another language"):
        german.save()
