"""The real site, started once on a free port, and a Chromium that watches it.

Browser tests are never skipped: without Chromium they fail and say how to get it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks import chromium as browsers
from benchmarks.site import running
from benchmarks.wire import Wire, counted

ROOT = Path(__file__).parent.parent.parent
expect.set_options(timeout=20_000)
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126 Mobile Safari/537.36"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(data: Path | None = None) -> Iterator[str]:
    """The site as a server process; yields its address."""
    with running(data) as started:
        yield started.url


@pytest.fixture(scope="session")
def wire() -> Iterator[Wire]:
    """The site over the tables that ship, and what travels between it and the browser."""
    with serving() as address, counted(address) as between:
        yield between


@pytest.fixture(scope="session")
def site(wire: Wire) -> str:
    """The address of the site over the tables that ship."""
    return wire.url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    try:
        browsers.program()
    except RuntimeError as missing:
        pytest.fail(str(missing), pytrace=False)
    with browsers.browser() as started:
        yield started


@dataclass
class Watched:
    """A page, and what it asked for and said on its console."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def elsewhere(self) -> list[str]:
        """Requests to another host than the site's."""
        own = ("http://localhost:", "ws://localhost:", "data:", "blob:")
        return [address for address in self.requests if not address.startswith(own)]


Open = Callable[..., Watched]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Open]:
    """Opens an address as a reader: ``opened(address, width=360, dark=True)``."""
    contexts = []

    def open_page(
        address: str, *, width: int = 1280, dark: bool = False, locale: str = "en-US"
    ) -> Watched:
        phone = width < 600
        context = chromium.new_context(
            viewport={"width": width, "height": 760 if phone else 900},
            color_scheme="dark" if dark else "light",
            locale=locale,
            is_mobile=phone,
            has_touch=phone,
            **({"user_agent": PHONE} if phone else {}),
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        seen = Watched(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on(
            "console",
            lambda message: (
                seen.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.goto(address)
        settled(page)
        return seen

    yield open_page
    for context in contexts:
        context.close()


def settled(page: Page) -> None:
    """Wait until the script has run and nothing is loading."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.wait_for_load_state("networkidle")


def drawn(page: Page, maps: int = 2) -> None:
    """Wait until that many maps have their places and have painted them."""
    canvases = page.locator('[data-testid="stDeckGlJsonChart"] canvas')
    canvases.nth(maps - 1).wait_for()
    settled(page)
    last = b""
    for _ in range(40):
        page.wait_for_timeout(250)
        now = canvases.first.screenshot()
        if now == last and len(now) > 3_000:
            return
        last = now
    raise AssertionError("the map did not come to rest")


def choose(page: Page, label: str, option: str, nth: int = 0) -> None:
    """Choose an option of a select box as a keyboard user does."""
    page.get_by_label(label, exact=False).nth(nth).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    settled(page)


@pytest.fixture
def reader(site: str, opened: Open) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site by its path: ``reader("zip?zip=02121", width=360, dark=True)``.

    When the test ends, the console has no error and no request went to another host.
    """
    seen: list[Watched] = []

    def open_page(
        path: str = "", *, width: int = 1280, dark: bool = False, locale: str = "en-US"
    ) -> Page:
        seen.append(opened(f"{site}/{path}", width=width, dark=dark, locale=locale))
        return seen[-1].page

    yield open_page
    for watched in seen:
        assert watched.complaints == []
        assert watched.elsewhere() == []
