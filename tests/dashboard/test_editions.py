"""A page is of one edition; a link may name an earlier one; the newest is picked up by itself."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Router
from streamlit.testing.v1 import AppTest

from dashboard import editions, serving, store
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
