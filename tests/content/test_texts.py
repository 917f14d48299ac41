"""The texts that ship with the site: complete, parallel in their languages, no two alike."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from cms.content.texts import Text, TextFault, read_folder, read_text, rich_text
from cms.core.i18n import LANGUAGES

DATA = Path(settings.BASE_DIR) / "data"
FOLDERS = ("pages", "villages", "testimonials", "news")


def texts() -> list[Text]:
    """Return every text."""
    return [text for folder in FOLDERS for text in read_folder(folder)]


def programme() -> list[dict[str, str]]:
    """Return the rows of the programme's villages."""
    with (DATA / "gers" / "programme_villages.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def shape(value: object) -> object:
    """Return the shape of words: keys of tables, number of paragraphs of texts."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in sorted(value.items())}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return str(value).strip().count("\n\n") + 1 if str(value).strip() else 0


@pytest.mark.parametrize("text", texts(), ids=lambda text: text.name)
def test_a_text_has_the_same_sections_and_paragraphs_in_each_of_its_languages(text: Text) -> None:
    french = shape(text.words["fr"])
    for language in text.languages:
        assert shape(text.words[language]) == french, language


def test_every_village_of_the_programme_has_its_own_introduction_in_french() -> None:
    villages = {text.fields["insee"]: text for text in read_folder("villages")}
    assert set(villages) == {row["insee"] for row in programme()}
    introductions = [text.words["fr"]["introduction"] for text in villages.values()]
    for introduction in introductions:
        assert 30 <= len(introduction.split()) <= 90
    openings = Counter(" ".join(text.split()[:4]).lower() for text in introductions)
    assert [opening for opening, times in openings.items() if times > 1] == []


def test_at_least_24_villages_are_written_in_four_languages_the_telecentres_among_them() -> None:
    complete = {
        text.fields["insee"]
        for text in read_folder("villages")
        if text.languages == list(LANGUAGES) and text.words["nl"].get("body")
    }
    assert len(complete) >= 24
    assert {row["insee"] for row in programme() if row["telecentre"]} <= complete


@pytest.mark.parametrize("folder", ["pages", "testimonials", "news"])
def test_everything_else_is_written_in_four_languages(folder: str) -> None:
    found = list(read_folder(folder))
    assert len(found) >= 7
    for text in found:
        assert text.languages == list(LANGUAGES), text.name


def test_no_sentence_of_the_press_release_or_of_another_text_is_used_again() -> None:
    sentences: Counter[str] = Counter()
    for text in read_folder("villages"):
        for section in [text.words["fr"], *text.words["fr"].get("body", [])]:
            for words in section.values():
                if isinstance(words, str):
                    sentences.update(
                        sentence.strip()
                        for sentence in re.split(r"(?<=[.!?])\s", words)
                        if len(sentence.split()) > 7
                    )
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


def test_no_story_quotes_anybody() -> None:
    for folder in ("testimonials", "news"):
        for text in read_folder(folder):
            for language in text.languages:
                assert not re.search("[«“„]", str(text.words[language])), (text.name, language)


def test_paragraphs_become_escaped_rich_text() -> None:
    assert rich_text("Un & deux\n\n<b>trois</b>") == (
        "<p>Un &amp; deux</p><p>&lt;b&gt;trois&lt;/b&gt;</p>"
    )
    assert rich_text("  ") == ""


@pytest.mark.parametrize("content", [b"[fr\n", b"\xff", b'insee = "1"\n'])
def test_a_broken_text_is_named_by_its_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lombez.toml"
    path.write_bytes(content)
    with pytest.raises(TextFault, match=r"^lombez\.toml: "):
        read_text(path)
