"""Opening hours as their producers write them, told in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SHORT_DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")


@dataclass(frozen=True)
class Opening:
    """On which days it is open, and when: `Monday to Friday`, `09:00–12:00` and `14:00–17:00`."""

    days: str
    hours: list[str]


def of_mairie(rows: list[Any]) -> list[Opening]:
    """Return the hours of a town hall: `[first day, last day, [[opens, closes], ...]]`."""
    return _told(
        (FRENCH_DAYS.index(first), FRENCH_DAYS.index(last), _span(opens, closes))
        for first, last, spans in rows
        if first in FRENCH_DAYS and last in FRENCH_DAYS
        for opens, closes in spans
    )


def of_telecentre(rows: list[dict[str, str]]) -> list[Opening]:
    """Return the hours of a telecentre: `{"days": "mo-fr", "opens": ..., "closes": ...}`."""
    return _told((*_range(row["days"]), _span(row["opens"], row["closes"])) for row in rows)


def of_establishment(days: list[str]) -> list[Opening]:
    """Return the hours of an establishment: a text for each weekday, Monday first."""
    return _told(
        (day, day, _dashed(part))
        for day, hours in enumerate(days)
        for part in (hours or "").split("/")
        if part.strip()
    )


def _told(spans: Iterable[tuple[int, int, str]]) -> list[Opening]:
    """Return the spans by days; days that follow one another with the same hours are one range."""
    by_days: dict[tuple[int, int], list[str]] = {}
    for first, last, span in spans:
        by_days.setdefault((first, last), []).append(span)
    ranges: list[tuple[int, int, list[str]]] = []
    for (first, last), hours in sorted(by_days.items()):
        if ranges and ranges[-1][1] + 1 == first and ranges[-1][2] == hours:
            ranges[-1] = (ranges[-1][0], last, hours)
        else:
            ranges.append((first, last, hours))
    return [Opening(_days(first, last), hours) for first, last, hours in ranges]


def _range(days: str) -> tuple[int, int]:
    first, _dash, last = days.partition("-")
    return SHORT_DAYS.index(first), SHORT_DAYS.index(last or first)


def _days(first: int, last: int) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]}


def _span(opens: str, closes: str) -> str:
    return f"{opens[:5]}–{closes[:5]}"


def _dashed(span: str) -> str:
    return "–".join(part.strip() for part in span.split("-"))
