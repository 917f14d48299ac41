"""The villages and their facts in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from villages.models import (
    Committee,
    Connectivity,
    Destination,
    EquipmentType,
    Establishment,
    Host,
    HousingOffer,
    Mairie,
    PartnerAgency,
    ServiceCategory,
    ServiceType,
    Source,
    Telecentre,
    VacantHomes,
    Village,
)


class VillageViewSet(SnippetViewSet):
    """The record of each village, with its services and places."""

    model = Village
    icon = "site"
    list_display = ("name", "insee_code", "status", "population")
    list_filter = ("status", "epci")
    search_fields = ("name", "insee_code")
    # The index knows the name only; the database finds the code, too.
    search_backend_name = None
    list_per_page = 50


def _viewset(
    model_class: type[Any], icon_name: str, columns: tuple[str, ...], found_by: tuple[str, ...]
) -> type[SnippetViewSet]:
    """Return a plain view set: a list of `columns`, searched in `found_by`."""

    class ViewSet(SnippetViewSet):
        model = model_class
        icon = icon_name
        list_display = columns
        search_fields = found_by
        list_per_page = 50

    return ViewSet


class FactsGroup(SnippetViewSetGroup):
    """Everything that is true of villages."""

    menu_label = _("Villages")
    menu_icon = "site"
    menu_order = 150
    items = (
        VillageViewSet,
        _viewset(Mairie, "home", ("village", "phone", "checked_on"), ("village__name",)),
        _viewset(
            Establishment,
            "clipboard-list",
            ("name", "village", "kind", "checked_on"),
            ("name", "village__name"),
        ),
        _viewset(Connectivity, "link", ("village", "technology", "checked_on"), ("village__name",)),
        _viewset(Telecentre, "desktop", ("village", "desks", "checked_on"), ("village__name",)),
        _viewset(VacantHomes, "home", ("village", "vacant", "checked_on"), ("village__name",)),
        _viewset(
            HousingOffer,
            "tag",
            ("reference", "village", "offer", "price_eur", "expires_on"),
            ("reference", "village__name"),
        ),
        _viewset(PartnerAgency, "group", ("name", "village"), ("name",)),
        _viewset(Host, "user", ("name", "village", "consent"), ("name", "village__name")),
        _viewset(Committee, "group", ("name",), ("name",)),
    )


class VocabularyGroup(SnippetViewSetGroup):
    """The words for services, equipment, sources and destinations, in four languages."""

    menu_label = _("Vocabulary")
    menu_icon = "list-ul"
    menu_order = 160
    items = (
        _viewset(ServiceType, "list-ul", ("label", "code", "category"), ("label_fr", "code")),
        _viewset(ServiceCategory, "folder", ("label", "code"), ("label_fr", "code")),
        _viewset(EquipmentType, "list-ul", ("label", "code"), ("label_fr", "code")),
        _viewset(Source, "info-circle", ("name", "code", "date"), ("name_fr", "code")),
        _viewset(Destination, "globe", ("name", "code", "kind"), ("name_fr", "code")),
    )


register_snippet(FactsGroup)
register_snippet(VocabularyGroup)
