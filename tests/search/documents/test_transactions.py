"""The documents and the content are written together or not at all."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, PageViewRestriction

from cms.core import changes
from cms.core.changes import one_change
from cms.core.generation import current_generation
from search.documents import signal_handlers
from search.models import SearchDocument
from tests import builders
from tests.i18n.translating import without_guard
from tests.search.documents.documents import is_true, village_document
from villages.models import Village, VillagePage, VillageService

pytestmark = pytest.mark.django_db(transaction=True)


class Stopped(Exception):
    """The process is killed, as it were."""


def stop(*_args: Any) -> None:
    raise Stopped


def serve_and_stop(village: Village, code: str) -> None:
    builders.service(village, code)
    assert village_document(village)
    stop()


@pytest.fixture
def lombez() -> Village:
    builders.site()
    return builders.village()


@pytest.fixture
def killed(lombez: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop whatever writes documents just before it does."""
    monkeypatch.setattr(signal_handlers, "write", stop)


@pytest.mark.usefixtures("killed")
def test_no_fact_is_saved_or_deleted_without_its_documents(lombez: Village) -> None:
    with pytest.raises(Stopped):
        builders.service(lombez)
    assert not VillageService.objects.exists()
    with pytest.raises(Stopped):
        lombez.delete()
    assert Village.objects.exists()


def test_no_page_is_published_unpublished_closed_or_deleted_without_its_documents(
    lombez: Village, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    page = builders.village_page(lombez)["fr"]
    page.introduction = "Un autre texte."
    revision = page.save_revision()
    request.getfixturevalue("killed")
    with pytest.raises(Stopped):
        revision.publish()
    assert VillagePage.objects.get().introduction != "Un autre texte."
    with pytest.raises(Stopped):
        VillagePage.objects.get().unpublish()
    assert VillagePage.objects.get().live
    with pytest.raises(Stopped):
        VillagePage.objects.get().delete()
    assert VillagePage.objects.exists()
    with pytest.raises(Stopped):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert not PageViewRestriction.objects.exists()


def test_what_is_rolled_back_leaves_neither_documents_nor_a_generation(lombez: Village) -> None:
    number, documents = current_generation(), list(SearchDocument.objects.values())
    with pytest.raises(Stopped), transaction.atomic():
        serve_and_stop(lombez, "pharmacy")
    assert current_generation() == number
    assert list(SearchDocument.objects.values()) == documents


def test_a_part_that_is_rolled_back_does_not_spoil_the_change_around_it(lombez: Village) -> None:
    number = current_generation()
    with one_change():
        try:
            with transaction.atomic():
                serve_and_stop(lombez, "station")
        except Stopped:
            builders.service(lombez, "pharmacy")
    assert [row[0] for row in village_document(lombez).facts["services"]] == ["pharmacy"]
    assert village_document(lombez).generation == current_generation() > number
    assert is_true()


def test_a_change_that_failed_leaves_nothing_to_the_next_one(lombez: Village) -> None:
    with pytest.raises(Stopped), one_change():
        stop()
    assert not hasattr(changes._under_way, "change")
    builders.service(lombez)
    assert is_true()


def test_all_that_changes_inside_one_change_has_one_generation(lombez: Village) -> None:
    other = builders.village("32001", "Aignan")
    with one_change():
        builders.service(lombez)
        builders.service(other)
        assert village_document(lombez).facts["services"] == []
    assert village_document(lombez).generation == village_document(other).generation
    assert village_document(lombez).facts["services"] != []


@pytest.mark.usefixtures("killed")
def test_without_its_guard_a_page_is_closed_without_its_documents(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without_guard(monkeypatch, PageViewRestriction, "save")
    page = Page.objects.get(slug="villages", locale__language_code="fr")
    with pytest.raises(Stopped):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert PageViewRestriction.objects.exists()


@pytest.mark.parametrize("is_guarded", [True, False])
def test_only_with_its_guard_a_section_is_deleted_in_one_change(
    lombez: Village, monkeypatch: pytest.MonkeyPatch, is_guarded: bool
) -> None:
    builders.village_page(lombez, ("de",))
    times = []
    monkeypatch.setattr(signal_handlers, "write", lambda *_args: times.append(1))
    if not is_guarded:
        without_guard(monkeypatch, DeletePageAction, "execute")
    Page.objects.get(slug="doerfer").delete()
    assert (len(times) == 1) is is_guarded


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one transaction at a time writes there")
def test_of_two_transactions_that_change_a_village_at_once_both_are_told(lombez: Village) -> None:
    written, may_commit = Event(), Event()

    def first() -> None:
        with transaction.atomic():
            builders.service(lombez, "pharmacy")
            written.set()
            assert may_commit.wait(10)

    def second() -> None:
        builders.service(lombez, "station")

    def alone(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connection.close()

    builders.service_type("pharmacy")
    builders.service_type("station")
    builders.source()
    with ThreadPoolExecutor() as threads:
        one = threads.submit(alone, first)
        assert written.wait(10)
        two = threads.submit(alone, second)
        with pytest.raises(TimeoutError):
            two.result(timeout=1)
        may_commit.set()
        one.result(10)
        two.result(10)
    assert [row[0] for row in village_document(lombez).facts["services"]] == ["pharmacy", "station"]
    assert is_true()
