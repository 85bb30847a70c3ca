"""What a person waits for, in Chromium: the first painted page, and a map's last frame."""

from __future__ import annotations

import time
from contextlib import ExitStack

from playwright.sync_api import Browser, Page

from benchmarks import chromium
from benchmarks.others import CROWDED, EMPTY, PLAIN, app
from benchmarks.report import Figure
from benchmarks.site import Site, running

ROUNDS = 5
PAGES = ("", "zip?zip=02121", "map", "disparity", "district?house=25110")
WATCH = """
window.__painted = 0;
const note = () => requestAnimationFrame(() => { window.__painted = performance.now(); });
for (const kind of [WebGLRenderingContext, WebGL2RenderingContext])
  for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced',
                      'drawElementsInstanced']) {
    const draw = kind.prototype[name];
    if (draw) kind.prototype[name] = function (...how) { note(); return draw.apply(this, how); };
  }
new MutationObserver(note).observe(document,
  {subtree: true, childList: true, attributes: true, characterData: true});
addEventListener('click', e => {
  if (!e.target.closest('[role=option]')) return;
  window.__asked = performance.now();
  window.__painted = 0;
}, true);
"""
"""Notes the frame after each drawing call and each change of the document, and the last choice."""
PATIENCE = 90_000
"""Milliseconds that anything may take: without a graphics card a busy machine draws slowly."""
QUIET = 700
"""Milliseconds without another frame, after which the last one was the last."""


def figures() -> list[Figure]:
    """First pages against an empty app's, and a map's change against the plain way's."""
    with ExitStack() as stack:
        site, empty, crowded, plain = (
            stack.enter_context(way) for way in (running(), app(EMPTY), app(CROWDED), app(PLAIN))
        )
        browser = stack.enter_context(chromium.browser())
        return [
            *_starts(browser),
            *_first_pages(browser, site, empty, crowded),
            *_changes(browser, site, plain),
        ]


def first_paint(browser: Browser, url: str) -> float:
    """Seconds from asking for a page to its title standing there, in a browser that has nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector("[data-testid=stMain] h1")
    seconds = time.perf_counter() - started
    context.close()
    return seconds


def _starts(browser: Browser) -> list[Figure]:
    """From the command to the first page, each on a server of its own."""
    started = time.perf_counter()
    with running() as site:
        first_paint(browser, site.url)
        ours = time.perf_counter() - started
    started = time.perf_counter()
    with app(EMPTY) as site:
        first_paint(browser, site.url)
        bare = time.perf_counter() - started
    return [
        Figure("from start to the first painted page", ours, "s"),
        Figure("from start to the first painted page / empty app's", ours / bare, "x"),
    ]


def _first_pages(browser: Browser, site: Site, empty: Site, crowded: Site) -> list[Figure]:
    """Each page against an empty app, in turns; the undisturbed ones of both are compared."""
    bare = min(first_paint(browser, empty.url) for _ in range(ROUNDS))
    full = min(first_paint(browser, crowded.url) for _ in range(ROUNDS)) / bare
    out: list[Figure] = []
    for path in PAGES:
        first_paint(browser, f"{site.url}/{path}")
        pairs = [
            (first_paint(browser, f"{site.url}/{path}"), first_paint(browser, empty.url))
            for _ in range(ROUNDS)
        ]
        ours, bare = (min(times) for times in zip(*pairs, strict=True))
        name = f"/{path.partition('?')[0]}: title on screen"
        goal = 1.5 if path == "" else None
        note = f"as many elements with nothing in them: {full:.2f}" if goal else ""
        out += [
            Figure(name, ours, "s"),
            Figure(f"{name} / empty app's", ours / bare, "x", most=goal, note=note),
        ]
    return out


def _changes(browser: Browser, site: Site, plain: Site) -> list[Figure]:
    ours = min(_to_last_frame(browser, f"{site.url}/map") for _ in range(2))
    theirs = min(_to_last_frame(browser, plain.url) for _ in range(2))
    return [
        Figure("map: from a choice to the last painted frame", ours, "ms"),
        Figure("plain way: to the last painted frame / map's", theirs / ours, "x"),
    ]


def _to_last_frame(browser: Browser, url: str, times: int = 5) -> float:
    """Median milliseconds from choosing another measure to the last frame that it changed."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(WATCH)
    page.goto(url)
    page.locator("canvas").first.wait_for(state="attached")
    _quiet(page)
    waits = sorted(_choose(page, number) for number in range(times))
    page.close()
    return waits[times // 2]


def _choose(page: Page, number: int) -> float:
    page.get_by_role("combobox", name="Beside it").click()
    page.get_by_role("option").nth(number % 3 + 1).click()
    _quiet(page)
    return float(page.evaluate("window.__painted - window.__asked"))


def _quiet(page: Page) -> None:
    """Wait for the last frame; asked from outside, for the site's policy forbids ``eval``."""
    since = "window.__painted > 0 ? performance.now() - window.__painted : 0"
    until = time.perf_counter() + PATIENCE / 1000
    while page.evaluate(since) < QUIET:
        if time.perf_counter() > until:
            raise RuntimeError(f"{page.url} does not come to rest")
        page.wait_for_timeout(50)
