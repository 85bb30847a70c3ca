"""A page is of one edition; a link may name an earlier one; the newest is picked up by itself."""

from __future__ import annotations

import gc
import hashlib
import io
import json
import os
import shutil
import weakref
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router
from streamlit.testing.v1 import AppTest

from dashboard import editions, routes, serving, store
from dashboard.maps import layers
from dashboard.reuse import downloads
from dashboard.tables import DataError
from tests.dashboard.asgi import Client
from tests.pages.conftest import ROOT, words

OLD, NEW, GONE = "0123456789ab", "ba9876543210", "ffffffffffff"


@pytest.fixture
def published(small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two editions and the link ``current``, which stands on the first."""
    for edition in (OLD, NEW):
        shutil.copytree(small_folder, tmp_path / edition)
        package = tmp_path / edition / "datapackage.json"
        found = json.loads(package.read_text("utf-8")) | {"version": edition}
        package.write_text(json.dumps(found), "utf-8")
    (tmp_path / "current").symlink_to(OLD)
    monkeypatch.setenv("EZC_DATA", str(tmp_path / "current"))
    return tmp_path


def swap(published: Path, edition: str) -> None:
    fresh = published / "current.new"
    fresh.symlink_to(edition)
    os.replace(fresh, published / "current")


def test_a_newer_edition_is_picked_up_without_a_restart(published: Path) -> None:
    assert store.atlas().version == OLD
    swap(published, NEW)
    assert store.atlas().version == NEW


def test_one_request_never_mixes_two_editions(published: Path) -> None:
    def endpoint(_request: Request) -> Response:
        first = store.atlas().version
        swap(published, NEW)
        return JSONResponse([first, store.atlas().version])

    client = Client(Router([serving.route("/", endpoint)]))
    assert client.get("/").json() == [OLD, OLD]
    assert store.atlas().version == NEW


def front(began_with: Path | None = None, **query: str) -> AppTest:
    """The site from its front door; the other pages are run alone by AppTest, without it."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    if began_with is not None:
        test.session_state["edition_folder"] = began_with
    return test.run()


VIEWS = {
    "home": {},
    "zip": {"zip": "01105"},
    "map": {"place": "01105"},
    "disparity": {},
    "compare": {"places": "01105 2501367000 25"},
    "trends": {},
    "suicide": {},
    "district": {"house": "25110"},
    "briefing": {"place": "01105"},
    "story": {},
    "data": {},
}


@pytest.mark.parametrize("page", VIEWS)
def test_no_page_mixes_two_editions(published: Path, page: str) -> None:
    other_numbers(published / NEW)

    def said() -> list[bytes]:
        test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        test.session_state["edition_folder"] = published / OLD  # the page began with it
        for name, value in VIEWS[page].items():
            test.query_params[name] = value
        test.switch_page(f"pages/{page}.py").run()
        assert not test.exception
        protos = [element.proto for element in test.main if element.proto is not None]
        for proto in protos:
            if proto.DESCRIPTOR.name == "DownloadButton":
                proto.ClearField("deferred_file_id")  # another one each time
        return [proto.SerializeToString() for proto in protos]

    before = said()
    swap(published, NEW)
    assert store.folder().name == NEW
    assert said() == before


def other_numbers(folder: Path) -> None:
    """Make every number of an edition another one."""
    path, package = folder / "observations.parquet", folder / "datapackage.json"
    table = pd.read_parquet(path)
    for column in ("value", "lower", "upper", "numerator"):
        table[column] = table[column] * 3
    table.to_parquet(path, index=False)
    found = json.loads(package.read_text("utf-8"))
    for resource in found["resources"]:
        if resource["path"] == path.name:
            content = path.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            resource |= {"bytes": len(content), "hash": f"sha256:{digest}"}
    package.write_text(json.dumps(found), "utf-8")


def test_the_map_of_a_page_gets_the_file_of_its_own_edition(published: Path) -> None:
    client = Client(Router(routes.ROUTES))
    before = layers.version(store.atlas())
    first = client.get(f"/layers/{before}/zcta.geojson")
    other_numbers(published / NEW)
    swap(published, NEW)
    assert layers.version(store.atlas()) != before
    again = client.get(f"/layers/{before}/zcta.geojson", follow_redirects=False)
    assert (again.status_code, again.content) == (200, first.content)
    gone = client.get("/layers/ffffffff.3/zcta.geojson", follow_redirects=False)
    assert gone.status_code == 307


def test_tables_that_were_put_in_the_place_of_others_are_not_mixed_with_them(
    published: Path,
) -> None:
    shutil.copytree(published / NEW, published / "beside")
    other_numbers(published / "beside")
    boundary = published / "beside" / "boundaries" / "zcta.geojson"
    boundary.write_text(boundary.read_text("utf-8") + " ", "utf-8")
    atlas = store.atlas()
    whole = downloads.everything(atlas)
    shutil.rmtree(published / OLD)
    (published / "beside").rename(published / OLD)
    assert store.atlas() is atlas
    with pytest.raises(DataError, match="boundaries"):
        downloads.boundary_bytes(atlas, "zcta")
    with pytest.raises(DataError, match="observations"):
        downloads.everything(atlas)
    assert json.loads(zipfile.ZipFile(io.BytesIO(whole)).read("datapackage.json"))


def test_links_to_many_editions_neither_fill_memory_nor_push_out_the_newest(
    published: Path,
) -> None:
    newest = store.atlas()
    for number in range(2 * store.MOST):
        id = f"{number:012x}"
        shutil.copytree(published / NEW, published / id)
        with store.one_edition():
            store.load(published / id)
    assert len(store.held()) <= store.MOST
    assert store.atlas() is newest


def test_a_dropped_edition_is_freed_with_all_that_was_made_of_it(published: Path) -> None:
    client = Client(Router(routes.ROUTES))
    for path in ("/layers/zcta.geojson", "/api/v1/openapi.json", "/api/v1/places?level=town"):
        assert client.get(path).status_code == 200
    dropped = weakref.ref(store.atlas())
    swap(published, NEW)
    for number in range(store.MOST):
        shutil.copytree(published / NEW, published / f"{number:012x}")
        store.load(published / f"{number:012x}")
    assert store.atlas().version == NEW
    assert dropped() is None


def test_an_edition_that_nobody_asks_for_makes_room(
    published: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.atlas()
    dead = weakref.proxy(set())  # libraries leave such: asking what it stands for raises
    assert any(found is dead for found in gc.get_objects())
    swap(published, NEW)
    monkeypatch.setattr(store, "IDLE", -1.0)
    store.atlas()
    assert published / OLD not in store.held()


def test_a_session_takes_the_newest_edition_on_its_next_run(published: Path) -> None:
    swap(published, NEW)
    test = front(began_with=published / OLD)
    assert not test.exception
    assert test.session_state["edition_folder"].name == NEW


def test_a_link_to_an_earlier_edition_gets_its_numbers_and_a_line(published: Path) -> None:
    swap(published, NEW)
    test = front(edition=OLD)
    assert not test.exception
    assert f"These are the numbers of edition {OLD}" in words(test)
    assert test.session_state["edition_folder"].name == OLD


def test_a_link_to_an_edition_that_is_gone_says_what_replaced_it(published: Path) -> None:
    test = front(edition=GONE)
    assert "an edition of the numbers that is not kept here" in words(test)
    assert OLD in words(test)


def test_a_session_goes_on_where_its_edition_was_removed(published: Path) -> None:
    swap(published, NEW)
    shutil.rmtree(published / OLD)
    test = front(began_with=published / OLD)
    assert not test.exception


@pytest.mark.parametrize("wild", ["../secret", "", "..", "ABCDEF012345", "0" * 13, "%2e%2e"])
def test_only_ids_name_editions(published: Path, wild: str) -> None:
    assert store.kept(wild) is None


def test_the_embedded_tables_have_no_siblings() -> None:
    assert store.kept(OLD) is None


@pytest.mark.parametrize(("wanted", "shown", "found", "part"), [
    ("", NEW, False, ""),
    (NEW, NEW, False, ""),
    (OLD, OLD, True, "which the link names"),
    (GONE, NEW, False, f"You see edition {NEW}"),
])  # fmt: skip
def test_the_line_about_an_edition(wanted: str, shown: str, found: bool, part: str) -> None:
    line = editions.notice(wanted, shown, found)
    assert part in line
    assert bool(line) == bool(part)
