"""The engine that the setting SEARCH_URL names."""

import functools
import hashlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import setting_changed
from django.db import connection

from search.analysis import signature
from search.engines.breaker import Breaker
from search.engines.protocol import Engine
from search.engines.tantivy import TantivyEngine

if TYPE_CHECKING:
    from search.engines.distributed import DistributedEngine

# How long a search waits for a server, in seconds, before the rows answer.
SEARCH_TIME_LIMIT = 0.5
# Settings that decide which engine it is, and where.
SETTINGS = frozenset({"SEARCH_URL", "SEARCH_DIR"})


@functools.cache
def engine_for_search() -> Engine:
    """Return the engine for requests: one that does not answer is not waited for."""
    engine = engine_for_pushing()
    return engine if isinstance(engine, TantivyEngine) else Breaker(engine)


@functools.cache
def engine_for_pushing() -> Engine:
    """Return the engine for those who have time: what it does not answer is tried again."""
    scheme = urlsplit(settings.SEARCH_URL).scheme
    if scheme == "tantivy":
        return TantivyEngine(settings.SEARCH_DIR, signature)
    server = _server_engine(scheme.removesuffix("+https"))
    return server(settings.SEARCH_URL, index_prefix(), signature, SEARCH_TIME_LIMIT)


def index_prefix() -> str:
    """Return the beginning of the names of the indices of this site.

    It is the path of SEARCH_URL; without one it comes from the database, so that two sites may
    share a server.
    """
    prefix = urlsplit(settings.SEARCH_URL).path.strip("/")
    if prefix:
        return prefix
    database = connection.settings_dict
    identity = [str(database[part]) for part in ("ENGINE", "HOST", "PORT", "NAME")]
    return f"soho-solo-{hashlib.sha256(' '.join(identity).encode()).hexdigest()[:8]}"


def _server_engine(name: str) -> "type[DistributedEngine]":
    # Imported where it is used: the clients take memory in every process.
    if name == "elasticsearch":
        from search.engines.elasticsearch import ElasticsearchEngine

        return ElasticsearchEngine
    from search.engines.opensearch import OpenSearchEngine

    return OpenSearchEngine


def _forget(*, setting: str, **_kwargs: Any) -> None:
    if setting in SETTINGS:
        engine_for_search.cache_clear()
        engine_for_pushing.cache_clear()


# A test that overrides a setting gets another engine.
setting_changed.connect(_forget, dispatch_uid="search.engines.registry")
