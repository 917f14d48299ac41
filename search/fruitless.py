"""Searches that found nothing, counted for the editors without remembering anybody."""

import datetime
import logging
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from search.models import FruitlessSearch
from search.results import Answer

logger = logging.getLogger(__name__)

MOST_ROWS_PER_LANGUAGE = 5000
KEPT_FOR = datetime.timedelta(days=365)
LONGEST_QUERY = 100
LONGEST_WAIT_MS = 100
# A postal code has five digits; a longer number is that of a person or of what they own.
MOST_DIGITS = 5

EMAIL_ADDRESS = re.compile(r"@|[(\[](?:at|arobase)[)\]]|\w\.(?:com|de|eu|fr|net|nl|org|uk)\b")
DISTANCE = re.compile(r"\d+(?:[.,]\d+)?\s*(?:km|kilom\w+|miles?|meilen?|mijl)\b")
# Words that stand in an address, before or after a house number, or that end one of its words.
STREET = re.compile(
    r"\b(?:allées?|avenue|av|boulevard|bd|blvd|chemin|cité|cours|faubourg|impasse|lieu-dit"
    r"|lotissement|passage|place|promenade|quai|résidence|route|rue|ruelle|sentier|square|voie"
    r"|close|court|crescent|drive|gardens|lane|road|rd|street|terrace|way)\b"
    r"|(?:allee|chaussee|damm|gasse|platz|ring|stra(?:ß|ss)e|str\.?|ufer|weg"
    r"|dijk|dreef|gracht|hof|kade|laan|pad|plein|singel|steeg|straat)(?!\w)"
    r"|\bst\.?$|\bam \w+ \d"
)
# British and Dutch postal codes are those of a street.
POSTAL_CODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}\b|\b[1-9]\d{3} ?[a-z]{2}\b")


def note_fruitless(answer: Answer) -> None:
    """Count the search of `answer` when it found nothing.

    Nothing is counted that may tell of a person, nor while the engine is away, when the words
    cannot be blamed. A fault of the database is logged, and no more: the reader gets a page.
    """
    request = answer.request
    if answer.count or answer.is_degraded or request.page > 1:
        return
    query = normalised(request.query)
    if not any(character.isalnum() for character in query) or is_personal(query):
        return
    try:
        with _impatience(), transaction.atomic():
            _count(request.language, query[:LONGEST_QUERY].strip())
    except DatabaseError as error:
        # The message of the error could quote the query.
        logger.warning("A search without result was not counted: %s.", type(error).__name__)


@contextmanager
def _impatience() -> Iterator[None]:
    """Let SQLite, on which one process writes at a time, not keep the reader waiting for another.

    Other databases lock rows only.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        former = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT_MS}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(former)}")


def normalised(query: str) -> str:
    """Return a query in lower case, with single spaces and nothing that cannot be seen."""
    text = unicodedata.normalize("NFKC", query).lower()
    seen = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(seen.split())


def is_personal(query: str) -> bool:
    """Return whether a normalised query looks like an address or a number of a person."""
    if sum(character.isdigit() for character in query) > MOST_DIGITS:
        return True
    if EMAIL_ADDRESS.search(query):
        return True
    without_distance = DISTANCE.sub(" ", query).strip()
    if not any(character.isdigit() for character in without_distance):
        return False
    return bool(STREET.search(without_distance) or POSTAL_CODE.search(without_distance))


def _count(language: str, query: str) -> None:
    """Add one to the count of a query; a new one is kept while there is room."""
    today = timezone.localdate()
    FruitlessSearch.objects.filter(last_searched_on__lt=today - KEPT_FOR).delete()
    rows = FruitlessSearch.objects.filter(language=language)
    row = rows.filter(query=query)
    if row.update(count=F("count") + 1, last_searched_on=today):
        return
    if rows.count() >= MOST_ROWS_PER_LANGUAGE:
        return
    _row, is_new = FruitlessSearch.objects.get_or_create(language=language, query=query)
    if not is_new:
        row.update(count=F("count") + 1)
