"""What holds for every address under `/api/`."""

import json
from typing import Any

import pytest
from django.test import Client

from cms.api.application import api
from search import parameters, searching
from search.requests import SearchRequest
from search.results import Answer, Suggestion
from tests import builders

pytestmark = pytest.mark.django_db

SUGGEST = "/api/v1/suggest"


@pytest.fixture(autouse=True)
def _suggestions(monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(query: str, language: str) -> list[Suggestion]:
        return [Suggestion(f"{query} {language}", language, "concept")]

    monkeypatch.setattr(searching, "suggest", suggest)


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return the problem document that a response has to be."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Content-Length"] == str(len(response.content))
    assert response.headers["Cache-Control"] == "no-store"
    assert "Location" not in response.headers
    document: dict[str, Any] = json.loads(response.content)
    assert set(document) == {"type", "title", "status", "detail", "instance", "errors"}
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    return document


@pytest.mark.parametrize(
    "address",
    [
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/villages",
        "/api/v1/nothing",
        "/api/v1/villages/",
        "/api/v1/suggest/",
        "/api/v1/villages/a/b/c/",
        "/api/v1/docs",
        "/api/v1/openapi.json/",
        "/api/v1/%00",
        "/api/v1/%ff%fe",
        "/api/v1/r%C3%A9sum%C3%A9?q=1",
        "/api//v1/villages",
    ],
)
def test_an_unknown_address_is_a_problem_whatever_the_method(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("get", "post", "put", "delete", "patch", "options"):
        document = problem(getattr(client, method)(address), 404)
        assert document["errors"] == []
        assert document["instance"].isascii()


def test_the_site_beside_the_api_has_its_own_404(client: Client) -> None:
    builders.site()
    response = client.get("/apix/")
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize(
    "address", [SUGGEST, "/api/v1/villages", "/api/v1/search", "/api/v1/openapi.json"]
)
def test_another_method_is_a_problem_that_names_the_methods(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete", "options"):
        response = getattr(client, method)(address)
        document = problem(response, 405)
        assert response.headers["Allow"] == "GET, HEAD"
        assert "GET, HEAD" in document["detail"]
        assert method.upper() in document["detail"]


def test_what_breaks_is_a_problem_without_a_trace(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(query: str, language: str) -> list[Suggestion]:
        raise RuntimeError("a secret")

    monkeypatch.setattr(searching, "suggest", broken)
    client = Client(raise_request_exception=False)
    response = client.get(f"{SUGGEST}?q=a")
    problem(response, 500)
    assert b"secret" not in response.content
    assert "a secret" in caplog.text


def test_what_breaks_is_a_problem_without_a_trace_for_a_developer_too(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def broken(query: str, language: str) -> list[Suggestion]:
        raise RuntimeError("a secret")

    settings.DEBUG = True
    monkeypatch.setattr(searching, "suggest", broken)
    response = Client(raise_request_exception=False).get(f"{SUGGEST}?q=a")
    problem(response, 500)
    assert b"secret" not in response.content


def test_too_many_parameters_are_a_problem(client: Client) -> None:
    problem(client.get(SUGGEST + "?" + "a&" * 2000), 400)


def test_a_wrong_host_is_a_problem(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["www.example.org"]
    problem(client.get(SUGGEST, headers={"host": "evil.example"}), 400)


@pytest.mark.parametrize(
    ("query", "accepted", "cookie", "language"),
    [
        ("", "", "", "en"),
        ("", "nl-BE,fr;q=0.5", "", "nl"),
        ("", "ja", "", "en"),
        ("", "*", "", "en"),
        ("", "de", "fr", "de"),
        ("", "", "fr", "en"),
        ("?locale=fr", "de", "nl", "fr"),
    ],
)
def test_the_language_is_that_of_the_parameter_else_that_of_the_browser(
    client: Client, query: str, accepted: str, cookie: str, language: str
) -> None:
    client.cookies["language"] = cookie
    response = client.get(SUGGEST + query, headers={"accept-language": accepted})
    assert response.json()["results"][0]["text"] == language
    assert response.headers["Content-Language"] == language


def test_an_answer_varies_with_the_browser_where_no_language_is_asked_for(client: Client) -> None:
    assert client.get(SUGGEST).headers["Vary"] == "Accept-Language"
    assert "Vary" not in client.get(f"{SUGGEST}?locale=de").headers
    assert client.get(f"{SUGGEST}?locale=xx").headers["Vary"] == "Accept-Language"
    assert client.get("/api/v1/nothing").headers["Vary"] == "Accept-Language"


def test_neither_session_nor_cookie_is_touched(client: Client) -> None:
    for key in ("forged", "a-longer-key-that-could-be-one-0001"):
        client.cookies["sessionid"] = key
        for address in (SUGGEST, f"{SUGGEST}?locale=xx", "/api/v1/x", "/api/v1/openapi.json"):
            response = client.get(address)
            assert not response.cookies, address
            assert "Cookie" not in response.headers.get("Vary", ""), address


def test_what_a_client_has_already_is_not_sent_again(client: Client) -> None:
    response = client.get(f"{SUGGEST}?q=a")
    assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    etag = response.headers["ETag"]
    assert etag.startswith('"')
    again = client.get(f"{SUGGEST}?q=a", headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert again.headers["Vary"] == "Accept-Language"
    assert again.headers["Cache-Control"] == response.headers["Cache-Control"]
    other = client.get(f"{SUGGEST}?q=b", headers={"if-none-match": etag})
    assert other.status_code == 200


def test_a_condition_that_does_not_hold_is_a_problem(client: Client) -> None:
    problem(client.get(SUGGEST, headers={"if-match": '"another"'}), 412)


@pytest.mark.parametrize("address", [f"{SUGGEST}?q=a", f"{SUGGEST}?page=x", "/api/v1/nothing"])
def test_head_gives_the_headers_of_get(client: Client, address: str) -> None:
    of_get, of_head = client.get(address), client.head(address)
    assert of_head.status_code == of_get.status_code
    assert of_head.content == b""
    assert of_head.headers["Content-Length"] == str(len(of_get.content))
    for name in ("Content-Type", "ETag", "Cache-Control", "Vary", "Content-Language"):
        assert of_head.headers.get(name) == of_get.headers.get(name), name


def description(client: Client) -> dict[str, Any]:
    """Return the OpenAPI description of the API."""
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    document: dict[str, Any] = response.json()
    return document


def test_the_description_says_what_the_api_is(client: Client) -> None:
    document = description(client)
    assert document["openapi"].startswith("3.1")
    assert document["info"]["version"] == "1.0.0"
    assert document == json.loads(json.dumps(api.get_openapi_schema()))


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("villages", parameters.VILLAGES),
        ("search", parameters.EVERYTHING),
        ("suggest", parameters.SUGGESTIONS),
    ],
)
def test_every_parameter_that_is_read_is_described_with_an_example_that_is_allowed(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str, read: Any
) -> None:
    def nothing(request: SearchRequest) -> Answer:
        return Answer(request, 0, 0, [])

    monkeypatch.setattr(searching, "search_villages", nothing)
    monkeypatch.setattr(searching, "search_everything", nothing)
    builders.service_type("pharmacy")
    described = description(client)["paths"][f"/api/v1/{address}"]["get"]["parameters"]
    names = [parameter["name"] for parameter in described]
    assert names == [parameter.name for parameter in (*read, parameters.LOCALE)]
    for parameter in described:
        assert parameter["description"], parameter
        assert parameter["schema"]["type"], parameter
    query = {parameter["name"]: parameter["example"] for parameter in described}
    assert client.get(f"/api/v1/{address}", query_data(query)).status_code == 200


def query_data(examples: dict[str, Any]) -> dict[str, Any]:
    """Return examples as the test client takes them."""
    return {name: example for name, example in examples.items() if example is not None}


def test_every_field_is_described_with_an_example(client: Client) -> None:
    schemas = description(client)["components"]["schemas"]
    fields = [
        (name, field, schema)
        for name, model in schemas.items()
        for field, schema in model["properties"].items()
    ]
    assert len(fields) > 60
    for name, field, schema in fields:
        assert schema.get("description"), (name, field)
        is_made_of_others = "$ref" in json.dumps(schema)
        assert is_made_of_others or "examples" in schema, (name, field)


def test_problems_are_described_with_their_content_type(client: Client) -> None:
    for path in description(client)["paths"].values():
        responses = path["get"]["responses"]
        assert set(responses["200"]["content"]) == {"application/json"}
        assert set(responses["400"]["content"]) == {"application/problem+json"}
        assert "content" not in responses["304"]
