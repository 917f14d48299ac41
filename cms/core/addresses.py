"""Addresses: which page answers at an address, and at which address a page is read.

The tree is three levels deep: a home page per language, its sections, and their pages. A page
that is not translated has an address in the other languages all the same: that of its section
there, followed by its slug.
"""

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from cms.core import i18n

HOME_DEPTH = 2
SECTION_DEPTH = 3

# The word that the search has in the address, in each language.
SEARCH_SLUGS = {"fr": "recherche", "en": "search", "de": "suche", "nl": "zoeken"}


def search_address(language: str) -> str:
    """Return the path of the search page in a language, as `/de/suche/`."""
    return f"/{language}/{SEARCH_SLUGS[language]}/"


def own_address(page: Page) -> str:
    """Return the path of `page` in its own language, as `/de/doerfer/lombez/`."""
    _root, _home, path = page.url_path.split("/", 2)
    return f"/{page.locale.language_code}/{path}"


def absolute(path: str) -> str:
    """Return the full address of `path` on this site."""
    return urljoin(settings.BASE_URL, path)


@dataclass
class SiteMap:
    """The home pages and sections in every language, read once per request in two queries."""

    pages: list[Page]
    restrictions: list[PageViewRestriction] = field(default_factory=list)

    @classmethod
    def load(cls) -> "SiteMap":
        """Read the home pages, the sections and what is not open to all."""
        return cls(
            pages=list(
                Page.objects.filter(depth__in=(HOME_DEPTH, SECTION_DEPTH))
                .select_related("locale", "content_type")
                .order_by("path")
            ),
            restrictions=list(PageViewRestriction.objects.select_related("page")),
        )

    @classmethod
    def of(cls, request: HttpRequest) -> "SiteMap":
        """Return the site map of this request."""
        if not hasattr(request, "site_map"):
            request.site_map = cls.load()  # type: ignore[attr-defined]
        return request.site_map  # type: ignore[attr-defined]

    @cached_property
    def groups(self) -> dict[str, list[Page]]:
        """Pages by translation key."""
        groups: dict[str, list[Page]] = {}
        for page in self.pages:
            groups.setdefault(str(page.translation_key), []).append(page)
        return groups

    def is_public(self, page: Page) -> bool:
        """Return whether `page` is live, no alias and open to all."""
        return page.live and page.alias_of_id is None and not self.restrictions_of(page)

    def restrictions_of(self, page: Page) -> list[PageViewRestriction]:
        """Return the view restrictions of `page` and of the pages above it."""
        return [
            restriction
            for restriction in self.restrictions
            if page.path.startswith(restriction.page.path)
        ]

    def versions(self, pages: list[Page]) -> dict[str, Page]:
        """Return those of `pages` that count as versions of one page, by language."""
        return i18n.by_language(page for page in pages if self.is_public(page))

    def section_of(self, page: Page) -> list[Page]:
        """Return the section that `page` stands in, in every language."""
        section_path = page.path[: SECTION_DEPTH * Page.steplen]
        for group in self.groups.values():
            if any(section.path == section_path for section in group):
                return group
        return []

    def address_in(self, page: Page, language: str) -> str:
        """Return the path at which a reader of `language` reads `page`.

        `page` is the version such a reader gets: in that language, or the nearest one.
        """
        if page.locale.language_code == language:
            return own_address(page)
        if page.depth <= HOME_DEPTH:
            return f"/{language}/"
        if page.depth == SECTION_DEPTH:
            return f"/{language}/{page.slug}/"
        section = i18n.choose(self.versions(self.section_of(page)), language)
        parent = self.address_in(section, language) if section else f"/{language}/"
        return f"{parent}{page.slug}/"

    def address_of(self, pages: list[Page], language: str) -> str:
        """Return the path at which a reader of `language` reads the page of these versions.

        It is empty where there is no version for such a reader.
        """
        page = i18n.choose(self.versions(pages), language)
        return self.address_in(page, language) if page else ""

    def resolve(self, language: str, slugs: list[str]) -> Page | None:
        """Return the page read at the address of these slugs, or None.

        The page carries `versions`, its public versions by language. One that is live but not
        open to all is returned in its own language only, so that its reader can sign in.
        """
        homes = [page for page in self.pages if page.depth == HOME_DEPTH]
        if not slugs:
            page = self._shown(homes, language)
            return self._specific(page, homes) if page else None
        section = self._section_at(language, slugs[0])
        if section is None or len(slugs) > 2:
            return None
        pages, shown = section
        if len(slugs) == 1:
            return self._specific(shown, pages)
        return self._page_at(language, pages, slugs[1])

    def menu(self, language: str) -> list[Page]:
        """Return the sections a reader of `language` gets, in the order of the French tree.

        Each carries `address` in that language.
        """
        shown: list[Page] = []
        for group in self.groups.values():
            if group[0].depth == SECTION_DEPTH and (
                page := i18n.choose(self.versions(group), language)
            ):
                page.address = self.address_in(page, language)
                shown.append(page)
        return shown

    def _shown(self, pages: list[Page], language: str) -> Page | None:
        own = [
            page
            for page in pages
            if page.live and not page.alias_of_id and page.locale.language_code == language
        ]
        return own[0] if own else i18n.choose(self.versions(pages), language)

    def _section_at(self, language: str, slug: str) -> tuple[list[Page], Page] | None:
        for pages in self.groups.values():
            if pages[0].depth == SECTION_DEPTH:
                page = self._shown(pages, language)
                if page and page.slug == slug:
                    return pages, page
        return None

    def _page_at(self, language: str, sections: list[Page], slug: str) -> Page | None:
        model = sections[0].specific_class
        leaf_model = getattr(model, "leaf_model", None)
        if leaf_model is None:
            return None
        addresses = [f"{section.url_path}{slug}/" for section in sections]
        candidates: dict[str, list[Page]] = {}
        for page in leaf_model().objects.for_reading(addresses):
            candidates.setdefault(str(page.translation_key), []).append(page)
        found = [
            (page, pages)
            for pages in candidates.values()
            if (page := self._shown(pages, language)) and page.slug == slug
        ]
        if not found:
            return None
        found.sort(key=lambda item: item[0].locale.language_code != language)
        page, pages = found[0]
        return self._prepared(page, pages)

    def _specific(self, page: Page, pages: list[Page]) -> Page:
        return self._prepared(page.specific, pages)

    def _prepared(self, page: Page, pages: list[Page]) -> Page:
        page.versions = self.versions(pages)
        page.known_restrictions = self.restrictions_of(page)
        return page


