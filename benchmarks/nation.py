"""A nation through the pipeline's heavy steps: ``python -m benchmarks.nation``.

Forty-eight invented states with 33,000 ZIP areas between them, and five million points in ten
years. Timed are the steps that grow with a nation: tracts cut by the lines of every level, points
put into places, and counts with rates and intervals by place and year. The same functions of
``etl/`` run in three ways: all points at once, part by part in one process, and part by part on a
Dask cluster of local workers. The counts must be equal. Writes ``build/nation.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import psutil
import shapely
import typer
from rich.console import Console
from rich.table import Table

from etl import atoms, computing, injuries, people_shot, placing

ROOT = Path(__file__).parent.parent
SEED = 33_000
STATES = 48
YEARS = tuple(str(year) for year in range(2014, 2024))
WIDE, HIGH, ACROSS = 6.0, 4.0, 8
"""Degrees of a state, and states in a row."""
METRIC = 5070
"""EPSG code of an equal-area projection of the nation, in metres."""
CORNERS = 0.02
"""Degrees between the corners of an area's line: about 120 corners each, as published ones have."""
TRACTS_EACH, TOWNS_EACH = 2.6, 1.06
"""Tracts and towns for each ZIP area, as in the nation."""
SEATS = {"house": 100, "senate": 40, "congress": 9}
MODES = ("parts", "cluster", "whole")
console = Console()


class Job(NamedTuple):
    """A part: a state and a year, and where its files are."""

    folder: Path
    state: int
    year: str = ""


# --- the files, as publishers would have them: not timed ------------------------------------------


def write_state(job: Job, areas: int, points: int) -> None:
    """The outlines of one state, and the points of each of its years."""
    random = np.random.default_rng([SEED, job.state])
    west = -125 + WIDE * (job.state % ACROSS)
    south = 25 + HIGH * (job.state // ACROSS)
    land = shapely.box(west, south, west + WIDE, south + HIGH)
    seats = {level: min(number, areas) for level, number in SEATS.items()}
    numbers = {
        "zcta": areas,
        "tract": round(areas * TRACTS_EACH),
        "town": round(areas * TOWNS_EACH),
    }
    for level, number in (numbers | seats).items():
        cells = tessellation(random, land, number)
        names = [f"{job.state:02d}001{i:06d}" for i in range(number)]
        frame = gpd.GeoDataFrame({"code": names}, geometry=cells, crs=4326)
        frame.to_parquet(job.folder / f"{job.state}_{level}.parquet", index=False)
    for year in YEARS:
        frame = pd.DataFrame(
            {
                "latitude": random.uniform(south, south + HIGH, points),
                "longitude": random.uniform(west, west + WIDE, points),
                "killed": random.integers(0, 2, points),
            }
        )
        frame.to_parquet(job.folder / f"{job.state}_{year}.parquet", index=False)


def tessellation(random: np.random.Generator, land: shapely.Geometry, number: int) -> Any:
    """Voronoi cells of random points that cover the land, with many corners."""
    west, south, east, north = land.bounds
    seeds = shapely.multipoints(
        np.column_stack([random.uniform(west, east, number), random.uniform(south, north, number)])
    )
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=land))
    cells = shapely.segmentize(shapely.intersection(cells, land), CORNERS)
    return shapely.set_precision(cells, 1e-9)


# --- what is timed --------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def outlines(folder: Path, state: int, level: str) -> gpd.GeoDataFrame:
    """The places of a level, read once while a process works on a state."""
    return gpd.read_parquet(folder / f"{state}_{level}.parquet")


def crosswalk(job: Job) -> tuple[int, float]:
    """The tracts of a state cut by the lines of every level: how many pieces, how much land."""
    levels = {
        level: gpd.read_parquet(job.folder / f"{job.state}_{level}.parquet")
        for level in ("tract", *atoms.CUT_BY)
    }
    tracts = levels.pop("tract").rename(columns={"code": "tract"})
    pieces = atoms.atoms(tracts, levels, METRIC)
    return len(pieces), round(float(pieces["area"].sum()))


def points_of(job: Job) -> pd.DataFrame:
    """The points of a state and year, as the frame of people shot has them."""
    found = pd.read_parquet(job.folder / f"{job.state}_{job.year}.parquet")
    return found.assign(
        n=1, injured=1 - found["killed"], town="", source="gva_incidents", state=f"{job.state:02d}"
    )


def count(job: Job) -> pd.DataFrame:
    """Points of one state and year into its ZIP areas, and every measure of each of them."""
    places = outlines(job.folder, job.state, "zcta")
    points = points_of(job)
    points["zcta"] = placing.codes(points, {"zcta": places})["zcta"]
    return rows(points, list(places["code"]), job.year)


def rows(points: pd.DataFrame, codes: list[str], year: str) -> pd.DataFrame:
    """Counts, rates, intervals and statuses of one year."""
    populations = pd.DataFrame(
        {"level": "zcta", "code": codes, "vintage": "ACS 2018-2022", "residents": 10_000.0}
    )
    setting = people_shot.Setting(sources=dict.fromkeys(codes, "gva_incidents"))
    return injuries._count(injuries.Part(points, "zcta", year, codes, setting), populations)


