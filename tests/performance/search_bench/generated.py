"""Search documents of 35,000 communes, as many as France has, made up but the same every time.

They stand beside those of the site that is set up, and are made of the same stuff: syllables of
its names, words of its texts, its services and their labels.
"""

import datetime
import math
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from django.utils.text import slugify

from cms.core.generation import raise_generation
from cms.core.i18n import LANGUAGES, SOURCE_LANGUAGE
from search.engines.rows import words_of_row
from search.indexed import indexed
from search.models import Kind, SearchDocument
from tests.performance.search_bench.progress import Progress
from villages.models import Connectivity, HousingOffer, ServiceType
from villages.models.committee import HOST_LANGUAGES
from villages.models.village import ProgrammeStatus

SEED = 32
VILLAGES = 35_000
TELECENTRES = 300
WORDS_A_LANGUAGE = 30_000
WORDS_A_TEXT = 80
BATCH = 500
FAR_DAY = "2099-12-31"
TELECENTRE = "telecentre"
TELECENTRE_FACTS = ("insee", "slug", "position", "languages")
# Half the axes of an ellipse as large as France, around its middle, in degrees.
MIDDLE, AXES = (46.6, 2.5), (4.05, 5.1)
# As the most frequent services are to the others.
COMMONEST_SERVICE, SERVICE_EXPONENT = 0.6, 0.6
NAME_PATTERNS = ("{0}", "{0}", "{0}-sur-{1}", "Saint-{0}", "{0}-{1}", "Saint-{0}-de-{1}", "La {0}")

_SYLLABLE = re.compile(
    r"[^aeiouyàâéèêëîïôûü]*[aeiouyàâéèêëîïôûü]+(?:[nrslmt](?![aeiouy]))?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+")


@dataclass
class Vocabulary:
    """Words of a language, the most frequent first: real ones, then such as could be."""

    words: list[str]
    weights: list[float] = field(init=False)

    def __post_init__(self) -> None:
        """Weigh the words by Zipf's law."""
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.words) + 1)))

    @classmethod
    def of(cls, language: str, chance: random.Random) -> "Vocabulary":
        """Return the words of the texts in a language, and others made of their syllables."""
        texts = SearchDocument.objects.current().filter(language=language).order_by("pk")
        counted: Counter[str] = Counter()
        for text in texts.values_list("text", flat=True):
            counted.update(_WORD.findall(text.lower()))
        words = dict.fromkeys(sorted(counted, key=lambda word: (-counted[word], word)))
        syllables = _syllables(words)
        while len(words) < WORDS_A_LANGUAGE:
            words["".join(chance.choices(syllables, k=chance.randint(2, 4)))] = None
        return cls(list(words))

    def text(self, chance: random.Random) -> str:
        """Return words drawn by their frequency, in sentences of ten."""
        drawn = chance.choices(self.words, cum_weights=self.weights, k=WORDS_A_TEXT)
        sentences = (drawn[start : start + 10] for start in range(0, len(drawn), 10))
        return " ".join(" ".join(words).capitalize() + "." for words in sentences)


