"""Reads a query as pieces: the longest known groups of words, from left to right."""

from dataclasses import dataclass

from search.analysis import Word, stem
from search.query.lexicon import Lexicon, Role, Wanted
from search.query.names import Located, name_word

# Words of so many letters are read together where they are a concept only so: "basis school".
SHORTEST_APART = 3


@dataclass(frozen=True)
class Piece:
    """A group of words of the query and what it may be; a bare word is nothing of all that.

    `is_plain` says that the words are known to mean nothing else than themselves.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    roles: frozenset[Role] = frozenset()
    wanted: Wanted | None = None
    places: tuple[Located, ...] = ()
    number: float | None = None
    is_plain: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether it is a word of text."""
        return not (self.roles or self.wanted or self.places) and self.number is None

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the query."""
        return self.words[0].start, self.words[-1].end


class Scan:
    """Reads the words of a query as pieces."""

    def __init__(self, lexicon: Lexicon, reader: str, language: str) -> None:
        self.lexicon = lexicon
        # Small words are read in the language of the query and in the reader's only.
        self.small = list(dict.fromkeys((language, reader)))
        self.others = [code for code in lexicon.concepts if code not in self.small]

    def pieces(self, words: list[Word]) -> list[Piece]:
        """Return the pieces, from left to right."""
        pieces = []
        start = 0
        while start < len(words):
            piece = self._piece_at(words, start)
            pieces.append(piece)
            start = piece.end
        return pieces

    def _piece_at(self, words: list[Word], start: int) -> Piece:
        longest = min(self.lexicon.longest, len(words) - start)
        for length in range(longest, 0, -1):
            piece = self._read(start, tuple(words[start : start + length]))
            if piece:
                return piece
        word = words[start]
        if word.folded.replace(".", "", 1).isdecimal():
            places = self.lexicon.names.codes.get(word.folded, ())
            return Piece(start, start + 1, (word,), places=places, number=float(word.folded))
        parts = self.lexicon.names.parts.get(word.folded, ())
        return Piece(start, start + 1, (word,), places=parts)

    def _read(self, start: int, group: tuple[Word, ...]) -> Piece | None:
        end = start + len(group)
        folded = tuple(word.folded for word in group)
        roles: frozenset[Role] = frozenset()
        for language in self.small:
            roles |= self.lexicon.roles[language].get(folded, frozenset())
            if number := self.lexicon.numbers[language].get(folded):
                return Piece(start, end, group, number=number)
        if Role.PLAIN in roles:
            return Piece(start, end, group, is_plain=True)
        places = self._places(folded)
        wanted = self._wanted(folded, is_small=bool(roles) and len(group) == 1)
        if wanted and not (places and len(group) > 1):
            return Piece(start, end, group, wanted=wanted)
        if places or roles:
            return Piece(start, end, group, roles=roles, places=places)
        return None

    def _places(self, folded: tuple[str, ...]) -> tuple[Located, ...]:
        names = self.lexicon.names
        places = names.whole.get(tuple(map(name_word, folded)), ())
        if places and len(folded) == 1 and not any(place.is_village for place in places):
            # The name of a commune outside the programme may be part of that of a village in it.
            return (*places, *names.parts.get(folded[0], ()))
        return places

    def _wanted(self, folded: tuple[str, ...], is_small: bool) -> Wanted | None:
        for language in self.small:
            if found := self._wanted_in(language, folded, is_small):
                return found
        if is_small:
            return None
        others = (self.lexicon.written[language].get(folded) for language in self.others)
        if found := next(filter(None, others), None):
            return found
        if len(folded) == 2 and min(map(len, folded)) >= SHORTEST_APART:
            return self._wanted(("".join(folded),), is_small)
        return None

    def _wanted_in(self, language: str, folded: tuple[str, ...], is_small: bool) -> Wanted | None:
        if found := self.lexicon.written[language].get(folded):
            return found
        # A small word is a concept only where it stands among the words itself, and a single word
        # must look like one of those of its stem: Dutch "wonen" is not "woning", "zon" not
        # "gezondheid".
        if is_small or (len(folded) == 1 and not self.lexicon.is_form(folded[0], language)):
            return None
        key = tuple(stem(word, language) for word in folded)
        return self.lexicon.concepts[language].get(key)
