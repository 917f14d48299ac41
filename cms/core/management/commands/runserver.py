"""The development server, with the worker of the site beside it."""

import os

from django.contrib.staticfiles.management.commands import runserver

from cms.core.worker import Worker


class Command(runserver.Command):
    """Django's own command, and the worker: it starts again with the server when code changes."""

    def on_bind(self, server_port: int) -> None:
        """Start the worker once the server is there; it ends with this process."""
        Worker(os.getpid()).start()
        super().on_bind(server_port)
