"""The page tree and its first texts, loaded once: what editors changed since is never touched."""

import datetime
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from cms.content.texts import CONTENT_DIR, Text, read_folder, read_text, read_toml, rich_text
from cms.content.translations import publish_translation
from cms.core.changes import one_change
from cms.core.i18n import LANGUAGES, SOURCE_LANGUAGE
from home.models import (
    AccessibilityPage,
    HomePage,
    KeyFigure,
    LegalNoticePage,
    PrivacyPage,
)
from stories.models import (
    NewsIndexPage,
    NewsPage,
    NewsVillage,
    TestimonialIndexPage,
    TestimonialPage,
)
from villages.models import ImportedRow, Village, VillageIndexPage, VillagePage

Words = Callable[[Text, str], dict[str, Any]]
Progress = Callable[[str], None]

LOADED = "content"


def load_content(progress: Progress) -> dict[str, int]:
    """Load the home pages, sections, legal pages, villages, testimonials, news and key figures.

    Returns how many pages and translations were made. What was loaded before is not loaded
    again, not even when an editor has deleted it since.

    Raises:
        TextFault: a file of `data/content/` cannot be used.
    """
    loader = Loader(progress)
    with override(SOURCE_LANGUAGE):
        loader.load()
    return {"pages": loader.made, "translations": loader.translated}


