"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cms.core.addresses import SiteMap
from cms.core.i18n import reader_language
from search import parameters
from search.fruitless import note_fruitless
from search.page import SearchPage


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found; what an address says wrongly is left out."""
    asked, _faults = parameters.read(request.GET, reader_language(), parameters.SEARCH_PAGE)
    page = SearchPage.of(asked)
    if request.method == "GET" and page.is_fruitless:
        note_fruitless(page.villages)
    # The frame of the site takes the languages and the canonical address from `reading`.
    context = {"search": page, "reading": page, "site_map": SiteMap.of(request)}
    return render(request, "search/search_page.html", context)
