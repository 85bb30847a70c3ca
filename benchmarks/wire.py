"""Counts the bytes that really travel between a browser and the site: a pass-through in between."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Wire:
    """An address that leads to the site, and the bytes that came back through it."""

    url: str
    received: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, count: int) -> None:
        """Count bytes that the site sent."""
        with self._lock:
            self.received += count


@contextmanager
def counted(url: str) -> Iterator[Wire]:
    """A second address for a site on this machine, whose traffic is counted."""
    parts = urlsplit(url)
    assert parts.port is not None
    target = parts.hostname or "localhost", parts.port
    with socket.create_server(("localhost", 0)) as server:
        wire = Wire(f"http://localhost:{server.getsockname()[1]}")
        threading.Thread(target=_accept, args=(server, target, wire), daemon=True).start()
        yield wire


def _accept(server: socket.socket, target: tuple[str, int], wire: Wire) -> None:
    while True:
        try:
            reader, _address = server.accept()
        except OSError:  # closed: the measurement is over
            return
        site = socket.create_connection(target)
        for source, sink, count in ((reader, site, False), (site, reader, True)):
            threading.Thread(
                target=_pass, args=(source, sink, wire if count else None), daemon=True
            ).start()


def _pass(source: socket.socket, sink: socket.socket, wire: Wire | None) -> None:
    try:
        while part := source.recv(65536):
            if wire is not None:
                wire.add(len(part))
            sink.sendall(part)
        sink.shutdown(socket.SHUT_WR)
    except OSError:  # either end is gone
        pass
