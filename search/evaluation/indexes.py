"""An index of its own for an evaluation, so that the one that visitors search is left alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from cms.core.i18n import LANGUAGES
from search.analysis import signature
from search.engines.distributed import DistributedEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.opensearch import OpenSearchEngine
from search.engines.protocol import Engine
from search.engines.registry import index_prefix
from search.engines.tantivy import TantivyEngine
from search.indexed import indexed
from search.models import SearchDocument

DISTRIBUTED: dict[str, type[DistributedEngine]] = {
    "elasticsearch": ElasticsearchEngine,
    "opensearch": OpenSearchEngine,
}
# In seconds: an evaluation waits longer for an answer than a visitor does.
TIME_LIMIT = 10.0


@contextmanager
def temporary_index(url: str) -> Iterator[Engine]:
    """Give the engine at `url`, as in `SEARCH_URL`, with an index of the current documents.

    Raises:
        EngineError: the engine does not answer.
        ValueError: there is no engine for such an address.
    """
    with TemporaryDirectory(prefix="evaluation-") as directory:
        engine = _engine(url, Path(directory))
        for language in LANGUAGES:
            # Not by `search.rebuilding`, which would mark the rows as known to the live index.
            rows = SearchDocument.objects.current().filter(language=language)
            engine.rebuild(language, map(indexed, rows.iterator()))
        yield engine


def _engine(url: str, directory: Path) -> Engine:
    scheme = urlsplit(url).scheme.removesuffix("+https")
    if scheme == "tantivy":
        return TantivyEngine(directory, signature)
    if scheme in DISTRIBUTED:
        # The server keeps these indices until the next evaluation of this site replaces them.
        return DISTRIBUTED[scheme](url, f"evaluation-{index_prefix()}", signature, TIME_LIMIT)
    raise ValueError(f"There is no engine {scheme!r}.")
