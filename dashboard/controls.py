"""Choices that live in the URL.

The URL is the one source of what a reader sees: a choice writes it (a new step for Back), and
each run reads it. A value that the atlas does not know gives the default and one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from dashboard.words import _

_KEY = "choice_{}"


def choice(name: str, options: Sequence[str], default: str, notes: list[str], what: str) -> str:
    """The value of a URL parameter, or the default.

    Args:
        name: of the parameter.
        options: what it may be.
        notes: gets a line where the URL names something else.
        what: what is chosen, for that line: "measure".
    """
    wanted = st.query_params.get(name)
    if wanted is None or wanted in options:
        return default if wanted is None else wanted
    notes.append(
        _(
            "The link asks for a {what} that is not in the atlas here; this is the usual view."
        ).format(what=what)
    )
    return default


def only(names: Sequence[str], notes: list[str]) -> None:
    """Add a line to ``notes`` if the URL has a parameter that the page does not know."""
    known = {*names, "embed", "embed_options"}
    if any(name not in known for name in st.query_params):
        notes.append(_("A part of this link says nothing to this page; the rest of it stands."))


def set_choice(name: str, value: str | None, default: str = "") -> None:
    """Write a parameter to the URL; the default leaves it out."""
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
