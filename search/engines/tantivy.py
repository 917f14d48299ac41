"""The engine that is part of the site: Tantivy, on files below a directory.

Each language has a directory of its own, and in it a directory for each time its index was
built, a file `current` with the name of the one that holds, and a file `lock`. Any process may
search; whoever writes holds the lock, which the kernel takes back from a process that is killed.
"""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import tantivy
from tantivy import Occur, Query

from search.engines.protocol import (
    EXACT_SCORE,
    FILLER,
    MOST_HITS,
    RELEVANCE_SCALE,
    WORD_SCORE,
    EngineError,
    Found,
    IndexedDocument,
    QueryWord,
)

# How much a stem weighs by the field that holds it.
FIELD_WEIGHTS = {"title": 3, "keywords": 2, "text": 1}
# Memory for new documents, in bytes: while an index is built, and while changes are pushed.
REBUILD_HEAP = 64_000_000
PUSH_HEAP = 15_000_000
# How often a process looks whether the lock is free, in seconds.
LOCK_INTERVAL = 0.01


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("pk", indexed=True, fast=True)
    builder.add_unsigned_field("generation", fast=True)
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    for field in FIELD_WEIGHTS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="basic")
    return builder.build()


SCHEMA = _schema()


@dataclass(frozen=True)
class _Opened:
    """An index as it was when it was last looked at."""

    name: str
    stamp: tuple[int, int, int]
    index: tantivy.Index
    searcher: tantivy.Searcher


class TantivyEngine:
    """Finds and keeps documents in files below `directory`.

    `signature_of` gives the signature of the analysis of a language. A writer waits for another
    for `time_limit` seconds, a rebuild as long as it takes.
    """

    name = "tantivy"

    def __init__(
        self, directory: Path, signature_of: Callable[[str], str], time_limit: float = 10
    ) -> None:
        self._directory = directory
        self._signature_of = signature_of
        self._time_limit = time_limit
        self._opened: dict[str, _Opened] = {}
        self._opening = threading.Lock()

    def find(
        self, queries: Mapping[str, Sequence[QueryWord]], limit: int = MOST_HITS
    ) -> dict[str, list[Found]]:
        with _engine_errors():
            return {
                language: _found(self._open(language).searcher, words, limit) if words else []
                for language, words in queries.items()
            }

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        with _engine_errors():
            return {
                language: _known(self._open(language).searcher, asked)
                for language, asked in words.items()
            }

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        with _engine_errors(), self._lock(language, self._time_limit):
            opened = self._open(language)
            kept = _generations(opened.searcher, [*(one.pk for one in changed), *deleted])
            writer = opened.index.writer(PUSH_HEAP, 1)
            refused: dict[int, str] = {}
            # The oldest first, so that of two changes of a document the newer one stays.
            for document in sorted(changed, key=lambda one: one.generation):
                if document.generation < kept.get(document.pk, 0):
                    continue
                try:
                    content = _document(document)
                except ValueError:
                    refused[document.pk] = "Its words cannot be written."
                    continue
                _replace(writer, document.pk, content)
                kept[document.pk] = document.generation
            for pk, generation in deleted.items():
                if generation >= kept.get(pk, 0):
                    _replace(writer, pk, _tombstone(pk, generation))
            writer.commit()
            writer.wait_merging_threads()
            self._open(language)
        return refused

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        name = f"{self._signature_of(language)}-{time.time_ns() // 1_000_000}"
        home = self._directory / language
        with self._lock(language, None):
            try:
                self._build(home / name, documents)
                with _engine_errors():
                    _write(home / "current", name)
                    self._open(language)
            except BaseException:
                shutil.rmtree(home / name, ignore_errors=True)
                raise
            # Whoever searches a former one holds its files open, and does so until it is done.
            for former in home.iterdir():
                if former.is_dir() and former.name != name:
                    shutil.rmtree(former, ignore_errors=True)

    def signature(self, language: str) -> str:
        try:
            with _engine_errors():
                name = self._open(language).name
        except EngineError:
            return ""
        return name.split("-")[0]

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        with _engine_errors():
            searcher = self._open(language).searcher
            everything = searcher.search(Query.all_query(), max(1, searcher.num_docs), count=False)
            addresses = [address for _score, address in everything.hits]
            pks = _numbers(searcher, "pk", addresses)
            generations = _numbers(searcher, "generation", addresses)
            digests = [searcher.doc(address).get_first("digest") for address in addresses]
        rows = zip(pks, generations, digests, strict=True)
        return {pk: (generation, digest) for pk, generation, digest in rows if digest is not None}

    def _build(self, directory: Path, documents: Iterable[IndexedDocument]) -> None:
        """Make an index; what `documents` raises, which is no fault of the engine, is passed on."""
        with _engine_errors():
            directory.mkdir()
            writer = tantivy.Index(SCHEMA, path=str(directory)).writer(REBUILD_HEAP, 1)
        for document in documents:
            with _engine_errors():
                writer.add_document(_document(document))
        with _engine_errors():
            writer.commit()
            writer.wait_merging_threads()

    def _open(self, language: str) -> _Opened:
        """Return the index of a language as it is now.

        Raises:
            EngineError: there is none.
            OSError: its files cannot be read.
            ValueError: they cannot be understood.
        """
        failed = ""
        while True:
            name = self._current(language)
            try:
                return self._open_at(language, name)
            except (OSError, ValueError):
                # It was replaced in between, unless it fails twice.
                if name == failed:
                    raise
                failed = name

    def _current(self, language: str) -> str:
        try:
            name = (self._directory / language / "current").read_text(encoding="ascii")
        except FileNotFoundError:
            name = ""
        if not name:
            raise EngineError(f"There is no index of the language {language!r}.")
        return name

    def _open_at(self, language: str, name: str) -> _Opened:
        directory = self._directory / language / name
        # Every commit replaces this file.
        meta = (directory / "meta.json").stat()
        stamp = (meta.st_ino, meta.st_mtime_ns, meta.st_size)
        opened = self._opened.get(language)
        if opened and (opened.name, opened.stamp) == (name, stamp):
            return opened
        with self._opening:
            if opened and opened.name == name:
                index = opened.index
            else:
                index = tantivy.Index.open(str(directory))
                if index.schema != SCHEMA:
                    raise EngineError(f"The index {directory} has other fields.")
                # No thread of its own that watches the files.
                index.config_reader("manual")
            index.reload()
            now = self._opened[language] = _Opened(name, stamp, index, index.searcher())
        return now

    @contextmanager
    def _lock(self, language: str, time_limit: float | None) -> Iterator[None]:
        """Be the only one who writes, of all processes.

        Raises:
            EngineError: another one wrote for `time_limit` seconds.
        """
        with _engine_errors():
            path = self._directory / language / "lock"
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("w")
        with file:
            with _engine_errors():
                if time_limit is None:
                    fcntl.flock(file, fcntl.LOCK_EX)
                else:
                    _take(file.fileno(), time.monotonic() + time_limit)
            yield


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Turn whatever goes wrong with the files or in Tantivy into an `EngineError`."""
    try:
        yield
    except (EngineError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    # A panic of Tantivy, over files that are damaged, is no Exception.
    except BaseException as error:
        raise EngineError(f"Tantivy: {error}") from error


def _take(file: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise EngineError("Another process has been writing for too long.") from None
            time.sleep(LOCK_INTERVAL)
        else:
            return


def _write(path: Path, text: str) -> None:
    """Replace a file at once, for good: whoever reads it reads the former or the new text."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _document(document: IndexedDocument) -> tantivy.Document:
    content = {
        "pk": document.pk,
        "generation": document.generation,
        "digest": document.digest,
        "title": f"{FILLER} {document.title}",
        "keywords": f"{FILLER} {document.keywords}",
        "text": f"{FILLER} {document.text}",
        "words": document.words,
    }
    return tantivy.Document.from_dict(content, SCHEMA)


