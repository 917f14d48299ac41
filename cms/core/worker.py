"""The worker process beside a server: `manage.py work`, started again whenever it ends.

It stands on the standard library alone: gunicorn reads it before the site is there.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path

MANAGE = Path(__file__).resolve().parent.parent.parent / "manage.py"
# In seconds: how soon it is noticed that the worker ended, the least time from one start to the
# next, and how long it may take to stop.
INTERVAL = 0.2
LEAST_LIFE = 1.0
GRACE = 5.0


class Worker:
    """Keeps one worker running from `start` to `stop`.

    A worker whose server is killed ends by itself: it is told which process to watch.
    """

    def __init__(self, server_pid: int) -> None:
        self._command = [sys.executable, str(MANAGE), "work", "--beside", str(server_pid)]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep_running, name="worker", daemon=True)

    def start(self) -> None:
        """Start the worker and a thread that looks after it."""
        self._thread.start()

    def stop(self) -> None:
        """Stop the worker, if it was started; it is gone when this returns."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def _keep_running(self) -> None:
        while not self._stopping.is_set():
            started = time.monotonic()
            # In a session of its own, Ctrl+C reaches the server only, which then stops it.
            process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603
            while process.poll() is None and not self._stopping.wait(INTERVAL):
                pass
            if self._stopping.is_set():
                _end(process)
            else:
                self._stopping.wait(started + LEAST_LIFE - time.monotonic())


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
