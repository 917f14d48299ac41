"""SEARCH_URL chooses the engine, and where it keeps what it knows."""

import pytest
from django.db import connection
from pytest_django import Settings

from search.engines.breaker import Breaker
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.opensearch import OpenSearchEngine
from search.engines.registry import engine_for_pushing, engine_for_search, index_prefix
from search.engines.tantivy import TantivyEngine


def test_without_a_setting_the_engine_is_embedded() -> None:
    assert isinstance(engine_for_search(), TantivyEngine)
    assert engine_for_search() is engine_for_pushing()


@pytest.mark.parametrize(
    ("scheme", "kind"),
    [
        ("elasticsearch", ElasticsearchEngine),
        ("elasticsearch+https", ElasticsearchEngine),
        ("opensearch", OpenSearchEngine),
        ("opensearch+https", OpenSearchEngine),
    ],
)
def test_a_server_is_searched_behind_a_breaker(settings: Settings, scheme: str, kind: type) -> None:
    settings.SEARCH_URL = f"{scheme}://search.example.org:9200"

    assert isinstance(engine_for_pushing(), kind)
    assert isinstance(engine_for_search(), Breaker)
    assert engine_for_search() is engine_for_search()


def test_the_path_of_the_address_is_the_prefix_of_the_indices(settings: Settings) -> None:
    settings.SEARCH_URL = "opensearch://search.example.org:9200/gers/"

    assert index_prefix() == "gers"


def test_two_sites_on_one_server_have_indices_of_their_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SEARCH_URL = "opensearch://search.example.org:9200"
    first = index_prefix()
    monkeypatch.setitem(connection.settings_dict, "NAME", "another")

    assert first.startswith("soho-solo-")
    assert index_prefix() != first
