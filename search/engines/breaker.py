"""An engine that is left alone for a while after it failed."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from search.engines.protocol import (
    MOST_HITS,
    Engine,
    EngineAwayError,
    EngineError,
    Found,
    IndexedDocument,
    QueryWord,
)

# How long an engine that failed is not asked, in seconds.
PAUSE = 5.0


class Breaker:
    """Passes everything on to `engine`, but stops searching in it while it is out of order.

    After a search has failed, searches fail at once for `PAUSE` seconds. Then one search tries
    the engine again; until it has an answer, the others still fail at once. Nobody waits for the
    time limit of an engine that hangs, except for one search at a time.
    """

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = engine.name
        self._engine = engine
        self._clock = clock
        self._lock = threading.Lock()
        self._closed_until: float | None = None
        self._is_tried = False

    def find(
        self, queries: Mapping[str, Sequence[QueryWord]], limit: int = MOST_HITS
    ) -> dict[str, list[Found]]:
        with self._watched():
            return self._engine.find(queries, limit)

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        with self._watched():
            return self._engine.known(words)

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        return self._engine.push(language, changed, deleted)

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        self._engine.rebuild(language, documents)

    def signature(self, language: str) -> str:
        return self._engine.signature(language)

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        return self._engine.contents(language)

    @contextmanager
    def _watched(self) -> Iterator[None]:
        is_trial = self._admit()
        try:
            yield
        except EngineError:
            self._learn(is_trial, works=False)
            raise
        except BaseException:
            # It says nothing about the engine, but the next search must be free to try it.
            self._learn(is_trial, works=None)
            raise
        self._learn(is_trial, works=True)

    def _admit(self) -> bool:
        """Let a search pass; return whether it tries an engine that failed before.

        Raises:
            EngineAwayError: the engine failed a short while ago.
        """
        with self._lock:
            if self._closed_until is None:
                return False
            if self._is_tried or self._clock() < self._closed_until:
                raise EngineAwayError(f"{self.name} failed a short while ago and is not asked.")
            self._is_tried = True
            return True

    def _learn(self, is_trial: bool, works: bool | None) -> None:
        with self._lock:
            if is_trial:
                self._is_tried = False
            if works is False:
                self._closed_until = self._clock() + PAUSE
            elif works and is_trial:
                self._closed_until = None
