"""All files of a data directory together, and what must be true between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from villages.models import EquipmentType, ServiceType, Source
from villages.models.village import ProgrammeStatus
from villages.open_data import layouts, outlines
from villages.open_data.faults import Fault, quoted
from villages.open_data.files import Layout, Row, Table, read_table
from villages.open_data.rows import SOURCE_CODES
from villages.open_data.vocabulary import (
    EQUIPMENT_TYPES,
    SERVICE_TYPES,
    SOURCES,
    Vocabulary,
    read_vocabulary,
)

DEPARTMENT_CODE = "32"
# What a type of service can be counted from, besides the equipment: the codes there are.
COUNTED_FROM: dict[str, tuple[str, ...]] = {
    layouts.SCHOOLS.name: ("école", "collège", "lycée"),
    layouts.STATIONS.name: (),
    layouts.POST_OFFICES.name: (),
    layouts.FRANCE_SERVICES.name: (),
    layouts.PROGRAMME.name: ("telecentre",),
}


@dataclass(frozen=True)
class DataSet:
    """The rows of each file, the outlines of the communes by INSEE code, the vocabulary."""

    tables: dict[str, Table]
    outlines: dict[str, dict[str, Any]]
    vocabulary: Vocabulary

    def rows(self, layout: Layout) -> list[Row]:
        """Return the rows of a file."""
        return self.tables[layout.name].rows


def read_dataset(data_directory: Path, vocabulary_directory: Path) -> tuple[DataSet, list[Fault]]:
    """Read all files and check them; the data are only to be used if there is no fault."""
    faults: list[Fault] = []
    vocabulary = read_vocabulary(vocabulary_directory, faults)
    if not data_directory.is_dir():
        faults.append(Fault(str(data_directory), "there is no such directory"))
        return DataSet({}, {}, vocabulary), faults
    tables = {layout.name: read_table(data_directory, layout, faults) for layout in layouts.LAYOUTS}
    shapes = outlines.read_outlines(data_directory, outlines.COMMUNES, "insee", faults)
    department = outlines.read_outlines(data_directory, outlines.DEPARTMENT, "code", faults)
    data = DataSet(tables, shapes or {}, vocabulary)
    faults.extend(_check_vocabulary(data))
    faults.extend(_check_communes(data))
    faults.extend(_check_service_types(data))
    if shapes is not None:
        faults.extend(_check_outlines(data))
    if department is not None:
        faults.extend(_check_department(department))
    return data, sorted_by_place(faults)


def sorted_by_place(faults: list[Fault]) -> list[Fault]:
    """Return faults file by file, in the order of their lines."""

    def place(fault: Fault) -> tuple[str, int]:
        name, _, line = fault.place.partition(":")
        return name, int(line) if line.isdecimal() else 0

    return sorted(faults, key=place)


def _check_vocabulary(data: DataSet) -> Iterator[Fault]:
    known = data.vocabulary[Source]
    if known:
        for code in SOURCE_CODES:
            if code not in known:
                yield Fault(SOURCES.file, f"there is no source {code}")


def _check_communes(data: DataSet) -> Iterator[Fault]:
    communes = data.tables[layouts.COMMUNES.name]
    names = {
        row["insee"]: row.cells.get("name", "") for row in communes.rows if "insee" in row.cells
    }
    for layout in (layouts.COMMUNES, layouts.EPCI, layouts.EQUIPMENT_CODES, layouts.SERVICE_TYPES):
        table = data.tables[layout.name]
        if table.complete and not table.rows:
            yield Fault(layout.name, "has no rows")
    if not communes.complete or not names:
        return
    yield from _check_commune_rows(data)
    for table in data.tables.values():
        yield from _check_cover(table, names)
    neighbours = data.tables[layouts.NEIGHBOURS.name]
    for row in neighbours.rows:
        yield from _check_neighbour(neighbours.place(row), row, set(names))
    programme = data.tables[layouts.PROGRAMME.name]
    for row in programme.rows:
        if row.cells.get("status") == ProgrammeStatus.HOST and row.cells.get("committee") == "":
            yield Fault(programme.place(row), "committee: a host village has no committee")


def _check_cover(table: Table, communes: dict[str, str]) -> Iterator[Fault]:
    """Check that the communes of a file are known, and all there if it is about them all."""
    name = table.layout.name
    there = {row.cells.get("insee") for row in table.rows}
    for row in table.rows:
        insee = row.cells.get("insee")
        if insee and insee not in communes:
            yield Fault(table.place(row), f"insee: unknown INSEE code {quoted(insee)}")
    if not table.layout.whole_department or not table.complete:
        return
    if not table.rows:
        yield Fault(name, "has no rows")
        return
    for insee in sorted(communes.keys() - there):
        yield Fault(name, f"there is no row for {insee} {communes[insee]}")


def _check_commune_rows(data: DataSet) -> Iterator[Fault]:
    communes, epcis = data.tables[layouts.COMMUNES.name], data.tables[layouts.EPCI.name]
    codes = {row.cells.get("epci_code") for row in epcis.rows}
    cantons: dict[str, str] = {}
    for row in communes.rows:
        epci, canton = row.cells.get("epci_code"), row.cells.get("canton_code")
        if epci and epcis.complete and epci not in codes:
            yield Fault(communes.place(row), f"epci_code: {quoted(epci)} is not in epci.csv")
        if canton and "canton_name" in row.cells:
            name = cantons.setdefault(canton, row["canton_name"])
            if name != row["canton_name"]:
                yield Fault(
                    communes.place(row),
                    f"canton_name: canton {canton} is {quoted(name)} on another line",
                )


def _check_neighbour(place: str, row: Row, communes: set[str]) -> Iterator[Fault]:
    neighbour, department = (
        row.cells.get("neighbour_insee"),
        row.cells.get("neighbour_departement"),
    )
    if not neighbour or not department:
        return
    if not neighbour.startswith(department):
        yield Fault(
            place, f"neighbour_departement: {quoted(department)} is not that of {neighbour}"
        )
    elif department == DEPARTMENT_CODE and neighbour not in communes:
        yield Fault(place, f"neighbour_insee: unknown INSEE code {quoted(neighbour)}")
    elif neighbour == row.cells.get("insee"):
        yield Fault(place, "neighbour_insee: a commune is not its own neighbour")


def _check_service_types(data: DataSet) -> Iterator[Fault]:
    codes = data.tables[layouts.EQUIPMENT_CODES.name]
    equipments = data.tables[layouts.EQUIPMENTS.name]
    labels = data.vocabulary[EquipmentType]
    known = {row["code"]: row for row in codes.rows if "code" in row.cells}
    if codes.complete and equipments.complete:
        columns = [name for name in equipments.header if name not in layouts.EQUIPMENTS.columns]
        for name in columns:
            if name not in known:
                yield Fault(f"{equipments.layout.name}:1", f"unknown equipment code {quoted(name)}")
        for code in sorted(known.keys() - set(columns)):
            yield Fault(f"{equipments.layout.name}:1", f"there is no column {code}")
    for code, row in known.items():
        if labels and code not in labels:
            yield Fault(codes.place(row), f"code: {code} has no label in {EQUIPMENT_TYPES.file}")
    types = data.tables[layouts.SERVICE_TYPES.name]
    for row in types.rows:
        for what in _wrong_with_service_type(data, row, set(known) if codes.complete else None):
            yield Fault(types.place(row), what)


def _wrong_with_service_type(
    data: DataSet, row: Row, equipment_codes: set[str] | None
) -> Iterator[str]:
    labels = data.vocabulary[ServiceType]
    code, category, source = (row.cells.get(name) for name in ("code", "category", "source"))
    if code and labels:
        if code not in labels:
            yield f"code: {quoted(code)} has no label in {SERVICE_TYPES.file}"
        elif category and category != labels[code]["category"]:
            yield f"category: {quoted(category)} is not that of {SERVICE_TYPES.file}"
    parts = row.cells.get("source_codes", "").split()
    if source == layouts.EQUIPMENTS.name:
        yield from _wrong_with_codes(parts, equipment_codes)
    elif source in COUNTED_FROM:
        yield from _wrong_with_codes(parts, set(COUNTED_FROM[source]))
    elif source:
        yield f"source: services are not counted from {quoted(source)}"


def _wrong_with_codes(codes: list[str], allowed: set[str] | None) -> Iterator[str]:
    """Give what is wrong with the codes of a source; `allowed` is None if those are not known."""
    if allowed is None:
        return
    if allowed and not codes:
        yield "source_codes: is empty"
    for code in dict.fromkeys(codes):
        if code not in allowed:
            yield f"source_codes: unknown code {quoted(code)}"
        elif codes.count(code) > 1:
            yield f"source_codes: {quoted(code)} stands there twice"


def _check_outlines(data: DataSet) -> Iterator[Fault]:
    communes = data.tables[layouts.COMMUNES.name]
    names = {row["insee"] for row in communes.rows if "insee" in row.cells}
    if not communes.complete or not names:
        return
    for insee in sorted(names - data.outlines.keys()):
        yield Fault(f"{outlines.COMMUNES}: feature {insee}", "is missing")
    for insee in sorted(data.outlines.keys() - names):
        yield Fault(
            f"{outlines.COMMUNES}: feature {quoted(insee)[1:-1]}", "has an unknown INSEE code"
        )


def _check_department(department: dict[str, Any]) -> Iterator[Fault]:
    if DEPARTMENT_CODE not in department:
        yield Fault(f"{outlines.DEPARTMENT}: feature {DEPARTMENT_CODE}", "is missing")
    for code in sorted(department.keys() - {DEPARTMENT_CODE}):
        yield Fault(f"{outlines.DEPARTMENT}: feature {quoted(code)[1:-1]}", "is not the Gers")