class Loader:
    """Makes pages and their translations, top-down, each in transactions of its own."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress
        self.made = 0
        self.translated = 0
        self.loaded = set(ImportedRow.objects.filter(table=LOADED).values_list("key", flat=True))
        self.villages = {village.insee_code: village for village in Village.objects.all()}
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES
        }

    def load(self) -> None:
        """Load everything that was not loaded before."""
        home = self._home()
        sections: list[tuple[type[Page], str]] = [
            (VillageIndexPage, "villages"),
            (TestimonialIndexPage, "testimonials"),
            (NewsIndexPage, "news"),
            (LegalNoticePage, "legal-notice"),
            (PrivacyPage, "privacy"),
            (AccessibilityPage, "accessibility"),
        ]
        for model, name in sections:
            text = read_text(CONTENT_DIR / "pages" / f"{name}.toml")
            self._make(home, model, text, _section_words)
        self._load_key_figures()
        self._load_leaves("villages", VillageIndexPage, VillagePage, self._village_words)
        self._load_leaves(
            "testimonials", TestimonialIndexPage, TestimonialPage, self._testimonial_words
        )
        self._load_leaves("news", NewsIndexPage, NewsPage, self._news_words)

    def _home(self) -> HomePage:
        text = read_text(CONTENT_DIR / "pages" / "home.toml")
        root = Page.get_first_root_node()
        home = cast(HomePage, self._make(root, HomePage, text, _home_words))
        address = urlsplit(settings.BASE_URL)
        if not Site.objects.filter(root_page=home).exists():
            # Wagtail's own migration makes a page "Welcome" and a site that shows it.
            Site.objects.update_or_create(
                is_default_site=True,
                defaults={
                    "hostname": address.hostname,
                    "port": address.port or (443 if address.scheme == "https" else 80),
                    "site_name": settings.WAGTAIL_SITE_NAME,
                    "root_page": home,
                },
            )
            for page in root.get_children().exact_type(Page):
                page.delete()
        return home

    def _load_leaves(
        self, folder: str, section_model: type[Page], model: type[Page], words: Words
    ) -> None:
        section = section_model.objects.filter(locale=self.locales[SOURCE_LANGUAGE]).first()
        if section is None:
            return
        texts = list(read_folder(folder))
        for number, text in enumerate(texts, start=1):
            self._make(section, model, text, words)
            if number % 20 == 0 or number == len(texts):
                self.progress(f"{folder}: {number} of {len(texts)}")

    def _make(self, parent: Page, model: type[Page], text: Text, words: Words) -> Page | None:
        page: Page | None
        if text.name in self.loaded:
            page = model.objects.filter(locale=self.locales[SOURCE_LANGUAGE]).first()
            return page if model is HomePage else None
        page = self._find_or_add(parent, model, text, words)
        for language in text.languages[1:]:
            if not page.get_translations().filter(locale=self.locales[language], live=True):
                publish_translation(page, self.locales[language], words(text, language))
                self.translated += 1
        ImportedRow.objects.create(table=LOADED, key=text.name, values={})
        return page

    def _find_or_add(self, parent: Page, model: type[Page], text: Text, words: Words) -> Page:
        """Return the page, which is there already when an earlier run was stopped half-way."""
        fields = words(text, SOURCE_LANGUAGE)
        # A page is read again before each step: the tree moves under an instance.
        parent = Page.objects.get(pk=parent.pk)
        page = model.objects.child_of(parent).filter(slug=fields["slug"]).first()
        if page is None:
            page = model(locale=self.locales[SOURCE_LANGUAGE], **fields)
            if isinstance(page, NewsPage):
                page.news_villages = [
                    NewsVillage(village=self.villages[code], sort_order=order)
                    for order, code in enumerate(text.fields["insee"])
                ]
            with one_change():
                parent.add_child(instance=page)
                page.save_revision().publish()
            self.made += 1
        return model.objects.get(pk=page.pk)

    def _load_key_figures(self) -> None:
        if "key_figures" in self.loaded:
            return
        for position, figure in enumerate(read_toml(CONTENT_DIR / "key_figures.toml")["figure"]):
            KeyFigure.objects.update_or_create(
                code=figure.pop("code"), defaults={**figure, "position": position}
            )
        ImportedRow.objects.create(table=LOADED, key="key_figures", values={})

    def _village_words(self, text: Text, language: str) -> dict[str, Any]:
        village = self.villages[text.fields["insee"]]
        words = text.words[language]
        return {
            "title": village.name,
            "slug": village.slug,
            "village": village,
            "introduction": words["introduction"].strip(),
            "welcome": rich_text(words.get("welcome", "")),
            "body": text.body(language),
            "search_description": shortened(words["introduction"]),
        }

    def _testimonial_words(self, text: Text, language: str) -> dict[str, Any]:
        words = text.words[language]
        return {
            **_story_words(text, language),
            "person": text.fields["person"],
            "trade": words["trade"],
            "country_of_origin": text.fields.get("country", ""),
            "year_of_arrival": text.fields.get("year_of_arrival"),
            "village": self.villages[text.fields["insee"]],
        }

    def _news_words(self, text: Text, language: str) -> dict[str, Any]:
        return {**_story_words(text, language), "category": text.fields["category"]}


def shortened(words: str, longest: int = 165) -> str:
    """Return the beginning of `words`, cut at the end of a sentence or else of a word."""
    words = " ".join(words.split())
    if len(words) <= longest:
        return words
    cut = words[:longest]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 50 else f"{cut[: cut.rfind(' ')].rstrip(',;:')}…"


def _home_words(text: Text, language: str) -> dict[str, Any]:
    words = text.words[language]
    return {
        "title": words["title"],
        "slug": language,
        "heading": words["heading"],
        "introduction": words["introduction"].strip(),
        "body": text.body(language),
        "search_description": words["search_description"],
    }


def _section_words(text: Text, language: str) -> dict[str, Any]:
    words = text.words[language]
    statutory = {**text.fields.get("fields", {}), **words.get("fields", {})}
    for name in ("statement_date", "audit_date"):
        if name in statutory:
            date = statutory[name]
            statutory[name] = datetime.date.fromisoformat(date) if date else None
    section = {
        "title": words["title"],
        "slug": text.fields["slug"][language],
        "introduction": words["introduction"].strip(),
        "search_description": words["search_description"],
        **{
            name: value.strip() if isinstance(value, str) else value
            for name, value in statutory.items()
        },
    }
    if "body" in words:
        section["body"] = text.body(language)
    return section


def _story_words(text: Text, language: str) -> dict[str, Any]:
    words = text.words[language]
    return {
        "title": words["title"],
        "slug": text.fields["slug"],
        "date": datetime.date.fromisoformat(str(text.fields["date"])),
        "summary": words["summary"].strip(),
        "body": text.running_text(language),
        "is_demonstration": text.fields["demonstration"],
        "search_description": shortened(words["summary"]),
    }
