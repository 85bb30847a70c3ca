"""What stands before every answer: headers, what may be asked, how often, by how many at once."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.datastructures import Headers as Sent
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Message, Scope
from streamlit import config

from dashboard import about_sections, guard, routes, shell
from dashboard.atlas import Atlas
from dashboard.guard import headers, logs, rates, requests, sessions
from tests.dashboard.asgi import Client


@pytest.fixture
def client(small_tables: Atlas) -> Client:
    return Client(Starlette(routes=routes.ROUTES, middleware=guard.MIDDLEWARE))


PAGES = ["/", "/map", "/zip?zip=02121", "/map?embed=true", "/map?embed=1", "/nothing-here"]
OWN = [
    *("/healthz", "/api/v1", "/api/v1/places?level=town", "/api/v1/nope", "/layers/zcta.geojson"),
    *("/figures/zip/rate.svg?zip=01105", "/figures/home/leading.csv", "/documents/glossary.html"),
    *("/documents/zip/01105.pdf", "/z/01105.html", "/z/index.html", "/robots.txt", "/changes.atom"),
]


def test_what_the_about_page_says_of_cookies_is_so(client: Client) -> None:
    """None of our own (for the browser's part see ``browser/test_guard.py``); the proxy's is one
    that names a replica, and has no date, so that it goes with the browser's session."""
    assert not config.get_option("server.enableXsrfProtection")
    assert not any("set-cookie" in client.get(path).headers for path in [*PAGES, *OWN])
    said = Path(about_sections.__file__).read_text("utf-8")
    assert "This site sets no cookies of its own." in said
    for name in ("nginx.conf", "nginx.conf.jinja"):
        lines = (Path(__file__).parents[2] / "deploy" / name).read_text("utf-8").splitlines()
        (cookie,) = {line.split('"')[1] for line in lines if "Set-Cookie" in line}
        assert cookie == "ezc_replica=$answered; Path=/; HttpOnly; SameSite=Lax"


@pytest.mark.parametrize("path", [*PAGES, *OWN])
def test_every_answer_has_the_headers(client: Client, path: str) -> None:
    answer = client.get(path, follow_redirects=False)
    sent = answer.headers
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in sent["permissions-policy"]
    assert "set-cookie" not in sent
    framed = path == "/map?embed=true"
    policy = sent["content-security-policy"]
    assert ("frame-ancestors 'none'" in policy) != framed
    assert policy.count("frame-ancestors") == (not framed)
    assert ("x-frame-options" in sent) != framed
    assert "http" not in policy
    assert "'unsafe-eval'" not in policy
    assert "script-src 'self' blob: 'wasm-unsafe-eval' 'unsafe" not in policy
    resource = "cross-origin" if path.startswith(headers._OPEN) else "same-origin"
    assert sent["cross-origin-resource-policy"] == resource


def test_only_the_inline_scripts_of_the_document_may_run() -> None:
    policy = headers.policy_of_page(shell.document(), framed=False)
    assert policy.count("'sha256-") == shell.document().count("<script>") > 2
    evil = headers.policy_of_page("<script>other()</script>", framed=False)
    assert next(p for p in evil.split() if "sha256" in p) not in policy


def test_a_secure_address_stays_secure(client: Client) -> None:
    assert "strict-transport-security" not in client.get("/healthz").headers
    sent: dict[bytes, bytes] = {}

    async def answer(scope: Scope, receive: object, send: object) -> None:
        await Response()(scope, receive, send)  # type: ignore[arg-type]

    async def send(message: Message) -> None:
        sent.update(message.get("headers", []))

    scope = {"type": "http", "path": "/", "scheme": "https", "method": "GET", "headers": []}
    asyncio.run(headers.Headers(answer)(scope, None, send))  # type: ignore[arg-type]
    assert b"strict-transport-security" in sent


@pytest.mark.parametrize("path", ["/z/01105.html", "/es/z/01105.html", "/ht/d/index.html"])
def test_pages_without_script_may_have_none_in_any_language(client: Client, path: str) -> None:
    sent = client.get(path).headers
    assert sent["content-security-policy"] == headers.STILL
    assert sent["cross-origin-resource-policy"] == "cross-origin"


def test_a_fault_is_a_problem_and_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_request: Request) -> Response:
        raise KeyError("02121")

    app = Starlette(routes=[Route("/x", fail)], middleware=guard.MIDDLEWARE)
    answer = Client(app).get("/x")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/api/v1/problems/mistake"
    assert "02121" not in answer.text
    assert answer.headers["content-security-policy"] == headers.STILL
    assert "KeyError" in caplog.text


