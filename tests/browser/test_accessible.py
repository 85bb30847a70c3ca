"""Every page, as readers set it up: bright, dark, in their own colours, large, narrow, by keyboard.

Each page is opened once and then changed as its reader would change it. ``WAYS`` names the tests
behind each line of the statement on accessibility (tests/dashboard/test_accessibility.py).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboard.theme import DARK, LIGHT
from tests.browser import barriers
from tests.browser.conftest import Open, Watched, settled

PAGES = {
    "": "",
    "zip": "zip?zip=02121",
    "district": "district?house=25127",
    "map": "map?place=02121",
    "disparity": "disparity",
    "compare": "compare?places=02121+house-25127+boston&intent=homicide",
    "trends": "trends?look=town&town=25&measure=rate",
    "suicide": "suicide",
    "briefing": "briefing?place=02121",
    "story": "story",
    "guides": "guides?place=Springfield",
    "data": "data",
    "changes": "changes",
    "about": "about",
}
"""An address for each page, with something on it."""
PLAIN = (
    "z/02121.html",
    "z/01330.html",
    "d/house/25127.html",
    "documents/zip/02121.html",
    "no-such-page",
)
"""Pages that need no script."""
CONTROLS = "button, summary, select, input"
INK = "getComputedStyle(document.documentElement).getPropertyValue('--ezc-ink')"


@pytest.fixture
def page_of(site: str, opened: Open) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end its console has no error and it asked nobody else."""
    seen: list[Watched] = []

    def open_page(path: str, width: int = 1280) -> Page:
        seen.append(opened(f"{site}/{path}", width=width))
        page = seen[-1].page
        page.locator(".ezc-foot").wait_for()
        at_rest(page)
        return page

    yield open_page
    for watched in seen:
        assert watched.complaints == []
        assert watched.elsewhere() == []


def at_rest(page: Page) -> None:
    """Wait until the page has run, and its height has stayed the same for a moment."""
    settled(page)
    tall = -1
    for _ in range(40):
        page.wait_for_timeout(150)
        now = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        if now == tall:
            break
        tall = now
    settled(page)


def wide(page: Page, width: int, height: int = 800) -> None:
    page.set_viewport_size({"width": width, "height": height})
    at_rest(page)


def at_last(look: Callable[[], list[str]]) -> list[str]:
    """What is still found when the page has had time to settle in its new width."""
    for _ in range(8):
        if not (found := look()):
            return []
        time.sleep(0.25)
    return found


def dark(page: Page, on: bool = True) -> None:
    """Turn the reader's system dark; the page follows by itself."""
    page.emulate_media(color_scheme="dark" if on else "light")
    wanted = (DARK if on else LIGHT).ink
    for _ in range(80):
        if page.evaluate(INK) == wanted:
            return at_rest(page)
        page.wait_for_timeout(250)
    raise AssertionError("the page did not follow its ground")


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_page_has_no_barrier(page_of: Callable[..., Page], name: str) -> None:
    page = page_of(PAGES[name])
    assert "Every Zip Code" in page.title()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).count() == 1
    met, hidden = barriers.walked(page)
    assert met[0] == "Skip to the page"
    assert len(met) > 10
    found = {
        "light": barriers.violations(page) + barriers.small_targets(page, barriers.TARGET),
        "keyboard": hidden,
    }
    # Colours do not depend on the width: what is dark is looked at as a phone shows it.
    dark(page)
    wide(page, 360)
    found["dark"] = barriers.violations(page)
    found["phone"] = barriers.small_targets(page, barriers.TOUCHED, CONTROLS)
    wide(page, 320)
    found["zoom"] = at_last(lambda: barriers.sideways(page) + barriers.cut(page))
    page.add_style_tag(content=barriers.SPACING)
    at_rest(page)
    found["letters"] = at_last(lambda: barriers.sideways(page) + barriers.cut(page))
    page.set_viewport_size({"width": 640, "height": 450})  # 200 % of 1280, opened so
    page.reload()
    page.locator(".ezc-foot").wait_for()
    at_rest(page)
    found["zoom"] += at_last(lambda: barriers.sideways(page) + barriers.cut(page))
    assert not any(found.values()), {way: said for way, said in found.items() if said}


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "home")
def test_a_page_within_another_has_no_barrier(page_of: Callable[..., Page], name: str) -> None:
    path = PAGES[name]
    page = page_of(f"{path}{'&' if '?' in path else '?'}embed=true", 320)
    assert barriers.violations(page) == []
    assert barriers.sideways(page) == []
    assert barriers.small_targets(page, barriers.TARGET) == []


@pytest.fixture(scope="module")
def plain(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PLAIN)
def test_a_page_without_script_has_no_barrier(site: str, plain: Page, path: str) -> None:
    plain.set_viewport_size({"width": 1280, "height": 900})
    plain.goto(f"{site}/{path}")
    for scheme in ("light", "dark"):
        plain.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert barriers.violations(plain) == [], scheme
    assert barriers.small_targets(plain, barriers.TARGET) == []
    plain.set_viewport_size({"width": 320, "height": 700})
    assert barriers.violations(plain) == [], "narrow"
    plain.add_style_tag(content=barriers.SPACING)
    assert barriers.sideways(plain) == []


