"""Engines that do what a test wants to go wrong, and all else as they should."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from search.engines.protocol import Engine, EngineError, IndexedDocument
from search.engines.tantivy import TantivyEngine


class Around(TantivyEngine):
    """The embedded engine at the place of another, with something happening around a push."""

    def __init__(
        self,
        engine: Engine,
        before: Callable[[str], None] = lambda _language: None,
        after: Callable[[str], None] = lambda _language: None,
    ) -> None:
        assert isinstance(engine, TantivyEngine)
        super().__init__(engine._directory, engine._signature_of)
        self.before = before
        self.after = after
        self.pushed: list[tuple[str, list[int], dict[int, int]]] = []

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        self.before(language)
        self.pushed.append((language, [one.generation for one in changed], dict(deleted)))
        refused = super().push(language, changed, deleted)
        self.after(language)
        return refused

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        self.before(language)
        super().rebuild(language, documents)
        self.after(language)


class Refusing(Around):
    """An engine that refuses the documents of some titles."""

    def __init__(self, engine: Engine, *titles: str) -> None:
        super().__init__(engine)
        self.titles = titles

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        refused = {one.pk: "It is too long." for one in changed if one.title in self.titles}
        super().push(language, [one for one in changed if one.pk not in refused], deleted)
        return refused


def once(action: Callable[[], object]) -> Callable[[str], None]:
    """Return what happens the first time only."""
    left = [action]

    def happen(_language: str) -> None:
        if left:
            left.pop()()

    return happen


def is_away(language: str = "") -> None:
    """Do as an engine does that does not answer.

    Raises:
        EngineError: always.
    """
    raise EngineError(f"No answer{language and ' for '}{language}.")
