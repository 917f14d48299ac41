"""The three-way merge, value by value."""

from typing import Any

import pytest

from villages.open_data.merge import merge

PROVENANCE = {"phone": ("source", "checked_on"), "address": ("source", "checked_on")}


def said(phone: Any, address: Any = "1 rue A", source: str = "data", day: str = "2026") -> Any:
    """Return the values of a fact."""
    return {"phone": phone, "address": address, "source": source, "checked_on": day}


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "taken", "kept"),
    [
        pytest.param("1", "1", "1", None, False, id="nothing has changed"),
        pytest.param("1", "1", "2", "2", False, id="the data have changed"),
        pytest.param("1", "9", "1", None, True, id="corrected by hand"),
        pytest.param("1", "9", "2", None, True, id="corrected, and the data have changed"),
        pytest.param("1", "", "2", None, True, id="emptied by hand"),
        pytest.param("1", "2", "2", None, False, id="the data have caught up"),
        pytest.param("", "", "2", "2", False, id="the data have filled a gap"),
        pytest.param([], [["lundi"]], [], None, True, id="a list filled by hand"),
        pytest.param(None, 0, None, None, True, id="none is not zero"),
    ],
)
def test_a_value_is_taken_from_the_data_unless_it_was_corrected(
    base: Any, ours: Any, theirs: Any, taken: Any, kept: bool
) -> None:
    merged = merge({"phone": base}, {"phone": ours}, {"phone": theirs}, {})
    assert merged.taken == ({} if taken is None else {"phone": taken})
    assert merged.kept == ({"phone"} if kept else set())


def test_a_correction_keeps_its_source_and_date_while_other_values_follow() -> None:
    merged = merge(
        said("1"),
        said("9", source="correction", day="2027"),
        said("2", "2 rue B", day="2028"),
        PROVENANCE,
    )
    assert merged.taken == {"address": "2 rue B"}
    assert merged.kept == {"phone"}


def test_source_and_date_come_with_a_value_from_the_data() -> None:
    merged = merge(said("1"), said("1"), said("2", source="other", day="2028"), PROVENANCE)
    assert merged.taken == {"phone": "2", "source": "other", "checked_on": "2028"}


def test_source_and_date_return_to_the_data_when_these_catch_up_with_a_correction() -> None:
    merged = merge(
        said("1"), said("9", source="correction", day="2027"), said("9", day="2028"), PROVENANCE
    )
    assert merged.taken == {"source": "data", "checked_on": "2028"}
    assert not merged.kept


def test_a_new_edition_of_the_data_brings_its_date_without_any_change() -> None:
    merged = merge(said("1"), said("1"), said("1", day="2028"), PROVENANCE)
    assert merged.taken == {"checked_on": "2028"}


def test_a_value_confirmed_by_hand_keeps_its_date() -> None:
    merged = merge(said("1"), said("1", day="2027"), said("1", day="2026-06"), PROVENANCE)
    assert not merged.taken
    assert merged.kept == {"checked_on"}


def test_a_value_that_the_data_did_not_have_before_fills_a_gap_but_no_entry_by_hand() -> None:
    base = {"phone": "1"}
    theirs = {"phone": "1", "website": "https://example.org"}
    filled = merge(base, {"phone": "1", "website": ""}, theirs, {})
    assert filled.taken == {"website": "https://example.org"}
    entered = merge(base, {"phone": "1", "website": "https://ours.example"}, theirs, {})
    assert entered.kept == {"website"}


def test_each_source_follows_the_values_it_is_about() -> None:
    provenance = {"name": ("source",), "population": ("population_source",)}
    base = {"name": "A", "population": 1, "source": "cog", "population_source": "census"}
    ours = {**base, "population": 5, "population_source": "correction"}
    theirs = {**base, "name": "B", "source": "cog-2", "population_source": "census-2"}
    merged = merge(base, ours, theirs, provenance)
    assert merged.taken == {"name": "B", "source": "cog-2"}
    assert merged.kept == {"population"}
