"""Asks an ASGI application without a server, as a browser would."""

from __future__ import annotations

import asyncio
import gzip
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    status_code: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        zipped = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.content) if zipped else self.content).decode()

    def json(self) -> Any:
        return json.loads(self.text)


class Client:
    """Requests to one application; a redirect is followed once unless told otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def get(
        self,
        path: str,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
        follow_redirects: bool = True,
    ) -> Answer:
        answer = self.ask("GET", path + (f"?{urlencode(params)}" if params else ""), headers or {})
        if follow_redirects and answer.status_code == 307:
            return self.ask("GET", answer.headers["location"], headers or {})
        return answer

    def ask(self, method: str, target: str, headers: dict[str, str] | None = None) -> Answer:
        parts = urlsplit(target)
        sent = {
            "host": "localhost",
            "accept-encoding": "gzip",
            **{k.lower(): v for k, v in (headers or {}).items()},
        }
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "root_path": "",
            "query_string": parts.query.encode(),
            "headers": [(k.lower().encode(), v.encode()) for k, v in sent.items()],
            "server": ("localhost", 80),
            "client": ("localhost", 1),
        }
        messages: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        # In a thread of its own: browser tests of the same run keep a loop in this one.
        with ThreadPoolExecutor(1) as thread:
            call = self.app(scope, receive, send)  # type: ignore[arg-type]
            thread.submit(asyncio.run, call).result()
        start = next(m for m in messages if m["type"] == "http.response.start")
        content = b"".join(m.get("body", b"") for m in messages)
        return Answer(
            start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, content
        )
