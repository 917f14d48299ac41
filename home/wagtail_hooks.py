"""The key figures in the admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import KeyFigure


class KeyFigureViewSet(SnippetViewSet):
    """The numbers of the programme."""

    model = KeyFigure
    icon = "order"
    list_display = ("label", "value", "unit", "year")
    search_fields = ("label_fr", "code")
    add_to_admin_menu = True
    menu_order = 170


register_snippet(KeyFigureViewSet)
