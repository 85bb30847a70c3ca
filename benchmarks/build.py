"""The pipeline's build from the source files: time, peak memory, and sameness of two builds."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.report import Figure
from benchmarks.site import ROOT

SOURCES = Path(os.environ.get("EZC_SOURCES", ROOT.parent / "shared" / "sources"))
_BUILD = """
import resource, sys
from pathlib import Path
from etl import build
build.publish(build.build(Path(sys.argv[1])), Path(sys.argv[2]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def figures() -> list[Figure]:
    """Two builds in two processes; none where the source files are not at hand."""
    if not SOURCES.is_dir():
        return [Figure("build", float("nan"), "s", note=f"not measured: no folder {SOURCES}")]
    seconds: list[float] = []
    peaks: list[float] = []
    digests: list[str] = []
    with TemporaryDirectory() as folder:
        for run in ("first", "second"):
            out = Path(folder) / run
            started = time.perf_counter()
            usage = subprocess.run(
                [sys.executable, "-c", _BUILD, str(SOURCES), str(out)],
                cwd=ROOT,
                check=True,
                capture_output=True,
                text=True,
                env=os.environ | {"PYTHONHASHSEED": str(len(seconds))},
            )
            seconds.append(time.perf_counter() - started)
            peaks.append(int(usage.stdout.split()[-1]) / 1024)
            digests.append(_digest(out))
        tables = sum(p.stat().st_size for p in out.rglob("*") if p.is_file()) / 1e6
    return [
        Figure("build, whole process", min(seconds), "s", most=90),
        Figure("build, peak memory", max(peaks), "MB", most=2000),
        Figure("two builds with identical bytes", float(digests[0] == digests[1]), "", least=1),
        Figure("tables in data/", tables, "MB"),
    ]


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
