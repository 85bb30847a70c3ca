"""Chromium for measurements and for tests, on a machine without a graphics card."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes.util import find_library

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The program, the lightest first: the shell draws no windows and opens a page in half the time."""
_QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_MESA = (
    "--use-gl=angle",
    "--use-angle=gl-egl",
    "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",
    "--disable-gpu-rasterization",
)
"""Maps are drawn by Mesa, which keeps its compiled shaders; all else is painted as ever."""
_OWN = ("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
"""Maps are drawn by what Chromium carries, which compiles each shader anew for every page."""


def program() -> str:
    """The installed Chromium.

    Raises:
        RuntimeError: there is none; says how to get it.
    """
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise RuntimeError(f"Browser tests need Chromium: sudo apt-get install {NAMES[0]}")


def flags() -> list[str]:
    """How it is started: it speaks to nobody but the page, and draws without a graphics card."""
    return [*_QUIET, *(_MESA if find_library("EGL_mesa") else _OWN)]


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser, until the block ends.

    Raises:
        RuntimeError: see :func:`program`.
    """
    path = program()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags())
        yield started
        started.close()
