"""What the engines that are servers of their own share: Elasticsearch and OpenSearch.

The documents of a language are in an index `PREFIX-LANGUAGE-SIGNATURE-MILLISECONDS`, which is
asked for by its alias `PREFIX-LANGUAGE`. It is written to by aliases only, so that no server makes
an index without our mapping. Neither what is asked for nor a password is logged or told.
"""

import itertools
import json
import logging
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from search.engines.deadline import TimedCalls
from search.engines.distributed_queries import (
    FIELD_WEIGHTS,
    MAPPING,
    SETTINGS,
    contents_query,
    known_query,
    words_query,
)
from search.engines.protocol import (
    FILLER,
    MOST_HITS,
    EngineError,
    Found,
    IndexedDocument,
    QueryWord,
)

logger = logging.getLogger(__name__)

# Requests that a process has under way at once, those that hang included.
MOST_CALLS = 32
# Documents that are sent, or read, in one request.
BULK_SIZE = 500
PAGE_SIZE = 10_000

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
# What is read of the answers to searches.
SEARCH_ANSWER = ",".join(
    f"responses.{path}"
    for path in (
        "status",
        "error.type",
        "timed_out",
        "_shards.failed",
        "hits.hits.sort",
        "hits.hits.fields",
        "aggregations.held.buckets.doc_count",
    )
)


@dataclass(frozen=True)
class Address:
    """Where a server is, and who we are there."""

    scheme: str
    host: str
    port: int
    login: tuple[str, str] | None

    @classmethod
    def of_url(cls, url: str) -> "Address":
        """Read `engine://user:password@host:port`, TLS where it begins with `engine+https`."""
        parts = urlsplit(url)
        scheme = "https" if parts.scheme.endswith("+https") else "http"
        login = None
        if parts.username is not None:
            login = (unquote(parts.username), unquote(parts.password or ""))
        return cls(scheme, parts.hostname or "localhost", parts.port or 9200, login)


