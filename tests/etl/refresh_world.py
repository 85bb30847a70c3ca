"""Two publishers and tiny tables made of what they say: all of a refresh but the long build."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_sources._dataset import Dataset, SourceError
from data_sources._fetch import Fetched
from data_sources._web import Web, WebError
from etl import publishing, refresh, view
from etl.asking import Source
from etl.tables import conform
from tests import small_atlas
from tests.small_atlas import land

BOSTON, STATE = "2502507000", "25"
POLICE, DEATHS, ONLINE = "boston_shootings", "cdc_miovd", "gva_stage1"
YEARS = [str(year) for year in range(2014, 2026)]
START = datetime(2026, 11, 2, 3, 10, tzinfo=UTC)
PEOPLE: dict[str, int] = {year: 200 + 3 * n for n, year in enumerate(YEARS)}
DEAD: dict[str, int] = {year: 240 + 2 * n for n, year in enumerate(YEARS)}


@dataclass
class World:
    """What the publishers say at this moment, and where everything stands."""

    folder: Path
    says: dict[str, Mapping[str, int] | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    breaks: Callable[[Mapping[str, pd.DataFrame]], None] = lambda _: None
    now: datetime = START

    def __post_init__(self) -> None:
        write(self.folder / "sources" / "police.csv", PEOPLE)
        write(self.folder / "sources" / "deaths.csv", DEAD)
        self.says = {POLICE: PEOPLE, DEATHS: DEAD}
        if not (self.folder / "data").exists():
            states = {POLICE: "embedded", DEATHS: "embedded", ONLINE: "absent"}
            choices = [view.Choice(name, state) for name, state in states.items()]  # type: ignore[arg-type]
            first = view.assemble(self.folder / "first", self.folder / "sources", choices)
            self.make(first, self.folder / "data", lambda _: None)

    @property
    def sources(self) -> dict[str, Source]:
        return {
            POLICE: self.source(POLICE, "police.csv"),
            DEATHS: self.source(DEATHS, "deaths.csv"),
            ONLINE: self.source(ONLINE, "online.csv", embedded=False),
        }

    def source(self, name: str, file: str, embedded: bool = True) -> Source:
        dataset = Dataset(
            name, name, "Someone", "https://example.org/", "", "2014-2025", "2025", "", "", (file,),
            live=("boston",), cadence_days=7, embedded=embedded,
        )  # fmt: skip

        def fetch(web: Web, out: Path) -> Fetched:
            self.asked.append(name)
            said = self.says.get(name, WebError("busy", name, "https://example.org/", "503"))
            if isinstance(said, Exception):
                raise said
            write(out / file, said)
            return Fetched((file,), len(said), "2014-2025", "2026-11-01")

        def load(folder: Path) -> dict[str, int]:
            return read(folder / file)

        return Source(dataset, fetch, (load,))

    def make(self, folder: Path, out: Path, step: Callable[[str], None]) -> None:
        step("Making")
        tables = dict(base())
        people, dead = read(folder / "police.csv"), read(folder / "deaths.csv")
        series = rows("people_shot", "town", BOSTON, people, POLICE)
        series += rows("firearm_homicides", "state", STATE, dead, DEATHS)
        tables["series"] = conform("series", pd.DataFrame(series))
        retrieved = view.retrieved(folder)
        about = []
        for name, source in self.sources.items():
            copy = retrieved[name]
            if copy["state"] == "absent":
                continue
            path = folder / source.dataset.files[0]
            fetched = copy["state"] in {"fresh", "kept"}
            row = tables["sources"].iloc[0].to_dict() | {"id": name, "state": copy["state"]}
            row |= {"retrieved": copy["retrieved"] if fetched else "2025"}
            row |= {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            about.append(row)
        tables["sources"] = conform("sources", pd.DataFrame(about))
        self.breaks(tables)
        publishing.write(out, tables, *shapes())

    def plan(self, **more: object) -> refresh.Plan:
        live, source = self.folder / "live", self.folder / "sources"
        return refresh.Plan(live, source, self.folder / "data", **more)  # type: ignore[arg-type]

    def refresh(self, **more: object) -> refresh.Outcome:
        return refresh.run(
            self.plan(**more), sources=self.sources, make=self.make, clock=lambda: self.now
        )

    def later(self, days: float = 1) -> None:
        self.now += timedelta(days=days)

    @property
    def current(self) -> Path:
        return (self.folder / "live" / "published" / "current").resolve()

    def shown(self, indicator: str, year: str = "2025") -> float:
        series = pd.read_parquet(self.current / "series.parquet")
        mine = series[(series["indicator"] == indicator) & (series["period"] == year)]
        return float(mine["numerator"].iloc[0])

    def state_of(self, name: str) -> str:
        table = pd.read_parquet(self.current / "sources.parquet").set_index("id")
        return str(table.at[name, "state"])


def rows(
    indicator: str, level: str, code: str, counts: Mapping[str, int], source: str
) -> list[dict[str, object]]:
    return [
        {
            "indicator": indicator,
            "level": level,
            "code": code,
            "period": year,
            "value": count / 7,
            "lower": count / 8,
            "upper": count / 6,
            "numerator": count,
            "denominator": 700_000,
            "status": "value",
            "source": source,
        }
        for year, count in counts.items()
    ]


@cache
def base() -> dict[str, pd.DataFrame]:
    tables = small_atlas.small_tables()
    rows = tables["observations"]
    mine = rows["indicator"].isin(["people_shot", "median_household_income"])
    return tables | {"observations": rows[mine].reset_index(drop=True)}


@cache
def shapes() -> tuple[dict[str, gpd.GeoDataFrame], dict[str, str]]:
    polygons = {"state": land.polygons()["state"]}
    return polygons, {level: land.geojson(frame) for level, frame in polygons.items()}


def write(path: Path, counts: Mapping[str, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{year},{count}\n" for year, count in counts.items())
    path.write_text("year,people\n" + lines, encoding="utf-8")


def read(path: Path) -> dict[str, int]:
    found = {}
    with path.open(encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            if not row["people"].lstrip("-").isdigit():
                raise SourceError(path, f"{row['people']!r} does not fit", "a count", row=number)
            found[row["year"]] = int(row["people"])
    return found
