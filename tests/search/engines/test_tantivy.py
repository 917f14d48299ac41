"""The embedded engine: files that several processes share."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings

from search.engines.protocol import MOST_WORDS, EngineError, Found, IndexedDocument, QueryWord
from search.engines.tantivy import TantivyEngine
from tests.processes import kill, wait_for

# What the other processes do, on the engine of `directory`.
PREPARED = """
import os, sys, time
from pathlib import Path
from search.engines.protocol import IndexedDocument
from search.engines.tantivy import TantivyEngine
engine = TantivyEngine(Path(sys.argv[1]), lambda language: "aaaa1111")
def document(pk, words, generation=1):
    return IndexedDocument(pk, generation, "digest", words, "", "", words)
def documents_without_end():
    pk = 0
    while True:
        pk += 1
        yield document(pk, "half made")
        if pk == 1000:
            print("writing", flush=True)
        if pk > 1000:
            time.sleep(0.01)
"""


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    return engine_at(tmp_path)


def engine_at(directory: Path, time_limit: float = 10) -> TantivyEngine:
    return TantivyEngine(directory, lambda _language: "aaaa1111", time_limit)


def document(pk: int, words: str, generation: int = 1) -> IndexedDocument:
    return IndexedDocument(pk, generation, f"digest {generation}", words, "", "", words)


def found(engine: TantivyEngine, word: str) -> list[int]:
    return [hit.pk for hit in engine.find({"fr": [QueryWord(word, word)]})["fr"]]


@contextmanager
def elsewhere(directory: Path, code: str) -> Iterator["subprocess.Popen[str]"]:
    """Run `code` in another process, and end that at the end."""
    with subprocess.Popen(
        [sys.executable, "-c", PREPARED + code, str(directory)],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def done_elsewhere(directory: Path, code: str) -> None:
    with elsewhere(directory, code) as process:
        assert process.wait(30) == 0


def test_what_another_process_pushes_is_found_at_once(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    assert found(engine, "gare") == []

    done_elsewhere(tmp_path, "engine.push('fr', [document(2, 'gare')], {1: 2})")

    assert found(engine, "gare") == [2]
    assert found(engine, "ecole") == []


def test_what_another_process_rebuilds_is_found_at_once(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    engine.rebuild("fr", [document(1, "ecole")])

    done_elsewhere(tmp_path, "engine.rebuild('fr', [document(2, 'gare')])")

    assert found(engine, "gare") == [2]
    assert found(engine, "ecole") == []


def test_several_processes_that_write_take_turns(engine: TantivyEngine, tmp_path: Path) -> None:
    engine.rebuild("fr", [])
    code = """
for number in range(10):
    engine.push("fr", [document(os.getpid() * 100 + number, "gare")], {})
"""

    with elsewhere(tmp_path, code) as one, elsewhere(tmp_path, code) as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)

    assert len(found(engine, "gare")) == 20


def test_a_writer_waits_for_another_no_longer_than_its_time_limit(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    engine.rebuild("fr", [])
    with (tmp_path / "fr" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(EngineError, match="too long"):
            engine_at(tmp_path, time_limit=0.05).push("fr", [document(1, "gare")], {})

    engine.push("fr", [document(1, "gare")], {})
    assert found(engine, "gare") == [1]


def test_a_killed_rebuild_leaves_the_former_index_and_no_lock(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    with elsewhere(tmp_path, "engine.rebuild('fr', documents_without_end())") as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        assert found(engine, "ecole") == [1]
        kill(process.pid)
        process.wait(10)

    engine.push("fr", [document(2, "ecole")], {})
    assert found(engine, "ecole") == [1, 2]
    assert found(engine, "half") == []
    engine.rebuild("fr", [document(3, "gare")])
    assert found(engine, "gare") == [3]
    assert len([path for path in (tmp_path / "fr").iterdir() if path.is_dir()]) == 1


def test_a_push_killed_anywhere_leaves_an_index_that_works(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    engine.rebuild("fr", [document(1, "ecole")])
    code = """
print("writing", flush=True)
generation = 1
while True:
    generation += 1
    engine.push("fr", [document(2, "gare", generation)], {})
