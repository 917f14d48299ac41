"""An administrator at work in the admin."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from cms.users.models import User


@pytest.fixture
def english() -> Iterator[None]:
    """Let messages that no request asks for be in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser("admin@example.org", first_name="Ada")


@pytest.fixture
def admin(administrator: User) -> Client:
    """Return a client signed in as an administrator who works in English."""
    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=administrator, preferred_language="en")
    client = Client()
    client.force_login(administrator)
    return client
