"""The small words of each language by which a query is understood, from `wording/*.toml`."""

import functools
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

DIRECTORY = Path(__file__).parent / "wording"


@dataclass(frozen=True)
class Wording:
    """The words of one language, as people type them.

    `stop` carry no meaning in a search, `filler` none in this one ("village", "I am looking
    for"). `near` and `at` stand before a place, `within` before a distance, `of` between the two;
    `fewer` and `more` before a number of `inhabitant`s. `without` begins a negation, which goes on
    through `and` and ends with `with`. `article` and `saint` are words of French names.
    `compound_parts` are what compounds are made of.
    """

    stop: tuple[str, ...]
    filler: tuple[str, ...]
    near: tuple[str, ...]
    at: tuple[str, ...]
    within: tuple[str, ...]
    of: tuple[str, ...]
    kilometre: tuple[str, ...]
    mile: tuple[str, ...]
    without: tuple[str, ...]
    with_: tuple[str, ...]
    and_: tuple[str, ...]
    fewer: tuple[str, ...]
    more: tuple[str, ...]
    inhabitant: tuple[str, ...]
    saint: tuple[str, ...]
    article: tuple[str, ...]
    compound_parts: tuple[str, ...] = ()


@functools.cache
def wording(language: str) -> Wording:
    """Return the words of a language.

    Raises:
        FileNotFoundError: there is no file for it.
        KeyError: the file lacks a list.
    """
    lists = tomllib.loads((DIRECTORY / f"{language}.toml").read_text(encoding="utf-8"))
    words = {
        field.name: tuple(lists[field.name.rstrip("_")])
        for field in fields(Wording)
        if field.name != "compound_parts"
    }
    return Wording(**words, compound_parts=tuple(lists.get("compound_parts", ())))


@functools.cache
def people_of(country: str, language: str) -> tuple[str, ...]:
    """Return what the people of a country (ISO 3166 code) and the country itself are called.

    The name of the country is not among them; empty for a country nobody has written about.
    """
    path = DIRECTORY / "countries.toml"
    countries = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(countries.get(country, {}).get(language, ()))
