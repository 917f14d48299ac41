"""What the pieces of a query ask for together: wishes and their negation, places, distances."""

from dataclasses import replace

from search.models import Facet
from search.query.asked import PlaceWish, Range, Understanding, Wish, either, without_wider
from search.query.lexicon import Role, Wanted
from search.query.names import Located
from search.query.negation import Negation
from search.query.scanning import Piece

KM_PER_MILE = 1.609344
FARTHEST_KM = 200.0
MOST_PEOPLE = 10_000_000
TELECENTRE = ("telecentre",)
# So many words may stand between a place and its "surroundings".
MOST_BETWEEN = 2
# Small words that may stand between a preposition or a distance and its place, and between the
# two numbers of a range.
BETWEEN = frozenset({Role.OF, Role.AT, Role.NEAR, Role.STOP, Role.FILLER, Role.WITHIN})
RANGE = frozenset({Role.AND, Role.AT, Role.OF, Role.WITHIN, Role.FEWER, Role.STOP})
BEFORE_DISTANCE = frozenset({Role.WITHIN, Role.FEWER, Role.NEAR, Role.MORE, Role.AT})


class Reading:
    """Reads the pieces of a query as what it asks for."""

    def __init__(self, understanding: Understanding, pieces: list[Piece]) -> None:
        self.found = understanding
        self.pieces = pieces
        self.negation = Negation()
        # Whether the last thing read was a wish.
        self.is_after_wish = False

    def read(self) -> None:
        """Read all pieces."""
        position = 0
        while position < len(self.pieces):
            position = self._step(position)
        self._deny_what_was_before()
        self.found.wishes = without_wider(self.found.wishes)
        denied = [wish.span for wish in self.found.wishes if wish.is_negated]
        denied += [span for _place, span in self.found.excluded]
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
        self._heed_the_gap_before(position)
        for reading in (self._distance, self._population, self._near, self._surroundings):
            if after := reading(position):
                self.negation.end()
                self.is_after_wish = False
                return after
        if Role.WITHOUT in piece.roles:
            self._deny_what_was_before()
            self.negation.begin(follows_wish=self.is_after_wish)
        elif piece.wanted:
            self._wish(position, piece.wanted)
        elif piece.places and self._is_meant(position):
            self._name(piece)
        elif piece.roles:
            self._go_on(piece)
        elif piece.number is None:
            self._word(piece)
        return position + 1

    def _heed_the_gap_before(self, position: int) -> None:
        """Let a negation end at a comma, and begin at a hyphen: "no car, a station", "-station"."""
        before = self.pieces[position - 1].span[1] if position else 0
        gap = self.found.query[before : self.pieces[position].span[0]]
        if self.negation.is_on and any(mark in gap for mark in ",;.!?"):
            self._deny_what_was_before()
            self.negation.end()
        is_start = not position or gap[:1].isspace()
        if gap.strip() == "-" and gap.endswith("-") and is_start:
            self.negation.begin(follows_wish=False)

    def _go_on(self, piece: Piece) -> None:
        """Let a negation end at "with", and go on through "and"."""
        if Role.AND in piece.roles:
            self.negation.go_on()
        elif Role.WITH in piece.roles:
            self._deny_what_was_before()
            self.negation.end()
        elif not piece.roles & {Role.STOP, Role.NEED}:
            self.negation.is_fresh = False

    def _deny_what_was_before(self) -> None:
        if self.negation.denies_what_was_before and self.found.wishes:
            self.found.wishes[-1] = replace(self.found.wishes[-1], is_negated=True)

    def _word(self, piece: Piece) -> None:
        words = [word for word in piece.words if len(word.folded) > 1]
        if piece.is_plain:
            self.found.certain.update(word.folded for word in words)
        is_denied = self.negation.denies(is_fact=False)
        (self.found.left_out if is_denied else self.found.text).extend(words)
        self.is_after_wish = False

    def _wish(self, position: int, wanted: Wanted) -> None:
        piece = self.pieces[position]
        is_negated = self.negation.denies(is_fact=True)
        self.is_after_wish = True
        if wanted.facet == Facet.KIND:
            self.found.kinds.append(Wish(wanted, piece.span))
        elif wanted.facet == Facet.PLACE_KIND:
            if not is_negated and self.found.place is None and "airport" in wanted.codes:
                self.found.place = PlaceWish((), piece.span, wanted=wanted)
        elif wanted.facet == Facet.SPEAKS and is_negated:
            # "I don't speak French" says what somebody is like, not a village.
            self.found.left_out.extend(piece.words)
        elif not is_negated and self._is_alternative(position, wanted):
            former = self.found.wishes.pop()
            both = either(former.wanted, wanted)
            self.found.wishes.append(Wish(both, (former.span[0], piece.span[1])))
        elif all(wish.wanted != wanted for wish in self.found.wishes):
            self.found.wishes.append(Wish(wanted, piece.span, is_negated))

    def _is_alternative(self, position: int, wanted: Wanted) -> bool:
        """Return whether "or" stands between the last wish and this one of the same facet."""
        last = self.found.wishes[-1] if self.found.wishes else None
        if last is None or last.is_negated or last.wanted.facet != wanted.facet:
            return False
        before = position - 1
        while before > 0 and self.pieces[before].roles and Role.OR not in self.pieces[before].roles:
            before -= 1
        is_or = Role.OR in self.pieces[before].roles
        return is_or and before > 0 and self.pieces[before - 1].span[1] == last.span[1]

    def _name(self, piece: Piece) -> None:
        self.is_after_wish = False
        villages = [(place, piece.span) for place in piece.places if place.is_village]
        if self.negation.denies(is_fact=True):
            self.found.excluded += villages
            if not villages:
                self.found.left_out.extend(piece.words)
        elif villages:
            self._name_villages(villages)
        else:
            self._around(piece, piece.span, None)

    def _name_villages(self, villages: list[tuple[Located, tuple[int, int]]]) -> None:
        """Name villages; two parts of one name name that one."""
        known = [place for place, _span in self.found.named]
        both = [(place, span) for place, span in villages if place in known]
        if both and len(villages) + len(known) > 2:
            span = (self.found.named[0][1][0], villages[0][1][1])
            self.found.named = [(place, span) for place, _span in both]
        else:
            self.found.named += [pair for pair in villages if pair[0] not in known]

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
        is_alone = all(
            Role.FILLER in piece.roles
            for piece in self.pieces
            if piece is not self.pieces[position]
        )
        return is_alone or is_followed or is_preceded

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
        is_kind = bool(piece.wanted and piece.wanted.facet == Facet.PLACE_KIND)
        if not (piece.places or is_kind):
            return 0
        if self.negation.is_on and self.negation.is_fresh:
            # "not near Auch" does not ask for what is near.
            self._leave_out(target, target + 1)
            return target + 1
        span = (self.pieces[position].span[0], piece.span[1])
        if not piece.places:
            self.found.place = PlaceWish((), span, wanted=piece.wanted)
            return target + 1
        self._around(piece, span, None)
        return self._and_places(target + 1)

    def _and_places(self, position: int) -> int:
        """Read "and another place" after a place; return where to go on."""
        while position < len(self.pieces):
            following = position + (Role.AND in self.pieces[position].roles)
            if following >= len(self.pieces) or not self.pieces[following].places:
                break
            start = self.pieces[following].span[0]
            gap = self.found.query[self.pieces[following - 1].span[1] : start]
            if following == position and "," not in gap:
                break
            self._around(self.pieces[following], self.pieces[following].span, None)
            position = following + 1
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
        self._around_named((named[0][1][0], end), None)
        return position + 1

    def _is_town(self, position: int) -> bool:
        """Return whether "town" stands here before the name of one."""
        wanted = self.pieces[position].wanted
        following = self._skip(position + 1)
        return bool(
            wanted
            and wanted.facet == Facet.PLACE_KIND
            and "town" in wanted.codes
            and following < len(self.pieces)
            and self.pieces[following].places
        )

    def _distance(self, position: int) -> int:
        """Read "within 10 km of a place"; return where to go on, 0 when it is something else."""
        number = position
        is_beyond = False
        while number < len(self.pieces) and self.pieces[number].number is None:
            roles = self.pieces[number].roles
            if not roles & BEFORE_DISTANCE:
                return 0
            is_beyond |= Role.MORE in roles and not roles & {Role.WITHIN, Role.FEWER}
            number += 1
        radius = self._kilometres(number)
        if radius is None:
            return 0
        target = self._skip(number + 2)
        if is_beyond or (self.negation.is_on and self.negation.is_fresh):
            return self._beyond(number, target)
        span = (self.pieces[position].span[0], self.pieces[number + 1].span[1])
        if target < len(self.pieces) and (after := self._within(radius, span[0], target)):
            return after
        if not self._afterwards(radius, span[1]):
            self._leave_out(number, number + 2)
        return number + 2

    def _within(self, radius: float, start: int, target: int) -> int:
        """Read what is within a radius; return where to go on, 0 when it is no place."""
        piece = self.pieces[target]
        span = (start, piece.span[1])
        if piece.places:
            self._around(piece, span, radius)
            return self._and_places(target + 1)
        if piece.wanted and piece.wanted.codes == TELECENTRE:
            self.found.telecentre_within_km = (radius, span)
            return target + 1
        if piece.wanted and piece.wanted.facet == Facet.PLACE_KIND:
            self.found.place = PlaceWish((), span, radius, piece.wanted)
            return target + 1
        return 0

    def _beyond(self, number: int, target: int) -> int:
        """Leave "more than 10 km from a place" out: nobody is shown what is near instead."""
        is_place = target < len(self.pieces) and bool(self.pieces[target].places)
        end = target + 1 if is_place else number + 2
        self._leave_out(number, end)
        return end

    def _leave_out(self, start: int, end: int) -> None:
        for piece in self.pieces[start:end]:
            self.found.left_out.extend(piece.words)

    def _kilometres(self, number: int) -> float | None:
        if number + 1 >= len(self.pieces):
            return None
        value, unit = self.pieces[number].number, self.pieces[number + 1].roles
        if value is None or not unit & {Role.KILOMETRE, Role.MILE}:
            return None
        radius = value * KM_PER_MILE if Role.MILE in unit else value
        return min(radius, FARTHEST_KM) if radius > 0 else None

    def _afterwards(self, radius: float, end: int) -> bool:
        """Give a distance to what was said before it: "Lectoure, 10 km", "telecentre at 5 km".

        Returns whether there was anything to give it to.
        """
        if self.found.place and self.found.place.radius_km is None:
            start = self.found.place.span[0]
            self.found.place = replace(self.found.place, radius_km=radius, span=(start, end))
        elif self.found.named:
            self._around_named((self.found.named[0][1][0], end), radius)
        elif self.found.wishes and self.found.wishes[-1].wanted.codes == TELECENTRE:
            start = self.found.wishes.pop().span[0]
            self.found.telecentre_within_km = (radius, (start, end))
        else:
            return False
        return True

    def _population(self, position: int) -> int:
        """Read "fewer than 500 people"; return where to go on, 0 when it is something else."""
        first = position
        has_unit = Role.INHABITANT in self.pieces[position].roles
        if has_unit:
            first += 1
        bounds: frozenset[Role] = frozenset()
        while first < len(self.pieces) and self.pieces[first].roles & {Role.FEWER, Role.MORE}:
            bounds |= self.pieces[first].roles
            first += 1
        people = self._people_at(first)
        if people is None:
            return 0
        second = self._skip_between(first + 1)
        most = self._people_at(second)
        last = first if most is None else second
        if not has_unit:
            last += 1
            if last >= len(self.pieces) or Role.INHABITANT not in self.pieces[last].roles:
                return 0
        span = (self.pieces[position].span[0], self.pieces[last].span[1])
        self.found.population = self._range(first, people, most, bounds, span)
        return last + 1

    def _range(
        self,
        first: int,
        people: int,
        most: int | None,
        bounds: frozenset[Role],
        span: tuple[int, int],
    ) -> Range:
        number = self.pieces[first].span
        before = self.found.query[: number[0]].rstrip()[-1:]
        after = self.found.query[number[1] :].lstrip()[:1]
        if most is not None:
            return Range(min(people, most), max(people, most), span)
        if Role.FEWER in bounds or before in {"<", "≤"}:
            return Range(None, people, span)
        if Role.MORE in bounds or before in {">", "≥"} or after == "+":
            return Range(people, None, span)
        return Range(people // 2, people * 3 // 2, span)

    def _people_at(self, position: int) -> int | None:
        """Return the number of people that stands here."""
        value = self.pieces[position].number if position < len(self.pieces) else None
        return None if value is None else int(min(value, MOST_PEOPLE))

    def _skip_between(self, position: int) -> int:
        """Return where the second number of a range may stand: "500 to 1000", "500-1000"."""
        while position < len(self.pieces) and self.pieces[position].roles & RANGE:
            position += 1
        return position

    def _around(self, piece: Piece, span: tuple[int, int], radius: float | None) -> None:
        """Search around a place, and around those asked for before."""
        places, name = piece.places, piece.words[0].text if piece.number is not None else ""
        former = self.found.place
        if former and former.places:
            span = (min(former.span[0], span[0]), max(former.span[1], span[1]))
            places, name = (*former.places, *places), ""
            radius = radius or former.radius_km
        self.found.place = PlaceWish(places, span, radius, name=name)

    def _around_named(self, span: tuple[int, int], radius: float | None) -> None:
        """Search around the villages that were named."""
        places = tuple(place for place, _span in self.found.named)
        self.found.named = []
        self.found.place = PlaceWish(places, span, radius)
