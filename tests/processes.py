"""Processes that a test starts, and the children they have."""

import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def wait_for(condition: Callable[[], T], seconds: float) -> T:
    """Return what `condition` returns, as soon as that is true."""
    until = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < until, "It has not become true in time."
        time.sleep(0.02)
    return value


def children(pid: int, *words: str) -> list[int]:
    """Return the children of a process in whose command line these words stand."""
    found: list[int] = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        # Threads come and go.
        with suppress(OSError):
            found += [int(child) for child in file.read_text().split()]
    return [child for child in found if set(words) <= set(command_line(child))]


def command_line(pid: int) -> list[str]:
    """Return the command line of a process; empty when it has ended, waited for or not."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return []
    return words.rstrip("\0").split("\0") if words else []


def is_running(pid: int) -> bool:
    """Return whether a process exists and has not ended."""
    return bool(command_line(pid))


def kill(pid: int) -> None:
    """End a process as the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)
