"""The GeoJSON files: the outlines of the communes, and that of the department."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from villages.open_data import cells
from villages.open_data.faults import Fault, quoted
from villages.open_data.files import read_text

COMMUNES = "communes.geojson"
DEPARTMENT = "departement.geojson"


def read_outlines(
    directory: Path, name: str, code: str, faults: list[Fault]
) -> dict[str, dict[str, Any]] | None:
    """Return the outline (Polygon or MultiPolygon, longitude first) of each feature.

    Features are named by their property `code`; one whose geometry is wrong is among the keys
    all the same. Returns None where the file is not a collection of features; what is wrong is
    added to `faults`.
    """
    features = _read_features(directory / name, faults)
    if features is None:
        return None
    outlines: dict[str, dict[str, Any]] = {}
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        identifier = properties.get(code) if isinstance(properties, dict) else None
        if not isinstance(identifier, str) or not identifier:
            faults.append(Fault(name, f"feature number {number} has no {code}"))
            continue
        place = f"{name}: feature {quoted(identifier)[1:-1]}"
        if identifier in outlines:
            faults.append(Fault(place, "stands there twice"))
            continue
        geometry = feature.get("geometry")
        faults.extend(Fault(place, what) for what in _wrong_with(geometry))
        outlines[identifier] = geometry
    return outlines


def _read_features(path: Path, faults: list[Fault]) -> list[Any] | None:
    known = len(faults)
    content = read_text(path, faults)
    if content is None or len(faults) > known:
        return None
    try:
        collection = json.loads(content)
    except json.JSONDecodeError as error:
        faults.append(Fault(f"{path.name}:{error.lineno}", f"is not JSON: {error.msg}"))
        return None
    except (ValueError, RecursionError) as error:
        faults.append(Fault(path.name, f"is not JSON that can be read: {error}"))
        return None
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        faults.append(Fault(path.name, "is not a FeatureCollection"))
        return None
    features = collection.get("features")
    if not isinstance(features, list):
        faults.append(Fault(path.name, "has no list of features"))
        return None
    return features


def _wrong_with(geometry: Any) -> Iterator[str]:
    """Give what is wrong with a geometry: the first thing of each ring."""
    if not isinstance(geometry, dict):
        yield "has no geometry"
        return
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        yield f"the geometry is {quoted(kind)}, not a Polygon or MultiPolygon"
        return
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        yield "the geometry is empty"
        return
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            yield "has a polygon without a ring"
            continue
        for ring in polygon:
            if what := _wrong_with_ring(ring):
                yield what


def _wrong_with_ring(ring: Any) -> str:
    if not isinstance(ring, list) or not ring:
        return "has an empty ring"
    for point in ring:
        if not isinstance(point, list) or len(point) != 2:
            return f"{quoted(point)} is not [longitude, latitude]"
        if not all(_is_number(value) for value in point):
            return f"{quoted(point)} has a coordinate that is not a number"
        if not (cells.WEST <= point[0] <= cells.EAST and cells.SOUTH <= point[1] <= cells.NORTH):
            return f"{quoted(point)} is outside the Gers"
    if ring[0] != ring[-1]:
        return "has a ring that is not closed"
    if len(ring) < 4:
        return "has a ring of fewer than four points"
    return ""


def _is_number(value: Any) -> bool:
    return type(value) is int or (type(value) is float and math.isfinite(value))
