"""What is particular to the engines that are servers of their own."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from search.engines.protocol import Engine, EngineError, IndexedDocument, QueryWord
from tests.search.engines.conftest import ask, indices

Server = tuple[Engine, str]


def document(pk: int) -> IndexedDocument:
    return IndexedDocument(pk, 1, "digest", "lac", "", "", "lac")


def aliases(address: str, prefix: str) -> dict[str, list[str]]:
    answer: dict[str, Any] = json.loads(ask("GET", f"{address}/{prefix}-*/_alias"))
    return {index: sorted(about["aliases"]) for index, about in answer.items()}


def test_an_index_is_named_by_its_language_and_analysis(server: Server, prefix: str) -> None:
    engine, address = server
    engine.rebuild("fr", [document(1)])
    ((index, names),) = aliases(address, prefix).items()
    assert index.startswith(f"{prefix}-fr-aaaa1111-")
    assert names == [f"{prefix}-fr"]


def test_a_rebuild_removes_former_indices_and_those_of_killed_rebuilds(
    server: Server, prefix: str
) -> None:
    engine, address = server
    engine.rebuild("fr", [document(1)])
    killed = f"{prefix}-fr-aaaa1111-1700000000000"
    ask("PUT", f"{address}/{killed}", b"{}")
    engine.rebuild("fr", [document(1)])
    assert killed not in indices(address, prefix)
    assert len(indices(address, prefix)) == 1


def test_a_rebuild_leaves_the_indices_of_others(server: Server, prefix: str) -> None:
    engine, address = server
    others = [
        f"{prefix}-de-aaaa1111-1700000000000",
        f"{prefix}-fr-de-aaaa1111-1700000000000",
        f"{prefix}-fr-notes",
        f"{prefix}-fr-aaaa1111-9900000000000",
    ]
    for other in others:
        ask("PUT", f"{address}/{other}", b"{}")
    engine.rebuild("fr", [document(1)])
    assert set(others) <= set(indices(address, prefix))
    assert engine.signature("fr") == "aaaa1111"


def test_a_rebuild_that_fails_leaves_nothing_behind(server: Server, prefix: str) -> None:
    engine, address = server
    with pytest.raises(ZeroDivisionError):
        engine.rebuild("fr", (document(1 // pk) for pk in (1, 0)))
    assert indices(address, prefix) == []


def test_of_two_rebuilds_at_once_the_older_one_fails(server: Server, prefix: str) -> None:
    engine, address = server

    def documents() -> Iterator[IndexedDocument]:
        engine.rebuild("fr", [document(2)])
        yield document(1)

    with pytest.raises(EngineError):
        engine.rebuild("fr", documents())
    assert engine.contents("fr") == {2: (1, "digest")}
    assert len(indices(address, prefix)) == 1


def test_nothing_is_written_without_an_index(server: Server, prefix: str) -> None:
    engine, address = server
    with pytest.raises(EngineError):
        engine.push("fr", [document(1)], {2: 1})
    assert indices(address, prefix) == []


def test_a_field_that_the_index_does_not_know_is_a_refusal(server: Server, prefix: str) -> None:
    engine, address = server
    mapping = b'{"mappings": {"dynamic": "strict", "properties": {"number": {"type": "long"}}}}'
    index = f"{prefix}-fr-aaaa1111-1700000000000"
    ask("PUT", f"{address}/{index}", mapping)
    ask("PUT", f"{address}/{index}/_alias/{prefix}-fr")
    refused = engine.push("fr", [document(1)], {})
    assert refused.keys() == {1}
    assert "strict_dynamic_mapping_exception" in refused[1]


def test_half_a_character_is_searched_for_in_vain(server: Server) -> None:
    engine, _ = server
    engine.rebuild("fr", [document(1)])
    assert engine.find({"fr": [QueryWord("\ud800", "\ud800", edits=1)]}) == {"fr": []}
