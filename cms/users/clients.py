"""Who is asking."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the IP address of the visitor, as far as it can be believed.

    Each proxy adds to X-Forwarded-For, on the right, the address it was asked from. It is read
    from there for as long as the one who wrote it is in `TRUSTED_PROXIES`.
    """
    address = request.META.get("REMOTE_ADDR", "")
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    while forwarded and _is_trusted(address):
        claimed = forwarded.pop().strip()
        if not _is_address(claimed):
            break
        address = claimed
    return address


def _is_trusted(address: str) -> bool:
    return _is_address(address) and any(
        ip_address(address) in ip_network(network) for network in settings.TRUSTED_PROXIES
    )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
