"""The Disparity page in a real browser: on a desk, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, settled

Reader = Callable[..., Page]


def test_a_reader_comes_from_the_menu_and_changes_the_measure(reader: Reader) -> None:
    page = reader("")
    page.get_by_role("link", name="Disparity").first.click()
    page.wait_for_url("**/disparity")
    page.get_by_role("heading", name="How does gun violence follow").wait_for()
    expect(page.locator(".ezc-lead")).to_contain_text("54 times as many people were shot")
    choose(page, "Economic measure", "Household income")
    expect(page.locator(".ezc-lead")).to_contain_text("the lowest household incomes")
    assert "by=median_household_income" in page.url
    page.go_back()
    expect(page.locator(".ezc-lead")).to_contain_text("most poverty")
    assert "by=" not in page.url


def test_a_link_reopens_the_view(reader: Reader) -> None:
    page = reader("disparity?region=2502507000&by=gini&period=2018-01_2023-02")
    expect(page.locator(".ezc-lead")).to_contain_text("most unequal incomes")
    expect(page.get_by_role("combobox", name="Region")).to_have_value("Boston")
    expect(page.get_by_text("ZIP areas, Boston").first).to_be_visible()


def test_the_figures_stand_with_their_tables(reader: Reader) -> None:
    page = reader("disparity")
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("cell", name="977 people")).to_be_visible()
    page.get_by_text("How do we know?").click()
    expect(page.get_by_text("510 ZIP areas with 1,276 people")).to_be_visible()
    page.get_by_text("In Massachusetts", exact=True).click()
    expect(page.get_by_role("link", name="Krieger et al. (2017)").first).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_nothing_hinders_a_reader(reader: Reader, width: int, dark: bool) -> None:
    page = reader("disparity", width=width, dark=dark)
    expect(page.locator(".js-plotly-plot")).to_have_count(3)
    settled(page)
    for summary in page.locator("summary").all():
        summary.click()
    expect(page.get_by_text("Method, inputs and seed")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    ours = [v for v in found.response["violations"] if v["impact"] in {"serious", "critical"}]
    assert not ours, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in ours]


def test_bars_and_their_words_fit_a_phone(reader: Reader) -> None:
    page = reader("disparity", width=360)
    plot = page.locator(".js-plotly-plot").first
    plot.wait_for()
    box = plot.bounding_box()
    assert box is not None
    for words in plot.locator(".annotation-text").all():
        inside = words.bounding_box()
        assert inside is not None
        assert inside["x"] + inside["width"] <= box["x"] + box["width"] + 1
