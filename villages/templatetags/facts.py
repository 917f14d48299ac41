"""How facts are written in a page: their source and date, phone numbers, opening hours."""

import json
import logging
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cms.core import i18n
from cms.core.addresses import Reading
from villages import opening_hours
from villages.models import Establishment, Fact, Mairie, Telecentre, Village, VillageService
from villages.opening_hours import Opening
from villages.reading import (
    Provenance,
    VillageCard,
    VillageFacts,
    provenance_of,
    provenance_of_field,
)

logger = logging.getLogger(__name__)
register = template.Library()

# As in Django's own json_script: nothing in the data can end the element.
JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.inclusion_tag("villages/parts/provenance.html")
def provenance(*facts: Any) -> dict[str, list[Provenance]]:
    """Show where facts come from and of when they are, each source and date once.

    Each argument is a fact, a list of facts, or None.
    """
    return {"provenances": list(dict.fromkeys(provenance_of(fact) for fact in _flat(facts)))}


@register.inclusion_tag("villages/parts/provenance.html")
def provenance_of_fields(village: Village, *names: str) -> dict[str, list[Provenance]]:
    """Show where fields of a village come from, such as "population" and "area"."""
    return {
        "provenances": list(dict.fromkeys(provenance_of_field(village, name) for name in names))
    }


@register.inclusion_tag("villages/parts/provenance.html")
def provenance_of_cards(cards: list[VillageCard], *names: str) -> dict[str, list[Provenance]]:
    """Show where fields of the villages of a list come from, each source and date once."""
    found = (provenance_of_field(card.village, name) for name in names for card in cards)
    return {"provenances": list(dict.fromkeys(found))}


@register.inclusion_tag("villages/parts/as_of.html")
def as_of(fact: Fact) -> dict[str, Provenance]:
    """Show the date of a fact, with its source where that is a correction or a demonstration."""
    return {"provenance": provenance_of(fact)}


@register.simple_tag
def service_of(facts: VillageFacts, code: str) -> VillageService | None:
    """Return what is known of a type of service in the village."""
    return facts.services.get(code)


@register.filter
def openings(place: Mairie | Telecentre | Establishment) -> list[Opening]:
    """Return when a place is open; hours that cannot be read are left out of the page."""
    try:
        if isinstance(place, Mairie):
            return opening_hours.of_mairie(place.opening_hours)
        if isinstance(place, Telecentre):
            return opening_hours.of_telecentre(place.opening_hours)
        return opening_hours.of_establishment(place.opening_hours)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        logger.warning("The opening hours of %r cannot be read.", place)
        return []


@register.filter
def phone_link(number: str) -> SafeString | str:
    """Return a French phone number as a link, in international form for readers abroad."""
    digits = re.sub(r"\D", "", number)
    if not re.fullmatch(r"0[1-9]\d{8}", digits):
        return number
    pairs = " ".join(digits[start : start + 2] for start in range(2, 10, 2))
    home, abroad = f"{digits[:2]} {pairs}", f"+33 {digits[1]} {pairs}"
    written = home if i18n.reader_language() == "fr" else abroad
    return format_html(
        '<a class="phone" href="tel:+33{}">{}</a>', digits[1:], written.replace(" ", "\u00a0")
    )


@register.filter
def web_link(address: str) -> SafeString:
    """Return the address of a website as a link that shows its host and path only."""
    bare = re.sub(r"^https?://", "", address.strip())
    secure = "http" if address.strip().startswith("http://") else "https"
    return format_html(
        '<a href="{}://{}" hreflang="fr">{}</a>',
        secure,
        bare,
        bare.removeprefix("www.").rstrip("/"),
    )


@register.simple_tag
def telecentre_data(telecentre: Telecentre, reading: Reading) -> SafeString:
    """Return a telecentre as a LocalBusiness of schema.org, for search engines.

    What is invented is not said to machines: they cannot read that it is a demonstration.
    """
    village = telecentre.village
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": _("Telecentre, %(village)s") % {"village": village.name},
        "url": reading.canonical,
        "address": {
            "@type": "PostalAddress",
            "addressLocality": village.name,
            "postalCode": village.postal_codes[0] if village.postal_codes else "",
            "addressCountry": "FR",
        },
    }
    if not telecentre.source.is_demonstration:
        data["openingHours"] = [
            f"{row['days'].title()} {row['opens']}-{row['closes']}"
            for row in telecentre.opening_hours
        ]
    written = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(written),  # noqa: S308 - escaped above
    )


def _flat(facts: Iterable[Any]) -> Iterable[Fact]:
    for fact in facts:
        if isinstance(fact, Fact):
            yield fact
        elif fact:
            yield from _flat(fact)
