"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only: accounts come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody opens an account alone."""
        return False
