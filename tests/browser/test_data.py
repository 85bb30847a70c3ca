"""The data and about pages in a browser: tables to take away, nothing wider than a phone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import settled
from tests.browser.test_zip import no_sideways_scroll, violations

Reader = Callable[..., Page]


def take(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def test_a_table_can_be_taken(reader: Reader, tmp_path: Path) -> None:
    page = reader("data")
    frame = pd.read_csv(take(page, "CSV", tmp_path), dtype={"code": "str"}, encoding="utf-8-sig")
    assert {"indicator", "status", "source"} <= set(frame.columns)
    assert "02121" in set(frame["code"])


def test_everything_can_be_taken_with_its_description(reader: Reader, tmp_path: Path) -> None:
    page = reader("data")
    with zipfile.ZipFile(take(page, "Everything in one file (zip)", tmp_path)) as archive:
        names = archive.namelist()
    assert "datapackage.json" in names
    assert "boundaries/zcta.geojson" in names


@pytest.mark.parametrize("path", ["data", "about"])
def test_a_phone_needs_no_sideways_scroll(reader: Reader, path: str) -> None:
    page = reader(path, width=360)
    no_sideways_scroll(page)


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 360)])
def test_axe_finds_nothing_with_everything_unfolded(reader: Reader, dark: bool, width: int) -> None:
    page = reader("data", width=width, dark=dark)
    for expander in page.locator("summary").all()[:8]:
        expander.click()
    settled(page)
    assert violations(page) == []
