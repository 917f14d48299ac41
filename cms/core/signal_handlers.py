"""What follows when a page is published, unpublished or deleted."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Locale, Page
from wagtail.signals import page_published, page_unpublished
from wagtail_localize.models import LocaleSynchronization, TranslationSource

from cms.core.refusals import Refused
from cms.core.translations import live_translations


@receiver(page_published)
def refresh_texts_to_translate(instance: Page, **_kwargs: Any) -> None:
    """Let translators see what changed on a page that is being translated.

    The translations themselves stay as they are.
    """

    def refresh() -> None:
        source = TranslationSource.objects.filter(
            object_id=instance.translation_key, locale=instance.locale_id
        ).first()
        if source:
            source.update_from_db()

    transaction.on_commit(refresh, robust=True)


@receiver(page_unpublished)
@receiver(post_delete, sender=Page)
def unpublish_translations(instance: Page, **_kwargs: Any) -> None:
    """Take the translations of a French page off the site with it; they are kept as drafts."""
    user = get_active_log_context().user
    for page in live_translations([instance]):
        _unpublish_on_commit(page.pk, user)


@receiver(pre_save, sender=LocaleSynchronization)
def refuse_synchronisation(**_kwargs: Any) -> None:
    """Refuse to fill a language with alias pages.

    Raises:
        Refused: always.
    """
    raise Refused(gettext("There are no alias pages in other languages."))


@receiver(pre_save, sender=Locale)
def keep_language_of_pages(instance: Locale, **_kwargs: Any) -> None:
    """Refuse another language for pages that are already written.

    Raises:
        Refused: the locale has pages and its language would change.
    """
    former = Locale.all_objects.filter(pk=instance.pk).first()
    if (
        former
        and former.language_code != instance.language_code
        and Page.objects.filter(locale=former, depth__gt=1).exists()
    ):
        raise Refused(gettext("The language of a locale that has pages cannot change."))


def _unpublish_on_commit(page_id: int, user: Any) -> None:
    @transaction.atomic
    def unpublish() -> None:
        # Read again, each for itself: an instance read before would write its old place in the
        # tree.
        page = Page.objects.filter(pk=page_id).first()
        if page:
            UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)

    transaction.on_commit(unpublish, robust=True)
