"""Runs judged queries and sums up how well they were answered."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.utils import translation

from search import searching
from search.engines.protocol import Engine, EngineError
from search.evaluation import metrics
from search.evaluation.judged import JudgedQuery, QueryClass, Scope
from search.evaluation.relevance import Ground, Item, grades
from search.requests import LARGEST_PAGE, SearchRequest

# Answers a query with what is found, the best first.
Search = Callable[[JudgedQuery], list[Item]]

ALL = "all"


@dataclass(frozen=True)
class Outcome:
    """What a search found for a query, and the grades of what is relevant to it."""

    query: JudgedQuery
    grades: dict[Item, int]
    found: list[Item]

    @property
    def ndcg(self) -> float:
        """The nDCG of the first ten."""
        return metrics.ndcg(self.found, self.grades)


@dataclass(frozen=True)
class Summary:
    """The means of the measures over the queries of a language and class; `ALL` for all of them."""

    language: str
    query_class: str
    queries: int
    ndcg: float
    reciprocal_rank: float
    recall_at: float
    recall: float


def of_engine(engine: Engine) -> Search:
    """Return the search of the site, with an engine of its own."""

    def search(query: JudgedQuery) -> list[Item]:
        ask = (
            searching.search_villages
            if query.scope == Scope.VILLAGES
            else searching.search_everything
        )
        found: list[Item] = []
        page = pages = 1
        while page <= pages:
            request = SearchRequest(
                language=query.language, query=query.text, page=page, page_size=LARGEST_PAGE
            )
            with translation.override(query.language):
                answer = ask(request, engine=engine)
            if answer.is_degraded:
                raise EngineError("The engine did not answer a judged query in time.")
            found += [Item(hit.kind, hit.document.key) for hit in answer.hits]
            pages = answer.pages
            page += 1
        return found

    return search


def judge(
    queries: Iterable[JudgedQuery], ground: Ground
) -> tuple[list[tuple[JudgedQuery, dict[Item, int]]], list[JudgedQuery]]:
    """Return the queries with the grades of what is relevant, and those nothing is relevant to.

    Raises:
        QueryFault: a rule names a commune that is not there.
    """
    judged = [(query, grades(query, ground)) for query in queries]
    return (
        [(query, graded) for query, graded in judged if graded],
        [query for query, graded in judged if not graded],
    )


def measure(judged: Iterable[tuple[JudgedQuery, dict[Item, int]]], search: Search) -> list[Outcome]:
    """Run the queries."""
    return [Outcome(query, graded, search(query)) for query, graded in judged]


def summarise(outcomes: Sequence[Outcome]) -> list[Summary]:
    """Return the means per language and class, then per language, per class and of all."""
    languages = list(dict.fromkeys(outcome.query.language for outcome in outcomes))
    classes = [*QueryClass, ALL]
    summaries = []
    for language in [*languages, ALL]:
        for query_class in classes:
            chosen = [
                outcome
                for outcome in outcomes
                if language in (outcome.query.language, ALL)
                and query_class in (outcome.query.query_class, ALL)
            ]
            if chosen:
                summaries.append(_summary(language, query_class, chosen))
    return summaries


def _summary(language: str, query_class: str, outcomes: Sequence[Outcome]) -> Summary:
    return Summary(
        language=language,
        query_class=query_class,
        queries=len(outcomes),
        ndcg=fmean(outcome.ndcg for outcome in outcomes),
        reciprocal_rank=fmean(
            metrics.reciprocal_rank(outcome.found, outcome.grades) for outcome in outcomes
        ),
        recall_at=fmean(metrics.recall_at(outcome.found, outcome.grades) for outcome in outcomes),
        recall=fmean(metrics.recall(outcome.found, outcome.grades) for outcome in outcomes),
    )
