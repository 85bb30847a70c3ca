"""The reference page of what an installation brings with it, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parent.parent
ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"),
        *("MIT-CMU", "MPL-2.0", "PSF-2.0", "Zlib"),
    }
)
"""Licences under which the site may be run, changed and passed on together with its own."""
_AS_SPDX = {
    "2-clause BSD": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "Artistic License": "Artistic-1.0",
    "BSD 3-Clause": "BSD-3-Clause",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "MIT license": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "PSFL": "PSF-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}
_ELSEWHERE = {"colorama": "BSD-3-Clause", "httpx2-jsfetch": "BSD-3-Clause"}
"""Packages that only other systems need, so that their own word cannot be read here."""
_UNSAID = {"axe-playwright-python": "MIT"}
"""Packages that name no licence in their metadata; from their repository."""
_PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pinned(file: str) -> dict[str, list[str]]:
    """Packages of a requirements file with their versions; several where Pythons differ."""
    found: dict[str, list[str]] = {}
    for name, version in _PIN.findall((ROOT / file).read_text("utf-8")):
        found.setdefault(name, []).append(version)
    return found


def licence(name: str) -> str:
    """The licence of a package by its own metadata, as an SPDX expression where it can be.

    Raises:
        LookupError: the package is not installed and not known to be for other systems.
    """
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        if name in _ELSEWHERE:
            return _ELSEWHERE[name]
        raise LookupError(
            f"{name} is pinned and not installed: make .venv/.tools; if only another system "
            f"needs it, name its licence in {Path(__file__).name}"
        ) from None
    kinds = [
        kind.rpartition(" :: ")[2]
        for kind in said.get_all("Classifier") or []
        if kind.startswith("License")
    ]
    text = _first(said, "License")
    short = text if len(text) < 60 and "\n" not in text and "(c)" not in text else ""
    words = _first(said, "License-Expression") or short or " AND ".join(map(_spdx, kinds[:1]))
    return _spdx(words) or _UNSAID.get(name, "")


def _first(said: metadata.PackageMetadata, name: str) -> str:
    return str((said.get_all(name) or [""])[0]).strip()


def _spdx(words: str) -> str:
    return _AS_SPDX.get(words, words)


def allowed(expression: str, licences: frozenset[str] = ALLOWED) -> bool:
    """Whether all licences of an expression, or one of each choice, are in a list."""
    return bool(expression) and all(
        any(one.strip(" ()") in licences for one in part.split(" OR "))
        for part in expression.split(" AND ")
    )


def page() -> Iterator[str]:
    """The lines of the page."""
    yield (
        "What `requirements.txt` installs, by each package's own word. All of it may be run, "
        "changed and passed on together with the code of this atlas (MIT); a test fails for any "
        "other licence. Streamlit brings a compiled front end with libraries of its own; its "
        "repository lists them. The terms of the data stand in [sources.md](sources.md)."
    )
    yield from ("", "| package | version | licence |", "| --- | --- | --- |")
    for name, versions in pinned("requirements.txt").items():
        yield f"| {name} | {', '.join(versions)} | {licence(name)} |"
