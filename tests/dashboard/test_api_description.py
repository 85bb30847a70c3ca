"""The OpenAPI description is valid, and every answer is as it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.applications import Starlette

from dashboard import routes, store
from dashboard.api.__main__ import page
from dashboard.api.endpoints import PATHS
from dashboard.atlas import Atlas
from dashboard.tables import TABLES
from tests.dashboard.asgi import Client

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def client(small_tables: Atlas) -> Client:
    return Client(Starlette(routes=list(routes.ROUTES)))


@pytest.fixture
def description(client: Client) -> Any:
    return client.get("/api/v1/openapi.json").json()


def test_it_is_valid_openapi(description: Any) -> None:
    OpenAPIV31SpecValidator(description).validate()


def test_it_has_every_endpoint_table_and_field(description: Any, small_tables: Atlas) -> None:
    assert set(description["paths"]) == set(PATHS)
    for name in TABLES:
        row = description["components"]["schemas"][name]
        assert list(row["properties"]) == list(getattr(small_tables, name).columns)
        assert all(field["description"] for field in row["properties"].values())


@pytest.mark.parametrize("real", [False, True])
def test_answers_are_as_described(
    client: Client, monkeypatch: pytest.MonkeyPatch, real: bool
) -> None:
    if real:
        monkeypatch.delenv("EZC_DATA")
    description = client.get("/api/v1/openapi.json").json()
    for path, item in description["paths"].items():
        operation = item["get"]
        address, query = path, {}
        for parameter in operation["parameters"]:
            if parameter["in"] == "path":
                address = address.replace(f"{{{parameter['name']}}}", parameter["example"])
            elif parameter["name"] == "limit":
                query["limit"] = "200"
        content = operation["responses"]["200"]["content"]
        answer = client.get(f"/api/v1{address}", params=query)
        schema = content["application/json"]["schema"]
        _validate(answer.json(), schema, description)
    problem = client.get("/api/v1/places?colour=blue").json()
    _validate(problem, {"$ref": "#/components/schemas/Problem"}, description)
    towns = client.get("/api/v1/places?level=town&format=geojson").json()
    _validate(towns, {"$ref": "#/components/schemas/FeatureCollection"}, description)


def _validate(body: Any, schema: Any, description: Any) -> None:
    whole = {**schema, "components": description["components"]}
    jsonschema.Draft202012Validator(whole).validate(body)


def test_the_reference_page_is_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EZC_DATA", raising=False)
    written = (ROOT / "docs" / "api.md").read_text("utf-8")
    assert written == page(store.atlas()), "docs/api.md is not up to date: make docs"
