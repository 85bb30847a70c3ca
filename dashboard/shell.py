"""The HTML document that every page starts from: Streamlit's own, with our name and our words.

It also tells Streamlit's client where the server is. Left to itself the client asks below the
page's own address first (``/map/_stcore/health``) and each deep link begins with two errors.
"""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import streamlit as st
from streamlit import config

from dashboard import links, theme
from dashboard.help_lines import care, help_lines
from dashboard.maps import legends, two_way
from dashboard.reuse import bar as reuse
from dashboard.theme import DARK, LIGHT
from dashboard.words import FIRST, _, language, remembered

NAME = "Every Zip Code"
_INDEX = Path(st.__file__).parent / "static" / "index.html"


@remembered(4)
def document() -> str:
    """The document in the language that is being spoken, made once.

    Raises:
        ValueError: Streamlit's document is not as it was; see tests/dashboard/test_routes.py.
    """
    text = _INDEX.read_text("utf-8")
    base = "/" + (str(config.get_option("server.baseUrlPath") or "").strip("/") + "/").lstrip("/")
    about = _("An open atlas of gun violence and economic disparity, for every ZIP code.")
    head = (
        f'<meta name="description" content="{html.escape(about)}" />'
        f"<script>window.__streamlit={{BACKEND_BASE_URL:new URL({json.dumps(base)},"
        "location.href).href}</script>" + _preloads()
    )
    text = _swap(text, '<html lang="en">', f'<html lang="{language()}">')
    text = _swap(text, "<title>Streamlit</title>", f"<title>{NAME}</title>{head}{_SKIP_STYLE}")
    # In the body, and so after the rules of Streamlit's client: of two alike, ours hold.
    style = f"<style>{theme.css()}{reuse.CSS}{two_way.CSS}</style>"
    legend = f"<script>{legends.SCRIPT}</script>"
    text = _swap(
        text,
        '<div id="root"></div>',
        f'{style}{_skip()}{_client(base)}{legend}<div id="root"></div>',
    )
    start, end = text.find("<noscript>"), text.find("</noscript>")
    if not 0 < start < end:
        raise ValueError(f"{_INDEX} has no <noscript>")
    return text[:start] + "<noscript>" + _without_script(about) + text[end:]


EVERYWHERE = ("Html",)
"""Parts of Streamlit's client that every page of ours needs, and that it asks for only then."""
_IMPORTED = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


def _preloads() -> str:
    """Links that fetch what every page needs while the client itself starts: a round trip less."""
    folder = _INDEX.parent / "static" / "js"
    wanted = [path.name for part in EVERYWHERE for path in sorted(folder.glob(f"{part}.*.js"))]
    for name in wanted:  # grows while it is read
        text = (folder / name).read_text("utf-8")
        wanted += [part for part in _IMPORTED.findall(text) if part not in wanted]
    known = _INDEX.read_text("utf-8")
    return "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">'
        for name in wanted
        if name not in known
    )


_SKIP_STYLE = (
    "<style>.ezc-skip{position:fixed;left:1rem;top:.5rem;z-index:1000000;padding:.5rem 1rem;"
    "background:CanvasText;color:Canvas;border-radius:4px;opacity:0;pointer-events:none;"
    "font:17px system-ui,sans-serif}.ezc-skip:focus{opacity:1;pointer-events:auto}"
    "@media print{.ezc-skip{display:none}}</style>"
)


def _skip() -> str:
    """The first link of the document: past the navigation, to what the page says."""
    words = html.escape(_("Skip to the page"))
    return (
        f'<a class="ezc-skip" href="#root">{words}</a>'
        "<script>document.querySelector('.ezc-skip').addEventListener('click',e=>{"
        "const main=document.querySelector('[data-testid=stMainBlockContainer]');"
        "if(main){e.preventDefault();main.tabIndex=-1;main.focus()}})</script>"
    )