class Generator:
    """Makes the documents, from what is set up."""

    def __init__(self) -> None:
        self._chance = random.Random(SEED)
        self._vocabularies = {code: Vocabulary.of(code, self._chance) for code in LANGUAGES}
        rows = SearchDocument.objects.current().filter(language=SOURCE_LANGUAGE)
        self._villages = list(rows.filter(kind=Kind.VILLAGE).order_by("key"))
        self._syllables = _syllables(sorted({village.title for village in self._villages}))
        self._services = self._by_frequency()
        self._labels = {service.code: service for service in ServiceType.objects.all()}
        self._telecentres = {
            row.language: row.title.split(",")[0]
            for row in SearchDocument.objects.filter(kind=Kind.TELECENTRE)
        }

    def fill(self, progress: Progress) -> None:
        """Write the documents until there are enough."""
        generation = raise_generation()
        batch: list[SearchDocument] = []
        missing = VILLAGES - len(self._villages)
        for number in range(missing):
            batch += self._documents(number)
            if len(batch) > BATCH or number == missing - 1:
                for document in batch:
                    document.generation = document.pushed_generation = generation
                    document.words = words_of_row(indexed(document))
                SearchDocument.objects.bulk_create(batch)
                batch = []
            progress(number + 1, missing)

    def _documents(self, number: int) -> Iterator[SearchDocument]:
        name = self._name()
        insee = f"{33 + number // 999:02}{number % 999 + 1:03}"
        facts = self._facts(number, name, insee)
        seat = self._name()
        for language in LANGUAGES:
            yield SearchDocument(
                kind=Kind.VILLAGE,
                key=insee,
                language=language,
                content_language=language,
                title=name,
                keywords=self._keywords(facts, seat, language),
                text=self._vocabularies[language].text(self._chance),
                facts=facts,
            )
            if number < TELECENTRES:
                yield SearchDocument(
                    kind=Kind.TELECENTRE,
                    key=insee,
                    language=language,
                    content_language=language,
                    title=f"{self._telecentres.get(language, TELECENTRE)}, {name}",
                    facts={key: facts[key] for key in TELECENTRE_FACTS},
                )

    def _facts(self, number: int, name: str, insee: str) -> dict[str, Any]:
        chance = self._chance
        technologies = Connectivity.Technology.values
        day = datetime.date(2020, 1, 1) + datetime.timedelta(days=chance.randrange(2_000))
        return {
            "insee": insee,
            "slug": f"{slugify(name)}-{insee}",
            "status": chance.choices(
                (ProgrammeStatus.HOST.value, ProgrammeStatus.ASSOCIATED.value), (6, 4)
            )[0],
            "population": min(200_000, int(60 * chance.paretovariate(0.9))),
            "population_year": 2023,
            "position": self._position(),
            "postal_codes": [f"{insee[:2]}{int(insee[2:]) // 6 * 10:03}"],
            "services": [
                [code, self._has(rank, code, number), source, day.isoformat()]
                for rank, (code, source) in enumerate(self._services, start=1)
            ],
            "technology": chance.choice(["", *technologies]),
            "mobile": chance.choice(["", *Connectivity.Mobile.values]),
            "speaks": [code for code in HOST_LANGUAGES if chance.random() < 0.2],
            "housing": [
                [offer, FAR_DAY] for offer in HousingOffer.Offer.values if chance.random() < 0.2
            ],
            "checked_on": day.isoformat(),
            "languages": list(LANGUAGES),
        }

    def _has(self, rank: int, code: str, number: int) -> int:
        """Return how many services of a kind a village has."""
        if code == TELECENTRE:
            return int(number < TELECENTRES)
        return int(self._chance.random() < COMMONEST_SERVICE / rank**SERVICE_EXPONENT)

    def _keywords(self, facts: dict[str, Any], seat: str, language: str) -> str:
        services = [self._labels[code] for code, count, *_rest in facts["services"] if count]
        labels = [getattr(service, f"label_{language}") for service in services]
        plurals = [getattr(service, f"plural_{language}") for service in services]
        return "\n".join([f"Communauté de communes de {seat}", seat, *labels, *plurals])

    def _name(self) -> str:
        chance = self._chance
        parts = [
            "".join(chance.choices(self._syllables, k=chance.randint(2, 3))).capitalize()
            for _part in range(2)
        ]
        return chance.choice(NAME_PATTERNS).format(*parts)

    def _position(self) -> list[float]:
        distance, angle = math.sqrt(self._chance.random()), self._chance.uniform(0, 2 * math.pi)
        shares = (math.sin(angle), math.cos(angle))
        return [
            round(middle + axis * distance * share, 6)
            for middle, axis, share in zip(MIDDLE, AXES, shares, strict=True)
        ]

    def _by_frequency(self) -> list[tuple[str, str]]:
        """Return the services and their sources, those that most villages have first."""
        counted: Counter[str] = Counter()
        sources: dict[str, str] = {}
        for village in self._villages:
            for code, count, source, _day in village.facts["services"]:
                counted[code] += bool(count)
                sources[code] = source
        return [(code, sources[code]) for code in sorted(counted, key=lambda one: -counted[one])]


def _syllables(words: Iterable[str]) -> list[str]:
    found = {syllable.lower() for word in words for syllable in _SYLLABLE.findall(word)}
    return sorted(syllable for syllable in found if syllable.isalpha())
