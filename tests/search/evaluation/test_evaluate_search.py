"""The command that measures the search."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import searching
from search.engines.protocol import EngineError
from search.evaluation import judged
from search.evaluation.judged import Half
from search.evaluation.stock import stock_search
from search.management.commands import evaluate_search
from search.requests import SearchRequest
from tests import builders

pytestmark = pytest.mark.django_db

SEEN = """
[[query]]
text = "lombes"
class = "typo"
reason = "one letter wrong"
scope = "villages"
relevant = { villages = ["32213"] }

[[query]]
text = "Marciac"
class = "name"
reason = "the village named"
scope = "everything"
relevant = { villages = ["32233"] }
"""
UNSEEN = SEEN.replace("lombes", "lonbez").replace("Marciac", "marciak")


class OtherEngine:
    """Stands for an engine; the search that is put in its place does not ask it."""


@pytest.fixture(autouse=True)
def _queries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Put two queries in each half of French, and an engine that needs no index."""
    for half, text in (("seen", SEEN), ("unseen", UNSEEN)):
        (tmp_path / half).mkdir()
        (tmp_path / half / "fr.toml").write_text(text, encoding="utf-8")

    def load_all(halves: list[Half], languages: list[str] | None) -> list[judged.JudgedQuery]:
        return [query for half in halves for query in judged.load_queries(half, "fr", tmp_path)]

    @contextmanager
    def temporary_index(_url: str) -> Iterator[OtherEngine]:
        yield OtherEngine()

    monkeypatch.setattr(evaluate_search, "load_all", load_all)
    monkeypatch.setattr(evaluate_search, "temporary_index", temporary_index)
    settings.SEARCH_URL = "tantivy://"
    builders.site(("fr",))
    for insee, name in (("32213", "Lombez"), ("32233", "Marciac"), ("32045", "Berdoues")):
        builders.village_page(builders.village(insee, name))


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """Put a search that answers Lombez, then Marciac, in the place of ours; return its pages."""
    answers = {"villages": [["32213"]], "everything": [["32213"], ["32233"]]}

    def answering(scope: str) -> Any:
        def answer(request: SearchRequest, *, engine: object) -> Any:
            assert isinstance(engine, OtherEngine)
            assert request.language == "fr"
            hits = [
                SimpleNamespace(kind="village", document=SimpleNamespace(key=key))
                for key in answers[scope][request.page - 1]
            ]
            return SimpleNamespace(hits=hits, pages=len(answers[scope]), is_degraded=False)

        return answer

    monkeypatch.setattr(searching, "search_villages", answering("villages"))
    monkeypatch.setattr(searching, "search_everything", answering("everything"))
    return answers


