"""The newest five-year survey: real places and residents, invented answers that add up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from data_sources import acs_5year, acs_tenure, census_places, census_tracts, zcta_growth
from tests.publishers import census
from tests.publishers.double import Row

NO_MEDIAN, NO_MARGIN = "-666666666", "-222222222"
CLASSES = 16
"""Income classes of B19001."""
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
    out = {}
    for geography, listed in places.items():
        out[geography] = [
            census.place(geography, code, name, acs_5year.VARIABLES, **_cells(code, residents))
            for code, name, residents in listed
        ]
    for row in out["zip code tabulation area"]:
        if known := tenure.get(row["zip code tabulation area"]):
            for line, name in (("001", "occupied"), ("002", "owner"), ("003", "renter")):
                row[f"B25003_{line}E"] = str(int(getattr(known, name)))  # type: ignore[index]
                row[f"B25003_{line}M"] = str(int(getattr(known, f"{name}_moe")))  # type: ignore[index]
    return out


def _pairs(frame: object, code: str, people: str = "population") -> Iterator[tuple[str, float]]:
    return zip(frame[code], frame[people], strict=True)  # type: ignore[index]


def _cells(code: str, residents: int) -> dict[str, str]:
    """Answers of a place: the same in every run."""
    rng = np.random.default_rng(int(code))
    homes = int(residents * 0.4)
    white = rng.uniform(0.2, 0.95)
    classes = np.floor(rng.dirichlet(np.full(CLASSES, 3.0)) * homes).astype(int)
    white_classes = np.floor(classes * white).astype(int)
    black_classes = np.floor((classes - white_classes) * 0.4).astype(int)
    homes = int(classes.sum())
    cells: dict[str, float] = {}
    for table, counts in (
        ("B19001", classes),
        ("B19001H", white_classes),
        ("B19001B", black_classes),
    ):
        cells[f"{table}_001E"] = counts.sum()
        for line, count in enumerate(counts, start=2):
            cells[f"{table}_{line:03d}E"] = count
            cells[f"{table}_{line:03d}M"] = max(13, int(1.6 * count**0.5))

    def of(table: str, whole: float, **lines: float) -> None:
        """Lines as shares of the whole, which is line 1."""
        cells[f"{table}_001E"] = whole
        for line, share in lines.items():
            cells[f"{table}_{line[1:]}E"] = int(whole * share)
            cells[f"{table}_{line[1:]}M"] = max(13, int(3 * (whole * share) ** 0.5))

    of("B01003", residents)
    of("B01001", residents, l003=0.2, l007=0.03, l020=0.1)
    of("B03002", residents, l003=white, l004=(1 - white) * 0.5)
    of("B15003", int(residents * 0.7), l022=rng.uniform(0.1, 0.5))
    of("B17001", int(residents * 0.97), l002=rng.uniform(0.02, 0.3))
    of("B22003", homes, l002=rng.uniform(0.02, 0.4))
    of("B23025", residents, l003=0.5, l005=rng.uniform(0.01, 0.06))
    of("B25003", homes, l002=0.6, l003=0.4)
    of("B25044", homes, l010=rng.uniform(0.02, 0.3))
    of("B25070", homes // 2, l002=0.5, l009=rng.uniform(0.02, 0.3))
    of("B26001", residents // 50)
    of("B27010", residents, l033=rng.uniform(0.01, 0.06))
    said = {name: str(int(value)) for name, value in cells.items()}
    median = {"B19013_001E": str(int(rng.uniform(30_000, 240_000))), "B19013_001M": "9000"}
    gini = {"B19083_001E": f"{rng.uniform(0.35, 0.6):.4f}", "B19083_001M": "0.03"}
    if not homes:
        median = {"B19013_001E": NO_MEDIAN, "B19013_001M": NO_MARGIN}
        gini = {"B19083_001E": NO_MEDIAN, "B19083_001M": NO_MARGIN}
    return said | median | gini
