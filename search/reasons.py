"""Why a village is a hit, in the words of its reader."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.templatetags.measures import distance
from search.entries import VillageEntry
from search.facets import facet_labels
from search.models import Facet
from search.offer import TELECENTRE, Offer
from search.query.asked import Understanding, Wish
from search.query.understood import place_name
from search.requests import SearchRequest
from search.results import Reason


def reasons_of(
    number: int,
    request: SearchRequest,
    understanding: Understanding,
    offer: Offer,
    kilometres: float | None,
) -> list[Reason]:
    """Return why a village is found: its name, what it has of what was wished, how far it is.

    `kilometres` is the distance to the place asked for, where there is one.
    """
    entry, language = offer.village(number), request.language
    with override(language):
        reasons = []
        if any(place.insee == entry.insee for place, _span in understanding.named):
            reasons.append(Reason("name", "", _("the village you named")))
        reasons += [
            reason
            for wish in understanding.wishes
            if (reason := _of_wish(entry, number, wish, offer, language))
        ]
        known = {(reason.facet, reason.code) for reason in reasons}
        reasons += [
            Reason(facet, code, facet_labels(facet, language, offer.generation).get(code, code))
            for facet, codes in request.filters.chosen.items()
            for code in codes
            if (facet, code) not in known and offer.having(facet, code) >> number & 1
        ]
        if understanding.telecentre_within_km or request.filters.telecentre_within_km is not None:
            reasons += _of_telecentre(entry, offer)
        if kilometres:
            reasons.append(Reason("place", "", _distance(kilometres, understanding, language)))
        return reasons


def _of_telecentre(entry: VillageEntry, offer: Offer) -> list[Reason]:
    nearest = offer.nearest(entry, offer.having(Facet.SERVICE, TELECENTRE))
    if nearest is None:
        return []
    text = _("telecentre") if nearest[0] == entry else _away(_("telecentre"), *nearest)
    return [Reason(Facet.SERVICE, TELECENTRE, text)]


def _distance(kilometres: float, understanding: Understanding, language: str) -> str:
    name = place_name(understanding.place, language) if understanding.place else ""
    if not name and understanding.named:
        name = understanding.named[0][0].names[language]
    if not name:
        return _("%(distance)s away in a straight line") % {"distance": distance(kilometres)}
    return _("%(distance)s from %(place)s in a straight line") % {
        "distance": distance(kilometres),
        "place": name,
    }


def of_text(words: Sequence[str], language: str) -> Reason:
    """Return the reason that a text holds these words."""
    with override(language):
        return Reason("text", "", _("mentions %(words)s") % {"words": _listed(words)})


def _listed(words: Sequence[str]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": word} for word in words)


def _of_wish(
    entry: VillageEntry, number: int, wish: Wish, offer: Offer, language: str
) -> Reason | None:
    label = wish.wanted.labels[language]
    having = [
        code for code in wish.wanted.codes if offer.having(wish.wanted.facet, code) >> number & 1
    ]
    if wish.is_negated:
        if having:
            return None
        text = _("%(thing)s: none known here") % {"thing": label}
        return Reason(wish.wanted.facet, wish.wanted.codes[0], text)
    if having:
        return Reason(wish.wanted.facet, having[0], label)
    if wish.wanted.facet != Facet.SERVICE:
        return Reason(
            wish.wanted.facet,
            wish.wanted.codes[0],
            _("%(thing)s: not known here") % {"thing": label},
            is_fulfilled=False,
        )
    nearest = offer.nearest(entry, offer.having_any(wish.wanted.facet, wish.wanted.codes))
    if nearest is None:
        return None
    return Reason(
        wish.wanted.facet,
        wish.wanted.codes[0],
        _away(label, *nearest),
        is_fulfilled=False,
    )


def _away(thing: str, nearest: VillageEntry, kilometres: float) -> str:
    return _("%(thing)s %(distance)s away in %(village)s") % {
        "thing": thing,
        "distance": distance(kilometres),
        "village": nearest.name,
    }
