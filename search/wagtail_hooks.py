"""The words of the search, and the searches that found nothing, in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.i18n import LANGUAGES
from search.models import Concept, FruitlessSearch


class ConceptViewSet(SnippetViewSet):
    """What people ask for, with the words they use."""

    model = Concept
    icon = "search"
    menu_label = _("Words of the search")
    menu_order = 165
    add_to_admin_menu = True
    list_display = ("label", "code", "facet")
    list_filter = ("facet",)
    search_fields = (
        "code",
        *(f"{name}_{language}" for name in ("label", "synonyms") for language in LANGUAGES),
    )
    list_per_page = 50


class ReadAndDeletePolicy(ModelPermissionPolicy):
    """Lets nobody, not even an administrator, write records that the site counts by itself."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class FruitlessSearchViewSet(ModelViewSet):
    """What was searched and not found, for whoever keeps the words."""

    model = FruitlessSearch
    icon = "help"
    menu_label = _("Searches without result")
    menu_order = 166
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    permission_policy = ReadAndDeletePolicy(FruitlessSearch)
    list_display = ("query", "language", "count", "last_searched_on")
    list_filter = ("language",)
    search_fields = ("query",)
    # A form is asked for, and never shown: nobody may add or change a record.
    form_fields = ("query",)
    list_per_page = 50


register_snippet(ConceptViewSet)


@hooks.register("register_admin_viewset")
def fruitless_searches() -> FruitlessSearchViewSet:
    """Show the searches that found nothing."""
    return FruitlessSearchViewSet("fruitless_searches")
