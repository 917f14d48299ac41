"""The command that runs the worker of the site."""

import os
import signal
import sys
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.core.work import work


class Command(BaseCommand):
    """Do what is to be done beside the requests, until told to stop."""

    help = "Run the worker of the site until a signal (TERM or INT) stops it."
    # The server beside it has made them.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--beside", type=int, metavar="PID", help="End when this parent ends.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work; a signal ends it at once, wherever it is: what it does may be done again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _stop)
        server: int | None = options["beside"]
        work(lambda: server is None or os.getppid() == server)


def _stop(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
