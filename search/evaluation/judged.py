"""The judged queries: what people type, and by what rule something is relevant to it.

They stand in `queries/<half>/<language>.toml`; the README beside says how to add one.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from cms.core.i18n import LANGUAGES

QUERIES_DIR = Path(__file__).parent / "queries"
# Codes between these fulfil a wish by any of them.
ANY_OF = "|"


class QueryFault(Exception):
    """A file of judged queries that cannot be used."""


class Half(StrEnum):
    """Whether those who tune the search look at a query."""

    SEEN = "seen"
    UNSEEN = "unseen"


class QueryClass(StrEnum):
    """What makes a query hard."""

    NAME = "name"
    TYPO = "typo"
    CONCEPT = "concept"
    COMBINATION = "combination"
    PLACE = "place"
    STORY = "story"
    OTHER_LANGUAGE = "other-language"


class Scope(StrEnum):
    """What is searched: the villages, or all there is to read."""

    VILLAGES = "villages"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class Place:
    """Around where: a commune by its INSEE code, or a position in degrees.

    Without a stated `radius_km` it is the one that the search takes by itself.
    """

    insee: str = ""
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None


@dataclass(frozen=True)
class Rule:
    """What is relevant: villages of which all these facts are true, and what is named.

    A wish is a tuple of codes, any of which fulfils it. `villages` are INSEE codes, the other
    named things slugs of French pages.
    """

    services: tuple[tuple[str, ...], ...] = ()
    absent: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    connectivity: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    housing: tuple[str, ...] = ()
    place: Place | None = None
    villages: tuple[str, ...] = ()
    testimonials: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()

    @property
    def has_facts(self) -> bool:
        """Whether villages are relevant by their facts."""
        facts = (self.services, self.absent, self.status, self.connectivity, self.speaks)
        return any((*facts, self.housing, self.place))


@dataclass(frozen=True)
class JudgedQuery:
    """A query of a reader of the site in `language`; `number` is its place in its file."""

    half: Half
    language: str
    number: int
    text: str
    query_class: QueryClass
    scope: Scope
    reason: str
    rule: Rule


def load_queries(half: Half, language: str, directory: Path = QUERIES_DIR) -> list[JudgedQuery]:
    """Return the judged queries of a half in a language.

    Raises:
        QueryFault: the file is missing, is no TOML, or an entry has a wrong key or value.
    """
    path = directory / half / f"{language}.toml"
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))["query"]
    except (OSError, ValueError, KeyError) as error:
        raise QueryFault(f"{half}/{path.name}: {error!r}") from error
    if not isinstance(entries, list):
        raise QueryFault(f"{half}/{path.name}: write [[query]], with two brackets")
    queries = []
    for number, entry in enumerate(entries, start=1):
        try:
            queries.append(_query(half, language, number, entry))
        except (KeyError, TypeError, ValueError) as error:
            fault = f"{half}/{path.name}: query {number}: {error!r}"
            raise QueryFault(fault) from error
    return queries


def load_all(halves: list[Half], languages: list[str] | None = None) -> list[JudgedQuery]:
    """Return the judged queries of these halves and languages, all languages by default.

    Raises:
        QueryFault: a file cannot be used.
    """
    return [
        query
        for half in halves
        for language in languages or LANGUAGES
        for query in load_queries(half, language)
    ]


def _query(half: Half, language: str, number: int, entry: dict[str, Any]) -> JudgedQuery:
    values = dict(entry)
    query = JudgedQuery(
        half=half,
        language=language,
        number=number,
        text=values.pop("text"),
        query_class=QueryClass(values.pop("class")),
        scope=Scope(values.pop("scope")),
        reason=values.pop("reason"),
        rule=_rule(values.pop("relevant")),
    )
    if values:
        raise ValueError(f"unknown keys {sorted(values)}")
    if not query.text or not query.reason:
        raise ValueError("no text or no reason")
    return query


def _rule(relevant: dict[str, Any]) -> Rule:
    values = dict(relevant)
    place = values.pop("place", None)
    services = [tuple(wish.split(ANY_OF)) for wish in values.pop("services", [])]
    rule = Rule(
        services=tuple(services),
        place=Place(**place) if place else None,
        **{key: tuple(codes) for key, codes in values.items()},
    )
    if rule == Rule():
        raise ValueError("nothing is relevant")
    return rule