def _client(base: str) -> str:
    """What Streamlit's client leaves to us: a name for its menu, and where a new page begins.

    On a phone the navigation hides behind a button called "Expand sidebar". And where a page was
    opened by something that is no longer there, such as the box of the front page, the keyboard
    and a screen reader would start again above the navigation; they go on at the new title. Our own
    links go to another page without a new document, and a page whose ground turns dark or light is
    made again.

    Args:
        base: path before the site's own, with a slash at its end.
    """
    own = {} if language() == FIRST else _own_words()
    moved = _("{map}. Arrow keys move it, plus and minus change its size.")
    return (
        _CLIENT.replace("PAGES", _script([f"{base}{name}" for name in links.PAGES]))
        .replace("MENU", _script(_("Menu")))
        .replace("MOVE", _script(moved))
        .replace("OWN", _script(own))
    )


def _script(value: object) -> str:
    """A value as it may stand in a script inside a document."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _own_words() -> dict[str, str]:
    """What Streamlit's client says by itself, in English, and what it is to say instead."""
    return {
        "No results": _("No results"),
        "Press Enter to apply": _("Press Enter to apply"),
        "Press Enter to submit form": _("Press Enter to submit form"),
        "Copy to clipboard": _("Copy to clipboard"),
        "Clear value": _("Clear value"),
        "Close": _("Close"),
        "more": _("more"),
        "Choose options": _("Choose options"),
        "Main menu": _("Main menu"),
        "Print": _("Print"),
        "Record screen": _("Record screen"),
        "Settings": _("Settings"),
        "Reconnected to server.": _("Reconnected to server."),
        "Connection error": _("Connection error"),
    }


_CLIENT = """<script>(() => {
const own = OWN, said = words => {
  const [, count, text] = words.trim().match(/^(\\d+ )?(.*)$/s) || [];
  return Object.hasOwn(own, text) ? (count || '') + own[text] : undefined;
};
const translated = node => {
  if (node.nodeType === Node.TEXT_NODE) {
    const now = said(node.data);
    if (now && now !== node.data) node.data = now;
  } else if (node.nodeType === Node.ELEMENT_NODE) {
    for (const name of ['aria-label', 'title']) {
      const now = node.hasAttribute(name) && said(node.getAttribute(name));
      if (now && now !== node.getAttribute(name)) node.setAttribute(name, now);
    }
    node.childNodes.forEach(translated);
  }
};
// Streamlit paints its own parts anew when the ground turns dark or light. Charts, maps and our own
// colours were chosen by the server, for the ground that it knew: the page has to be made again.
let app, made, asked;
const follow = () => {
  const known = made?.dataset.ground, now = getComputedStyle(app).colorScheme;
  if (!known || known === now || asked === now || !['light', 'dark'].includes(now)) return;
  asked = now;
  if (location.hash) history.replaceState(history.state, '', location.pathname + location.search);
  again();
};
const watched = () => {
  if (!app && (app = document.querySelector('.stApp')))
    new MutationObserver(follow).observe(app, {attributeFilter: ['class']});
  const frame = app && document.querySelector('.ezc-frame[data-ground]');
  if (frame && frame !== made) { made = frame; asked = undefined; follow(); }
};
// Streamlit's client goes where the address says, as after Back
const again = () => dispatchEvent(new PopStateEvent('popstate'));
const named = changes => {
  watched();
  const button = document.querySelector('[data-testid=stExpandSidebarButton]');
  if (button && button.ariaLabel !== MENU) button.ariaLabel = MENU;
  for (const map of document.querySelectorAll('.deck-events-root')) {
    const around = map.parentElement.closest('[aria-label]');
    const words = MOVE.replace('{map}', around?.ariaLabel || '');
    if (map.ariaLabel !== words) { map.setAttribute('role', 'group'); map.ariaLabel = words; }
  }
  if (Object.keys(own).length)
    for (const {type, target, addedNodes} of changes)
      type === 'childList' ? addedNodes.forEach(translated) : translated(target);
};
// At a bare "r" Streamlit runs the page again: a slip or a dictated word is enough (WCAG 2.1.4)
addEventListener('keydown', event => {
  if (['r', 'c'].includes(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey &&
      !event.target.closest?.('input, textarea, [contenteditable], [role=menu], [role=listbox]'))
    event.stopImmediatePropagation();
}, true);
addEventListener('DOMContentLoaded', () =>
  new MutationObserver(named).observe(document.body, {
    childList: true, subtree: true, characterData: true,
    attributeFilter: ['aria-label', 'title']}));
const title = () => document.querySelector('[data-testid=stMain] h1');
let before;  // the title when the reader last did something: the address changes after the page
for (const kind of ['keydown', 'click'])
  addEventListener(kind, () => { before = title()?.textContent; }, true);
let leaving;  // by a link, whose page is not here yet
addEventListener('click', event => { leaving = Boolean(event.target.closest?.('a[href]')); }, true);
// Our own links to another page go there as Back does: the session and its connection stay.
addEventListener('click', event => {
  const link = event.target.closest?.('[data-testid=stMain] a[href]');
  if (!link || event.defaultPrevented || link.target || link.hasAttribute('download') ||
      event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const to = new URL(link.href), here = new URL(location);
  if (app?.dataset.testConnectionState !== 'CONNECTED' || here.searchParams.has('embed') ||
      to.origin !== here.origin || to.hash || to.pathname === here.pathname ||
      !PAGES.includes(to.pathname)) return;
  event.preventDefault();
  history.pushState(null, '', to.href);
  again();
});
const push = history.pushState;
history.pushState = function (...step) {
  const path = location.pathname, from = document.activeElement, old = before;
  if (step[2]) {
    const here = new URL(location), to = new URL(step[2], here);
    const lang = here.searchParams.get('lang');
    here.searchParams.delete('lang');
    // Before it goes to another page, Streamlit's client steps to this one without its choices:
    // Back would come to a page that has lost what the reader saw.
    if (leaving && to.pathname === path && here.search && !to.search) return;
    // A step to another page leaves the language behind; the address goes on in it.
    if (lang && !to.searchParams.has('lang')) {
      to.searchParams.set('lang', lang);
      step[2] = to.href;
    }
  }
  leaving = false;
  push.apply(this, step);
  if (location.pathname === path) return;
  let tries = 200;
  const look = () => {
    const now = document.activeElement, next = title();
    if (now === document.body && next && next.textContent !== old) {
      next.tabIndex = -1;
      next.focus({preventScroll: true});
    } else if ((now === from || now === document.body) && tries--) setTimeout(look, 100);
  };
  look();
};
})()</script>"""


