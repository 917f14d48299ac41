"""Measure how long the site that is set up takes to render its pages, and with how many queries.

`make bench` runs it. No server, no network and no page cache take part: it is the work behind
one page that nobody has asked for yet. "First" includes reading the templates.
"""

import os
import statistics
import sys
import time
from pathlib import Path

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ADDRESSES = {
    "fr": ("/fr/", "/fr/villages/", "/fr/villages/lombez/"),
    "en": ("/en/", "/en/villages/", "/en/villages/lombez/"),
    "de": ("/de/", "/de/doerfer/", "/de/doerfer/lombez/"),
    "nl": ("/nl/", "/nl/dorpen/", "/nl/dorpen/lombez/"),
}
TIMES = 20


def render(client: Client, address: str) -> tuple[float, int]:
    """Return the milliseconds a page takes, and its size in kB.

    Raises:
        SystemExit: the address does not answer 200.
    """
    start = time.perf_counter()
    response = client.get(address)
    elapsed = (time.perf_counter() - start) * 1000
    if response.status_code != 200:
        sys.exit(f"{address} answers {response.status_code}: is the site set up ('make setup')?")
    return elapsed, len(response.content) // 1024


def main() -> None:
    """Print a line for each page."""
    client = Client(headers={"host": "localhost"})
    print(f"{'address':<24}{'first':>10}{f'median of {TIMES}':>16}{'queries':>9}{'size':>9}")
    for addresses in ADDRESSES.values():
        for address in addresses:
            first, size = render(client, address)
            again = statistics.median(render(client, address)[0] for _ in range(TIMES))
            with CaptureQueriesContext(connection) as queries:
                render(client, address)
            print(f"{address:<24}{first:>7.1f} ms{again:>13.1f} ms{len(queries):>9}{size:>6} kB")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    main()
