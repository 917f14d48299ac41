"""What was understood of a query, in the reader's words, each with the query without it."""

from dataclasses import replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.core.templatetags.measures import distance
from search.facets import facet_labels
from search.matching import USUAL_RADIUS_KM
from search.models import Facet
from search.offer import TELECENTRE
from search.query.asked import PlaceWish, Range, Understanding
from search.requests import FILTER_FACETS, SearchRequest
from search.results import Understood

Span = tuple[int, int]


def shown(understanding: Understanding, radius_km: float | None, language: str) -> list[Understood]:
    """Return what was understood; `radius_km` is the radius that was searched around a place."""
    found = understanding
    with override(language):
        understood = [
            _understood(found, label, "name", (place.insee,), span)
            for place, span in found.named
            for label in (place.names[language],)
        ]
        understood += [
            _understood(
                found,
                _("without: %(thing)s") % {"thing": place.names[language]},
                "name",
                (place.insee,),
                span,
                is_negated=True,
            )
            for place, span in found.excluded
        ]
        for wish in [*found.wishes, *found.kinds]:
            label = wish.wanted.labels[language]
            if wish.is_negated:
                label = _("without: %(thing)s") % {"thing": label}
            understood.append(
                _understood(
                    found,
                    label,
                    wish.wanted.facet,
                    wish.wanted.codes,
                    wish.span,
                    is_negated=wish.is_negated,
                )
            )
        if found.place:
            label = place_label(found.place, radius_km, language)
            understood.append(_understood(found, label, "place", (), found.place.span))
        if found.telecentre_within_km:
            radius, span = found.telecentre_within_km
            label = _("telecentre within %(distance)s") % {"distance": distance(radius)}
            understood.append(_understood(found, label, Facet.SERVICE, (TELECENTRE,), span))
        if found.population:
            label = _people(found.population)
            understood.append(_understood(found, label, "population", (), found.population.span))
        return understood


def place_label(place: PlaceWish, radius_km: float | None, language: str) -> str:
    """Return "within 20 km of Auch" in the active language."""
    return _("within %(distance)s of %(place)s") % {
        "distance": distance(radius_km or place.radius_km or USUAL_RADIUS_KM),
        "place": place_name(place, language),
    }


def place_name(place: PlaceWish, language: str) -> str:
    """Return what the place is called, "Auch"; several are a list."""
    if place.name:
        return place.name
    names = [found.names[language] for found in place.places]
    if place.wanted:
        names = [place.wanted.labels[language]]
    return ", ".join(dict.fromkeys(names))


def without_each(
    request: SearchRequest, understanding: Understanding
) -> list[tuple[str, SearchRequest]]:
    """Return the request without each of the filters and words it is made of, with its label."""
    variants = [
        (understood.label, request.with_query(understood.query))
        for understood in shown(understanding, None, request.language)
    ]
    variants += [
        (word.text, request.with_query(understanding.without((word.start, word.end))))
        for word in understanding.text
    ]
    return [*variants, *without_each_filter(request)]


def without_each_filter(request: SearchRequest) -> list[tuple[str, SearchRequest]]:
    """Return the request without each of its filters, with the label of that filter."""
    filters = request.filters
    variants = []
    for facet in FILTER_FACETS:
        labels = facet_labels(facet, request.language) if filters.codes(facet) else {}
        for code in filters.codes(facet):
            rest = tuple(other for other in filters.codes(facet) if other != code)
            chosen = {**filters.chosen, facet: rest}
            variant = replace(
                filters, chosen={key: codes for key, codes in chosen.items() if codes}
            )
            variants.append((labels.get(code, code), request.with_filters(variant)))
    with override(request.language):
        if filters.telecentre_within_km is not None:
            label = _("telecentre within %(distance)s") % {
                "distance": distance(filters.telecentre_within_km)
            }
            variant = replace(filters, telecentre_within_km=None)
            variants.append((label, request.with_filters(variant)))
        if filters.near:
            variant = replace(filters, near=None, radius_km=None)
            variants.append((_("around a point on the map"), request.with_filters(variant)))
        if (filters.population_min, filters.population_max) != (None, None):
            label = _people(Range(filters.population_min, filters.population_max, (0, 0)))
            variant = replace(filters, population_min=None, population_max=None)
            variants.append((label, request.with_filters(variant)))
    return variants


def _understood(
    understanding: Understanding,
    label: str,
    facet: str,
    codes: tuple[str, ...],
    span: Span,
    *,
    is_negated: bool = False,
) -> Understood:
    return Understood(
        label=label,
        facet=facet,
        codes=codes,
        words=understanding.written(span),
        query=understanding.without(span),
        is_negated=is_negated,
    )


def _people(people: Range) -> str:
    least, most = people.least, people.most
    if least is not None and most is not None:
        return _("%(least)s to %(most)s people") % {
            "least": number_format(least),
            "most": number_format(most),
        }
    if least is not None:
        return ngettext("at least %(people)s person", "at least %(people)s people", least) % {
            "people": number_format(least)
        }
    return ngettext("at most %(people)s person", "at most %(people)s people", most or 0) % {
        "people": number_format(most or 0)
    }
