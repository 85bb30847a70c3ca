"""What stands around every page: navigation, style, footer, and what a reader sees in trouble."""

from __future__ import annotations

import gc
import html
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import StopException

from dashboard import editions, languages, shell, store, theme, words
from dashboard.atlas import Atlas
from dashboard.guard import logs, sessions
from dashboard.help_lines import care, help_lines
from dashboard.maps import layers, legends
from dashboard.renderings import pictures
from dashboard.reuse import embed
from dashboard.tables import BUILD, RESTORE, DataError
from dashboard.words import _

LOG = logging.getLogger("every_zip_code")
_PAGES = Path(__file__).parent.parent / "pages"
COLLECT_AFTER = (5_000, 20, 10)
"""New objects between two garbage collections (some 20 runs of the map), and how many young ones
come before an older one. With the oldest five times rarer, readers who had gone held 150 MB."""


def show() -> None:
    """The whole site, for one run of one reader's session."""
    languages.begin()
    page = st.navigation(
        [
            st.Page(_PAGES / "home.py", title=_("Home"), default=True),
            st.Page(_PAGES / "zip.py", title=_("Your ZIP"), url_path="zip"),
            st.Page(_PAGES / "district.py", title=_("District"), url_path="district"),
            st.Page(_PAGES / "map.py", title=_("Map"), url_path="map"),
            st.Page(_PAGES / "disparity.py", title=_("Disparity"), url_path="disparity"),
            st.Page(_PAGES / "compare.py", title=_("Compare"), url_path="compare"),
            st.Page(_PAGES / "trends.py", title=_("Trends"), url_path="trends"),
            st.Page(_PAGES / "suicide.py", title=_("Suicide"), url_path="suicide"),
            st.Page(_PAGES / "briefing.py", title=_("Briefing"), url_path="briefing"),
            st.Page(
                _PAGES / "story.py",
                title=_("From numbers to roots"),
                url_path="story",
                visibility="hidden",
            ),
            st.Page(_PAGES / "guides.py", title=_("Guides"), url_path="guides"),
            st.Page(_PAGES / "data.py", title=_("Data"), url_path="data"),
            st.Page(
                _PAGES / "changes.py",
                title=_("What changed"),
                url_path="changes",
                visibility="hidden",
            ),
            st.Page(_PAGES / "about.py", title=_("About"), url_path="about"),
        ],
        position="hidden" if st.context.is_embedded else "top",
    )
    st.set_page_config(
        page_title=_("{page} · Every Zip Code").format(page=page.title), layout="wide"
    )
    ink = theme.palette()
    style = theme.variables(ink) + legends.legend_css(ink) + embed.style()
    st.html(f'<style>{style}</style><i class="ezc-frame" data-ground="{theme.ground()}"></i>')
    if not st.context.is_embedded:
        languages.switch(page.url_path)
    try:
        editions.begin()
    except DataError as error:
        LOG.error("%s", error)
        _data_error(error)
        _footer()
        return
    try:
        if embed.wanted():
            embed.show(page.url_path)
        else:
            page.run()
    except StopException:  # st.stop(): the page ends early, the footer stands all the same
        pass
    except Exception as error:
        LOG.exception("the page %r stopped", page.url_path)
        on_error(error)
    _footer()
    _again_when_reconnected()


def _data_error(error: DataError) -> None:
    st.title(_("The atlas cannot be read just now"))
    st.write(_("A file with its numbers is not as it should be. Nothing is wrong on your side."))
    st.write(_("For the person who runs this site:"))
    st.code(f"{error.file}: {error.problem}\n\n{RESTORE}\n{BUILD}", language=None)


def _footer() -> None:
    lines = "".join(
        f'<li>{html.escape(line.name)}: <a href="tel:{html.escape(line.dial)}">'
        f"{html.escape(line.how)}</a></li>"
        for line in help_lines()
    )
    st.html(
        f'<div class="ezc-foot" role="region" aria-label="{html.escape(_("Where help is"))}">'
        f"<p>{html.escape(care())}</p><ul>{lines}</ul>"
        f"<p>{html.escape(languages.notice())}</p></div>"
    )


@st.fragment(run_every=timedelta(days=1))
def _again_when_reconnected() -> None:
    """Lets the page run again whenever the reader's connection has to be made anew.

    Streamlit's client asks for a run then only if something on the page runs by the clock. Left as
    it is, the page of a replica that has ended stands there with dead buttons: its fragments and
    downloads are known to nobody else.
    """


def on_error(error: Exception) -> bool:
    """A calm message in place of a traceback; the cause goes to the operator's log.

    Streamlit has logged the traceback already. Query parameters, which may hold a ZIP that a
    resident typed, are not part of it.
    """
    LOG.error("a page stopped: %s", type(error).__name__)
    st.error(
        _(
            "This part of the page could not be made. It is our mistake, and it has been noted. "
            "Please try another place or measure, or come back later."
        )
    )
    return True


@asynccontextmanager
async def warm_up(_app: Any) -> AsyncIterator[None]:
    """Read the tables before the first reader comes; trouble is said on the page, not here."""
    # Without this the first reader of a deep link gets the bare page without navigation:
    # Streamlit knows only after a first run that the pages are listed by st.navigation.
    PagesManager.uses_pages_directory = False
    logs.keep_readers_out()
    sessions.allow_files()
    # Arrow's own allocator keeps what reading the tables took for a moment: 50 MB a process.
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        Thread(target=_prepare, args=(store.atlas(),), daemon=True).start()
    except DataError as error:
        LOG.error("%s", error)
    yield


def _prepare(atlas: Atlas) -> None:
    """Make what the first map and the first picture need while nobody waits."""
    for language in words.LANGUAGES:
        with words.speaking(language):
            shell.document()
    for level in layers.LEVELS[:2]:
        layers.level_file(atlas, level)
    pictures.warm_up()
    # What stands now stays. A collection of it all would hold every reader up for 0.2 s, several
    # times a minute; most of what a run leaves behind is gone before the rarer ones come.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
