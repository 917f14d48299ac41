"""The one place that writes search documents: what they ought to say against what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from wagtail.models import Page

from cms.core.addresses import SiteMap
from cms.core.changes import one_change
from cms.core.generation import raise_generation
from search.documents.drafts import Draft
from search.documents.pages import page_drafts
from search.documents.villages import village_drafts
from search.engines.rows import words_of_row
from search.indexed import indexed
from search.models import Kind, SearchDocument
from villages.models import Village

# How many things are read at once where everything is.
BATCH = 100
KINDS_OF_VILLAGE = (Kind.VILLAGE, Kind.TELECENTRE)
WRITTEN_FIELDS = (
    "content_language",
    "title",
    "keywords",
    "text",
    "facts",
    "words",
    "is_deleted",
    "generation",
    "attempts",
    "retry_at",
)


@dataclass
class Things:
    """What documents speak of: villages, with their telecentres, and pages.

    `villages` are INSEE codes, `village_ids` primary keys of villages, `pages` translation keys.
    """

    villages: set[str] = field(default_factory=set)
    village_ids: set[int] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.villages or self.village_ids or self.pages or self.everything)


@dataclass
class Written:
    """How many documents were written, and how many say already what they ought to."""

    new: int = 0
    changed: int = 0
    deleted: int = 0
    unchanged: int = 0

    def add(self, other: "Written") -> None:
        """Count what `other` counts, too."""
        self.new += other.new
        self.changed += other.changed
        self.deleted += other.deleted
        self.unchanged += other.unchanged


def write(things: Things, generation: int | None = None) -> Written:
    """Let the documents of `things` say what the content says; write only those that differ.

    The content is read here, and not before: this must run in the transaction of the change,
    while that holds the generation (`cms.core.changes`). Of two transactions that change facts
    of one village, the second then reads what the first has written. `generation` is that of
    the change; without it, the generation is raised where there is something to write.
    """
    site_map = SiteMap.load()
    if not things.everything:
        return _write(things, site_map, generation)
    written = Written()
    for batch in _all_things():
        written.add(_write(batch, site_map, generation))
    return written


def write_everything() -> Written:
    """Let every document say what the content says; to repeat it writes nothing."""
    with one_change():
        return write(Things(everything=True))


def _all_things() -> Iterator[Things]:
    """Give in batches everything there is, and everything that a document speaks of."""
    documents = SearchDocument.objects.current()
    of_villages = documents.filter(kind__in=KINDS_OF_VILLAGE).values_list("key", flat=True)
    of_pages = documents.exclude(kind__in=KINDS_OF_VILLAGE).values_list("key", flat=True)
    villages = {*Village.objects.values_list("insee_code", flat=True), *of_villages}
    pages = {*map(str, Page.objects.values_list("translation_key", flat=True)), *of_pages}
    for codes in _batches(villages):
        yield Things(villages=codes)
    for keys in _batches(pages):
        yield Things(pages=keys)


def _batches(keys: set[str]) -> Iterator[set[str]]:
    ordered = sorted(keys)
    return (set(ordered[start : start + BATCH]) for start in range(0, len(ordered), BATCH))


def _write(things: Things, site_map: SiteMap, generation: int | None) -> Written:
    drafts: list[Draft] = []
    if things.villages or things.village_ids:
        drafts += village_drafts(things.villages, things.village_ids, site_map)
    if things.pages:
        drafts += page_drafts(things.pages, site_map)
    documents = _documents_of(things, drafts)
    written, differing = _compare(drafts, documents)
    if not differing:
        return written
    number = raise_generation() if generation is None else generation
    for document in differing:
        document.generation = number
        document.attempts, document.retry_at = 0, None
        document.words = words_of_row(indexed(document))
    SearchDocument.objects.bulk_create(
        differing,
        update_conflicts=True,
        unique_fields=["kind", "key", "language"],
        update_fields=WRITTEN_FIELDS,
    )
    return written


def _documents_of(
    things: Things, drafts: Iterable[Draft]
) -> dict[tuple[str, str, str], SearchDocument]:
    codes = things.villages | {draft.key for draft in drafts if draft.kind in KINDS_OF_VILLAGE}
    pages = [kind for kind in Kind if kind not in KINDS_OF_VILLAGE]
    documents = SearchDocument.objects.filter(
        Q(kind__in=KINDS_OF_VILLAGE, key__in=codes) | Q(kind__in=pages, key__in=things.pages)
    )
    return {(found.kind, found.key, found.language): found for found in documents}


def _compare(
    drafts: Iterable[Draft], documents: dict[tuple[str, str, str], SearchDocument]
) -> tuple[Written, list[SearchDocument]]:
    """Return what is to be done, and the documents as they are to be written."""
    written = Written()
    differing = []
    for draft in drafts:
        document = documents.pop(draft.identity, None)
        if document and draft.is_said_by(document):
            written.unchanged += 1
            continue
        if document is None or document.is_deleted:
            written.new += 1
        else:
            written.changed += 1
        differing.append(draft.document())
    for document in documents.values():
        if not document.is_deleted:
            written.deleted += 1
            differing.append(_emptied(document))
    return written, differing


def _emptied(document: SearchDocument) -> SearchDocument:
    return SearchDocument(
        kind=document.kind,
        key=document.key,
        language=document.language,
        content_language=document.language,
        is_deleted=True,
    )
