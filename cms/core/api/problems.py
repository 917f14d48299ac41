"""Problems of the API as problem documents (RFC 9457), in the reader's language."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from cms.core.parameters import ParameterFault

CONTENT_TYPE = "application/problem+json"


class ParameterProblem(BaseModel):
    """One parameter that is refused."""

    model_config = ConfigDict(extra="forbid")

    parameter: str = Field(description="The parameter.", examples=["page_size"])
    value: str = Field(description="What it was given, shortened.", examples=["1000"])
    detail: str = Field(
        description="What is wrong, in the reader's language.",
        examples=["page_size: “1000” is not allowed. Allowed: a whole number from 1 to 100."],
    )
    allowed: list[str] = Field(
        description="The codes that are allowed, or a phrase that says what is.",
        examples=[["a whole number from 1 to 100"]],
    )


class Problem(BaseModel):
    """Why there is no answer (RFC 9457)."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(
        description="The kind of problem; about:blank where the status says it all.",
        examples=["about:blank"],
    )
    title: str = Field(
        description="What the status means, in the reader's language.",
        examples=["The request is not valid"],
    )
    status: int = Field(description="The HTTP status.", examples=[400])
    detail: str = Field(
        description="What happened and what to do, in the reader's language.",
        examples=["page_size: “1000” is not allowed. Allowed: a whole number from 1 to 100."],
    )
    instance: str = Field(description="The path that was asked for.", examples=["/api/v1/villages"])
    errors: list[ParameterProblem] = Field(
        description="The parameters that are refused; empty for any other problem."
    )


class Refused(Exception):
    """The parameters of a request are refused."""

    def __init__(self, faults: Iterable[ParameterFault]) -> None:
        super().__init__()
        self.faults = list(faults)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Answer 400 with everything that is wrong with the parameters."""
    errors = [
        ParameterProblem(
            parameter=fault.parameter,
            value=fault.value,
            detail=fault.detail,
            allowed=list(fault.allowed),
        )
        for fault in refusal.faults
    ]
    detail = " ".join(error.detail for error in errors)
    return problem(request, HTTPStatus.BAD_REQUEST, detail, errors)


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    errors: list[ParameterProblem] | None = None,
) -> HttpResponse:
    """Return an answer that says what is wrong; without `detail`, what the status means."""
    response = HttpResponse(status=status)
    describe(request, response, detail, errors)
    return response


def describe(
    request: HttpRequest,
    response: HttpResponse,
    detail: str = "",
    errors: list[ParameterProblem] | None = None,
) -> None:
    """Give an answer of any kind the form of a problem document; its other headers stay."""
    title, meaning = _meaning(request, response)
    document = Problem(
        type="about:blank",
        title=title,
        status=response.status_code,
        detail=detail or meaning,
        instance=escape_uri_path(request.path),
        errors=errors or [],
    )
    response.content = document.model_dump_json().encode()
    response.headers["Content-Type"] = CONTENT_TYPE
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Cache-Control"] = "no-store"


def is_problem(response: HttpResponse) -> bool:
    """Return whether an answer has the form of a problem document."""
    return response.headers.get("Content-Type", "").startswith(CONTENT_TYPE)


def _meaning(request: HttpRequest, response: HttpResponse) -> tuple[str, str]:
    """Return a title and a sentence for the status of an answer."""
    status = response.status_code
    if status == HTTPStatus.NOT_FOUND:
        return _("There is nothing here"), _("There is nothing at this address.")
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        return _("This method is not allowed"), _(
            "%(method)s is not allowed here. Allowed: %(allowed)s."
        ) % {"method": request.method, "allowed": response.headers.get("Allow", "")}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return _("Too many requests"), _("Please wait a little and try again.")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return _("Not available at the moment"), _("Please wait a little and try again.")
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _("Something broke here"), _("It is our fault, and it has been recorded.")
    return _("The request is not valid"), _("The request cannot be answered as it is.")


def with_problem_type(schema: dict[str, Any]) -> dict[str, Any]:
    """Give the problems in an OpenAPI description the content type that they have.

    Django Ninja describes every answer with the content type of the others.
    """
    for operations in schema["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
                    content[CONTENT_TYPE] = content.pop("application/json")
    return schema
