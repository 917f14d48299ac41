"""The measures, against examples worked out by hand."""

import math

import pytest

from search.evaluation import metrics

GRADES = {"a": 3, "b": 2, "c": 1}


def test_gain_grows_with_the_grade_and_shrinks_with_the_rank() -> None:
    # The discounts of the first three ranks are 1, log2(3) and 2.
    expected = 7 + 3 / 1.584962500721156 + 0.5
    assert metrics.discounted_cumulative_gain([3, 2, 1]) == pytest.approx(expected)


def test_the_best_order_has_an_ndcg_of_one() -> None:
    assert metrics.ndcg(["a", "b", "c", "z"], GRADES) == 1


def test_a_worse_order_has_a_lower_ndcg() -> None:
    # (1 + 3/log2(3) + 7/2) / (7 + 3/log2(3) + 1/2) = 6.392789 / 9.392789
    assert metrics.ndcg(["c", "b", "a"], GRADES) == pytest.approx(0.680606, abs=1e-6)


def test_what_is_not_relevant_pushes_the_rest_down() -> None:
    assert metrics.ndcg(["z", "a"], {"a": 3}) == pytest.approx(1 / math.log2(3))


def test_ndcg_looks_at_no_more_than_its_depth() -> None:
    many = {f"relevant {number}": 3 for number in range(20)}
    assert metrics.ndcg(list(many), many) == 1
    assert metrics.ndcg(["z"] * 10 + list(many), many) == 0


def test_a_thing_found_twice_counts_once() -> None:
    assert metrics.ndcg(["a", "a", "a"], GRADES) == pytest.approx(7 / 9.392789, abs=1e-6)
    assert metrics.recall(["a", "a", "a"], GRADES) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("found", "expected"), [(["a"], 1), (["z", "b"], 1 / 2), (["x", "y", "z", "c"], 1 / 4)]
)
def test_the_reciprocal_rank_is_that_of_the_first_relevant_thing(
    found: list[str], expected: float
) -> None:
    assert metrics.reciprocal_rank(found, GRADES) == expected


def test_recall_at_ten_can_reach_one_where_more_than_ten_are_relevant() -> None:
    many = {str(number): 3 for number in range(40)}
    assert metrics.recall_at([str(number) for number in range(10)], many) == 1
    assert metrics.recall_at(["0", "1", "z", "z"], many) == pytest.approx(2 / 10)


def test_recall_at_ten_is_of_all_relevant_things_where_they_are_fewer() -> None:
    assert metrics.recall_at(["a", "z", "c"], GRADES) == pytest.approx(2 / 3)
    assert metrics.recall_at(["z"] * 10 + ["a"], GRADES) == 0


def test_full_recall_counts_every_page_of_results() -> None:
    assert metrics.recall(["z"] * 200 + ["a", "b"], GRADES) == pytest.approx(2 / 3)


def test_nothing_found_measures_nothing() -> None:
    for measure in (metrics.ndcg, metrics.reciprocal_rank, metrics.recall_at, metrics.recall):
        assert measure([], GRADES) == 0
        assert measure(["a"], {}) == 0
