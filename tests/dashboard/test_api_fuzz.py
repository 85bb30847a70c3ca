"""Whatever is asked of the site's own routes, the answer is never a mistake of the site."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route

from dashboard import routes
from dashboard.atlas import Atlas
from dashboard.tables import TABLES
from tests.dashboard.asgi import Client
from tests.small_atlas.values import INJURY

ANY = st.text(max_size=30)
WORD = st.sampled_from(
    f"people_shot zcta town nation 02121 {INJURY} value true csv geojson json "
    "0 -1 1 99999999999 0,1 02121, nan 1e9 ٣ \x00".split(" ")
) | st.just("")
NAMES = st.sampled_from(
    [
        *("limit", "offset", "format", "level", "code", "indicator", "period", "status", "covered"),
        *("quintile", "point", "name", "zip", "id", "region", "vintage", "from_level", "source"),
    ]
)
QUERY = st.lists(st.tuples(NAMES | ANY, WORD | ANY), max_size=6)
HEADERS = st.fixed_dictionaries(
    {},
    optional={
        "accept": st.sampled_from(["text/csv", "*/*;q=x", ",;,", "application/*;q=", "a/b;q=1;;"])
        | st.text(st.characters(codec="latin-1"), max_size=20),
        "accept-encoding": st.sampled_from(["gzip;q=nan", "*", "gzip;q=inf", ";"]),
        "if-none-match": st.sampled_from(["*", 'W/"a", "b"', "", '"']),
    },
)
OWN = [route for route in routes.ROUTES if isinstance(route, Route)]
PATHS = [route.path for route in OWN if route.path.startswith(("/api", "/layers", "/healthz"))]


@pytest.fixture(scope="module")
def client(small_folder: Path) -> Client:
    return Client(Starlette(routes=OWN))


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(PATHS), st.lists(WORD | ANY, min_size=3, max_size=3), QUERY, HEADERS, st.data()
)
def test_nothing_that_is_asked_breaks_it(
    client: Client,
    small_tables: Atlas,
    path: str,
    parts: list[str],
    query: list[tuple[str, str]],
    headers: dict[str, str],
    data: st.DataObject,
) -> None:
    for name in ("zip", "level", "code", "id", "indicator", "period", "version", "part", "kind"):
        path = path.replace(f"{{{name}}}", quote(data.draw(st.sampled_from(parts)), safe=""))
    path = path.replace("{rest:path}", quote(parts[0]))
    method = data.draw(st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST"]))
    answer = client.ask(method, f"{path}?{urlencode(query)}" if query else path, headers)
    assert answer.status_code in {200, 204, 304, 307, 400, 404, 405, 406, 414}
    if answer.status_code >= 400 and method == "GET":
        body = answer.json()
        assert body["detail"]
        assert body["status"] == answer.status_code


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.sampled_from(TABLES),
    st.sampled_from(["json", "csv", "geojson"]),
    st.dictionaries(NAMES, WORD, max_size=4),
    st.integers(1, 1000),
    st.integers(0, 300),
)
def test_a_page_is_never_longer_than_asked(
    client: Client,
    small_tables: Atlas,
    table: str,
    form: str,
    query: dict[str, str],
    limit: int,
    offset: int,
) -> None:
    query |= {"format": form, "limit": str(limit), "offset": str(offset)}
    answer = client.get(f"/api/v1/{table}", params=query)
    assert answer.status_code in {200, 400}
    if answer.status_code == 200 and form == "json":
        body = answer.json()
        assert len(body["data"]) == max(min(limit, body["total"] - offset), 0)
        assert (body["next"] is None) == (offset + limit >= body["total"])
