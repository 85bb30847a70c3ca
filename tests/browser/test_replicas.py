"""Replicas behind nginx: one is killed, then all restart; no reader loses more than a connection.

The site stands in a folder that holds what the container's image holds, and nothing else.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import expect

from benchmarks.failover import Met, met_by_readers
from benchmarks.readers import Reader
from benchmarks.site import free_port
from deploy.local import Replicas, standing
from tests.browser.conftest import Open, settled
from tests.deploy.image import laid_out


@pytest.fixture(scope="module")
def behind() -> Iterator[tuple[Replicas, str]]:
    # Not below pytest's own folder: workers of an nginx that root starts belong to another user.
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        ports = [free_port() for _ in range(3)]
        with standing(ports[1:], ports[0], folder, laid_out(folder / "image"), pause=1) as here:
            yield here


def under_load(url: str, happen: Callable[[], None]) -> Met:
    """What some readers met; on a thread of their own, since Playwright's loop has this one."""
    going = met_by_readers(url, happen, readers=8, think=0.5, seconds=2.0)
    with ThreadPoolExecutor(1) as beside:
        return beside.submit(asyncio.run, going).result()


def test_a_killed_replica_costs_its_readers_one_connection(
    behind: tuple[Replicas, str], opened: Open
) -> None:
    replicas, url = behind
    seen = opened(f"{url}/zip?zip=02121")
    page = seen.page
    cookies = {c.get("name"): c.get("value") for c in page.context.cookies()}
    victim = next(r for r in replicas.all if r.name == cookies["ezc_replica"])

    met = under_load(url, lambda: replicas.kill(victim))

    assert met.errors == []
    assert set(met.homes) == {r.name for r in replicas.all}, "readers are spread"
    lost = [victim.name == home for home in met.homes]
    assert [n > 0 for n in met.reconnects] == lost, "nobody else notices"
    assert max(met.reconnects) == 1
    assert met.moved == sum(lost)
    assert met.after, "readers go on choosing"

    # In a browser: the same page of the same place, made again by the other replica by itself.
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("02121")
    assert page.url.endswith("/zip?zip=02121")
    assert page.get_by_role("dialog").count() == 0
    moved = {c.get("name"): c.get("value") for c in page.context.cookies()}
    assert moved["ezc_replica"] not in ("", victim.name)
    # Fragments and downloads are known to one process alone: they must be this one's.
    page.get_by_text("Share and reuse").first.click()
    expect(page.get_by_text("Link to exactly this view").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the numbers of").click()
    assert download.value.suggested_filename == "every-zip-code-02121.csv"
    assert seen.elsewhere() == []

    assert replicas.mend() == [victim]
    proxy_log = replicas.log(victim).with_name("nginx.log").read_text("utf-8")
    assert "client:" not in proxy_log, "it knows who asked for what"
    assert "02121" not in proxy_log


def test_a_rolling_restart_costs_a_reader_a_connection_each_time(
    behind: tuple[Replicas, str],
) -> None:
    replicas, url = behind
    before = [replicas.pid(r) for r in replicas.all]

    async def come_and_stay() -> list[int]:
        readers = [Reader(url, "map") for _ in range(4)]
        await asyncio.gather(*(reader.open() for reader in readers))
        await asyncio.to_thread(replicas.roll, 1)
        for number, reader in enumerate(readers):
            await reader.choose("choice_beside", number + 2)  # raises if it is not answered
        await asyncio.gather(*(reader.close() for reader in readers))
        return [reader.reconnects for reader in readers]

    with ThreadPoolExecutor(1) as beside:
        reconnects = beside.submit(asyncio.run, come_and_stay()).result()
    assert all(1 <= n <= len(replicas.all) for n in reconnects)
    assert all(replicas.pid(r) != pid for r, pid in zip(replicas.all, before, strict=True))


def test_what_is_the_same_everywhere_is_kept_at_the_proxy(behind: tuple[Replicas, str]) -> None:
    replicas, url = behind
    page = f"{url}/z/02121.html"
    with urllib.request.urlopen(page) as first:
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        assert first.headers["Set-Cookie"] is None
        text = first.read()
    assert url.encode() in text, "the page names the address that the reader asked"
    replicas.stop(*replicas.all)
    with urllib.request.urlopen(page) as second:
        assert second.read() == text
