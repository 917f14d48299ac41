"""A small lexicon: a few villages, places and wishes, known in four languages."""

import datetime
import functools

from search.entries import VillageEntry
from search.models import Concept
from search.offer import Offer
from search.query.lexicon import Lexicon, build
from villages.models import Destination

WORDS = {
    "primary-school": {
        "fr": "école primaire",
        "en": "primary school",
        "de": "Grundschule",
        "nl": "basisschool\nbasisscholen",
    },
    "pharmacy": {"fr": "pharmacie", "en": "pharmacy", "de": "Apotheke", "nl": "apotheek"},
    "supermarket": {
        "fr": "supermarché",
        "en": "supermarket",
        "de": "Supermarkt",
        "nl": "supermarkt",
    },
    "telecentre": {
        "fr": "télécentre\ncoworking\nco working",
        "en": "telecentre\ncoworking\nco working",
        "de": "Telezentrum\nCoworking",
        "nl": "telecentrum\ncoworking",
    },
}


def concept(code: str, facet: str, values: list[str], words: dict[str, str]) -> Concept:
    """Make a concept; the first of its words in a language is its label."""
    fields = {}
    for language, lines in words.items():
        fields[f"label_{language}"] = lines.split("\n")[0]
        fields[f"synonyms_{language}"] = lines
    return Concept.objects.create(code=code, facet=facet, values=values, **fields)


def entry(insee: str, name: str, **fields: object) -> VillageEntry:
    """Return a host village with a page in French."""
    values = {
        "slug": name.lower(),
        "status": "host",
        "population": 800,
        "latitude": 43.5,
        "longitude": 0.9,
        "postal_codes": ("32220",),
        "housing": (),
        "checked_on": datetime.date(2026, 1, 1).isoformat(),
        "languages": ("fr",),
        "facts": (),
        **fields,
    }
    return VillageEntry(insee=insee, name=name, **values)


def offer(*entries: VillageEntry) -> Offer:
    """Return an offer of these villages."""
    return Offer(
        villages=list(entries),
        numbers={village.insee: number for number, village in enumerate(entries)},
    )


@functools.cache
def lexicon() -> Lexicon:
    """Make the lexicon, once: it is never changed, and outlives the rows it was made of."""
    return fresh_lexicon()


def fresh_lexicon() -> Lexicon:
    """Make the rows that are missing and a lexicon of them."""
    for code, words in WORDS.items():
        concept(code, "service", [code], words)
    concept(
        "fibre",
        "connectivity",
        ["fibre"],
        {"fr": "fibre", "en": "fibre", "de": "Glasfaser", "nl": "glasvezel"},
    )
    concept(
        "testimonial",
        "kind",
        ["testimonial"],
        {"fr": "témoignage", "en": "story", "de": "Erfahrungsbericht", "nl": "ervaring"},
    )
    concept(
        "airport",
        "place-kind",
        ["airport"],
        {"fr": "aéroport", "en": "airport", "de": "Flughafen", "nl": "luchthaven"},
    )
    for code, kind, name in (
        ("toulouse", "town", "Toulouse"),
        ("airport-toulouse-blagnac", "airport", "Toulouse-Blagnac"),
    ):
        Destination.objects.create(
            code=code,
            kind=kind,
            latitude=43.6,
            longitude=1.44,
            **{f"name_{language}": name for language in ("fr", "en", "de", "nl")},
        )
    return build(
        offer(
            entry("32213", "Lombez"),
            entry("32410", "Samatan", postal_codes=("32130",)),
            entry("32370", "Saint-Clar", postal_codes=("32380",)),
            entry("32159", "L'Isle-de-Noé", postal_codes=("32300",)),
            entry("32083", "Castéra-Verduzan", postal_codes=("32410",)),
            entry("32208", "Lectoure", postal_codes=("32700",)),
            entry("32013", "Auch", status="none", languages=(), postal_codes=("32000",)),
        )
    )
