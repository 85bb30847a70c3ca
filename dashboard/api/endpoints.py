"""Every endpoint once: what serves it, what checks it, and what describes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard import problems, store
from dashboard.api import examples, fields, places, tables
from dashboard.api.questions import Parameter, Question, ask, format_parameter, paging
from dashboard.api.tables import Answer, dumped
from dashboard.atlas import Atlas
from dashboard.maps.layers import File
from dashboard.problems import ProblemError, quoted
from dashboard.serving import Endpoint as Route
from dashboard.serving import serve
from dashboard.tables import TABLES

ROOT = "/api/v1"
AN_HOUR = "public, max-age=3600"
DESCRIPTION = "/openapi.json"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. ``schema`` is JSON Schema of its JSON body."""

    path: str
    id: str
    about: str
    render: Callable[[Atlas, Question], Answer]
    schema: Mapping[str, Any]
    parameters: tuple[Parameter, ...] = ()
    formats: tuple[str, ...] = ("json",)
    example: str = ""


PATHS = (
    *(f"/{name}" for name in TABLES),
    "/zip/{zip}",
    "/places/{level}/{code}",
    "/indicators/{id}",
)


@lru_cache(maxsize=4)
def endpoints(atlas: Atlas) -> dict[str, Endpoint]:
    """Every endpoint by its path below :data:`ROOT`."""
    made = [*(_table(atlas, name) for name in TABLES), *_things(atlas)]
    return {endpoint.path: endpoint for endpoint in made}


def _table(atlas: Atlas, name: str) -> Endpoint:
    formats = ("json", "csv", "geojson") if fields.mapped(atlas, name) else ("json", "csv")
    body = {
        "type": "object",
        "properties": {
            **_VERSION,
            "total": {"type": "integer", "description": "Rows that fit, on all pages"},
            "limit": {"type": "integer"},
            "offset": {"type": "integer"},
            "next": {"type": ["string", "null"], "description": "Address of the next page"},
            "data": _rows(name),
        },
        "required": ["version", "total", "limit", "offset", "next", "data"],
    }
    return Endpoint(
        path=f"/{name}",
        id=name,
        about=fields.resources(atlas)[name].get("title", name),
        render=partial(_render_table, name),
        schema=body,
        parameters=(*fields.filters(atlas, name), *paging(formats)),
        formats=formats,
        example=_EXAMPLES.get(name, f"/{name}?format=csv"),
    )


def _render_table(name: str, atlas: Atlas, question: Question) -> Answer:
    return tables.table(atlas, name, question)


_EXAMPLES = {
    "observations": "/observations?indicator=people_shot&level=zcta&format=csv",
    "places": "/places?level=town&limit=50",
}
_VERSION = {"version": {"type": "string", "description": "Edition of the tables"}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _rows(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}


def _things(atlas: Atlas) -> list[Endpoint]:
    """The endpoints of one thing each."""
    parts = {
        "place": {"anyOf": [_ref("places"), {"type": "null"}]},
        "observations": _rows("observations"),
        "series": _rows("series"),
        "overlaps": _rows("overlaps"),
        "members": _rows("legislators"),
    }
    return [
        Endpoint(
            path="/zip/{zip}",
            id="zip",
            about="A ZIP code, the area that answers for it, and all its numbers",
            render=places.zip_code,
            schema=_body({"zip": _ref("zip_codes"), **parts}),
            parameters=(
                Parameter(
                    "zip",
                    "Five digits",
                    {"type": "string", "pattern": "^[0-9]{5}$"},
                    where="path",
                    example=examples.zip_code(atlas),
                ),
                format_parameter(("json",)),
            ),
            example=f"/zip/{examples.zip_code(atlas)}",
        ),
        Endpoint(
            path="/places/{level}/{code}",
            id="place",
            about="A place, all its numbers, the places it shares people with, and its members",
            render=places.place,
            schema=_body(parts),
            parameters=(
                Parameter("level", "Kind of place", where="path", example="town"),
                Parameter("code", "Code of the place", where="path", example=examples.town(atlas)),
                format_parameter(("json",)),
            ),
            example=f"/places/town/{examples.town(atlas)}",
        ),
        Endpoint(
            path="/indicators/{id}",
            id="indicator",
            about="A measure, where and when it is there, and its sources",
            render=places.indicator,
            schema=_body(
                {
                    "indicator": _ref("indicators"),
                    "periods": {
                        "type": "object",
                        "description": "Periods by level, oldest first",
                        "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    },
                    "sources": _rows("sources"),
                }
            ),
            parameters=(
                Parameter("id", "Id of the measure", where="path", example="people_shot"),
                format_parameter(("json",)),
            ),
            example="/indicators/people_shot",
        ),
    ]


def _body(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**_VERSION, **properties},
        "required": ["version", *properties],
    }


def answered(path: str) -> Route:
    """What answers requests to an endpoint."""

    def answer(request: Request) -> Response:
        atlas = store.atlas()
        endpoint = endpoints(atlas)[path]
        question = ask(request, endpoint.id, endpoint.parameters, endpoint.formats)
        whole = question.limit is None and question.format != "json"
        file, links = (_large if whole else _small)(atlas, path, question)
        more = {"Link": ", ".join(filter(None, [links, _DESCRIBED]))}
        if question.format != "json":
            name = f"every-zip-code-{endpoint.id}.{question.format}"
            more["Content-Disposition"] = f'attachment; filename="{name}"'
        return serve(request, file, AN_HOUR, more=more, vary="Accept, Accept-Encoding")

    return answer


_DESCRIBED = f'<{ROOT}{DESCRIPTION}>; rel="service-desc"'


def _rendered(atlas: Atlas, path: str, question: Question) -> Answer:
    return endpoints(atlas)[path].render(atlas, question)


# A page of JSON has a thousand rows at most; a whole table is some megabytes.
_small = lru_cache(maxsize=256)(_rendered)
_large = lru_cache(maxsize=8)(_rendered)


def index(request: Request) -> Response:
    """What there is: the endpoints, their parameters and formats."""
    ask(request, "the index", (), ("json",))
    return serve(request, _index(store.atlas()), AN_HOUR, vary="Accept, Accept-Encoding")


@lru_cache(maxsize=4)
def _index(atlas: Atlas) -> File:
    body = {
        "version": atlas.version,
        "description": f"{ROOT}{DESCRIPTION}",
        "endpoints": {
            f"{ROOT}{endpoint.path}": {
                "about": endpoint.about,
                "example": f"{ROOT}{endpoint.example}",
                "parameters": [p.name for p in endpoint.parameters],
                "formats": list(endpoint.formats),
            }
            for endpoint in endpoints(atlas).values()
        },
    }
    return File.of(dumped(body), "application/json")


def problem(request: Request) -> Response:
    """What a kind of problem means."""
    kind = request.path_params["kind"]
    if kind not in problems.KINDS:
        raise ProblemError(
            "not-found", f"{quoted(kind)} is not a problem; one of {', '.join(problems.KINDS)}"
        )
    status, title = problems.KINDS[kind]
    body = {"type": problems.ADDRESS.format(kind=kind), "title": title, "status": status}
    return serve(request, File.of(dumped(body), "application/json"), AN_HOUR)


def nothing(request: Request) -> Response:
    """Any other path below ``/api`` or ``/layers``.

    Raises:
        ProblemError: always, with the way to what there is.
    """
    raise ProblemError("not-found", f"nothing at {request.url.path[:100]}; see {ROOT}")
