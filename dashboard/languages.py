"""The languages of the site: which one a reader has, how to change it, and who read it over."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from dashboard import links, words
from dashboard.markup import escape
from dashboard.words import _

_SESSION = "language"
_CHOSEN = "language_chosen"
CSS = """
.ezc-tongues { margin: 0; display: flex; flex-wrap: wrap; gap: 0 1.25rem; font-size: .853rem; }
.ezc-tongues a, .ezc-tongues b { display: inline-block; padding: .2rem 0; }
.ezc-tongues b { font-weight: 650; }
@media (max-width: 640px) {
  .ezc-tongues a, .ezc-tongues b { min-height: 44px; line-height: 36px; } }
@media print { .ezc-tongues { display: none; } }
"""


def begin() -> None:
    """Speak this reader's language in this run: of the address, of the session, of the browser."""
    asked = st.query_params.get(links.PARAMETER)
    if asked in words.LANGUAGES:
        st.session_state[_SESSION] = st.session_state[_CHOSEN] = asked
    elif _SESSION not in st.session_state:
        accepted = st.context.headers.get("Accept-Language")
        st.session_state[_SESSION] = words.preferred(None, accepted)
    words.speak(st.session_state[_SESSION], chosen=_CHOSEN in st.session_state)


def notice() -> str:
    """That no native speaker has read the translation yet; "" for English, or once one has."""
    if words.language() == words.FIRST or words.read_by(words.language()):
        return ""
    return _(
        "This translation has not yet been read by a native speaker. The English text is the one "
        "that counts."
    )


def row(pages: Sequence[tuple[str, str]]) -> str:
    """Links to a page in each language, as HTML; "" where there are none.

    Args:
        pages: the code of a language, and the address of the page in it.
    """
    if not pages:
        return ""
    items = "".join(
        f'<b lang="{code}" aria-current="true">{escape(words.LANGUAGES[code].name)}</b>'
        if code == words.language()
        else f'<a lang="{code}" hreflang="{code}" href="{escape(address)}" target="_self">'
        f"{escape(words.LANGUAGES[code].name)}</a>"
        for code, address in pages
    )
    return f'<nav class="ezc-tongues" aria-label="{escape(_("Language"))}">{items}</nav>'


def switch(path: str) -> None:
    """The row of links for the page of the site at a path, with what the URL has chosen."""
    chosen = {k: v for k, v in st.query_params.to_dict().items() if k != links.PARAMETER}
    pages = [
        (code, f"/{path}?{urlencode(chosen | {links.PARAMETER: code})}") for code in words.LANGUAGES
    ]
    st.html(row(pages))
