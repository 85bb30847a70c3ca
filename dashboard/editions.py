"""Which edition of the tables a page is made from: the newest, or one that a link names."""

from __future__ import annotations

import streamlit as st

from dashboard import markup, store
from dashboard.words import _

PARAMETER = "edition"


def begin() -> None:
    """Choose the edition of this run, and say so where it is not the newest.

    Raises:
        DataError: its tables cannot be read.
    """
    wanted = st.query_params.get(PARAMETER, "")
    earlier = store.kept(wanted) if wanted else None
    store.begin(earlier)
    line = notice(wanted, store.atlas().version, earlier is not None)
    if line:
        markup.alert(line, [(_("What changed"), "/changes")])


def notice(wanted: str, shown: str, found: bool) -> str:
    """One line about the edition that a link names; "" where it is the one on the page."""
    if not wanted or (wanted == shown and not found):
        return ""
    if found:
        return _(
            "These are the numbers of edition {edition}, which the link names. Newer ones may have "
            "been published since."
        ).format(edition=shown)
    return _(
        "The link names an edition of the numbers that is not kept here. You see edition "
        "{edition}, which replaced it."
    ).format(edition=shown)
