"""What the search answers: hits that say why, facets with counts, and what to do without a hit."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from search.models import Facet, SearchDocument
from search.requests import SearchRequest


@dataclass(frozen=True)
class Understood:
    """Words of the query that became a filter, to be shown and removed.

    `label` says in the reader's language what was understood ("primary school", "without a
    supermarket", "within 20 km of Auch"); `words` are those typed, `query` is the query without
    them. `facet` is "place" for a place, "name" for a village named, "population" for a number
    of people.
    """

    label: str
    facet: str
    codes: tuple[str, ...]
    words: str
    query: str
    is_negated: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of an excerpt, marked where it is what was searched."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Excerpt:
    """A piece of the text of a hit, in `language`."""

    segments: tuple[Segment, ...]
    language: str

    @property
    def html(self) -> SafeString:
        """The excerpt as HTML: escaped, with `<mark>` around what was searched."""
        return format_html_join(
            "",
            "{}",
            (
                (
                    SafeString(f"<mark>{conditional_escape(segment.text)}</mark>")
                    if segment.is_marked
                    else segment.text,
                )
                for segment in self.segments
            ),
        )


@dataclass(frozen=True)
class Reason:
    """Why a hit is one, in the reader's language: "pharmacy", "primary school: Samatan, 2 km".

    `code` is the code of the service or other fact, empty for words of the text.
    `is_fulfilled` is false for a wish that the village itself does not fulfil.
    """

    facet: str
    code: str
    text: str
    is_fulfilled: bool = True


@dataclass(frozen=True)
class Hit:
    """Something found. `address` is its path for the reader; `language` that of its text."""

    document: SearchDocument
    kind: str
    title: str
    address: str
    language: str
    excerpt: Excerpt
    reasons: list[Reason]
    distance_km: float | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """The facts of the document."""
        return dict(self.document.facts)


@dataclass(frozen=True)
class FacetValue:
    """A value to filter by; `count` villages are left with it, given all other filters."""

    code: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Drop:
    """A word or a filter to do without, and how many results there are then."""

    label: str
    count: int
    request: SearchRequest


@dataclass(frozen=True)
class Answer:
    """The answer to a request.

    `did_you_mean` is another query, empty without one. `corrections` are the pairs (typed,
    searched) of words that were read with a typing error. `left_out` are words that no text
    holds, or that stand after "without", and that the results do not depend on. With
    `is_degraded` the engine did not answer and the text was searched plainly. `radius_km` is
    the radius searched around a place.
    """

    request: SearchRequest
    count: int
    pages: int
    hits: list[Hit]
    facets: dict[Facet, list[FacetValue]] = field(default_factory=dict)
    understood: list[Understood] = field(default_factory=list)
    did_you_mean: str = ""
    corrections: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)
    radius_km: float | None = None
    place_name: str = ""
    is_degraded: bool = False


@dataclass(frozen=True)
class Suggestion:
    """A completion of what is being typed.

    `query` is the whole query completed, `text` the completion as shown, `kind` one of the kinds
    of results, "place" or "concept".
    """

    query: str
    text: str
    kind: str
    address: str = ""
    insee: str = ""
