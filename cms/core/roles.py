"""The roles of staff, as groups: what each may do is written here and nowhere else."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import QuerySet
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

EDITORS = "CCI editors"
TRANSLATORS = "Translators"

PAGE_RIGHTS: dict[str, tuple[str, ...]] = {
    EDITORS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    TRANSLATORS: ("change_page", "publish_page"),
}
COLLECTION_RIGHTS: dict[str, tuple[str, ...]] = {
    EDITORS: (
        "add_customimage",
        "change_customimage",
        "choose_customimage",
        "add_customdocument",
        "change_customdocument",
        "choose_customdocument",
    ),
    TRANSLATORS: ("choose_customimage", "choose_customdocument"),
}
# The apps whose records editors keep in the admin.
EDITORS_APPS = ("villages", "home", "stories")
# Of the search they keep the words; the searches that found nothing they read and clear.
EDITORS_SEARCH_RIGHTS = (
    "add_concept",
    "change_concept",
    "delete_concept",
    "view_concept",
    "delete_fruitlesssearch",
    "view_fruitlesssearch",
)


def reconcile_roles() -> None:
    """Give both groups exactly their rights; repeating it changes nothing."""
    root = Page.get_first_root_node()
    collections = Collection.get_first_root_node()
    for name, page_rights in PAGE_RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(_model_permissions(name))
        _set_rows(
            GroupPagePermission.objects.filter(group=group),
            Permission.objects.filter(
                content_type__app_label="wagtailcore", codename__in=page_rights
            ),
            {"group": group, "page": root},
        )
        _set_rows(
            GroupCollectionPermission.objects.filter(group=group),
            Permission.objects.filter(
                content_type__app_label="images", codename__in=COLLECTION_RIGHTS[name]
            ),
            {"group": group, "collection": collections},
        )


def _model_permissions(group_name: str) -> list[Permission]:
    permissions = list(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    permissions += Permission.objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    if group_name == EDITORS:
        permissions += Permission.objects.filter(content_type__app_label__in=EDITORS_APPS)
        permissions += Permission.objects.filter(
            content_type__app_label="search", codename__in=EDITORS_SEARCH_RIGHTS
        )
    return permissions


def _set_rows(
    existing: QuerySet[Any], wanted: QuerySet[Permission], fields: dict[str, Any]
) -> None:
    """Make the permission rows `existing` those of `wanted` on the object that `fields` names."""
    row_fields = {name: value for name, value in fields.items() if name != "group"}
    existing.exclude(permission__in=wanted, **row_fields).delete()
    for permission in wanted:
        existing.model.objects.get_or_create(permission=permission, **fields)
