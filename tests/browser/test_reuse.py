"""The press: a link to exactly this view, the Springfield map in an article, files that arrive."""

from __future__ import annotations

import html
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, choose, settled


def take(page: Page, key: str) -> list[str]:
    """Open the bar under a figure; what it offers to copy: link, snippet, citation."""
    bar = page.locator(f".st-key-reuse_{key}")
    bar.locator("summary").click()
    codes = bar.locator('[data-testid="stCode"] code')
    expect(codes).to_have_count(3)
    expect(bar.get_by_role("button", name="Copy to clipboard")).to_have_count(3)
    expect(bar.get_by_text("Known limits")).to_be_visible()
    return codes.all_inner_texts()


def test_a_link_opens_exactly_this_view_again(site: str, opened: Open) -> None:
    page = opened(f"{site}/disparity").page
    choose(page, "Economic measure", "Household income")
    choose(page, "Region", "Outside Boston")
    title = page.locator("h2.ezc-figure-title").first
    expect(title).not_to_contain_text("poverty")
    settled(page)
    link, _snippet, cited = take(page, "fifths")
    assert link.startswith(f"{site}/disparity?by=median_household_income&survey=")
    assert "region=25-2502507000" in link
    assert link in cited
    assert title.inner_text() in cited
    found = [title.inner_text(), *page.locator("table.ezc").first.locator("td").all_inner_texts()]
    fresh = opened(link).page
    again = fresh.locator("h2.ezc-figure-title").first
    expect(again).to_have_text(found[0])
    assert found == [
        again.inner_text(),
        *fresh.locator("table.ezc").first.locator("td").all_inner_texts(),
    ]
    assert fresh.locator('[data-testid="stAlert"]').count() == 0
    with fresh.expect_download() as arrived:
        take(fresh, "fifths")
        fresh.get_by_role("link", name="What I see (CSV)").first.click()
    assert arrived.value.suggested_filename.startswith("every-zip-code_disparity-fifths-median")
    assert Path(arrived.value.path()).read_text("utf-8-sig").count("\n") == 6


def test_the_springfield_map_stands_in_an_article(site: str, opened: Open, tmp_path: Path) -> None:
    page = opened(f"{site}/map").page
    choose(page, "Look closer", "Around Springfield")
    settled(page)
    _link, snippet, _cited = take(page, "people")
    article = tmp_path / "article.html"
    article.write_text(
        f'<!doctype html><html lang="en"><title>An article</title><main><h1>News</h1>{snippet}'
        "</main></html>",
        "utf-8",
    )
    source, frame_title = (
        html.unescape(snippet.partition(f'{name}="')[2].partition('"')[0])
        for name in ("src", "title")
    )
    assert frame_title.startswith("People shot in Springfield: stable rates of ")
    for width, dark in ((1280, True), (320, False)):
        reader = opened(source, width=width, dark=dark).page
        expect(reader.get_by_role("heading", level=1)).to_have_text(frame_title)
        found = Axe().run(reader)
        assert found.violations_count == 0, found.generate_report()
    reader.goto(article.as_uri())
    inside = reader.frame_locator("iframe")
    expect(inside.get_by_role("heading")).to_have_count(1)
    expect(inside.get_by_role("heading", level=1)).to_have_text(frame_title)
    expect(inside.get_by_role("img").first).to_be_visible()
    expect(inside.get_by_text("Open in the atlas")).to_be_visible()
    for control in ("combobox", "button", "navigation", "textbox"):
        expect(inside.get_by_role(control)).to_have_count(0)  # type: ignore[arg-type]
    (frame,) = (f for f in reader.frames if "embed=true" in f.url)
    wide = "e => e.scrollWidth - e.clientWidth"
    assert frame.eval_on_selector("html", wide) <= 0
    assert frame.eval_on_selector("[data-testid=stMain]", wide) <= 0
