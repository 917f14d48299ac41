"""Every engine there is, one after the other, empty and with indices of its own."""

import json
import os
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.opensearch import OpenSearchEngine
from search.engines.protocol import Engine
from search.engines.tantivy import TantivyEngine

SERVERS = {
    "elasticsearch": (ElasticsearchEngine, "TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9211"),
    "opensearch": (OpenSearchEngine, "TEST_OPENSEARCH_URL", "http://127.0.0.1:9201"),
}


@pytest.fixture
def signatures() -> dict[str, str]:
    """Return the signature of the analysis of each language; a test may change it."""
    return dict.fromkeys(("fr", "en", "de", "nl"), "aaaa1111")


@pytest.fixture
def prefix() -> Iterator[str]:
    """Return the beginning of the names of the test's indices; they are removed at the end."""
    prefix = f"test-{uuid4().hex[:12]}"
    yield prefix
    for name in SERVERS:
        address = address_of(name)
        if is_there(address):
            for index in indices(address, prefix):
                ask("DELETE", f"{address}/{index}")


@pytest.fixture(params=["tantivy", *SERVERS])
def engine(
    request: pytest.FixtureRequest, tmp_path: Path, prefix: str, signatures: dict[str, str]
) -> Engine:
    if request.param == "tantivy":
        return TantivyEngine(tmp_path, signatures.__getitem__)
    return distributed(request.param, prefix, signatures)


@pytest.fixture(params=[*SERVERS])
def server(
    request: pytest.FixtureRequest, prefix: str, signatures: dict[str, str]
) -> tuple[Engine, str]:
    """Return an engine that is a server of its own, and its address."""
    return distributed(request.param, prefix, signatures), address_of(request.param)


def distributed(name: str, prefix: str, signatures: dict[str, str]) -> Engine:
    """Return the engine over the real server of this name; without one, skip the test."""
    kind, _, _ = SERVERS[name]
    address = address_of(name)
    if not is_there(address):
        sentence = f"No server answers at {address} (make search-server)."
        if os.environ.get("CI") == "true":
            pytest.fail(sentence)
        pytest.skip(sentence)
    url = address.replace("http", name, 1)
    # Long enough for a server that has half a core.
    return kind(url, prefix, signatures.__getitem__, time_limit=2, patience=60)


def address_of(name: str) -> str:
    _, variable, default = SERVERS[name]
    return os.environ.get(variable) or default


@cache
def is_there(address: str) -> bool:
    try:
        ask("GET", f"{address}/_cluster/health")
    except OSError:
        return False
    return True


def indices(address: str, prefix: str) -> list[str]:
    """Return the names of all indices on a server that begin with `prefix`."""
    answer = ask("GET", f"{address}/_cat/indices/{prefix}-*?format=json&h=index")
    return sorted(row["index"] for row in json.loads(answer))


def ask(method: str, url: str, body: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, body, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()
