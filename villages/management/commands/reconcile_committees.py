"""Give every committee exactly its rights."""

from typing import Any

from django.core.management.base import BaseCommand

from villages.committees import reconcile
from villages.models import Committee


class Command(BaseCommand):
    """Repair the rights of all committees; may be run at any time."""

    help = "Give every welcome committee exactly its rights."

    def handle(self, *args: Any, **options: Any) -> None:
        """Reconcile each committee and say how many there are."""
        committees = Committee.objects.all()
        for committee in committees:
            reconcile(committee)
        self.stdout.write(f"{len(committees)} committees have exactly their rights.")
