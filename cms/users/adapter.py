"""How django-allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from cms.users.clients import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in only: accounts come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody opens an account alone."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that failed sign-ins are counted for."""
        return client_address(request)
