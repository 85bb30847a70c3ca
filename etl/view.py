"""The folder that a build reads: the embedded files with the fetched ones laid over them.

``RETRIEVED.json`` in it says of each dataset which copy that is; :mod:`etl.sources` puts it into
the published table of sources:

    {"form": 1,
     "datasets": {"<id>": {"state": "fresh" | "kept" | "embedded" | "absent",
                           "retrieved": "2026-11-02",      # the day this copy was first fetched
                           "checked": "2026-11-09T03:10:04Z",  # when it was last known to be newest
                           "vintage": "...", "data_as_of": "2026-11-01", "note": "...",
                           "problem": "..."}}}             # why it is not fresh; no keys in it

*fresh*: the publisher's newest, as of the last refresh. *kept*: the last good copy, because a
newer one was not to be had or was refused. *embedded*: what ships with the sources folder.
*absent*: only the publisher has it, and it was never fetched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from data_sources._keys import redact
from data_sources._vault import write_whole

RETRIEVED = "RETRIEVED.json"
State = Literal["fresh", "kept", "embedded", "absent"]


@dataclass(frozen=True)
class Choice:
    """The copy of a dataset that a build reads."""

    id: str
    state: State
    folder: Path | None = None
    """Of the fetched copy; None where the embedded one is read."""
    files: tuple[str, ...] = ()
    """Below ``folder``, laid over the files of the same names."""
    retrieved: str = ""
    checked: str = ""
    vintage: str = ""
    data_as_of: str = ""
    note: str = ""
    problem: str = ""


def assemble(target: Path, source: Path, choices: Iterable[Choice]) -> Path:
    """Make the folder, of links; the files themselves are not touched.

    Args:
        target: not there yet.
        source: the embedded files; it may be missing where every dataset was fetched.
        choices: one a dataset.

    Returns:
        ``target``.

    Raises:
        OSError: it cannot be made.
    """
    target.mkdir(parents=True)
    if source.is_dir():
        _link_all(source.resolve(), target)
    described: dict[str, dict[str, str]] = {}
    for choice in choices:
        for name in choice.files if choice.folder else ():
            _link(choice.folder / name, target / name)  # type: ignore[operator]
        described[choice.id] = {
            "state": choice.state,
            "retrieved": choice.retrieved,
            "checked": choice.checked,
            "vintage": choice.vintage,
            "data_as_of": choice.data_as_of,
            "note": redact(choice.note),
            "problem": redact(choice.problem),
        }
    text = json.dumps({"form": 1, "datasets": described}, indent=1, ensure_ascii=False)
    write_whole(target / RETRIEVED, text.encode() + b"\n")
    return target


def retrieved(folder: Path) -> Mapping[str, Mapping[str, Any]]:
    """What ``RETRIEVED.json`` says of each dataset; empty where a folder has none.

    Raises:
        ValueError: it is not in its form.
    """
    path = folder / RETRIEVED
    if not path.is_file():
        return {}
    try:
        found: Mapping[str, Mapping[str, Any]] = json.loads(path.read_bytes())["datasets"]
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path} is not in its form; make the folder anew") from None
    return found


def _link_all(source: Path, target: Path) -> None:
    for place, folders, files in os.walk(source):
        below = target / Path(place).relative_to(source)
        for name in folders:
            (below / name).mkdir()
        for name in files:
            (below / name).symlink_to(Path(place) / name)


def _link(file: Path, link: Path) -> None:
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing from a fetched copy")
    link.parent.mkdir(parents=True, exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(file.resolve())
