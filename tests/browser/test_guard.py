"""What a browser lets the site do, and others do with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, settled

PATHS = (
    "district?house=25110",
    "briefing?place=02121",
    "story",
    "guides",
    "changes",
    "map?embed=true&figure=people",
    "z/02121.html",
    "documents/zip/02121.html",
)
"""Those that tests/browser/test_site.py does not open; there, too, a violation is an error."""
WATCH = """
window.violations = [];
addEventListener('securitypolicyviolation', e =>
  violations.push(`${e.violatedDirective} ${e.blockedURI}`));
"""


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.partition("?")[0])
def test_the_policy_lets_the_page_work_and_sets_no_cookie(
    reader: Callable[..., Page], path: str
) -> None:
    page = reader("about")
    page.add_init_script(WATCH)
    page.goto("/".join([*page.url.split("/")[:3], path]))
    page.get_by_role("heading", level=1).first.wait_for()
    if not path.endswith("html"):
        settled(page)
    page.wait_for_timeout(1000)
    assert page.evaluate("violations") == []
    assert page.context.cookies() == []
    kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert all(name.startswith("stActiveTheme-") for name in kept)
    assert page.evaluate("document.referrer") == ""


@contextmanager
def another_host(folder: Path) -> Iterator[str]:
    """Files of another origin."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    with ThreadingHTTPServer(("localhost", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_another_site_may_frame_the_embed_and_read_numbers_and_nothing_else(
    site: str, opened: Open, tmp_path: Path
) -> None:
    frames = "".join(
        f'<iframe name="{name}" src="{site}/{path}"></iframe>'
        for name, path in (
            ("embed", "about?embed=true"),
            ("whole", "about"),
            ("sheet", "z/02121.html"),
        )
    )
    (tmp_path / "index.html").write_text(f"<!doctype html>{frames}", "utf-8")
    with another_host(tmp_path) as other:
        page = opened(f"{site}/about").page
        page.goto(f"{other}/index.html")
        inside = page.frame_locator('[name="embed"]')
        expect(inside.get_by_role("heading", level=1)).to_be_visible()
        for name in ("whole", "sheet"):
            assert page.frame_locator(f'[name="{name}"]').get_by_role("heading").count() == 0
        numbers = page.evaluate(
            "url => fetch(url).then(r => r.json()).then(found => found.status)", f"{site}/healthz"
        )
        assert numbers == "ok"
        ends = page.evaluate(
            """url => new Promise(done => {
                const socket = new WebSocket(url, ['streamlit']);
                socket.onopen = () => done('open');
                socket.onerror = () => done('refused');
            })""",
            site.replace("http", "ws") + "/_stcore/stream",
        )
        assert ends == "refused"
