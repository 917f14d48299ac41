"""The engines that can be measured, each with an index of the rows that is its own."""

import json
import os
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cms.core.i18n import LANGUAGES
from search.analysis import signature
from search.engines.protocol import Engine, IndexedDocument
from search.engines.tantivy import TantivyEngine
from search.evaluation.indexes import DISTRIBUTED, TIME_LIMIT
from search.indexed import indexed
from search.models import SearchDocument, SearchDocumentQuerySet
from tests.performance.search_bench.progress import Progress, said

# Where the servers of the tests are.
SERVERS = {
    "elasticsearch": ("TEST_ELASTICSEARCH_URL", "http://127.0.0.1:9211"),
    "opensearch": ("TEST_OPENSEARCH_URL", "http://127.0.0.1:9201"),
}
PREFIX = "bench"
PATIENCE = 60.0


def embedded(directory: Path) -> Engine:
    """Return the embedded engine, its index in `directory`."""
    return TantivyEngine(directory, signature)


def server_names() -> list[str]:
    """Return the engines whose servers answer; say of the others that they do not."""
    answering = []
    for name in SERVERS:
        try:
            _ask("GET", f"{_address_of(name)}/_cluster/health")
        except OSError:
            print(f"{name}: no server answers at {_address_of(name)} (make search-server).")
        else:
            answering.append(name)
    return answering


@contextmanager
def server(name: str) -> Iterator[Engine]:
    """Give the engine over a server; what it has written there is removed at the end."""
    address, prefix = _address_of(name), f"{PREFIX}-{os.getpid()}"
    url = address.replace("http", name, 1)
    try:
        yield DISTRIBUTED[name](url, prefix, signature, TIME_LIMIT, PATIENCE)
    finally:
        _remove(address, prefix)


def build(engine: Engine) -> None:
    """Build the index of all languages from the rows, and print how long it takes."""
    start = time.monotonic()
    count = 0
    for language in LANGUAGES:
        rows = SearchDocument.objects.current().filter(language=language)
        total = rows.count()
        # Not by `search.rebuilding`, which would mark the rows as known to the live index.
        documents = _counted(rows, total, said(f"{engine.name}, {language}"))
        engine.rebuild(language, documents)
        count += total
    print(f"{engine.name}: index of {count:,} documents built in {time.monotonic() - start:.0f} s")


def size_on_disk(directory: Path) -> int:
    """Return how many bytes the files below a directory hold."""
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _counted(
    rows: SearchDocumentQuerySet, total: int, progress: Progress
) -> Iterator[IndexedDocument]:
    for number, row in enumerate(rows.iterator(), start=1):
        yield indexed(row)
        progress(number, total)


def _remove(address: str, prefix: str) -> None:
    """Remove what was written to a server; one that is overloaded does not stop the others."""
    try:
        answer = _ask("GET", f"{address}/_cat/indices/{prefix}-*?format=json&h=index")
        for row in json.loads(answer):
            _ask("DELETE", f"{address}/{row['index']}")
    except OSError as error:
        print(f"The indices {prefix}-* stay at {address}: {error}")


def _address_of(name: str) -> str:
    variable, default = SERVERS[name]
    return os.environ.get(variable) or default


def _ask(method: str, url: str) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=60) as answer:
        return bytes(answer.read())
