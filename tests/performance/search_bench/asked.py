"""What is asked of the search: as people type it, drawn from what there is, the same every time.

All requests of a kind differ, so that no cache of answers is measured.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cms.core.i18n import LANGUAGES, SOURCE_LANGUAGE
from search.analysis import clean, is_stop_word, words_of
from search.evaluation.judged import Half, QueryClass, load_all
from search.models import Concept, Facet, Kind, SearchDocument
from search.offer import TELECENTRE
from search.query.wording import wording
from search.requests import Filters, SearchRequest, Sort
from villages.models import Connectivity, HousingOffer
from villages.models.committee import HOST_LANGUAGES
from villages.models.village import ProgrammeStatus

SEED = 83
A_LANGUAGE = 60
SAMPLE = 400
SHORTEST = 4
SHORTEST_WITH_ERROR = 6


@dataclass
class Asked:
    """Requests of each kind, those of the four languages in turn."""

    text: list[SearchRequest]
    wishes: list[SearchRequest]
    place: list[SearchRequest]
    filters: list[SearchRequest]
    beginnings: list[SearchRequest]

    @classmethod
    def draw(cls) -> "Asked":
        """Draw the requests; each kind begins with the judged queries that tuning may see."""
        chance = random.Random(SEED)
        sources = [_Source(language, chance) for language in LANGUAGES]
        return cls(
            text=_in_turn([source.requests(source.text, _TEXTS) for source in sources]),
            wishes=_in_turn([source.requests(source.wishes, _WISHES) for source in sources]),
            place=_in_turn([source.requests(source.place, _PLACES) for source in sources]),
            filters=_in_turn([source.filtered() for source in sources]),
            beginnings=_in_turn([source.requests(source.beginning) for source in sources]),
        )

    @property
    def mixed(self) -> list[SearchRequest]:
        """Some of each kind but beginnings, as many as of one kind."""
        kinds = (self.text, self.wishes, self.place, self.filters)
        return [kinds[number % len(kinds)][number] for number in range(len(self.text))]


_TEXTS = {QueryClass.NAME, QueryClass.TYPO, QueryClass.STORY, QueryClass.OTHER_LANGUAGE}
_WISHES = {QueryClass.CONCEPT, QueryClass.COMBINATION}
_PLACES = {QueryClass.PLACE}


def _in_turn(requests: list[list[SearchRequest]]) -> list[SearchRequest]:
    return [request for some in zip(*requests, strict=True) for request in some]


@dataclass
class _Source:
    """Where the requests of the readers of one language are drawn from."""

    language: str
    chance: random.Random

    @cached_property
    def judged(self) -> list[tuple[QueryClass, str]]:
        queries = load_all([Half.SEEN], [self.language])
        return [(query.query_class, query.text) for query in queries]

    @cached_property
    def names(self) -> list[str]:
        rows = SearchDocument.objects.current().filter(kind=Kind.VILLAGE, language=SOURCE_LANGUAGE)
        names = list(rows.order_by("key").values_list("title", flat=True))
        return self.chance.sample(names, min(SAMPLE, len(names)))

    @cached_property
    def texts(self) -> list[list[str]]:
        rows = SearchDocument.objects.current().filter(language=self.language).exclude(text="")
        keys = list(rows.order_by("kind", "key").values_list("pk", flat=True))
        chosen = self.chance.sample(keys, min(SAMPLE, len(keys)))
        texts = rows.filter(pk__in=chosen).order_by("kind", "key").values_list("text", flat=True)
        return [words for text in texts if (words := self._telling(text))]

    @cached_property
    def concepts(self) -> list[list[str]]:
        wanted = Concept.objects.exclude(facet__in=(Facet.KIND, Facet.PLACE_KIND))
        return [concept.words_in(self.language) for concept in wanted.order_by("code")]

    def text(self) -> str:
        """Return words of one text, some with an error or unfinished, or a name."""
        chance = self.chance
        if chance.random() < 0.2:
            return chance.choice(self.names)
        words = [chance.choice(chance.choice(self.texts))]
        words += chance.sample(some := chance.choice(self.texts), min(len(some), 2))
        words = words[: chance.randint(1, 3)]
        last = words[-1]
        if chance.random() < 0.2 and len(last) >= SHORTEST_WITH_ERROR:
            place = chance.randrange(1, len(last) - 1)
            words[-1] = last[:place] + last[place + 1] + last[place] + last[place + 2 :]
        elif chance.random() < 0.2 and len(last) > SHORTEST:
            words[-1] = last[: -chance.randint(1, len(last) - SHORTEST)]
        return " ".join(words)

    def wishes(self) -> str:
        """Return one to three wishes."""
        chosen = self.chance.sample(self.concepts, self.chance.randint(1, 3))
        return " ".join(self.chance.choice(words) for words in chosen)

    def place(self) -> str:
        """Return a place to be near, with or without a wish."""
        chance = self.chance
        near = chance.choice(wording(self.language).near[:3])
        wish = chance.choice([self.wishes(), ""])
        return f"{wish} {near} {chance.choice(self.names)}".strip()

    def beginning(self) -> str:
        """Return the beginning of a name, of a word for a wish or of one in a text."""
        chance = self.chance
        concept = chance.choice(chance.choice(self.concepts))
        whole = chance.choice([chance.choice(self.names), concept, self.text()])
        return whole[: chance.randint(2, 8)]

    def requests(
        self, drawn: Callable[[], str], classes: set[QueryClass] | None = None
    ) -> list[SearchRequest]:
        """Return requests with the judged queries of some classes, then with drawn ones."""
        judged = (text for query_class, text in self.judged if query_class in (classes or ()))
        queries = _different(judged, drawn)
        return [SearchRequest(language=self.language, query=query) for query in queries]

    def filtered(self) -> list[SearchRequest]:
        """Return requests without words, with one to three filters."""
        services = [
            code
            for concept in Concept.objects.filter(facet=Facet.SERVICE).order_by("code")
            for code in concept.values
            if code != TELECENTRE
        ]
        return [self._filtered(services) for _number in range(A_LANGUAGE)]

    def _filtered(self, services: list[str]) -> SearchRequest:
        chance = self.chance
        values = {
            Facet.SERVICE: services,
            Facet.STATUS: ProgrammeStatus.values,
            Facet.CONNECTIVITY: [*Connectivity.Technology.values, *Connectivity.Mobile.values],
            Facet.SPEAKS: HOST_LANGUAGES,
            Facet.HOUSING: HousingOffer.Offer.values,
        }
        facets = chance.sample(list(values), chance.randint(1, 3))
        is_near = chance.random() < 0.2
        filters = Filters(
            chosen={
                facet: tuple(chance.sample(list(values[facet]), chance.randint(1, 2)))
                for facet in facets
            },
            telecentre_within_km=chance.choice([None, None, None, 10.0, 30.0]),
            near=(chance.uniform(43.4, 44.0), chance.uniform(0, 1)) if is_near else None,
            radius_km=chance.choice([20.0, 50.0]) if is_near else None,
            population_min=chance.choice([None, None, None, 100, 500]),
        )
        sort = chance.choice([Sort.RELEVANCE, Sort.RELEVANCE, Sort.NAME, Sort.POPULATION])
        return SearchRequest(language=self.language, filters=filters, sort=sort)

    def _telling(self, text: str) -> list[str]:
        return [
            word.text.lower()
            for word in words_of(clean(text))
            if len(word.folded) >= SHORTEST and not is_stop_word(word.folded, self.language)
        ]


def _different(first: Iterator[str], drawn: Callable[[], str]) -> list[str]:
    """Return so many different queries: the first ones, and such as are drawn."""
    queries = dict.fromkeys(first)
    while len(queries) < A_LANGUAGE:
        queries[drawn()] = None
    return list(queries)[:A_LANGUAGE]
