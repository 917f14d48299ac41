"""The addresses of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve as serve_media
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from cms.core import views

handler404 = "cms.core.views.page_not_found"
handler500 = "cms.core.views.server_error"

urlpatterns = [
    path("", views.home, name="home"),
    # The one way in: Wagtail's own form would pass by the sign-in of the site.
    path("admin/login/", RedirectView.as_view(url=settings.LOGIN_URL, query_string=True)),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("allauth.urls")),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.+)$", serve_media, {"document_root": settings.MEDIA_ROOT}),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("health/live", views.health_live),
    path("health/ready", views.health_ready),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("", include("cms.api.urls")),
    path("", include("search.urls")),
    *i18n_patterns(
        re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
        re_path(r"^(.+)$", views.serve_page),
    ),
]
