"""The message catalogues of our own code: extracted, merged, checked and compiled on Babel.

Plural forms. Django puts the catalogues of LOCALE_PATHS on top of its own, and each keeps its own
formula for `ngettext`; only `gettext` of a message that has a plural uses Django's. So ours are
those of Django's own catalogues in the four languages. Wagtail's French has three forms, which
does not reach our messages.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tokenize import TokenError

from babel.messages import Catalog, Message
from babel.messages.extract import extract as extract_calls
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po
from django.utils.translation.template import templatize

# The packages whose messages are ours; one that does not exist is left out.
OUR_APPS = ("cms", "home", "villages", "stories", "search", "enquiries")

SOURCE_LANGUAGE = "en"
PLURAL_FORMS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "en": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "nl": "nplurals=2; plural=(n != 1);",
}

# Which arguments of a call are messages; (1, "c") is the context.
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAGS = ("Translators:",)

HEADER = """\
# Written by `manage.py update_messages`: edit the msgstr lines only.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

# Django looks up `_("50%")` of a template under another msgid than the one written, and splits
# `{{ _("a|b") }}` at the bar.
UNTRANSLATABLE = re.compile(r"""\b_\((?:"[^"\n]*[|%][^"\n]*"|'[^'\n]*[|%][^'\n]*')\)""")
END_OF_COMMENT = re.compile(r"\{%\s*endcomment\s*%\}")

# Also matches %%, and a lone % such as the French one in "50 % des villages".
PLACEHOLDER = re.compile(r"%%|%(?:\([^)]*\))?[-#0+\d.]*[a-zA-Z]?|\{[^{}\s]*\}")


class CatalogueError(Exception):
    """A source file or a catalogue cannot be read; the message names it and says why."""


def extract(base_dir: Path) -> Catalog:
    """Return the messages of our code, untranslated, each with the files it occurs in.

    Raises:
        CatalogueError: a module or template cannot be read, or holds a message that Django
            would not find when it renders the template.
    """
    messages = Catalog()
    for path in _sources(base_dir):
        name = path.relative_to(base_dir).as_posix()
        try:
            source = path.read_bytes()
            if path.suffix != ".py":
                source = _calls_of_template(source.decode(), name).encode()
            found = list(extract_calls("python", BytesIO(source), KEYWORDS, COMMENT_TAGS))
        except (SyntaxError, TokenError, ValueError) as error:
            raise CatalogueError(f"{name}: {error}") from error
        for line, msgid, comments, context in found:
            messages.add(msgid, locations=[(name, line)], auto_comments=comments, context=context)
    return messages


def update(base_dir: Path) -> list[Path]:
    """Merge the messages of our code into the catalogues and return those that changed.

    A translation is kept, and marked fuzzy when its message gained, lost or changed its plural.
    A message that is no longer in the code goes. In English an empty translation becomes its
    message.

    Raises:
        CatalogueError: a source file or a catalogue cannot be read.
    """
    messages = extract(base_dir)
    changed = []
    for language in PLURAL_FORMS:
        path = _path(base_dir, language)
        old = _read(base_dir, language) if path.exists() else Catalog()
        content = _po(language, messages, old)
        if not path.exists() or path.read_bytes() != content:
            _replace(path, content)
            changed.append(path)
    return changed


def compile_all(base_dir: Path) -> list[Path]:
    """Write a .mo file beside each catalogue that is not older than it, and return those written.

    Fuzzy and untranslated messages are left out.

    Raises:
        CatalogueError: a catalogue is missing or cannot be read.
    """
    written = []
    for language in PLURAL_FORMS:
        source = _path(base_dir, language)
        target = source.with_suffix(".mo")
        if source.exists() and target.exists() and _modified(target) > _modified(source):
            continue
        content = BytesIO()
        write_mo(content, _read(base_dir, language))
        _replace(target, content.getvalue())
        written.append(target)
    return written


def problems(base_dir: Path) -> list[str]:
    """Return one line for each thing that is wrong with the catalogues, none when all is well.

    Raises:
        CatalogueError: a source file cannot be read; a catalogue that cannot is a problem.
    """
    messages = extract(base_dir)
    lines = []
    for language in PLURAL_FORMS:
        name = _path(base_dir, language).relative_to(base_dir).as_posix()
        try:
            catalogue = _read(base_dir, language)
        except CatalogueError as error:
            lines.append(str(error))
        else:
            found = _problems_of_catalogue(language, messages, catalogue)
            lines.extend(f"{name}: {line}" for line in found)
    return lines


def _sources(base_dir: Path) -> Iterator[Path]:
    for app in OUR_APPS:
        for path in sorted((base_dir / app).rglob("*")):
            is_template = path.suffix in {".html", ".txt"} and "templates" in path.parts
            if path.is_file() and (path.suffix == ".py" or is_template):
                yield path


