"""A distributed engine in trouble raises `EngineError` in time, and nothing else ever."""

import logging
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from search.engines.distributed import DistributedEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.opensearch import OpenSearchEngine
from search.engines.protocol import EngineError, IndexedDocument, QueryWord
from tests.search.engines import fake_servers as fake

TIME_LIMIT = 0.3
# What a busy machine may add to it.
GRACE = 1.0

DOCUMENTS = [IndexedDocument(pk, 1, "digest", "lac", "", "", "lac") for pk in (1, 2, 3)]
SECRET_WORD = "unspeakable"


def find(engine: DistributedEngine) -> object:
    return engine.find({"fr": [QueryWord(SECRET_WORD, SECRET_WORD, edits=1)], "de": []})


def known(engine: DistributedEngine) -> object:
    return engine.known({"fr": [SECRET_WORD]})


def push(engine: DistributedEngine) -> dict[int, str]:
    return engine.push("fr", DOCUMENTS, {})


def rebuild(engine: DistributedEngine) -> object:
    return engine.rebuild("fr", DOCUMENTS)


def signature(engine: DistributedEngine) -> object:
    return engine.signature("fr")


def contents(engine: DistributedEngine) -> object:
    return engine.contents("fr")


WRONG_ANSWERS: dict[str, fake.Answer] = {
    "an error": fake.fails(500, "internal_server_error"),
    "unavailable": fake.fails(503, "cluster_block_exception"),
    "too many requests": fake.fails(429, "circuit_breaking_exception"),
    "read only, the disk is full": fake.fails(403, "cluster_block_exception"),
    "not allowed": fake.fails(401, "security_exception"),
    "no such index": fake.fails(404, "index_not_found_exception"),
    "a bad request": fake.fails(400, "parsing_exception"),
    "a redirection": fake.says(302, {}),
    "a page": fake.says(200, "<html>Welcome</html>", "text/html"),
    "a page of an error": fake.says(502, f"<html>{SECRET_WORD}</html>", "text/html"),
    "a page that says it is JSON": fake.says(200, "<html>Welcome</html>"),
    "nothing": fake.says(200, ""),
    "JSON that breaks off": fake.says(200, '{"responses": [{"status'),
    "a list": fake.says(200, []),
    "a number": fake.says(200, 7),
    "null": fake.says(200, None),
    "other JSON": fake.says(200, {"responses": 7, "items": "x", "fr-a-1": 3, "test-fr-a-1": 3}),
    "a connection that ends": fake.hangs_up,
    "an answer that ends": fake.hangs_up_midway,
    "no HTTP": fake.talks_nonsense,
}
LATE_ANSWERS: dict[str, fake.Answer] = {
    "nothing": fake.hangs,
    "trickles": fake.trickles,
    "trickles, then closes": fake.trickles_before_closing,
    "trickling headers": fake.trickles_headers,
}
CALLS: list[Callable[[DistributedEngine], object]] = [
    find,
    known,
    push,
    rebuild,
    signature,
    contents,
]

Make = Callable[[str], DistributedEngine]


@pytest.fixture(params=[ElasticsearchEngine, OpenSearchEngine], ids=["elasticsearch", "opensearch"])
def make(request: pytest.FixtureRequest) -> Make:
    """Return what makes an engine over the server at an address."""

    def make(address: str) -> DistributedEngine:
        return request.param(
            f"{request.param.name}://{address}",
            "test",
            lambda language: "a",
            time_limit=TIME_LIMIT,
            patience=TIME_LIMIT,
        )

    return make