def _swap(text: str, old: str, new: str) -> str:
    if text.count(old) != 1:
        raise ValueError(f"{_INDEX} does not have {old!r} once")
    return text.replace(old, new)


def nothing_here() -> str:
    """What an address says where nothing is: one friendly line, and the ways on."""
    ways = [("/", NAME), ("/zip", _("Your ZIP")), ("/map", _("Map")), ("/data", _("Data"))]
    items = "".join(
        f'<li><a href="{html.escape(links.local(to))}">{html.escape(words)}</a></li>'
        for to, words in ways
    )
    title = html.escape(_("There is no page at this address"))
    return (
        f'<!doctype html><html lang="{language()}"><head><meta charset="utf-8">'
        f"<title>{title}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1"><style>'
        ":root{color-scheme:light dark}body{max-width:720px;margin:0 auto;padding:2rem 1rem;"
        "font:17px/1.55 system-ui,sans-serif}h1{line-height:1.2}ul{list-style:none;padding:0}"
        f"a{{display:inline-block;padding:9px 0;color:{LIGHT.primary}}}"
        f"html{{background:{LIGHT.paper};color:{LIGHT.ink}}}"
        f"@media(prefers-color-scheme:dark){{a{{color:{DARK.primary}}}"
        f"html{{background:{DARK.paper};color:{DARK.ink}}}}}</style></head>"
        f"<body><main><h1>{title}</h1>"
        f"<p>{html.escape(_('A letter may be missing, or the page has moved. Go on here:'))}</p>"
        f"<ul>{items}</ul></main><footer><p>{html.escape(care())}</p>"
        f"<ul>{_help()}</ul></footer></body></html>"
    )


def _help() -> str:
    return "".join(f"<li>{html.escape(f'{line.name}: {line.how}')}</li>" for line in help_lines())


def _without_script(about: str) -> str:
    return (
        f"<h1>{NAME}</h1><p>{html.escape(about)}</p>"
        f"<p>{html.escape(_('This site needs JavaScript to draw its pages.'))} "
        f'<a href="/api/v1/indicators">{html.escape(_("The numbers as JSON"))}</a></p>'
        f"<ul>{_help()}</ul>"
    )
