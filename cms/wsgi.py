"""The WSGI application."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from cms.settings.environment import one_sentence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
with one_sentence():
    # Any setting: the first one read loads them all.
    _ = settings.INSTALLED_APPS

application = get_wsgi_application()
