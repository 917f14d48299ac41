"""The ASGI application."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from cms.settings.environment import one_sentence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
with one_sentence():
    # Any setting: the first one read loads them all.
    _ = settings.INSTALLED_APPS

application = get_asgi_application()
