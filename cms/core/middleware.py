"""The language of a request."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from cms.core import i18n


class LocaleMiddleware(MiddlewareMixin):
    """Read the language from the address, else from what the reader prefers.

    Unlike Django's it never redirects: an address that does not exist is a 404, with or
    without a language before it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the address, else the one the reader prefers.

        The answers of the API have theirs already.
        """
        if hasattr(request, "language_rests_on"):
            return
        language = translation.get_language_from_path(request.path_info)
        request.language_rests_on = (  # type: ignore[attr-defined]
            () if language else ("Accept-Language", "Cookie")
        )
        translation.activate(language or i18n.preferred_language(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say which language the answer is in, and on what the choice rests."""
        if rests_on := getattr(request, "language_rests_on", ()):
            patch_vary_headers(response, rests_on)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PlainPathMiddleware(MiddlewareMixin):
    """Answers 404 where the path holds a NUL: no address has one, and PostgreSQL refuses it."""

    def process_request(self, request: HttpRequest) -> None:
        """Refuse a path with a NUL.

        Raises:
            Http404: there is one.
        """
        if "\x00" in request.path_info:
            raise Http404
