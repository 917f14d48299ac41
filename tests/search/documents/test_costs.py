"""What it costs to keep the documents true, at two sizes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.changes import change_ending
from search.documents import signal_handlers
from search.documents.writing import Things, write
from tests import builders
from tests.performance.test_query_counts import fill
from villages.models import Telecentre, Village, VillageService

pytestmark = pytest.mark.django_db

MOST_FOR_ONE_FACT = 15


def queries(change: Callable[[], Any]) -> int:
    """Return how many queries a change takes, without the bounds of transactions."""
    with CaptureQueriesContext(connection) as captured:
        change()
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


@pytest.mark.parametrize("number", [1, 20])
def test_a_fact_takes_at_most_15_queries_more_however_much_the_village_has(
    number: int,
) -> None:
    builders.site()
    village = builders.village()
    fill(village, number)
    builders.village_page(village, builders.LANGUAGES)
    telecentre = Telecentre.objects.get()

    def change() -> None:
        telecentre.equipment = ["kitchen"] if telecentre.equipment == [] else []
        telecentre.save()

    change()
    with_documents = queries(change)
    change_ending.disconnect(signal_handlers.write_documents)
    try:
        without = queries(change)
    finally:
        change_ending.connect(signal_handlers.write_documents)
    # Besides what is written: the village it leaves, and the generation: held, raised, read.
    assert with_documents - without + 4 <= MOST_FOR_ONE_FACT


def test_twenty_villages_and_pages_take_as_many_queries_as_one() -> None:
    builders.site()
    page = builders.content_page(title="Page", slug="page-0")["fr"]
    keys = {str(page.translation_key)}
    codes = set()
    for number in range(20):
        village = builders.village(f"32{number:03}", f"Village {number}")
        builders.service(village)
        builders.village_page(village)
        codes.add(village.insee_code)
    for number in range(1, 20):
        page = builders.content_page(title="Page", slug=f"page-{number}")["fr"]
        keys.add(str(page.translation_key))
    one = queries(lambda: write(Things(villages={"32000"}, pages={min(keys)})))
    assert queries(lambda: write(Things(villages=codes, pages=keys))) == one
    Village.objects.update(population=9)
    # The rows themselves go in packets as large as the database takes.
    assert queries(lambda: write(Things(villages=codes, pages=keys))) <= one + 4


def test_a_village_saved_with_all_that_belongs_to_it_is_written_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    builders.site()
    village = builders.village()
    fill(village, 20)
    times = []
    monkeypatch.setattr(signal_handlers, "write", lambda *_args: times.append(1))
    village = Village.objects.get(pk=village.pk)
    village.services = list(VillageService.objects.filter(village=village))
    village.save()
    assert len(times) == 1
