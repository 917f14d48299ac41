"""Every record can be found, opened, added and saved in the admin, in the editor's language."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models
from wagtail.users.models import UserProfile

from cms.users.models import User
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    """Return a browser in which an administrator is signed in."""
    client.force_login(User.objects.create_superuser("admin@example.org", "a-long-password"))
    return client


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_every_kind_of_record_can_be_listed_searched_and_added(editor: Client, model: type) -> None:
    builders.site()
    builders.village()
    viewset = model.snippet_viewset
    for address in (
        reverse(viewset.get_url_name("list")),
        f"{reverse(viewset.get_url_name('list'))}?q=lombez",
        reverse(viewset.get_url_name("add")),
    ):
        assert editor.get(address).status_code == 200, address


@pytest.mark.parametrize("query", ["Lombez", "lomb", "32213"])
def test_a_village_is_found_by_its_name_and_by_its_code(editor: Client, query: str) -> None:
    village = builders.village()
    builders.village("32233", "Marciac")
    content = editor.get(
        reverse("wagtailsnippets_villages_village:list"), {"q": query}
    ).content.decode()
    assert reverse("wagtailsnippets_villages_village:edit", args=[village.pk]) in content
    assert "Marciac" not in content


@pytest.mark.parametrize(
    ("language", "word"),
    [("fr", "Villages"), ("de", "Dörfer"), ("nl", "Dorpen"), ("en", "Villages")],
)
def test_the_admin_speaks_the_editors_language(editor: Client, language: str, word: str) -> None:
    UserProfile.objects.create(
        user=User.objects.get(email="admin@example.org"), preferred_language=language
    )
    content = editor.get("/admin/", headers={"accept-language": "es"}).content.decode()
    assert f'lang="{language}"' in content
    # The menu stands in the page as JSON.
    assert json.dumps(word)[1:-1] in content
