"""Measures how long answers take, and prints it."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import translation

from search import searching
from search.engines.protocol import Engine
from search.requests import SearchRequest
from tests.performance.search_bench.asked import Asked

# So many requests of each kind are asked before the clock runs.
WARM_UP = 20

Ask = Callable[[SearchRequest], object]


@dataclass(frozen=True)
class Times:
    """Milliseconds by the clock, and of this process at work: others do not count there."""

    wall: list[float]
    work: list[float]

    def line(self, title: str) -> str:
        """Return a line of the table."""
        figures = (
            f"{percentile(times, share):>9.1f}"
            for times, share in ((self.wall, 50), (self.wall, 95), (self.work, 50), (self.work, 95))
        )
        return f"  {title:<26}{len(self.wall):>9}{''.join(figures)}"


HEADER = f"{'p50 ms':>9}{'p95 ms':>9}{'cpu p50':>9}{'cpu p95':>9}"


def percentile(times: Sequence[float], share: int) -> float:
    """Return what so many per cent of the times do not exceed."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def measure(requests: Sequence[SearchRequest], ask: Ask) -> Times:
    """Ask one request after the other."""
    wall, work = [], []
    for number, request in enumerate(requests):
        with translation.override(request.language):
            start, start_of_work = time.perf_counter(), time.process_time()
            ask(request)
            if number >= WARM_UP:
                wall.append((time.perf_counter() - start) * 1000)
                work.append((time.process_time() - start_of_work) * 1000)
    return Times(wall, work)


def print_header(title: str) -> None:
    """Print what the columns are."""
    print(f"\n{title:<28}{'requests':>9}{HEADER}")


def print_times(title: str, engine: Engine, asked: Asked) -> None:
    """Measure every kind of request on an engine."""
    print_header(title)

    def villages(request: SearchRequest) -> object:
        return searching.search_villages(request, engine=engine)

    def everything(request: SearchRequest) -> object:
        return searching.search_everything(request, engine=engine)

    for name, requests in (("text", asked.text), ("wishes", asked.wishes), ("place", asked.place)):
        print(measure(requests, villages).line(f"{name}, villages"))
        print(measure(requests, everything).line(f"{name}, everything"))


def print_times_without_engine(asked: Asked) -> None:
    """Measure what no engine takes part in."""
    print_header("any engine")
    print(measure(asked.filters, searching.search_villages).line("filter and facets"))
    suggest = measure(
        asked.beginnings, lambda request: searching.suggest(request.query, request.language)
    )
    print(suggest.line("suggest"))
