"""Words of a query that are read as others: parts of compounds, beginnings, typing errors."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from search.analysis import COMPOUNDING, Word, compound_parts, parts_of, split, stem
from search.query.lexicon import Lexicon, allowed_edits
from search.query.names import name_word
from search.query.scanning import Piece, Scan

# A small word ("village") of fewer letters is not what was meant: "borne" is not "bonne".
SHORTEST_SMALL_WORD = 6
# How many letters the end of a phrase must have to be completed, and how many words a phrase.
SHORTEST_END = 2
LONGEST_PHRASE = 4

# Returns which of these words, folded, the texts hold.
Known = Callable[[Collection[str]], set[str]]


@dataclass
class Corrections:
    """Reads the words of one query again, where they mean nothing as they were typed.

    Only the last word of the query may be unfinished. `typed` are the pairs (typed, read) of
    words that were read with a typing error.
    """

    lexicon: Lexicon
    reader: str
    known: Known
    query: str
    typed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def length(self) -> int:
        """The length of the query."""
        return len(self.query.rstrip())

    def pieces(self, words: list[Word], scan: Scan) -> list[Piece]:
        """Return the pieces of the query as it is meant."""
        words = self._finished(self._with_heads(words))
        pieces = scan.pieces(words)
        replaced, typed = self._replacements(pieces)
        if not replaced:
            return pieces
        read = scan.pieces([new for word in words for new in replaced.get(word.start, (word,))])
        vain = {piece.span[0] for piece in read if _is_vain(piece)} & set(typed)
        self.typed = [pair for start, pair in typed.items() if start not in vain]
        kept = {start: new for start, new in replaced.items() if start not in vain}
        return scan.pieces([new for word in words for new in kept.get(word.start, (word,))])

    def _finished(self, words: list[Word]) -> list[Word]:
        """Return the words with the last one completed, where it ends a known phrase."""
        last = words[-1] if words else None
        if last is None or last.end < self.length or len(last.folded) < SHORTEST_END:
            return words
        for start in range(max(0, len(words) - LONGEST_PHRASE), len(words) - 1):
            group = [name_word(word.folded) for word in words[start:]]
            if whole := self.lexicon.phrase_completion(group, self.reader):
                return [*words[:-1], last._replace(folded=whole)]
        return words

    def _with_heads(self, words: list[Word]) -> list[Word]:
        """Return the words, the first part of "Grund- und Mittelschule" with its head."""
        completed = list(words)
        for position, word in enumerate(words[:-2]):
            if self.query[word.end : word.end + 1] != "-" or self.query[word.end + 1 :][:1] != " ":
                continue
            whole = words[position + 2].folded
            for language in sorted(COMPOUNDING):
                for start in range(3, len(whole) - 2):
                    if (word.folded + whole[start:],) in self.lexicon.written[language]:
                        completed[position] = word._replace(folded=word.folded + whole[start:])
        return completed

    def _replacements(
        self, pieces: list[Piece]
    ) -> tuple[dict[int, tuple[Word, ...]], dict[int, tuple[str, str]]]:
        """Return what is read instead of words, and the typing errors, by where they begin."""
        unsure = [
            piece.words[0]
            for piece in pieces
            if piece.is_bare
            and not piece.is_plain
            and allowed_edits(piece.words[0].folded)
            and not self.lexicon.is_known(piece.words[0].folded)
        ]
        held = self.known({word.folded for word in unsure}) if unsure else set()
        replaced: dict[int, tuple[Word, ...]] = {}
        typed: dict[int, tuple[str, str]] = {}
        for word in unsure:
            parts = self._parts(word.folded)
            if parts and not self._is_nearly(word.folded):
                replaced[word.start] = tuple(word._replace(folded=part) for part in parts)
            elif word.folded in held:
                continue
            elif whole := self._whole(word):
                replaced[word.start] = (word._replace(folded=whole),)
            elif right := self.lexicon.correction(word.folded, self.reader):
                typed[word.start] = (word.text, self.lexicon.as_written(right))
                replaced[word.start] = (word._replace(folded=right),)
        return replaced, typed

    def _is_nearly(self, folded: str) -> bool:
        """Return whether a word is one letter from a concept, more likely than its parts."""
        right = self.lexicon.correction(folded, self.reader)
        return bool(
            right
            and right[0] == folded[0]
            and (right,) in self.lexicon.written[self.reader]
            and OSA.distance(right, folded, score_cutoff=1) == 1
        )

    def _whole(self, word: Word) -> str:
        """Return the word that the last one of the query is the beginning of."""
        if word.end < self.length:
            return ""
        return next(self.lexicon.completions(word.folded, self.reader), "")

    def _parts(self, folded: str) -> tuple[str, ...]:
        """Return the parts of a compound of which at least one asks for something."""
        for language in dict.fromkeys((self.reader, *sorted(COMPOUNDING))):
            if language in COMPOUNDING and folded in compound_parts(language):
                return ()
            concepts = self.lexicon.concepts[language]
            parts = parts_of(folded, language)
            if not parts and language in COMPOUNDING:
                parts = split(folded, self.lexicon.spellings[language])
            if any((stem(part, language),) in concepts for part in parts):
                return parts
        return ()


def corrected(query: str, typed: list[tuple[str, str]]) -> str:
    """Return a query with its typing errors put right."""
    for wrong, right in typed:
        query = query.replace(wrong, right, 1)
    return query


def _is_vain(piece: Piece) -> bool:
    """Return whether a word asks for nothing, corrected as it is: then it was no typing error."""
    if piece.wanted or piece.places:
        return False
    return piece.is_bare or len(piece.words[0].folded) < SHORTEST_SMALL_WORD
