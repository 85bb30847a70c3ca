"""Choices that live in the URL.

The URL is the one source of what a reader sees: a choice writes it (a new step for Back), and
each run reads it. A value that the atlas does not know gives the default and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import urlencode

import streamlit as st

from dashboard import links
from dashboard.words import _

ALWAYS = ("edition", links.PARAMETER)
"""Parameters of the site: they stay when a page's own change."""
_KEY = "choice_{}"
_CHOSEN = "choice_made"
_asked: ContextVar[Mapping[str, str] | None] = ContextVar("asked", default=None)


class WrongChoiceError(Exception):
    """A query outside a reader's session names a value that the atlas does not know there.

    Attributes:
        name: of the parameter.
        wanted: its value.
    """

    def __init__(self, name: str, wanted: str) -> None:
        super().__init__(name)
        self.name, self.wanted = name, wanted


@contextmanager
def asking(query: Mapping[str, str]) -> Iterator[None]:
    """Read choices from ``query`` instead of a reader's URL; a wrong one is an error then."""
    before = _asked.set(query)
    try:
        yield
    finally:
        _asked.reset(before)


def query() -> Mapping[str, str]:
    """What the URL says: the reader's, or the one of :func:`asking`."""
    asked = _asked.get()
    return st.query_params if asked is None else asked


def choice(name: str, options: Sequence[str], default: str, notes: list[str], what: str) -> str:
    """The value of a URL parameter, or the default.

    Args:
        name: of the parameter.
        options: what it may be.
        notes: gets a line where the URL names something else.
        what: what is chosen, for that line: "measure".
    """
    wanted = query().get(name)
    if wanted is None or wanted in options:
        return default if wanted is None else wanted
    if _asked.get() is not None:
        raise WrongChoiceError(name, wanted)
    if _CHOSEN in st.session_state:  # not the link, but what a later choice left of it
        return default
    notes.append(
        _(
            "The link asks for a {what} that is not in the atlas here; this is the usual view."
        ).format(what=what)
    )
    return default


def only(names: Sequence[str], notes: list[str]) -> None:
    """Add a line to ``notes`` if the URL has a parameter that the page does not know."""
    known = {*names, "figure", "embed", "embed_options", *ALWAYS}
    if any(name not in known for name in query()):
        notes.append(_("A part of this link says nothing to this page; the rest of it stands."))


def set_only(**chosen: str) -> None:
    """Write these parameters to the URL and take the page's others away: one step for Back."""
    st.query_params.from_dict(kept() | chosen)


def kept() -> dict[str, str]:
    """The parameters of the site that the URL has, for an address of another page."""
    return {name: st.query_params[name] for name in ALWAYS if name in st.query_params}


def address(page: str, **chosen: str) -> str:
    """The path and query of another page with these parameters, and those of the site."""
    query = urlencode(kept() | chosen)
    return f"/{page}?{query}" if query else f"/{page}"


def set_choice(name: str, value: str | None, default: str = "") -> None:
    """Write a parameter to the URL; the default leaves it out."""
    st.session_state[_CHOSEN] = True
    if value in {None, "", default}:
        if name in st.query_params:
            del st.query_params[name]
    elif st.query_params.get(name) != value:
        st.query_params[name] = str(value)


def select(
    label: str,
    name: str,
    options: Sequence[str],
    chosen: str | None,
    default: str,
    say: Callable[[str], str],
    *,
    placeholder: str | None = None,
    help: str | None = None,
) -> None:
    """A select box for a parameter of the URL; ``chosen`` None leaves it open."""
    key, first = _KEY.format(name), _KEY.format(name) + "_first"
    # An unchanged box is sent as a reference, with options it is the largest thing of a run. So
    # its starting value stays what it was, and the choice is set only where it differs.
    if key not in st.session_state or st.session_state.get(first) not in [None, *options]:
        st.session_state[first] = chosen
    elif st.session_state[key] != chosen:
        st.session_state[key] = chosen
    start = st.session_state[first]
    st.selectbox(
        label,
        options,
        key=key,
        index=None if start is None else list(options).index(start),
        format_func=say,
        on_change=lambda: set_choice(name, st.session_state[key], default),
        placeholder=placeholder,
        help=help,
    )
