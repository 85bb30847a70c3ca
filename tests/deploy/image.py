"""What ``deploy/Containerfile`` says, and the files of its image without an engine to build it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTAINERFILE = ROOT / "deploy" / "Containerfile"


def instructions() -> Iterator[tuple[str, str]]:
    """Each instruction and what it is given, long lines joined."""
    text = re.sub(r"\\\n\s*", "", CONTAINERFILE.read_text("utf-8"))
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            name, _, given = line.partition(" ")
            yield name, given.strip()


def copied() -> Iterator[tuple[list[str], str]]:
    """What is copied from the repository in the last stage, and where to."""
    lines = list(instructions())
    last = max(n for n, (name, _) in enumerate(lines) if name == "FROM")
    for name, given in lines[last:]:
        if name == "COPY" and not given.startswith("--from"):
            *sources, target = given.split()
            yield sources, target


def command() -> list[str]:
    """What the container runs."""
    found: list[str] = json.loads([given for name, given in instructions() if name == "CMD"][-1])
    return found


def laid_out(folder: Path) -> Path:
    """The files that the image copies from the repository, in an empty folder."""
    folder.mkdir()
    for sources, target in copied():
        for source in sources:
            here = ROOT / source
            if here.is_dir():
                clean = shutil.ignore_patterns("__pycache__")
                shutil.copytree(here, folder / target, ignore=clean)
            else:
                place = folder / target / here.name if target.endswith("/") else folder / target
                place.parent.mkdir(exist_ok=True)
                shutil.copy(here, place)
    return folder