def whole(folder: Path) -> list[pd.DataFrame]:
    """All points of all years at once, into all areas of the nation."""
    places = pd.concat([outlines(folder, state, "zcta") for state in range(STATES)])
    points = pd.concat(
        [points_of(Job(folder, s, y)).assign(year=y) for s in range(STATES) for y in YEARS],
        ignore_index=True,
    )
    points["zcta"] = placing.codes(points, {"zcta": places})["zcta"]
    codes = sorted(places["code"])
    return [rows(points[points["year"] == year], codes, year) for year in YEARS]


def measure(mode: str, folder: Path, workers: int) -> dict[str, Any]:
    """Run one way and say how long it took, how much memory it held, and what came out."""
    states = [Job(folder, state) for state in range(STATES)]
    parts = [job._replace(year=year) for job in states for year in YEARS]
    with _cluster(mode, workers), Memory() as memory:
        started = time.perf_counter()
        # The tracts are cut state by state either way: there is no other way to measure.
        land = [] if mode == "whole" else computing.each(crosswalk, states)
        cut = time.perf_counter()
        counted = whole(folder) if mode == "whole" else computing.each(count, parts)
        ended = time.perf_counter()
    table = pd.concat(counted, ignore_index=True)
    table = table[table["level"] == "zcta"].sort_values(["indicator", "period", "code"])
    kept = table[["indicator", "code", "period", "numerator", "value", "lower", "upper", "status"]]
    digest = hashlib.sha256(pd.util.hash_pandas_object(kept, index=False).to_numpy().tobytes())
    return {
        "mode": mode,
        "crosswalk_s": round(cut - started, 1),
        "points_s": round(ended - cut, 1),
        "cpu_s": round(memory.cpu, 1),
        "peak_mb": round(memory.peak / 1e6),
        "largest_process_mb": round(memory.largest / 1e6),
        "pieces": sum(number for number, _ in land),
        "rows": len(table),
        "people": int(table.loc[table["indicator"] == "people_shot", "numerator"].sum()),
        "digest": digest.hexdigest()[:16],
    }


def _cluster(mode: str, workers: int) -> Any:
    if mode != "cluster":
        return computing.on(computing.HERE)
    os.cpu_count = lambda: workers  # as many workers as are asked for
    return computing.on(computing.LOCAL)


class Memory:
    """Memory and processor time of this process and its workers, looked at five times a second."""

    def __enter__(self) -> Memory:
        self.peak = self.largest = 0
        self.seen: dict[int, float] = {}
        self.before = self._cpu()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu = self._cpu() - self.before
        self.over.set()
        self.thread.join()

    def _processes(self) -> list[psutil.Process]:
        this = psutil.Process()
        return [this, *this.children(recursive=True)]

    def _cpu(self) -> float:
        for process in self._processes():
            try:
                times = process.cpu_times()
                self.seen[process.pid] = times.user + times.system
            except psutil.NoSuchProcess:
                continue
        return sum(self.seen.values())

    def _watch(self) -> None:
        while not self.over.wait(0.2):
            sizes = []
            for process in self._processes():
                try:
                    sizes.append(process.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
            self.peak, self.largest = max(self.peak, sum(sizes)), max(self.largest, *sizes)


def main(
    areas: Annotated[int, typer.Option(help="ZIP areas of the nation.")] = 33_000,
    points: Annotated[int, typer.Option(help="Points in all years.")] = 5_000_000,
    workers: Annotated[int, typer.Option(help="Workers of the cluster.")] = 2,
    modes: Annotated[str, typer.Option(help="Ways to run, in order.")] = " ".join(MODES),
    growth: Annotated[bool, typer.Option(help="Also a tenth of the size.")] = True,
    only: Annotated[Path | None, typer.Option(hidden=True)] = None,
) -> None:
    """Measure the heavy steps of a nation."""
    if only is not None:
        print(json.dumps(measure(modes, only, workers)))
        return
    found = []
    for share in (1.0, 0.1) if growth else (1.0,):
        size = {"areas": round(areas * share), "points": round(points * share)}
        with TemporaryDirectory() as folder:
            for state in range(STATES):
                each = size["points"] // STATES // len(YEARS)
                write_state(Job(Path(folder), state), size["areas"] // STATES, each)
            for mode in modes.split():
                command = [sys.executable, "-m", "benchmarks.nation", "--only", folder]
                command += ["--modes", mode, "--workers", str(workers)]
                made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
                found.append(size | json.loads(made.stdout.splitlines()[-1]))
                console.print(found[-1])
                _keep(found)
    show(found)
    for size in {row["points"] for row in found}:
        if len({row["digest"] for row in found if row["points"] == size}) > 1:
            raise typer.Exit(1)


def _keep(found: list[dict[str, Any]]) -> None:
    out = ROOT / "build" / "nation.json"
    out.parent.mkdir(exist_ok=True)
    out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def show(found: list[dict[str, Any]]) -> None:
    """The figures as a table."""
    table = Table(title="A nation through the heavy steps")
    for name in found[0]:
        table.add_column(name, justify="right")
    for row in found:
        table.add_row(*(f"{v:,}" if isinstance(v, int) else str(v) for v in row.values()))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
