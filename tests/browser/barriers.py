"""What could keep a reader out, looked for on a page as it stands in a browser.

Each function returns what it found, in words that name the element; nothing found is an empty list.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of axe that are run, by its own tags."""
TARGET = 24
"""Pixels that a target has at least each way (WCAG 2.2, 2.5.8)."""
TOUCHED = 44
"""Pixels that a control has at least in height where fingers choose."""
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
"""What a reader's own style sheet may ask for (WCAG 2.2, 1.4.12)."""
_AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe finds."""
    options = {"runOnly": list(RULES), "resultTypes": ["violations"]}
    found: list[dict[str, Any]] = _AXE.run(page, options=options).response["violations"]
    return [f"{v['id']}: {n['html'][:160]}" for v in found for n in v["nodes"]]


def sideways(page: Page) -> list[str]:
    """What stands over the right edge, where that makes the page scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const over = [document.documentElement, ...document.querySelectorAll(
            '[data-testid=stMain], [data-testid=stAppViewContainer]')]
            .filter(e => e.scrollWidth > e.clientWidth);
          if (!over.length) return [];
          const edge = document.documentElement.clientWidth;
          const kept = e => {
            for (let p = e.parentElement; p && !over.includes(p); p = p.parentElement)
              if (getComputedStyle(p).overflowX !== 'visible') return true;
            return false;
          };
          const wide = [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > edge + 1 && !kept(e));
          return (wide.length ? wide : over).map(e =>
            `${Math.round(e.getBoundingClientRect().right)}: ${e.outerHTML.slice(0, 140)}`);
        }"""
    )
    return found


def small_targets(page: Page, least: int, among: str = "*") -> list[str]:
    """Targets smaller than ``least`` pixels; links within a line of text may be (2.5.8)."""
    found: list[str] = page.evaluate(
        """([least, among]) => {
          const targets = 'a[href], button, input, select, textarea, summary, [role=button],' +
            '[role=radio], [role=tab], [role=switch], [role=checkbox], [role=option]';
          const small = [];
          for (const e of document.querySelectorAll(targets)) {
            const own = e.getBoundingClientRect(), style = getComputedStyle(e);
            if (!own.width || style.visibility === 'hidden' || style.opacity === '0') continue;
            if (e.matches('a') && style.display === 'inline') continue;
            if (style.pointerEvents === 'none') continue;
            const around = e.closest('label') || (e.matches('input') && e.closest('[role=group]'));
            const box = around ? around.getBoundingClientRect() : own;
            if (!e.matches(among)) continue;
            if (box.height < least - .5 || box.width < 23.5)
              small.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ` +
                e.outerHTML.slice(0, 140));
          }
          return small;
        }""",
        [least, among],
    )
    return found


def cut(page: Page) -> list[str]:
    """Words that are cut off by the edge of what holds them."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] *, header *')]
          .filter(e => {
            // A menu that is still the wide one can be scrolled within the head of the page.
            if (e.closest('svg, .ezc-skip, [data-testid=stTopNav], ' +
                '[data-testid=stDeckGlJsonChart], .js-plotly-plot'))
              return false;
            const style = getComputedStyle(e);
            const [x, y] = [style.overflowX, style.overflowY].map(o => /hidden|clip/.test(o));
            if (!(x || y) || e.clientWidth < 2 || e.clientHeight < 2 || !e.innerText) return false;
            return (x && e.scrollWidth > e.clientWidth + 1) ||
              (y && e.scrollHeight > e.clientHeight + 3);
          }).map(e => e.innerText.slice(0, 80))"""
    )
    return found


def walked(page: Page, most: int = 250) -> tuple[list[str], list[str]]:
    """Go through the page by Tab, from its top until the keyboard leaves it.

    Returns:
        What was met, in order; and where the reader could not see that the keyboard was there.
    """
    page.evaluate("""() => {
      document.activeElement?.blur(); getSelection()?.removeAllRanges();
      document.querySelector('[data-testid=stMain]')?.scrollTo(0, 0); window.met = new Set() }""")
    met: list[str] = []
    hidden: list[str] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        name, trouble = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body || window.met.has(e)) return [null, null];
              window.met.add(e);
              const name = (e.getAttribute('aria-label') || e.innerText || e.id || e.className ||
                e.tagName).trim().slice(0, 60);
              const mark = [e, e.closest('label')].find(m => m &&
                getComputedStyle(m).outlineStyle !== 'none' &&
                parseFloat(getComputedStyle(m).outlineWidth) >= 2);
              if (!mark) return [name, 'no mark: ' + e.outerHTML.slice(0, 160)];
              const box = mark.getBoundingClientRect();
              const through = getComputedStyle(e).pointerEvents === 'none';
              const seen = through || [.5, .1, .9].some(part => {
                const x = Math.min(Math.max(box.x + box.width * part, 1), innerWidth - 1);
                const y = Math.min(Math.max(box.y + box.height * part, 1), innerHeight - 1);
                const top = document.elementFromPoint(x, y);
                return top && (mark.contains(top) || top.contains(mark));
              });
              return [name, seen ? null : 'covered: ' + e.outerHTML.slice(0, 160)];
            }"""
        )
        if name is None:
            return met, hidden
        met.append(name)
        if trouble:
            hidden.append(trouble)
    raise AssertionError(f"the keyboard does not leave the page; last it was at {met[-5:]}")
