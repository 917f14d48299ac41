"""After whatever happens to content, the documents are those of a fresh rebuild."""

import datetime
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.core.changes import one_change, written_in_bulk
from cms.core.generation import current_generation
from search.models import SearchDocument
from stories.models import NewsIndexPage, TestimonialIndexPage, TestimonialPage
from tests import builders
from tests.search.documents.documents import (
    a_story,
    is_true,
    languages_of,
    village_document,
)
from villages.models import (
    Canton,
    Epci,
    Equipment,
    EquipmentType,
    Host,
    ServiceType,
    Source,
    Telecentre,
    Village,
    VillageIndexPage,
    VillagePage,
    VillageService,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2020, 1, 1)


@pytest.fixture
def lombez() -> Village:
    builders.site()
    return builders.village()


@pytest.fixture
def story(lombez: Village) -> TestimonialPage:
    return a_story(lombez)["fr"]


def found(story: TestimonialPage) -> set[str]:
    return languages_of("testimonial", story.translation_key)


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def section() -> TestimonialIndexPage:
    return TestimonialIndexPage.objects.get(locale__language_code="fr")


def expire(story: TestimonialPage) -> None:
    story.expire_at = timezone.now() - datetime.timedelta(minutes=1)
    story.save()
    call_command("publish_scheduled")


def move_below_a_private_page(story: TestimonialPage) -> None:
    target = NewsIndexPage.objects.get(locale__language_code="fr")
    restrict(target)
    story.move(Page.objects.get(pk=target.pk), pos="last-child")


ENDS: dict[str, Callable[[TestimonialPage], Any]] = {
    "it is unpublished": lambda story: story.unpublish(),
    "it is unpublished as a plain page": lambda story: Page.objects.get(pk=story.pk).unpublish(),
    "it is deleted": lambda story: story.delete(),
    "it is deleted as a plain page": lambda story: Page.objects.get(pk=story.pk).delete(),
    "it is deleted from a list": lambda story: Page.objects.filter(pk=story.pk).delete(),
    "its section is deleted": lambda story: section().delete(),
    "its section is unpublished": lambda story: section().unpublish(),
    "it is closed to readers": restrict,
    "its section is closed to readers": lambda story: restrict(section()),
    "the whole site is closed": lambda story: restrict(section().get_parent()),
    "it expires": expire,
    "it moves below a private page": move_below_a_private_page,
}


@pytest.mark.parametrize("end", ENDS)
def test_a_page_is_no_longer_found_from_the_moment(story: TestimonialPage, end: str) -> None:
    assert "fr" in found(story)
    ENDS[end](story)
    assert "fr" not in found(story)
    assert is_true()


def test_a_page_that_comes_back_is_found_again(story: TestimonialPage) -> None:
    restriction = restrict(section())
    assert found(story) == {"en"}
    restriction.delete()
    assert found(story) == {"fr", "en"}
    story.unpublish()
    assert found(story) == {"en"}
    story.get_latest_revision().publish()
    assert found(story) == {"fr", "en"}
    assert is_true()


def test_a_draft_changes_nothing_that_is_found(story: TestimonialPage) -> None:
    number = current_generation()
    story.summary = "Un brouillon."
    revision = story.save_revision()
    assert current_generation() == number
    assert not SearchDocument.objects.filter(text__contains="brouillon").exists()
    revision.publish()
    assert current_generation() > number
    assert SearchDocument.objects.filter(text__contains="brouillon").exists()


def test_a_record_that_moves_to_another_village_leaves_the_first(lombez: Village) -> None:
    other = builders.village("32001", "Aignan")
    fact = {"source": builders.source(), "checked_on": DAY}
    host = Host.objects.create(village=lombez, name="Inge", consent=True, **fact)
    telecentre = Telecentre.objects.create(village=lombez, **fact)
    service = builders.service(lombez)
    host.village = telecentre.village = service.village = other
    host.save()
    telecentre.save()
    service.save()
    assert "Inge" not in village_document(lombez).keywords
    assert "Inge" in village_document(other).keywords
    assert languages_of("telecentre", "32213") == set()
    assert languages_of("telecentre", "32001") == set(builders.LANGUAGES)
    assert village_document(lombez).facts["services"] == []
    assert is_true()


def test_a_village_page_that_is_given_to_another_village_leaves_the_first(lombez: Village) -> None:
    other = builders.village("32001", "Aignan")
    page = builders.village_page(lombez)["fr"]
    page.village = other
    page.save()
    assert village_document(lombez).text == ""
    assert builders.WORDS["fr"] in village_document(other).text


def test_a_village_with_another_code_leaves_no_document_of_the_former_one(
    lombez: Village, story: TestimonialPage
) -> None:
    lombez.insee_code = "32999"
    lombez.save()
    assert languages_of("village", "32213") == set()
    assert languages_of("village", "32999") == set(builders.LANGUAGES)
    assert is_true()


