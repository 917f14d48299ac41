"""The small words of each language by which a query is understood, from `wording/*.toml`."""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

DIRECTORY = Path(__file__).parent / "wording"


@dataclass(frozen=True)
class Wording:
    """The words of one language, as people type them.

    `stop` carry no meaning in a search, `filler` none in this one ("village", "I am looking
    for"). `near` and `at` stand before a place, `within` before a distance, `of` between the two;
    `fewer` and `more` before a number of `inhabitant`s. `without` begins a negation, which goes on
    through `and` and ends with `with`; of two things with `or` between them one will do. `need`
    are words of wanting and needing. `article` and `saint` are words of French names. `plain` are
    words that mean nothing but themselves, though they look like others: "hôtel de ville".
    `numbers` are those written out. `compound_parts` are what compounds are made of.
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
    or_: tuple[str, ...]
    need: tuple[str, ...]
    fewer: tuple[str, ...]
    more: tuple[str, ...]
    inhabitant: tuple[str, ...]
    saint: tuple[str, ...]
    article: tuple[str, ...]
    plain: tuple[str, ...]
    numbers: Mapping[str, float]
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
        if field.name not in {"compound_parts", "numbers"}
    }
    return Wording(
        **words,
        numbers={name: float(number) for name, number in lists["numbers"].items()},
        compound_parts=tuple(lists.get("compound_parts", ())),
    )


def people_of(country: str, language: str) -> tuple[str, ...]:
    """Return what the people of a country (ISO 3166 code) and the country itself are called.

    The name of the country is not among them; empty for a country nobody has written about.
    """
    return tuple(_words_by_language("countries").get(country, {}).get(language, ()))


def words_for_page(model: str, language: str) -> tuple[str, ...]:
    """Return what a plain page is looked for by, by the name of its type; most have no words."""
    return tuple(_words_by_language("pages").get(model, {}).get(language, ()))


@functools.cache
def _words_by_language(name: str) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((DIRECTORY / f"{name}.toml").read_text(encoding="utf-8"))