def _tombstone(pk: int, generation: int) -> tantivy.Document:
    """Remember a deletion until the next rebuild, so that no older change comes after it."""
    return tantivy.Document.from_dict({"pk": pk, "generation": generation}, SCHEMA)


def _replace(writer: tantivy.IndexWriter, pk: int, content: tantivy.Document) -> None:
    # By a query: `delete_documents_by_term` takes the number for a signed one and finds nothing.
    writer.delete_documents_by_query(Query.term_query(SCHEMA, "pk", pk))
    writer.add_document(content)


def _generations(searcher: tantivy.Searcher, pks: Sequence[int]) -> dict[int, int]:
    """Return the generations of those documents that are there, deleted ones included."""
    query = Query.term_set_query(SCHEMA, "pk", pks)
    addresses = [
        address for _score, address in searcher.search(query, len(pks) + 1, count=False).hits
    ]
    found = _numbers(searcher, "pk", addresses)
    generations = _numbers(searcher, "generation", addresses)
    return dict(zip(found, generations, strict=True))


def _numbers(
    searcher: tantivy.Searcher, field: str, addresses: list[tantivy.DocAddress]
) -> list[int]:
    return cast(list[int], searcher.fast_field_values(field, addresses))


def _known(searcher: tantivy.Searcher, words: Iterable[str]) -> set[str]:
    """Return which words are held; the frequency counts documents that were replaced, too."""
    return {
        word
        for word in words
        if searcher.doc_freq("words", word)
        and searcher.search(_term("words", word), 1, count=False).hits
    }


def _found(searcher: tantivy.Searcher, words: Sequence[QueryWord], limit: int) -> list[Found]:
    query = _any_of([clause for word in words for clause in _clauses(word)])
    hits = searcher.search(query, limit, count=False).hits
    pks = _numbers(searcher, "pk", [address for _score, address in hits])
    scored = [(-score, pk) for (score, _address), pk in zip(hits, pks, strict=True)]
    return [Found.of_score(pk, -score) for score, pk in sorted(scored)]


def _clauses(word: QueryWord) -> list[Query]:
    """Return what adds to the score of a document, for a word, by the scale of the protocol."""
    exact = _stem(word.stem)
    if word.parts:
        parts = [(Occur.Must, _stem(part)) for part in word.parts]
        exact = _any_of([exact, Query.boolean_query(parts)])
    held = [exact]
    if word.edits:
        held.append(Query.fuzzy_term_query(SCHEMA, "words", word.folded, word.edits))
    if word.is_prefix:
        held.append(Query.fuzzy_term_query(SCHEMA, "words", word.folded, 0, prefix=True))
    return [
        Query.const_score_query(_any_of(held), WORD_SCORE),
        Query.const_score_query(exact, EXACT_SCORE),
        *(
            Query.boost_query(_term(field, word.stem), weight * RELEVANCE_SCALE)
            for field, weight in FIELD_WEIGHTS.items()
        ),
    ]


def _stem(stem: str) -> Query:
    return _any_of([_term(field, stem) for field in FIELD_WEIGHTS])


def _term(field: str, word: str) -> Query:
    return Query.term_query(SCHEMA, field, word, "freq")


def _any_of(queries: Sequence[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])
