"""Hits: what was found, read from its search document for one reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from cms.core import i18n
from search.addresses import addresses_at
from search.analysis import fold, stem
from search.engines.protocol import QueryWord
from search.excerpts import Marker, excerpt
from search.models import Kind, SearchDocument
from search.offer import Offer
from search.query.asked import Understanding
from search.query.lexicon import SHORT
from search.reasons import of_text, reasons_of
from search.requests import SearchRequest
from search.results import Excerpt, Hit, Reason
from search.texts import Match, TextSearch

# A village by its number, or another thing by its kind and key.
Item = int | str


@dataclass
class HitBuilder:
    """Builds the hits of one page, in a number of queries that does not grow with them."""

    offer: Offer
    request: SearchRequest
    understanding: Understanding
    texts: TextSearch
    corrected_query: str = ""
    _documents: dict[int, SearchDocument] = field(default_factory=dict)
    _markers: dict[tuple[str, bool], Marker] = field(default_factory=dict)
    _prose: dict[tuple[str, str], SearchDocument] = field(default_factory=dict)

    def hits(
        self,
        items: list[Item],
        matches: Mapping[Item, Match],
        distances: Mapping[int, float],
    ) -> list[Hit]:
        """Return the hits of these items; what has vanished meanwhile is left out."""
        shown = self._read(items, matches)
        hits = []
        for item in items:
            document = shown.get(item)
            if document is None:
                continue
            match = matches.get(item)
            hits.append(self._hit(item, document, match, distances))
        return hits

    def _read(
        self, items: Iterable[Item], matches: Mapping[Item, Match]
    ) -> dict[Item, SearchDocument]:
        """Read the documents of these items, as they are read and as they were found, at once."""
        language = self.request.language
        by_insee = {self.offer.village(item).insee: item for item in items if isinstance(item, int)}
        by_pk = {
            self.offer.version(item, language).pk: item for item in items if isinstance(item, str)
        }
        found = {match.pk for match in matches.values()}
        if not (by_insee or by_pk):
            return {}
        wanted = Q(pk__in=found | set(by_pk)) | Q(
            kind=Kind.VILLAGE, language=language, key__in=by_insee
        )
        shown: dict[Item, SearchDocument] = {}
        for document in SearchDocument.objects.current().filter(wanted):
            self._documents[document.pk] = document
            if document.kind == Kind.VILLAGE and document.language == language:
                if document.key in by_insee:
                    shown[by_insee[document.key]] = document
            elif document.pk in by_pk:
                shown[by_pk[document.pk]] = document
        self._read_prose(list(shown.values()))
        return shown

    def _read_prose(self, shown: list[SearchDocument]) -> None:
        """Read the texts of villages in the language that a reader gets instead of none."""
        keys = {
            document.key
            for document in shown
            if not document.text and document.content_language != document.language
        }
        if keys:
            prose = SearchDocument.objects.current().filter(
                kind=Kind.VILLAGE,
                language__in=i18n.FALLBACKS[self.request.language],
                key__in=keys,
            )
            for document in prose.only("key", "language", "text"):
                self._prose[document.key, document.language] = document

    def _hit(
        self,
        item: Item,
        document: SearchDocument,
        match: Match | None,
        distances: Mapping[int, float],
    ) -> Hit:
        reasons: list[Reason] = []
        kilometres = None
        if isinstance(item, int):
            kilometres = distances.get(item)
            reasons = reasons_of(item, self.request, self.understanding, self.offer, kilometres)
        piece, held = self._excerpt(document, match)
        if held:
            reasons.append(of_text(held, self.request.language))
        return Hit(
            document=document,
            kind=document.kind,
            title=document.title,
            address=addresses_at(self.offer.generation).of(document, self.request.language),
            language=document.content_language,
            excerpt=piece,
            reasons=reasons,
            distance_km=kilometres,
        )

    def _excerpt(self, document: SearchDocument, match: Match | None) -> tuple[Excerpt, list[str]]:
        """Return the piece of text to show, and the words of it that were searched."""
        matched = self._documents.get(match.pk) if match else None
        source = matched or document
        if not source.text:
            source = self._prose.get((document.key, document.content_language), document)
        is_lenient = bool(match and match.misspelt)
        piece = excerpt(source.text, self._marker(source.language, is_lenient))
        if matched is None:
            return piece, []
        text = " ".join((matched.title, matched.keywords, matched.text))
        held = self._marker(matched.language, is_lenient).held(text)
        if match and match.misspelt and not match.missing:
            self._note_misspelt(held, matched.language)
        return piece, list(dict.fromkeys(held.values()))

    def _marker(self, language: str, is_lenient: bool) -> Marker:
        key = (language, is_lenient)
        if key not in self._markers:
            self._markers[key] = Marker(language, self._queries.get(language, []), is_lenient)
        return self._markers[key]

    @cached_property
    def _queries(self) -> dict[str, list[QueryWord]]:
        return self.texts.queries(self.understanding.content, self.understanding.query)

    def _note_misspelt(self, held: Mapping[str, str], language: str) -> None:
        """Note what the query means where a text holds a word of it with other letters."""
        if self.corrected_query or self.understanding.has_facts:
            return
        corrected = self.understanding.query
        for word in self.understanding.text:
            written = held.get(word.folded)
            if written is None or fold(written) == word.folded or fold(word.text) != word.folded:
                continue
            is_inflected = stem(fold(written), language) == stem(word.folded, language)
            is_unfinished = fold(written).startswith(word.folded)
            is_likely = len(word.folded) > SHORT and fold(written)[0] == word.folded[0]
            if is_likely and not (is_inflected or is_unfinished):
                corrected = corrected.replace(word.text, written, 1)
        if corrected != self.understanding.query:
            self.corrected_query = corrected
