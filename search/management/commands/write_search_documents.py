"""Write the search documents that are missing or do not say what the content says."""

from typing import Any

from django.core.management.base import BaseCommand

from search.documents.writing import write_everything


class Command(BaseCommand):
    """Bring all documents in line with the content, as after what no change has told of."""

    help = "Write all search documents that are missing or wrong. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, and say how many."""
        written = write_everything()
        self.stdout.write(
            f"Search documents: {written.new} new, {written.changed} changed, "
            f"{written.deleted} deleted, {written.unchanged} unchanged."
        )
