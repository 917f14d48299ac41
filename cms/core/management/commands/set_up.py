"""The command that makes a site ready to be served."""

import fcntl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    """Bring everything up to date, in one process: starting Django again costs a second."""

    help = "Make the site ready: messages, database, open data, texts, static files. Repeatable."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Do each step; a second process with the same VAR_DIR waits for the first."""
        with _alone(settings.VAR_DIR / "set_up.lock"):
            self._step("Messages in four languages", "compile_messages")
            # What was translated before the messages were there is forgotten.
            translation_file_changed(None, Path("django.mo"))
            self._step("System checks", "check")
            self._step("Database", "migrate", interactive=False)
            self._step("Open data", "load_gers", if_changed=True)
            self._step("Words of the search", "load_search_vocabulary")
            if settings.DEMONSTRATION_ACCOUNTS:
                self._step("Texts, demonstration records and accounts", "load_demo")
            else:
                self._step("Texts", "load_content")
            self._step("Search documents", "write_search_documents")
            self._search_index()
            if not settings.DEBUG:
                self._step("Static files", "collectstatic", interactive=False)

    def _search_index(self) -> None:
        try:
            self._step("Search index", "rebuild_index", if_needed=True)
            self._step("Changes for the search index", "push_index")
        except CommandError as error:
            # A server that does not answer holds nothing up: the worker tries again.
            self.stdout.write(f"   {error} The worker goes on with it.")

    def _step(self, title: str, command: str, **options: Any) -> None:
        self.stdout.write(f"== {title} (manage.py {command})")
        sys.stdout.flush()
        start = time.monotonic()
        call_command(command, **options)
        self.stdout.write(f"   done in {time.monotonic() - start:.1f} s")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
