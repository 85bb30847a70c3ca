"""Publishers on this machine: a real HTTP server that speaks their documented protocols.

    with publishers() as double:
        double.soda("fpsi-y8tj", rows)
        double.ckan("73c7e069-...", rows)
        double.fault("boston", faults.status(429, times=1, retry_after="1"))
        os.environ["EZC_URL_CDC"] = double.url("cdc")

Every host of ``data_sources/_hosts.py`` lives below a path of its own name. What nobody serves
is answered with 404, as a publisher would.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Ask:
    """A request as it came in."""

    method: str
    host: str
    path: str
    """Below the host, from "/" on."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes = b""


@dataclass
class Answer:
    """What goes back; the fields after ``headers`` are for faults."""

    status: int = 200
    body: bytes = b""
    type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    etag: bool = False
    """Answer conditional requests, and requests for a range."""
    declared: int | None = None
    """Another Content-Length than the true one."""
    cut: int | None = None
    """Close the connection after so many bytes."""
    drip: float = 0.0
    """Seconds before each piece of ``piece`` bytes."""
    piece: int = 1 << 16
    lengthless: bool = False
    """Neither Content-Length nor chunks: the end of the connection is the end of the body."""
    date: str = ""
    """Another ``Date`` header than the true one."""


Handler = Callable[[Ask], Answer | None]
Fault = Callable[[Ask, Answer], Answer]


def json_answer(value: Any, status: int = 200, **more: Any) -> Answer:
    """JSON as the publishers write it."""
    body = json.dumps(value).encode()
    return Answer(status, body, "application/json; charset=utf-8", **more)


def text_answer(text: str | bytes, type_: str = "text/csv; charset=utf-8", **more: Any) -> Answer:
    """A file of text."""
    body = text.encode() if isinstance(text, str) else text
    return Answer(200, body, type_, **{"etag": True, **more})


def file_answer(body: bytes, type_: str = "application/zip", **more: Any) -> Answer:
    """A file that is sent whole or in ranges."""
    return Answer(200, body, type_, **{"etag": True, **more})


