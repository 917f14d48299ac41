"""An engine that failed is left alone for a while."""

import threading

import pytest

from search.engines.breaker import PAUSE, Breaker
from search.engines.protocol import Engine, EngineError, Found, QueryWord

ASKED = {"fr": [QueryWord("lac", "lac")]}


class FlakyEngine:
    """Finds one document, fails, or waits, as it is told."""

    name = "flaky"

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.calls = 0
        self.is_reached = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    def find(self, queries: object, limit: int = 0) -> dict[str, list[Found]]:
        self.calls += 1
        self.is_reached.set()
        self.may_answer.wait(10)
        if self.error:
            raise self.error
        return {"fr": [Found(1, 1, 1, 0.0)]}

    def known(self, words: object) -> dict[str, set[str]]:
        self.find(words)
        return {"fr": {"lac"}}

    def push(self, *arguments: object) -> dict[int, str]:
        return {1: "refused"}

    def signature(self, language: str) -> str:
        return f"signature of {language}"

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        return {1: (2, language)}

    def rebuild(self, *arguments: object) -> None:
        self.calls += 100


class Clock:
    """A clock that stands still until it is moved."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def engine() -> FlakyEngine:
    return FlakyEngine()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(engine: FlakyEngine, clock: Clock) -> Engine:
    return Breaker(engine, clock)


def fail(engine: FlakyEngine, breaker: Engine) -> None:
    engine.error = EngineError("down")
    with pytest.raises(EngineError, match="down"):
        breaker.find(ASKED)


def test_an_engine_that_works_is_asked_every_time(engine: FlakyEngine, breaker: Engine) -> None:
    assert breaker.name == "flaky"
    assert breaker.find(ASKED) == {"fr": [Found(1, 1, 1, 0.0)]}
    assert breaker.known({"fr": ["lac"]}) == {"fr": {"lac"}}
    assert engine.calls == 2


def test_an_engine_that_failed_is_not_asked_for_a_while(
    engine: FlakyEngine, breaker: Engine, clock: Clock
) -> None:
    fail(engine, breaker)
    engine.error = None
    clock.now += PAUSE - 0.1
    with pytest.raises(EngineError, match="not asked"):
        breaker.find(ASKED)
    with pytest.raises(EngineError, match="not asked"):
        breaker.known({"fr": ["lac"]})
    assert engine.calls == 1


def test_an_engine_that_works_again_is_asked_again(
    engine: FlakyEngine, breaker: Engine, clock: Clock
) -> None:
    fail(engine, breaker)
    engine.error = None
    clock.now += PAUSE
    for _ in range(3):
        breaker.find(ASKED)
    assert engine.calls == 4


def test_an_engine_that_fails_again_is_left_alone_again(
    engine: FlakyEngine, breaker: Engine, clock: Clock
) -> None:
    fail(engine, breaker)
    clock.now += PAUSE
    fail(engine, breaker)
    clock.now += PAUSE - 0.1
    with pytest.raises(EngineError, match="not asked"):
        breaker.find(ASKED)
    assert engine.calls == 2


def test_one_search_only_tries_an_engine_that_failed(
    engine: FlakyEngine, breaker: Engine, clock: Clock
) -> None:
    fail(engine, breaker)
    engine.error = None
    clock.now += PAUSE
    engine.is_reached.clear()
    engine.may_answer.clear()
    trial = threading.Thread(target=breaker.find, args=(ASKED,))
    trial.start()
    assert engine.is_reached.wait(10)
    with pytest.raises(EngineError, match="not asked"):
        breaker.find(ASKED)
    engine.may_answer.set()
    trial.join()
    breaker.find(ASKED)
    assert engine.calls == 3


def test_a_fault_of_the_program_does_not_stop_the_trials(
    engine: FlakyEngine, breaker: Engine, clock: Clock
) -> None:
    fail(engine, breaker)
    clock.now += PAUSE
    engine.error = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        breaker.find(ASKED)
    engine.error = None
    assert breaker.find(ASKED)


def test_writing_goes_on_while_searches_are_held_back(engine: FlakyEngine, breaker: Engine) -> None:
    fail(engine, breaker)
    assert breaker.push("fr", [], {}) == {1: "refused"}
    assert breaker.signature("fr") == "signature of fr"
    assert breaker.contents("fr") == {1: (2, "fr")}
    breaker.rebuild("fr", [])
    assert engine.calls == 101
