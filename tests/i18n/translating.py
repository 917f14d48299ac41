"""What editors and translators do in the admin, through its views."""

import io
from collections.abc import Iterable
from typing import Any

import polib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Site
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import HomePage
from tests import builders
from villages.models import VillageIndexPage, VillagePage

TRANSLATED = ("en", "de", "nl")
FRENCH = "Une bastide au bord de la Save."


def french_village(name: str = "Lombez", code: str = "32213", **fields: Any) -> VillagePage:
    """Make the French page of a village; the site must be there."""
    page = builders.village_page(builders.village(code, name), introduction=FRENCH, **fields)["fr"]
    return VillagePage.objects.get(pk=page.pk)


def small_site(languages: Iterable[str] = builders.LANGUAGES) -> VillageIndexPage:
    """Make home pages and the lists of villages in these languages, and every locale."""
    for code in builders.LANGUAGES:
        builders.locale(code)
    root = Page.get_first_root_node()
    homes = builders.in_languages(
        root,
        HomePage,
        languages,
        title="SOHO SOLO Gers",
        slug={code: code for code in builders.LANGUAGES},
        heading=builders.WORDS,
        introduction=builders.WORDS,
    )
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": homes["fr"]}
    )
    slugs = builders.SECTION_SLUGS[VillageIndexPage]
    titles = {code: slug.capitalize() for code, slug in slugs.items()}
    sections = builders.in_languages(
        homes["fr"],
        VillageIndexPage,
        languages,
        title=titles,
        slug=slugs,
        introduction=builders.WORDS,
    )
    return sections["fr"]


def submit(
    client: Client, page: Page, languages: Iterable[str] = TRANSLATED, *, subtree: bool = False
) -> HttpResponse:
    """Submit a page for translation."""
    data: dict[str, Any] = {
        "locales": [Locale.objects.get(language_code=code).pk for code in languages]
    }
    if subtree:
        data["include_subtree"] = "on"
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    return client.post(address, data, follow=True)


def version(page: Page, language: str = "de") -> Page:
    """Return the version of a page in a language, as it is in the database."""
    return page.specific_class.objects.get(
        translation_key=page.translation_key, locale__language_code=language
    )


def translation(page: Page, language: str = "de") -> Translation:
    """Return the translation of a page in the string editor."""
    return Translation.objects.get(
        source__object_id=page.translation_key, target_locale__language_code=language
    )


def words(text: str, language: str) -> str:
    """Return made-up words of a language for a text."""
    return f"{language}-{text}" if " " not in text else f"[{language}] {text}"


def fill_in(page: Page, language: str = "de", leave_out: Iterable[str] = ()) -> None:
    """Translate every text of a page, those at the paths of `leave_out` excepted."""
    target = translation(page, language)
    segments = StringSegment.objects.filter(source=target.source)
    for segment in segments.select_related("string", "context"):
        if segment.context.path not in leave_out:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=target.target_locale,
                defaults={"data": words(segment.string.data, language)},
            )


def po_file(page: Page, language: str = "de", *, same: bool = False) -> io.BytesIO:
    """Return the downloaded PO file filled in, with the French text when `same`."""
    po: polib.POFile = translation(page, language).export_po()
    for entry in po:
        entry.msgstr = entry.msgid if same else words(entry.msgid, language)
    file = io.BytesIO(str(po).encode())
    file.name = "translation.po"
    return file


def upload_po(client: Client, page: Page, language: str = "de", *, same: bool = False) -> None:
    """Upload a PO file for a page."""
    address = reverse("wagtail_localize:upload_pofile", args=[translation(page, language).pk])
    client.post(address, {"file": po_file(page, language, same=same)})


def edit(client: Client, page: Page, data: dict[str, Any]) -> HttpResponse:
    """Post to the address where a page is edited."""
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)


def publish_in_string_editor(client: Client, page: Page) -> HttpResponse:
    """Press "publish" in the string editor of a translation."""
    return edit(client, page, {"action": "publish"})


def stop_translation(client: Client, page: Page, language: str = "de") -> None:
    """Press "stop translation"."""
    address = reverse("wagtail_localize:stop_translation", args=[translation(page, language).pk])
    client.post(address)


def village_form(page: VillagePage, **changes: Any) -> dict[str, Any]:
    """Return what the ordinary form of a village page posts."""
    values = {
        "title": page.title,
        "slug": page.slug,
        "village": page.village_id,
        "introduction": page.introduction,
        "welcome": rich_text(page.welcome),
        "body": streamfield([]),
        "photograph": "",
        "seo_title": page.seo_title,
        "search_description": page.search_description,
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **changes,
    }
    data: dict[str, Any] = nested_form_data(values)
    return data


def bulk(client: Client, action: str, pages: Iterable[Page], **data: Any) -> HttpResponse:
    """Do one thing to many pages."""
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    chosen = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{address}?{chosen}", data, follow=True)


def update(client: Client, page: Page, *, publish: bool = True) -> HttpResponse:
    """Press "sync translated pages"."""
    source = translation(page).source
    data = {"publish_translations": "on"} if publish else {}
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    return client.post(address, data, follow=True)


def unpublish(client: Client, page: Page, **data: Any) -> HttpResponse:
    """Unpublish a page."""
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    return client.post(address, data, follow=True)


def delete(client: Client, page: Page) -> HttpResponse:
    """Delete a page and those below it."""
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    return client.post(address, {"confirm_site_name": "SOHO SOLO Gers"}, follow=True)


def said(response: HttpResponse) -> str:
    """Return the messages that the editor sees."""
    found = response.context["messages"] if response.context else []
    return " ".join(str(message) for message in found)


def live_languages(page: Page) -> list[str]:
    """Return the languages in which a page is live."""
    versions = Page.objects.filter(translation_key=page.translation_key, live=True)
    return sorted(versions.values_list("locale__language_code", flat=True))


def without_guard(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
    """Take the guard away from a function of a library."""
    monkeypatch.setattr(owner, name, getattr(owner, name).__wrapped__)