class Double:
    """What the publishers serve, and every request that came in."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[Ask] = []
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self._faults: list[tuple[str, re.Pattern[str], Fault, bool]] = []
        self.last_modified = formatdate(1_780_000_000, usegmt=True)

    def url(self, host: str) -> str:
        """The base address of a host."""
        return f"{self.address}/{host}"

    def serve(self, host: str, path: str, handler: Handler | Answer) -> None:
        """Answer a path (a regular expression, whole) of a host; the newest route wins.

        A handler that returns None leaves the request to the next route.
        """
        function = handler if callable(handler) else lambda _, fixed=handler: fixed
        self._routes.insert(0, (host, re.compile(path), function))

    def fault(self, host: str, fault: Fault, path: str = ".*", *, wire: bool = False) -> None:
        """Let something go wrong at a path of a host from now on.

        Args:
            wire: change what is sent, after conditions and ranges were answered.
        """
        self._faults.append((host, re.compile(path), fault, wire))

    def mend(self) -> None:
        """Take every fault away."""
        self._faults.clear()

    def requests(self, host: str, path: str = ".*") -> list[Ask]:
        """What came in for a host."""
        return [a for a in self.asked if a.host == host and re.fullmatch(path, a.path)]

    def soda(self, dataset: str, rows: Sequence[Row], **more: Any) -> None:
        """A table of data.cdc.gov; see ``soda.table``."""
        from tests.publishers import soda

        self.serve("cdc", re.escape(f"/resource/{dataset}.json"), soda.table(rows))
        self.serve("cdc", f"/api/views/{dataset}(\\.json)?", soda.about(dataset, rows, **more))

    def ckan(self, resource: str, rows: Sequence[Row]) -> None:
        """A table of data.boston.gov's datastore; see ``ckan.table``."""
        from tests.publishers import ckan

        self.serve("boston", "/api/3/action/datastore_search", ckan.table(resource, rows))

    def census(self, year: int, geography: str, rows: Sequence[Row], key: str = "") -> None:
        """A geography of a year's American Community Survey; see ``census.table``."""
        from tests.publishers import census

        self.serve("census", census.address(year), census.table(year, geography, rows, key))
        page = Answer(200, b"<html><body>A valid key is needed.</body></html>", "text/html")
        self.serve("census", "/data/(missing|invalid)_key.html", page)

    def file(self, host: str, path: str, body: bytes, type_: str = "application/zip") -> None:
        """A file that can be had in ranges and under conditions."""
        self.serve(host, re.escape(path), file_answer(body, type_))

    def answer(self, ask: Ask) -> Answer:
        """What goes back for a request, faults included."""
        self.asked.append(ask)
        answer: Answer | None = None
        for host, path, handler in self._routes:
            if host == ask.host and path.fullmatch(ask.path):
                answer = handler(ask)
                if answer is not None:
                    break
        # A copy: faults change it, and a route may hand out the same one again.
        answer = Answer(**vars(answer)) if answer else json_answer({"message": "Not found"}, 404)
        answer.headers = dict(answer.headers)
        answer = self._partly(ask, self._wronged(ask, answer, wire=False))
        return self._wronged(ask, answer, wire=True)

    def _wronged(self, ask: Ask, answer: Answer, *, wire: bool) -> Answer:
        for host, path, fault, late in self._faults:
            if late == wire and host == ask.host and path.fullmatch(ask.path):
                answer = fault(ask, answer)
        return answer

    def _partly(self, ask: Ask, answer: Answer) -> Answer:
        """Nothing where nothing changed, the asked range, or the whole, packed if that is asked."""
        if answer.status != 200:
            return answer
        if answer.etag:
            tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
            answer.headers |= {"ETag": tag, "Last-Modified": self.last_modified}
            answer.headers["Accept-Ranges"] = "bytes"
            if ask.headers.get("if-none-match") == tag:
                return Answer(304, headers=answer.headers)
            match = re.fullmatch(r"bytes=(\d+)-", ask.headers.get("range", ""))
            if match and ask.headers.get("if-range", tag) in {tag, self.last_modified}:
                start, size = int(match[1]), len(answer.body)
                if start >= size:
                    return Answer(416, headers={"Content-Range": f"bytes */{size}"})
                answer.status, answer.body = 206, answer.body[start:]
                answer.headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
                return answer
        packed = "gzip" in ask.headers.get("accept-encoding", "")
        if (
            packed
            and answer.type.startswith("application/json")
            and not answer.headers.get("Content-Encoding")
        ):
            answer.body = gzip.compress(answer.body, 1)
            answer.headers["Content-Encoding"] = "gzip"
        return answer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "double", ""
    disable_nagle_algorithm = True  # else each answer waits 40 ms
    double: Double

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        _, host, *rest = parts.path.split("/")
        size = int(self.headers.get("Content-Length") or 0)
        query = {name: values[-1] for name, values in parse_qs(parts.query, True).items()}
        ask = Ask(
            self.command,
            host,
            "/" + "/".join(rest),
            query,
            {name.lower(): value for name, value in self.headers.items()},
            self.rfile.read(size),
        )
        try:
            self._write(self.double.answer(ask))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _write(self, answer: Answer) -> None:
        body = b"" if answer.status == 304 else answer.body
        self.send_response_only(answer.status)
        self.send_header("Date", answer.date or self.date_time_string())
        if body:
            self.send_header("Content-Type", answer.type)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.lengthless:
            self.send_header("Connection", "close")
        elif answer.status != 304:
            declared = len(body) if answer.declared is None else answer.declared
            self.send_header("Content-Length", str(declared))
        self.end_headers()
        end = len(body) if answer.cut is None else min(answer.cut, len(body))
        for start in range(0, end, answer.piece):
            if answer.drip:
                time.sleep(answer.drip)
            self.wfile.write(body[start : min(start + answer.piece, end)])
            self.wfile.flush()
        if answer.cut is not None or answer.lengthless or answer.declared is not None:
            self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Tests read ``Double.asked``."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is part of the tests."""


@contextmanager
def publishers(tls: ssl.SSLContext | None = None) -> Iterator[Double]:
    """The double, serving nothing yet, until the block ends.

    Args:
        tls: serve HTTPS with these certificates.
    """
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {}))
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    double = Double(f"{scheme}://127.0.0.1:{server.server_address[1]}")
    server.RequestHandlerClass.double = double  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
