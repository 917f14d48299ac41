"""The production server, as gunicorn.conf.py sets it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from tests.test_settings import PRODUCTION


@contextmanager
def served(var_dir: Path, trusted_proxies: str) -> Iterator[int]:
    """Serve the production site on a free port, and see that one signal stops all of it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn"],
        cwd=settings.BASE_DIR,
        env={
            **PRODUCTION,
            "PATH": os.environ["PATH"],
            "PORT": str(port),
            "VAR_DIR": str(var_dir),
            "TRUSTED_PROXIES": trusted_proxies,
        },
        stderr=subprocess.DEVNULL,
    ) as server:
        for _ in range(300):
            if is_open(port):
                break
            time.sleep(0.1)
        try:
            yield port
        finally:
            server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
    assert not is_open(port)


def is_open(port: int) -> bool:
    """Return whether something listens on `port`."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, path: str, *headers: str) -> str:
    """Return the head of the answer to a request."""
    lines = [f"GET {path} HTTP/1.1", "Host: www.example.org", "Connection: close", *headers, "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
        client.sendall("\r\n".join(lines).encode())
        answer = b""
        while part := client.recv(65536):
            answer += part
    return answer.split(b"\r\n\r\n")[0].decode("latin-1")


def test_it_answers_and_long_addresses_reach_the_application(tmp_path: Path) -> None:
    with served(tmp_path, "") as port:
        assert ask(port, "/health/live").startswith("HTTP/1.1 200")
        assert ask(port, "/health/live?" + "a" * 11_980).startswith("HTTP/1.1 200")


def test_only_a_trusted_proxy_says_that_a_request_came_by_https(tmp_path: Path) -> None:
    with served(tmp_path, "10.0.0.1") as port:
        stranger = ask(port, "/robots.txt", "X-Forwarded-Proto: https")
    with served(tmp_path, "127.0.0.1") as port:
        proxy = ask(port, "/robots.txt", "X-Forwarded-Proto: https")

    assert stranger.startswith("HTTP/1.1 301")
    assert "https://www.example.org/robots.txt" in stranger
    assert proxy.startswith("HTTP/1.1 200")
    assert "Strict-Transport-Security: max-age=31536000" in proxy
