"""Servers on the loopback interface that are in trouble, or make it."""

import json
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

# What a server does with a request; it is given what sends.
Answer = Callable[[Callable[[bytes], None]], None]


class _Handler(socketserver.StreamRequestHandler):
    server: "FakeServer"

    def handle(self) -> None:
        try:
            while self.rfile.readline():
                length = 0
                while header := self.rfile.readline().strip():
                    name, _, value = header.partition(b":")
                    if name.lower() == b"content-length":
                        length = int(value)
                self.rfile.read(length)
                self.server.requests += 1
                self.server.answer(self.wfile.write)
        except (OSError, _HangUp):
            pass
        finally:
            self.server.hung_up.set()


class _HangUp(Exception):
    """The server closes the connection."""


class FakeServer(socketserver.ThreadingTCPServer):
    """Answers each request as `answer` does; it may be changed at any time."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer = answer
        self.requests = 0
        self.hung_up = threading.Event()

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self.server_address[1]}"


@contextmanager
def running(answer: Answer) -> Iterator[FakeServer]:
    """Give a server that runs until the end of the block."""
    with FakeServer(answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def http(status: int, body: bytes, kind: str = "application/json", close: bool = False) -> bytes:
    """Return an HTTP answer, from what looks like an Elasticsearch."""
    head = [
        f"HTTP/1.1 {status} Some reason",
        f"Content-Type: {kind}",
        f"Content-Length: {len(body)}",
        "X-Elastic-Product: Elasticsearch",
        *(["Connection: close"] if close else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def says(status: int, content: Any, kind: str = "application/json") -> Answer:
    """Answer everything with the same content: text, or what becomes JSON."""
    body = content if isinstance(content, str) else json.dumps(content)

    def answer(send: Callable[[bytes], None]) -> None:
        send(http(status, body.encode(), kind))

    return answer


def fails(status: int, kind: str) -> Answer:
    """Answer everything with an error of the server's own."""
    return says(status, {"error": {"type": kind, "reason": "a reason"}, "status": status})


def items(*statuses: tuple[int, str]) -> Answer:
    """Answer a bulk request item by item, a status and the type of an error for each."""

    def answer(send: Callable[[bytes], None]) -> None:
        content = [
            {
                "index": {"_id": str(pk), "status": status}
                | ({"error": {"type": kind, "reason": f"reason of {pk}"}} if kind else {})
            }
            for pk, (status, kind) in enumerate(statuses, start=1)
        ]
        send(http(200, json.dumps({"errors": True, "items": content}).encode()))

    return answer


def hangs(send: Callable[[bytes], None]) -> None:
    """Answer nothing, for longer than anybody waits."""
    time.sleep(20)


def trickles(send: Callable[[bytes], None]) -> None:
    """Send the body a byte at a time, never late and never done."""
    send(http(200, b"{" + b" " * 1_000)[:-1_000])
    _drip(send)


def trickles_before_closing(send: Callable[[bytes], None]) -> None:
    """Do the same on a connection that is not to be kept."""
    send(http(200, b"{" + b" " * 1_000, close=True)[:-1_000])
    _drip(send)


def trickles_headers(send: Callable[[bytes], None]) -> None:
    """Send the headers a byte at a time."""
    send(b"HTTP/1.1 200 OK\r\nX-Header: ")
    _drip(send)


def hangs_up(send: Callable[[bytes], None]) -> None:
    """Close the connection without an answer."""
    raise _HangUp


def hangs_up_midway(send: Callable[[bytes], None]) -> None:
    """Close the connection in the middle of the answer."""
    send(http(200, b'{"responses": []}')[:-5])
    raise _HangUp


def talks_nonsense(send: Callable[[bytes], None]) -> None:
    """Answer what is no HTTP."""
    send(b"\x00\xff SSH-2.0 who are you\r\n\r\n")
    raise _HangUp


def _drip(send: Callable[[bytes], None]) -> None:
    for _ in range(400):
        send(b" ")
        time.sleep(0.05)
