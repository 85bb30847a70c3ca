"""The real site in a real browser: one server a set of tables, one Chromium for all tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
PATIENCE = 60.0
"""Seconds until a server must answer."""

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path | None], str]]:
    """Start the site over a folder of tables (None: those that ship) and give its address."""
    servers: dict[Path | None, tuple[subprocess.Popen[bytes], str]] = {}

    def start(data: Path | None = None) -> str:
        if data not in servers:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                port = free.getsockname()[1]
            log = (tmp_path_factory.mktemp("server") / "log").open("wb")
            environment = {k: v for k, v in os.environ.items() if k != "EZC_DATA"}
            if data is not None:
                environment["EZC_DATA"] = str(data)
            process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port),
                 "--server.headless", "true"],
                cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
            servers[data] = (process, f"http://localhost:{port}")
            _wait(process, servers[data][1])
        return servers[data][1]

    yield start
    for process, _ in servers.values():
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the site stopped with {process.returncode} before it answered")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            return
        except urllib.error.HTTPError:
            return  # 503: it answers, and says that its tables are not well
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the site did not answer within {PATIENCE:.0f} s")


@pytest.fixture(scope="session")
def site(serve: Callable[[Path | None], str]) -> str:
    """The address of the site over the tables that ship."""
    return serve(None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def reader(browser: Browser, site: str) -> Iterator[Open]:
    """Open a page as one reader: ``reader("zip?zip=02121", width=360, scheme="dark")``.

    When the test ends, no console error was logged and no request left for another host.
    """
    contexts, errors, foreign = [], [], []

    def open_page(
        path: str = "", width: int = 1280, height: int = 900, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-US"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((site, site.replace("http", "ws"), "data:", "blob:"))
                else foreign.append(r.url)
            ),
        )
        page.goto(f"{site}/{path}")
        page.locator(".ezc-foot").wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert foreign == [], "a request left for another host"
    assert errors == [], "the browser's console has errors"
