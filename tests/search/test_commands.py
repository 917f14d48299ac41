"""The commands that keep the index, and what they say."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cms.core.generation import generation_at
from search.engines.protocol import Engine, IndexedDocument
from search.models import SearchDocument
from tests.search.rows import change, found, remove, row

pytestmark = pytest.mark.django_db
# Nothing listens on this port.
NOWHERE = "opensearch://127.0.0.1:9"


def said(command: str, **options: object) -> str:
    """Run a command and return what it printed."""
    output = StringIO()
    call_command(command, stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def built(index: Engine) -> Engine:
    """Return the engine with an index of one page."""
    row("page", "Marché")
    said("rebuild_index")
    return index


def test_push_index_says_how_many_changes_it_pushed(built: Engine) -> None:
    row("new", "Foire")

    assert said("push_index") == "1 changes pushed, 0 refused.\n"
    assert found(built, "foire") == ["new"]
    assert said("push_index") == "0 changes pushed, 0 refused.\n"


@pytest.mark.parametrize("command", ["push_index", "rebuild_index", "check_search_index"])
def test_a_server_that_does_not_answer_is_named(settings: Settings, command: str) -> None:
    row("new", "Foire")
    settings.SEARCH_URL = NOWHERE

    with pytest.raises(CommandError, match="opensearch"):
        said(command)


def test_rebuild_index_shows_its_progress(index: Engine) -> None:
    row("seite", "Markt", "de")

    assert said("rebuild_index", language="de") == "de: 1 of 1\nde: 1 documents, done.\n"
    assert found(index, "markt", "de") == ["seite"]


def test_rebuild_index_leaves_alone_what_is_current_if_asked(built: Engine) -> None:
    assert said("rebuild_index", if_needed=True) == ""


def test_an_index_that_equals_the_rows_is_accepted(built: Engine) -> None:
    assert "0 changes pending" in said("check_search_index")


def older(page: SearchDocument, _engine: Engine) -> None:
    change(page, 2, pushed_generation=2)


def other_words(page: SearchDocument, _engine: Engine) -> None:
    change(page, 1, title="Foire")


def gone(page: SearchDocument, _engine: Engine) -> None:
    remove(page, 2)
    change(page, 2, pushed_generation=2)


def missing(_page: SearchDocument, _engine: Engine) -> None:
    row("other", "Foire", pushed_generation=1)


def foreign(_page: SearchDocument, engine: Engine) -> None:
    engine.push("de", [IndexedDocument(99, 1, "abc", "", "", "", "")], {})


@pytest.mark.parametrize(
    ("damage", "difference"),
    [
        (older, "page page (fr): generation 1 instead of 2"),
        (other_words, "page page (fr): other words"),
        (gone, "superfluous"),
        (missing, "page other (fr): missing"),
        (foreign, "de 99: superfluous"),
    ],
)
def test_every_difference_is_found(
    built: Engine, damage: Callable[[SearchDocument, Engine], None], difference: str
) -> None:
    damage(SearchDocument.objects.get(), built)
    output = StringIO()

    with pytest.raises(CommandError):
        call_command("check_search_index", stdout=output)

    assert difference in output.getvalue()
    assert "1 differences" in output.getvalue()


def test_an_index_of_another_analysis_is_no_equal(
    built: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.rebuilding.signature", lambda _language: "another")
    output = StringIO()

    with pytest.raises(CommandError):
        call_command("check_search_index", stdout=output)

    assert "fr: built with another analysis" in output.getvalue()


def test_a_pending_change_is_no_equality(built: Engine) -> None:
    SearchDocument.objects.update(pushed_generation=0)

    with pytest.raises(CommandError):
        said("check_search_index")


def test_a_site_whose_index_lags_behind_is_not_ready(client: Client, built: Engine) -> None:
    now = generation_at(timezone.now())
    row("just now", generation=now)
    assert client.get("/health/ready").status_code == 200
    row("long ago", generation=now - 61_000)

    response = client.get("/health/ready")

    assert (response.status_code, response.content) == (503, b"search index: 2 changes behind")
