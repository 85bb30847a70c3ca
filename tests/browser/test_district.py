"""A legislator finds a district, reads its page and prints its brief."""

from __future__ import annotations

import io
import re
import urllib.request
from collections.abc import Callable

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import choose
from tests.browser.test_zip import no_sideways_scroll, settle, violations

Reader = Callable[..., Page]


def test_a_district_is_chosen_by_name_and_its_brief_is_printed(reader: Reader) -> None:
    page = reader("district?zip=02121")
    expect(page.get_by_text("66% of the ZIP's residents")).to_be_visible()
    assert violations(page) == []
    choose(page, "District", "5th Suffolk, Massachusetts House")
    expect(page.get_by_role("heading", level=1)).to_have_text("5th Suffolk, Massachusetts House")
    expect(page).to_have_url(re.compile(r"/district\?house=25127$"))
    expect(page.locator(".ezc-lead")).to_contain_text("at least 152 people shot")
    brief = page.get_by_role("link", name="Print the two-page brief (PDF)").first
    address = brief.evaluate("link => link.href")
    with urllib.request.urlopen(address) as answer:
        assert len(PdfReader(io.BytesIO(answer.read())).pages) == 2
    page.go_back()
    expect(page.get_by_text("66% of the ZIP's residents")).to_be_visible()


def test_a_district_on_a_phone_in_the_dark(reader: Reader) -> None:
    page = settle(reader("district?senate=25D01", width=360, dark=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Berkshire-Hampden-Franklin")
    no_sideways_scroll(page)
    page.get_by_text("Copy the three facts").click()
    expect(page.get_by_text("not a member's record").last).to_be_visible()
    assert violations(page) == []
