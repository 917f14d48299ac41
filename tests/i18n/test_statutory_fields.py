"""What the law asks for may be empty in a draft, not on a published page."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.core.refusals import PublicationRefused
from home.models import AbstractContentPage, AccessibilityPage, HomePage
from tests import builders
from tests.i18n import page_types, translating
from tests.i18n.translating import said

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]

REQUIRED = [
    (model, name)
    for model in page_types.STATUTORY
    for name in model.statutory_fields
    if not model._meta.get_field(name).blank
]
# A date cannot be empty in the database: even a draft has one.
ALWAYS_THERE = {"statement_date"}
OPTIONAL_IN_DRAFTS = [(model, name) for model, name in REQUIRED if name not in ALWAYS_THERE]
every_field = pytest.mark.parametrize(("model", "name"), OPTIONAL_IN_DRAFTS)
every_type = pytest.mark.parametrize("model", page_types.STATUTORY)


def draft(model: type[AbstractContentPage], *empty: str) -> AbstractContentPage:
    """Make a French draft in which some fields are empty."""
    translating.small_site(["fr", "de"])
    values = {**page_types.values(model), **dict.fromkeys(empty, "")}
    page = model(locale=builders.locale("fr"), live=False, **values)
    HomePage.objects.get(locale__language_code="fr").add_child(instance=page)
    page.save_revision(clean=False)
    return model.objects.get(pk=page.pk)


def first_text(model: type[AbstractContentPage]) -> str:
    """Return the first required field of text."""
    return next(name for of, name in OPTIONAL_IN_DRAFTS if of is model and name != "conformity")


def label(model: type[Page], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def form(page: AbstractContentPage, **changes: Any) -> dict[str, Any]:
    values = {
        **{name: getattr(page, name) or "" for name in page.statutory_fields},
        "title": page.title,
        "slug": page.slug,
        "introduction": page.introduction,
        "body": streamfield([]),
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
        **changes,
    }
    data: dict[str, Any] = nested_form_data(values)
    return data


@every_field
def test_a_page_with_an_empty_field_is_refused_from_code_and_the_field_named(
    model: type[AbstractContentPage], name: str
) -> None:
    page = draft(model, name)
    with pytest.raises(PublicationRefused) as refused:
        page.get_latest_revision().publish()
    assert f"{label(model, name)}: " in str(refused.value)
    assert not model.objects.get(pk=page.pk).live


def test_the_date_of_the_accessibility_statement_is_asked_for_at_once(admin: Client) -> None:
    page = draft(AccessibilityPage)
    response = translating.edit(admin, page, form(page, statement_date=""))
    assert "statement_date" in response.context["form"].errors


@every_type
def test_a_complete_page_is_published(admin: Client, model: type[AbstractContentPage]) -> None:
    page = draft(model)
    translating.edit(admin, page, form(page, **{"action-publish": "on"}))
    assert model.objects.get(pk=page.pk).live


@every_type
def test_the_form_saves_a_draft_with_empty_fields_and_refuses_to_publish_it(
    admin: Client, model: type[AbstractContentPage]
) -> None:
    page = draft(model)
    empty = {name: "" for of, name in OPTIONAL_IN_DRAFTS if of is model}
    saved = translating.edit(admin, page, form(page, **empty))
    assert "has been updated" in said(saved)
    refused = translating.edit(admin, page, form(page, **empty, **{"action-publish": "on"}))
    assert set(empty) <= set(refused.context["form"].errors)
    assert not model.objects.get(pk=page.pk).live


@every_type
def test_a_new_page_with_empty_fields_is_not_published(
    admin: Client, model: type[AbstractContentPage]
) -> None:
    translating.small_site(["fr", "de"])
    parent = HomePage.objects.get(locale__language_code="fr")
    page = model(**page_types.values(model))
    address = reverse("wagtailadmin_pages:add", args=["home", model._meta.model_name, parent.pk])
    admin.post(address, form(page, **{first_text(model): "", "action-publish": "on"}))
    assert not model.objects.exists()


@every_type
def test_bulk_publication_names_the_empty_field(
    admin: Client, model: type[AbstractContentPage]
) -> None:
    page = draft(model, first_text(model))
    message = said(translating.bulk(admin, "publish", [page]))
    assert f"“{page.title}” (French) cannot be published: {label(model, first_text(model))}: " in (
        message
    )
    assert not model.objects.get(pk=page.pk).live


@every_type
def test_the_string_editor_names_the_empty_field(
    admin: Client, model: type[AbstractContentPage]
) -> None:
    page = draft(model)
    page.get_latest_revision().publish()
    translating.submit(admin, page, ["de"])
    translating.fill_in(page)
    name = first_text(model)
    model.objects.filter(pk=page.pk).update(**{name: ""})
    translating.translation(page).source.update_from_db()
    german = translating.version(page)
    message = said(translating.publish_in_string_editor(admin, german))
    assert f"(German) cannot be published: {label(model, name)}: " in message
    assert not translating.version(page).live


@every_type
def test_a_live_translation_is_not_emptied_by_an_update(
    admin: Client, model: type[AbstractContentPage]
) -> None:
    page = draft(model)
    page.get_latest_revision().publish()
    translating.submit(admin, page, ["de"])
    translating.fill_in(page)
    translating.publish_in_string_editor(admin, translating.version(page))
    name = first_text(model)
    model.objects.filter(pk=page.pk).update(**{name: ""})
    message = said(translating.update(admin, page))
    assert f"(German) cannot be published: {label(model, name)}: " in message
    assert getattr(translating.version(page), name)
