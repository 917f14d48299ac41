"""What a process needs that has just been started: time for its first answers, and memory.

`python -m tests.performance.search_bench.fresh index|search` measures itself, and prints it.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings

MEGABYTE = 1024


@dataclass(frozen=True)
class Memory:
    """Resident memory in kB: of its own, and of files, which the kernel drops when it likes."""

    own: int
    files: int

    @classmethod
    def now(cls) -> "Memory":
        """Return what this process holds at the moment."""
        gc.collect()
        status = Path("/proc/self/status").read_text(encoding="ascii")
        held = dict(line.split(":", 1) for line in status.splitlines() if "kB" in line)
        own, files = (int(held[name].split()[0]) for name in ("RssAnon", "RssFile"))
        return cls(own, files)


class Steps:
    """Prints, step by step, the time and the memory each takes."""

    def __init__(self) -> None:
        self._memory = Memory.now()

    def take(self, title: str, work: Callable[[], object]) -> None:
        """Do a piece of work, and print what it takes."""
        start = time.perf_counter()
        work()
        elapsed = time.perf_counter() - start
        before, self._memory = self._memory, Memory.now()
        own = (self._memory.own - before.own) / MEGABYTE
        files = (self._memory.files - before.files) / MEGABYTE
        print(f"  {title:<44}{elapsed:>8.2f} s{own:>+9.1f} MB{files:>+9.1f} MB of files")


def main(what: str) -> None:
    """Measure the index alone, or everything a search needs."""
    from search.searching import search_everything, search_villages, suggest
    from tests.performance.search_bench.asked import Asked
    from tests.performance.search_bench.engines import embedded

    asked = Asked.draw()
    engine = embedded(Path(os.environ["BENCH_INDEX"]))
    steps = Steps()
    if what == "index":
        from search.analysis import clean, words_of
        from search.texts import TextSearch

        def find() -> None:
            for request in [*asked.text, *asked.wishes, *asked.place]:
                texts = TextSearch(request.language, engine)
                words = list(words_of(clean(request.query)))
                texts.known(word.folded for word in words)
                texts.find(words, request.query)

        first = asked.text[0]
        words = list(words_of(first.query))
        steps.take(
            "index: opened in four languages, first words",
            lambda: TextSearch(first.language, engine).find(words, first.query),
        )
        steps.take(f"index: {3 * len(asked.text)} searches of all its words", find)
        return
    from search.offer import current_offer
    from search.query.lexicon import current_lexicon

    steps.take("offer: table of all facts", current_offer)
    steps.take("lexicon: names and vocabulary", lambda: current_lexicon(current_offer()))
    steps.take("first search", lambda: search_villages(asked.text[0], engine=engine))
    steps.take("first suggestion", lambda: suggest("au", "fr"))
    steps.take(
        f"{len(asked.mixed)} mixed searches",
        lambda: [search_everything(request, engine=engine) for request in asked.mixed],
    )
    steps.take(
        f"{len(asked.beginnings)} suggestions in four languages",
        lambda: [suggest(request.query, request.language) for request in asked.beginnings],
    )
    whole = Memory.now()
    print(
        f"  the whole process: {whole.own // MEGABYTE} MB, "
        f"and {whole.files // MEGABYTE} MB of files ({settings.SETTINGS_MODULE})"
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    django.setup()
    main(sys.argv[1])
