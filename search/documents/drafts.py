"""What a search document ought to say, and which things it may speak of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.core import i18n
from cms.core.addresses import SECTION_DEPTH, SiteMap
from search.models import Kind, SearchDocument

BLOCK_END = re.compile(r"</(?:p|h\d|li|blockquote)>|<(?:br|hr)\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Draft:
    """What the search document of one thing in one language ought to say."""

    kind: Kind
    key: str
    language: str
    content_language: str
    title: str = ""
    keywords: str = ""
    text: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> tuple[str, str, str]:
        """What there is one document of."""
        return self.kind.value, self.key, self.language

    def is_said_by(self, document: SearchDocument) -> bool:
        """Return whether `document` says just that."""
        return not document.is_deleted and (
            self.content_language,
            self.title,
            self.keywords,
            self.text,
            self.facts,
        ) == (
            document.content_language,
            document.title,
            document.keywords,
            document.text,
            document.facts,
        )

    def document(self) -> SearchDocument:
        """Return a document that says it, not saved."""
        return SearchDocument(
            kind=self.kind,
            key=self.key,
            language=self.language,
            content_language=self.content_language,
            title=self.title,
            keywords=self.keywords,
            text=self.text,
            facts=self.facts,
        )


def is_public(page: Page, site_map: SiteMap) -> bool:
    """Return whether the search may show `page`, which is read as its own type.

    It is public, and so is the section it stands in. Nothing else decides what the search shows of
    pages: a testimonial whose consent is withdrawn is no longer public.
    """
    return site_map.is_public(page) and (
        page.depth <= SECTION_DEPTH or is_section_public(page, site_map)
    )


def is_section_public(page: Page, site_map: SiteMap) -> bool:
    """Return whether the section that `page` stands in can be read; else nobody gets to it."""
    section = section_above(page, site_map)
    return section is not None and site_map.is_public(section)


def section_above(page: Page, site_map: SiteMap) -> Page | None:
    """Return the section, in the language of `page`, that it stands in; None for a section."""
    path = page.path[: SECTION_DEPTH * Page.steplen]
    return next(
        (section for section in site_map.pages if section.path == path and page.path != path), None
    )


def public_versions(pages: Iterable[Page], site_map: SiteMap) -> dict[str, Page]:
    """Return those versions of a page that the search may show, by language, French first."""
    found = i18n.by_language(page for page in pages if is_public(page, site_map))
    return {code: found[code] for code in i18n.LANGUAGES if code in found}


def plain(rich_text: str) -> str:
    """Return rich text as plain text, its blocks on lines of their own."""
    return unescape(strip_tags(BLOCK_END.sub("\n", rich_text)))


def body_text(body: StreamValue) -> str:
    """Return the headings, paragraphs and captions of `body` as plain text.

    The pictures themselves are not read.
    """
    parts = []
    for block in body.raw_data:
        value = block["value"]
        if block["type"] == "picture":
            parts.append(value.get("caption") or "")
        else:
            parts.append(plain(value) if block["type"] == "paragraph" else value)
    return lines(parts)


def lines(parts: Iterable[str]) -> str:
    """Return those parts that say something, each once, on lines without needless spaces."""
    written = (" ".join(line.split()) for part in parts for line in part.splitlines())
    return "\n".join(dict.fromkeys(line for line in written if line))