def _calls_of_template(source: str, name: str) -> str:
    """Return the gettext calls of a template as Python that can be tokenised.

    The brackets make its indentation meaningless. What follows a comment on its line would be
    taken for a part of it.

    Raises:
        SyntaxError: a translation block holds another block tag.
        ValueError: Django would not find a message of the template.
    """
    if lost := UNTRANSLATABLE.search(source):
        raise ValueError(f"use {{% translate %}} for {lost[0]}, which holds a | or a %")
    calls = templatize(END_OF_COMMENT.sub(r"\g<0>\n", source), name)
    return f"(\n{calls}\n)"


def _path(base_dir: Path, language: str) -> Path:
    return base_dir / "locale" / language / "LC_MESSAGES" / "django.po"


def _modified(path: Path) -> int:
    return path.stat().st_mtime_ns


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_bytes(content)
    temporary.replace(path)


def _read(base_dir: Path, language: str) -> Catalog:
    path = _path(base_dir, language)
    name = path.relative_to(base_dir).as_posix()
    try:
        return read_po(BytesIO(path.read_bytes()), locale=language, abort_invalid=True)
    except FileNotFoundError as error:
        raise CatalogueError(f"{name}: does not exist; run update_messages") from error
    except PoFileError as error:
        reason = str(error).rpartition(" on ")[0]
        raise CatalogueError(f"{name}: line {error.lineno + 1}: {reason}") from error
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{name}: {error}") from error


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _po(language: str, messages: Catalog, old: Catalog) -> bytes:
    new = Catalog(locale=language)
    new.mime_headers = [("Plural-Forms", PLURAL_FORMS[language])]
    for message in messages:
        if message.id:
            _add(language, new, message, old.get(message.id, message.context))
    content = BytesIO()
    header = HEADER.format(language=language, plural_forms=PLURAL_FORMS[language])
    content.write(header.encode())
    write_po(content, new, omit_header=True, sort_output=True, include_lineno=False)
    return content.getvalue().rstrip(b"\n") + b"\n"


def _add(language: str, new: Catalog, message: Message, known: Message | None) -> None:
    """Add a message to a catalogue with what the old catalogue knows of it."""
    msgids = _forms(message.id)
    count = new.num_plurals if message.pluralizable else 1
    strings = _forms(known.string) if known else ()
    same = known is not None and _forms(known.id) == msgids and len(strings) == count
    flags = set(known.flags) if known else set()
    strings = (*strings, *[""] * count)[:count]
    if language == SOURCE_LANGUAGE:
        strings = tuple(
            string if same and string else msgid
            for string, msgid in zip(strings, msgids, strict=True)
        )
    elif not same and any(strings):
        flags.add("fuzzy")
    new.add(
        message.id,
        strings if message.pluralizable else strings[0],
        locations=message.locations,
        flags=flags,
        auto_comments=message.auto_comments,
        user_comments=known.user_comments if known else (),
        context=message.context,
    )


def _problems_of_catalogue(language: str, messages: Catalog, catalogue: Catalog) -> Iterator[str]:
    if catalogue.plural_forms != PLURAL_FORMS[language]:
        yield f"Plural-Forms is {catalogue.plural_forms!r}, not {PLURAL_FORMS[language]!r}"
    for message in messages:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        if known is None or _forms(known.id) != _forms(message.id):
            yield f"missing: {_name(message)}"
        else:
            for problem in _problems_of_message(known):
                yield f"{problem}: {_name(message)}"
    for message in (*catalogue, *catalogue.obsolete.values()):
        if message.id and messages.get(message.id, message.context) is None:
            yield f"obsolete: {_name(message)}"


def _problems_of_message(message: Message) -> Iterator[str]:
    msgids, strings = _forms(message.id), _forms(message.string)
    translated = sum(bool(string) for string in strings)
    if not translated:
        yield "untranslated"
    elif translated < len(strings):
        yield f"{translated} of {len(strings)} plural forms"
    if message.fuzzy:
        yield "fuzzy"
    # The first form may leave out the number, as its message may, or have it: French 0 is there.
    ignored = {"%%"} if any(map(_is_formatted, msgids)) else {"%%", "%"}
    first = [_placeholders(msgid, ignored) for msgid in msgids]
    for index, string in enumerate(strings):
        allowed = first if index == 0 else first[-1:]
        if string and _placeholders(string, ignored) not in allowed:
            yield f"placeholders differ in {string!r}"


def _is_formatted(msgid: str) -> bool:
    """Return whether the % operator is applied to the message, which a lone % would break."""
    return any(match.startswith("%") and match != "%" for match in PLACEHOLDER.findall(msgid))


def _placeholders(text: str, ignored: set[str]) -> tuple[list[str], set[str]]:
    """Return the placeholders whose order matters, and those with a name."""
    found = [match for match in PLACEHOLDER.findall(text) if match not in ignored]
    named = {match for match in found if match.startswith(("%(", "{")) and match != "{}"}
    return [match for match in found if match not in named], named


def _name(message: Message) -> str:
    context = f" (context {message.context!r})" if message.context else ""
    return f"{_forms(message.id)[0]!r}{context}"
