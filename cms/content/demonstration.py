"""Records for what no open data tells: invented, varied, and said to be a demonstration."""

import datetime
from typing import Any

from cms.content.texts import DEMONSTRATION_DIR, read_toml
from cms.core.changes import one_change
from villages.models import (
    Connectivity,
    Host,
    HousingOffer,
    ImportedRow,
    PartnerAgency,
    ServiceType,
    Source,
    Telecentre,
    Village,
    VillageService,
)
from villages.models.facts import DEMONSTRATION

LOADED = "demonstration"


@one_change()
def load_demonstration() -> dict[str, int]:
    """Load the demonstration records, each table once, and return how many of each were made.

    A record that the village already has is left as it is.

    Raises:
        TextFault: a file of `data/demo/` cannot be used.
    """
    source = Source.objects.get(code=DEMONSTRATION)
    villages = {village.insee_code: village for village in Village.objects.all()}
    made = {}
    for table, load in (
        ("partner_agencies", _load_agency),
        ("connectivity", _load_connectivity),
        ("health_professionals", _load_health_professionals),
        ("hosts", _load_host),
        ("housing_offers", _load_housing_offer),
        ("telecentres", _load_telecentre),
    ):
        if ImportedRow.objects.filter(table=LOADED, key=table).exists():
            continue
        records = read_toml(DEMONSTRATION_DIR / f"{table}.toml")["record"]
        for record in records:
            village = villages[record.pop("insee")]
            if checked_on := record.pop("checked_on", None):
                record["checked_on"] = datetime.date.fromisoformat(str(checked_on))
            load(village, source, record)
        ImportedRow.objects.create(table=LOADED, key=table, values={})
        made[table] = len(records)
    return made


def _load_agency(village: Village, _source: Source, record: dict[str, Any]) -> None:
    PartnerAgency.objects.get_or_create(
        code=record["code"],
        defaults={"name": record["name"], "village": village, "is_demonstration": True},
    )


def _load_connectivity(village: Village, source: Source, record: dict[str, Any]) -> None:
    Connectivity.objects.get_or_create(village=village, defaults={**record, "source": source})


def _load_health_professionals(village: Village, source: Source, record: dict[str, Any]) -> None:
    VillageService.objects.get_or_create(
        village=village,
        service_type=ServiceType.objects.get(code=record["type"]),
        defaults={
            "count": record["count"],
            "source": source,
            "checked_on": record["checked_on"],
        },
    )


def _load_host(village: Village, source: Source, record: dict[str, Any]) -> None:
    Host.objects.get_or_create(
        village=village, name=record.pop("name"), defaults={**record, "source": source}
    )


def _load_housing_offer(village: Village, source: Source, record: dict[str, Any]) -> None:
    agency = PartnerAgency.objects.filter(code=record.pop("agency")).first()
    for name in ("free_from", "expires_on"):
        value = record.pop(name, None)
        record[name] = datetime.date.fromisoformat(str(value)) if value else None
    record.setdefault("checked_on", source.date)
    record["rooms"] = record["rooms"] or None
    HousingOffer.objects.get_or_create(
        reference=record.pop("reference").lower(),
        defaults={**record, "village": village, "agency": agency, "source": source},
    )


def _load_telecentre(village: Village, source: Source, record: dict[str, Any]) -> None:
    for telecentre in Telecentre.objects.filter(village=village):
        for name, value in {**record, "source": source}.items():
            setattr(telecentre, name, value)
        telecentre.save()
