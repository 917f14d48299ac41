"""At which address a reader of each language reads what was found."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cms.core import i18n
from cms.core.addresses import SiteMap
from search.models import Kind, SearchDocument
from villages.models import VillageIndexPage


@lru_cache(maxsize=1)
def addresses_at(generation: int) -> "Addresses":
    """Return the addresses at a generation of the content, kept until the next one."""
    return Addresses(SiteMap.load())


@dataclass
class Addresses:
    """The addresses of what search documents describe."""

    site_map: SiteMap

    def of(self, document: SearchDocument, language: str) -> str:
        """Return the path at which a reader of `language` reads about it; empty without a page."""
        facts = document.facts
        languages = facts.get("languages", ())
        if not any(code in languages for code in (language, *i18n.FALLBACKS[language])):
            return ""
        groups = self.site_map.groups
        if document.kind == Kind.PAGE and document.key in groups:
            return self.site_map.address_of(groups[document.key], language)
        section = self._section(document.kind, facts).get(language, "")
        return f"{section}{facts['slug']}/" if section else ""

    def _section(self, kind: str, facts: dict[str, Any]) -> dict[str, str]:
        if kind in {Kind.VILLAGE, Kind.TELECENTRE}:
            return self._villages
        return self._in_languages(str(facts.get("section", "")))

    @cached_property
    def _villages(self) -> dict[str, str]:
        for key, pages in self.site_map.groups.items():
            if pages[0].specific_class is VillageIndexPage:
                return self._in_languages(key)
        return {}

    def _in_languages(self, key: str) -> dict[str, str]:
        """Return the path of a section for the readers of each language."""
        pages = self.site_map.groups.get(key, [])
        return {code: self.site_map.address_of(pages, code) for code in i18n.LANGUAGES}
