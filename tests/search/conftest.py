"""What tests of the search stand on: an index of their own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from search.engines.protocol import Engine
from search.engines.registry import engine_for_pushing


@pytest.fixture
def index(settings: Settings, tmp_path: Path) -> Engine:
    """Return the engine that the site uses, over an empty directory: no language has an index."""
    settings.SEARCH_DIR = tmp_path / "index"
    return engine_for_pushing()
