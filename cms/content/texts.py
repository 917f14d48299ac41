"""The texts in `data/content/`: TOML files, prose in plain paragraphs, one table per language."""

import tomllib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.html import escape

from cms.core.i18n import LANGUAGES

CONTENT_DIR: Path = settings.BASE_DIR / "data" / "content"
DEMONSTRATION_DIR: Path = settings.BASE_DIR / "data" / "demo"
BLOCK_NAMESPACE = uuid.UUID("5c6f0a52-7d0e-4f3e-9d61-5b4b0c3ad9a4")


class TextFault(Exception):
    """A file of texts that cannot be used; the message names the file."""


@dataclass(frozen=True)
class Text:
    """One file: what is the same in every language, and the words of each."""

    name: str
    fields: dict[str, Any]
    words: dict[str, dict[str, Any]]

    @property
    def languages(self) -> list[str]:
        """The languages the text is written in, French first."""
        return [code for code in LANGUAGES if code in self.words]

    def body(self, language: str) -> list[dict[str, Any]]:
        """Return the sections in `language` as data of a `BodyBlock`.

        Blocks of the same place have the same id in every language.
        """
        blocks = []
        for index, section in enumerate(self.words[language].get("body", [])):
            for kind in ("heading", "paragraph"):
                words = section["heading"] if kind == "heading" else rich_text(section["text"])
                if words:
                    blocks.append(self._block(kind, str(index), words))
        return blocks

    def running_text(self, language: str) -> list[dict[str, Any]]:
        """Return the text without headings in `language` as data of a `BodyBlock`."""
        return [self._block("paragraph", "text", rich_text(self.words[language]["text"]))]

    def _block(self, kind: str, place: str, words: str) -> dict[str, Any]:
        block_id = uuid.uuid5(BLOCK_NAMESPACE, f"{self.name} {place} {kind}")
        return {"type": kind, "id": str(block_id), "value": words}


def rich_text(words: str) -> str:
    """Return plain paragraphs, separated by blank lines, as paragraphs of rich text."""
    paragraphs = [" ".join(part.split("\n")) for part in words.strip().split("\n\n")]
    return "".join(f"<p>{escape(part.strip())}</p>" for part in paragraphs if part.strip())


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises:
        TextFault: the file is missing or is not TOML in UTF-8.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TextFault(f"{path.name}: {error}") from error


def read_text(path: Path) -> Text:
    """Read one text.

    Raises:
        TextFault: the file cannot be read, or has no French.
    """
    content = read_toml(path)
    words = {code: content.pop(code) for code in LANGUAGES if code in content}
    if "fr" not in words:
        raise TextFault(f"{path.name}: the French text is missing.")
    return Text(f"{path.parent.name}/{path.stem}", content, words)


def read_folder(name: str) -> Iterator[Text]:
    """Read every text of a folder of `data/content/`, by file name."""
    for path in sorted((CONTENT_DIR / name).glob("*.toml")):
        yield read_text(path)