def test_colours_of_the_reader_leave_a_map_its_meaning(page_of: Callable[..., Page]) -> None:
    page = page_of("map?level=county")
    page.locator(".ezc-legend i.c4").first.wait_for()
    page.emulate_media(forced_colors="active")
    swatches = page.locator(".ezc-legend").first.locator("i[class^=c]")
    grounds = swatches.evaluate_all("all => all.map(e => getComputedStyle(e).backgroundColor)")
    assert len(set(grounds)) == len(grounds) > 2
    box = page.get_by_role("switch", name="Show both maps as a table")
    edge = box.evaluate(
        "e => getComputedStyle(e.closest('label').querySelector(':scope > div')).borderTopStyle"
    )
    assert edge == "solid"
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def test_nothing_moves_for_who_asks_so(page_of: Callable[..., Page]) -> None:
    page = page_of("about")
    page.emulate_media(reduced_motion="reduce")
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].filter(e => {
          const s = getComputedStyle(e);
          const longest = list => Math.max(...list.split(',').map(parseFloat));
          return longest(s.transitionDuration) > .01 ||
            (s.animationName !== 'none' && longest(s.animationDuration) > .01);
        }).map(e => e.outerHTML.slice(0, 100))"""
    )
    assert moving == []


class Keys:
    """A reader without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, name: str, most: int = 60, key: str = "Tab") -> None:
        """Go on until the keyboard is at the part that is called so."""
        for _ in range(most):
            self.page.keyboard.press(key)
            now = self.page.evaluate(
                """() => {
                  const e = document.activeElement;
                  return e.matches('main, body') ? '' : e.ariaLabel || e.innerText;
                }"""
            )
            if name in now:
                return
        raise AssertionError(f"the keyboard does not come to {name!r}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def choose(self, label: str, typed: str) -> None:
        self.to(label)
        self.press("ControlOrMeta+A")
        self.page.keyboard.type(typed)
        self.page.get_by_role("option").first.wait_for()
        self.press("Enter")
        self.page.wait_for_timeout(300)
        settled(self.page)


def test_a_zip_is_looked_up_by_keyboard_alone(page_of: Callable[..., Page]) -> None:
    page = page_of("")
    keys = Keys(page)
    keys.to("Your ZIP code or town")
    page.keyboard.type("01105")
    keys.press("Enter")
    title = page.get_by_role("heading", level=1)
    expect(title).to_contain_text("ZIP 01105")
    expect(title).to_be_focused()
    keys.to("The same as a table")
    keys.press("Enter")
    expect(page.locator("table.ezc").first).to_be_visible()
    keys.to("Español", key="Shift+Tab")
    keys.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert "zip=01105" in page.url


def test_a_map_is_read_by_keyboard_alone(page_of: Callable[..., Page]) -> None:
    page = page_of("map")
    keys = Keys(page)
    keys.choose("Measure", "People killed")
    expect(page.get_by_role("heading", name="People shot and killed")).to_be_visible()
    keys.to("Map: People shot and killed")
    keys.press("Tab")
    said = page.get_by_role("status").filter(has_text="ZIP areas").first
    lines = []
    for key in ("ArrowDown", "ArrowRight", "End", "ArrowUp", "Home"):
        keys.press(key)
        now = page.evaluate("document.activeElement.innerText")
        expect(said).to_contain_text(f"{now}: ")
        lines.append(said.inner_text())
    assert len(set(lines)) == len(lines)
    assert page.locator(".ezc-legend").first.locator("[tabindex='0']").count() == 1
    keys.choose("Find a place", "02121")
    page.wait_for_url("**place=02121*")
    expect(page.get_by_text("02121 Dorchester", exact=False).first).to_be_visible()
    keys.to("Show both maps as a table")
    keys.press("Space")
    page.locator('[data-testid="stDataFrame"]').wait_for()
    with page.expect_download() as arrived:
        keys.to("Download this table")
        keys.press("Enter")
    assert arrived.value.suggested_filename.endswith(".csv")


def test_a_map_of_two_measures_is_read_by_keyboard_alone(page_of: Callable[..., Page]) -> None:
    page = page_of("disparity")
    legend = page.locator(".ezc-two")
    legend.locator("[tabindex='0']").focus()
    said = page.locator(".ezc-legend:has(.ezc-two)").locator("xpath=../..").get_by_role("status")
    where = []
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Home", "End", "ArrowUp"):
        page.keyboard.press(key)
        where.append(page.evaluate("document.activeElement.dataset.box"))
        count = page.evaluate("document.activeElement.innerText").strip()
        expect(said).to_contain_text(f"{count} of " if count != "0" else "None of ")
    assert where[:4] == ["0-1", "0-2", "1-2", "1-0"]
    assert where[5].startswith("0-")
    assert legend.locator("[tabindex='0']").count() == 1


def test_a_letter_alone_sets_nothing_off(page_of: Callable[..., Page]) -> None:
    page = page_of("about")
    page.evaluate(
        """() => { window.runs = 0; new MutationObserver(() => window.runs++).observe(
          document.querySelector('.stApp'), {attributeFilter: ['data-test-script-state']}) }"""
    )
    page.keyboard.press("r")
    page.wait_for_timeout(500)
    assert page.evaluate("window.runs") == 0


WAYS = {
    "light": test_a_page_has_no_barrier,
    "dark": test_a_page_has_no_barrier,
    "phone": test_a_page_has_no_barrier,
    "zoom": test_a_page_has_no_barrier,
    "letters": test_a_page_has_no_barrier,
    "keyboard": test_a_map_is_read_by_keyboard_alone,
    "contrast": test_colours_of_the_reader_leave_a_map_its_meaning,
    "motion": test_nothing_moves_for_who_asks_so,
    "embed": test_a_page_within_another_has_no_barrier,
    "plain": test_a_page_without_script_has_no_barrier,
}
"""The test behind each way that the statement names."""
