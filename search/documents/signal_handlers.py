"""What follows for the search when content changes.

The receivers only note which things are touched. Their documents are written at the end of the
change, once, and still in its transaction.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction, get_page_models

from cms.core.addresses import SECTION_DEPTH
from cms.core.changes import (
    Change,
    change_ending,
    content_change,
    is_draft_only,
    one_change,
    written_in_bulk,
)
from search.documents.writing import Things, write
from stories.models import NewsPage, NewsVillage, TestimonialPage
from villages.models import (
    Canton,
    Connectivity,
    Epci,
    Equipment,
    EquipmentType,
    Establishment,
    Host,
    HousingOffer,
    ServiceType,
    Source,
    Telecentre,
    Village,
    VillagePage,
    VillageService,
)

# The records of which the documents of their village tell.
FACTS: tuple[type[models.Model], ...] = (
    VillageService,
    Establishment,
    Equipment,
    Connectivity,
    Telecentre,
    Host,
    HousingOffer,
)

# The records that documents name, how to find the villages, and the attributes that say it.
NAMED: dict[type[models.Model], tuple[str, tuple[str, ...]]] = {
    Epci: ("epci", ("long_name",)),
    Canton: ("canton", ("name",)),
    EquipmentType: (
        "equipments__equipment_type",
        tuple(
            f"{name}_{code}" for name in ("label", "plural") for code in ("fr", "en", "de", "nl")
        ),
    ),
    ServiceType: ("services__service_type", ("code",)),
    Source: ("services__source", ("code",)),
}


@receiver(change_ending)
def write_documents(change: Change, **_kwargs: Any) -> None:
    """Write the documents of all things that the change has touched."""
    things = change.part(Things)
    if things:
        write(things, change.generation)


@receiver(written_in_bulk)
def note_everything(**_kwargs: Any) -> None:
    """Look at all documents after what no signal tells of."""
    with one_change() as change:
        change.part(Things).everything = True


Note = Callable[[Things, Any], None]


def note_facts(things: Things, record: Any) -> None:
    """Note the village of a record."""
    things.village_ids.add(record.village_id)


def note_former_village(things: Things, record: Any) -> None:
    """Note the village that a record leaves, perhaps for another one."""
    former = type(record)._base_manager.filter(pk=record.pk)
    things.village_ids.update(former.values_list("village_id", flat=True))


def note_village(things: Things, village: Village) -> None:
    """Note a village, which may be there no more."""
    things.villages.add(village.insee_code)


def note_former_village_name(things: Things, village: Village) -> None:
    """Note the code and the pages of a village that gets another code or name."""
    former = Village.objects.filter(pk=village.pk).only("insee_code", "name").first()
    if former and (former.insee_code, former.name) != (village.insee_code, village.name):
        things.villages.add(former.insee_code)
        for pages in (
            TestimonialPage.objects.filter(village=former),
            NewsPage.objects.filter(news_villages__village=former),
        ):
            things.pages.update(map(str, pages.values_list("translation_key", flat=True)))


def note_villages_that_name(things: Things, record: Any) -> None:
    """Note the villages that name a record whose name or code changes."""
    relation, names = NAMED[type(record)]
    former = type(record)._base_manager.filter(pk=record.pk).values_list(*names).first()
    if former and former != tuple(getattr(record, name) for name in names):
        villages = Village.objects.filter(**{relation: record.pk})
        things.village_ids.update(villages.values_list("pk", flat=True))


def note_link(things: Things, link: NewsVillage) -> None:
    """Note the piece of news that is about a village."""
    things.pages.add(str(link.page.translation_key))


def note_page(things: Things, page: Page) -> None:
    """Note a page, and those below a section: they can be read as long as that can."""
    if not issubclass(page.specific_class or Page, VillagePage):
        things.pages.add(str(page.translation_key))
    elif isinstance(page, VillagePage):
        note_facts(things, page)
    else:
        things.village_ids.update(_villages_of(VillagePage.objects.filter(pk=page.pk)))
    if page.depth == SECTION_DEPTH:
        note_pages_below(things, page.path)


def note_pages_below(things: Things, path: str) -> None:
    """Note the page at this place of the tree, and all below it."""
    below = Page.objects.filter(path__startswith=path).not_exact_type(VillagePage)
    things.pages.update(map(str, below.values_list("translation_key", flat=True)))
    things.village_ids.update(_villages_of(VillagePage.objects.filter(path__startswith=path)))


def note_restricted_pages(things: Things, restriction: PageViewRestriction) -> None:
    """Note the pages that are opened to all, or closed."""
    note_pages_below(things, restriction.page.path)


def _villages_of(pages: models.QuerySet[Any]) -> Iterable[int]:
    return pages.values_list("village_id", flat=True)


def connect(model: type[models.Model], after: Note | None, before: Note | None = None) -> None:
    """Let `before` note what a record touches as it was before it is saved, `after` as it is."""
    name = f"search {model._meta.label}"
    if before:
        pre_save.connect(_noting(before), sender=model, weak=False, dispatch_uid=name)
    if after:
        post_save.connect(_noting(after), sender=model, weak=False, dispatch_uid=name)
        post_delete.connect(_noting(after), sender=model, weak=False, dispatch_uid=name)


def _noting(note: Note) -> Callable[..., None]:
    def receive(instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if not raw and not is_draft_only(kwargs.get("update_fields")):
            with content_change() as change:
                note(change.part(Things), instance)

    return receive


for model in FACTS:
    connect(model, after=note_facts, before=note_former_village)
for model in NAMED:
    connect(model, after=None, before=note_villages_that_name)
for model in get_page_models():
    is_of_village = issubclass(model, VillagePage)
    connect(model, after=note_page, before=note_former_village if is_of_village else None)
connect(Village, after=note_village, before=note_former_village_name)
connect(NewsVillage, after=note_link)
connect(PageViewRestriction, after=note_restricted_pages)
