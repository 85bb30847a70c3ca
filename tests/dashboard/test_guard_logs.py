"""A server that is asked for a marked ZIP code in every way writes it nowhere, nor who asked."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from pathlib import Path
from typing import Literal

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from benchmarks.readers import Reader, ReaderError
from benchmarks.site import running

MARK = "98765"
ADDRESS = "203.0.113.77"
APP = """
import streamlit as st
from starlette.routing import Route
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import frame, guard, routes


def fail(request):
    raise KeyError(request.query_params["zip"])


if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(
        __file__,
        routes=[Route("/fail", fail), *routes.ROUTES],
        middleware=guard.MIDDLEWARE,
        lifespan=frame.warm_up,
        on_script_error=frame.on_error,
    )
elif "fail" in st.query_params:
    raise ValueError(st.query_params["zip"])
else:
    frame.show()
"""
"""The site, with a route and a page that stop on what they are asked."""


def ask(url: str, **headers: str) -> int:
    sent = {"X-Forwarded-For": ADDRESS} | headers
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=sent)) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


async def drain(socket: ClientConnection) -> None:
    while True:
        await socket.recv()


async def sessions(url: str) -> None:
    reader = Reader(url, "zip", f"zip={MARK}")
    await reader.open()
    await reader.close()
    reader = Reader(url, "", f"zip={MARK}&fail=1")
    with pytest.raises(ReaderError, match="our mistake"):
        await reader.open()
    await reader.close()
    stream = "ws" + url.removeprefix("http") + f"/_stcore/stream?zip={MARK}"
    more = {"X-Forwarded-For": ADDRESS}
    with pytest.raises(InvalidStatus):
        await connect(stream, origin="https://evil.example", additional_headers=more)  # type: ignore[arg-type]
    for frame in (MARK, b"\xff" + MARK.encode()):
        async with connect(stream, additional_headers=more, proxy=None) as socket:
            await socket.send(frame)
            with pytest.raises(ConnectionClosed):
                await drain(socket)


@pytest.mark.parametrize("server", ["streamlit", "uvicorn"])
def test_no_reader_stands_in_the_logs(
    server: Literal["streamlit", "uvicorn"], small_folder: Path, tmp_path: Path
) -> None:
    script = tmp_path / "marked.py"
    script.write_text(APP, "utf-8")
    with running(small_folder, script, server=server) as site:
        url = site.url
        assert ask(f"{url}/z/01105.html?from={MARK}") == 200
        assert ask(f"{url}/z/{MARK}.html") == 404
        assert ask(f"{url}/zip?zip={MARK}", Referer=f"{url}/zip?zip={MARK}") == 200
        assert ask(f"{url}/api/v1/zip/{MARK}") == 404
        assert ask(f"{url}/documents/zip/{MARK}.pdf") == 404
        assert ask(f"{url}/figures/zip/rate.svg?zip={MARK}") == 404
        assert ask(f"{url}/fail?zip={MARK}") == 500
        assert ask(f"{url}/healthz", Host=f"{MARK}<") == 400
        asyncio.run(sessions(url))
        said = site.said()
    assert "KeyError" in said
    assert "ValueError" in said
    assert "marked.py" in said
    assert MARK not in said
    assert ADDRESS not in said
    assert "127.0.0.1:" not in said.replace(f"127.0.0.1:{url.rpartition(':')[2]}", "")
