"""What a query asks for: facts, a place, villages named, and the words that are left.

A query is read from left to right, the longest known group of words first. What was read with a
typing error, or completed at its end, is read again as it is meant.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from search.analysis import Word, clean, is_stop_word, parts_of, split, stem, words_of
from search.engines.protocol import MOST_WORDS, QueryWord
from search.lexicon import (
    SHORTEST_BEGINNING,
    Lexicon,
    Located,
    Role,
    Wanted,
    allowed_edits,
    name_word,
)
from search.models import Facet
from search.requests import LONGEST_QUERY

# Returns which of these words, folded, the texts hold.
Known = Callable[[Iterable[str]], set[str]]

MOST_TOKENS = 40
# So many words may stand between a place and its "surroundings".
MOST_BETWEEN = 2
KM_PER_MILE = 1.609344
FARTHEST_KM = 200.0
TELECENTRE = ("telecentre",)
# Small words that may stand between a preposition or a distance and its place.
BETWEEN = frozenset({Role.OF, Role.AT, Role.NEAR, Role.STOP, Role.FILLER, Role.WITHIN})
THOUSANDS = frozenset((" ", ",", ".", "'", "’", "\u00a0", "\u202f"))
UNITS = frozenset(("km", "kms", "mi", "miles"))
DECIMALS = frozenset((",", "."))


@dataclass(frozen=True)
class Piece:
    """A group of words of the query and what it may be; a bare word is nothing of all that."""

    start: int
    end: int
    words: tuple[Word, ...]
    roles: frozenset[Role] = frozenset()
    wanted: Wanted | None = None
    places: tuple[Located, ...] = ()
    is_partial_name: bool = False
    number: float | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it is a word of text."""
        return not (self.roles or self.wanted or self.places) and self.number is None

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in the query."""
        return self.words[0].start, self.words[-1].end


@dataclass(frozen=True)
class Wish:
    """A fact asked for, or, negated, one that is not wanted."""

    wanted: Wanted
    span: tuple[int, int]
    is_negated: bool = False


@dataclass(frozen=True)
class PlaceWish:
    """Around one of these places; without a radius, within the usual one."""

    places: tuple[Located, ...]
    span: tuple[int, int]
    radius_km: float | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True)
class Range:
    """A range of numbers of people, as it was asked for."""

    least: int | None
    most: int | None
    span: tuple[int, int]


@dataclass
class Understanding:
    """What a query asks for.

    `text` are its bare words, `content` all words that mean something. `named` are villages
    called by their name. `left_out` are words after "without" that ask for no fact.
    `corrections` are pairs (typed, read).
    """

    query: str
    language: str
    wishes: list[Wish] = field(default_factory=list)
    kinds: list[Wish] = field(default_factory=list)
    place: PlaceWish | None = None
    named: list[tuple[Located, tuple[int, int]]] = field(default_factory=list)
    telecentre_within_km: tuple[float, tuple[int, int]] | None = None
    population: Range | None = None
    text: list[Word] = field(default_factory=list)
    content: list[Word] = field(default_factory=list)
    left_out: list[Word] = field(default_factory=list)
    corrections: list[tuple[str, str]] = field(default_factory=list)
    corrected_query: str = ""

    @property
    def has_facts(self) -> bool:
        """Whether anything but text was understood."""
        return bool(
            self.wishes or self.place or self.named or self.population or self.telecentre_within_km
        )

    def without(self, *spans: tuple[int, int]) -> str:
        """Return the query without what stands there."""
        kept, position = [], 0
        for start, end in sorted(spans):
            kept.append(self.query[position:start])
            position = max(position, end)
        kept.append(self.query[position:])
        return " ".join(" ".join(kept).split())

    def written(self, span: tuple[int, int]) -> str:
        """Return what stands in the query there."""
        return self.query[span[0] : span[1]]


def query_words(words: Sequence[Word], language: str, query: str) -> list[QueryWord]:
    """Return what an engine is to find for these words in the index of a language."""
    found = []
    for word in words:
        if is_stop_word(word.folded, language):
            continue
        parts = parts_of(word.folded, language)
        found.append(
            QueryWord(
                stem=stem(word.folded, language),
                folded=word.folded,
                parts=tuple(stem(part, language) for part in parts),
                edits=allowed_edits(word.folded),
                is_prefix=word.end >= len(query.rstrip())
                and len(word.folded) >= SHORTEST_BEGINNING,
            )
        )
    return found[:MOST_WORDS]


def understand(query: str, reader: str, lexicon: Lexicon, known: Known) -> Understanding:
    """Return what a query asks for, for a reader of a language.

    `known` is asked for the words that the vocabulary does not hold.
    """
    query = clean(query[:LONGEST_QUERY])
    words = _words(query)
    language = lexicon.language_of((word.folded for word in words), reader)
    scan = _Scan(lexicon, reader, language)
    pieces = scan.pieces(words)
    noted: list[tuple[int, tuple[str, str]]] = []
    replaced = _replacements(pieces, lexicon, reader, known, len(query), noted)
    corrections = [pair for _start, pair in noted]
    if replaced:
        read = scan.pieces([new for word in words for new in replaced.get(word.start, (word,))])
        # A word that still asks for nothing was no typing error: it stays as it was typed.
        corrected = {start for start, _pair in noted}
        vain = {piece.span[0] for piece in read if piece.is_bare} & corrected
        corrections = [pair for start, pair in noted if start not in vain]
        kept = {start: new for start, new in replaced.items() if start not in vain}
        pieces = scan.pieces([new for word in words for new in kept.get(word.start, (word,))])
    understanding = Understanding(query, language, corrections=corrections)
    _Reading(understanding, pieces).read()
    understanding.corrected_query = _corrected(query, corrections)
    return understanding


def _words(query: str) -> list[Word]:
    """Return the words of a query, numbers put together and parted from their unit."""
    words: list[Word] = []
    for word in _parted(query):
        together = _number_of(words[-1], word, query) if words else ""
        if together:
            start = words.pop().start
            words.append(Word(query[start : word.end], together, start, word.end))
        else:
            words.append(word)
    return words[:MOST_TOKENS]


def _parted(query: str) -> Iterator[Word]:
    """Give the words of a query, "10km" as two."""
    for word in words_of(query):
        digits = len(word.folded) - len(word.folded.lstrip("0123456789"))
        if digits and word.folded[digits:] in UNITS:
            middle = word.start + digits
            yield Word(query[word.start : middle], word.folded[:digits], word.start, middle)
            yield Word(query[middle : word.end], word.folded[digits:], middle, word.end)
        else:
            yield word


def _number_of(former: Word, word: Word, query: str) -> str:
    """Return the number that two words are together ("1 000", "7,5"), empty when they are two."""
    if not (word.folded.isdecimal() and former.folded.replace(".", "").isdecimal()):
        return ""
    gap = query[former.end : word.start]
    if gap in THOUSANDS and len(word.folded) == 3 and len(former.folded) <= 3:
        return former.folded + word.folded
    if gap in DECIMALS and "." not in former.folded:
        return f"{former.folded}.{word.folded}"
    return ""


class _Scan:
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
            group = tuple(words[start : start + length])
            piece = self._read(start, group)
            if piece:
                return piece
        word = words[start]
        end = start + 1
        if word.folded.replace(".", "", 1).isdecimal():
            places = self.lexicon.names.codes.get(word.folded, ())
            return Piece(start, end, (word,), places=places, number=float(word.folded))
        parts = self.lexicon.names.parts.get(word.folded, ())
        return Piece(start, end, (word,), places=parts, is_partial_name=bool(parts))

    def _read(self, start: int, group: tuple[Word, ...]) -> Piece | None:
        end = start + len(group)
        folded = tuple(word.folded for word in group)
        roles: frozenset[Role] = frozenset()
        for language in self.small:
            roles |= self.lexicon.roles[language].get(folded, frozenset())
        places = self.lexicon.names.whole.get(tuple(map(name_word, folded)), ())
        wanted = self._wanted(folded, is_small=bool(roles) and len(group) == 1)
        if places and (wanted is None or len(group) > 1):
            wanted = None
        if wanted:
            return Piece(start, end, group, wanted=wanted)
        if places or roles:
            return Piece(start, end, group, roles=roles, places=places)
        return None

    def _wanted(self, folded: tuple[str, ...], is_small: bool) -> Wanted | None:
        for language in self.small:
            # A small word is a concept only where it stands among the words itself: Dutch "wonen"
            # is not "woning".
            if is_small:
                found = self.lexicon.written[language].get(folded)
            else:
                key = tuple(stem(word, language) for word in folded)
                found = self.lexicon.concepts[language].get(key)
            if found:
                return found
        if is_small:
            return None
        others = (self.lexicon.written[language].get(folded) for language in self.others)
        return next(filter(None, others), None)


def _replacements(
    pieces: list[Piece],
    lexicon: Lexicon,
    reader: str,
    known: Known,
    length: int,
    corrections: list[tuple[int, tuple[str, str]]],
) -> dict[int, tuple[Word, ...]]:
    """Return the words that are to be read instead of others, by where those begin."""
    bare = [piece.words[0] for piece in pieces if piece.is_bare]
    unsure = [
        word for word in bare if allowed_edits(word.folded) and not lexicon.is_known(word.folded)
    ]
    if not unsure:
        return {}
    replaced = {}
    held = known({word.folded for word in unsure})
    for word in unsure:
        if parts := _compound(word.folded, lexicon, reader):
            replaced[word.start] = tuple(word._replace(folded=part) for part in parts)
        elif word.folded in held:
            continue
        elif word.end >= length and (whole := next(lexicon.completions(word.folded, reader), "")):
            replaced[word.start] = (word._replace(folded=whole),)
        elif right := lexicon.correction(word.folded, reader):
            corrections.append((word.start, (word.text, lexicon.as_written(right))))
            replaced[word.start] = (word._replace(folded=right),)
    return replaced


def _compound(folded: str, lexicon: Lexicon, reader: str) -> tuple[str, ...]:
    """Return the parts of a compound of which at least one asks for something."""
    for language in dict.fromkeys((reader, "de", "nl")):
        concepts = lexicon.concepts[language]
        parts = parts_of(folded, language)
        if not parts and language in {"de", "nl"}:
            parts = split(folded, lexicon.spellings[language])
        if any((stem(part, language),) in concepts for part in parts):
            return parts
    return ()


def _corrected(query: str, corrections: list[tuple[str, str]]) -> str:
    for typed, right in corrections:
        query = query.replace(typed, right, 1)
    return query


class _Reading:
    """Reads the pieces of a query as what it asks for."""

    def __init__(self, understanding: Understanding, pieces: list[Piece]) -> None:
        self.found = understanding
        self.pieces = pieces
        # Whether a negation has begun, whether it has met what it denies, and whether nothing at
        # all has come after it.
        self.is_negated = False
        self.has_denied = False
        self.is_last = False

    def read(self) -> None:
        """Read all pieces."""
        position = 0
        while position < len(self.pieces):
            position = self._step(position)
        if self.is_negated and self.is_last and self.found.wishes:
            # "no" after the thing: "Supermarkt brauche ich nicht".
            self.found.wishes[-1] = replace(self.found.wishes[-1], is_negated=True)
        denied = [wish.span for wish in self.found.wishes if wish.is_negated]
        self.found.content = [
            word
            for piece in self.pieces
            if (piece.wanted or piece.places or not piece.roles) and piece.span not in denied
            for word in piece.words
            if word not in self.found.left_out and len(word.folded) > 1
        ]

    def _step(self, position: int) -> int:
        """Read what begins at a piece; return where to go on."""
        piece = self.pieces[position]
        self._end_negation_at(position)
        for reading in (self._distance, self._population, self._near, self._surroundings):
            if after := reading(position):
                self.is_negated = False
                return after
        if Role.WITHOUT in piece.roles:
            self.is_negated, self.has_denied, self.is_last = True, False, True
        elif piece.wanted:
            self._wish(piece)
        elif piece.places and self._is_meant(position):
            self._name(piece)
        elif piece.roles:
            self._go_on(piece)
        elif piece.number is None:
            self._word(piece)
        return position + 1

    def _end_negation_at(self, position: int) -> None:
        if not self.is_negated or not position:
            return
        gap = self.found.query[self.pieces[position - 1].span[1] : self.pieces[position].span[0]]
        if self.has_denied and any(mark in gap for mark in ",;.:"):
            self.is_negated = False

    def _go_on(self, piece: Piece) -> None:
        """Let a negation end at "with", and go on through "and"."""
        if Role.AND in piece.roles:
            self.has_denied = False
        elif Role.WITH in piece.roles:
            self.is_negated = False

    def _denies(self) -> bool:
        """Return whether what comes now is denied; a negation denies one thing."""
        self.is_last = False
        if self.is_negated and self.has_denied:
            self.is_negated = False
        return self.is_negated

    def _word(self, piece: Piece) -> None:
        words = [word for word in piece.words if len(word.folded) > 1]
        (self.found.left_out if self._denies() else self.found.text).extend(words)

    def _wish(self, piece: Piece) -> None:
        wanted = piece.wanted
        if wanted is None:
            return
        is_negated = self._denies()
        self.has_denied = True
        if wanted.facet == Facet.KIND:
            self.found.kinds.append(Wish(wanted, piece.span))
        elif wanted.facet == Facet.PLACE_KIND:
            if not is_negated and self.found.place is None and "airport" in wanted.codes:
                self.found.place = PlaceWish((), piece.span, wanted=wanted)
        elif all(wish.wanted != wanted for wish in self.found.wishes):
            self.found.wishes.append(Wish(wanted, piece.span, is_negated))

    def _name(self, piece: Piece) -> None:
        if self._denies():
            self.has_denied = True
            self.found.left_out.extend(piece.words)
            return
        villages = [place for place in piece.places if place.is_village]
        if villages:
            self.found.named += [(place, piece.span) for place in villages]
        else:
            self._around(piece.places, piece.span, None)

    def _is_meant(self, position: int) -> bool:
        """Return whether a word that is small ("auch") is meant as the name of a place."""
        if not self.pieces[position].roles:
            return True
        before = self.pieces[position - 1].roles if position else frozenset()
        after = self.pieces[position + 1 :]
        is_followed = not position and any(
            Role.NEAR in piece.roles or piece.number is not None for piece in after[:2]
        )
        is_preceded = bool(before & {Role.NEAR, Role.AT, Role.OF})
        return len(self.pieces) == 1 or is_followed or is_preceded

    def _skip(self, position: int) -> int:
        """Return the first piece from here on that is no preposition or the like."""
        while position < len(self.pieces):
            piece = self.pieces[position]
            if piece.places or not piece.roles & BETWEEN:
                break
            position += 1
        return position

    def _near(self, position: int) -> int:
        """Read "near a place"; return where to go on, 0 when it is something else."""
        if Role.NEAR not in self.pieces[position].roles:
            return 0
        target = self._skip(position + 1)
        if target < len(self.pieces) and self._is_town(target):
            target = self._skip(target + 1)
        if target >= len(self.pieces):
            return 0
        piece = self.pieces[target]
        span = (self.pieces[position].span[0], piece.span[1])
        if piece.wanted and piece.wanted.facet == Facet.PLACE_KIND:
            self.found.place = PlaceWish((), span, wanted=piece.wanted)
            return target + 1
        if not piece.places or piece.number is not None:
            return 0
        self._around(piece.places, span, None)
        return self._and_places(target + 1)

    def _and_places(self, position: int) -> int:
        """Read "and another place" after a place; return where to go on."""
        while (
            position + 1 < len(self.pieces)
            and Role.AND in self.pieces[position].roles
            and self.pieces[position + 1].places
            and self.pieces[position + 1].number is None
        ):
            self._around(self.pieces[position + 1].places, self.pieces[position + 1].span, None)
            position += 2
        return position

    def _surroundings(self, position: int) -> int:
        """Read "and surroundings" after a place; return where to go on, 0 otherwise."""
        if Role.NEAR not in self.pieces[position].roles or not self.found.named:
            return 0
        named = self.found.named
        end = self.pieces[position].span[1]
        between = self.found.query[named[-1][1][1] : self.pieces[position].span[0]]
        if len(between.split()) > MOST_BETWEEN:
            return 0
        self.found.named = []
        self._around(tuple(place for place, _span in named), (named[0][1][0], end), None)
        return position + 1

    def _is_town(self, position: int) -> bool:
        """Return whether "town" stands here before the name of one."""
        wanted = self.pieces[position].wanted
        following = self._skip(position + 1)
        return bool(
            wanted
            and wanted.facet == Facet.PLACE_KIND
            and following < len(self.pieces)
            and self.pieces[following].places
        )

    def _distance(self, position: int) -> int:
        """Read "within 10 km of a place"; return where to go on, 0 when it is something else."""
        number = position
        while number < len(self.pieces) and self.pieces[number].number is None:
            if not self.pieces[number].roles & {Role.WITHIN, Role.FEWER, Role.NEAR}:
                return 0
            number += 1
        if number + 1 >= len(self.pieces):
            return 0
        radius = self._kilometres(number)
        if radius is None:
            return 0
        start = self.pieces[position].span[0]
        target = self._skip(number + 2)
        if target < len(self.pieces):
            piece = self.pieces[target]
            span = (start, piece.span[1])
            if piece.places and piece.number is None:
                self._around(piece.places, span, radius)
                return target + 1
            if piece.wanted and piece.wanted.codes == TELECENTRE:
                self.found.telecentre_within_km = (radius, span)
                return target + 1
            if piece.wanted and piece.wanted.facet == Facet.PLACE_KIND:
                self.found.place = PlaceWish((), span, radius, piece.wanted)
                return target + 1
        self._afterwards(radius, self.pieces[number + 1].span[1])
        return number + 2

    def _kilometres(self, number: int) -> float | None:
        value, unit = self.pieces[number].number, self.pieces[number + 1].roles
        if value is None or not unit & {Role.KILOMETRE, Role.MILE}:
            return None
        radius = value * KM_PER_MILE if Role.MILE in unit else value
        return min(radius, FARTHEST_KM) if radius > 0 else None

    def _afterwards(self, radius: float, end: int) -> None:
        """Give a distance to what was said before it: "Lectoure, 10 km", "telecentre at 5 km"."""
        if self.found.place and self.found.place.radius_km is None:
            start = self.found.place.span[0]
            self.found.place = replace(self.found.place, radius_km=radius, span=(start, end))
        elif self.found.named:
            places = tuple(place for place, _span in self.found.named)
            span = (self.found.named[0][1][0], end)
            self.found.named = []
            self._around(places, span, radius)
        elif self.found.wishes and self.found.wishes[-1].wanted.codes == TELECENTRE:
            start = self.found.wishes.pop().span[0]
            self.found.telecentre_within_km = (radius, (start, end))

    def _population(self, position: int) -> int:
        """Read "fewer than 500 people"; return where to go on, 0 when it is something else."""
        bounds = self.pieces[position].roles & {Role.FEWER, Role.MORE}
        number = position + 1 if bounds else position
        if number + 1 >= len(self.pieces):
            return 0
        value, unit = self.pieces[number].number, self.pieces[number + 1].roles
        if value is None or Role.INHABITANT not in unit:
            return 0
        people = int(min(value, 10_000_000))
        span = (self.pieces[position].span[0], self.pieces[number + 1].span[1])
        if Role.FEWER in bounds:
            self.found.population = Range(None, people, span)
        elif Role.MORE in bounds:
            self.found.population = Range(people, None, span)
        else:
            self.found.population = Range(people // 2, people * 3 // 2, span)
        return number + 2

    def _around(
        self, places: tuple[Located, ...], span: tuple[int, int], radius: float | None
    ) -> None:
        former = self.found.place
        if former and former.places:
            span = (min(former.span[0], span[0]), max(former.span[1], span[1]))
            places = (*former.places, *places)
            radius = radius or former.radius_km
        self.found.place = PlaceWish(places, span, radius)
