"""Which edition of the tables a page or request sees, and which stay in memory.

Each is read once a process and never changed.
"""

from __future__ import annotations

import gc
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import words
from dashboard.atlas import Atlas, read


def folder() -> Path:
    """The folder of the tables: ``EZC_DATA``, or ``data/`` beside ``app.py``."""
    return Path(os.environ.get("EZC_DATA") or Path(__file__).parent.parent / "data").resolve()


_SESSION = "edition_folder"
_asked: ContextVar[Path | None] = ContextVar("edition", default=None)
_lock = Lock()


def atlas() -> Atlas:
    """The tables: of the edition that this page or request began with, else the newest.

    They are read and checked on first use; the newest stay in memory, others for a while.

    Raises:
        DataError: a file is missing, cut short or of another edition. Nothing is kept then,
            so the next call looks again.
    """
    found = load(_asked.get() or _of_session() or folder())
    words.speak_of(found.state.name)
    return found


def in_memory(beginning: str) -> Atlas | None:
    """The edition whose id begins so, if a page or request is still made from it, or was."""
    return next((a for a in list(_made.values()) if a.version.startswith(beginning)), None)


def held() -> set[Path]:
    """The folders of the editions in memory."""
    return set(_made)


def at_hand() -> bool:
    """Whether the newest tables are read: nobody waits for them."""
    return folder() in _made


def begin(edition: Path | None = None) -> None:
    """Start a run of a page: until the next one, and in its fragments, all is of one edition."""
    st.session_state[_SESSION] = edition or folder()


@contextmanager
def one_edition() -> Iterator[None]:
    """All that is looked up inside is of one edition, whatever is published meanwhile."""
    token = _asked.set(folder())
    try:
        yield
    finally:
        _asked.reset(token)


def kept(edition: str) -> Path | None:
    """The folder of an earlier edition, if it stands beside the newest one.

    A refreshed atlas keeps its editions in folders named by their ids (see ``etl versions``).
    """
    newest = folder()
    if not (_EDITION.fullmatch(edition) and _EDITION.fullmatch(newest.name)):
        return None
    found = newest.parent / edition
    return found if (found / "datapackage.json").is_file() else None


_EDITION = re.compile(r"[0-9a-f]{12}")


def _of_session() -> Path | None:
    if get_script_run_ctx(suppress_warning=True) is None:
        return None
    chosen: Path | None = st.session_state.get(_SESSION)
    # An edition that is no longer kept cannot be read again: its page goes on with the newest.
    return chosen if chosen is not None and chosen.is_dir() else None


_made: dict[Path, Atlas] = {}
_asked_at: dict[Path, float] = {}
MOST = 4
"""Editions in memory: the newest, which always stays, and those that pages or links ask for."""
IDLE = 600.0
"""Seconds after which an edition that nobody asks for makes room when another comes."""


def load(chosen: Path) -> Atlas:
    """The edition in a folder, read and checked if it is not in memory.

    Raises:
        DataError: a file is missing, cut short or of another edition. Nothing is kept then,
            so the next call looks again.
    """
    _asked_at[chosen] = time.monotonic()
    if (known := _made.get(chosen)) is not None:  # nobody waits while another edition is read
        return known
    with _lock:
        if chosen not in _made:
            made = read(chosen)
            # What was just made lives long: the collector need not look at it again. What is
            # dropped does not, and can only be freed once it is no longer frozen.
            gc.unfreeze()
            _make_room()
            _made[chosen] = made
            gc.collect()
            gc.freeze()
        return _made[chosen]


def _make_room() -> None:
    others = sorted((path for path in _made if path != folder()), key=lambda p: _asked_at[p])
    late = time.monotonic() - IDLE
    for place, path in enumerate(others):
        if len(others) - place >= MOST - 1 or _asked_at[path] < late:
            dropped = _made.pop(path)
            for cache in gc.get_objects():
                # `type` asks the object itself; `isinstance` would ask what a dead proxy stood for.
                if type(cache) is _CACHE and _remembers(gc.get_referents(cache), dropped):
                    cache.cache_clear()


_CACHE = type(lru_cache(lambda: None))


def _remembers(keys: Iterable[Any], atlas: Atlas, depth: int = 3) -> bool:
    """Whether what a cache keeps is of an edition: it stands in the keys, maybe a tuple deeper."""
    return any(
        key is atlas or (depth > 0 and type(key) is tuple and _remembers(key[:8], atlas, depth - 1))
        for key in keys
    )