@pytest.mark.parametrize(("method", "target", "sent", "status"), [
    ("GET", "/healthz", {}, 200),
    ("GET", "/healthz", {"host": "atlas.example.org:8501"}, 200),
    ("GET", "/healthz", {"host": "[::1]:8501"}, 200),
    ("GET", "/healthz", {"host": 'a"><script>'}, 400),
    ("GET", "/healthz", {"host": "a b"}, 400),
    ("GET", "/healthz", {"host": ""}, 400),
    ("GET", "/" + "x" * 8_001, {}, 414),
    ("GET", "/healthz?" + "x" * 8_001, {}, 414),
    ("GET", "/healthz", {"x-long": "x" * 16_001}, 431),
    ("GET", "/healthz", {"content-length": "8001"}, 413),
    ("GET", "/healthz", {"content-length": "-1"}, 413),
    ("GET", "/healthz", {"content-length": "٣"}, 413),
    ("GET", "/healthz", {"transfer-encoding": "chunked"}, 413),
    ("POST", "/healthz", {"content-length": "3"}, 405),
    ("PUT", "/_stcore/upload_file/a/b", {}, 405),
])  # fmt: skip
def test_what_may_be_asked(
    client: Client, method: str, target: str, sent: dict[str, str], status: int
) -> None:
    answer = client.ask(method, target, {k: v.encode().decode("latin-1") for k, v in sent.items()})
    assert answer.status_code == status
    if status >= 400:
        assert answer.json()["detail"]
        assert "<script>" not in answer.text
    if status not in {200, 405}:
        assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("origin", "host", "named", "allowed"), [
    (None, "atlas.org", "", True),
    ("https://atlas.org", "atlas.org", "", True),
    ("http://localhost:8501", "localhost:8501", "", True),
    ("https://ATLAS.org", "atlas.org", "", True),
    ("https://atlas.org", "10.0.0.7:8501", "https://atlas.org", True),
    ("https://evil.org", "atlas.org", "", False),
    ("https://evil.org", "atlas.org", "https://atlas.org", False),
    ("http://localhost:3000", "localhost:8501", "", False),
    ("https://atlas.org.evil.org", "atlas.org", "", False),
    ("null", "atlas.org", "", False),
    ("", "atlas.org", "", False),
    ("https://[", "atlas.org", "", False),
    ("null", "", "", False),
])  # fmt: skip
def test_who_may_open_a_session(
    origin: str | None, host: str, named: str, allowed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EZC_SITE", named)
    sent = {"host": host} | ({} if origin is None else {"origin": origin})
    assert requests.same_origin(Sent(sent)) == allowed


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_address_may_ask_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(rates.API, "3")
    clock = Clock()
    app = rates.Rates(PlainTextResponse("ok"), clock)
    client = Client(app)
    assert [client.get("/api/v1/places").status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = client.get("/api/v1/places")
    assert refused.headers["retry-after"] == "20"
    assert refused.headers["cache-control"] == "no-store"
    assert refused.json()["type"] == "/api/v1/problems/too-many"
    assert client.ask("OPTIONS", "/api/v1/places").status_code == 200
    assert client.get("/figures/home/leading.png").status_code == 200
    assert client.get("/z/02121.html").status_code == 200
    clock.now += 19
    assert client.get("/api/v1/places").status_code == 429
    clock.now += 1
    assert client.get("/api/v1/places").status_code == 200
    kept = repr([pace.free for pace in app.paces.values()])
    assert "localhost" not in kept
    clock.now += 60
    app._sweep_once()
    assert not any(pace.free for pace in app.paces.values())


@given(
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(0, 3), st.floats(0, 30)), max_size=60),
)
def test_no_minute_has_more_than_two_minutes_worth(
    a_minute: int, asked: list[tuple[int, float]]
) -> None:
    pace, now, passed = rates.Pace(a_minute), 0.0, []
    for who, later in asked:
        now += later
        if (wait := pace.wait(bytes([who]), now)) == 0:
            passed.append((who, now))
        else:
            assert 0 < wait <= rates.MINUTE / a_minute + 1e-6
    for who, at in passed:
        within = [t for w, t in passed if w == who and at <= t < at + rates.MINUTE]
        assert len(within) <= 2 * a_minute
    pace.forget(now + 2 * rates.MINUTE)
    assert not pace.free


def test_memory_of_addresses_is_bounded() -> None:
    pace = rates.Pace(5, most=10)
    for number in range(100):
        pace.wait(str(number).encode(), 0.0)
    assert len(pace.free) == 10


