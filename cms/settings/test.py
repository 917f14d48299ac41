"""The test run: the development site with quick passwords and plain static files."""

from cms.settings.development import *

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR_DIR / "test-media"
# Nothing is there: a test that wants an index has one of its own.
SEARCH_DIR = VAR_DIR / "test-search"
WHITENOISE_AUTOREFRESH = True
# A test that fails shows what went wrong, not every page it made before.
LOGGING = {**LOGGING, "root": {"handlers": ["console"], "level": "WARNING"}}
