"""The newest five-year survey: real places and residents, answers near the last ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_sources import (
    acs_5year,
    acs_tenure,
    acs_tract_income,
    census_places,
    census_tracts,
    zcta_growth,
)
from tests.publishers import census
from tests.publishers.double import Row

LEVELS = {
    "state": "state",
    "county": "county",
    "county subdivision": "town",
    "tract": "tract",
    "zip code tabulation area": "zcta",
}
NO_MEDIAN, NO_MARGIN = "-666666666", "-222222222"
CLASSES = 16
"""Income classes of B19001."""
MIDDLE = np.array([4, 4, 4, 8, 10, 13, 11, 9, 12], dtype=float)
"""Weights of the classes from $35,000 to $200,000."""
DATA = Path(__file__).parents[2] / "data"
WHOLE = ("gini", "median_household_income")
"""Measures that are no percentage."""
COMMON = {
    "poverty": 10.0, "households_under_25k": 13.0, "households_under_35k": 18.0,
    "households_over_200k": 20.0, "unemployment": 5.0, "no_vehicle": 7.0, "rent_burden": 45.0,
    "snap": 12.0, "uninsured": 2.7, "bachelors": 45.0, "owner_occupied": 62.0, "under_18": 19.0,
    "age_18_24": 9.0, "age_65_plus": 17.0, "white": 69.0, "black": 6.6, "asian": 7.0,
    "hispanic": 12.6, "gini": 0.45, "median_household_income": 100_000.0,
}  # fmt: skip
"""Measure -> value where a place and the state have none."""
Shares = Callable[[str], float]
Place = tuple[str, str, int]
"""Code, name and residents."""


def levels(sources: Path) -> dict[str, list[Row]]:
    """Geography of the API -> its rows, with places of other states and water."""
    towns = census_places.load(sources, "town")
    counties = census_places.load(sources, "county")
    people = towns.groupby("county")["population"].sum()
    zips = zcta_growth.load(sources)
    tenure = {row.zcta: row for row in acs_tenure.load(sources).itertuples()}
    tracts = census_tracts.load(sources)
    places: dict[str, Sequence[Place]] = {
        "state": [("25", "Massachusetts", int(people.sum()))],
        "county": [
            (code, f"{name} County, Massachusetts", int(people[code]))
            for code, name in zip(counties["code"], counties["name"], strict=True)
        ],
        "county subdivision": [
            *(
                (code, f"{name} town, {county} County, Massachusetts", int(residents))
                for code, name, county, residents in zip(
                    towns["code"], towns["name"], towns["county"], towns["population"], strict=True
                )
            ),
            ("2500100000", "County subdivisions not defined, Barnstable County", 0),
        ],
        "tract": [
            *((c, f"Census Tract {c[5:]}", int(p)) for c, p in _pairs(tracts, "tract")),
            ("25001990000", "Census Tract 9900", 0),
        ],
        "zip code tabulation area": [
            *(
                (code, f"ZCTA5 {code}", int(0 if residents != residents else residents))
                for code, residents in _pairs(zips, "zcta", "population_2024")
            ),
            ("03060", "ZCTA5 03060", 30_000),
            ("90210", "ZCTA5 90210", 20_000),
        ],
    }
    known = _known(sources)
    out = {}
    for geography, listed in places.items():
        out[geography] = [
            census.place(
                geography,
                code,
                name,
                acs_5year.VARIABLES,
                **_cells(code, residents, known(LEVELS[geography], code)),
            )
            for code, name, residents in listed
        ]
    for row in out["zip code tabulation area"]:
        if homes := tenure.get(row["zip code tabulation area"]):
            for line, name in (("001", "occupied"), ("002", "owner"), ("003", "renter")):
                row[f"B25003_{line}E"] = str(int(getattr(homes, name)))  # type: ignore[index]
                row[f"B25003_{line}M"] = str(int(getattr(homes, f"{name}_moe")))  # type: ignore[index]
    return out


def _pairs(frame: object, code: str, people: str = "population") -> Iterator[tuple[str, float]]:
    return zip(frame[code], frame[people], strict=True)  # type: ignore[index]


def _cells(code: str, residents: int, shares: Shares) -> dict[str, str]:
    """Answers of a place: the same in every run, near to what the atlas has of it."""
    rng = np.random.default_rng(int(code))
    homes = int(residents * 0.4)
    cells: dict[str, int] = {}

    def of(table: str, whole: int, **lines: float) -> None:
        """Lines as shares of the whole, which is line 1."""
        cells[f"{table}_001E"] = whole
        for line, share in lines.items():
            cells[f"{table}_{line[1:]}E"] = round(whole * share)
            cells[f"{table}_{line[1:]}M"] = max(13, int(3 * (whole * share) ** 0.5))

    def near(name: str) -> float:
        return min(1.0, max(0.0, shares(name) * rng.uniform(0.95, 1.05)))

    classes = np.round(_classes(shares) * homes).astype(int)
    homes = int(classes.sum())
    # The share of White households rises with income, that of Black ones falls.
    slope = np.linspace(-0.15, 0.15, CLASSES)
    white = np.clip(shares("white") + slope, 0, 1)
    black = np.clip(shares("black") - slope / 3, 0, 1 - white)
    for table, counts in (
        ("B19001", classes),
        ("B19001H", np.floor(classes * white)),
        ("B19001B", np.floor(classes * black)),
    ):
        cells[f"{table}_001E"] = int(counts.sum())
        for line, count in enumerate(counts, start=2):
            cells[f"{table}_{line:03d}E"] = int(count)
            cells[f"{table}_{line:03d}M"] = max(13, int(1.6 * count**0.5))
    of("B01003", residents)
    ages = {"l003": "under_18", "l007": "age_18_24", "l020": "age_65_plus"}
    of("B01001", residents, **{line: near(name) for line, name in ages.items()})
    races = {"l003": "white", "l004": "black", "l006": "asian", "l012": "hispanic"}
    of("B03002", residents, **{line: shares(name) for line, name in races.items()})
    of("B15003", int(residents * 0.7), l022=near("bachelors"))
    of("B17001", int(residents * 0.97), l002=near("poverty"))
    of("B22003", homes, l002=near("snap"))
    of("B23025", residents, l003=0.55, l005=0.55 * near("unemployment"))
    owners = near("owner_occupied")
    of("B25003", homes, l002=owners, l003=1 - owners)
    of("B25044", homes, l010=near("no_vehicle"))
    burden = near("rent_burden")
    of("B25070", int(homes * (1 - owners)), l002=1 - burden, l009=burden)
    of("B26001", int(residents * 0.03))
    of("B27010", residents, l033=near("uninsured"))
    said = {name: str(value) for name, value in cells.items()}
    income = shares("median_household_income") * rng.uniform(0.98, 1.06)
    median = {"B19013_001E": str(int(income)), "B19013_001M": "9000"}
    gini = {"B19083_001E": f"{near('gini'):.4f}", "B19083_001M": "0.03"}
    if not homes:
        median = {"B19013_001E": NO_MEDIAN, "B19013_001M": NO_MARGIN}
        gini = {"B19083_001E": NO_MEDIAN, "B19083_001M": NO_MARGIN}
    return said | median | gini


def _classes(shares: Shares) -> NDArray[np.float64]:
    """Shares of the classes of income, from three that are known."""
    poor, low, rich = (shares(f"households_{n}") for n in ("under_25k", "under_35k", "over_200k"))
    low, rich = max(low, poor), min(rich, 1 - max(low, poor))
    middle = MIDDLE / MIDDLE.sum() * (1 - low - rich)
    return np.array([*(np.full(4, poor / 4)), *np.full(2, (low - poor) / 2), *middle, rich])


def _known(sources: Path) -> Callable[[str, str], Shares]:
    """What the atlas has of a place: the newest value, the state's, or the one of ``COMMON``."""
    table = pd.read_parquet(DATA / "observations.parquet").dropna(subset="value")
    table = table[table["indicator"].isin(COMMON)].sort_values("period")
    keys = zip(table["indicator"], table["level"], table["code"], strict=True)
    found = dict(zip(keys, table["value"], strict=True))
    percent = census_tracts.load(sources).set_index("tract")
    for name in ("white", "black", "asian", "hispanic", "under_18", "age_18_24", "age_65_plus"):
        found |= {(name, "tract", c): v for c, v in percent[name].dropna().items()}
    bins = acs_tract_income.load(sources).set_index("tract")
    of = 100 / bins["households"].where(bins["households"] > 0)
    poor = bins["under_10k"] + bins["from_10k"] + bins["from_15k"]
    for name, count in (
        ("households_under_25k", poor),
        ("households_under_35k", poor + bins["from_25k"]),
        ("households_over_200k", bins["from_200k"]),
    ):
        found |= {(name, "tract", c): v for c, v in (count * of).dropna().items()}

    def place(level: str, code: str) -> Shares:
        def share(name: str) -> float:
            value = found.get((name, level, code), found.get((name, "state", "25"), COMMON[name]))
            return float(value) / (1 if name in WHOLE else 100)

        return share

    return place
