"""What every test stands on: no language left over, and a tree to grow pages on."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from search import offer
from search.query import lexicon
from tests import trees


@pytest.fixture(autouse=True)
def _no_language_left_over() -> Iterator[None]:
    """Give the next test the language of the settings, whatever this one activates."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _nothing_remembered_of_the_offer() -> Iterator[None]:
    """Let the next test read the offer anew: the transaction of this one never happened."""
    yield
    offer.forget_offer()
    lexicon.forget_lexicon()


@pytest.fixture(autouse=True)
def _roots(request: pytest.FixtureRequest) -> None:
    """Make the roots again that a test with transactions of its own takes away at its end."""
    marker = request.node.get_closest_marker("django_db")
    if marker and marker.kwargs.get("transaction"):
        request.getfixturevalue("transactional_db")
        trees.plant_roots()
