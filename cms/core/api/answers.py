"""Answers of the API: JSON from a schema, with links to the pages around."""

from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from cms.core.addresses import absolute


def answer(data: BaseModel, links: str = "") -> HttpResponse:
    """Return `data` as JSON, with `links` as its `Link` header."""
    response = HttpResponse(data.model_dump_json(), content_type="application/json")
    if links:
        response.headers["Link"] = links
    return response


def page_links(request: HttpRequest, page: int, pages: int) -> str:
    """Return the `Link` header of a page of a list: the pages before and after it (RFC 8288)."""
    around = {"prev": page - 1, "next": page + 1}
    return ", ".join(
        f'<{_address(request, number)}>; rel="{relation}"'
        for relation, number in around.items()
        if 1 <= number <= pages
    )


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return absolute(f"{request.path}?{query.urlencode(safe=',')}")
