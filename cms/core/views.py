"""The public addresses that are not a page type's own."""

import re

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from wagtail import views as wagtail_views
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.core import i18n
from cms.core.addresses import SiteMap, absolute, own_address
from cms.core.readiness import reason_not_to_be_ready


def home(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the language they prefer."""
    return redirect(f"/{i18n.preferred_language(request)}/")


def serve_page(request: HttpRequest, path: str = "") -> HttpResponse:
    """Show the page at this address, in the language before it.

    Raises:
        Http404: there is no such page for a reader of that language.
    """
    slugs = [slug for slug in path.split("/") if slug]
    page = SiteMap.of(request).resolve(i18n.reader_language(), slugs)
    if page is None:
        raise Http404
    if path and not re.fullmatch(r"(?:[\w\-]+/)+", path):
        return HttpResponsePermanentRedirect(f"/{i18n.reader_language()}/{'/'.join(slugs)}/")
    request._wagtail_route_for_request = RouteResult(page, [], {})  # type: ignore[attr-defined]
    return wagtail_views.serve(request, path)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say in the reader's language that there is nothing here, and where to go on."""
    return render(request, "core/404.html", {"site_map": SiteMap.of(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say in the reader's language that something broke, without touching the database."""
    return render(request, "core/500.html", status=500)


def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page in every language it exists in, with its alternates."""
    site_map = SiteMap.load()
    groups: dict[str, list[Page]] = {}
    pages = Page.objects.filter(depth__gt=1, live=True).select_related("locale").order_by("path")
    for page in pages:
        if site_map.is_public(page):
            groups.setdefault(str(page.translation_key), []).append(page)
    entries = []
    for group in groups.values():
        alternates = [(page.locale.language_code, absolute(own_address(page))) for page in group]
        addresses = dict(alternates)
        default = addresses.get(i18n.DEFAULT_LANGUAGE) or alternates[0][1]
        entries += [
            {
                "address": absolute(own_address(page)),
                "changed": page.last_published_at,
                "alternates": [*alternates, ("x-default", default)],
            }
            for page in group
        ]
    return render(request, "core/sitemap.xml", {"entries": entries}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers where the site map is and what is not for them."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /accounts/", ""]
    lines.append(f"Sitemap: {absolute('/sitemap.xml')}\n")
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@never_cache
def health_live(request: HttpRequest) -> HttpResponse:
    """Answer while the process runs."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def health_ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the site is ready for visitors, else 503 with the reason."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        reason = "migrations: pending" if pending else reason_not_to_be_ready()
    except DatabaseError:
        reason = "database: no answer"
    return HttpResponse(reason or "ok", status=503 if reason else 200, content_type="text/plain")
