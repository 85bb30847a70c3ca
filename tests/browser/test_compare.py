"""The Compare page in a real browser: places by keyboard, Back, and typed names."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

Reader = Callable[..., Page]


def type_place(page: Page, text: str) -> None:
    """Type into the box as a keyboard user does, and press Enter."""
    page.get_by_role("combobox", name="Add a place").focus()
    page.keyboard.type(text)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    settled(page)


def test_a_reader_adds_and_removes_places_by_keyboard_and_goes_back(reader: Reader) -> None:
    page = reader("compare?places=02121+boston")
    card = page.locator('[class*="st-key-card_"] h2')
    expect(card).to_have_text(["ZIP 02121", "Boston"])
    type_place(page, "Springfield")
    expect(card).to_have_text(["ZIP 02121", "Boston", "Springfield"])
    assert page.url.endswith("compare?places=02121+boston+springfield")
    type_place(page, "02112")
    expect(page.get_by_text("02112 is a post-office-box ZIP")).to_be_visible()
    expect(card).to_have_count(4)
    type_place(page, "Atlantis")
    expect(page.get_by_role("alert")).to_contain_text(["02112", "Atlantis"])
    page.get_by_role("button", name="Remove Boston").focus()
    page.keyboard.press("Enter")
    expect(card).to_have_text(["ZIP 02121", "Springfield", "ZIP 02111"])
    page.go_back()
    expect(card).to_have_text(["ZIP 02121", "Boston", "Springfield", "ZIP 02111"])
    expect(page.get_by_role("heading", name="People shot per 100,000")).to_be_visible()