def evaluate(*arguments: str) -> tuple[str, str]:
    """Return what the command writes to its two streams."""
    out, err = StringIO(), StringIO()
    call_command("evaluate_search", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def rows(text: str, title: str) -> list[list[str]]:
    """Return the cells of the table with a title."""
    table = text.partition(f"\n{title}\n")[2].partition("\n\n")[0]
    return [line.split() for line in table.splitlines()]


@pytest.mark.usefixtures("pages")
def test_it_prints_the_measures_per_language_and_class_and_in_all() -> None:
    out, _err = evaluate()
    assert rows(out, "tantivy://, seen half") == [
        ["language", "class", "queries", "nDCG@10", "MRR", "recall@10", "recall"],
        ["fr", "name", "1", "0.631", "0.500", "1.000", "1.000"],
        ["fr", "typo", "1", "1.000", "1.000", "1.000", "1.000"],
        ["fr", "all", "2", "0.815", "0.750", "1.000", "1.000"],
        ["all", "name", "1", "0.631", "0.500", "1.000", "1.000"],
        ["all", "typo", "1", "1.000", "1.000", "1.000", "1.000"],
        ["all", "all", "2", "0.815", "0.750", "1.000", "1.000"],
    ]


@pytest.mark.usefixtures("pages")
def test_each_engine_and_the_stock_search_answer_each_half() -> None:
    server = "opensearch://name:password@localhost:9201"
    out, _err = evaluate("--engine", "tantivy://", "--engine", server)
    titles = [line for line in out.splitlines() if line.endswith(" half")]
    assert titles == [
        "tantivy://, seen half",
        "tantivy://, unseen half",
        "opensearch://localhost:9201, seen half",
        "opensearch://localhost:9201, unseen half",
        "stock, seen half",
        "stock, unseen half",
    ]


@pytest.mark.usefixtures("pages")
def test_a_class_and_a_half_can_be_measured_alone() -> None:
    out, _err = evaluate("--half", "unseen", "--class", "typo")
    assert "seen half" in out
    assert ", seen half" not in out
    assert [row[:3] for row in rows(out, "tantivy://, unseen half")[1:]] == [
        ["fr", "typo", "1"],
        ["fr", "all", "1"],
        ["all", "typo", "1"],
        ["all", "all", "1"],
    ]


@pytest.mark.usefixtures("pages")
def test_misses_are_listed_with_what_was_expected_and_found() -> None:
    out, _err = evaluate("--show-misses", "--half", "seen")
    assert "0.631  fr name: Marciac" in out
    assert "judged by: the village named" in out
    assert "expected (1): Marciac [3]" in out
    assert "found (2): Lombez [0], Marciac [3]" in out
    assert "lombes" not in out
    assert evaluate_search.WHY_UNSEEN not in out


def test_misses_of_the_unseen_half_are_never_listed(pages: dict[str, list[list[str]]]) -> None:
    pages["villages"] = [[]]
    out, err = evaluate("--show-misses")
    assert "fr typo: lombes" in out
    assert "lonbez" not in out + err
    assert "marciak" not in out + err
    assert evaluate_search.WHY_UNSEEN in out


@pytest.mark.usefixtures("pages")
def test_a_query_to_which_nothing_is_relevant_is_left_out_and_named_by_its_number() -> None:
    builders.VillagePage.objects.get(village__insee_code="32233").unpublish()
    out, err = evaluate()
    assert "seen/fr.toml, query 2: nothing in this database is relevant to it" in err
    assert "unseen/fr.toml, query 2: nothing" in err
    assert "marciak" not in err
    assert [row[:3] for row in rows(out, "tantivy://, seen half")[1:]] == [
        ["fr", "typo", "1"],
        ["fr", "all", "1"],
        ["all", "typo", "1"],
        ["all", "all", "1"],
    ]


def test_an_engine_that_does_not_answer_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def refused(_url: str) -> Iterator[OtherEngine]:
        raise EngineError("refused")
        yield OtherEngine()

    monkeypatch.setattr(evaluate_search, "temporary_index", refused)
    with pytest.raises(CommandError, match=r"elasticsearch://nowhere: refused"):
        evaluate("--engine", "elasticsearch://nowhere")


def test_an_answer_without_the_engine_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def degraded(_request: SearchRequest, *, engine: object) -> Any:
        return SimpleNamespace(hits=[], pages=1, is_degraded=True)

    monkeypatch.setattr(searching, "search_villages", degraded)
    with pytest.raises(CommandError, match="did not answer"):
        evaluate("--class", "typo")


@pytest.mark.parametrize("text", ['"', "   ", "\x00", 'Lombez"', "a" * 10_000, "((", "*"])
@pytest.mark.parametrize("scope", ["villages", "everything"])
def test_the_stock_search_survives_hostile_words(text: str, scope: str) -> None:
    query = judged.JudgedQuery(
        Half.SEEN,
        "fr",
        1,
        text,
        judged.QueryClass.NAME,
        judged.Scope(scope),
        "reason",
        judged.Rule(villages=("32213",)),
    )
    found = stock_search(query)
    assert found == ([("village", "32213")] if "Lombez" in text else [])
