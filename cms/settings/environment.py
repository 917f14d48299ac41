"""Readers of environment variables that fail with one sentence saying what to set."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """Return the variable `name`, or `default`; without a default an empty one is refused.

    Raises:
        ImproperlyConfigured: the variable is missing and has no default.
    """
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return default


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


def url(name: str, schemes: tuple[str, ...], default: str | None = None) -> str:
    """Return the variable `name` as a URL whose scheme is one of `schemes`.

    Raises:
        ImproperlyConfigured: the scheme is another one.
    """
    value = text(name, default)
    if urlsplit(value).scheme not in schemes:
        allowed = ", ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"Set {name} to an address that begins with one of: {allowed}.")
    return value
