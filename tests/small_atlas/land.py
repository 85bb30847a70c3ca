"""The land of the small atlas: ten towns on a grid, their ZIP areas, districts and shapes."""

from __future__ import annotations

import json

import geopandas as gpd
import pandas as pd
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

# code, name, county, column, row, residents
TOWNS = [
    ("2500353960", "Pittsfield", "25003", 0, 1, 44_000),
    ("2501102095", "Ashfield", "25011", 1, 2, 1_700),
    ("2501546330", "Northampton", "25015", 2, 1, 29_500),
    ("2501367000", "Springfield", "25013", 2, 0, 155_900),
    ("2501727480", "Groton", "25017", 4, 2, 11_300),
    ("2501711000", "Cambridge", "25017", 5, 2, 118_400),
    ("2502507000", "Boston", "25025", 6, 1, 675_600),
    ("2502309000", "Brockton", "25023", 5, 0, 105_600),
    ("2500123105", "Falmouth", "25001", 6, 0, 32_500),
    ("2501943790", "Nantucket", "25019", 8, -1, 14_200),
]
COUNTIES = {
    "25001": "Barnstable",
    "25003": "Berkshire",
    "25011": "Franklin",
    "25013": "Hampden",
    "25015": "Hampshire",
    "25017": "Middlesex",
    "25019": "Nantucket",
    "25023": "Plymouth",
    "25025": "Suffolk",
}
# code, town, part of the town's square (of 4; None: no polygon), residents, people shot, status,
# income, its margin
ZCTAS = [
    ("01003", "2501546330", 0, 0, 0, "no_residents", None, None),
    ("01060", "2501546330", 1, 15_800, 3, "too_few", 72_300, 5_100),
    ("01105", "2501367000", 0, 12_900, 41, "value", 27_400, 4_200),
    ("01108", "2501367000", 1, 26_900, 26, "value", 48_800, 5_900),
    ("01201", "2500353960", 0, 44_000, 7, "count_only", 61_900, 3_300),
    ("01330", "2501102095", 0, 1_900, 0, "none_recorded", 88_100, 14_600),
    ("01450", "2501727480", 0, 11_300, None, "not_covered", 161_000, 17_500),
    ("02111", "2502507000", 0, 8_600, 12, "unstable", 96_000, 22_800),
    ("02121", "2502507000", 1, 28_400, 92, "value", 42_700, 6_400),
    ("02136", "2502507000", 2, 35_000, 18, "unstable", 84_600, 6_800),
    ("02139", "2501711000", 0, 36_300, None, "not_located", 121_500, 9_900),
    ("02301", "2502309000", 0, 62_300, 64, "value", 63_400, 4_700),
    ("02543", "2500123105", 0, 800, 11, "small_population", None, None),
    ("02554", "2501943790", 0, 14_200, 0, "none_recorded", 119_700, 16_200),
    ("02457", "2501711000", None, 2_400, None, "no_boundary", 75_000, 30_000),
]
DISTRICTS = {
    "house": [("25003", "3rd Berkshire District", 0), ("25110", "7th Suffolk District", 5)],
    "senate": [
        ("25D01", "Berkshire, Hampden, Franklin and Hampshire District", 0),
        ("25D34", "Second Suffolk District", 5),
    ],
    "congress": [
        ("2501", "1st Congressional District", 0),
        ("2507", "7th Congressional District", 5),
    ],
}
IDEAL = {"house": 43_937, "senate": 175_748, "congress": 781_102}


def town_of(code: str) -> tuple[str, str, str, int, int, int]:
    """A town by its code."""
    return next(t for t in TOWNS if t[0] == code)


def _square(column: int, row: int, part: int | None = None) -> BaseGeometry:
    west, south, side = -73.4 + 0.4 * column, 41.7 + 0.35 * row, 0.4
    height = 0.35
    if part is None:
        return box(west, south, west + side, south + height)
    x, y = part % 2, part // 2
    return box(
        west + x * side / 2,
        south + y * height / 2,
        west + (x + 1) * side / 2,
        south + (y + 1) * height / 2,
    )


def _zcta_shape(zcta: tuple[object, ...]) -> BaseGeometry:
    town = town_of(str(zcta[1]))
    alone = sum(z[1] == zcta[1] and z[2] is not None for z in ZCTAS) == 1
    return _square(town[3], town[4], None if alone else int(str(zcta[2])))


