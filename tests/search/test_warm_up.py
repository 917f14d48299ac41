"""The search is ready before its first reader."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.requests import SearchRequest
from search.searching import search_villages, warm_up
from tests import builders
from tests.search import searched_site as site

pytestmark = pytest.mark.django_db


def test_after_warming_up_a_search_reads_only_what_it_shows() -> None:
    builders.site()
    site.vocabulary()
    site.village("32001", "Pharmacy", ("pharmacy",))
    warm_up()
    with CaptureQueriesContext(connection) as queries:
        answer = search_villages(SearchRequest("fr", "pharmacie"))
    assert answer.count == 1
    # The generation, and the documents of the hits.
    assert len(queries) <= 3
