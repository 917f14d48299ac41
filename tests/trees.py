"""The roots that Wagtail's migrations make, and whether the tree that stands on them is sound."""

from wagtail.models import Collection, Locale, Page


def plant_roots() -> None:
    """Make the roots of pages and collections, and the French locale, where they are missing."""
    Locale.objects.get_or_create(language_code="fr")
    if not Page.get_first_root_node():
        Page.add_root(instance=Page(title="Root", slug="root"))
    if not Collection.get_first_root_node():
        Collection.add_root(name="Root")


def is_sound() -> bool:
    """Return whether no page is lost in the tree or miscounted."""
    return not any(Page.find_problems())