def polygons() -> dict[str, gpd.GeoDataFrame]:
    """The shapes of every level."""

    def frame(rows: list[tuple[str, str, BaseGeometry]]) -> gpd.GeoDataFrame:
        return gpd.GeoDataFrame(
            {"code": [r[0] for r in rows], "name": [r[1] for r in rows]},
            geometry=[r[2] for r in rows],
            crs="EPSG:4326",
        )

    towns = frame([(t[0], t[1], _square(t[3], t[4])) for t in TOWNS])
    county = frame(
        [
            (code, name, towns.loc[[t[2] == code for t in TOWNS], "geometry"].union_all())
            for code, name in COUNTIES.items()
        ]
    )
    made = {
        "state": frame([("25", "Massachusetts", towns.union_all())]),
        "zcta": frame([(z[0], z[0], _zcta_shape(z)) for z in ZCTAS if z[2] is not None]),
        "town": towns,
        "county": county,
    }
    west = towns.loc[[t[3] < 4 for t in TOWNS], "geometry"].union_all()
    east = towns.loc[[t[3] >= 4 for t in TOWNS], "geometry"].union_all()
    for level, districts in DISTRICTS.items():
        made[level] = frame(
            [(code, name, west if column == 0 else east) for code, name, column in districts]
        )
    return made


def geojson(frame: gpd.GeoDataFrame) -> str:
    """Shapes as they are served."""
    return json.dumps(json.loads(frame.to_json(drop_id=True)), separators=(",", ":"))


def places() -> pd.DataFrame:
    """Every place, with its residents and middle."""
    shapes = polygons()
    rows = [
        ("nation", "us", "United States", 331_000_000, "ACS 2018-2022", ""),
        ("state", "25", "Massachusetts", 7_029_917, "Census 2020", ""),
    ]
    rows += [
        (
            "county",
            code,
            f"{name} County",
            sum(t[5] for t in TOWNS if t[2] == code),
            "Census 2020",
            "",
        )
        for code, name in COUNTIES.items()
    ]
    rows += [("town", t[0], t[1], t[5], "Census 2020", "") for t in TOWNS]
    rows += [
        (
            "zcta",
            z[0],
            z[0],
            z[3],
            "ACS 2018-2022",
            "no_boundary" if z[2] is None else "group_quarters" if z[0] == "01003" else "",
        )
        for z in ZCTAS
    ]
    rows += [
        (level, code, name, IDEAL[level], "Plan 2021", "")
        for level, districts in DISTRICTS.items()
        for code, name, _ in districts
    ]
    rows += [("police_district", "B2", "Roxbury", None, "", "")]
    rows += [("zcta_unplaced", t[0], f"{t[1]}, ZIP not known", None, "", "") for t in TOWNS]
    frame = pd.DataFrame(
        rows, columns=["level", "code", "name", "population", "population_vintage", "flags"]
    )
    frame["population"] = frame["population"].astype("Int64")
    found = {
        (level, code): g
        for level, s in shapes.items()
        for code, g in zip(s["code"], s.geometry, strict=True)
    }
    for i, row in frame.iterrows():
        if (shape := found.get((row["level"], row["code"]))) is not None:
            point = shape.representative_point()
            frame.loc[i, ["longitude", "latitude"]] = point.x, point.y
            frame.loc[i, ["west", "south", "east", "north"]] = shape.bounds
    return frame


def overlaps() -> pd.DataFrame:
    """Which share of a ZIP area lies in which town and district."""
    columns = [
        "from_level",
        "from_code",
        "to_level",
        "to_code",
        "people_share",
        "area_share",
        "method",
    ]
    rows: list[tuple[object, ...]] = []
    for zcta in ZCTAS:
        code, town = zcta[0], town_of(zcta[1])
        rows.append(("zcta", code, "town", town[0], 1.0, 1.0, "tracts"))
        rows.append(("zcta", code, "county", town[2], 1.0, 1.0, "tracts"))
        for level, districts in DISTRICTS.items():
            near, far = (0, 1) if town[3] < 4 else (1, 0)
            share = 0.75 if level == "house" and code == "02121" else 1.0
            rows.append(("zcta", code, level, districts[near][0], share, share, "tracts"))
            if share < 1:
                rows.append(
                    ("zcta", code, level, districts[far][0], 1 - share, 1 - share, "tracts")
                )
    return pd.DataFrame(rows, columns=columns)