@pytest.mark.parametrize(("peer", "passed_on", "who"), [
    ("203.0.113.7", "", "203.0.113.7"),
    ("8.8.8.8", "198.51.100.1", "8.8.8.8"),  # the server trusts no such proxy
    ("8.8.4.4", "1.2.3.4, 8.8.4.4", "8.8.4.4"),
    ("127.0.0.1", "", "127.0.0.1"),
    ("10.0.0.2", "8.8.8.8", None),
    ("10.0.0.2", "10.0.0.2", "10.0.0.2"),
    ("2001:4860:4860::8888", "", "2001:4860:4860::/64"),
    ("2001:4860:4860::1", "", "2001:4860:4860::/64"),
    ("::ffff:8.8.8.8", "", "8.8.8.8"),
    ("testclient", "", "testclient"),
])  # fmt: skip
def test_who_asks(peer: str, passed_on: str, who: str | None) -> None:
    sent = [(b"x-forwarded-for", passed_on.encode())] if passed_on else []
    assert rates.caller({"type": "http", "client": (peer, 1), "headers": sent}) == who


@pytest.mark.parametrize("wrong", ["many", "-1", "1.5", "٣"])
def test_a_wrong_setting_says_what_would_be_right(
    wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(rates.API, wrong)
    with pytest.raises(ValueError, match=r"EZC_API_A_MINUTE .* whole number, 0 for no limit"):
        rates.setting(rates.API, 1)


class Sockets:
    """Connections to the limit of sessions, held open until told otherwise."""

    def __init__(self) -> None:
        self.end = asyncio.Event()
        self.held = 0
        self.app = sessions.Sessions(self._hold)

    async def _hold(self, _scope: Scope, _receive: object, _send: object) -> None:
        self.held += 1
        await self.end.wait()

    async def open(self, address: str) -> int | None:
        """The code that the connection was closed with at once, or None."""
        closed: list[int] = []

        async def send(message: Message) -> None:
            closed.append(message["code"])

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        scope = {"type": "websocket", "client": (address, 1), "headers": []}
        self.task = asyncio.create_task(self.app(scope, receive, send))
        await asyncio.sleep(0)
        return closed[0] if closed else None


def test_so_many_sessions_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(sessions.SESSIONS, "8")

    async def crowd() -> None:
        sockets = Sockets()
        mine = [await sockets.open("8.8.8.8") for _ in range(3)]
        assert mine == [None, None, 1013]
        others = [await sockets.open(f"8.8.4.{n}") for n in range(7)]
        assert others == [None] * 6 + [1013]
        sockets.end.set()
        await asyncio.sleep(0.01)
        assert not sockets.app.open
        assert await sockets.open("8.8.8.8") is None

    asyncio.run(crowd())


def test_text_ends_a_connection_without_a_traceback() -> None:
    messages: Iterator[Message] = iter(
        [
            {"type": "websocket.connect"},
            {"type": "websocket.receive", "bytes": b"x"},
            {"type": "websocket.receive", "text": "x", "bytes": None},
        ]
    )

    async def receive() -> Message:
        return next(messages)

    async def read() -> list[str]:
        slowed = sessions.paced(receive)
        return [(await slowed())["type"] for _ in range(3)]

    assert asyncio.run(read()) == [
        "websocket.connect",
        "websocket.receive",
        "websocket.disconnect",
    ]


def test_a_traceback_is_logged_without_what_it_says() -> None:
    before, typed = logging.getLogRecordFactory(), "02121"
    try:
        logs.keep_readers_out()
        try:
            try:
                {}[typed]
            except KeyError as missing:
                raise ValueError(f"no ZIP {typed}") from missing
        except ValueError as error:
            known = (type(error), error, error.__traceback__)
        record = logging.getLogger("any").makeRecord("any", 40, "f", 1, "stopped", (), known)
        said = logging.Formatter().format(record)
    finally:
        logging.setLogRecordFactory(before)
    assert typed not in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert "test_guard.py" in said


def test_a_process_may_open_as_many_files_as_the_system_allows() -> None:
    code = (
        "import resource; from dashboard.guard import sessions;"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1];"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard));"
        "sessions.allow_files();"
        "print(resource.getrlimit(resource.RLIMIT_NOFILE) == (hard, hard))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "True"


def test_what_the_threat_model_names_is_there() -> None:
    root = Path(__file__).parent.parent.parent
    text = (root / "docs" / "threat-model.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and " | test |" not in line]
    rows = [row for row in rows if not row.startswith("| ---")]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`([\w/]+\.py)`", row.rpartition(" | ")[2])
        assert named, row
        for path in named:
            assert (root / "tests" / path).is_file() or (root / path).is_file(), path