@pytest.mark.parametrize("answer", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
def test_a_wrong_answer_is_an_engine_error(make: Make, answer: fake.Answer) -> None:
    with fake.running(answer) as server:
        engine = make(server.address)
        for call in CALLS:
            with pytest.raises(EngineError):
                call(engine)


@pytest.mark.parametrize("call", CALLS[:4])
@pytest.mark.parametrize("content", [{}, {"responses": [], "items": []}, {"responses": [{}] * 9}])
def test_an_answer_without_what_was_asked_for_is_an_engine_error(
    make: Make, content: Any, call: Callable[[DistributedEngine], object]
) -> None:
    with fake.running(fake.says(200, content)) as server, pytest.raises(EngineError):
        call(make(server.address))


@pytest.mark.parametrize("answer", LATE_ANSWERS.values(), ids=LATE_ANSWERS.keys())
@pytest.mark.parametrize("call", CALLS)
def test_a_late_answer_is_an_engine_error_in_time(
    make: Make, answer: fake.Answer, call: Callable[[DistributedEngine], object]
) -> None:
    with fake.running(answer) as server:
        engine = make(server.address)
        # A rebuild asks a second time, to clear away what it began.
        allowed = 2 * TIME_LIMIT if call is rebuild else TIME_LIMIT
        began = time.monotonic()
        with pytest.raises(EngineError):
            call(engine)
        assert time.monotonic() - began < allowed + GRACE


@pytest.mark.parametrize("answer", LATE_ANSWERS.values(), ids=LATE_ANSWERS.keys())
def test_nobody_goes_on_with_an_answer_that_is_late(make: Make, answer: fake.Answer) -> None:
    with fake.running(answer) as server:
        with pytest.raises(EngineError):
            find(make(server.address))
        until = time.monotonic() + 5
        while "search engine" in {thread.name for thread in threading.enumerate()}:
            assert time.monotonic() < until, "The call still runs."
            time.sleep(0.01)


def test_a_refused_connection_is_an_engine_error(make: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
    engine = make(address)
    for call in CALLS:
        with pytest.raises(EngineError):
            call(engine)


def test_a_name_that_no_host_has_is_an_engine_error(make: Make) -> None:
    with pytest.raises(EngineError):
        find(make("nowhere.invalid:9200"))


def test_a_server_that_speaks_no_tls_is_an_engine_error(make: Make) -> None:
    with fake.running(fake.talks_nonsense) as server:
        name = make(server.address).name
        kind = ElasticsearchEngine if name == "elasticsearch" else OpenSearchEngine
        engine = kind(f"{name}+https://{server.address}", "test", lambda language: "a", TIME_LIMIT)
        with pytest.raises(EngineError):
            find(engine)


def test_a_server_that_recovers_is_asked_at_once(make: Make) -> None:
    with fake.running(fake.hangs_up) as server:
        engine = make(server.address)
        for answer in (fake.hangs_up, fake.hangs, fake.fails(503, "unavailable")):
            server.answer = answer
            with pytest.raises(EngineError):
                find(engine)
            server.answer = fake.says(
                200,
                {
                    "responses": [
                        {
                            "status": 200,
                            "timed_out": False,
                            "_shards": {"failed": 0},
                            "hits": {"hits": [{"sort": [1040.5, 7]}]},
                        }
                    ]
                },
            )
            assert engine.find({"fr": [QueryWord("lac", "lac")]})["fr"][0].pk == 7


@pytest.mark.parametrize(
    "fault",
    [{"status": 206}, {"timed_out": True}, {"_shards": {"failed": 1}}],
    ids=["status", "timed out", "shards"],
)
def test_half_an_answer_is_an_engine_error(make: Make, fault: dict[str, Any]) -> None:
    whole = {"status": 200, "timed_out": False, "_shards": {"failed": 0}}
    answer = fake.says(200, {"responses": [{**whole, **fault}]})
    with fake.running(answer) as server, pytest.raises(EngineError):
        find(make(server.address))


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "es_rejected_execution_exception"),
        (403, "cluster_block_exception"),
        (404, "index_not_found_exception"),
        (500, "i_o_exception"),
        (503, "unavailable_shards_exception"),
    ],
)
def test_trouble_of_the_server_with_one_document_is_no_refusal(
    make: Make, status: int, kind: str
) -> None:
    answer = fake.items((201, ""), (status, kind), (201, ""))
    with fake.running(answer) as server, pytest.raises(EngineError, match=str(status)):
        push(make(server.address))


def test_the_documents_that_are_refused_are_told_with_the_reason(make: Make) -> None:
    answer = fake.items(
        (201, ""), (400, "document_parsing_exception"), (409, "version_conflict_engine_exception")
    )
    with fake.running(answer) as server:
        refused = push(make(server.address))
    assert refused == {2: "document_parsing_exception: reason of 2"}


def test_a_rebuild_that_is_refused_a_document_fails(make: Make) -> None:
    answer = fake.items((201, ""), (400, "document_parsing_exception"), (201, ""))
    with fake.running(answer) as server, pytest.raises(EngineError, match="reason of 2"):
        rebuild(make(server.address))


def test_an_engine_asks_once_only(make: Make) -> None:
    with fake.running(fake.fails(503, "unavailable")) as server:
        with pytest.raises(EngineError):
            find(make(server.address))
        assert server.requests == 1


def test_connections_are_kept(make: Make) -> None:
    with fake.running(fake.says(200, {})) as server:
        engine = make(server.address)
        for _ in range(3):
            assert engine.signature("fr") == ""
        assert server.requests == 3
        assert not server.hung_up.is_set()


@pytest.mark.parametrize("answer", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS.keys())
def test_neither_what_is_asked_for_nor_the_password_is_told(
    make: Make, answer: fake.Answer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with fake.running(answer) as server:
        engine = make(f"someone:{SECRET_WORD}@{server.address}")
        with pytest.raises(EngineError) as error:
            find(engine)
    told = f"{error.value!r} {error.value.__cause__} {engine!r} {caplog.text}"
    assert SECRET_WORD not in told
