"""The command that measures the search by judged queries."""

import re
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.core.i18n import LANGUAGES
from search.engines.protocol import EngineError
from search.evaluation.indexes import temporary_index
from search.evaluation.judged import Half, JudgedQuery, QueryClass, QueryFault, load_all
from search.evaluation.relevance import Ground, Item
from search.evaluation.runs import Outcome, Search, judge, measure, of_engine, summarise
from search.evaluation.stock import stock_search

STOCK = "stock"
BOTH = "both"
GOOD_ENOUGH = 0.95
TITLES_SHOWN = 10
WHY_UNSEEN = (
    "The queries of the unseen half are not listed: whoever tunes the search would come to know "
    "them, and they would no longer tell how it answers what it has not seen."
)
HEADER = (
    f"{'language':<10}{'class':<16}{'queries':>8}{'nDCG@10':>9}{'MRR':>8}{'recall@10':>11}"
    f"{'recall':>8}"
)


class Command(BaseCommand):
    """Print how well judged queries are answered, by each engine and by the stock search."""

    help = "Measure the search by judged queries: nDCG@10, MRR and recall by language and class."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add which engines, halves, classes and languages are measured."""
        parser.add_argument(
            "--engine",
            action="append",
            metavar="URL",
            help="tantivy://, elasticsearch://host:port or opensearch://host:port; repeatable. "
            "That of SEARCH_URL by default.",
        )
        parser.add_argument("--half", choices=[*Half, BOTH], default=BOTH)
        parser.add_argument(
            "--class", dest="classes", action="append", choices=list(QueryClass), help="Repeatable."
        )
        parser.add_argument(
            "--language", action="append", choices=list(LANGUAGES), help="Repeatable."
        )
        parser.add_argument(
            "--show-misses",
            action="store_true",
            help=f"List the queries of the seen half with an nDCG@10 below {GOOD_ENOUGH}.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure each engine with an index of its own, then the stock search.

        Raises:
            CommandError: a file of queries cannot be used, or an engine does not answer.
        """
        halves = list(Half) if options["half"] == BOTH else [Half(options["half"])]
        try:
            queries = load_all(halves, options["language"])
            if options["classes"]:
                queries = [query for query in queries if query.query_class in options["classes"]]
            self._ground = Ground.read()
            self._judged, idle = judge(queries, self._ground)
        except QueryFault as error:
            raise CommandError(str(error)) from error
        self._warn_of(idle)
        try:
            for url in options["engine"] or [settings.SEARCH_URL]:
                name = _without_login(url)
                with temporary_index(url) as engine:
                    self._measure(name, of_engine(engine), halves, options["show_misses"])
        except (EngineError, ValueError) as error:
            raise CommandError(f"{name}: {error}") from error
        self._measure(STOCK, stock_search, halves, show_misses=False)
        if options["show_misses"] and Half.UNSEEN in halves:
            self.stdout.write(f"\n{WHY_UNSEEN}")

    def _warn_of(self, idle: Sequence[JudgedQuery]) -> None:
        """Name the queries that are left out; those of the unseen half by their number only."""
        for query in idle:
            self.stderr.write(
                f"{query.half}/{query.language}.toml, query {query.number}: nothing in this "
                "database is relevant to it; it is left out."
            )

    def _measure(
        self, name: str, search: Search, halves: Sequence[Half], show_misses: bool
    ) -> None:
        for half in halves:
            judged = [(query, graded) for query, graded in self._judged if query.half == half]
            outcomes = measure(judged, search)
            self.stdout.write(f"\n{name}, {half} half\n{HEADER}")
            for row in summarise(outcomes):
                self.stdout.write(
                    f"{row.language:<10}{row.query_class:<16}{row.queries:>8}"
                    f"{row.ndcg:>9.3f}{row.reciprocal_rank:>8.3f}{row.recall_at:>11.3f}"
                    f"{row.recall:>8.3f}"
                )
            if show_misses and half == Half.SEEN:
                self._show_misses(outcomes)

    def _show_misses(self, outcomes: Sequence[Outcome]) -> None:
        for outcome in sorted(outcomes, key=lambda one: one.ndcg):
            if outcome.ndcg < GOOD_ENOUGH:
                query = outcome.query
                best_first = sorted(outcome.grades, key=lambda item: -outcome.grades[item])
                self.stdout.write(
                    f"\n{outcome.ndcg:.3f}  {query.language} {query.query_class}: {query.text}"
                    f"\n  judged by: {query.reason}"
                    f"\n  expected ({len(best_first)}): {self._titles(best_first, outcome)}"
                    f"\n  found ({len(outcome.found)}): {self._titles(outcome.found, outcome)}"
                )

    def _titles(self, items: Sequence[Item], outcome: Outcome) -> str:
        """Return the titles of the first items, each with its grade."""
        titles = [
            f"{self._ground.titles.get(item, ' '.join(item))} [{outcome.grades.get(item, 0)}]"
            for item in items[:TITLES_SHOWN]
        ]
        more = ["…"] if len(items) > TITLES_SHOWN else []
        return ", ".join([*titles, *more]) or "nothing"


def _without_login(url: str) -> str:
    return re.sub(r"//[^/]*@", "//", url)
