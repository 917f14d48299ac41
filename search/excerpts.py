"""Excerpts: the piece of a text that says why it was found, with what was searched marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from search.analysis import Word, clean, stems_of, words_in
from search.engines.protocol import QueryWord
from search.results import Excerpt, Segment

LENGTH = 220
ELLIPSIS = "…"


@dataclass(frozen=True)
class Marker:
    """Knows which words of a text in a language are those searched.

    Words with a typing error count only where `is_lenient`.
    """

    language: str
    searched: Sequence[QueryWord]
    is_lenient: bool = False

    def marks(self, word: Word) -> bool:
        """Return whether a word of the text is one of those searched."""
        return self._marks(word.folded)

    def held(self, text: str) -> dict[str, str]:
        """Return those of the words searched, folded, that a text holds, as written there."""
        words = {word.folded: word.text for word in words_in(clean(text))}
        held = {}
        for wanted in self.searched:
            found = (
                [wanted.folded]
                if wanted.folded in words
                else [folded for folded in words if self._means(folded, wanted)]
            )
            if found:
                nearest = min(found, key=lambda folded: OSA.distance(folded, wanted.folded))
                held[wanted.folded] = words[nearest]
        return held

    def _marks(self, folded: str) -> bool:
        known = self._known.get(folded)
        if known is None:
            known = self._known[folded] = folded in self._folded or any(
                self._means(folded, wanted) for wanted in self.searched
            )
        return known

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _folded(self) -> frozenset[str]:
        return frozenset(wanted.folded for wanted in self.searched)

    def _means(self, folded: str, wanted: QueryWord) -> bool:
        stems = stems_of(folded, self.language)
        if not stems:
            return False
        if wanted.stem in stems or (wanted.parts and all(part in stems for part in wanted.parts)):
            return True
        if wanted.is_prefix and folded.startswith(wanted.folded):
            return True
        if not (self.is_lenient and wanted.edits):
            return False
        distance = OSA.distance(folded, wanted.folded, score_cutoff=wanted.edits)
        return bool(distance <= wanted.edits)


def excerpt(text: str, marker: Marker) -> Excerpt:
    """Return the piece of `text` that holds most of the words searched, else its beginning."""
    text = clean(text)
    marked = [word for word in words_in(text) if marker.marks(word)] if marker.searched else []
    start, end = _window(text, marked)
    segments: list[Segment] = []
    position = start
    if start > 0:
        segments.append(Segment(ELLIPSIS, is_marked=False))
    for word in marked:
        if word.start < start or word.end > end:
            continue
        if word.start > position:
            segments.append(Segment(text[position : word.start], is_marked=False))
        segments.append(Segment(text[word.start : word.end], is_marked=True))
        position = word.end
    if position < end:
        segments.append(Segment(text[position:end], is_marked=False))
    if end < len(text):
        segments.append(Segment(ELLIPSIS, is_marked=False))
    return Excerpt(tuple(segments), marker.language)


def _window(text: str, marked: list[Word]) -> tuple[int, int]:
    """Return where the piece begins and ends: where most different words stand, at words' ends."""
    if len(text) <= LENGTH:
        return 0, len(text)
    best, best_count = 0, 0
    for index, first in enumerate(marked):
        inside = {
            word.folded for word in marked[index:] if word.end <= first.start + LENGTH * 2 // 3
        }
        if len(inside) > best_count:
            best, best_count = first.start, len(inside)
    start = max(0, min(best - LENGTH // 5, len(text) - LENGTH))
    if start:
        start = _after_space(text, start)
    end = min(len(text), start + LENGTH)
    if end < len(text):
        space = text.rfind(" ", start + LENGTH // 2, end)
        end = space if space > 0 else end
    return start, end


def _after_space(text: str, start: int) -> int:
    space = text.find(" ", start, start + LENGTH // 5)
    return space + 1 if space >= 0 else start
