"""The API of the search: `villages`, `search` and `suggest`."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from cms.core import i18n
from cms.core.addresses import absolute
from cms.core.api.answers import answer, page_links
from cms.core.api.problems import Problem, Refused
from cms.core.api.schemas import Coordinates, Translation
from cms.core.generation import current_generation
from cms.core.parameters import Parameter
from search import parameters, searching
from search.addresses import addresses_at
from search.api_schemas import (
    Correction,
    DropItem,
    FacetItem,
    Facets,
    Matched,
    SearchAnswer,
    SearchHit,
    ServiceItem,
    SuggestionItem,
    Suggestions,
    UnderstoodItem,
    VillageItem,
    VillagesAnswer,
)
from search.fruitless import note_fruitless
from search.labels import Labels
from search.offer import TELECENTRE
from search.requests import FILTER_FACETS, SearchRequest
from search.results import Answer, Hit

router = Router(tags=["search"])


def documented(described: Sequence[Parameter]) -> dict[str, Any]:
    """Return what OpenAPI says of an address that takes these parameters and `locale`."""
    return {"parameters": [parameter.documented() for parameter in (*described, parameters.LOCALE)]}


@router.get(
    "villages",
    response={200: VillagesAnswer, 304: None, 400: Problem, 500: Problem},
    summary="Villages that fulfil wishes",
    openapi_extra=documented(parameters.VILLAGES),
)
def villages(request: HttpRequest) -> HttpResponse:
    """Give the villages that fulfil all filters and all that is understood of `q`, best first."""
    found = searching.search_villages(asked(request, parameters.VILLAGES))
    refuse_page_after_last(found)
    note_fruitless(found)
    presenter = Presenter(request, found)
    return answer(
        VillagesAnswer(
            **presenter.common(),
            results=[presenter.village(hit) for hit in found.hits],
            facets=presenter.facets(),
        ),
        page_links(request, found.request.page, found.pages),
    )


@router.get(
    "search",
    response={200: SearchAnswer, 304: None, 400: Problem, 500: Problem},
    summary="Results of all kinds",
    openapi_extra=documented(parameters.EVERYTHING),
)
def search(request: HttpRequest) -> HttpResponse:
    """Give villages, testimonials, news, telecentres and pages that were found, best first."""
    found = searching.search_everything(asked(request, parameters.EVERYTHING))
    refuse_page_after_last(found)
    note_fruitless(found)
    presenter = Presenter(request, found)
    return answer(
        SearchAnswer(**presenter.common(), results=[presenter.anything(hit) for hit in found.hits]),
        page_links(request, found.request.page, found.pages),
    )


@router.get(
    "suggest",
    response={200: Suggestions, 304: None, 400: Problem, 500: Problem},
    summary="Completions of what is being typed",
    openapi_extra=documented(parameters.SUGGESTIONS),
)
def suggest(request: HttpRequest) -> HttpResponse:
    """Give completions of `q`, best first."""
    typed = asked(request, parameters.SUGGESTIONS)
    suggestions = searching.suggest(typed.query, typed.language)
    return answer(
        Suggestions(
            results=[
                SuggestionItem(
                    query=suggestion.query,
                    text=suggestion.text,
                    kind=suggestion.kind,
                    url=full_address(suggestion.address),
                    insee=suggestion.insee or None,
                )
                for suggestion in suggestions
            ]
        )
    )


def asked(request: HttpRequest, allowed: Sequence[Parameter]) -> SearchRequest:
    """Return the search that a request asks for, in the language of its answer.

    Raises:
        Refused: a parameter is not allowed.
    """
    wanted, faults = parameters.read(
        request.GET, i18n.reader_language(), (*allowed, parameters.LOCALE)
    )
    if faults:
        raise Refused(faults)
    return wanted


def refuse_page_after_last(found: Answer) -> None:
    """Refuse a page that there is not.

    Raises:
        Refused: the page is after the last one.
    """
    if found.request.page > max(1, found.pages):
        raise Refused([parameters.page_fault(found.request.page, found.pages)])


def full_address(path: str) -> str | None:
    """Return the full address of a path; None where it is empty."""
    return absolute(path) if path else None


class Presenter:
    """Presents an answer of the search in the reader's language."""

    def __init__(self, request: HttpRequest, found: Answer) -> None:
        self.path = request.path
        self.answer = found
        self.language = found.request.language
        generation = current_generation()
        self.labels = Labels.of(self.language, generation)
        self.addresses = addresses_at(generation)
        self.today = timezone.localdate()

    def common(self) -> dict[str, Any]:
        """Return the fields that the answer to any search has."""
        found = self.answer
        return {
            "count": found.count,
            "page": found.request.page,
            "page_size": found.request.page_size,
            "did_you_mean": found.did_you_mean or None,
            "understood": [
                UnderstoodItem(
                    label=wish.label,
                    facet=wish.facet,
                    codes=list(wish.codes),
                    words=wish.words,
                    query=wish.query,
                    negated=wish.is_negated,
                )
                for wish in found.understood
            ],
            "left_out": found.left_out,
            "corrections": [
                Correction(typed=typed, searched=searched) for typed, searched in found.corrections
            ],
            "drops": [
                DropItem(label=drop.label, count=drop.count, url=self._address(drop.request))
                for drop in found.drops
            ],
            "radius_km": found.radius_km,
            "degraded": found.is_degraded,
        }

    def facets(self) -> Facets:
        """Return the values to filter by."""
        return Facets(
            **{
                facet.value: [
                    FacetItem(
                        code=value.code,
                        label=value.label,
                        count=value.count,
                        chosen=value.is_chosen,
                    )
                    for value in self.answer.facets.get(facet, [])
                ]
                for facet in FILTER_FACETS
            }
        )

    def village(self, hit: Hit) -> VillageItem:
        """Return a village that was found."""
        facts = hit.facts
        latitude, longitude = facts["position"]
        services = [service for service in facts["services"] if service[1] > 0]
        return VillageItem(
            **self._found(hit),
            insee=facts["insee"],
            slug=facts["slug"],
            name=hit.title,
            status=facts["status"],
            population=facts["population"],
            population_year=facts["population_year"],
            position=Coordinates(lat=latitude, lon=longitude),
            distance_km=None if hit.distance_km is None else round(hit.distance_km, 2),
            services=[self._service(*service) for service in services],
            telecentre=any(service[0] == TELECENTRE for service in services),
            connectivity=[facts[name] for name in ("technology", "mobile") if facts[name]],
            speaks=facts["speaks"],
            housing=self._housing(facts),
        )

    def anything(self, hit: Hit) -> SearchHit:
        """Return something that was found."""
        return SearchHit(
            **self._found(hit),
            kind=hit.kind,  # type: ignore[arg-type]
            title=hit.title,
            language=hit.language,  # type: ignore[arg-type]
            insee=hit.facts.get("insee"),
        )

    def _found(self, hit: Hit) -> dict[str, Any]:
        return {
            "url": full_address(hit.address),
            "locale": self.language,
            "content_language": hit.document.content_language,
            "translations": self._translations(hit),
            "highlight": str(hit.excerpt.html),
            "highlight_language": hit.excerpt.language,
            "matched": [
                Matched(
                    facet=reason.facet,
                    code=reason.code,
                    text=reason.text,
                    fulfilled=reason.is_fulfilled,
                )
                for reason in hit.reasons
            ],
        }

    def _translations(self, hit: Hit) -> list[Translation]:
        languages = hit.document.facts.get("languages", ())
        return [
            Translation(
                locale=code,  # type: ignore[arg-type]
                url=absolute(path),
                status="translated" if code in languages else "fallback",
            )
            for code in i18n.LANGUAGES
            if (path := self.addresses.of(hit.document, code))
        ]

    def _service(self, code: str, count: int, source: str, day: str) -> ServiceItem:
        return ServiceItem(
            code=code,
            label=self.labels.services.get(code, code),
            count=count,
            source=self.labels.sources.get(source, source),
            source_code=source,
            as_of=datetime.date.fromisoformat(day),
        )

    def _housing(self, facts: dict[str, Any]) -> list[Any]:
        today = self.today.isoformat()
        return sorted({offer for offer, last_day in facts["housing"] if last_day >= today})

    def _address(self, request: SearchRequest) -> str:
        query = parameters.to_query(request)
        locale = f"locale={request.language}"
        return absolute(f"{self.path}?{query}&{locale}" if query else f"{self.path}?{locale}")
