"""The rights of committees, written from their record."""

import pytest
from django.test import Client
from wagtail.models import GroupPagePermission

from cms.users.models import User
from tests import builders
from villages.committees import reconcile
from villages.models import Committee

pytestmark = pytest.mark.django_db


def rights(committee: Committee) -> set[tuple[str, str, str]]:
    """Return what a committee may do: the right, the page, its language."""
    rows = GroupPagePermission.objects.filter(group=committee.group)
    return {
        (row.permission.codename, row.page.slug, row.page.locale.language_code)
        for row in rows.select_related("permission", "page__locale")
    }


def test_a_committee_may_change_its_pages_in_every_language_and_nothing_else() -> None:
    builders.site()
    committee = Committee.objects.create(name="Lombez-Samatan")
    for code, name in (("32213", "Lombez"), ("32410", "Samatan")):
        builders.village_page(builders.village(code, name, committee=committee), ["fr", "de"])
    builders.village_page(builders.village("32233", "Marciac"), ["fr"])
    reconcile(committee)
    committee.refresh_from_db()
    expected = {
        ("change_page", slug, code) for slug in ("lombez", "samatan") for code in ("fr", "de")
    }
    assert rights(committee) == expected
    assert {permission.codename for permission in committee.group.permissions.all()} == {
        "access_admin"
    }


def test_reconciling_repairs_what_was_added_or_taken_away_by_hand() -> None:
    homes = builders.site()
    committee = Committee.objects.create(name="Lombez-Samatan")
    builders.village_page(builders.village(committee=committee), ["fr"])
    reconcile(committee)
    committee.refresh_from_db()
    before = rights(committee)
    row = GroupPagePermission.objects.get(group=committee.group)
    GroupPagePermission.objects.create(
        group=committee.group, page=homes["fr"], permission=row.permission
    )
    row.delete()
    reconcile(committee)
    assert rights(committee) == before


def test_a_translation_belongs_to_the_committee_at_once() -> None:
    builders.site()
    committee = Committee.objects.create(name="Lombez-Samatan")
    page = builders.village_page(builders.village(committee=committee), ["fr"])["fr"]
    committee.refresh_from_db()
    assert rights(committee) == {("change_page", "lombez", "fr")}
    page.copy_for_translation(builders.locale("nl"))
    committee.refresh_from_db()
    assert ("change_page", "lombez", "nl") in rights(committee)


def test_a_village_that_changes_its_committee_takes_the_rights_along() -> None:
    builders.site()
    former = Committee.objects.create(name="Lombez-Samatan")
    present = Committee.objects.create(name="Savès")
    village = builders.village(committee=former)
    builders.village_page(village, ["fr"])
    reconcile(former)
    village.committee = present
    village.save()
    former.refresh_from_db()
    present.refresh_from_db()
    assert rights(former) == set()
    assert rights(present) == {("change_page", "lombez", "fr")}


def test_a_member_opens_the_own_page_and_no_other(client: Client) -> None:
    builders.site()
    committee = Committee.objects.create(name="Lombez-Samatan")
    own = builders.village_page(builders.village(committee=committee), ["fr"])["fr"]
    foreign = builders.village_page(builders.village("32233", "Marciac"), ["fr"])["fr"]
    reconcile(committee)
    committee.refresh_from_db()
    member = User.objects.create_user("member@example.org", "a-long-password")
    member.groups.add(committee.group)
    client.force_login(member)
    assert client.get(f"/admin/pages/{own.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{foreign.pk}/edit/").status_code == 302
    assert client.get("/admin/snippets/villages/village/").status_code == 302
