"""How far a long piece of work is, as lines that can also be read in a log."""

import time
from collections.abc import Callable

# Told how much is done, and of how much.
Progress = Callable[[int, int], None]
# In seconds.
INTERVAL = 5.0


def said(title: str) -> Progress:
    """Return what prints a line every five seconds, with those that have passed."""
    start = said_at = time.monotonic()

    def say(done: int, total: int) -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - said_at > INTERVAL:
            said_at = now
            print(f"   {title}: {done:,} of {total:,} ({now - start:.0f} s)")

    return say
