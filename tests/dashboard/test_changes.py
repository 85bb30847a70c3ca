"""What changed: read from the editions, said in words, told to feed readers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from starlette.routing import Router

from dashboard import store
from dashboard.changes import feed, reading, words
from dashboard.changes.reading import Change
from tests.dashboard.asgi import Client
from tests.pages.conftest import run_page
from tests.pages.conftest import words as said

FIRST, SECOND, THIRD = "111111111111", "222222222222", "333333333333"
SITE = "https://atlas.example"
NAMES = {"a": "http://www.w3.org/2005/Atom"}


def record(old: str, new: str, **more: Any) -> dict[str, Any]:
    change = {
        "kind": "revised", "table": "observations", "indicator": "people_shot", "level": "zcta",
        "code": "02121", "name": "ZIP 02121", "grouping": "", "group": "", "period": "2026",
        "status_old": "value", "status_new": "value", "count_old": 40, "count_new": 44,
        "value_old": 120.0, "value_new": 132.0, "size": 4, "relative": 0.1,
    }  # fmt: skip
    hidden = change | {
        "name": "ZIP 01330", "kind": "new", "status_old": None, "status_new": "too_few",
        "count_old": None, "count_new": None, "value_old": None, "value_new": None, "size": None,
    }  # fmt: skip
    return {
        "form": 1, "old": old, "new": new, "published": "2026-11-23T03:10:04Z", "reason": "",
        "totals": {"new": 1, "revised": 1, "withdrawn": 0},
        "sources": [{
            "id": "boston_shootings", "title": "Shootings", "publisher": "Boston Police Department",
            "change": "updated", "state": "fresh", "retrieved": "2026-11-23", "vintage": "",
            "vintage_before": "", "data_as_of": "2026-11-20", "data_as_of_before": "2026-11-13",
        }],
        "summary": [{
            "indicator": "people_shot", "title": "People shot", "level": "zcta",
            "kind": "revised", "count": 1, "periods": ["2026"],
        }],
        "changes": [change, hidden], "left_out": 3,
    } | more  # fmt: skip


@pytest.fixture
def published(small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three editions, the last one current; the first has no record."""
    for edition, before in ((FIRST, ""), (SECOND, FIRST), (THIRD, SECOND)):
        shutil.copytree(small_folder, tmp_path / edition)
        package = tmp_path / edition / "datapackage.json"
        package.write_text(json.dumps(json.loads(package.read_text()) | {"version": edition}))
        if before:
            (tmp_path / edition / "changes.json").write_text(json.dumps(record(before, edition)))
    monkeypatch.setenv("EZC_DATA", str(tmp_path / THIRD))
    return tmp_path


def test_editions_newest_first_down_to_one_without_a_record(published: Path) -> None:
    found = reading.editions(store.atlas())
    assert [edition.id for edition in found] == [THIRD, SECOND]
    assert found[0].changes[0].count_new == 44


@pytest.mark.parametrize("harm", ["{", "[]", "null", '{"form": 2}', '{"form": 1}'])
def test_a_record_that_cannot_be_read_is_left_out(published: Path, harm: str) -> None:
    (published / SECOND / "changes.json").write_text(harm)
    reading._read.cache_clear()
    assert [edition.id for edition in reading.editions(store.atlas())] == [THIRD]


def test_records_in_a_circle_end(published: Path) -> None:
    (published / SECOND / "changes.json").write_text(json.dumps(record(THIRD, SECOND)))
    reading._read.cache_clear()
    assert len(reading.editions(store.atlas())) == 2


def test_the_page_tells_what_changed(published: Path) -> None:
    test = run_page("changes")
    assert not test.exception
    text = said(test)
    assert "1 number is new, 1 was revised, 0 were withdrawn." in text
    assert "Boston Police Department: Shootings, as of November 20, 2026" in text
    assert ">40<" in text
    assert ">44<" in text
    assert "3 smaller changes are not listed here." in text


def test_a_hidden_number_stays_hidden(published: Path) -> None:
    change = reading.editions(store.atlas())[0].changes[1]
    assert words.before(store.atlas(), change) == "–"
    assert words.after(store.atlas(), change) == "1-4"


def test_the_tables_that_came_with_the_atlas_have_nothing_to_compare(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("EZC_DATA", raising=False)
    test = run_page("changes")
    assert "came with the atlas" in said(test)


def test_the_feed_is_atom(published: Path) -> None:
    wild = 'a "reason" <b> & \x00 é'
    (published / THIRD / "changes.json").write_text(json.dumps(record(SECOND, THIRD, reason=wild)))
    reading._read.cache_clear()
    root = ElementTree.fromstring(feed.atom(store.atlas(), SITE))
    entries = root.findall("a:entry", NAMES)
    ids = [entry.findtext("a:id", namespaces=NAMES) for entry in entries]
    assert ids == [f"urn:every-zip-code:edition:{THIRD}", f"urn:every-zip-code:edition:{SECOND}"]
    assert root.findtext("a:updated", namespaces=NAMES) == "2026-11-23T03:10:04Z"
    assert "<b> &" in (entries[0].findtext("a:summary", namespaces=NAMES) or "")
    link = entries[0].find("a:link", NAMES)
    assert link is not None
    assert link.get("href") == f"{SITE}/changes?edition={THIRD}"


def test_the_feed_has_an_address(published: Path) -> None:
    answer = Client(Router(feed.ROUTES)).get("/changes.atom")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "etag" in answer.headers


def test_a_value_is_said_with_its_unit(published: Path) -> None:
    change = Change(
        "new", "poverty", "zcta", "x", "", "2024", None, "value", None, None, None, 12.5
    )
    assert words.after(store.atlas(), change) in {"12.5%", "13%", "12%"}
