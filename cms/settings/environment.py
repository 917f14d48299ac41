"""Readers of environment variables that fail with one sentence saying what to set."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT_KEY = "development-only-not-a-secret"
SECRET_LENGTH = 50
SQLITE = "django.db.backends.sqlite3"


@contextmanager
def one_sentence() -> Iterator[None]:
    """Turn a wrong setting, which is for the operator to correct, into one line and status 1."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(f"The site cannot start. {error}")


def text(name: str, default: str = "") -> str:
    """Return the variable `name`, or `default` where it is missing or empty."""
    return os.environ.get(name, "").strip() or default


def secret(name: str) -> str:
    """Return the variable `name`, long and varied enough to be a secret.

    Raises:
        ImproperlyConfigured: it is missing, too short, or one that everybody knows.
    """
    value = text(name)
    known = value.startswith("django-insecure-") or DEVELOPMENT_KEY in value
    if len(value) < SECRET_LENGTH or len(set(value)) < 10 or known:
        raise ImproperlyConfigured(
            f"Set {name} to a random text of {SECRET_LENGTH} characters or more."
        )
    return value


def comma_separated(name: str, default: str = "") -> list[str]:
    """Return the variable `name` as a list, its items stripped, empty ones left out."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def switch(name: str, default: str) -> bool:
    """Return whether the variable `name` is `on`.

    Raises:
        ImproperlyConfigured: the value is neither `on` nor `off`.
    """
    value = text(name, default).lower()
    if value not in {"on", "off"}:
        raise ImproperlyConfigured(f"Set {name} to 'on' or 'off', not {value!r}.")
    return value == "on"


def directory(name: str, default: Path) -> Path:
    """Return the variable `name` as an absolute path, made when it does not exist.

    Raises:
        ImproperlyConfigured: the directory cannot be made or written to.
    """
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"Set {name} to a directory that can be written to: {error}."
        ) from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"Set {name} to a directory that can be written to, not {path}.")
    return path


def url(name: str, schemes: tuple[str, ...], default: str = "") -> str:
    """Return the variable `name` as a URL whose scheme is one of `schemes`.

    Raises:
        ImproperlyConfigured: the scheme is another one, or the address cannot be read.
    """
    value = text(name, default)
    _split(name, value, schemes)
    return value


def site_address(name: str, default: str = "") -> str:
    """Return the variable `name`: scheme, host and port of a site, nothing behind.

    Raises:
        ImproperlyConfigured: it is no such address.
    """
    value = text(name, default).rstrip("/")
    parts = _split(name, value, ("http", "https"))
    if not parts.hostname or parts.path or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"Set {name} to the address of the site without a path, as https://www.example.org."
        )
    return value


def port(name: str, default: str) -> int:
    """Return the variable `name` as the number of a port.

    Raises:
        ImproperlyConfigured: it is none.
    """
    value = text(name, default)
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise ImproperlyConfigured(f"Set {name} to a number from 1 to 65535, not {value!r}.")
    return int(value)


def networks(name: str) -> list[str]:
    """Return the variable `name` as a list of IP addresses and networks.

    Raises:
        ImproperlyConfigured: one of them is neither.
    """
    items = comma_separated(name)
    for item in items:
        try:
            ip_network(item)
        except ValueError:
            raise ImproperlyConfigured(
                f"Set {name} to IP addresses or networks separated by commas, not {item!r}."
            ) from None
    return items


def database(name: str, schemes: tuple[str, ...], default: str = "") -> dict[str, Any]:
    """Return the database that the variable `name` describes, as Django wants it.

    Raises:
        ImproperlyConfigured: the scheme is another one, or the address cannot be read.
    """
    value = text(name, default)
    parts = _split(name, value, schemes)
    if parts.scheme != "sqlite" and not (parts.hostname and parts.path.strip("/")):
        raise ImproperlyConfigured(f"Set {name} as postgres://user:password@host:port/name.")
    found: dict[str, Any] = {**dj_database_url.parse(value, conn_max_age=60)}
    if found["ENGINE"] == SQLITE:
        # WAL lets readers go on while one process writes; IMMEDIATE avoids a deadlock when a
        # reading transaction turns into a writing one.
        found["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;"
            " PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
        }
    return found


def email(name: str, schemes: tuple[str, ...], default: str = "") -> dict[str, Any]:
    """Return the settings of Django that send mail as the variable `name` says.

    `smtp` begins in clear and turns to TLS when there is a password to protect; `smtps` is TLS
    from the first byte; `console` prints.

    Raises:
        ImproperlyConfigured: the scheme is another one, or the address cannot be read.
    """
    parts = _split(name, text(name, default), schemes)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if not parts.hostname:
        raise ImproperlyConfigured(f"Set {name} as smtp://user:password@host:port.")
    secure = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if secure else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": not secure and bool(parts.password),
        "EMAIL_TIMEOUT": 10,
    }


def cache(name: str) -> dict[str, Any]:
    """Return the cache that the variable `name` describes; without it, the process's memory.

    Raises:
        ImproperlyConfigured: the scheme is another one, or the address cannot be read.
    """
    if not text(name):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url(name, ("redis", "rediss")),
    }


def search(name: str, schemes: tuple[str, ...], default: str) -> str:
    """Return the variable `name`: the URL of the engine of the search.

    Raises:
        ImproperlyConfigured: the scheme is another one, or the address cannot be read.
    """
    value = text(name, default)
    parts = _split(name, value, schemes)
    is_embedded = parts.scheme == urlsplit(default).scheme
    prefix = parts.path.strip("/")
    if is_embedded and (parts.netloc or prefix):
        raise ImproperlyConfigured(f"Set {name} to {default} and nothing behind, or to a server.")
    if not is_embedded and not parts.hostname:
        raise ImproperlyConfigured(f"Set {name} as {parts.scheme}://user:password@host:port.")
    if not re.fullmatch(r"(?:[a-z0-9][a-z0-9_-]{0,99})?", prefix):
        raise ImproperlyConfigured(
            f"Set {name} to an address with a prefix of small letters, digits and hyphens."
        )
    return value


def _split(name: str, value: str, schemes: tuple[str, ...]) -> SplitResult:
    try:
        parts = urlsplit(value)
        # Reading the port is what finds that it is no number.
        _ = parts.port
    except ValueError as error:
        # The value may hold a password: it is not shown.
        raise ImproperlyConfigured(f"Set {name} to an address that can be read: {error}.") from None
    if parts.scheme not in schemes:
        allowed = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"Set {name} to an address that begins with one of: {allowed}.")
    return parts
