"""Load the page tree and its first texts."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.content.pages import load_content
from cms.content.texts import TextFault
from cms.core.roles import reconcile_roles
from villages.committees import reconcile
from villages.models import Committee, Village


class Command(BaseCommand):
    """Make the pages that were never made; leave all others as they are."""

    help = "Load the pages and their texts from data/content/. What editors changed is kept."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, with visible progress.

        Raises:
            CommandError: there are no villages yet, or a file cannot be used.
        """
        if not Village.objects.exists():
            raise CommandError("There are no villages yet: run 'manage.py load_gers' first.")
        start = time.monotonic()
        try:
            made = load_content(
                lambda line: self.stdout.write(f"[{time.monotonic() - start:5.1f} s] {line}")
            )
        except TextFault as fault:
            raise CommandError(str(fault)) from fault
        reconcile_roles()
        for committee in Committee.objects.all():
            reconcile(committee)
        self.stdout.write(
            f"Content: {made['pages']} pages and {made['translations']} translations made."
        )