class DistributedEngine(ABC):
    """Finds and keeps documents in the server at `url`, in indices that begin with `prefix`.

    `signature_of` gives the signature of the analysis of a language. A search takes `time_limit`
    seconds at most, every other request `patience` seconds.
    """

    name: str
    # What makes its BM25 that of the other engines.
    relevance_factor: float

    def __init__(
        self,
        url: str,
        prefix: str,
        signature_of: Callable[[str], str],
        time_limit: float = 1.0,
        patience: float = 10.0,
    ) -> None:
        self._prefix = prefix
        self._signature_of = signature_of
        self._time_limit = time_limit
        self._patience = patience
        self._calls = TimedCalls(MOST_CALLS)
        self._connect(Address.of_url(url))

    @abstractmethod
    def _connect(self, address: Address) -> None:
        """Make the client, with connections that can be cut; nothing is sent yet."""

    @abstractmethod
    def _send(
        self, method: str, path: str, body: str | None, content_type: str, limit: float
    ) -> Any:
        """Return the JSON that the server answers.

        Raises:
            EngineError: it answers something else, or with a status of an error.
        """

    def find(
        self, queries: Mapping[str, Sequence[QueryWord]], limit: int = MOST_HITS
    ) -> dict[str, list[Found]]:
        asked = {
            language: words_query(words, limit, self.relevance_factor)
            for language, words in queries.items()
            if words
        }
        answers = self._search(asked, self._time_limit)
        with self._understood():
            found = {language: _found(answer) for language, answer in answers.items()}
        return {language: found.get(language, []) for language in queries}

    def known(self, words: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
        asked = {language: list(dict.fromkeys(some)) for language, some in words.items()}
        queries = {language: known_query(some) for language, some in asked.items() if some}
        answers = self._search(queries, self._time_limit)
        with self._understood():
            return {
                language: _held(some, answers[language]) if some else set()
                for language, some in asked.items()
            }

    def push(
        self, language: str, changed: Sequence[IndexedDocument], deleted: Mapping[int, int]
    ) -> dict[int, str]:
        operations = itertools.chain(
            map(_kept, changed), (_forgotten(pk, version) for pk, version in deleted.items())
        )
        return self._write(self._alias(language), operations, "&refresh=true")

    def rebuild(self, language: str, documents: Iterable[IndexedDocument]) -> None:
        alias = self._alias(language)
        new = f"{alias}-{self._signature_of(language)}-{time.time_ns() // 1_000_000}"
        building = f"{new}-building"
        self._ask("PUT", new, {**SETTINGS, **MAPPING, "aliases": {building: {}}})
        try:
            self._fill(building, documents)
            self._ask("POST", f"{new}/_refresh")
            self._ask("PUT", f"{new}/_settings", {"index": {"auto_expand_replicas": "0-1"}})
        except BaseException:
            self._try_to_remove(new)
            raise
        actions = [
            {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
            # Of two rebuilds that end at once, one fails here: an alias has one such index.
            {"add": {"index": new, "alias": alias, "is_write_index": True}},
            {"remove": {"index": new, "alias": building}},
        ]
        self._ask("POST", "_aliases", {"actions": actions})
        self._remove_before(language, new)

    def signature(self, language: str) -> str:
        alias = self._alias(language)
        for name, aliases in self._indices(language).items():
            if alias in aliases:
                return name.split("-")[-2]
        return ""

    def contents(self, language: str) -> dict[int, tuple[int, str]]:
        # Pages are cut by the primary key, which no other document has: they fit together
        # without the point in time of the one server or the other.
        found: dict[int, tuple[int, str]] = {}
        after: int | None = None
        while True:
            query = contents_query(PAGE_SIZE, after)
            answer = self._search({language: query}, self._patience)[language]
            with self._understood():
                hits = _hits(answer)
                for hit in hits:
                    after = int(hit["sort"][0])
                    fields = hit["fields"]
                    found[after] = (int(fields["generation"][0]), str(fields["digest"][0]))
            if len(hits) < PAGE_SIZE:
                return found

    def _alias(self, language: str) -> str:
        return f"{self._prefix}-{language}"

    def _search(
        self, queries: Mapping[str, Mapping[str, Any]], limit: float
    ) -> dict[str, dict[str, Any]]:
        """Return the answer to the query of each language, all asked for at once.

        Raises:
            EngineError: one of them has none, or not all of it.
        """
        if not queries:
            return {}
        lines: list[Mapping[str, Any]] = []
        for language, query in queries.items():
            lines += [
                {"index": self._alias(language)},
                {**query, "timeout": f"{limit * 1000:.0f}ms"},
            ]
        path = f"_msearch?filter_path={SEARCH_ANSWER}"
        answer = self._ask("POST", path, lines, limit)
        with self._understood():
            answers = dict(zip(queries, answer["responses"], strict=True))
            for one in answers.values():
                if "error" in one:
                    raise EngineError(f"{self.name}: {_known_type(one['error']['type'])}")
                if one["status"] != 200 or one["timed_out"] or one["_shards"]["failed"]:
                    raise EngineError(f"{self.name} searched in parts of the index only.")
        return answers

    def _fill(self, alias: str, documents: Iterable[IndexedDocument]) -> None:
        refused = self._write(alias, map(_kept, documents))
        if refused:
            reason = next(iter(refused.values()))
            raise EngineError(f"{self.name} refused {len(refused)} documents: {reason}")

    def _write(
        self, alias: str, operations: Iterable[list[dict[str, Any]]], options: str = ""
    ) -> dict[int, str]:
        """Carry out the operations; return the reasons of refusals, by primary key."""
        refused: dict[int, str] = {}
        path = f"{alias}/_bulk?require_alias=true{options}"
        remaining = iter(operations)
        while some := list(itertools.islice(remaining, BULK_SIZE)):
            answer = self._ask("POST", path, list(itertools.chain.from_iterable(some)))
            with self._understood():
                for operation, item in zip(some, answer["items"], strict=True):
                    ((action, about),) = operation[0].items()
                    reason = self._refusal(item[action])
                    if reason:
                        refused[int(about["_id"])] = reason
        return refused

    def _refusal(self, item: Mapping[str, Any]) -> str:
        """Return why a document was refused; empty when it was kept, or a newer one is.

        Raises:
            EngineError: the server is in trouble, not the document.
        """
        status = int(item["status"])
        error = item.get("error")
        # To forget a document that is not there is a 404 without an error.
        if error is None and (status < 300 or status == 404):
            return ""
        if status == 409:
            return ""
        if status in {403, 404, 429} or status >= 500 or error is None:
            kind = _known_type(error["type"]) if error else "no reason"
            raise EngineError(f"{self.name} does not write: status {status}, {kind}.")
        return f"{error['type']}: {error['reason']}"[:500]

    def _indices(self, language: str) -> dict[str, set[str]]:
        """Return the aliases of each index of a language, whether it is in use or not."""
        alias = self._alias(language)
        ours = re.compile(rf"{re.escape(alias)}-[^-]+-\d+")
        answer = self._ask("GET", f"{alias}-*/_alias")
        with self._understood():
            return {
                name: set(about["aliases"])
                for name, about in answer.items()
                if ours.fullmatch(name)
            }

    def _remove_before(self, language: str, new: str) -> None:
        """Remove what came before an index: the former one, and what killed rebuilds have left."""
        older = [name for name in self._indices(language) if _made_at(name) < _made_at(new)]
        if older:
            # A search that has begun in the former index ends there.
            time.sleep(self._time_limit)
        for name in older:
            self._try_to_remove(name)

    def _try_to_remove(self, name: str) -> None:
        try:
            self._ask("DELETE", f"{name}?ignore_unavailable=true")
        except EngineError as error:
            logger.warning("The index %s stays until the next rebuild: %s", name, error)

    def _ask(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
        limit: float | None = None,
    ) -> Any:
        """Return the JSON that the server answers in time; a body that is a sequence is lines.

        Raises:
            EngineError: it does not.
        """
        if limit is None:
            limit = self._patience
        if isinstance(body, Sequence):
            text: str | None = "".join(f"{json.dumps(line)}\n" for line in body)
            content_type = JSON_LINES
        else:
            text = None if body is None else json.dumps(body)
            content_type = JSON
        try:
            return self._calls.run(
                limit, lambda: self._send(method, f"/{path}", text, content_type, limit)
            )
        except TimeoutError:
            raise EngineError(f"{self.name} did not answer within {limit:g} s.") from None
        except (OSError, ValueError) as error:
            raise self._trouble(error) from None

    def _trouble(self, error: Exception, status: object = None, kind: object = None) -> EngineError:
        """Return the error to raise; the client's own one may repeat what was asked for."""
        details = [type(error).__name__]
        if isinstance(status, int):
            details.append(f"status {status}")
            details.append(_known_type(kind))
        return EngineError(f"{self.name}: {', '.join(details)}.")

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Turn what goes wrong in reading an answer, as it is not what we know, into our error."""
        try:
            yield
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            kind = type(error).__name__
            raise EngineError(f"{self.name} answers what is no answer ({kind}).") from None


def _kept(document: IndexedDocument) -> list[dict[str, Any]]:
    content = asdict(document)
    content["number"] = content.pop("pk")
    for field in FIELD_WEIGHTS:
        content[field] = f"{FILLER} {content[field]}"
    return [{"index": _version(document.pk, document.generation)}, content]


def _forgotten(pk: int, generation: int) -> list[dict[str, Any]]:
    return [{"delete": _version(pk, generation)}]


def _version(pk: int, generation: int) -> dict[str, Any]:
    return {"_id": str(pk), "version": generation, "version_type": "external_gte"}


def _hits(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    # The server leaves out what is empty.
    hits: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return hits


def _found(answer: Mapping[str, Any]) -> list[Found]:
    return [Found.of_score(int(pk), score) for score, pk in (hit["sort"] for hit in _hits(answer))]


def _held(words: Sequence[str], answer: Mapping[str, Any]) -> set[str]:
    buckets = answer["aggregations"]["held"]["buckets"]
    return {word for word, bucket in zip(words, buckets, strict=True) if bucket["doc_count"]}


def _made_at(name: str) -> int:
    return int(name.rsplit("-", 1)[1])


def _known_type(kind: object) -> str:
    """Return the type of an error, as `index_not_found_exception`; any other text is not told."""
    return kind if isinstance(kind, str) and re.fullmatch(r"[a-z_]{1,80}", kind) else "no reason"
