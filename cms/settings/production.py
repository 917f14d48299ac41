"""The public site: it starts only when everything it needs has been set, and speaks HTTPS only."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment
from cms.settings.base import *

DEBUG = False
# The accounts and invented records of `load_demo` have no place on a public site.
DEMONSTRATION_ACCOUNTS = False

SECRET_KEY = environment.secret("SECRET_KEY")
ALLOWED_HOSTS = environment.comma_separated("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "Set ALLOWED_HOSTS to the host names of the site, separated by commas."
    )
# Here these three have no default.
if not environment.site_address("BASE_URL").startswith("https://"):
    raise ImproperlyConfigured("Set BASE_URL to the public address, beginning with https://.")
environment.database("DATABASE_URL", ("postgres", "postgresql"))
environment.email("EMAIL_URL", ("smtp", "smtps"))

# gunicorn.conf.py says whose word is taken for it that a request came by HTTPS.
SECURE_SSL_REDIRECT = True
# What watches the site asks from inside, behind the proxy.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
# W005 and W021 ask to bind every subdomain to HTTPS, for good: the owner of the domain decides
# that, for all that runs there.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
