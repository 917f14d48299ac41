"""The search page: answers arranged for the eye, with a link for everything one can change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.core.addresses import Version, absolute, search_address
from cms.core.i18n import LANGUAGES
from search import parameters
from search.models import Facet, Kind
from search.panel import Option, Panel
from search.query.understood import without_each_filter
from search.requests import Filters, SearchRequest, Sort
from search.results import Answer
from search.searching import search_everything, search_villages, texts_for

KINDS = {
    Kind.TESTIMONIAL: gettext_lazy("Stories"),
    Kind.NEWS: gettext_lazy("News"),
    Kind.TELECENTRE: gettext_lazy("Telecentres"),
    Kind.PAGE: gettext_lazy("Pages"),
}
OTHER_KINDS = tuple(kind.value for kind in KINDS)
SORTS = {
    Sort.RELEVANCE: gettext_lazy("best match"),
    Sort.NAME: gettext_lazy("name"),
    Sort.DISTANCE: gettext_lazy("distance"),
    Sort.POPULATION: gettext_lazy("population"),
}
# What the form of the page has no control for, and hands on unseen.
WITHOUT_CONTROL = frozenset(
    {parameters.NEAR.name, parameters.RADIUS.name, parameters.PAGE_SIZE.name}
)


def address_of(request: SearchRequest) -> str:
    """Return the path and query of a search."""
    address = search_address(request.language)
    query = parameters.to_query(request)
    return f"{address}?{query}" if query else address


def kinds_understood(answer: Answer) -> tuple[str, ...]:
    """Return the kinds beside villages that the words ask for, as in "stories about gardens"."""
    return _other(
        code
        for wish in answer.understood
        if wish.facet == Facet.KIND and not wish.is_negated
        for code in wish.codes
    )


def _other(kinds: Iterable[str]) -> tuple[str, ...]:
    return tuple(kind for kind in kinds if kind in OTHER_KINDS)


@dataclass(frozen=True)
class Link:
    """Words that lead to another search; `count` is how many results it has, if that is known."""

    label: str
    address: str
    count: int | None = None
    is_current: bool = False


@dataclass(frozen=True)
class PageLink:
    """A page of the results; a gap has no address."""

    number: int
    address: str = ""
    relation: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class SearchPage:
    """What a reader sees of a search: the villages, or everything else that was found.

    `others` is None where nobody has asked for words or for a kind.
    """

    request: SearchRequest
    villages: Answer
    others: Answer | None

    @classmethod
    def of(cls, request: SearchRequest) -> "SearchPage":
        """Search, and return the page of what is found; after the last page stands the last."""
        texts = texts_for(request.language)
        villages = search_villages(replace(request, kinds=()), texts=texts)
        others = None
        if request.query or request.kinds:
            kinds = _other(request.kinds) or kinds_understood(villages) or OTHER_KINDS
            others = search_everything(replace(request, kinds=kinds), texts=texts)
        page = cls(request, villages, others)
        last = max(page.shown.pages, 1)
        return page if request.page <= last else cls.of(replace(request, page=last))

    @cached_property
    def shows_villages(self) -> bool:
        """Whether villages are listed: not where something else was asked for, or alone found."""
        if self.others is None:
            return True
        if self.request.kinds:
            return Kind.VILLAGE in self.request.kinds
        if kinds_understood(self.villages):
            return not self.others.count
        return bool(self.villages.count) or not self.others.count

    @property
    def shown(self) -> Answer:
        """The answer whose hits are listed."""
        return self.villages if self.others is None or self.shows_villages else self.others

    @property
    def is_start(self) -> bool:
        """Whether nothing has been asked yet."""
        return self.others is None and self.request.filters.is_empty

    @property
    def is_fruitless(self) -> bool:
        """Whether there is neither a village nor anything else."""
        return not self.villages.count and not (self.others and self.others.count)

    @property
    def lists(self) -> list[Link]:
        """The two lists there are to choose from, once words were asked for."""
        if self.others is None or self.is_fruitless:
            return []
        return [
            Link(
                _("Villages"),
                self._with_kinds((Kind.VILLAGE.value,)),
                self.villages.count,
                self.shows_villages,
            ),
            Link(
                _("Stories, news and pages"),
                self._with_kinds(OTHER_KINDS),
                self.others.count,
                not self.shows_villages,
            ),
        ]

    @property
    def kinds(self) -> list[Link]:
        """The kinds of what is listed beside villages."""
        if self.shows_villages:
            return []
        return [
            Link(
                str(KINDS[Kind(value.code)]),
                self._with_kinds((value.code,)),
                value.count,
                self.shown.request.kinds == (value.code,),
            )
            for value in self.shown.facets.get(Facet.KIND, [])
            if value.code in OTHER_KINDS and value.count
        ]

    @property
    def count_text(self) -> str:
        """How many there are of what is listed."""
        count = self.shown.count
        if self.shows_villages:
            text = ngettext("%(count)s village", "%(count)s villages", count)
        else:
            text = ngettext("%(count)s result", "%(count)s results", count)
        return text % {"count": number_format(count)}

    @cached_property
    def panel(self) -> Panel:
        """The filters; they are those of villages."""
        return Panel(self.request.filters, self.villages.facets)

    @cached_property
    def chips(self) -> list[Link]:
        """What was understood of the words, and the filters: links to the search without it."""
        understood = [
            Link(wish.label, address_of(self.request.with_query(wish.query)))
            for wish in self.shown.understood
        ]
        return understood + self.chosen_filters

    @cached_property
    def chosen_filters(self) -> list[Link]:
        """The filters that were chosen: links to the search without them."""
        return [Link(label, address_of(rest)) for label, rest in without_each_filter(self.request)]

    @property
    def without_filters(self) -> str:
        """The address of the same words without any filter."""
        return address_of(self.request.with_filters(Filters()))

    @property
    def drops(self) -> list[Link]:
        """What to do without, with how many results there are then.

        To do without everything is no search; the page offers all villages besides.
        """
        return [
            Link(drop.label, address_of(drop.request), drop.count)
            for drop in self.shown.drops
            if drop.request.query or not drop.request.filters.is_empty
        ]

    @property
    def did_you_mean(self) -> Link | None:
        """Other words that may have been meant, unless they were searched already."""
        query = self.shown.did_you_mean
        if not query or self.shown.corrections:
            return None
        return Link(query, address_of(self.request.with_query(query)))

    @property
    def examples(self) -> list[Link]:
        """Searches to begin with, in the reader's language."""
        start = SearchRequest(language=self.request.language)
        return [
            Link(query, address_of(start.with_query(query)))
            for query in (
                _("village with a primary school and a doctor"),
                _("fibre near Auch"),
                _("house to rent, bakery"),
                _("telecentre near Marciac"),
            )
        ]

    @property
    def canonical(self) -> str:
        """The full address of the search page without a query."""
        return absolute(self.all_villages)

    @property
    def all_villages(self) -> str:
        """The address of the search page as it begins: it lists all villages."""
        return search_address(self.request.language)

    @property
    def versions(self) -> list[Version]:
        """The same search in each language."""
        language = self.request.language
        return [
            Version(code, address_of(replace(self.request, language=code)), code == language)
            for code in LANGUAGES
        ]

    @property
    def sorts(self) -> list[Option]:
        """The orders there are for villages; by distance where it is known from where.

        The usual one has no value, so that it need not stand in the address.
        """
        has_place = self.villages.radius_km is not None or self.request.filters.near is not None
        return [
            Option(
                "" if sort == Sort.RELEVANCE else sort.value,
                str(label),
                sort == self.request.sort,
            )
            for sort, label in SORTS.items()
            if has_place or sort != Sort.DISTANCE
        ]

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The parameters that the form hands on unseen: all filters, where they do not show."""
        rest = parameters.to_query(replace(self.request, query="", page=1))
        return [
            (name, value)
            for name, value in parse_qsl(rest)
            if not self.shows_villages or name in WITHOUT_CONTROL
        ]

    @property
    def first_number(self) -> int:
        """The number of the first hit of this page among all."""
        return (self.request.page - 1) * self.request.page_size + 1

    @property
    def pages(self) -> list[PageLink]:
        """The pages near this one, the first and the last; none where there is one only."""
        answer, current = self.shown, self.request.page
        if answer.pages < 2:
            return []
        paginator = Paginator(range(answer.pages), 1)
        relations = {current - 1: "prev", current + 1: "next"}
        return [
            PageLink(
                number,
                address_of(replace(self.request, page=number)),
                relations.get(number, ""),
                number == current,
            )
            if isinstance(number, int)
            else PageLink(0)
            for number in paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
        ]

    def _with_kinds(self, kinds: tuple[str, ...]) -> str:
        return address_of(replace(self.request, kinds=kinds, page=1))
