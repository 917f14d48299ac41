"""What must be true of the site before visitors are sent to it, besides database and migrations.

An app registers its checks when it is ready.
"""

from collections.abc import Callable

# Each returns why the site is not ready, in a few words, or nothing.
Check = Callable[[], str | None]

checks: list[Check] = []


def readiness_check(check: Check) -> Check:
    """Let `/health/ready` ask a function for the reason why the site is not ready."""
    checks.append(check)
    return check


def reason_not_to_be_ready() -> str | None:
    """Return the first reason that a check gives, if any does."""
    return next((reason for check in checks if (reason := check())), None)
