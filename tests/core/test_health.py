"""What watches the site gets a true answer."""

from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from cms.core import checks


def test_a_running_process_is_live_without_the_database(client: Client) -> None:
    response = client.get("/health/live")

    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_a_migrated_site_is_ready(client: Client) -> None:
    assert client.get("/health/ready").status_code == 200


@pytest.mark.django_db
def test_a_site_with_a_migration_to_do_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MigrationRecorder, "applied_migrations", lambda _recorder: {})

    response = client.get("/health/ready")

    assert (response.status_code, response.content) == (503, b"migrations: pending")


def test_a_site_without_its_database_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise OperationalError

    monkeypatch.setattr("cms.core.views.MigrationExecutor", fail)

    response = client.get("/health/ready")

    assert (response.status_code, response.content) == (503, b"database: no answer")


def test_messages_that_are_not_compiled_are_noticed(settings: Settings, tmp_path: Path) -> None:
    settings.LOCALE_PATHS = [tmp_path]
    for code, _name in settings.LANGUAGES[1:]:
        (tmp_path / code / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / code / "LC_MESSAGES" / "django.mo").touch()

    (warning,) = checks.messages_are_compiled()

    assert warning.id == "core.W001"
    assert "/fr/" in warning.msg