def test_names_and_codes_that_documents_hold_change_with_their_record(lombez: Village) -> None:
    service = builders.service(lombez)
    kind = EquipmentType.objects.create(code="B203", label_fr="boulangerie", plural_fr="-")
    Equipment.objects.create(
        village=lombez, equipment_type=kind, count=1, source=builders.source(), checked_on=DAY
    )
    for record, name in (
        (Epci.objects.get(), "long_name"),
        (Canton.objects.get(), "name"),
        (kind, "label_nl"),
        (service.service_type, "code"),
        (service.source, "code"),
    ):
        setattr(record, name, "another")
        record.save()
        document = village_document(lombez, "nl")
        assert "another" in f"{document.keywords} {document.facts}", record
        record.refresh_from_db()
        setattr(record, name, f"last-{name}")
        record.save()
    assert is_true()


def test_a_label_that_no_document_holds_raises_the_generation_all_the_same(lombez: Village) -> None:
    builders.service(lombez)
    for record in (ServiceType.objects.get(), Source.objects.first(), lombez.epci):
        number, documents = current_generation(), list(SearchDocument.objects.values())
        record.save()
        assert current_generation() > number
        assert list(SearchDocument.objects.values()) == documents


def test_records_deleted_together_are_all_forgotten(lombez: Village) -> None:
    for code in ("pharmacy", "station", "bakery"):
        builders.service(lombez, code)
    VillageService.objects.filter(village=lombez).exclude(service_type__code="bakery").delete()
    assert [row[0] for row in village_document(lombez).facts["services"]] == ["bakery"]
    assert is_true()


def test_what_is_written_in_bulk_is_found_once_it_is_told(lombez: Village) -> None:
    Village.objects.update(population=7)
    assert village_document(lombez).facts["population"] == 2233
    number = current_generation()
    with one_change() as change:
        change.is_made = True
        written_in_bulk.send(sender=Village)
    assert village_document(lombez).facts["population"] == 7
    assert village_document(lombez).generation == current_generation() > number


def test_the_command_writes_what_is_missing_or_wrong_and_then_nothing(
    lombez: Village, story: TestimonialPage
) -> None:
    SearchDocument.objects.filter(kind="village", language="de").delete()
    SearchDocument.objects.filter(kind="village", language="nl").update(title="Faux")
    SearchDocument.objects.create(
        kind="news",
        key="00000000-0000-4000-8000-000000000000",
        language="fr",
        content_language="fr",
        title="-",
        generation=1,
    )
    said = StringIO()
    call_command("write_search_documents", stdout=said)
    assert "1 new, 1 changed, 1 deleted," in said.getvalue()
    number, documents = current_generation(), list(SearchDocument.objects.values())
    said = StringIO()
    call_command("write_search_documents", stdout=said)
    assert "0 new, 0 changed, 0 deleted," in said.getvalue()
    assert current_generation() == number
    assert list(SearchDocument.objects.values()) == documents


def test_a_document_that_changes_is_to_be_pushed_again_at_once(lombez: Village) -> None:
    SearchDocument.objects.update(
        pushed_generation=current_generation(),
        attempts=5,
        retry_at=timezone.now() + datetime.timedelta(days=1),
    )
    assert not SearchDocument.objects.pending().exists()
    builders.service(lombez)
    due = SearchDocument.objects.due()
    assert {(row.key, row.attempts) for row in due} == {("32213", 0)}
    assert due.count() == 4


def test_after_a_long_day_of_editing_the_documents_are_those_of_a_rebuild(
    lombez: Village, story: TestimonialPage
) -> None:
    fact = {"source": builders.source(), "checked_on": DAY}
    pages = builders.village_page(lombez, ("fr", "nl"))
    host = Host.objects.create(village=lombez, name="Inge", languages=["de"], consent=True, **fact)
    service = builders.service(lombez)
    restriction = restrict(VillageIndexPage.objects.get(locale__language_code="nl"))
    steps: list[Callable[[], Any]] = [
        pages["fr"].unpublish,
        host.delete,
        lambda: setattr(service, "count", 0) or service.save(),
        restriction.delete,
        lambda: VillagePage.objects.get(pk=pages["fr"].pk).get_latest_revision().publish(),
        lambda: Telecentre.objects.create(village=lombez, **fact),
        lambda: section().unpublish(),
        lambda: section().save_revision().publish(),
        lambda: story.copy(update_attrs={"slug": "copie", "title": "Copie"}),
        lambda: VillagePage.objects.get(pk=pages["nl"].pk).delete(),
        lambda: Telecentre.objects.get().delete(),
        lambda: VillagePage.objects.get(pk=pages["fr"].pk).delete(),
        lambda: TestimonialPage.objects.first().delete(),
    ]
    for number, step in enumerate(steps):
        step()
        assert is_true(), number
