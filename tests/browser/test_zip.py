"""A resident types a ZIP and reads its page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

Reader = Callable[..., Page]


def settle(page: Page) -> Page:
    """Until every chart is drawn."""
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    settled(page)
    return page


def no_sideways_scroll(page: Page) -> None:
    wide = page.evaluate(
        "() => [document.documentElement, document.querySelector('[data-testid=stMain]')]"
        ".map(e => e.scrollWidth - e.clientWidth)"
    )
    assert max(wide) <= 0


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]


def test_type_a_zip_on_the_front_page_and_read_its_page(reader: Reader) -> None:
    page = reader()
    page.get_by_label("Your ZIP code or town").fill("02121")
    page.get_by_role("button", name="Show my ZIP").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ZIP 02121, Dorchester")
    expect(page.locator(".ezc-lead")).to_contain_text(
        "Boston police recorded at least 92 people shot in ZIP 02121 from July 2015 through 2017; "
        "19 were killed."
    )
    assert re.search(r"/zip\?zip=02121$", page.url)
    expect(page).to_have_title("ZIP 02121, Dorchester · Every Zip Code")
    expect(page.get_by_role("region", name="Where help is")).to_contain_text("988 Suicide")


def test_on_a_phone_the_menu_has_a_name_and_reading_goes_on_at_the_new_title(
    reader: Reader,
) -> None:
    page = reader(width=360)
    expect(page.get_by_role("button", name="Menu", exact=True)).to_be_visible()
    page.get_by_label("Your ZIP code or town").fill("01105")
    page.get_by_label("Your ZIP code or town").press("Enter")
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("ZIP 01105")
    expect(title).to_be_focused()


def test_back_returns_to_the_front_page(reader: Reader) -> None:
    page = reader()
    page.get_by_label("Your ZIP code or town").fill("01105")
    page.get_by_label("Your ZIP code or town").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ZIP 01105")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Every Zip Code")


def test_a_new_zip_changes_the_address_and_the_page(reader: Reader) -> None:
    page = reader("zip?zip=02121")
    box = page.get_by_label("ZIP code or town", exact=True)
    expect(box).to_have_value("02121")
    box.fill("01330")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("ZIP 01330, Ashfield")
    expect(page).to_have_url(re.compile(r"zip=01330"))
    expect(page.locator(".ezc-lead")).to_contain_text("this does not mean no one was hurt")


def test_a_post_office_box_says_which_area_answers(reader: Reader) -> None:
    page = reader("zip?zip=02112")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ZIP 02112")
    expect(page.get_by_text("We show 02111 around it")).to_be_visible()


@pytest.mark.parametrize(("typed", "line"), [
    ("0212", "A ZIP code has five digits"), ("10001", "This atlas covers Massachusetts"),
    ("<script>alert(1)</script>", "That is not a ZIP code"),
    ("%F0%9F%98%80", "That is not a ZIP code"),
])  # fmt: skip
def test_a_bad_value_in_the_address_gets_a_line_and_the_help_lines(
    reader: Reader, typed: str, line: str
) -> None:
    page = reader(f"zip?zip={typed}")
    expect(page.locator(".ezc-lead")).to_contain_text(line)
    expect(page.get_by_text("833-773-2445")).to_be_visible()
    expect(page.locator(".stException")).to_have_count(0)


def test_how_do_we_know_is_one_click_away(reader: Reader) -> None:
    page = settle(reader("zip?zip=02121"))
    page.get_by_text("How do we know?").click()
    expect(page.get_by_text("74,951 person-years")).to_be_visible()
    expect(page.get_by_text("python -m etl explain people_shot/zcta/02121")).to_be_visible()


def test_each_chart_says_in_words_what_it_shows(reader: Reader) -> None:
    page = settle(reader("zip?zip=02121"))
    charts = page.locator("[data-testid=stPlotlyChart]")
    assert charts.count() == 3
    expect(page.get_by_text("The same as a table")).to_have_count(3)
    page.get_by_text("The same as a table").first.click()
    expect(page.get_by_role("cell", name="Shown", exact=True).first).to_be_visible()


def test_the_small_map_has_a_name_for_those_who_cannot_see_it(reader: Reader) -> None:
    page = reader("zip?zip=02121")
    expect(page.get_by_role("img", name="Where ZIP 02121 is")).to_be_visible()
    expect(page.get_by_role("img", name="ZIP 02121 and the ZIP codes around it")).to_be_visible()


@pytest.mark.parametrize("zip", ["02121", "01330", "02133"])
def test_a_phone_needs_no_sideways_scroll(reader: Reader, zip: str) -> None:
    page = reader(f"zip?zip={zip}", width=360)
    no_sideways_scroll(page)


@pytest.mark.parametrize(("dark", "width"), [(False, 1280), (True, 360)])
def test_axe_finds_nothing_with_everything_unfolded(reader: Reader, dark: bool, width: int) -> None:
    """The page as it opens is tested with the others; here with its tables and notes open."""
    page = settle(reader("zip?zip=02121", width=width, dark=dark))
    for expander in page.locator("summary").all():
        expander.click()
    settled(page)
    assert violations(page) == []


def test_dark_mode_is_dark(reader: Reader) -> None:
    page = settle(reader("zip?zip=02121", dark=True))
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert ground == "rgb(20, 23, 31)"
    text = page.locator(".js-plotly-plot .ytick text").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    assert text == "rgb(232, 234, 240)"


def test_on_paper_the_text_is_black_and_the_navigation_gone(reader: Reader) -> None:
    page = settle(reader("zip?zip=02121", dark=True))
    page.emulate_media(media="print")
    colour = page.locator(".ezc-lead").evaluate("e => getComputedStyle(e).color")
    assert colour == "rgb(0, 0, 0)"
    chart = page.locator(".js-plotly-plot .ytick text").first.evaluate(
        "e => getComputedStyle(e).fill"
    )
    assert chart == "rgb(0, 0, 0)"
    expect(page.locator("header")).to_be_hidden()
