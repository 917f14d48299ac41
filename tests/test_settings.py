"""Wrong settings stop the start with one sentence; right ones are read as they are meant."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from cms.settings import environment

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "cms.settings.production",
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLM",
    "ALLOWED_HOSTS": "www.example.org",
    "BASE_URL": "https://www.example.org",
    "DATABASE_URL": "postgres://user:password@localhost:5432/site",
    "EMAIL_URL": "smtp://localhost:25",
}


def run(tmp_path: Path, arguments: list[str], **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in an environment that sets these variables only."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path / "var"), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refusal(result: subprocess.CompletedProcess[str]) -> str:
    """Return the sentence that a refused start printed, and nothing but it."""
    assert result.returncode == 1
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY", environment.DEVELOPMENT_KEY * 3),
        ("SECRET_KEY", "a" * 60),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("BASE_URL", ""),
        ("BASE_URL", "http://www.example.org"),
        ("BASE_URL", "https://www.example.org/site"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "sqlite:////tmp/site.sqlite3"),
        ("DATABASE_URL", "postgres://user:password@localhost:port/site"),
        ("EMAIL_URL", ""),
        ("EMAIL_URL", "console://"),
        ("CACHE_URL", "memory"),
        ("SEARCH_URL", "solr://localhost"),
        ("SEARCH_URL", "tantivy://localhost"),
        ("SEARCH_URL", "opensearch://"),
        ("SEARCH_URL", "elasticsearch://localhost:9200/Two Words"),
        ("TRUSTED_PROXIES", "the-proxy"),
    ],
)
def test_production_names_the_setting_it_needs(tmp_path: Path, name: str, value: str) -> None:
    result = run(tmp_path, ["manage.py", "check"], **{**PRODUCTION, name: value})

    assert f" {name} " in refusal(result)


@pytest.mark.parametrize(
    "arguments",
    [
        ["manage.py", "runserver"],
        ["manage.py", "migrate"],
        ["-m", "gunicorn"],
        ["-c", "import cms.asgi"],
    ],
)
def test_every_way_to_start_refuses_plainly(tmp_path: Path, arguments: list[str]) -> None:
    result = run(tmp_path, arguments, **{**PRODUCTION, "SECRET_KEY": ""})

    assert " SECRET_KEY " in refusal(result)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("VAR_DIR", "/proc/nowhere"),
        ("DEBUG", "yes"),
        ("DATABASE_URL", "mysql://localhost/site"),
        ("DATABASE_URL", "postgres://localhost"),
    ],
)
def test_a_wrong_setting_stops_development_too(tmp_path: Path, name: str, value: str) -> None:
    result = run(tmp_path, ["manage.py", "check"], **{name: value})

    assert f" {name} " in refusal(result)


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    result = run(tmp_path, ["manage.py", "check"], DATABASE_URL="postgres://user:hunter2@h:x/site")

    assert "hunter2" not in refusal(result)


def test_production_passes_the_security_checks_of_django(tmp_path: Path) -> None:
    arguments = ["manage.py", "check", "--deploy", "--tag", "security", "--fail-level", "WARNING"]

    result = run(tmp_path, arguments, **PRODUCTION)

    assert result.returncode == 0, result.stderr


def test_mail_addresses_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    schemes = ("console", "smtp", "smtps")
    monkeypatch.setenv("EMAIL_URL", "smtp://clerk%40example.org:se%3Acret@mail.example.org:587")
    clear = environment.email("EMAIL_URL", schemes)
    monkeypatch.setenv("EMAIL_URL", "smtps://mail.example.org")
    secure = environment.email("EMAIL_URL", schemes)

    assert clear["EMAIL_HOST_USER"] == "clerk@example.org"
    assert clear["EMAIL_HOST_PASSWORD"] == "se:cret"
    assert (clear["EMAIL_PORT"], clear["EMAIL_USE_TLS"], clear["EMAIL_USE_SSL"]) == (
        587,
        True,
        False,
    )
    assert (secure["EMAIL_PORT"], secure["EMAIL_USE_TLS"], secure["EMAIL_USE_SSL"]) == (
        465,
        False,
        True,
    )


def test_databases_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://user:p%40ss@localhost:5433/site")

    found = environment.database("DATABASE_URL", ("postgres",))

    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "user",
        "p@ss",
        "localhost",
        5433,
        "site",
    )


def test_the_cache_is_shared_where_redis_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.cache("CACHE_URL")["BACKEND"].endswith("LocMemCache")

    monkeypatch.setenv("CACHE_URL", "redis://localhost:6379/0")

    assert environment.cache("CACHE_URL")["LOCATION"] == "redis://localhost:6379/0"


def test_a_list_of_networks_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1, 192.168.0.0/16")

    assert environment.networks("TRUSTED_PROXIES") == ["10.0.0.1", "192.168.0.0/16"]
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1/8")
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        environment.networks("TRUSTED_PROXIES")
