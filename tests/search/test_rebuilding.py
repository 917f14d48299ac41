"""An index is built anew from the rows, and nothing that changes meanwhile is lost."""

from pathlib import Path

import pytest

from search import rebuilding
from search.engines.protocol import Engine, EngineError
from search.models import SearchDocument
from search.pushing import push_due
from search.rebuilding import needs_rebuild, rebuild
from tests.search.engines_that_fail import Around, is_away
from tests.search.rows import change, found, pending, remove, row

pytestmark = pytest.mark.django_db


def test_the_index_holds_the_current_rows_of_the_language(index: Engine) -> None:
    row("market", "Marché")
    remove(row("gone", "Marché"), 2)
    row("markt", "Markt", "de")

    assert rebuild(index, "fr") == 1

    assert found(index, "marche") == ["market"]
    assert set(pending()) == {"gone", "markt"}


def test_an_index_is_needed_where_there_is_none(index: Engine) -> None:
    assert needs_rebuild(index, "fr")
    rebuild(index, "fr")
    assert not needs_rebuild(index, "fr")
    assert needs_rebuild(index, "de")


def test_an_index_of_another_analysis_is_built_anew(
    index: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuild(index, "fr")

    monkeypatch.setattr(rebuilding, "signature", lambda _language: "another")

    assert needs_rebuild(index, "fr")


def test_a_damaged_index_is_built_anew(index: Engine, tmp_path: Path) -> None:
    row("market", "Marché")
    rebuild(index, "fr")
    for file in tmp_path.glob("index/fr/*/meta.json"):
        file.write_text("{")

    assert needs_rebuild(index, "fr")
    rebuild(index, "fr")

    assert found(index, "marche") == ["market"]


@pytest.mark.parametrize("was_pushed", [False, True])
def test_what_changes_meanwhile_is_pushed_afterwards(index: Engine, was_pushed: bool) -> None:
    """Also where another process has pushed it to the former index."""
    pages = [row(f"page {number}", "Marché") for number in range(3)]
    mark = {"pushed_generation": 2} if was_pushed else {}

    def meanwhile(_language: str) -> None:
        change(pages[0], 2, title="Foire", **mark)
        remove(pages[1], 2)
        SearchDocument.objects.filter(pk=pages[1].pk).update(**mark, is_deleted=True)
        row("new", "Foire", generation=2, **mark)

    rebuild(Around(index, after=meanwhile), "fr")
    push_due(index)

    assert found(index, "foire") == ["page 0", "new"]
    assert found(index, "marche") == ["page 2"]
    assert pending() == []


def test_a_rebuild_that_fails_leaves_the_former_index(index: Engine) -> None:
    page = row("page", "Marché")
    rebuild(index, "fr")
    change(page, 2, title="Foire")

    with pytest.raises(EngineError):
        rebuild(Around(index, before=is_away), "fr")

    assert found(index, "marche") == ["page"]
    assert pending() == ["page"]


def test_the_progress_is_told(index: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "CHUNK", 2)
    for number in range(5):
        row(f"page {number}")
    told: list[tuple[int, int]] = []

    rebuild(index, "fr", lambda done, total: told.append((done, total)))

    assert told == [(2, 5), (4, 5), (5, 5)]
