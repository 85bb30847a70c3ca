"""Requests a second of the routes that need no session, and how long the slowest wait.

Asked by ``wrk`` (Debian's package), which is written in C: a client in Python would be the slower
of the two.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import urllib.request

from benchmarks.report import Figure
from benchmarks.site import running

CONNECTIONS, SECONDS, ROUNDS = 16, 5, 3
ROUTES = {
    "/z/*.html": "/z/02121.html",
    "/layers": "/layers/zcta.geojson",
    "/api, one place": "/api/v1/places/zcta/02121",
    "/api, a table": "/api/v1/observations?indicator=people_shot&level=zcta",
}
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def tool() -> str:
    """The installed ``wrk``.

    Raises:
        RuntimeError: there is none; says how to get it.
    """
    path = shutil.which("wrk")
    if path is None:
        raise RuntimeError("The routes are measured with wrk: sudo apt-get install wrk")
    return path


def figures() -> list[Figure]:
    """Each route with its goal."""
    out: list[Figure] = []
    with running() as site:
        for name, path in ROUTES.items():
            with urllib.request.urlopen(site.url + path) as answer:  # follows to the kept address
                address = answer.url
            a_second, slowest = max(asked(address) for _ in range(ROUNDS))
            goal = name.startswith("/z")
            out += [
                Figure(f"{name}: requests a second", a_second, "", least=1500 if goal else None),
                Figure(f"{name}: p99", slowest, "ms", most=50 if goal else None),
            ]
    return out


def asked(address: str) -> tuple[float, float]:
    """Requests a second and the 99th percentile of waits in ms, over connections kept open.

    Raises:
        RuntimeError: an answer was no success; holds what wrk said.
    """
    done = subprocess.run(
        [
            tool(),
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{SECONDS}",
            "--latency",
            "-HAccept-Encoding: gzip",
            address,
        ],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"LC_ALL": "C"},
    )
    return read(done.stdout)


def read(said: str) -> tuple[float, float]:
    """What wrk printed: requests a second, 99th percentile in ms.

    Raises:
        RuntimeError: some answers were refused or broken, or the form is another.
    """
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", said)
    if rate is None or slow is None or "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"wrk met something else than answers:\n{said}")
    return float(rate[1]), float(slow[1]) * _UNITS[slow[2]]
