"""Why a village is a hit, in the words of its reader."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.templatetags.measures import distance
from search.models import Facet
from search.offer import TELECENTRE, Offer, VillageEntry
from search.results import Reason
from search.understanding import Understanding, Wish


def reasons_of(
    number: int, understanding: Understanding, offer: Offer, language: str
) -> list[Reason]:
    """Return why a village is found: its name, what it has of what was wished, how far it is."""
    entry = offer.village(number)
    with override(language):
        reasons = []
        if any(place.insee == entry.insee for place, _span in understanding.named):
            reasons.append(Reason("name", "", _("the village you named")))
        reasons += [
            reason
            for wish in understanding.wishes
            if (reason := _of_wish(entry, number, wish, offer, language))
        ]
        if understanding.telecentre_within_km:
            providers = offer.having(Facet.SERVICE, TELECENTRE)
            nearest = offer.nearest(entry, providers)
            if nearest:
                text = _("telecentre") if nearest[0] == entry else _away(_("telecentre"), *nearest)
                reasons.append(Reason(Facet.SERVICE, TELECENTRE, text))
        return reasons


def of_text(words: Sequence[str], language: str) -> Reason:
    """Return the reason that a text holds these words."""
    with override(language):
        return Reason("text", "", _("mentions %(words)s") % {"words": _listed(words)})


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


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
