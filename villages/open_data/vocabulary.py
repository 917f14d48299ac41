"""The vocabulary from TOML files: sources, services, equipment, destinations, in all languages."""

import datetime
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model

from villages.models import Destination, EquipmentType, ServiceCategory, ServiceType, Source
from villages.models.facts import Precision
from villages.open_data.faults import Fault, quoted
from villages.open_data.files import read_text
from villages.open_data.merge import Values


@dataclass(frozen=True)
class Section:
    """One list of a file: the entries of a model.

    `labels` are written per language, `texts` and `optional_texts` are not; `others` are not
    text. With `numbered`, the order of the entries is their `position`.
    """

    file: str
    list_name: str
    model: type[Model]
    labels: tuple[str, ...]
    texts: tuple[str, ...] = ()
    optional_texts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    numbered: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The labels in each language."""
        return tuple(
            f"{label}_{language}" for label in self.labels for language, _ in settings.LANGUAGES
        )

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the values of an entry."""
        position = ("position",) if self.numbered else ()
        return (*self.names, *self.texts, *self.optional_texts, *self.others, *position)


SOURCES = Section(
    "sources.toml",
    "source",
    Source,
    labels=("name",),
    texts=("date", "precision"),
    optional_texts=("producer", "licence", "url"),
)
CATEGORIES = Section(
    "service_types.toml", "category", ServiceCategory, labels=("label",), numbered=True
)
SERVICE_TYPES = Section(
    "service_types.toml",
    "type",
    ServiceType,
    labels=("label", "plural"),
    texts=("category",),
    others=("everyday",),
    numbered=True,
)
EQUIPMENT_TYPES = Section(
    "equipment_types.toml",
    "type",
    EquipmentType,
    labels=("label", "plural"),
    texts=("domain",),
)
DESTINATIONS = Section(
    "destinations.toml",
    "destination",
    Destination,
    labels=("name",),
    texts=("kind",),
    others=("latitude", "longitude"),
)
SECTIONS = (SOURCES, CATEGORIES, SERVICE_TYPES, EQUIPMENT_TYPES, DESTINATIONS)
FILES = tuple(dict.fromkeys(section.file for section in SECTIONS))

Vocabulary = dict[type[Model], dict[str, Values]]


def read_vocabulary(directory: Path, faults: list[Fault]) -> Vocabulary:
    """Return the entries of each model by code, in the order of the files.

    What is wrong is added to `faults`.
    """
    vocabulary: Vocabulary = {section.model: {} for section in SECTIONS}
    documents = {name: read_document(directory / name, faults) for name in FILES}
    for section in SECTIONS:
        document = documents[section.file]
        if document is None:
            continue
        entries = document.get(section.list_name)
        if not isinstance(entries, list) or not entries:
            faults.append(Fault(section.file, f"there is no [[{section.list_name}]]"))
            continue
        for number, entry in enumerate(entries, start=1):
            _read_entry(section, number, entry, vocabulary[section.model], faults)
    categories = vocabulary[ServiceCategory]
    for code, values in vocabulary[ServiceType].items():
        if categories and values["category"] not in categories:
            faults.append(
                Fault(
                    SERVICE_TYPES.file,
                    f"type {code}: unknown category {quoted(values['category'])}",
                )
            )
    return vocabulary


def read_document(path: Path, faults: list[Fault]) -> dict[str, Any] | None:
    """Return what a TOML file holds, or None; what is wrong is added to `faults`."""
    known = len(faults)
    content = read_text(path, faults)
    if content is None or len(faults) > known:
        return None
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r" \(at line ([0-9]+), column [0-9]+\)$", str(error))
        place = f"{path.name}:{line[1]}" if line else path.name
        message = str(error)[: line.start()] if line else str(error)
        faults.append(Fault(place, f"is not TOML: {message}"))
        return None


def _read_entry(
    section: Section, number: int, entry: Any, known: dict[str, Values], faults: list[Fault]
) -> None:
    code = entry.get("code") if isinstance(entry, dict) else None
    if not isinstance(code, str) or not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", code):
        faults.append(
            Fault(section.file, f"{section.list_name} number {number} has no proper code")
        )
        return
    required = [*section.names, *section.texts]
    wrong = [
        f"{name} is not a text"
        for name in [*required, *section.optional_texts]
        if not isinstance(entry.get(name), str)
    ]
    wrong += [f"{name} is empty" for name in required if entry.get(name) == ""]
    wrong += _too_long(section.model, entry)
    wrong += _wrong_values(section, entry)
    allowed = {"code", *required, *section.optional_texts, *section.others}
    wrong += [f"unknown key {quoted(name)}" for name in entry if name not in allowed]
    if code in known:
        wrong.append("stands there twice")
    faults.extend(Fault(section.file, f"{section.list_name} {code}: {what}") for what in wrong)
    if wrong and "category" in section.texts and not isinstance(entry.get("category"), str):
        return
    values = {name: value for name, value in entry.items() if name in allowed and name != "code"}
    if section.numbered:
        values["position"] = number
    known.setdefault(code, values)


def _too_long(model: type[Model], entry: Values) -> Iterator[str]:
    for name, value in entry.items():
        if isinstance(value, str) and name in _names_of_fields(model):
            limit = getattr(model._meta.get_field(name), "max_length", None)
            if limit and len(value) > limit:
                yield f"{name} is longer than {limit} characters"


def _names_of_fields(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.fields}


def _wrong_values(section: Section, entry: Values) -> list[str]:
    wrong = []
    if "everyday" in section.others and not isinstance(entry.get("everyday"), bool):
        wrong.append("everyday is neither true nor false")
    for name, limit in (("latitude", 90), ("longitude", 180)):
        if name in section.others:
            value: Any = entry.get(name)
            if type(value) not in (int, float) or not -limit <= value <= limit:
                wrong.append(f"{name} is not a number between {-limit} and {limit}")
    if isinstance(entry.get("date"), str) and "date" in section.texts:
        try:
            datetime.date.fromisoformat(entry["date"])
        except ValueError:
            wrong.append(f"date {quoted(entry['date'])} is not like 2026-01-31")
    choices = {"precision": Precision.values, "kind": Destination.Kind.values}
    wrong += [
        f"unknown {name} {quoted(entry[name])} (there are: {', '.join(choices[name])})"
        for name in section.texts
        if name in choices and isinstance(entry.get(name), str) and entry[name] not in choices[name]
    ]
    return wrong
