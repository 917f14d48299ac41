"""What follows when a fact changes."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

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
def note_former_state(instance: Village, **_kwargs: Any) -> None:
    """Remember where the village was and whose it was, to see whether that changes."""
    former = Village.objects.filter(pk=instance.pk).select_related("committee").first()
    instance.former_position = (former.latitude, former.longitude) if former else None
    instance.former_committee = former.committee if former else None


@receiver(post_save, sender=Village)
def keep_distances_true(instance: Village, **kwargs: Any) -> None:
    """A village that moves is at another distance of all services."""
    position = (instance.latitude, instance.longitude)
    if not kwargs.get("raw") and instance.former_position not in (None, position):
        update_nearest(ServiceType.objects.all())


@receiver(post_save, sender=Village)
def hand_over_rights(instance: Village, **kwargs: Any) -> None:
    """A village that changes its committee leaves the rights of the one for the other's."""
    if kwargs.get("raw") or instance.former_committee == instance.committee:
        return
    for committee in (instance.former_committee, instance.committee):
        if committee:
            reconcile(committee)


@receiver(post_save, sender=Committee)
def give_committee_its_rights(instance: Committee, **kwargs: Any) -> None:
    """A committee has exactly its rights from the moment it is saved."""
    if not kwargs.get("raw"):
        reconcile(instance)


@receiver(post_save, sender=VillagePage)
def give_committee_its_page(instance: VillagePage, created: bool, **kwargs: Any) -> None:
    """A new page of a village, in whichever language, belongs to its committee."""
    if created and not kwargs.get("raw") and instance.village.committee:
        reconcile(instance.village.committee)
