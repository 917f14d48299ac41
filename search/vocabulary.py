"""The words of the search from TOML files: read, checked, and merged into the concepts.

A word that an editor added stays: the merge is that of the open data (`villages.open_data`).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from cms.core.changes import one_change
from cms.core.i18n import LANGUAGES
from search.analysis import folded_words
from search.models import Concept, Facet, Kind
from villages.models import Connectivity, Destination, HousingOffer, ImportedRow, ServiceType
from villages.models.committee import HOST_LANGUAGES
from villages.models.village import ProgrammeStatus
from villages.open_data.faults import DataError, Fault, quoted
from villages.open_data.merge import Counts, TableMerge, Values
from villages.open_data.records import Registry, SimpleTable
from villages.open_data.vocabulary import read_document

FILES = ("concepts_services.toml", "concepts_other.toml")
TABLE = "search.concept"

LABELS = {language: f"label_{language}" for language in LANGUAGES}
WORDS = {language: f"words_{language}" for language in LANGUAGES}
SYNONYMS = {language: f"synonyms_{language}" for language in LANGUAGES}
KEYS = {"code", "facet", "values", *LABELS.values(), *WORDS.values()}
LONGEST_LABEL = 120

Codes = Mapping[str, Collection[str]]


class ConceptTable(SimpleTable):
    """The concepts and their words."""

    model = Concept
    fields = ("facet", "values", *LABELS.values(), *SYNONYMS.values())

    def read(self, record: Any, name: str) -> Any:
        value = super().read(record, name)
        # A form in the admin writes other line ends, and blank lines say nothing.
        return as_lines(value.splitlines()) if name in SYNONYMS.values() and value else value


def load_vocabulary(directory: Path) -> Counts:
    """Merge the files in `directory` into the concepts, and say what became of them.

    Raises:
        DataError: the files have faults. Nothing is written.
    """
    faults: list[Fault] = []
    concepts = read_concepts(directory, known_codes(), faults)
    if faults:
        raise DataError(faults)
    with one_change() as change:
        bases = {row.key: row for row in ImportedRow.objects.filter(table=TABLE)}
        merge = TableMerge(ConceptTable(TABLE, concepts, Registry({})), bases)
        merge.bring_in()
        merge.take_out()
        change.is_made = change.is_made or bool(merge.counts.removed)
    return merge.counts


def known_codes() -> Codes:
    """Return the codes that the concepts of each facet may ask for."""
    return {
        Facet.SERVICE: list(ServiceType.objects.values_list("code", flat=True)),
        Facet.STATUS: ProgrammeStatus.values,
        Facet.CONNECTIVITY: [*Connectivity.Technology.values, *Connectivity.Mobile.values],
        Facet.SPEAKS: HOST_LANGUAGES,
        Facet.HOUSING: HousingOffer.Offer.values,
        Facet.KIND: Kind.values,
        Facet.PLACE_KIND: Destination.Kind.values,
    }


def read_concepts(directory: Path, codes: Codes, faults: list[Fault]) -> dict[str, Values]:
    """Return the values of each concept by code; what is wrong is added to `faults`."""
    concepts: dict[str, Values] = {}
    places: dict[tuple[str, str], str] = {}
    for name in FILES:
        document = read_document(directory / name, faults)
        if document is None:
            continue
        entries = document.get("concept")
        if not isinstance(entries, list) or not entries:
            faults.append(Fault(name, "there is no [[concept]]"))
            continue
        for number, entry in enumerate(entries, start=1):
            code = entry.get("code") if isinstance(entry, dict) else None
            if not isinstance(code, str) or not re.fullmatch(r"[a-z0-9-]{1,60}", code):
                faults.append(Fault(name, f"concept number {number} has no proper code"))
                continue
            wrong = [*_wrong_aim(entry, codes), *_wrong_texts(entry)]
            if code in concepts:
                wrong.append("stands there twice")
            if not wrong:
                wrong += _words_twice(entry, places)
            faults.extend(Fault(name, f"concept {code}: {what}") for what in wrong)
            concepts[code] = {} if wrong else _values(entry)
    return concepts


def as_lines(words: list[str]) -> str:
    """Return words one a line, as a concept holds them."""
    return "\n".join(word.strip() for word in words if word.strip())


def _values(entry: Values) -> Values:
    return {
        "facet": entry["facet"],
        "values": entry["values"],
        **{name: entry[name] for name in LABELS.values()},
        **{SYNONYMS[language]: as_lines(entry[name]) for language, name in WORDS.items()},
    }


def _wrong_aim(entry: Values, codes: Codes) -> Iterator[str]:
    """Say what is wrong with what an entry asks for."""
    for name in entry:
        if name not in KEYS:
            yield f"unknown key {quoted(name)}"
    facet, values = entry.get("facet"), entry.get("values")
    if not _are_texts(values) or not values:
        yield "values is not a list of codes"
    if facet not in Facet.values:
        yield f"unknown facet {quoted(facet)} (there are: {', '.join(Facet.values)})"
    elif _are_texts(values):
        for code in values:
            if code not in codes[facet]:
                yield f"unknown {facet} {quoted(code)}"


def _wrong_texts(entry: Values) -> Iterator[str]:
    """Say what is wrong with the labels and words of an entry, each for itself."""
    for name in LABELS.values():
        label = entry.get(name)
        if not isinstance(label, str) or not label.strip():
            yield f"{name} is not a text"
        elif len(label) > LONGEST_LABEL:
            yield f"{name} is longer than {LONGEST_LABEL} characters"
    for name in WORDS.values():
        if not _are_texts(entry.get(name)):
            yield f"{name} is not a list of texts"


def _are_texts(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(item, str) and item.strip() for item in value)


def _words_twice(entry: Values, places: dict[tuple[str, str], str]) -> Iterator[str]:
    """Say which words ask for two things; remember in `places` which concept each asks for."""
    for language in LANGUAGES:
        words = [spelling(word) for word in (entry[LABELS[language]], *entry[WORDS[language]])]
        for word, count in Counter(words).items():
            if count > 1:
                yield f"{WORDS[language]}: {quoted(word)} stands there twice"
            former = places.setdefault((language, word), entry["code"])
            if former != entry["code"]:
                yield f"{WORDS[language]}: {quoted(word)} asks for {former} already"


def spelling(word: str) -> str:
    """Return a word or group of words as it is compared: folded, parted as a query is."""
    return " ".join(folded_words(word))