"""
    for pause in (0.05, 0.11, 0.17, 0.23):
        with elsewhere(tmp_path, code) as process:
            assert process.stdout
            process.stdout.readline()
            threading.Event().wait(pause)
            process.send_signal(signal.SIGKILL)
            process.wait(10)

        assert found(engine, "ecole") == [1]
        assert len(found(engine, "gare")) <= 1
        engine.push("fr", [document(1, "ecole", 10_000)], {})
        assert found(engine, "ecole") == [1]


def test_no_search_fails_or_finds_nothing_while_indices_are_replaced(
    engine: TantivyEngine, tmp_path: Path
) -> None:
    many = [document(pk, "ecole") for pk in range(1, 200)]
    engine.rebuild("fr", many)
    stop = threading.Event()
    searches: list[int] = []
    failures: list[object] = []

    def search() -> None:
        while not stop.is_set():
            try:
                searches.append(len(found(engine, "ecole")))
            except EngineError as error:
                failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    writer = engine_at(tmp_path)
    for generation in range(2, 17):
        writer.rebuild("fr", many)
        writer.push("fr", [document(1, "ecole", generation)], {})
    stop.set()
    for thread in threads:
        thread.join()

    assert failures == []
    assert set(searches) == {199}


def test_an_index_that_is_gone_or_damaged_is_an_engine_error_until_it_is_rebuilt(
    tmp_path: Path,
) -> None:
    def lose_all(language: Path) -> None:
        shutil.rmtree(language)

    def lose_files(language: Path) -> None:
        for file in language.glob("*/*"):
            file.unlink()

    def empty_files(language: Path) -> None:
        for file in language.glob("*/*"):
            os.truncate(file, 0)

    def point_nowhere(language: Path) -> None:
        (language / "current").write_text("aaaa1111-0")

    def lose_the_pointer(language: Path) -> None:
        (language / "current").write_text("")

    for damage in (lose_all, lose_files, empty_files, point_nowhere, lose_the_pointer):
        engine_at(tmp_path).rebuild("fr", [document(1, "ecole")])
        damage(tmp_path / "fr")
        # Another process, which has none of the files open.
        engine = engine_at(tmp_path)

        for ask in (
            lambda engine=engine: found(engine, "ecole"),
            lambda engine=engine: engine.known({"fr": ["ecole"]}),
            lambda engine=engine: engine.contents("fr"),
            lambda engine=engine: engine.push("fr", [document(2, "ecole")], {}),
        ):
            with pytest.raises(EngineError):
                ask()
        assert engine.signature("fr") == ""

        engine.rebuild("fr", [document(1, "ecole")])
        assert found(engine, "ecole") == [1]


def test_what_the_documents_raise_is_no_error_of_the_engine(engine: TantivyEngine) -> None:
    engine.rebuild("fr", [document(1, "ecole")])

    def documents() -> Iterator[IndexedDocument]:
        yield document(2, "gare")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        engine.rebuild("fr", documents())

    assert found(engine, "ecole") == [1]


def test_a_document_that_cannot_be_written_is_refused_alone(engine: TantivyEngine) -> None:
    engine.rebuild("fr", [])

    refused = engine.push("fr", [document(1, "\ud800"), document(2, "gare")], {})

    assert list(refused) == [1]
    assert found(engine, "gare") == [2]


def test_scores_tell_words_apart_up_to_the_most(engine: TantivyEngine) -> None:
    """Scores are numbers of 32 bits: the large parts must not blur the small one."""
    words = [f"word{number}" for number in range(MOST_WORDS)]
    engine.rebuild(
        "fr",
        (document(pk, " ".join(words[:pk]) + " other" * (pk % 3)) for pk in range(MOST_WORDS + 1)),
    )

    hits = engine.find({"fr": [QueryWord(word, word) for word in words]})["fr"]

    assert [(hit.pk, hit.words, hit.exact) for hit in hits] == [
        (pk, pk, pk) for pk in range(MOST_WORDS, 0, -1)
    ]
    assert all(0 < hit.relevance < 40 for hit in hits)


def test_equal_documents_are_found_in_the_order_of_their_keys(engine: TantivyEngine) -> None:
    engine.rebuild("fr", [document(pk, "gare") for pk in (3, 1)])
    engine.push("fr", [document(2, "gare")], {})

    assert found(engine, "gare") == [1, 2, 3]


def test_a_typing_error_is_a_word_held_but_not_exactly(engine: TantivyEngine) -> None:
    engine.rebuild("fr", [document(1, "pharmacie"), document(2, "pharmacien")])

    # Two letters that changed places are one error.
    query = [QueryWord("phramacie", "phramacie", edits=1)]

    assert engine.find({"fr": query})["fr"] == [Found(1, words=1, exact=0, relevance=0)]


def test_files_do_not_grow_without_bound(engine: TantivyEngine, tmp_path: Path) -> None:
    engine.rebuild("fr", [document(1, "gare")])

    for generation in range(2, 60):
        engine.push("fr", [document(1, "gare", generation)], {})

    files = wait_for(lambda: list((tmp_path / "fr").glob("*/*")), 1)
    assert len(files) < 150
