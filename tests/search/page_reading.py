"""A search that answers what a test tells it, and what is to be read in its page."""

import html
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from search.models import SearchDocument
from search.requests import SearchRequest
from search.results import Answer, Excerpt, Hit


def answering(fields: dict[str, object]) -> Callable[..., Answer]:
    """Return a search that always answers the same."""

    def search(request: SearchRequest, **_texts: object) -> Answer:
        defaults = {"count": len(fields.get("hits", [])), "pages": 1, "hits": []}
        return Answer(request, **{**defaults, **fields})

    return search


def hit(kind: str = "village", title: str = "Lombez", **fields: object) -> Hit:
    """Return something found."""
    facts = {"status": "host", "population": 2233, "population_year": 2023}
    values = {
        "document": SearchDocument(kind=kind, facts=facts),
        "kind": kind,
        "title": title,
        "address": "/en/villages/lombez/",
        "language": "en",
        "excerpt": Excerpt((), "en"),
        "reasons": [],
        **fields,
    }
    return Hit(**values)


def read(address: str) -> str:
    """Return the page at `address`, which must be there."""
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text_of(content: str) -> str:
    """Return what is to be read in a page, without its frame."""
    main = content.split("<main", 1)[1].split("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def links_of(content: str) -> dict[str, str]:
    """Return the links of a page by their name for a screen reader."""
    main = content.split("<main", 1)[1].split("</main>")[0]
    links = {}
    for attributes, inside in re.findall(r"<a\b([^>]*)>(.*?)</a>", main, re.DOTALL):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        name = label[1] if label else re.sub(r"<[^>]*>", " ", inside)
        href = html.unescape(re.search(r'href="([^"]*)"', attributes)[1])
        links[html.unescape(" ".join(name.split()))] = href
    return links


def asked_by(address: str) -> dict[str, list[str]]:
    """Return the parameters of an address."""
    return parse_qs(urlsplit(address).query)
