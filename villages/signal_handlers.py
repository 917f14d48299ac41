"""What follows when a fact changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done

from villages.committees import reconcile
from villages.models import Committee, ServiceType, Village, VillagePage, VillageService
from villages.proximity import update_nearest


@receiver(pre_save, sender=VillageService)
def note_former_presence(instance: VillageService, **_kwargs: Any) -> None:
    """Remember whether the service was there, to see whether it appears or disappears."""
    former = VillageService.objects.filter(pk=instance.pk).values_list("count", flat=True).first()
    instance.former_presence = None if former is None else former > 0


@receiver(post_save, sender=VillageService)
def keep_nearest_true(instance: VillageService, **kwargs: Any) -> None:
    """A service that appears or disappears changes which village is the nearest one."""
    if not kwargs.get("raw") and instance.former_presence is not (instance.count > 0):
        update_nearest([instance.service_type])


@receiver(post_delete, sender=VillageService)
def forget_nearest(instance: VillageService, **_kwargs: Any) -> None:
    """A deleted service is no longer the nearest one of any village."""
    if instance.count > 0:
        update_nearest([instance.service_type])


@receiver(pre_save, sender=Village)
def note_former_position(instance: Village, **_kwargs: Any) -> None:
    """Remember where the village was, to see whether it moves."""
    instance.former_position = (
        Village.objects.filter(pk=instance.pk).values_list("latitude", "longitude").first()
    )


@receiver(post_save, sender=Village)
def keep_distances_true(instance: Village, **kwargs: Any) -> None:
    """A village that moves is at another distance of all services."""
    position = (instance.latitude, instance.longitude)
    if not kwargs.get("raw") and instance.former_position not in (None, position):
        update_nearest(ServiceType.objects.all())


@receiver(post_save, sender=Committee)
def give_committee_its_rights(instance: Committee, **kwargs: Any) -> None:
    """A committee has exactly its rights from the moment it is saved."""
    if not kwargs.get("raw"):
        reconcile(instance)


@receiver(copy_for_translation_done)
def follow_into_the_language(target_obj: Any, **_kwargs: Any) -> None:
    """A village page in another language belongs to the same committee."""
    if isinstance(target_obj, VillagePage) and target_obj.village.committee:
        reconcile(target_obj.village.committee)
