"""The worker runs as long as its server, in processes of their own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import children, is_running, kill, wait_for

# A server that does nothing but to keep a worker.
SERVER = """
import os, time
from cms.core.worker import Worker
Worker(os.getpid()).start()
time.sleep(120)
"""
# Django takes a second or more to start.
START = 30


@contextmanager
def started(tmp_path: Path, *arguments: str, **variables: str) -> Iterator[int]:
    """Start Python as a server over a site of its own, and give its process id."""
    with subprocess.Popen(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), **variables},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    ) as server:
        try:
            yield server.pid
        finally:
            if server.poll() is None:
                server.kill()


def worker_of(server: int) -> int | None:
    return next(iter(children(server, "work", "--beside")), None)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[int]:
    with started(tmp_path, "-c", SERVER) as pid:
        yield pid


def test_a_worker_that_is_killed_comes_back_within_two_seconds(server: int) -> None:
    first = wait_for(lambda: worker_of(server), START)

    kill(first)

    second = wait_for(lambda: (found := worker_of(server)) != first and found, 2)
    assert is_running(second)


def test_a_worker_ends_when_its_server_is_killed(server: int) -> None:
    worker = wait_for(lambda: worker_of(server), START)

    kill(server)

    wait_for(lambda: not is_running(worker), START)


def test_one_signal_stops_the_server_and_its_worker(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with started(tmp_path, "-m", "gunicorn", PORT=port) as server:
        worker = wait_for(lambda: worker_of(server), START)

        os.kill(server, signal.SIGTERM)

        wait_for(lambda: not is_running(server), START)
        assert not is_running(worker)


def test_the_development_server_has_a_worker_too(tmp_path: Path) -> None:
    with started(tmp_path, "manage.py", "runserver", "--noreload", "0", DEBUG="on") as server:
        worker = wait_for(lambda: worker_of(server), START)

        os.kill(server, signal.SIGTERM)

        wait_for(lambda: not is_running(worker), START)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_of_its_own_runs_until_a_signal(tmp_path: Path, number: int) -> None:
    with subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stderr
        # It works: a site without tables lets each of its jobs fail, and that is logged.
        wait_for(worker.stderr.readline, START)

        worker.send_signal(number)

        assert worker.wait(5) == 0
        worker.stderr.close()
