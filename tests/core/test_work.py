"""The jobs of the worker, each in its turn, whatever happens to the others."""

import pytest

from cms.core import work
from cms.core.work import CannotBeDoneNowError, Job


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """Return the jobs of the worker: none yet."""
    none: list[Job] = []
    monkeypatch.setattr(work, "jobs", none)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)
    return none


def fail() -> None:
    raise ZeroDivisionError


def wait() -> None:
    raise CannotBeDoneNowError("The server is away.")


def test_a_job_is_done_again_and_again(jobs: list[Job]) -> None:
    done: list[int] = []
    work.job(every=0)(lambda: done.append(1))

    work.work(lambda: len(done) < 3)

    assert len(done) == 3


def test_a_job_that_fails_does_not_stop_the_others(
    jobs: list[Job], caplog: pytest.LogCaptureFixture
) -> None:
    done: list[int] = []
    work.job(every=0)(fail)
    work.job(every=0)(lambda: done.append(1))

    work.work(lambda: len(done) < 3)

    assert "ZeroDivisionError" in caplog.text
    assert jobs[0].failures == 1


def test_a_job_that_waits_for_something_is_one_line_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    Job("push", wait, every=1).do()

    (record,) = caplog.records
    assert record.getMessage() == "push cannot be done now: The server is away."
    assert record.exc_info is None


def test_a_job_that_fails_is_tried_less_and_less_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work.time, "monotonic", lambda: 100.0)
    job = Job("push", wait, every=0.3)
    pauses = []
    for _attempt in range(7):
        job.do()
        pauses.append(job.next_time - 100)
    job.run = lambda: None
    job.do()

    assert pauses == [1, 2, 4, 8, 16, 30, 30]
    assert job.next_time == pytest.approx(100.3)


def test_a_worker_without_jobs_ends_when_it_is_not_wanted(jobs: list[Job]) -> None:
    turns = iter([True, True, False])

    work.work(lambda: next(turns))

    assert next(turns, None) is None
