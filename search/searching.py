"""The search itself: a request in, an answer out, the same for the page and the API."""

import gc
from dataclasses import replace

from cms.core.i18n import LANGUAGES
from search.engines.protocol import Engine
from search.engines.registry import engine_for_search
from search.hits import HitBuilder
from search.query.asked import Understanding
from search.query.understood import place_name, shown, without_each
from search.requests import SearchRequest
from search.results import Answer, Drop
from search.suggestions import suggest
from search.texts import TextSearch
from search.village_search import VillageSearch
from search.whole_search import WholeSearch

__all__ = ["search_everything", "search_villages", "suggest", "texts_for"]

MOST_DROPS = 8


def search_villages(
    request: SearchRequest, *, engine: Engine | None = None, texts: TextSearch | None = None
) -> Answer:
    """Return the villages that fulfil a request, with facets.

    `texts` is what another search for the same words has found already.
    """
    return _answer(request, texts or texts_for(request.language, engine), VillageSearch)


def search_everything(
    request: SearchRequest, *, engine: Engine | None = None, texts: TextSearch | None = None
) -> Answer:
    """Return everything found: villages, telecentres, testimonials, news and plain pages.

    `texts` is what another search for the same words has found already.
    """
    return _answer(request, texts or texts_for(request.language, engine), WholeSearch)


def texts_for(language: str, engine: Engine | None = None) -> TextSearch:
    """Return the search in texts for a reader of a language, to be shared by several searches."""
    return TextSearch(language, engine or engine_for_search())


def warm_up() -> None:
    """Read what every search needs, so that the first reader does not wait for it."""
    for language in LANGUAGES:
        search_villages(SearchRequest(language, "auch"))
        suggest("au", language)
    # What was read stays: the collector need not look at it again and again.
    gc.collect()
    gc.freeze()


def _answer(request: SearchRequest, texts: TextSearch, kind: type[VillageSearch]) -> Answer:
    search = kind(request, texts)
    count = search.count
    pages = max(1, -(-count // request.page_size))
    first = (request.page - 1) * request.page_size
    items = search.items(first + request.page_size)[first:] if first < count else []
    understanding = search.understanding
    builder = HitBuilder(search.offer, request, understanding, texts)
    hits = builder.hits(items, search.matches_of(items), search.distances)
    return Answer(
        request=request,
        count=count,
        pages=pages,
        hits=hits,
        facets=search.facets(),
        understood=shown(understanding, search.matched.radius_km, request.language),
        did_you_mean=_did_you_mean(understanding, builder),
        corrections=understanding.corrections,
        left_out=search.left_out(hits),
        drops=[] if count else _drops(search, kind),
        radius_km=search.matched.radius_km,
        place_name=place_name(understanding.place, request.language) if understanding.place else "",
        is_degraded=texts.is_degraded,
    )


def _did_you_mean(understanding: Understanding, builder: HitBuilder) -> str:
    """Return the query as it was read, where that is not how it was typed."""
    if understanding.corrections:
        return understanding.corrected_query
    return builder.corrected_query


def _drops(search: VillageSearch, kind: type[VillageSearch]) -> list[Drop]:
    """Return what to do without, and how much there is then; what helps most first."""
    drops = []
    for label, request in without_each(search.request, search.understanding)[:MOST_DROPS]:
        count = kind(request, replace(search.texts), search.offer).count
        if count:
            drops.append(Drop(label, count, request))
    return sorted(drops, key=lambda drop: -drop.count)
