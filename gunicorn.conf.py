"""How gunicorn serves the site: `python -m gunicorn` reads this file and nothing else."""

import logging
import os
import signal

from gunicorn.arbiter import Arbiter
from gunicorn.http import message

from cms.core.worker import Worker
from cms.settings import environment

wsgi_app = "cms.wsgi"

with environment.one_sentence():
    # Only a proxy on the same machine reaches the site, unless BIND says otherwise.
    bind = f"{environment.text('BIND', '127.0.0.1')}:{environment.port('PORT', '8000')}"
    # X-Forwarded-Proto is believed from these only: nobody else can pretend to come by HTTPS.
    forwarded_allow_ips = ",".join(environment.networks("TRUSTED_PROXIES"))

workers = 2
# Threads keep a worker answering while one reader is slow, and connections open between requests.
worker_class = "gthread"
threads = 4
# Loaded once, before the workers: they share its memory, and a fault stops the start.
preload_app = True
# Addresses of up to 12,000 bytes reach the application and get its own answer. Gunicorn allows
# 8,190 at most, or any number at all: its own bound is moved instead.
limit_request_line = message.MAX_REQUEST_LINE = 16384
# A socket in the home directory would be shared by all sites of a machine.
control_socket_disable = True

# The worker of the site runs beside the server, from its start to its end.
_worker = Worker(os.getpid())


# A signal that reaches a process between its birth and its first own handler would be lost, and the
# server would wait half a minute for that process. So they are held back until it can heed them.
_STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def _heed_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


os.register_at_fork(after_in_parent=_heed_signals)


def pre_fork(_server: Arbiter, _process: object) -> None:
    """Hold signals back while a process is born."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def post_worker_init(_process: object) -> None:
    """Heed signals, and let the search read what it needs before the first reader asks."""
    from django.db import DatabaseError

    from search.searching import warm_up

    _heed_signals()
    try:
        warm_up()
    except DatabaseError:
        # The site answers, and says at /health/ready what is wrong.
        logging.getLogger(__name__).warning("The search could not be warmed up.")


def when_ready(_server: Arbiter) -> None:
    """Start the worker."""
    _worker.start()


def on_exit(_server: Arbiter) -> None:
    """Stop the worker."""
    _worker.stop()
