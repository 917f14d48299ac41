"""What Elasticsearch and OpenSearch are asked, in the words that both know.

Words are analysed already: the servers split them at spaces. The score of a document follows the
scale of the protocol.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from search.engines.protocol import (
    EXACT_SCORE,
    MOST_WORDS,
    RELEVANCE_SCALE,
    WORD_SCORE,
    QueryWord,
)

Query = Mapping[str, Any]

# How much a stem weighs by the field that holds it.
FIELD_WEIGHTS = {"title": 3, "keywords": 2, "text": 1}
# The servers keep no longer words.
LONGEST_WORD = 255
# Longer ones are not looked for with typing errors: the servers refuse words of thousands of
# letters, and among long words nothing is so near.
LONGEST_FUZZY_WORD = 100

# One shard, so that all documents are weighed alike. Every push says itself that it wants to be
# found, and a deletion is remembered until all older changes are through.
SETTINGS: Query = {
    "settings": {
        "index": {
            "number_of_shards": 1,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "gc_deletes": "1h",
        }
    }
}
_PLAIN = {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False}
_WEIGHED = {
    "type": "text",
    "analyzer": "whitespace",
    "index_options": "freqs",
    "copy_to": "stems",
}
MAPPING: Query = {
    "mappings": {
        "dynamic": "strict",
        "properties": {
            "number": {"type": "long"},
            "generation": {"type": "long", "index": False},
            "digest": {"type": "keyword", "index": False},
            **dict.fromkeys(FIELD_WEIGHTS, _WEIGHED),
            "stems": _PLAIN,
            "words": _PLAIN,
        },
    }
}


def words_query(words: Sequence[QueryWord], limit: int, relevance_factor: float) -> Query:
    """Return the query for documents that hold any of the words, the best first."""
    clauses = [clause for word in words[:MOST_WORDS] for clause in _clauses(word, relevance_factor)]
    return {
        "query": _any_of(clauses) if clauses else {"match_none": {}},
        # The score and the primary key are in the values it is sorted by.
        "sort": ["_score", {"number": "asc"}],
        "size": limit,
        "stored_fields": "_none_",
        "track_total_hits": False,
    }


def known_query(words: Sequence[str]) -> Query:
    """Return the query that counts the documents with each of the words, in their order."""
    filters = [_term("words", word) for word in words]
    return {
        "size": 0,
        "track_total_hits": False,
        "aggs": {"held": {"filters": {"filters": filters}}},
    }


def contents_query(size: int, after: int | None) -> Query:
    """Return the query for what documents there are, from the primary key after `after`."""
    query: dict[str, Any] = {
        "sort": [{"number": "asc"}],
        "size": size,
        "stored_fields": "_none_",
        "docvalue_fields": ["generation", "digest"],
        "track_total_hits": False,
    }
    if after is not None:
        query["search_after"] = [after]
    return query


def _clauses(word: QueryWord, relevance_factor: float) -> list[Query]:
    """Return what adds to the score of a document that holds a word; nothing where none can."""
    exact = _exact(word)
    held = [*exact, *_nearly(word)]
    clauses = []
    if held:
        clauses.append(_constant(held, WORD_SCORE))
    if exact:
        clauses.append(_constant(exact, EXACT_SCORE))
        clauses += [
            _term(field, word.stem, weight * RELEVANCE_SCALE * relevance_factor)
            for field, weight in FIELD_WEIGHTS.items()
        ]
    return clauses


def _exact(word: QueryWord) -> list[Query]:
    exact = []
    if len(word.stem) <= LONGEST_WORD:
        exact.append(_term("stems", word.stem))
    if word.parts and all(len(part) <= LONGEST_WORD for part in word.parts):
        exact.append({"bool": {"filter": [_term("stems", part) for part in word.parts]}})
    return exact


def _nearly(word: QueryWord) -> list[Query]:
    nearly: list[Query] = []
    if word.edits and len(word.folded) <= LONGEST_FUZZY_WORD:
        # Rewritten so, all words that near count, not the 50 nearest.
        errors = {"value": word.folded, "fuzziness": word.edits, "rewrite": "constant_score"}
        nearly.append({"fuzzy": {"words": errors}})
    if word.is_prefix and len(word.folded) <= LONGEST_WORD:
        nearly.append({"prefix": {"words": {"value": word.folded}}})
    return nearly


def _constant(clauses: Sequence[Query], score: float) -> Query:
    return {"constant_score": {"filter": _any_of(clauses), "boost": score}}


def _any_of(clauses: Sequence[Query]) -> Query:
    return {"bool": {"should": clauses, "minimum_should_match": 1}}


def _term(field: str, word: str, boost: float = 1.0) -> Query:
    return {"term": {field: {"value": word, "boost": boost}}}
