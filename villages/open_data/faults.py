"""What is wrong with the data, in lines that an operator can act on."""

from dataclasses import dataclass

QUOTED_CHARACTERS = 40


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong.

    `place` is `file.csv:LINE`, `file.geojson: feature INSEE`, or a file alone.
    """

    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


class DataError(Exception):
    """The data cannot be loaded; `faults` says why, in the order of the files."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def quoted(value: object) -> str:
    """Return `value` between quotation marks, on one line and of bearable length."""
    text = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for character in str(value)
    )
    if len(text) > QUOTED_CHARACTERS:
        text = text[:QUOTED_CHARACTERS] + "…"
    return f'"{text}"'
