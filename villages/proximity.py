"""Distances in a straight line, and the nearest village that has a service."""

import math
from collections.abc import Iterable, Mapping

from django.db import transaction

from villages.models import ServiceType, Village, VillageService

# Mean radius of the Earth in kilometres (IUGG).
EARTH_RADIUS_KM = 6371.0088


def distance_km(
    latitude: float, longitude: float, to_latitude: float, to_longitude: float
) -> float:
    """Return the great-circle distance in kilometres between two points in degrees (haversine)."""
    phi, phi_to = math.radians(latitude), math.radians(to_latitude)
    half_phi = (phi_to - phi) / 2
    half_lambda = math.radians(to_longitude - longitude) / 2
    chord = math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(phi_to) * math.sin(half_lambda) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(chord))


@transaction.atomic
def update_nearest(service_types: Iterable[ServiceType]) -> int:
    """Write, for each village without one of these services, the nearest village that has it.

    Returns the number of rows that changed.
    """
    positions = {
        pk: (latitude, longitude)
        for pk, latitude, longitude in Village.objects.values_list("pk", "latitude", "longitude")
    }
    services = VillageService.objects.filter(service_type__in=service_types)
    changed = set_nearest(services, positions)
    VillageService.objects.bulk_update(changed, ["nearest", "distance_km"], batch_size=500)
    return len(changed)


def set_nearest(
    services: Iterable[VillageService], positions: Mapping[int, tuple[float, float]]
) -> list[VillageService]:
    """Set the nearest village on all rows of some types, without saving; return those changed.

    `positions` are those of the villages, latitude and longitude in degrees, by primary key.
    """
    changed: list[VillageService] = []
    rows: dict[int, list[VillageService]] = {}
    for row in services:
        rows.setdefault(row.service_type_id, []).append(row)
    for of_one_type in rows.values():
        providers = [row.village_id for row in of_one_type if row.count > 0]
        for row in of_one_type:
            nearest, distance = None, None
            if row.count == 0 and providers:
                distance, nearest = min(
                    (distance_km(*positions[row.village_id], *positions[pk]), pk)
                    for pk in providers
                )
                distance = round(distance, 2)
            if (row.nearest_id, row.distance_km) != (nearest, distance):
                row.nearest_id, row.distance_km = nearest, distance
                changed.append(row)
    return changed
