"""Makes rows of the search for tests that need no content behind them, and looks for them."""

from collections.abc import Sequence
from typing import Any

from search.analysis import stem
from search.engines.protocol import Engine, QueryWord
from search.models import Kind, SearchDocument


def row(key: str, title: str = "", language: str = "fr", **fields: Any) -> SearchDocument:
    """Make the row of a page, changed in generation 1 and not pushed."""
    values = {"kind": Kind.PAGE, "content_language": language, "generation": 1, **fields}
    return SearchDocument.objects.create(key=key, title=title, language=language, **values)


def change(row: SearchDocument, generation: int, **fields: Any) -> None:
    """Change a row as another process does: what the test holds of it stays as it was."""
    SearchDocument.objects.filter(pk=row.pk).update(generation=generation, **fields)


def remove(row: SearchDocument, generation: int) -> None:
    """Say that what a row is about is no longer public."""
    change(row, generation, is_deleted=True, title="", keywords="", text="", facts={})


def found(engine: Engine, word: str, language: str = "fr") -> list[str]:
    """Return the keys of the rows that the engine finds by a word."""
    hits = engine.find({language: [QueryWord(stem(word, language), word)]})[language]
    keys = dict(SearchDocument.objects.values_list("pk", "key"))
    return [keys[hit.pk] for hit in hits]


def pending() -> Sequence[str]:
    """Return the keys of the rows that the engine has not been told of."""
    return list(SearchDocument.objects.pending().values_list("key", flat=True))
