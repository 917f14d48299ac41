"""What holds for every answer under `/api/`."""

from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response, set_response_etag

from cms.core import i18n
from cms.core.api import problems

PREFIX = "/api/"
# Kept by whoever likes, but asked for again each time: a 304 costs next to nothing.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


class ApiMiddleware:
    """Answers under `/api/` in the reader's language, never with HTML, briefly where unchanged.

    The language is that of the parameter `locale`, else that of Accept-Language, else English.
    Cookies are not read: who is signed in gets what all get. Whatever fails is answered with a
    problem document.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request; those for other addresses pass."""
        if not f"{request.path_info}/".startswith(PREFIX):
            return self.get_response(request)
        request.COOKIES = {}
        self.activate_language(request)
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = self.get_response(request)
        if response.streaming:
            return response
        response = self.finish(request, response)
        if is_head:
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def activate_language(self, request: HttpRequest) -> None:
        """Activate the language of the answer, and note what it rests on."""
        chosen = asked_locale(request)
        request.language_rests_on = () if chosen else ("Accept-Language",)  # type: ignore[attr-defined]
        translation.activate(chosen or i18n.accepted_language(request))
        request.LANGUAGE_CODE = translation.get_language()

    def finish(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return the answer as a client of the API gets it."""
        allowed = response.headers.get("Allow", "")
        if "GET" in allowed and "HEAD" not in allowed:
            response.headers["Allow"] = f"{allowed}, HEAD"
        if response.status_code == HTTPStatus.OK and request.method == "GET":
            response.headers.setdefault("Cache-Control", CACHE_CONTROL)
            set_response_etag(response)
            etag = response.headers["ETag"]
            response = get_conditional_response(request, etag, response=response) or response
        if response.status_code >= HTTPStatus.BAD_REQUEST and not problems.is_problem(response):
            problems.describe(request, response)
        return response


def asked_locale(request: HttpRequest) -> str:
    """Return the language that the parameter `locale` asks for; empty where it asks for none."""
    try:
        asked = request.GET.get("locale", "")
    except TooManyFieldsSent:
        # Whoever reads the parameters next is told so, and answers 400.
        return ""
    return asked if asked in i18n.LANGUAGES else ""
