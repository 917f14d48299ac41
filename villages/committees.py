"""The rights of welcome committees: this module alone writes them, from the `Committee` record."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission

from villages.models import Committee, VillagePage


@transaction.atomic
def reconcile(committee: Committee) -> Group:
    """Make the group of `committee` and give it exactly its rights; repeating changes nothing.

    Its members enter the admin and change the pages of their villages in every language; what
    they write is submitted for moderation.
    """
    group = committee.group
    if group is None:
        group, _created = Group.objects.get_or_create(name=f"Comité {committee.name}")
        committee.group = group
        # Saving the committee would call this function again.
        Committee.objects.filter(pk=committee.pk).update(group=group)
    group.permissions.set(
        Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    pages = VillagePage.objects.filter(village__committee=committee)
    rows = GroupPagePermission.objects.filter(group=group)
    rows.exclude(page__in=pages, permission=change).delete()
    for page in pages:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=change)
    return group
