"""The replicas and their proxy as plain processes of this machine: ``make replicas``.

``python -m deploy.local --replicas 3`` runs until it is told to stop (SIGTERM, Ctrl-C). A replica
that ends is started again; SIGHUP restarts one after another, for new code or a new setting.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from typing import Annotated

import typer

from deploy.proxy import FILES, PAUSE, Replica, configuration

ROOT = Path(__file__).parent.parent
HERE = "127.0.0.1"
PATIENCE = 60.0
"""Seconds that a process may take to answer, or to end."""


class NotStartedError(RuntimeError):
    """A process did not come up; says which, what it printed and what to do."""


class Replicas:
    """The processes of the site, each with a number, an address and a log of its own.

    Args:
        ports: one a replica.
        folder: for the logs.
        root: of the site's files.
    """

    def __init__(self, ports: Sequence[int], folder: Path, root: Path = ROOT) -> None:
        self.all = [Replica(str(n), f"{HERE}:{port}") for n, port in enumerate(ports, 1)]
        self._folder, self._root = folder, root
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def pid(self, replica: Replica) -> int:
        """The id of its process."""
        return self._processes[replica.name].pid

    def runs(self, replica: Replica) -> bool:
        """Whether its process is there."""
        process = self._processes.get(replica.name)
        return process is not None and process.poll() is None

    def log(self, replica: Replica) -> Path:
        """What it printed since its last start."""
        return self._folder / f"replica-{replica.name}.log"

    def start(self, *replicas: Replica) -> None:
        """Start these and wait until each answers that its tables are whole.

        Raises:
            NotStartedError: one does not.
        """
        for replica in replicas:
            host, _, port = replica.address.partition(":")
            with self.log(replica).open("wb") as log:
                self._processes[replica.name] = subprocess.Popen(
                    [
                        *(sys.executable, "-m", "streamlit", "run", "app.py"),
                        *("--server.address", host, "--server.port", port),
                    ],
                    cwd=self._root,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C is for the one that stops them in order
                )
        until = time.monotonic() + PATIENCE
        for replica in replicas:
            while not healthy(replica.address):
                if not self.runs(replica) or time.monotonic() > until:
                    printed = self.log(replica).read_text("utf-8", "replace")[-2000:]
                    raise NotStartedError(f"replica {replica.name} does not answer: {printed}")
                time.sleep(0.05)

    def stop(self, *replicas: Replica) -> None:
        """Ask these to end: each finishes what it is at and tells its readers to come again."""
        running = [r for r in replicas if self.runs(r)]
        for replica in running:
            self._processes[replica.name].terminate()
        for replica in running:
            try:
                self._processes[replica.name].wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill(replica)

    def kill(self, replica: Replica) -> None:
        """End it at once, as a machine that fails does."""
        self._processes[replica.name].kill()
        self._processes[replica.name].wait()

    def roll(self, pause: float = PAUSE) -> None:
        """Restart one after another: the next only when this one is back and the proxy knows.

        Args:
            pause: seconds for which the proxy leaves a replica alone that did not answer.

        Raises:
            NotStartedError: one does not come back; the others go on as they were.
        """
        for replica in self.all:
            self.stop(replica)
            self.start(replica)
            time.sleep(pause)

    def mend(self) -> list[Replica]:
        """Start again what has ended by itself; gives what that was."""
        ended = [replica for replica in self.all if not self.runs(replica)]
        self.start(*ended)
        return ended


def healthy(address: str) -> bool:
    """Whether the site at an address has whole tables to show."""
    with suppress(OSError), urllib.request.urlopen(f"http://{address}/healthz", timeout=2) as said:
        return bool(said.status == 200)
    return False


def nginx() -> str:
    """The installed nginx.

    Raises:
        NotStartedError: there is none; says how to get it.
    """
    path = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if path is None:
        raise NotStartedError("Replicas need nginx: sudo apt-get install nginx-light")
    return path


@contextmanager
def proxied(
    replicas: Sequence[Replica], port: int, folder: Path, pause: int = PAUSE
) -> Iterator[str]:
    """A proxy before the replicas until the block ends; gives its address.

    Raises:
        NotStartedError: nginx is not there, or does not start.
    """
    settings, log = folder / "nginx.conf", folder / "nginx.log"
    files = min(FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    text = configuration(
        replicas, listen=f"{HERE}:{port}", folder=str(folder), pause=pause, files=files
    )
    settings.write_text(text, "utf-8")
    command = [nginx(), "-p", str(folder), "-c", str(settings), "-e", "stderr"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "-g", "daemon off;"],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + PATIENCE
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > until:
                raise NotStartedError(f"nginx does not start: {log.read_text('utf-8')[-2000:]}")
            time.sleep(0.02)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HERE, port), 1):
        return True
    return False


@contextmanager
def standing(
    ports: Sequence[int], port: int, folder: Path, root: Path = ROOT, pause: int = PAUSE
) -> Iterator[tuple[Replicas, str]]:
    """Replicas and their proxy until the block ends; gives them and the proxy's address.

    Raises:
        NotStartedError: something does not start.
    """
    replicas = Replicas(ports, folder, root)
    try:
        replicas.start(*replicas.all)
        with proxied(replicas.all, port, folder, pause) as address:
            yield replicas, address
    finally:
        replicas.stop(*replicas.all)


def main(
    replicas: Annotated[int, typer.Option(min=1, help="How many; one a core.")] = 3,
    port: Annotated[int, typer.Option(help="The proxy's; replicas take the ones after it.")] = 8501,
) -> None:
    """Run replicas of the site behind nginx; SIGHUP restarts them one after another."""
    ended, again = Event(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    signal.signal(signal.SIGHUP, lambda *_: again.set())
    ports = range(port + 1, port + 1 + replicas)
    try:
        with TemporaryDirectory(prefix="every-zip-code-") as folder:
            # Workers of an nginx that root starts belong to another user.
            Path(folder).chmod(0o755)
            with standing(ports, port, Path(folder)) as (site, address):
                typer.echo(f"Every Zip Code is on {address}; {replicas} replicas, logs in {folder}")
                while not ended.wait(1):
                    if again.is_set():
                        again.clear()
                        site.roll()
                        typer.echo("All replicas were restarted.")
                    for replica in site.mend():
                        typer.echo(f"Replica {replica.name} had ended and runs again.", err=True)
    except NotStartedError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


if __name__ == "__main__":
    typer.run(main)
