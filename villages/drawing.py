"""The picture of a village drawn from its outline and those of its neighbours."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WIDTH = 400
HEIGHT = 300
MARGIN = 24


@dataclass(frozen=True)
class Drawing:
    """Paths for an SVG of `WIDTH` by `HEIGHT`: the commune, and the communes around it."""

    path: str
    around: list[str]
    width: int = WIDTH
    height: int = HEIGHT


def draw_outline(
    geometry: dict[str, Any], around: Iterable[dict[str, Any]] = (), step: float = 2
) -> Drawing:
    """Return the drawing of a GeoJSON outline (Polygon or MultiPolygon, longitude first).

    Points nearer than `step` to the one before are left out.

    The projection is equirectangular at the latitude of the commune: over its few kilometres
    shapes and directions stay true.
    """
    points = [point for ring in _rings(geometry) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = min(
        (WIDTH - 2 * MARGIN) / max((east - west) * shrink, 1e-6),
        (HEIGHT - 2 * MARGIN) / max(north - south, 1e-6),
    )

    def project(longitude: float, latitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - (west + east) / 2) * shrink * scale
        y = HEIGHT / 2 - (latitude - (south + north) / 2) * scale
        return x, y

    def path(shape: dict[str, Any]) -> str:
        return "".join(
            "M"
            + "L".join(f"{x:.0f} {y:.0f}" for x, y in _thinned((project(*p) for p in ring), step))
            + "Z"
            for ring in _rings(shape)
        )

    return Drawing(path(geometry), [path(shape) for shape in around])


def _rings(geometry: dict[str, Any]) -> list[list[list[float]]]:
    if geometry["type"] == "Polygon":
        return list(geometry["coordinates"])
    return [ring for polygon in geometry["coordinates"] for ring in polygon]


def _thinned(points: Iterable[tuple[float, float]], step: float) -> list[tuple[float, float]]:
    kept: list[tuple[float, float]] = []
    for x, y in points:
        if not kept or math.hypot(x - kept[-1][0], y - kept[-1][1]) >= step:
            kept.append((x, y))
    return kept
