"""The front page in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_zip import no_sideways_scroll

Reader = Callable[..., Page]


def test_a_bad_zip_gets_a_line_and_stays(reader: Reader) -> None:
    page = reader()
    page.get_by_label("Your ZIP code or town").fill("10001")
    page.get_by_role("button", name="Show my ZIP").click()
    expect(page.get_by_role("alert").filter(has_text="covers Massachusetts")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Every Zip Code")


def test_one_figure_leads_and_its_words_stand_below(reader: Reader) -> None:
    page = reader()
    expect(page.locator("img.ezc-picture")).to_have_count(1)
    expect(page.get_by_role("heading", level=2).first).to_have_text(
        "Where more people live in poverty, more are shot"
    )
    expect(page.get_by_text("Take the ZIP codes where 10 or more people were shot")).to_be_visible()


@pytest.mark.parametrize(("door", "title"), [
    ("Find your district", None), ("Get the data", "Data"), ("Make a briefing", "Briefing"),
    ("Find your ZIP", "Your ZIP"),
])  # fmt: skip
def test_each_door_opens(reader: Reader, door: str, title: str | None) -> None:
    page = reader()
    page.get_by_role("link", name=door).click()
    heading = page.get_by_role("heading", level=1)
    if title:
        expect(heading).to_have_text(title)
    else:
        expect(heading).not_to_have_text("Every Zip Code")


def test_a_phone_needs_no_sideways_scroll(reader: Reader) -> None:
    page = reader(width=360)
    expect(page.locator("img.ezc-picture")).to_be_visible()
    no_sideways_scroll(page)


def test_a_town_name_offers_its_zip_codes(reader: Reader) -> None:
    page = reader()
    page.get_by_label("Your ZIP code or town").fill("brockton")
    page.get_by_role("button", name="Show my ZIP").click()
    page.get_by_role("link", name="02301").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ZIP 02301")
