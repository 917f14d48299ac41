"""The API: everything that is mounted at `/api/v1/`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from cms.core.api import problems
from search.api import router as search_router


class Api(NinjaAPI):
    """Describes its problems with the content type that they have."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        problems.with_problem_type(schema)
        return schema


api = Api(
    title="SOHO SOLO Gers",
    version="1.0.0",
    description=(
        "Villages of the Gers where one can live and work: what each of them offers, and the "
        "stories of those who came. Reading only, open to all. The language of an answer is that "
        "of the parameter `locale`, else that of the Accept-Language header, else English. A "
        "parameter that does not exist or a value that is not allowed is refused with a problem "
        "document (RFC 9457) that names what is allowed."
    ),
    urls_namespace="api",
    docs_url=None,
    docs_decorator=lambda view: csrf_exempt(require_GET(view)),
)
api.add_router("", search_router)


@api.exception_handler(problems.Refused)
def parameters_refused(request: HttpRequest, refusal: problems.Refused) -> HttpResponse:
    """Answer 400 with everything that is wrong with the parameters."""
    return problems.refused(request, refusal)


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer 422 with what is wrong with the body or the path."""
    errors = [
        problems.ParameterProblem(
            parameter=str(fault["loc"][-1]), value="", detail=str(fault["msg"]), allowed=[]
        )
        for fault in error.errors
    ]
    return problems.problem(request, 422, errors=errors)


@api.exception_handler(HttpError)
def failed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer with the status that an operation asked for."""
    return problems.problem(request, error.status_code, error.message)


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer 404 to an address that the API does not have."""
    return problems.problem(request, 404)
