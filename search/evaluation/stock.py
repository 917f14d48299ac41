"""The search that comes with Wagtail, beside ours for comparison."""

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from search.evaluation.judged import JudgedQuery, Scope
from search.evaluation.relevance import Item
from search.models import Kind
from stories.models import NewsPage, TestimonialPage
from villages.models import VillagePage

PAGE_TYPES: tuple[type[Page], ...] = (VillagePage, TestimonialPage, NewsPage)
LONGEST_QUERY = 100


def stock_search(query: JudgedQuery) -> list[Item]:
    """Return the live pages in the reader's language that the stock search finds, best first."""
    # A quotation mark without its fellow, NUL and blanks alone make the SQLite backend fail.
    text = query.text.replace('"', " ").replace("\x00", " ").strip()[:LONGEST_QUERY]
    if not text:
        return []
    types = PAGE_TYPES[:1] if query.scope == Scope.VILLAGES else PAGE_TYPES
    pages = (
        Page.objects.live()
        .public()
        .type(*types)
        .filter(locale=Locale.objects.get(language_code=query.language))
    )
    return [_item(page.specific) for page in get_search_backend("default").search(text, pages)]


def _item(page: Page) -> Item:
    if isinstance(page, VillagePage):
        return Item(Kind.VILLAGE, page.village.insee_code)
    kind = Kind.TESTIMONIAL if isinstance(page, TestimonialPage) else Kind.NEWS
    return Item(kind, str(page.translation_key))
