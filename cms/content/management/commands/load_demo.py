"""Load the texts, the demonstration records and the development accounts."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cms.content.accounts import PASSWORD, make_development_accounts
from cms.content.demonstration import load_demonstration
from cms.content.texts import TextFault


class Command(BaseCommand):
    """Everything a site needs to be tried out; what was loaded before is left alone."""

    help = "Load the pages, the demonstration records and, in development, the accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the texts, then the records, then the accounts.

        Raises:
            CommandError: there are no villages yet, or a file cannot be used.
        """
        call_command("load_content", stdout=self.stdout)
        try:
            made = load_demonstration()
        except TextFault as fault:
            raise CommandError(str(fault)) from fault
        records = ", ".join(f"{count} {table.replace('_', ' ')}" for table, count in made.items())
        self.stdout.write(f"Demonstration records: {records or 'all loaded before'}.")
        if settings.DEMONSTRATION_ACCOUNTS:
            accounts = make_development_accounts()
            self.stdout.write(f"Development accounts: {accounts} made (password {PASSWORD}).")
