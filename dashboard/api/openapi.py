"""The OpenAPI 3.1 description, made from the declarations that serve the endpoints."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard import problems, store
from dashboard.api import fields
from dashboard.api.endpoints import AN_HOUR, ROOT, Endpoint, endpoints
from dashboard.api.questions import FORMATS, Parameter, ask
from dashboard.api.tables import dumped
from dashboard.atlas import Atlas
from dashboard.maps.layers import File
from dashboard.serving import serve
from dashboard.tables import TABLES

ABOUT = (
    "Read-only access to the published tables of Every Zip Code: the same numbers as on the "
    "pages and in the downloads, nothing more and nothing less. No key is needed.\n\n"
    "Choose a format with `?format=` or with the `Accept` header. Codes such as ZIPs are text: "
    "keep their zeros. `status` says what may be said of a value; a value that is null is never "
    "a zero. Counts of 1 to 4 people, and those that the CDC hides, are not here.\n\n"
    "Every answer has an `ETag`: send it back in `If-None-Match` and an unchanged answer is "
    "304 without a body. Errors are `application/problem+json` (RFC 9457) and say what would be "
    "right."
)


@lru_cache(maxsize=4)
def description(atlas: Atlas) -> dict[str, Any]:
    """The whole description."""
    schemas: dict[str, Any] = {name: fields.row_schema(atlas, name) for name in TABLES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Every Zip Code",
            "version": "1",
            "summary": f"Edition {atlas.version} of the tables",
            "description": ABOUT,
            "license": {"name": "Free to use with attribution; the terms of each source apply"},
        },
        "servers": [{"url": ROOT}],
        "paths": {path: {"get": _operation(made)} for path, made in endpoints(atlas).items()},
        "components": {
            "schemas": {**schemas, "Problem": _PROBLEM, "FeatureCollection": _COLLECTION},
            "responses": {
                "Unchanged": {"description": "The answer is that of the ETag sent; no body"},
                "Problem": {
                    "description": "What is wrong, and what would be right",
                    "content": {
                        problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
                    },
                },
            },
        },
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    bodies = {
        "json": endpoint.schema,
        "csv": {"type": "string", "description": "A header line, then the same rows"},
        "geojson": {"$ref": "#/components/schemas/FeatureCollection"},
    }
    problem = {"$ref": "#/components/responses/Problem"}
    return {
        "operationId": endpoint.id,
        "summary": endpoint.about,
        "parameters": [_parameter(p) for p in endpoint.parameters],
        "responses": {
            "200": {
                "description": endpoint.about,
                "headers": {
                    name: {"description": words, "schema": {"type": "string"}}
                    for name, words in _HEADERS.items()
                },
                "content": {FORMATS[f]: {"schema": bodies[f]} for f in endpoint.formats},
            },
            "304": {"$ref": "#/components/responses/Unchanged"},
            **{str(status): problem for status in (400, 404, 406, 413, 414, 429, 431, 503)},
        },
    }


_HEADERS = {
    "ETag": "Tag of this answer, for If-None-Match",
    "Link": "Addresses of the first, previous, next and last page, where there are pages",
}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(parameter.schema)
    made: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.about + ("; several with commas" if parameter.several else ""),
        "required": parameter.where == "path",
        "schema": {"type": "array", "items": schema, "minItems": 1}
        if parameter.several
        else schema,
    }
    if parameter.several:
        made |= {"style": "form", "explode": False}
    if parameter.example:
        example: Any = parameter.example
        if schema["type"] == "integer":
            example = int(example)
        made["example"] = [example] if parameter.several else example
    return made


_PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "parameter": {"type": "string", "description": "The parameter that is wrong"},
        "allowed": {
            "type": "array",
            "items": {"type": "string"},
            "description": "What would be right",
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}
_COLLECTION = {
    "type": "object",
    "description": "GeoJSON (RFC 7946); the properties of a feature are a row of the table",
    "properties": {
        "type": {"const": "FeatureCollection"},
        "version": {"type": "string", "description": "Edition of the tables"},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string"},
                    "properties": {"type": "object"},
                    "geometry": {"type": ["object", "null"]},
                },
                "required": ["type", "id", "properties", "geometry"],
            },
        },
    },
    "required": ["type", "features"],
}


def answer(request: Request) -> Response:
    """The description as JSON."""
    ask(request, "the description", (), ("json",))
    return serve(request, _file(store.atlas()), AN_HOUR, vary="Accept, Accept-Encoding")


@lru_cache(maxsize=4)
def _file(atlas: Atlas) -> File:
    return File.of(dumped(description(atlas)), FORMATS["json"])
