"""The documents of the telecentres. They follow those of their villages."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _

from cms.core import i18n
from search.documents.drafts import Draft, lines
from search.models import Kind
from villages.models import Village


def telecentre_drafts(village: Village, languages: list[str]) -> Iterator[Draft]:
    """Give the documents of the telecentre of a village of the programme, if it has one.

    `languages` are those in which the village has a public page.
    """
    telecentre = getattr(village, "telecentre", None)
    if telecentre is None or not village.is_in_programme:
        return
    for language in i18n.LANGUAGES:
        with translation.override(language):
            yield Draft(
                kind=Kind.TELECENTRE,
                key=village.insee_code,
                language=language,
                content_language=language,
                title=_("Telecentre, %(village)s") % {"village": village.name},
                keywords=lines([*telecentre.equipment_labels, village.epci.long_name]),
                facts={
                    "insee": village.insee_code,
                    "slug": village.slug,
                    "position": [village.latitude, village.longitude],
                    "languages": languages,
                },
            )
