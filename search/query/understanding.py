"""Reads what a query asks for.

A query is read from left to right, the longest known group of words first. What was read with a
typing error, or completed at its end, is read again as it is meant.
"""

from search.analysis import clean
from search.query.asked import Understanding
from search.query.corrections import Corrections, Known, corrected
from search.query.grammar import Reading
from search.query.lexicon import Lexicon
from search.query.scanning import Scan
from search.query.words import read_words
from search.requests import LONGEST_QUERY


def understand(query: str, reader: str, lexicon: Lexicon, known: Known) -> Understanding:
    """Return what a query asks for, for a reader of a language.

    `known` is asked for the words that the vocabulary does not hold.
    """
    query = clean(query[:LONGEST_QUERY])
    words = read_words(query)
    language = lexicon.language_of((word.folded for word in words), reader)
    corrections = Corrections(lexicon, reader, known, query)
    pieces = corrections.pieces(words, Scan(lexicon, reader, language))
    understanding = Understanding(query, language, corrections=corrections.typed)
    Reading(understanding, pieces).read()
    understanding.corrected_query = corrected(query, corrections.typed)
    return understanding
