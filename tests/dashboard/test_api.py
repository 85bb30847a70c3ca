"""The API filters what is published, page by page, and refuses clearly."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from dashboard import api, routes, store
from tests.dashboard.asgi import Client
from tests.small_atlas import INJURY


@pytest.fixture
def client(small_tables: store.Atlas) -> Client:
    return Client(Starlette(routes=list(routes.ROUTES)))


@pytest.mark.parametrize("table", api.FILTERS)
def test_every_table_answers(client: Client, table: str, small_tables: store.Atlas) -> None:
    answer = client.get(f"/api/v1/{table}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["version"] == small_tables.version
    assert body["total"] == len(getattr(small_tables, table))
    assert "max-age" in answer.headers["cache-control"]
    again = client.get(f"/api/v1/{table}", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_filters(client: Client) -> None:
    rows = client.get(
        "/api/v1/observations",
        params={
            "indicator": "people_shot",
            "level": "zcta",
            "code": "02121,01060",
            "period": INJURY,
        },
    ).json()["data"]
    assert [(r["code"], r["numerator"], r["status"]) for r in rows] == [
        ("01060", None, "too_few"),
        ("02121", 92, "value"),
    ]


def test_pages_follow_one_another(client: Client, small_tables: store.Atlas) -> None:
    path, seen = "/api/v1/observations?level=zcta&limit=7", []
    while path:
        body = client.get(path).json()
        seen += body["data"]
        path = body["next"]
    table = small_tables.observations
    assert len(seen) == (table["level"] == "zcta").sum()


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "1000"),
        ("limit=ten", "limit"),
        ("offset=-1", "offset"),
        ("limit=%F0%9F%98%80", "limit"),
        ("place=02121", "'place'"),
        ("' OR 1=1 --=1", "filter"),
    ],
)
def test_a_wrong_question_is_400_and_says_what_is_right(
    client: Client, query: str, says: str
) -> None:
    answer = client.get(f"/api/v1/observations?{query}".replace(" ", "%20"))
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_a_filter_without_a_match_is_empty_not_wrong(client: Client) -> None:
    body = client.get("/api/v1/places?level=moon").json()
    assert (body["total"], body["data"], body["next"]) == (0, [], None)


def test_a_zip_code(client: Client) -> None:
    body = client.get("/api/v1/zip/02112").json()
    assert body["zip"]["zcta"] == "02111"
    assert body["place"]["code"] == "02111"
    assert {row["code"] for row in body["observations"]} == {"02111"}


@pytest.mark.parametrize(
    ("zip", "status"),
    [("0212", 400), ("abc", 400), ("99999", 404), ("10001", 404), ("x" * 10_000, 400)],
)
def test_a_wrong_zip_code(client: Client, zip: str, status: int) -> None:
    answer = client.get(f"/api/v1/zip/{zip}")
    assert answer.status_code == status
    assert answer.json()["error"]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.ask("POST", "/api/v1/places").status_code == 405
    assert client.ask("DELETE", "/api/v1/places").status_code == 405


def test_the_index_names_every_table(client: Client) -> None:
    body = client.get("/api/v1").json()
    assert {f"/api/v1/{name}" for name in api.FILTERS} < set(body["endpoints"])
    assert body["endpoints"]["/api/v1/places"] == ["level", "code", "name"]


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/", "/api/", "/layers/zcta/x", "/layers/"]
)
def test_any_other_path_is_a_404_that_says_where_to_look(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "/api/v1" in answer.json()["error"]
