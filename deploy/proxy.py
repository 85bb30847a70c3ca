"""The configuration of the proxy: one template, for plain processes and for containers.

``python -m deploy.proxy`` writes ``deploy/nginx.conf``, the one of ``deploy/compose.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

FOLDER = Path(__file__).parent
FILES = 32768
"""Open files of one of nginx's processes."""
PAUSE = 5
"""Seconds for which a replica that did not answer is left alone."""


@dataclass(frozen=True)
class Replica:
    """One process of the site."""

    name: str
    """What the reader's cookie says: a number."""
    address: str
    """Numbers, not a host's name: nginx compares them with who answered."""


def configuration(
    replicas: Sequence[Replica],
    *,
    listen: str,
    folder: str,
    types: str = "/etc/nginx/mime.types",
    certificate: str = "",
    key: str = "",
    pause: int = PAUSE,
    files: int = FILES,
    note: str = "Written by deploy/proxy.py.",
) -> str:
    """The text of ``nginx.conf``.

    Args:
        replicas: one or more.
        listen: address and port, or a port.
        folder: where nginx may write: what it keeps, and its process id.
        types: the list of media types that comes with nginx.
        certificate: file of the certificate; without it, something in front speaks TLS.
        key: file of its key.
        pause: seconds for which a replica that did not answer is left alone.
        files: how many a process of nginx may have open; a reader takes two.
        note: the first line.

    Raises:
        ValueError: there is no replica.
    """
    if not replicas:
        raise ValueError("a proxy needs a replica to send readers to")
    templates = Environment(
        loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return templates.get_template("nginx.conf.jinja").render(
        replicas=replicas,
        listen=listen,
        folder=folder,
        types=types,
        certificate=certificate,
        key=key,
        note=note,
        pause=pause,
        files=files,
    )


CONTAINERS = [Replica(str(n), f"172.30.53.{10 + n}:8501") for n in (1, 2, 3)]
"""The replicas of ``deploy/compose.yaml``."""


def for_containers() -> str:
    """The configuration that ``deploy/compose.yaml`` mounts."""
    return configuration(
        CONTAINERS,
        listen="8080",
        folder="/tmp",
        note="Written by `python -m deploy.proxy` from nginx.conf.jinja: change that.",
    )


if __name__ == "__main__":
    (FOLDER / "nginx.conf").write_text(for_containers(), "utf-8")
