"""Searches without a result are counted for the editors, and nobody is remembered."""

import datetime

import pytest
from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from search import fruitless
from search.fruitless import is_personal, normalised, note_fruitless
from search.models import FruitlessSearch
from search.requests import SearchRequest
from search.results import Answer


def answer(
    query: str, language: str = "nl", *, count: int = 0, page: int = 1, **fields: object
) -> Answer:
    """Return the answer to a query, without a result when nothing else is said."""
    request = SearchRequest(language=language, query=query, page=page)
    return Answer(request, count=count, pages=0, hits=[], **fields)


def counted() -> dict[tuple[str, str], int]:
    """Return how often each query of each language was counted."""
    return {(row.language, row.query): row.count for row in FruitlessSearch.objects.all()}


@pytest.mark.django_db
def test_the_same_words_are_one_row_per_language() -> None:
    note_fruitless(answer("Zwembad  met\tGlijbaan"))
    note_fruitless(answer(" zwembad met glijbaan"))
    note_fruitless(answer("zwembad met glijbaan", "de"))
    assert counted() == {("nl", "zwembad met glijbaan"): 2, ("de", "zwembad met glijbaan"): 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "found",
    [
        answer("zwembad", count=1),
        answer("zwembad", page=2),
        answer("zwembad", is_degraded=True),
        answer(""),
        answer("'"),
        answer("🏊 ?!"),
    ],
)
def test_what_found_something_or_says_nothing_is_not_counted(found: Answer) -> None:
    note_fruitless(found)
    assert counted() == {}


@pytest.mark.django_db
def test_a_long_query_is_cut() -> None:
    note_fruitless(answer("zee " * 70))
    [(_language, query)] = counted()
    assert query == ("zee " * 25).strip()


@pytest.mark.django_db
def test_what_cannot_be_seen_or_stored_is_left_out() -> None:
    note_fruitless(answer("zwem\x00bad\u202e \ud83c meer"))
    assert list(counted()) == [("nl", "zwem bad meer")]


@pytest.mark.parametrize(
    "query",
    [
        "jan@example.org",
        "Jan.de.Vries＠example.org",
        "jan (at) example",
        "www.example.org",
        "06 12 34 56 78",
        "+33 (0)5 62 61 62 63",
        "٠٦١٢٣٤٥٦",
        "12 rue de la République",
        "3 bis, chemin du Moulin, Lombez",
        "12 rue Nationale à 3 km de Lombez",
        "10 Downing Street",
        "14 High St",
        "SW1A 2AA",
        "Hauptstraße 5",
        "Am Markt 7",
        "Bahnhofstr. 12",
        "Lindenallee 3a",
        "Kerkstraat 12",
        "Prinsengracht 263",
        "1016 GV Amsterdam",
        "1 85 05 78 006 084 36",
    ],
)
def test_what_may_tell_of_a_person_is_not_kept(query: str) -> None:
    assert is_personal(normalised(query))


@pytest.mark.parametrize(
    "query",
    [
        "piscine 32700",
        "10 km autour de Marciac",
        "Bahnhof 15 km",
        "huis te huur met 3 kamers",
        "5G",
        "école place du marché",
        "moins de 1000 habitants",
        "St Clar",
        "Straße nach Toulouse",
    ],
)
def test_words_distances_and_postal_codes_are_kept(query: str) -> None:
    assert not is_personal(normalised(query))


@pytest.mark.django_db
def test_a_personal_query_leaves_no_row_even_where_the_cut_would_hide_it() -> None:
    note_fruitless(answer("zwembad " * 13 + "jan@example.org"))
    assert counted() == {}


@pytest.mark.django_db
def test_what_nobody_searched_for_a_year_is_forgotten() -> None:
    today = timezone.localdate()
    for query, age in (("oud", 366), ("net niet oud", 365)):
        FruitlessSearch.objects.create(
            language="fr", query=query, last_searched_on=today - datetime.timedelta(days=age)
        )
    note_fruitless(answer("nieuw"))
    assert set(counted()) == {("fr", "net niet oud"), ("nl", "nieuw")}


@pytest.mark.django_db
def test_a_known_query_is_searched_last_today() -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    FruitlessSearch.objects.create(language="nl", query="zwembad", last_searched_on=yesterday)
    note_fruitless(answer("zwembad"))
    row = FruitlessSearch.objects.get()
    assert (row.count, row.last_searched_on) == (2, timezone.localdate())


@pytest.mark.django_db
def test_when_a_language_is_full_only_known_queries_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fruitless, "MOST_ROWS_PER_LANGUAGE", 2)
    for query in ("een", "twee", "drie", "een"):
        note_fruitless(answer(query))
    note_fruitless(answer("drie", "de"))
    assert counted() == {("nl", "een"): 2, ("nl", "twee"): 1, ("de", "drie"): 1}


@pytest.mark.django_db
def test_a_fault_of_the_database_is_logged_without_the_words(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_arguments: object, **_fields: object) -> None:
        raise DatabaseError("no room for zwembad")

    monkeypatch.setattr(QuerySet, "update", refuse)
    note_fruitless(answer("zwembad"))
    assert "DatabaseError" in caplog.text
    assert "zwembad" not in caplog.text
    assert counted() == {}


@pytest.mark.django_db
def test_two_who_search_the_same_new_words_at_once_are_both_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = QuerySet.count

    def count_while_another_process_adds_them(rows: QuerySet[FruitlessSearch]) -> int:
        FruitlessSearch.objects.create(language="nl", query="zwembad")
        return count(rows)

    monkeypatch.setattr(QuerySet, "count", count_while_another_process_adds_them)
    note_fruitless(answer("zwembad"))
    assert counted() == {("nl", "zwembad"): 2}
