"""The addresses of the API."""

from django.urls import path, re_path

from cms.api.application import api, unknown_address

urlpatterns = [
    # Before the API's own view of its root, which asks for a CSRF token.
    path("api/v1/", unknown_address),
    path("api/v1/", api.urls),
    re_path(r"^api(?:/|$)", unknown_address),
]
