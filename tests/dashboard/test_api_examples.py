"""The lines that the data page offers to copy really work, against a site that runs."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import uvicorn
from starlette.applications import Starlette

from benchmarks.site import free_port
from dashboard import routes
from dashboard.atlas import Atlas
from dashboard.data import api_sections
from tests.dashboard.asgi import Client


@pytest.fixture
def site(small_tables: Atlas) -> Iterator[str]:
    """The site's own routes on a port of this machine."""
    port = free_port()
    app = Starlette(routes=list(routes.ROUTES))
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 10
    while not server.started and time.monotonic() < until:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_the_python_lines_print_the_table(site: str, small_tables: Atlas) -> None:
    made: dict[str, pd.DataFrame] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(api_sections.lines(small_tables, site)["python"], made)
    table = made["table"]
    period = table["period"].iloc[0]
    wanted = small_tables.at("people_shot", "zcta", period)
    assert table["code"].tolist() == wanted.index.tolist()
    pd.testing.assert_series_equal(
        table.set_index("code")["value"], wanted["value"], check_index_type=False
    )
    assert "02121" in said.getvalue()


def test_the_curl_lines_bring_what_they_say(site: str, small_tables: Atlas, tmp_path: Path) -> None:
    lines = api_sections.lines(small_tables, site)["bash"]
    for line in lines.splitlines():
        assert shlex.split(line)[0] == "curl"
        with urllib.request.urlopen(shlex.split(line)[1]) as answer:
            assert answer.status == 200
    if shutil.which("curl") is None:
        return
    ran = subprocess.run(
        ["bash", "-ec", lines], cwd=tmp_path, capture_output=True, text=True, timeout=30
    )
    assert ran.returncode == 0, ran.stderr
    assert '"observations":[' in ran.stdout
    assert (tmp_path / "people_shot.csv").read_text("utf-8").startswith("indicator,level,code")


def test_the_r_lines_ask_for_the_same_table(small_tables: Atlas) -> None:
    lines = api_sections.lines(small_tables, "http://test")
    addresses = {
        name: re.search(r"http://test(\S+format=csv)", text) for name, text in lines.items()
    }
    found = {match.group(1) for match in addresses.values() if match}
    assert len(found) == 1
    answer = Client(Starlette(routes=list(routes.ROUTES))).get(found.pop())
    for column in re.findall(r'"(\w+)"', lines["r"].splitlines()[-1]):
        assert column in answer.text.splitlines()[0].split(",")


@pytest.mark.parametrize(
    ("page", "site"),
    [
        (None, "http://localhost:8501"),
        ("", "http://localhost:8501"),
        ("javascript:alert(1)", "http://localhost:8501"),
        ("http://localhost:8601/data", "http://localhost:8601"),
        ("https://atlas.example.org/data?d_table=places", "https://atlas.example.org"),
    ],
)
def test_the_address_is_that_of_the_site(page: str | None, site: str) -> None:
    assert api_sections.address(page) == site
