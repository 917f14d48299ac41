"""The addresses of the search page: one in each language."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from cms.core.addresses import search_address
from cms.core.i18n import LANGUAGES
from search import views


def _patterns(language: str) -> list[URLPattern]:
    address = search_address(language)
    whole = RedirectView.as_view(url=address, permanent=True, query_string=True)
    return [
        path(address.strip("/"), whole),
        path(address.removeprefix("/"), views.search, name=f"search-{language}"),
    ]


urlpatterns = [pattern for language in LANGUAGES for pattern in _patterns(language)]
