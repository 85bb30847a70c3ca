"""The API filters what is published, page by page, and refuses clearly."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pandas as pd
import pytest
from starlette.applications import Starlette

from dashboard import problems, routes, store
from dashboard.api.questions import FORMATS
from dashboard.atlas import Atlas
from dashboard.reuse import downloads
from dashboard.tables import TABLES
from tests.dashboard.asgi import Answer, Client
from tests.small_atlas.values import INJURY

CHOSEN = f"indicator=people_shot&level=zcta&period={INJURY}"


@pytest.fixture
def client(small_tables: Atlas) -> Client:
    return Client(Starlette(routes=list(routes.ROUTES)))


def refused(answer: Answer, status: int) -> Any:
    """The problem of an answer, which has all that RFC 9457 wants."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "cache-control" in answer.headers
    assert answer.headers["vary"] == "Accept"  # or a cache would refuse all with one's refusal
    body = answer.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(body)
    kind = body["type"].rpartition("/")[2]
    assert problems.KINDS[kind] == (status, body["title"])
    return body


@pytest.mark.parametrize("table", TABLES)
def test_every_table_answers(client: Client, table: str, small_tables: Atlas) -> None:
    answer = client.get(f"/api/v1/{table}")
    assert answer.status_code == 200
    body = answer.json()
    assert body["version"] == small_tables.version
    assert body["total"] == len(getattr(small_tables, table))
    assert "max-age" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "Accept, Accept-Encoding"
    assert answer.headers["access-control-allow-origin"] == "*"
    again = client.get(f"/api/v1/{table}", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("table", TABLES)
def test_numbers_are_those_of_the_tables_and_of_the_downloads(
    client: Client, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EZC_DATA")  # the tables that ship
    atlas = store.atlas()
    frame = downloads.table(atlas, table)
    for offset in (0, max(len(frame) - 300, 0)):
        body = client.get(f"/api/v1/{table}?limit=300&offset={offset}").json()
        part = frame.iloc[offset : offset + 300].reset_index(drop=True)
        assert body["total"] == len(frame)
        assert list(body["data"][0]) == list(frame.columns)
        for column in frame.columns:
            wanted = [None if pd.isna(cell) else cell for cell in part[column]]
            assert [row[column] for row in body["data"]] == wanted, column
        answer = client.get(f"/api/v1/{table}?format=csv&limit=300&offset={offset}")
        assert answer.text == downloads.csv_bytes(part).decode("utf-8-sig")


def test_hidden_cells_are_null_in_every_format(client: Client) -> None:
    query = f"{CHOSEN}&code=01060"
    row = client.get(f"/api/v1/observations?{query}").json()["data"][0]
    hidden = ("value", "lower", "upper", "numerator")
    assert row["status"] == "too_few"
    assert [row[name] for name in hidden] == [None] * 4
    table = pd.read_csv(io.StringIO(client.get(f"/api/v1/observations?{query}&format=csv").text))
    assert table[list(hidden)].isna().all(axis=None)
    feature = client.get(f"/api/v1/observations?{query}&format=geojson").json()["features"][0]
    assert [feature["properties"][name] for name in hidden] == [None] * 4


def test_filters(client: Client) -> None:
    rows = client.get(f"/api/v1/observations?{CHOSEN}&code=02121,01060").json()["data"]
    assert [(r["code"], r["numerator"], r["status"]) for r in rows] == [
        ("01060", None, "too_few"),
        ("02121", 92, "value"),
    ]
    twice = client.get(f"/api/v1/observations?{CHOSEN}&code=02121&code=01060").json()["data"]
    assert twice == rows
    covered = client.get("/api/v1/coverage?covered=true").json()["data"]
    assert {row["covered"] for row in covered} == {True}


def test_a_text_with_a_comma_is_found_whole(client: Client, small_tables: Atlas) -> None:
    names = small_tables.places["name"]
    name = names[names.str.contains(",")].iloc[0]
    body = client.get("/api/v1/places", params={"name": name}).json()
    assert {row["name"] for row in body["data"]} == {name}


@pytest.mark.parametrize("form", ["json", "csv"])
def test_pages_follow_one_another(client: Client, small_tables: Atlas, form: str) -> None:
    path, seen = f"/api/v1/observations?level=zcta,town&limit=7&format={form}", 0
    pages = 0
    while path:
        answer = client.get(path)
        seen += len(answer.json()["data"]) if form == "json" else len(answer.text.splitlines()) - 1
        pages += 1
        links = {
            rel: address
            for address, rel in re.findall(r'<([^>]+)>; rel="([^"]+)"', answer.headers["link"])
        }
        assert client.get(links["first"]).status_code == 200
        assert ("prev" in links) == (pages > 1)
        path = links.get("next", "")
        if form == "json":
            assert answer.json()["next"] == (path or None)
        if not path:
            assert client.get(links["last"]).content == answer.content
    assert seen == small_tables.observations["level"].isin(["zcta", "town"]).sum()


def test_a_csv_is_whole_unless_a_limit_is_asked_for(client: Client, small_tables: Atlas) -> None:
    answer = client.get("/api/v1/observations?format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert "every-zip-code-observations.csv" in answer.headers["content-disposition"]
    table = pd.read_csv(io.StringIO(answer.text), dtype={"code": str})
    assert table["code"].tolist() == small_tables.observations["code"].tolist()


def test_a_map_of_one_measure(client: Client, small_tables: Atlas) -> None:
    answer = client.get(f"/api/v1/observations?{CHOSEN}", headers={"Accept": FORMATS["geojson"]})
    assert answer.headers["content-type"].startswith("application/geo+json")
    features = {f["id"]: f for f in answer.json()["features"]}
    assert set(features) == set(small_tables.at("people_shot", "zcta", INJURY).index)
    assert features["02121"]["properties"]["numerator"] == 92
    assert features["02121"]["geometry"]["type"] in ("Polygon", "MultiPolygon")
    assert features["02457"]["geometry"] is None
    towns = client.get("/api/v1/places?level=town&format=geojson").json()["features"]
    assert "Boston" in {f["properties"]["name"] for f in towns}


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("/places?format=geojson", "level"),
        ("/places?format=geojson&level=town,zcta", "level"),
        ("/places?format=geojson&level=nation", "boundaries"),
        ("/observations?format=geojson&level=zcta", "indicator"),
    ],
)
def test_a_map_that_lacks_a_choice_says_which(client: Client, query: str, says: str) -> None:
    assert says in refused(client.get(f"/api/v1{query}"), 400)["detail"]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("application/json;q=0.1, text/csv;q=0.5", "csv"),
        ("application/*", "json"),
        ("*/*;q=0.1, text/csv;q=0", "json"),
        ("application/geo+json;level=1, text/csv;q=nonsense;x", "csv"),
    ],
)
def test_the_accept_header_chooses(client: Client, accept: str, given: str) -> None:
    answer = client.get(f"/api/v1/observations?{CHOSEN}", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == FORMATS[given]
    named = client.get(f"/api/v1/observations?{CHOSEN}&format=csv", headers={"Accept": accept})
    assert named.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/zip/02121", "text/csv"), ("/sources", "image/png"), ("/places", "*/*;q=0")],
)
def test_no_such_format_is_406(client: Client, path: str, accept: str) -> None:
    body = refused(client.get(f"/api/v1{path}", headers={"Accept": accept}), 406)
    assert "application/json" in body["allowed"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "1000"),
        ("limit=ten", "limit"),
        ("limit=1&limit=2", "twice"),
        ("offset=-1", "offset"),
        ("limit=%F0%9F%98%80", "limit"),
        ("place=02121", "'place'"),
        ("' OR 1=1 --=1", "one of indicator"),
        ("level=moon", "one of nation"),
        ("status=", "one of value"),
        ("indicator=income", "one of"),
        ("format=xlsx", "one of json, csv"),
    ],
)
def test_a_wrong_question_is_400_and_says_what_is_right(
    client: Client, query: str, says: str
) -> None:
    answer = client.get(f"/api/v1/observations?{query}".replace(" ", "%20"))
    assert says in refused(answer, 400)["detail"]


def test_too_long_a_question_is_414(client: Client) -> None:
    refused(client.get(f"/api/v1/places?code={'0' * 10_000}"), 414)


def test_a_filter_without_a_match_is_empty_not_wrong(client: Client) -> None:
    body = client.get("/api/v1/places?level=town&code=99999").json()
    assert (body["total"], body["data"], body["next"]) == (0, [], None)


def test_a_zip_code(client: Client) -> None:
    body = client.get("/api/v1/zip/02112").json()
    assert body["zip"]["zcta"] == "02111"
    assert body["place"]["code"] == "02111"
    assert {row["code"] for row in body["observations"]} == {"02111"}
    assert {row["from_code"] for row in body["overlaps"]} == {"02111"}
    assert body["members"]


@pytest.mark.parametrize(
    ("zip", "status"),
    [("0212", 400), ("abc", 400), ("99999", 404), ("10001", 404), ("x" * 10_000, 400)],
)
def test_a_wrong_zip_code(client: Client, zip: str, status: int) -> None:
    refused(client.get(f"/api/v1/zip/{zip}"), status)


def test_a_place_with_all_that_is_said_of_it(client: Client, small_tables: Atlas) -> None:
    body = client.get("/api/v1/places/town/2502507000").json()
    assert body["place"]["name"] == "Boston"
    table = small_tables.observations
    here = table[(table["level"] == "town") & (table["code"] == "2502507000")]
    assert len(body["observations"]) == len(here)
    assert len(body["series"]) == len(small_tables.series.query("code == '2502507000'"))
    area = client.get("/api/v1/places/zcta/02121").json()
    assert {row["to_level"] for row in area["overlaps"]} >= {"town", "house"}
    assert {row["chamber"] for row in area["members"]} == {"house", "senate", "congress"}
    house = client.get("/api/v1/places/house/25110").json()
    assert all(row["chamber"] == "house" for row in house["members"])


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/places/moon/1", "one of"),
        ("/places/town/1", "/api/v1/places?level=town"),
        ("/indicators/people_shots", "perhaps people_shot"),
        ("/indicators/%F0%9F%98%80", "/api/v1/indicators"),
        ("/problems/none", "not-found"),
    ],
)
def test_what_is_not_there_is_404_and_says_what_is(client: Client, path: str, says: str) -> None:
    assert says in refused(client.get(f"/api/v1{path}"), 404)["detail"]


def test_an_indicator(client: Client, small_tables: Atlas) -> None:
    body = client.get("/api/v1/indicators/people_shot").json()
    assert body["indicator"]["id"] == "people_shot"
    assert body["periods"]["zcta"] == small_tables.periods("people_shot", "zcta")
    assert body["sources"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_only_reading_is_allowed(client: Client, method: str) -> None:
    answer = client.ask(method, "/api/v1/places")
    refused(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_head_and_options(client: Client) -> None:
    got = client.get("/api/v1/places")
    head = client.ask("HEAD", "/api/v1/places")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers == got.headers
    options = client.ask("OPTIONS", "/api/v1/places")
    assert options.status_code == 204
    assert "GET" in options.headers["access-control-allow-methods"]


def test_gzip_is_taken_or_left(client: Client) -> None:
    zipped = client.get("/api/v1/places")
    assert zipped.headers["content-encoding"] == "gzip"
    for accepted in ("identity", "gzip;q=0", "", "br"):
        plain = client.get("/api/v1/places", headers={"Accept-Encoding": accepted})
        assert "content-encoding" not in plain.headers
        assert json.loads(plain.content) == zipped.json()


def test_the_index_names_every_endpoint_with_an_example_that_works(client: Client) -> None:
    body = client.get("/api/v1").json()
    assert {f"/api/v1/{name}" for name in TABLES} < set(body["endpoints"])
    assert body["endpoints"]["/api/v1/places"]["parameters"][:2] == ["level", "code"]
    for endpoint in body["endpoints"].values():
        assert client.get(endpoint["example"]).status_code == 200, endpoint


@pytest.mark.parametrize("kind", problems.KINDS)
def test_the_type_of_a_problem_is_an_address_that_explains_it(client: Client, kind: str) -> None:
    body = client.get(problems.ADDRESS.format(kind=kind)).json()
    assert (body["status"], body["title"]) == problems.KINDS[kind]


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing", "/api/v1/", "/api/", "/layers/zcta/x", "/layers/"]
)
def test_any_other_path_is_a_404_that_says_where_to_look(client: Client, path: str) -> None:
    assert "/api/v1" in refused(client.get(path), 404)["detail"]
