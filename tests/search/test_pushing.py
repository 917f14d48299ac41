"""No change is lost on its way to the engine, and none overtakes another."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from cms.core.generation import generation_at
from search import pushing
from search.engines.protocol import Engine, EngineError
from search.indexed import indexed
from search.models import SearchDocument
from search.pushing import push_due, remove_forgotten
from search.rebuilding import rebuild
from tests.search.engines_that_fail import Around, Refusing, is_away, once
from tests.search.rows import change, found, pending, remove, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(index: Engine) -> Engine:
    """Return the engine with an empty index in each language."""
    for language in ("fr", "de"):
        index.rebuild(language, [])
    return index


class KilledError(BaseException):
    """The end of the process."""


def test_a_pushed_change_is_found_and_pushed_once(engine: Engine) -> None:
    row("market", "Marché")
    row("markt", "Wochenmarkt", "de")

    report = push_due(engine)

    assert (report.pushed, report.refused) == (2, 0)
    assert found(engine, "marche") == ["market"]
    assert found(engine, "wochenmarkt", "de") == ["markt"]
    assert push_due(engine).pushed == 0


def test_changes_are_pushed_in_their_order_batch_by_batch(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pushing, "BATCH", 2)
    for generation in (5, 3, 9, 1, 7):
        row(f"page {generation}", "Page", generation=generation)
    watched = Around(engine)

    push_due(watched)

    assert [generations for _language, generations, _deleted in watched.pushed] == [
        [1, 3],
        [5, 7],
        [9],
    ]


def test_a_process_killed_before_the_push_has_lost_nothing(engine: Engine) -> None:
    row("market", "Marché")

    def killed(_language: str) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        push_due(Around(engine, before=killed))

    assert pending() == ["market"]
    push_due(engine)
    assert found(engine, "marche") == ["market"]


def test_a_process_killed_after_the_push_only_pushes_twice(engine: Engine) -> None:
    row("market", "Marché")

    def killed(_language: str) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        push_due(Around(engine, after=killed))

    assert pending() == ["market"]
    push_due(engine)
    assert pending() == []
    assert found(engine, "marche") == ["market"]


def test_a_change_during_the_push_is_pushed_too(engine: Engine) -> None:
    market = row("market", "Marché")
    in_between = once(lambda: change(market, 2, title="Foire"))

    report = push_due(Around(engine, before=in_between))

    assert report.pushed == 2
    assert found(engine, "marche") == []
    assert found(engine, "foire") == ["market"]
    assert pending() == []


def test_what_is_gone_is_forgotten_and_its_row_kept_for_a_day(engine: Engine) -> None:
    now = generation_at(timezone.now())
    old = now - datetime.timedelta(days=1, minutes=1) // datetime.timedelta(milliseconds=1)
    for key, generation in (("old", old), ("new", now - 1000)):
        page = row(key, "Marché")
        push_due(engine)
        remove(page, generation)
    push_due(engine)

    assert found(engine, "marche") == []
    assert remove_forgotten() == 1
    assert SearchDocument.objects.get().key == "new"


def test_a_row_that_the_engine_was_not_told_of_is_never_removed(engine: Engine) -> None:
    page = row("page", "Marché")
    push_due(engine)
    remove(page, 2)

    assert remove_forgotten() == 0


def test_a_late_pusher_does_not_bring_back_what_is_gone(engine: Engine) -> None:
    page = row("page", "Marché")
    late = indexed(page)
    remove(page, 2)
    push_due(engine)

    engine.push("fr", [late], {})

    assert found(engine, "marche") == []


def test_a_late_pusher_does_not_replace_a_newer_change(engine: Engine) -> None:
    page = row("page", "Marché")
    late = indexed(page)
    change(page, 2, title="Foire")
    push_due(engine)

    engine.push("fr", [late], {page.pk: 1})

    assert found(engine, "foire") == ["page"]
    assert found(engine, "marche") == []


def test_a_refused_document_waits_longer_each_time_and_holds_nobody_up(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    row("refused", "secret")
    row("fine", "Marché", generation=2)
    delays = []
    for _attempt in range(11):
        before = timezone.now()
        report = push_due(Refusing(engine, "secret"))
        assert report.refused == 1
        refused = SearchDocument.objects.get(key="refused")
        assert refused.retry_at
        delays.append(round((refused.retry_at - before).total_seconds()))
        assert push_due(Refusing(engine, "secret")).refused == 0
        SearchDocument.objects.update(retry_at=None)

    assert delays == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert found(engine, "marche") == ["fine"]
    assert pending() == ["refused"]
    assert "page refused (fr)" in caplog.text
    assert "secret" not in caplog.text


def test_a_document_that_is_accepted_at_last_starts_afresh(engine: Engine) -> None:
    row("page", "Marché", attempts=5)

    push_due(engine)

    page = SearchDocument.objects.get()
    assert (page.attempts, page.retry_at, page.pushed_generation) == (0, None, 1)


def test_an_engine_that_does_not_answer_is_told_later(engine: Engine) -> None:
    row("page", "Marché")

    with pytest.raises(EngineError):
        push_due(Around(engine, before=is_away))

    page = SearchDocument.objects.get()
    assert (page.attempts, page.retry_at, page.pushed_generation) == (0, None, 0)


def test_one_language_that_fails_does_not_hold_up_another(engine: Engine) -> None:
    row("french", "Marché")
    row("german", "Wochenmarkt", "de", generation=2)

    def french_fails(language: str) -> None:
        if language == "fr":
            is_away(language)

    with pytest.raises(EngineError, match="fr"):
        push_due(Around(engine, before=french_fails))

    assert pending() == ["french"]
    assert found(engine, "wochenmarkt", "de") == ["german"]


def test_a_push_to_an_index_that_is_replaced_meanwhile_is_repeated(engine: Engine) -> None:
    page = row("page", "Marché")
    push_due(engine)

    def replace_by_an_index_without_the_change() -> None:
        change(page, 1, title="Marché")
        rebuild(Around(engine, after=lambda _language: change(page, 2, title="Foire")), "fr")

    change(page, 2, title="Foire")
    push_due(Around(engine, after=once(replace_by_an_index_without_the_change)))

    assert found(engine, "foire") == ["page"]
    assert pending() == []


@pytest.mark.django_db(transaction=True)
def test_two_pushers_at_once_do_no_harm(engine: Engine) -> None:
    for number in range(20):
        row(f"page {number}", "Marché", generation=number + 1)
    both_have_read = threading.Barrier(2, timeout=5)
    met = []

    def meet(_language: str) -> None:
        if not met:
            both_have_read.wait()
            met.append(True)

    def push() -> None:
        push_due(Around(engine, before=meet))

    def push_elsewhere() -> None:
        push()
        connection.close()

    other = threading.Thread(target=push_elsewhere)
    other.start()
    push()
    other.join()

    assert pending() == []
    assert len(found(engine, "marche")) == 20
    assert len(engine.contents("fr")) == 20