@dataclass(frozen=True)
class Version:
    """A language in which a page can be read."""

    language: str
    address: str
    is_current: bool


@dataclass(frozen=True)
class Reading:
    """How a page is read: in which language the reader reads, in which its text is."""

    page: Page
    language: str
    content_language: str
    versions: list[Version]
    canonical: str

    @classmethod
    def of(cls, page: Page, site_map: SiteMap) -> "Reading":
        """Return how `page` is read in the language of the request."""
        versions = getattr(page, "versions", None)
        if versions is None:
            versions = site_map.versions(
                list(page.get_translations(inclusive=True).select_related("locale"))
            )
        language = i18n.reader_language()
        return cls(
            page=page,
            language=language,
            content_language=page.locale.language_code,
            versions=[
                Version(code, own_address(versions[code]), code == language)
                for code in i18n.LANGUAGES
                if code in versions
            ],
            canonical=absolute(own_address(page)),
        )

    @property
    def is_fallback(self) -> bool:
        """Whether the text is in another language than the reader's."""
        return self.language != self.content_language

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """The pairs (hreflang, full address) of the page; none for a page read as a fallback.

        `x-default` is the English version, else the French one, else the only one there is.
        """
        if self.is_fallback or not self.versions:
            return []
        pairs = [(version.language, absolute(version.address)) for version in self.versions]
        addresses = dict(pairs)
        default = addresses.get(i18n.DEFAULT_LANGUAGE) or addresses.get(i18n.SOURCE_LANGUAGE)
        return [*pairs, ("x-default", default or pairs[0][1])]
