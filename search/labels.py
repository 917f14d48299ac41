"""Labels of the codes that search documents hold, in the reader's language.

They are read once for each generation of the content.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Model

from cms.core.generation import current_generation
from cms.core.i18n import LANGUAGES, SOURCE_LANGUAGE
from villages.models import ServiceType, Source


@dataclass(frozen=True)
class Labels:
    """The labels of the types of service, in reading order, and the names of the sources."""

    services: dict[str, str]
    sources: dict[str, str]

    @classmethod
    def of(cls, language: str, generation: int | None = None) -> "Labels":
        """Return the labels in `language`; `generation` is that of the content, where known."""
        return _labels(current_generation() if generation is None else generation)[language]


def service_codes() -> tuple[str, ...]:
    """Return the codes of the types of service, in reading order."""
    return tuple(Labels.of(SOURCE_LANGUAGE).services)


@lru_cache(maxsize=1)
def _labels(generation: int) -> dict[str, Labels]:
    services = list(ServiceType.objects.all())
    sources = list(Source.objects.all())
    return {
        language: Labels(
            services={row.code: _in(language, row, "label") for row in services},
            sources={row.code: _in(language, row, "name") for row in sources},
        )
        for language in LANGUAGES
    }


def _in(language: str, row: Model, field: str) -> str:
    """Return a field in a language, in French where it is not translated."""
    return getattr(row, f"{field}_{language}") or getattr(row, f"{field}_{SOURCE_LANGUAGE}") or ""
