"""The presentation in a real browser: by keys, on a desk and on a phone, for everyone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import settled

Reader = Callable[..., Page]


def no_barriers(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    ours = [v for v in found.response["violations"] if v["impact"] in {"serious", "critical"}]
    assert not ours, [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in ours]


def test_a_teacher_presents_by_keys_alone(reader: Reader) -> None:
    page = reader("briefing?place=02121")
    no_barriers(page)
    page.get_by_role("button", name="Present here").focus()
    page.keyboard.press("Enter")
    step = page.get_by_role("status").filter(has_text="Step")
    expect(step).to_have_text("Step 1 of 11")
    for key, said in (
        ("ArrowRight", "Step 2 of 11"),
        ("PageDown", "Step 3 of 11"),
        ("PageUp", "Step 2 of 11"),
        ("End", "Step 11 of 11"),
        ("ArrowRight", "Step 11 of 11"),
        ("Home", "Step 1 of 11"),
    ):
        page.keyboard.press(key)
        expect(step).to_have_text(said)
    for _ in range(5):  # faster than the answers come
        page.keyboard.press("ArrowRight")
    expect(step).to_have_text("Step 6 of 11")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "More poverty goes along with more people shot"
    )
    assert "step=6" in page.url
    no_barriers(page)
    page.go_back()
    expect(step).not_to_have_text("Step 6 of 11")
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", level=1)).to_have_text("Briefing")
    assert "present" not in page.url


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_shows_a_step_without_sideways_scroll(reader: Reader, dark: bool) -> None:
    page = reader("story?present=1&step=7", width=360, dark=dark)
    expect(page.get_by_role("button", name="Next")).to_be_visible()
    expect(page.get_by_role("img", name="Where loan maps were red")).to_be_visible()
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    no_barriers(page)
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "People shot across Boston, year by year"
    )
