"""What the worker of the site does again and again: jobs, each in its turn.

An app registers its jobs when it is ready:

    @job(every=0.3)
    def push_changes() -> None: ...
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections

logger = logging.getLogger(__name__)

# How long a job that failed waits, in seconds: doubled each time, up to the longest.
FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
# The longest time for which the worker sleeps, in seconds.
LONGEST_SLEEP = 0.3


class CannotBeDoneNowError(Exception):
    """A job waits for something else, which its message names; it is logged as one line."""


@dataclass
class Job:
    """Something to do every so many seconds; later where it failed."""

    name: str
    run: Callable[[], None]
    every: float
    next_time: float = 0
    failures: int = 0

    def do(self) -> None:
        """Run the job once and say when it is due again; a failure is logged and no more."""
        try:
            self.run()
        except CannotBeDoneNowError as error:
            self.failures += 1
            logger.warning("%s cannot be done now: %s", self.name, error)
        except Exception:
            self.failures += 1
            logger.exception("%s failed.", self.name)
        else:
            self.failures = 0
        self.next_time = time.monotonic() + self._pause()

    def _pause(self) -> float:
        if not self.failures:
            return self.every
        # The bound of the exponent keeps the number small; the delay is bounded long before.
        delay = FIRST_DELAY * 2 ** min(self.failures - 1, 10)
        return max(self.every, min(LONGEST_DELAY, delay))


jobs: list[Job] = []


def job(every: float) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Let the worker run a function every so many seconds."""

    def register(run: Callable[[], None]) -> Callable[[], None]:
        jobs.append(Job(f"{run.__module__}.{run.__name__}", run, every))
        return run

    return register


def work(is_wanted: Callable[[], bool]) -> None:
    """Do each job when it is due, while the worker `is_wanted`."""
    while is_wanted():
        due = [one for one in jobs if one.next_time <= time.monotonic()]
        for one in due:
            close_old_connections()
            one.do()
        close_old_connections()
        wake = min((one.next_time for one in jobs), default=float("inf"))
        time.sleep(min(LONGEST_SLEEP, max(0.0, wake - time.monotonic())))
