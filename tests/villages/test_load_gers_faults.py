"""Every fault of the data is named by file and line, and nothing is written."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from tests.villages.open_data_directory import (
    AIGNAN,
    LOMBEZ,
    REAL_VOCABULARY,
    SAMATAN,
    DataDirectory,
)
from villages.open_data.faults import DataError
from villages.open_data.load import load

pytestmark = pytest.mark.django_db

Damage = Callable[[DataDirectory], object]
LONELY = "is empty, but the other coordinate is not"


def geometry_of_aignan(**changes: Any) -> Damage:
    """Return a damage to the geometry of the first commune."""

    def change(features: list[Any]) -> None:
        features[0]["geometry"] |= changes

    return lambda data: data.edit_features(change)


def features(change: Callable[[list[Any]], object]) -> Damage:
    """Return a damage to the list of communes."""
    return lambda data: data.edit_features(change)


def cell(file: str, key: str, /, **cells: str) -> Damage:
    """Return a damage to one row."""
    return lambda data: data.set(file, key, **cells)


SQUARE = [[0.1, 43.7], [0.2, 43.7], [0.2, 43.8], [0.1, 43.7]]

FAULTS: dict[str, tuple[Damage, str]] = {
    "unknown commune in schools": (
        cell("schools.csv", "0320001C", insee="32999"),
        'schools.csv:2: insee: unknown INSEE code "32999"',
    ),
    "INSEE code of another department": (
        cell("schools.csv", "0320001C", insee="31555"),
        'schools.csv:2: insee: "31555" is not the INSEE code',
    ),
    "INSEE code in Arabic digits": (
        cell("mairies.csv", AIGNAN, insee="32٠٠١"),
        'mairies.csv:2: insee: "32٠٠١" is not the INSEE code',
    ),
    "commune missing from communes": (
        lambda data: data.remove("communes.csv", SAMATAN),
        'mairies.csv:5: insee: unknown INSEE code "32410"',
    ),
    "commune missing from equipment": (
        lambda data: data.remove("equipements_bpe_2020.csv", LOMBEZ),
        "equipements_bpe_2020.csv: there is no row for 32213 Lombez",
    ),
    "commune missing from vacant homes": (
        lambda data: data.remove("logements_vacants.csv", LOMBEZ),
        "logements_vacants.csv: there is no row for 32213 Lombez",
    ),
    "communes with a header only": (
        lambda data: data.keep_header_only("communes.csv"),
        "communes.csv: has no rows",
    ),
    "mairies with a header only": (
        lambda data: data.keep_header_only("mairies.csv"),
        "mairies.csv: has no rows",
    ),
    "empty file": (
        lambda data: (data.path / "stations.csv").write_bytes(b""),
        "stations.csv: is empty, without even a header",
    ),
    "missing file": (
        lambda data: (data.path / "stations.csv").unlink(),
        "stations.csv: there is no such file in ",
    ),
    "missing outlines": (
        lambda data: (data.path / "communes.geojson").unlink(),
        "communes.geojson: there is no such file in ",
    ),
    "missing directory": (
        lambda data: shutil.rmtree(data.path),
        ": there is no such directory",
    ),
    "missing column": (
        lambda data: data.remove_column("communes.csv", "population"),
        "communes.csv:1: there is no column population",
    ),
    "missing equipment column": (
        lambda data: data.remove_column("equipements_bpe_2020.csv", "B203"),
        "equipements_bpe_2020.csv:1: there is no column B203",
    ),
    "unknown equipment column": (
        lambda data: data.replace("equipements_bpe_2020.csv", b"B101,", b"B999,"),
        'equipements_bpe_2020.csv:1: unknown equipment code "B999"',
    ),
    "column twice": (
        lambda data: data.replace("stations.csv", b"trigramme", b"uic"),
        "stations.csv:1: there are several columns uic",
    ),
    "short row": (
        lambda data: data.resize("communes.csv", 3, lambda row: row[:-1]),
        "communes.csv:3: the row is too short: 19 of 20 cells",
    ),
    "long row": (
        lambda data: data.resize("mairies.csv", 4, lambda row: [*row, "more"]),
        "mairies.csv:4: the row is too long: 10 of 9 cells",
    ),
    "duplicate commune": (
        lambda data: data.repeat("communes.csv", AIGNAN),
        "communes.csv:6: 32001 stands on line 2 already",
    ),
    "duplicate school": (
        lambda data: data.repeat("schools.csv", "0320001C", insee=LOMBEZ),
        "schools.csv:13: 0320001C stands on line 2 already",
    ),
    "duplicate neighbour": (
        lambda data: data.repeat("neighbours.csv", LOMBEZ),
        "neighbours.csv:4: 32213 32410 stands on line 2 already",
    ),
    "population in words": (
        cell("communes.csv", LOMBEZ, population="many"),
        'communes.csv:4: population: "many" is not a whole number',
    ),
    "population with an underscore": (
        cell("communes.csv", LOMBEZ, population="2_100"),
        'communes.csv:4: population: "2_100" is not a whole number',
    ),
    "population with a space": (
        cell("communes.csv", LOMBEZ, population=" 2100"),
        'communes.csv:4: population: " 2100" is not a whole number',
    ),
    "population in Arabic digits": (
        cell("communes.csv", LOMBEZ, population="٢١٠٠"),
        'communes.csv:4: population: "٢١٠٠" is not a whole number',
    ),
    "population with a fraction": (
        cell("communes.csv", LOMBEZ, population="2100.5"),
        'communes.csv:4: population: "2100.5" is not a whole number',
    ),
    "negative population": (
        cell("communes.csv", LOMBEZ, population="-5"),
        'communes.csv:4: population: "-5" is not between 0 and',
    ),
    "population beyond all bounds": (
        cell("communes.csv", LOMBEZ, population="9" * 5000),
        'communes.csv:4: population: "9999',
    ),
    "empty population": (
        cell("communes.csv", LOMBEZ, population=""),
        'communes.csv:4: population: "" is not a whole number',
    ),
    "negative equipment": (
        cell("equipements_bpe_2020.csv", AIGNAN, B203="-1"),
        'equipements_bpe_2020.csv:2: B203: "-1" is not between 0 and',
    ),
    "area not a number": (
        cell("communes.csv", AIGNAN, area_km2="nan"),
        'communes.csv:2: area_km2: "nan" is not a number',
    ),
    "area infinite": (
        cell("communes.csv", AIGNAN, area_km2="inf"),
        'communes.csv:2: area_km2: "inf" is not a number',
    ),
    "area with an exponent": (
        cell("communes.csv", AIGNAN, area_km2="1e999"),
        'communes.csv:2: area_km2: "1e999" is not a number',
    ),
    "area with a decimal comma": (
        cell("communes.csv", AIGNAN, area_km2="32,14"),
        'communes.csv:2: area_km2: "32,14" is not a number',
    ),
    "latitude out of range": (
        cell("communes.csv", AIGNAN, latitude="143.69"),
        'communes.csv:2: latitude: "143.69" is not between -90 and 90',
    ),
    "position outside the Gers": (
        cell("communes.csv", AIGNAN, latitude="48.85", longitude="2.35"),
        'communes.csv:2: latitude: "48.85" is outside the Gers',
    ),
    "longitude outside the Gers": (
        cell("mairies.csv", AIGNAN, longitude="43.7"),
        'mairies.csv:2: longitude: "43.7" is outside the Gers',
    ),
    "position of a school outside the Gers": (
        cell("schools.csv", "0320001C", latitude="0.08"),
        'schools.csv:2: latitude: "0.08" is outside the Gers',
    ),
    "latitude alone": (
        cell("mairies.csv", AIGNAN, longitude=""),
        f"mairies.csv:2: longitude: {LONELY}",
    ),
    "longitude alone": (
        cell("post_offices.csv", "05651A", latitude=""),
        f"post_offices.csv:2: latitude: {LONELY}",
    ),
    "kind of position": (
        cell("communes.csv", AIGNAN, position="church"),
        'communes.csv:2: position: unknown kind of position "church"',
    ),
    "postal code": (
        cell("communes.csv", AIGNAN, postal_codes="32290 32400"),
        'communes.csv:2: postal_codes: "32290 32400" is not a list',
    ),
    "empty name": (
        cell("communes.csv", AIGNAN, name=" "),
        "communes.csv:2: name: is empty",
    ),
    "name too long": (
        cell("communes.csv", AIGNAN, name="A" * 101),
        'communes.csv:2: name: "AAAA',
    ),
    "control character": (
        cell("communes.csv", AIGNAN, name="Aig\x07nan"),
        "communes.csv:2: name: ",
    ),
    "EPCI that is not listed": (
        cell("communes.csv", AIGNAN, epci_code="999999999"),
        'communes.csv:2: epci_code: "999999999" is not in epci.csv',
    ),
    "canton with two names": (
        cell("communes.csv", SAMATAN, canton_name="Another"),
        "communes.csv:5: canton_name: canton 3217",
    ),
    "unknown status": (
        cell("programme_villages.csv", AIGNAN, status="friend"),
        'programme_villages.csv:2: status: unknown status "friend"',
    ),
    "host without a committee": (
        cell("programme_villages.csv", AIGNAN, committee=""),
        "programme_villages.csv:2: committee: a host village has no committee",
    ),
    "telecentre neither yes nor empty": (
        cell("programme_villages.csv", AIGNAN, telecentre="no"),
        'programme_villages.csv:2: telecentre: unknown telecentre value "no"',
    ),
    "school level": (
        cell("schools.csv", "0320001C", level="university"),
        'schools.csv:2: level: unknown school level "university"',
    ),
    "sector": (
        cell("schools.csv", "0320001C", sector="royal"),
        'schools.csv:2: sector: unknown sector "royal"',
    ),
    "type of post office": (
        cell("post_offices.csv", "05651A", type="Kiosque"),
        'post_offices.csv:2: type: unknown type of post office "Kiosque"',
    ),
    "opening hours that are no JSON": (
        cell("mairies.csv", AIGNAN, opening_hours_json="[lundi"),
        'mairies.csv:2: opening_hours_json: "[lundi" is not JSON',
    ),
    "opening hours of an unknown day": (
        cell("mairies.csv", AIGNAN, opening_hours_json='[["Monday", "lundi", []]]'),
        "mairies.csv:2: opening_hours_json: ",
    ),
    "opening hours that end before they begin": (
        cell(
            "mairies.csv",
            AIGNAN,
            opening_hours_json='[["lundi", "lundi", [["12:00:00", "09:00:00"]]]]',
        ),
        "mairies.csv:2: opening_hours_json: ",
    ),
    "address of a site that is no web address": (
        cell("mairies.csv", AIGNAN, website="javascript:alert(1)"),
        'mairies.csv:2: website: "javascript:alert(1)" is not an address',
    ),
    "unknown neighbour": (
        lambda data: data.repeat("neighbours.csv", LOMBEZ, neighbour_insee="32999"),
        'neighbours.csv:4: neighbour_insee: unknown INSEE code "32999"',
    ),
    "neighbour of itself": (
        lambda data: data.repeat("neighbours.csv", LOMBEZ, neighbour_insee=LOMBEZ),
        "neighbours.csv:4: neighbour_insee: a commune is not its own neighbour",
    ),
    "neighbour of another department": (
        cell("neighbours.csv", LOMBEZ, neighbour_departement="31"),
        'neighbours.csv:2: neighbour_departement: "31" is not that of 32410',
    ),
    "service type without a label": (
        cell("service_types.csv", "bakery", code="wigmaker"),
        'service_types.csv:22: code: "wigmaker" has no label in service_types.toml',
    ),
    "service type of another category": (
        cell("service_types.csv", "bakery", category="health"),
        'service_types.csv:22: category: "health" is not that of service_types.toml',
    ),
    "service counted from nowhere": (
        cell("service_types.csv", "bakery", source="bakeries.csv"),
        'service_types.csv:22: source: services are not counted from "bakeries.csv"',
    ),
    "service of an unknown equipment": (
        cell("service_types.csv", "bakery", source_codes="B203 Z999"),
        'service_types.csv:22: source_codes: unknown code "Z999"',
    ),
    "service of no equipment": (
        cell("service_types.csv", "bakery", source_codes=""),
        "service_types.csv:22: source_codes: is empty",
    ),
    "equipment without a label": (
        lambda data: (
            data.replace("equipements_bpe_codes.csv", b"E102,", b"E999,"),
            data.replace("equipements_bpe_2020.csv", b"E102,", b"E999,"),
        ),
        "equipements_bpe_codes.csv:31: code: E999 has no label in equipment_types.toml",
    ),
    "broken UTF-8": (
        lambda data: data.replace("communes.csv", b"CC Armagnac Adour", b"CC Armagnac \xe9Adour"),
        "communes.csv:2: is not UTF-8",
    ),
    "NUL": (
        lambda data: data.replace("communes.csv", b",Aignan,", b",Aig\0nan,"),
        "communes.csv:2: contains a NUL character",
    ),
    "unclosed quote": (
        lambda data: data.replace("communes.csv", b",Lombez,", b',"Lombez,'),
        "communes.csv:4: is not CSV: ",
    ),
    "outlines that are no JSON": (
        lambda data: (data.path / "communes.geojson").write_text('{\n"type": }'),
        "communes.geojson:2: is not JSON: ",
    ),
    "outlines in broken UTF-8": (
        lambda data: (data.path / "communes.geojson").write_bytes(b"{\n\xff}"),
        "communes.geojson:2: is not UTF-8",
    ),
    "outlines nested without end": (
        lambda data: (data.path / "communes.geojson").write_text("[" * 100_000),
        "communes.geojson: is not JSON that can be read",
    ),
    "no collection": (
        lambda data: (data.path / "communes.geojson").write_text("[]"),
        "communes.geojson: is not a FeatureCollection",
    ),
    "collection without features": (
        lambda data: (data.path / "departement.geojson").write_text(
            '{"type": "FeatureCollection"}'
        ),
        "departement.geojson: has no list of features",
    ),
    "geometry type": (
        geometry_of_aignan(type="Point", coordinates=[0.1, 43.7]),
        'communes.geojson: feature 32001: the geometry is "Point"',
    ),
    "no geometry": (
        features(lambda items: items[0].update(geometry=None)),
        "communes.geojson: feature 32001: has no geometry",
    ),
    "no ring": (
        geometry_of_aignan(coordinates=[]),
        "communes.geojson: feature 32001: has a polygon without a ring",
    ),
    "empty ring": (
        geometry_of_aignan(coordinates=[[]]),
        "communes.geojson: feature 32001: has an empty ring",
    ),
    "unclosed ring": (
        geometry_of_aignan(coordinates=[SQUARE[:3]]),
        "communes.geojson: feature 32001: has a ring that is not closed",
    ),
    "ring of a line": (
        geometry_of_aignan(coordinates=[[SQUARE[0], SQUARE[1], SQUARE[0]]]),
        "communes.geojson: feature 32001: has a ring of fewer than four points",
    ),
    "coordinate in words": (
        geometry_of_aignan(coordinates=[[["0.1", 43.7], *SQUARE[1:]]]),
        "communes.geojson: feature 32001: \"['0.1', 43.7]\" has a coordinate",
    ),
    "coordinate that is no number": (
        geometry_of_aignan(coordinates=[[[float("nan"), 43.7], *SQUARE[1:]]]),
        'communes.geojson: feature 32001: "[nan, 43.7]" has a coordinate',
    ),
    "latitude first": (
        geometry_of_aignan(coordinates=[[point[::-1] for point in SQUARE]]),
        'communes.geojson: feature 32001: "[43.7, 0.1]" is outside the Gers',
    ),
    "feature without a code": (
        features(lambda items: items[1]["properties"].pop("insee")),
        "communes.geojson: feature number 2 has no insee",
    ),
    "missing feature": (
        features(lambda items: items.pop(2)),
        "communes.geojson: feature 32213: is missing",
    ),
    "feature twice": (
        features(lambda items: items.append(items[0])),
        "communes.geojson: feature 32001: stands there twice",
    ),
    "feature of an unknown commune": (
        features(
            lambda items: items.append(json.loads(json.dumps(items[0]).replace("32001", "32999")))
        ),
        "communes.geojson: feature 32999: has an unknown INSEE code",
    ),
    "outline of another department": (
        lambda data: data.replace("departement.geojson", b'"code":"32"', b'"code":"31"'),
        "departement.geojson: feature 32: is missing",
    ),
}


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    return DataDirectory.cut(tmp_path / "gers")


def everything() -> dict[str, list[Any]]:
    """Return all rows of the tables that an import writes."""
    models = [
        *apps.get_app_config("villages").get_models(),
        *apps.get_app_config("auth").get_models(),
    ]
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }


@pytest.mark.parametrize(("damage", "line"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_named_and_nothing_is_written(
    data: DataDirectory, damage: Damage, line: str
) -> None:
    before = everything()
    damage(data)
    outcome = data.load()
    lines = outcome.err.splitlines()
    assert outcome.status == 1
    assert any(printed.startswith(line) or printed.endswith(line) for printed in lines), lines
    assert not any("Traceback" in printed for printed in lines)
    assert everything() == before


def test_no_fault_changes_a_database_that_is_loaded(tmp_path: Path) -> None:
    sound = DataDirectory.cut(tmp_path / "sound")
    assert sound.load().status == 0
    before = everything()
    for number, (name, (damage, line)) in enumerate(FAULTS.items()):
        data = DataDirectory(tmp_path / str(number))
        shutil.copytree(sound.path, data.path)
        damage(data)
        outcome = data.load(if_changed=True)
        assert outcome.status == 1, name
        assert line in outcome.err, name
    assert everything() == before


def test_all_faults_are_printed_in_the_order_of_files_and_lines(data: DataDirectory) -> None:
    data.set("schools.csv", "0320001C", level="university")
    data.set("communes.csv", SAMATAN, population="x")
    data.set("communes.csv", AIGNAN, population="x", latitude="x")
    places = [line.split(" ")[0] for line in data.load().err.splitlines()]
    assert places == ["communes.csv:2:", "communes.csv:2:", "communes.csv:5:", "schools.csv:2:"]


def test_a_broken_line_is_one_fault_and_the_rest_is_still_checked(data: DataDirectory) -> None:
    data.replace("communes.csv", b",Aignan,", b",Aign\xffan,")
    data.replace("communes.csv", b",Samatan,", b",,")
    assert data.load().err.splitlines() == [
        "communes.csv:2: is not UTF-8 (byte 11 of the line)",
        "communes.csv:5: name: is empty",
    ]


def test_lines_are_physical_even_after_a_cell_of_several_lines(data: DataDirectory) -> None:
    data.set("mairies.csv", AIGNAN, address="1 place\ndu Colonel-Parisot")
    data.set("mairies.csv", LOMBEZ, phone="0" * 50)
    assert data.load().err.startswith("mairies.csv:5: phone: ")


VOCABULARY_FAULTS = {
    "TOML": ("sources.toml", 'code = "lovac-2025"', 'code = "lovac-2025', "sources.toml:"),
    "label missing": (
        "service_types.toml",
        'label_nl = "apotheek"',
        "",
        "service_types.toml: type pharmacy: label_nl is not a text",
    ),
    "source missing": (
        "sources.toml",
        'code = "lovac-2025"',
        'code = "lovac-2024"',
        "sources.toml: there is no source lovac-2025",
    ),
    "date": (
        "sources.toml",
        'date = "2020-12-01"',
        'date = "2020-13-01"',
        'sources.toml: source laposte-2020: date "2020-13-01" is not like 2026-01-31',
    ),
    "kind of destination": (
        "destinations.toml",
        'code = "auch"\nkind = "town"',
        'code = "auch"\nkind = "moon"',
        'destinations.toml: destination auch: unknown kind "moon"',
    ),
    "category": (
        "service_types.toml",
        'code = "pharmacy"\ncategory = "health"',
        'code = "pharmacy"\ncategory = "magic"',
        'service_types.toml: type pharmacy: unknown category "magic"',
    ),
    "code twice": (
        "equipment_types.toml",
        'code = "B102"',
        'code = "B101"',
        "equipment_types.toml: type B101: stands there twice",
    ),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "line"), VOCABULARY_FAULTS.values(), ids=VOCABULARY_FAULTS
)
def test_a_fault_of_the_vocabulary_is_named(
    data: DataDirectory, tmp_path: Path, name: str, old: str, new: str, line: str
) -> None:
    vocabulary = tmp_path / "vocabulary"
    shutil.copytree(REAL_VOCABULARY, vocabulary)
    content = (vocabulary / name).read_text()
    assert content.count(old) == 1
    (vocabulary / name).write_text(content.replace(old, new))
    before = everything()
    with pytest.raises(DataError) as raised:
        load(data.path, vocabulary, lambda _line: None)
    assert any(str(fault).startswith(line) for fault in raised.value.faults), str(raised.value)
    assert everything() == before
