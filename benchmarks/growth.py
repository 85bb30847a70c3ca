"""How the site's costs grow when there are ten times as many ZIP areas, ZIP codes and values."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import shutil
import time
import urllib.request
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from benchmarks.crowd import MAP
from benchmarks.meters import memory_mb
from benchmarks.readers import Reader
from benchmarks.report import Figure
from benchmarks.reruns import again, choosing, cost
from benchmarks.site import ROOT, Site, running

TIMES = 10
LEVEL = "zcta"


@dataclass(frozen=True)
class Size:
    """What the site takes over one set of tables."""

    start_s: float
    memory_mb: float
    opening_ms: float
    opening_bytes: float
    change_cpu_ms: float
    change_bytes: float
    run_cpu_ms: float
    layer_kb: float
    table_ms: float


NAMES = {
    "start_s": "start until it answers",
    "memory_mb": "memory",
    "opening_ms": "map: opening",
    "opening_bytes": "map: bytes of opening",
    "change_cpu_ms": "map: CPU of a change",
    "change_bytes": "map: bytes of a change",
    "run_cpu_ms": "map: CPU of a whole run",
    "layer_kb": "layer of ZIP areas, gzipped",
    "table_ms": "API: a table of all ZIP areas",
}


def figures() -> list[Figure]:
    """Each cost over the larger tables, and against the same over those that ship."""
    with TemporaryDirectory() as folder:
        large = Path(folder) / "data"
        rows = multiplied(ROOT / "data", large, TIMES)
        once = _measured(None)
        more = _measured(large)
    out = [Figure("growth: rows of the larger tables / those that ship", rows, "x")]
    for field, small, big in zip(fields(Size), astuple(once), astuple(more), strict=True):
        unit = field.name.rpartition("_")[2].replace("bytes", "B").replace("mb", "MB")
        out.append(
            Figure(
                f"growth: {NAMES[field.name]}, {TIMES}x / 1x",
                big / small if small else float("nan"),
                "x",
                note=f"{small:,.1f} -> {big:,.1f} {unit.replace('kb', 'kB')}",
            )
        )
    return out


def _measured(data: Path | None) -> Size:
    with running(data) as site:
        return asyncio.run(_size(site))


async def _size(site: Site) -> Size:
    reader = Reader(site.url, MAP.path)
    await reader.open()  # makes what is made once
    await reader.close()
    reader = Reader(site.url, MAP.path)
    opened = await reader.open()
    await reader.close()
    await cost(site, MAP.path, choosing(MAP))  # goes once through all layers, which are then kept
    change = await cost(site, MAP.path, choosing(MAP))
    whole = await cost(site, MAP.path, again, times=20)
    layer, _ = await asyncio.to_thread(_got, f"{site.url}/layers/{LEVEL}.geojson")
    table = f"{site.url}/api/v1/observations?indicator=poverty&level={LEVEL}"
    _, seconds = await asyncio.to_thread(_got, table)
    return Size(
        site.seconds_to_start,
        memory_mb(site.process.pid),
        1000 * opened.seconds,
        opened.received,
        change.cpu,
        change.received,
        whole.cpu,
        len(layer) / 1e3,
        1000 * seconds,
    )


def _got(address: str) -> tuple[bytes, float]:
    started = time.perf_counter()
    request = urllib.request.Request(address, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as response:
        content: bytes = response.read()
        zipped = response.headers.get("Content-Encoding") == "gzip"
    seconds = time.perf_counter() - started
    return (content if zipped else gzip.compress(content, 6)), seconds


def multiplied(data: Path, out: Path, times: int) -> float:
    """Write tables in which each ZIP area stands ``times`` times, under codes of its own.

    Args:
        data: tables that ship.
        out: folder that is made.
        times: 1 to 10: the first digit of a code tells the copies apart.

    Returns:
        Rows of all tables together over those of ``data``.
    """
    shutil.copytree(data, out)
    before = after = 0
    for path in sorted(out.glob("*.parquet")):
        table = pd.read_parquet(path)
        larger = pd.concat([table, *(_copy(table, n) for n in range(1, times))], ignore_index=True)
        before, after = before + len(table), after + len(larger)
        if len(larger) > len(table):
            larger.astype(table.dtypes).to_parquet(path, index=False)
    shapes = out / "boundaries" / f"{LEVEL}.geojson"
    collection: dict[str, Any] = json.loads(shapes.read_text("utf-8"))
    collection["features"] += [
        feature | {"properties": feature["properties"] | {"code": code, "name": code}}
        for n in range(1, times)
        for feature in collection["features"]
        for code in [_code(feature["properties"]["code"], n)]
    ]
    shapes.write_text(json.dumps(collection, separators=(",", ":")), "utf-8")
    _described(out)
    return after / before


def _copy(table: pd.DataFrame, number: int) -> pd.DataFrame:
    """The rows about ZIP areas once more; none where the table has none."""
    if {"level", "code"} <= {*table.columns}:
        rows, columns = table[table["level"] == LEVEL], ["code"]
    elif "zip" in table.columns:
        rows, columns = table, ["zip", "zcta"]
    elif "from_code" in table.columns:
        rows = table[(table["from_level"] == LEVEL) & (table["to_level"] != LEVEL)]
        columns = ["from_code"]
    else:
        return table.iloc[:0]
    return rows.assign(**{c: rows[c].map(lambda code: _code(code, number)) for c in columns})


def _code(code: str, number: int) -> str:
    return f"{number}{code[1:]}" if code else code


def _described(folder: Path) -> None:
    """Write sizes and hashes of the files anew."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource["bytes"] = len(content)
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    path.write_text(json.dumps(package), "utf-8")
