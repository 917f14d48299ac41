"""Measures of a list of results, given how relevant each thing is.

A list is one of things found, the best first. `grades` holds the grade of each relevant thing,
1 to 3; what is not in it is not relevant. A thing that stands in a list twice counts once.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

DEPTH = 10

Thing = TypeVar("Thing", bound=Hashable)


def discounted_cumulative_gain(grades: Sequence[int]) -> float:
    """Return the sum of (2^grade - 1) / log2(rank + 1) over the ranks, which begin at 1.

    The discount is that of Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR
    techniques" (2002); the gain that of Burges et al., "Learning to rank using gradient descent"
    (2005).
    """
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def ndcg(found: Sequence[Thing], grades: Mapping[Thing, int], depth: int = DEPTH) -> float:
    """Return the discounted cumulative gain of the first `depth`, as a share of the best possible.

    It is 1 for the best possible order (Järvelin and Kekäläinen 2002), and 0 where nothing is
    relevant.
    """
    best = discounted_cumulative_gain(sorted(grades.values(), reverse=True)[:depth])
    return discounted_cumulative_gain(_in_order(found, grades)[:depth]) / best if best else 0.0


def reciprocal_rank(found: Sequence[Thing], grades: Mapping[Thing, int]) -> float:
    """Return 1 / the rank of the first relevant thing, 0 without one.

    Its mean over queries is the MRR of Voorhees, "The TREC-8 question answering track report"
    (1999).
    """
    for rank, grade in enumerate(_in_order(found, grades), start=1):
        if grade:
            return 1 / rank
    return 0.0


def recall_at(found: Sequence[Thing], grades: Mapping[Thing, int], depth: int = DEPTH) -> float:
    """Return the share of the relevant things among the first `depth`, of those that fit there.

    That is the number found / min(`depth`, number of relevant things): recall (Manning, Raghavan
    and Schütze, "Introduction to Information Retrieval", section 8.3), capped so that 1 can be
    reached.
    """
    fitting = min(depth, _relevant(grades))
    return sum(map(bool, _in_order(found, grades)[:depth])) / fitting if fitting else 0.0


def recall(found: Sequence[Thing], grades: Mapping[Thing, int]) -> float:
    """Return the share of the relevant things that were found at all.

    The formula is that of Manning, Raghavan and Schütze, section 8.3: relevant things found /
    relevant things.
    """
    relevant = _relevant(grades)
    return sum(map(bool, _in_order(found, grades))) / relevant if relevant else 0.0


def _in_order(found: Sequence[Thing], grades: Mapping[Thing, int]) -> list[int]:
    """Return the grades of what was found; 0 for what is not relevant or stood before."""
    seen: set[Thing] = set()
    ordered = []
    for thing in found:
        ordered.append(0 if thing in seen else grades.get(thing, 0))
        seen.add(thing)
    return ordered


def _relevant(grades: Mapping[Thing, int]) -> int:
    return sum(1 for grade in grades.values() if grade)
