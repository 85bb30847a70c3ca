"""The whole site in a real browser: its frame, on paper, and where its tables are harmed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open, serving
from tests.small_atlas import write_small_atlas


def test_the_first_link_skips_to_the_page(site: str, opened: Open) -> None:
    page = opened(f"{site}/about").page
    page.get_by_role("heading", level=1).wait_for()
    page.keyboard.press("Tab")
    skip = page.locator(".ezc-skip")
    expect(skip).to_be_focused()
    expect(skip).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stMainBlockContainer")).to_be_focused()


def test_print_shows_words_and_hides_the_frame(site: str, opened: Open) -> None:
    page = opened(f"{site}/about").page
    page.emulate_media(media="print")
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("harm", ["missing", "cut", "older"])
def test_a_broken_table_gives_a_page_that_says_what_mends_it(
    harm: str, tmp_path: Path, opened: Open
) -> None:
    folder = tmp_path / "data"
    write_small_atlas(folder)
    path = folder / "observations.parquet"
    if harm == "missing":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:-100])
    else:
        package = folder / "datapackage.json"
        package.write_text(package.read_text("utf-8").replace('"schema": "1"', '"schema": "0"'))
    with serving(folder) as address:
        page = opened(f"{address}/map").page
        page.get_by_text("git checkout data").wait_for()
        said = page.locator("body").inner_text()
        assert ("datapackage.json" if harm == "older" else "observations.parquet") in said
        assert "python -m etl build" in said
        assert "Traceback" not in said
        health = page.request.get(f"{address}/healthz")
        assert health.status == 503
        assert health.json()["file"].endswith((".parquet", ".json"))
    shutil.rmtree(folder)


def test_the_colours_of_a_legend_are_printed(site: str, opened: Open) -> None:
    page = opened(f"{site}/map").page
    swatch = page.locator(".ezc-legend i").first
    swatch.wait_for()
    page.emulate_media(media="print")
    expect(swatch).not_to_have_css("background-color", "rgba(0, 0, 0, 0)")
