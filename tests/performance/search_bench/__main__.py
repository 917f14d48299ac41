"""Measure how long the search takes to answer, at two sizes, on every engine there is.

`make bench` runs it. The small size is the site that is set up. The large one is 35,000 communes
in four languages, as many as France has, made up in a site of its own below VAR_DIR/bench, which
stays for the next time (about 1 GB; it may be deleted). Neither the live database nor the live
index is written to.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

SMALL, LARGE, BOTH = "small", "large", "both"
AIMS = {SMALL: "p95 of 25 ms", LARGE: "p95 of 80 ms, index built in 600 s and below 300 MB"}
# What is measured in a process of its own.
FRESH = {
    "index": "a fresh process, the embedded index alone",
    "search": "a fresh process, everything a search needs (cold)",
}
NO_STOCK = (
    "\nstock wagtail.search: not measured at this size. It searches pages, and to make 140,000\n"
    "pages of Wagtail, each in its tree and with its index entry, takes hours."
)


def main() -> None:
    """Measure the sizes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--size",
        choices=(SMALL, LARGE, BOTH),
        default=os.environ.get("BENCH_SIZE") or BOTH,
        help="BENCH_SIZE by default, else both.",
    )
    parser.add_argument("--in-own-site", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    if options.in_own_site:
        make_large()
        measure(LARGE)
        return
    if options.size in {SMALL, BOTH}:
        measure(SMALL)
    if options.size in {LARGE, BOTH}:
        sys.stdout.flush()
        subprocess.run(
            [sys.executable, "-m", "tests.performance.search_bench", "--in-own-site"],
            env=own_site(settings.VAR_DIR / "bench"),
            check=True,
        )


def own_site(directory: Path) -> dict[str, str]:
    """Return the environment of a site of its own; a former one of other making is removed."""
    stamp = directory / "made-of"
    made_of = _digest()
    if not stamp.exists() or stamp.read_text(encoding="ascii") != made_of:
        shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(exist_ok=True)
    return {
        **os.environ,
        "VAR_DIR": str(directory),
        "DATABASE_URL": "",
        "SEARCH_URL": "",
        "CACHE_URL": "",
        "BENCH_MADE_OF": made_of,
    }


def make_large() -> None:
    """Set up the large site, unless that has been done."""
    from tests.performance.search_bench.generated import VILLAGES, Generator
    from tests.performance.search_bench.progress import said

    stamp = settings.VAR_DIR / "made-of"
    if stamp.exists():
        call_command("migrate", interactive=False, verbosity=0)
        return
    start = time.monotonic()
    print(f"\nA site of {VILLAGES:,} communes is made in {settings.VAR_DIR}, the first time only.")
    call_command("set_up")
    Generator().fill(said("villages made up"))
    stamp.write_text(os.environ["BENCH_MADE_OF"], encoding="ascii")
    print(f"   done in {time.monotonic() - start:.0f} s")


def measure(size: str) -> None:
    """Print the tables of one size."""
    from search.engines.protocol import EngineError
    from search.engines.rows import RowsEngine
    from search.models import SearchDocument
    from tests.performance.search_bench import engines, pages, timing
    from tests.performance.search_bench.asked import Asked

    count = SearchDocument.objects.current().count()
    print(f"\n== {size.capitalize()} size: {count:,} search documents (aim: {AIMS[size]})\n")
    asked = Asked.draw()
    timing.print_times_without_engine(asked)
    with tempfile.TemporaryDirectory(prefix="search-bench-") as temporary:
        directory = settings.SEARCH_DIR if size == LARGE else Path(temporary)
        embedded = engines.embedded(directory)
        print()
        engines.build(embedded)
        print(f"tantivy: {engines.size_on_disk(directory) / 1_000_000:.1f} MB on disk")
        timing.print_times(embedded.name, embedded, asked)
        pages.print_times_of_pages(asked)
        for what, title in FRESH.items():
            print(f"\n{title}", flush=True)
            subprocess.run(
                [sys.executable, "-m", "tests.performance.search_bench.fresh", what],
                env={**os.environ, "BENCH_INDEX": str(directory)},
                check=True,
            )
    print()
    for name in engines.server_names():
        try:
            with engines.server(name) as engine:
                engines.build(engine)
                timing.print_times(name, engine, asked)
        except EngineError as error:
            print(f"{name} could not be measured: {error}")
        print()
    timing.print_times("no engine: the rows", RowsEngine(), asked)
    if size == SMALL:
        pages.print_times_of_stock_search(asked)
    else:
        print(NO_STOCK)


def _digest() -> str:
    """Return what tells the making of the large site from any other."""
    making = (Path(__file__).parent / "generated.py").read_bytes()
    return hashlib.sha256(making).hexdigest()


if __name__ == "__main__":
    main()
