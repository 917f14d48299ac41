"""What a cell of a CSV file may hold, and the value it stands for.

A parser takes the text of a cell and returns a value, or raises `CellError`. Numbers are checked
by pattern before Python reads them, because int() and float() also take "1_000", " 7", "٣",
"nan" and "1e999".
"""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from villages.open_data.faults import quoted

Parser = Callable[[str], Any]

# The Gers lies between 43.31 and 44.09 north, 0.29 west and 1.21 east; a mistake in the direction
# or the order of the two numbers falls outside even with this margin.
SOUTH, NORTH = 43.0, 44.4
WEST, EAST = -0.7, 1.6

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
LARGEST_INTEGER = 2_147_483_647

_TIME = re.compile(r"([01][0-9]|2[0-4]):[0-5][0-9]:[0-5][0-9]")


class CellError(ValueError):
    """What is wrong with a cell."""


def text(max_length: int, *, required: bool = False) -> Parser:
    """Return a parser of text of at most `max_length` characters, spaces tidied."""

    def parse(cell: str) -> str:
        value = " ".join(cell.split())
        if required and not value:
            raise CellError("is empty")
        if not value.isprintable():
            raise CellError(f"{quoted(value)} contains a control character")
        if len(value) > max_length:
            raise CellError(f"{quoted(value)} is longer than {max_length} characters")
        return value

    return parse


def pattern(expression: str, description: str) -> Parser:
    """Return a parser of text that matches `expression` from end to end."""
    compiled = re.compile(expression, re.ASCII)

    def parse(cell: str) -> str:
        if not compiled.fullmatch(cell):
            raise CellError(f"{quoted(cell)} is not {description}")
        return cell

    return parse


def choice(values: Mapping[str, Any], description: str) -> Parser:
    """Return a parser of one of the keys of `values`, which gives its value."""

    def parse(cell: str) -> Any:
        if cell not in values:
            allowed = ", ".join(key or "nothing" for key in values)
            raise CellError(f"unknown {description} {quoted(cell)} (there are: {allowed})")
        return values[cell]

    return parse


def integer(minimum: int = 0, maximum: int = LARGEST_INTEGER, *, required: bool = True) -> Parser:
    """Return a parser of a whole number; an empty cell is None unless `required`."""

    def parse(cell: str) -> int | None:
        if not cell and not required:
            return None
        if not re.fullmatch(r"-?[0-9]+", cell):
            raise CellError(f"{quoted(cell)} is not a whole number")
        if len(cell) > len(str(LARGEST_INTEGER)) + 1 or not minimum <= int(cell) <= maximum:
            raise CellError(f"{quoted(cell)} is not between {minimum} and {maximum}")
        return int(cell)

    return parse


def number(
    minimum: float = -math.inf, maximum: float = math.inf, *, required: bool = True
) -> Parser:
    """Return a parser of a decimal number; an empty cell is None unless `required`."""

    def parse(cell: str) -> float | None:
        if not cell and not required:
            return None
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
            raise CellError(f"{quoted(cell)} is not a number")
        value = float(cell)
        if not math.isfinite(value) or not minimum <= value <= maximum:
            raise CellError(f"{quoted(cell)} is not between {minimum:g} and {maximum:g}")
        return value

    return parse


def coordinate(limit: float, low: float, high: float, *, required: bool) -> Parser:
    """Return a parser of degrees within `limit` of zero, and between `low` and `high`."""
    degrees = number(-limit, limit, required=required)

    def parse(cell: str) -> float | None:
        value: float | None = degrees(cell)
        if value is not None and not low <= value <= high:
            raise CellError(f"{quoted(cell)} is outside the Gers ({low:g} to {high:g})")
        return value

    return parse


def latitude(*, required: bool = False) -> Parser:
    """Return a parser of a latitude in or near the Gers, in degrees."""
    return coordinate(90, SOUTH, NORTH, required=required)


def longitude(*, required: bool = False) -> Parser:
    """Return a parser of a longitude in or near the Gers, in degrees."""
    return coordinate(180, WEST, EAST, required=required)


def postal_codes(cell: str) -> list[str]:
    """Return the postal codes of a cell that separates them by bars."""
    codes = cell.split("|")
    if not all(re.fullmatch(r"[0-9]{5}", code) for code in codes):
        raise CellError(f'{quoted(cell)} is not a list of postal codes like "32290|32400"')
    if len(set(codes)) < len(codes):
        raise CellError(f"{quoted(cell)} has a postal code twice")
    return codes


def web_address(max_length: int) -> Parser:
    """Return a parser of an address that a browser can open, or nothing."""
    plain = text(max_length)

    def parse(cell: str) -> str:
        value: str = plain(cell)
        if value and not re.match(r"https?://[^\s/]", value):
            raise CellError(
                f"{quoted(value)} is not an address that starts with http:// or https://"
            )
        return value

    return parse


def opening_hours(cell: str) -> list[Any]:
    """Return the JSON of a cell: `[[first day, last day, [[opens, closes], ...]], ...]`."""
    if not cell:
        return []
    try:
        periods = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise CellError(f"{quoted(cell)} is not JSON") from error
    if not isinstance(periods, list):
        raise CellError(f"{quoted(cell)} is not a list")
    for period in periods:
        if not isinstance(period, list) or len(period) != 3 or not isinstance(period[2], list):
            raise CellError(f"{quoted(period)} is not [first day, last day, [times]]")
        if period[0] not in DAYS or period[1] not in DAYS:
            raise CellError(f"{quoted(period)} has a day that is none of {', '.join(DAYS)}")
        for times in period[2]:
            if not _is_span(times):
                raise CellError(f'{quoted(times)} is not like ["09:00:00", "12:00:00"]')
    return periods


def _is_span(times: Any) -> bool:
    return (
        isinstance(times, list)
        and len(times) == 2
        and all(isinstance(time, str) and _TIME.fullmatch(time) for time in times)
        and times[0] < times[1]
    )
