"""Measures the search page, the API, and the search that comes with Wagtail beside ours."""

from unittest import mock
from urllib.parse import urlencode

from django.test import Client
from wagtail.models import Locale

from cms.core.addresses import search_address
from search import parameters
from search.evaluation.stock import LONGEST_QUERY
from search.requests import SearchRequest
from tests.performance.search_bench.asked import Asked
from tests.performance.search_bench.timing import measure, print_header
from villages.models import VillagePage


def print_times_of_pages(asked: Asked) -> None:
    """Measure whole answers: the request as the site gets it, the page or the JSON it returns."""
    client = Client(headers={"host": "localhost"})

    def page(request: SearchRequest) -> None:
        get(f"{search_address(request.language)}?{parameters.to_query(request)}")

    def api(request: SearchRequest) -> None:
        query = parameters.to_query(request)
        get(f"/api/v1/villages?{query}&{urlencode({'locale': request.language})}")

    def get(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}.")

    print_header("the site's own engine")
    # A measurement is nobody's search: the editors' list of those without result stays as it is.
    with mock.patch("search.views.note_fruitless"):
        print(measure(asked.mixed, page).line("search page, mixed"))
        print(measure(asked.mixed, api).line("API (villages), mixed"))


def print_times_of_stock_search(asked: Asked) -> None:
    """Measure the search of Wagtail: pages of villages by their words, nothing understood."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}

    def stock(request: SearchRequest) -> None:
        # What makes the SQLite backend fail is taken out, as in the evaluation.
        text = request.query.replace('"', " ").replace("\x00", " ").strip()[:LONGEST_QUERY]
        pages = VillagePage.objects.live().filter(locale=locales[request.language])
        list(pages.search(text)[:20])

    print_header("stock wagtail.search")
    for name, requests in (("text", asked.text), ("wishes", asked.wishes), ("place", asked.place)):
        print(measure(requests, stock).line(f"{name}, pages of villages"))
