"""Facets: the values to filter by, and how many villages each would leave."""

from collections.abc import Mapping, Sequence

from django.utils.translation import override

from cms.core.i18n import language_name
from search.labels import Labels
from search.matching import Matched
from search.models import Facet, Kind
from search.offer import Offer
from search.requests import FILTER_FACETS, SearchRequest
from search.results import FacetValue
from villages.models import Connectivity, HousingOffer
from villages.models.committee import HOST_LANGUAGES
from villages.models.village import ProgrammeStatus


def facet_labels(facet: Facet, language: str, generation: int | None = None) -> dict[str, str]:
    """Return the labels of all codes of a facet, in the order in which they are shown.

    `generation` is that of the content, where it is known.
    """
    if facet == Facet.SERVICE:
        return Labels.of(language, generation).services
    with override(language):
        if facet == Facet.SPEAKS:
            return {code: language_name(code) for code in HOST_LANGUAGES}
        choices = {
            Facet.STATUS: ProgrammeStatus.choices,
            Facet.CONNECTIVITY: [*Connectivity.Technology.choices, *Connectivity.Mobile.choices],
            Facet.HOUSING: HousingOffer.Offer.choices,
            Facet.KIND: Kind.choices,
        }[facet]
        return {str(code): str(label) for code, label in choices}


def facets_of(
    request: SearchRequest, matched: Matched, text: int, offer: Offer
) -> dict[Facet, list[FacetValue]]:
    """Return the facets of a search; `text` is the set of villages whose text was found.

    Of services all chosen ones are needed, so a count is of those left when one more is chosen;
    within any other facet one is enough, so a count leaves its own filters aside.
    """
    facets = {}
    for facet in FILTER_FACETS:
        base = (matched.all if facet == Facet.SERVICE else matched.without(facet)) & text
        chosen = request.filters.codes(facet)
        facets[facet] = [
            FacetValue(code, label, (base & offer.having(facet, code)).bit_count(), code in chosen)
            for code, label in facet_labels(facet, request.language, offer.generation).items()
        ]
    return facets


def kinds_of(counts: Mapping[str, int], chosen: Sequence[str], language: str) -> list[FacetValue]:
    """Return how much of each kind was found."""
    labels = facet_labels(Facet.KIND, language)
    return [
        FacetValue(code, label, counts.get(code, 0), code in chosen)
        for code, label in labels.items()
    ]
