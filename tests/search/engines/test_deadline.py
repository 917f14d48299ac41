"""A call ends in time, and calls that hang do not pile up."""

import threading
import time

import pytest

from search.engines.deadline import TimedCalls


def test_a_call_returns_what_its_work_returns() -> None:
    assert TimedCalls(1).run(5, lambda: 7) == 7


def test_a_call_raises_what_its_work_raises() -> None:
    def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        TimedCalls(1).run(5, work)


def test_calls_that_hang_do_not_pile_up() -> None:
    calls = TimedCalls(2)
    is_over = threading.Event()
    begun: list[int] = []

    def work() -> None:
        begun.append(1)
        is_over.wait(20)

    for _ in range(4):
        with pytest.raises(TimeoutError):
            calls.run(0.05, work)
    assert len(begun) == 2
    is_over.set()
    assert calls.run(5, lambda: 7) == 7


def test_whoever_waits_for_a_turn_gets_it_in_time() -> None:
    calls = TimedCalls(1)
    slow = threading.Thread(target=calls.run, args=(5, lambda: time.sleep(0.1)))
    slow.start()
    assert calls.run(5, lambda: 7) == 7
    slow.join()
