"""Parameters of an address: each is read, refused and documented in one place.

A page shows something sensible whatever it is asked: it ignores the faults. The API answers with
them.
"""

import math
import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _

# No more faults than these are named, and no more of a value than this.
MOST_FAULTS = 20
LONGEST_VALUE = 60

# 15 digits fit into what every database and JSON reader takes for a whole number.
WHOLE = re.compile(r"[0-9]{1,15}")
NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{0,30})?([eE][+-]?[0-9]{1,3})?")


class Refusal(Exception):
    """A value is not allowed; `usable` is what a page can do with it, None for nothing."""

    def __init__(self, usable: Any = None) -> None:
        super().__init__()
        self.usable = usable


@dataclass(frozen=True)
class ParameterFault:
    """What is wrong with a parameter; `detail` says it in the reader's language.

    `value` is shortened; `allowed` are the codes allowed, or one phrase that says what is.
    """

    parameter: str
    value: str
    detail: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parameter(ABC):
    """A parameter; `description` and `example` are for the documentation, in English."""

    name: str
    description: str
    example: str

    is_repeatable: ClassVar[bool] = False

    @abstractmethod
    def parse(self, text: str) -> Any:
        """Return the value that `text` stands for.

        Raises:
            Refusal: it stands for none that is allowed.
        """

    @abstractmethod
    def allowed(self) -> tuple[str, ...]:
        """Return what is allowed, in the reader's language where it is no list of codes."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of one value."""

    def documented(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        schema = self.schema()
        example: Any = self.example
        if schema["type"] in {"integer", "number"}:
            example = float(example) if schema["type"] == "number" else int(example)
        if self.is_repeatable:
            example = [example]
            schema = {"type": "array", "items": schema}
        return {
            "in": "query",
            "name": self.name,
            "description": self.description,
            "required": False,
            "schema": schema,
            "example": example,
        }

    def fault(self, text: str) -> ParameterFault:
        """Return the fault of a value that is not allowed."""
        allowed = self.allowed()
        value = shortened(text)
        return ParameterFault(
            self.name,
            value,
            _("%(parameter)s: “%(value)s” is not allowed. Allowed: %(allowed)s.")
            % {"parameter": self.name, "value": value, "allowed": ", ".join(allowed)},
            allowed,
        )


@dataclass(frozen=True)
class Text(Parameter):
    """Words, as they are typed."""

    longest: int

    def parse(self, text: str) -> str:
        cleaned = clean(text)
        if len(text) > self.longest:
            raise Refusal(usable=cleaned[: self.longest].strip())
        return cleaned

    def allowed(self) -> tuple[str, ...]:
        return (_("a text of at most %(longest)s characters") % {"longest": self.longest},)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.longest}


@dataclass(frozen=True)
class Code(Parameter):
    """One of the codes there are."""

    codes: tuple[str, ...] = ()

    def parse(self, text: str) -> str:
        if text not in self.allowed():
            raise Refusal
        return text

    def allowed(self) -> tuple[str, ...]:
        return self.codes

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.codes)}


@dataclass(frozen=True)
class Codes(Code):
    """Any number of the codes there are."""

    is_repeatable = True


@dataclass(frozen=True)
class Whole(Parameter):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int | None = None

    def parse(self, text: str) -> int:
        if not WHOLE.fullmatch(text):
            raise Refusal
        number = int(text)
        if number < self.least or (self.most is not None and number > self.most):
            raise Refusal
        return number

    def allowed(self) -> tuple[str, ...]:
        if self.most is None:
            return (_("a whole number, %(least)s or more") % {"least": self.least},)
        return (
            _("a whole number from %(least)s to %(most)s")
            % {"least": self.least, "most": self.most},
        )

    def schema(self) -> dict[str, Any]:
        most = {} if self.most is None else {"maximum": self.most}
        return {"type": "integer", "minimum": self.least, **most}


