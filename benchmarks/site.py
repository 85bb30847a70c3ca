"""Runs the real site on a free port, for measurements and for tests in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Literal

ROOT = Path(__file__).parent.parent
UNLIMITED = {"EZC_EXPORTS_A_MINUTE": "0", "EZC_API_A_MINUTE": "0", "EZC_SESSIONS": "0"}
"""What is measured or tested here comes from one address; the environment may say otherwise."""


@dataclass(frozen=True)
class Site:
    """A running site."""

    url: str
    process: subprocess.Popen[bytes]
    seconds_to_start: float
    output: IO[bytes]

    def said(self) -> str:
        """What the server has written so far."""
        self.output.seek(0)
        return self.output.read().decode()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def running(
    data: Path | None = None,
    script: Path = ROOT / "app.py",
    timeout: float = 60,
    server: Literal["streamlit", "uvicorn"] = "streamlit",
) -> Iterator[Site]:
    """The site, from start to answering, until the block ends.

    Args:
        data: another folder of tables than ``data/``.
        script: another app, to compare with.
        timeout: seconds to wait for the first answer.
        server: what starts it: ``streamlit run`` or ``uvicorn``.

    Raises:
        RuntimeError: the site did not answer in time; holds what it printed.
    """
    port = free_port()
    environment = UNLIMITED | os.environ | ({"EZC_DATA": str(data)} if data else {})
    started = time.perf_counter()
    with TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-m", server, *_arguments(server, script, port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://localhost:{port}"
            while not _answers(f"{url}/healthz"):
                if process.poll() is not None or time.perf_counter() - started > timeout:
                    output.seek(0)
                    raise RuntimeError(f"the site did not start: {output.read().decode()[-2000:]}")
                time.sleep(0.05)
            yield Site(url, process, time.perf_counter() - started, output)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _arguments(server: str, script: Path, port: int) -> list[str]:
    if server == "uvicorn":
        where = ["--app-dir", str(script.parent), "--host", "127.0.0.1", "--port", str(port)]
        return [*where, f"{script.stem}:app"]
    options = {"port": str(port), "headless": "true", "address": "127.0.0.1"}
    return ["run", str(script), *(f"--server.{name}={value}" for name, value in options.items())]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
