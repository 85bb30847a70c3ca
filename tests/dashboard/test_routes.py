"""The site's own routes: layers that browsers keep, downloads, health; errors as clear JSON."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from starlette.applications import Starlette

from dashboard import routes, shell, store, theme
from dashboard.atlas import Atlas
from dashboard.maps import layers
from tests.dashboard.asgi import Client
from tests.small_atlas.values import INJURY


@pytest.fixture
def client(small_tables: Atlas) -> Client:
    return Client(Starlette(routes=list(routes.ROUTES)))


def test_a_level_is_kept_for_ever_and_asked_for_once(client: Client, small_tables: Atlas) -> None:
    path = f"/layers/{layers.version(small_tables)}/zcta.geojson"
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["content-type"].startswith("application/geo+json")
    assert first.headers["content-encoding"] == "gzip"
    assert "immutable" in first.headers["cache-control"]
    assert first.json()["features"]
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json() == first.json()


def test_an_old_or_missing_edition_sends_to_the_present_one(client: Client) -> None:
    for path in ("/layers/zcta.geojson", "/layers/0123.1/zcta.geojson"):
        sent = client.get(path, follow_redirects=False)
        assert sent.status_code == 307
        assert "max-age=60" in sent.headers["cache-control"]
        assert client.get(path).status_code == 200


def test_parts_and_places(client: Client, small_tables: Atlas) -> None:
    base = f"/layers/{layers.version(small_tables)}"
    for part in ("state.geojson", "labels.json", "few-labels.json"):
        assert client.get(f"{base}/base/{part}").status_code == 200
    one = client.get(f"{base}/zcta/place/02121.geojson").json()["features"]
    assert [f["properties"]["code"] for f in one] == ["02121"]


def test_what_a_legend_says_of_two_measures(client: Client, small_tables: Atlas) -> None:
    known = list(layers.layers(small_tables, "zcta"))
    people = next(n for n, layer in enumerate(known) if layer[0] == "people_shot")
    poverty = next(n for n, layer in enumerate(known) if layer[0] == "poverty")
    path = f"/layers/{layers.version(small_tables)}/zcta/classes/{people}/{poverty}.json"
    answer = client.get(path)
    assert "immutable" in answer.headers["cache-control"]
    assert all("ZIP areas" in said for said in answer.json().values())
    for pair in (f"{poverty}/{people}", f"{people}/{people}"):
        refused = client.get(f"{path.partition('classes/')[0]}classes/{pair}.json")
        assert refused.status_code == 404
        assert "people shot, then an economic one" in refused.json()["detail"]
    old = client.get(path.replace(layers.version(small_tables), "0123.1"), follow_redirects=False)
    assert old.headers["location"].endswith(path)


def test_a_layer_to_take_away(client: Client) -> None:
    answer = client.get(f"/layers/zcta/people_shot/{INJURY}.geojson")
    assert answer.status_code == 200
    assert f"people_shot_zcta_{INJURY}.geojson" in answer.headers["content-disposition"]
    rows = {f["properties"]["code"]: f["properties"] for f in answer.json()["features"]}
    assert rows["02121"]["numerator"] == 92
    assert rows["01060"]["numerator"] is None
    assert rows["01450"]["status"] == "not_covered"


def test_a_layer_has_the_numbers_of_the_table(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EZC_DATA")  # the tables that ship
    atlas = store.atlas()
    for indicator in ("people_shot", "median_household_income", "poverty"):
        for period in atlas.periods(indicator, "zcta"):
            table = atlas.at(indicator, "zcta", period)
            answer = client.get(f"/layers/zcta/{indicator}/{period}.geojson")
            for feature in answer.json()["features"]:
                found = feature["properties"]
                code = found["code"]
                if code not in table.index:
                    continue
                for column in ("value", "lower", "upper", "moe", "numerator"):
                    cell = table.at[code, column]
                    assert found[column] == (None if pd.isna(cell) else cell), (code, column)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/layers/moon.geojson", "moon"),
        ("/layers/x/moon.geojson", "moon"),
        ("/layers/moon/people_shot/2017.geojson", "moon"),
        ("/layers/zcta/nonsense/2017.geojson", "nonsense"),
        ("/layers/zcta/people_shot/1999.geojson", INJURY),
        ("/layers/zcta/people_shot/%3Cscript%3E.geojson", "period"),
        ("/layers/x/zcta/place/99999.geojson", "99999"),
        ("/layers/x/base/passwords.txt", "state.geojson"),
        ("/layers/x/zcta/classes/9999.json", "9999"),
        ("/layers/x/zcta/classes/0/9999.json", "9999"),
    ],
)
def test_what_is_not_there_is_404_and_says_what_is(client: Client, path: str, says: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert says in answer.json()["detail"]


def test_health(client: Client, small_tables: Atlas) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["version"] == small_tables.version


def test_health_names_the_file_that_is_wrong(
    client: Client, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(small_folder, folder)
    (folder / "classes.parquet").unlink()
    monkeypatch.setenv("EZC_DATA", str(folder))
    for path in ("/healthz", "/layers/zcta.geojson", "/api/v1/places"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["file"].endswith("classes.parquet")
        assert "git checkout data" in answer.json()["mend"]
        assert answer.headers["cache-control"] == "no-store"


def test_every_page_starts_from_our_document(client: Client) -> None:
    for path in ("/", "/zip", "/map", "/data", "/about"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "<title>Every Zip Code</title>" in answer.text
        assert "BACKEND_BASE_URL" in answer.text
        assert "988" in answer.text


def test_the_document_brings_what_every_page_needs(client: Client) -> None:
    text = client.get("/about").text
    served = Path(st.__file__).parent / "static"
    preloaded = re.findall(r'rel="modulepreload" crossorigin href="\./([^"]+)"', text)
    assert len(preloaded) == len(set(preloaded))
    assert all((served / path).is_file() for path in preloaded)
    for part in shell.EVERYWHERE:
        assert any(f"/{part}." in path for path in preloaded), f"Streamlit has no part {part}"
    body = text.partition("<body>")[2]
    assert theme.css() in body, "after the client's own rules"


def test_an_address_without_a_page_says_so_and_leads_on(client: Client) -> None:
    for path in ("/nopage", "/%3Cscript%3E", "/Zip"):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert "There is no page at this address" in answer.text
        assert 'href="/zip"' in answer.text
        assert "988" in answer.text
        assert "script" not in answer.text
    assert "no page" not in client.get("/favicon.png").text  # Streamlit's files stay its own