@dataclass(frozen=True)
class Kilometres(Parameter):
    """A distance up to `most` kilometres; nought only where `has_nought`."""

    most: int
    has_nought: bool = False

    def parse(self, text: str) -> float:
        number = parse_number(text)
        if number < 0 or number > self.most or (number == 0 and not self.has_nought):
            raise Refusal
        return number

    def allowed(self) -> tuple[str, ...]:
        phrase = (
            _("a number from 0 to %(most)s")
            if self.has_nought
            else _("a number above 0, up to %(most)s")
        )
        return (phrase % {"most": self.most},)

    def schema(self) -> dict[str, Any]:
        least = {"minimum": 0} if self.has_nought else {"exclusiveMinimum": 0}
        return {"type": "number", **least, "maximum": self.most}


@dataclass(frozen=True)
class Position(Parameter):
    """A latitude and a longitude, in degrees, with a comma between them."""

    def parse(self, text: str) -> tuple[float, float]:
        latitude, comma, longitude = text.partition(",")
        if not comma:
            raise Refusal
        position = (parse_number(latitude.strip()), parse_number(longitude.strip()))
        if abs(position[0]) > 90 or abs(position[1]) > 180:
            raise Refusal
        return position

    def allowed(self) -> tuple[str, ...]:
        return (_("latitude,longitude in degrees, -90 to 90 and -180 to 180, as 43.65,0.58"),)

    def schema(self) -> dict[str, Any]:
        degrees = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
        return {"type": "string", "pattern": f"^{degrees},{degrees}$"}


def read(
    data: QueryDict, parameters: Sequence[Parameter]
) -> tuple[dict[str, Any], list[ParameterFault]]:
    """Return the values of `parameters` that stand in an address, by name, and the faults.

    What is not allowed has no value; of a parameter that may stand once the last one counts.
    A repeatable parameter has a tuple of its different values, in the order of the address.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    faults: list[ParameterFault] = []
    for name, given in data.lists():
        if name in known:
            values |= _read_one(known[name], [str(text) for text in given], faults)
        else:
            faults.append(_unknown(name, tuple(known)))
    return values, faults[:MOST_FAULTS]


def _read_one(
    parameter: Parameter, given: list[str], faults: list[ParameterFault]
) -> dict[str, Any]:
    if len(given) > 1 and not parameter.is_repeatable:
        faults.append(_repeated(parameter.name, given[-1]))
        given = given[-1:]
    found = []
    for text in given:
        try:
            found.append(parameter.parse(text))
        except Refusal as refusal:
            faults.append(parameter.fault(text))
            if refusal.usable is not None:
                found.append(refusal.usable)
    if not found:
        return {}
    return {parameter.name: tuple(dict.fromkeys(found)) if parameter.is_repeatable else found[0]}


def _unknown(name: str, known: tuple[str, ...]) -> ParameterFault:
    shown = shortened(name)
    return ParameterFault(
        shown,
        "",
        _("There is no parameter “%(parameter)s”. Allowed: %(allowed)s.")
        % {"parameter": shown, "allowed": ", ".join(known)},
        known,
    )


def _repeated(name: str, text: str) -> ParameterFault:
    return ParameterFault(
        name,
        shortened(text),
        _("%(parameter)s may stand only once.") % {"parameter": name},
        (_("one value"),),
    )


def parse_number(text: str) -> float:
    """Return a finite number written with digits.

    Raises:
        Refusal: it is none.
    """
    if not NUMBER.fullmatch(text):
        raise Refusal
    number = float(text)
    if not math.isfinite(number):
        raise Refusal
    return number


def clean(text: str) -> str:
    """Return `text` without what nobody types.

    Control characters count as spaces, marks without a shape (of direction, of hyphenation) as
    nothing; there is one space between words and none around them.
    """
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs"}:
            kept.append(" ")
        elif category != "Cf":
            kept.append(character)
    return " ".join("".join(kept).split())


def shortened(text: str) -> str:
    """Return as much of a value as is worth repeating to its author."""
    cleaned = clean(text[: 2 * LONGEST_VALUE])
    return cleaned if len(cleaned) <= LONGEST_VALUE else f"{cleaned[: LONGEST_VALUE - 1]}…"
