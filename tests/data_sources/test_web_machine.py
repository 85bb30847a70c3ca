"""This machine: a full disk, files that may not grow, a run that is killed at any step."""

from __future__ import annotations

import errno
import io
import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from data_sources._fetch import Table
from data_sources._web import Web, WebError
from tests.publishers import faults
from tests.publishers.double import (
    Double,
)
from tests.publishers.refusals import ZIP, contents, refused


def test_a_disk_that_is_full(boston: Double, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    true_open = Path.open

    def opened(path: Path, mode: str = "r", **more: object) -> object:
        return Full() if "a" in mode else true_open(path, mode, **more)  # type: ignore[call-overload]

    with monkeypatch.context() as full:
        full.setattr("os.fsync", lambda _: Full().write(b""))
        with pytest.raises(WebError, match=r"a_table.*cannot be written \(No space") as caught:
            Table(("a",), ({"a": "1"},), "a_table").write(web.vault.folder / "t.csv")
        assert caught.value.kind == "disk"
    monkeypatch.setattr(Path, "open", opened)
    error = refused(web, "disk")
    assert "No space left on device" in str(error)
    assert "EZC_LIVE" in str(error)
    monkeypatch.undo()


def in_a_child(task: Callable[[], None]) -> int:
    """Run a task in a copy of this process; the signal that ended it, or its status, negative."""
    child = os.fork()
    if child:
        return -os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 99
    with suppress(BaseException):
        task()
        status = 0
    os._exit(status)


def test_files_that_may_not_grow(boston: Double, web: Web, tmp_path: Path) -> None:
    """The same with a true limit of the system."""

    def task() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with Web(sleep=lambda _: None) as client:
            refused(client, "disk", "/file.zip", expect="zip")

    assert in_a_child(task) == 0
    assert contents(web.vault) == {}
    assert web.get("boston", "/file.zip", expect="zip").read() == ZIP


@pytest.mark.parametrize(("path", "expect"), [("/file.zip", "zip"), ("/rows", "json")])
def test_killed_at_any_step_the_store_is_whole_and_the_next_run_completes(
    boston: Double, web: Web, path: str, expect: str
) -> None:
    """kill -9 at the first, second, ... touch of a file, until a run comes to its end."""
    boston.fault("boston", faults.altered(piece=40_000))
    vault = web.vault.folder
    for point in range(1, 200):

        def task(point: int = point) -> None:
            touched = [0]

            def hook(event: str, arguments: tuple[object, ...]) -> None:
                if not event.startswith(("open", "os.")) or str(vault) not in str(arguments[:2]):
                    return
                touched[0] += 1
                if touched[0] == point:
                    os.kill(os.getpid(), signal.SIGKILL)

            sys.addaudithook(hook)
            with Web(sleep=lambda _: None) as client:
                client.get("boston", path, expect=expect)  # type: ignore[arg-type]

        ended = in_a_child(task)
        contents(web.vault)
        if ended == 0:
            break
        assert ended == signal.SIGKILL
    assert point > 10, "there were points to be killed at"
    reply = web.get("boston", path, expect=expect)  # type: ignore[arg-type]
    assert reply.read() == (ZIP if expect == "zip" else b'[{"a": "1"}]')


@pytest.mark.parametrize("size", [1, 100_000, 200_000, len(ZIP)])
def test_killed_in_the_middle_of_a_download_it_is_continued(
    boston: Double, web: Web, size: int
) -> None:
    boston.fault("boston", faults.altered(piece=40_000, drip=0.005))

    def task() -> None:
        def killed(dataset: str, host: str, came: int, total: int | None) -> None:
            if came >= size:
                os.kill(os.getpid(), signal.SIGKILL)

        with Web(sleep=lambda _: None, progress=killed) as client:
            client.get("boston", "/file.zip", expect="zip")

    assert in_a_child(task) == signal.SIGKILL
    assert contents(web.vault) == {}
    assert web.get("boston", "/file.zip", expect="zip").read() == ZIP
    assert contents(web.vault)
