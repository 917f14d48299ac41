"""A developer's machine and `make run`: sensible values for all, nothing secret."""

from cms.settings import environment
from cms.settings.base import *

DEBUG = environment.switch("DEBUG", "off")
SECRET_KEY = environment.text("SECRET_KEY", environment.DEVELOPMENT_KEY)
ALLOWED_HOSTS = environment.comma_separated("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
DEMONSTRATION_ACCOUNTS = True

if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
