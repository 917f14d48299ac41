"""Calls of a server that end in time, whatever the server does.

The time limits of an HTTP client hold for each piece of an answer: a server that sends a byte a
second is never late, nor is a name that cannot be resolved. So a call runs in a thread of its
own. When its time is up, nobody waits for it any more, and its connection is cut, which ends the
thread. No more than a fixed number of threads run at once, also while a server hangs.
"""

import os
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

T = TypeVar("T")

_thread = threading.local()


class TimedCalls:
    """Runs calls, `most` of them at once, those above wait for their turn."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._turns = threading.BoundedSemaphore(most)

    def run(self, limit: float, work: Callable[[], T]) -> T:
        """Return what `work` returns, within `limit` seconds; what it raises is raised.

        Raises:
            TimeoutError: it has not returned by then.
            OSError: the system gives no thread.
        """
        until = time.monotonic() + limit
        if not self._turns.acquire(timeout=limit):
            raise TimeoutError
        call = _Call()
        answer: Future[T] = Future()

        def run() -> None:
            _thread.call = call
            try:
                answer.set_result(work())
            except BaseException as error:
                answer.set_exception(error)
            finally:
                call.end()
                self._turns.release()

        try:
            threading.Thread(target=run, name="search engine", daemon=True).start()
        except RuntimeError as error:
            self._turns.release()
            raise OSError(str(error)) from None
        try:
            return answer.result(until - time.monotonic())
        except TimeoutError:
            call.cut()
            raise


def make_cuttable(pool: HTTPConnectionPool) -> None:
    """Make the connections of a pool such that `TimedCalls` can cut them."""
    is_encrypted = isinstance(pool, HTTPSConnectionPool)
    pool.ConnectionCls = _CuttableTlsConnection if is_encrypted else _CuttableConnection


class _Call:
    """A call that runs, and a hold on the socket it uses."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hold: socket.socket | None = None
        self._is_cut = False

    def use(self, used: socket.socket) -> None:
        """Take a hold on a socket; it is one of our own, as the owner may close or wrap his."""
        hold = socket.socket(fileno=os.dup(used.fileno()))
        with self._lock:
            self._release()
            self._hold = hold
            if self._is_cut:
                _shut(hold)

    def cut(self) -> None:
        """End what is sent and received, now and from now on."""
        with self._lock:
            self._is_cut = True
            if self._hold:
                _shut(self._hold)

    def end(self) -> None:
        """Let go of the socket: the next call may use it."""
        with self._lock:
            self._release()

    def _release(self) -> None:
        if self._hold:
            self._hold.close()
            self._hold = None


def _shut(hold: socket.socket) -> None:
    # It may be shut already, by the other side.
    with suppress(OSError):
        hold.shutdown(socket.SHUT_RDWR)


class _CuttableConnection(HTTPConnection):
    """A connection that tells the call of its thread which socket it uses."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        _thread.call.use(connected)
        return connected

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock:
            _thread.call.use(self.sock)
        super().request(*args, **kwargs)


class _CuttableTlsConnection(_CuttableConnection, HTTPSConnection):
    """The same, encrypted."""
