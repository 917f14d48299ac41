"""An administrator at work in the admin."""

import pytest
from django.test import Client

from cms.users.models import User


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
