"""A small atlas for tests: true in form, invented in every number.

Ten towns on a grid, fourteen ZCTAs with one of each status, two districts a chamber.
``write_small_atlas(folder)`` publishes it as the pipeline would.
"""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from epidemiology.periods import Period
from epidemiology.rates import crude_rate, person_years
from etl.privacy import mask
from etl.publishing import write
from etl.tables import TABLES, conform

INJURY = "2015-07_2017-12"
LATER = "2018-01_2023-02"
SURVEY = "2018-2022"
YEARS = ("2014", "2015", "2016", "2017")

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
INDICATORS = [
    (
        "people_shot",
        "People shot",
        "People shot",
        "{value} people were shot in {place}",
        "per 100,000 residents a year",
        "firearm_injury",
        "lower",
        "zcta town county state house senate congress",
        1,
        "95 % exact Poisson",
        "Counts where people were shot, not where they lived.",
        "boston_shootings gva_stage1",
    ),
    (
        "people_killed",
        "People shot and killed",
        "People killed",
        "{value} people were shot and killed in {place}",
        "per 100,000 residents a year",
        "firearm_injury",
        "lower",
        "zcta town county state",
        1,
        "95 % exact Poisson",
        "",
        "boston_shootings gva_stage1",
    ),
    (
        "firearm_homicides",
        "Firearm homicides",
        "Firearm homicides",
        "{value} firearm homicides of residents of {place}",
        "per 100,000 residents",
        "firearm_injury",
        "lower",
        "county state nation",
        1,
        "95 % exact Poisson",
        "By place of residence.",
        "cdc_miovd",
    ),
    (
        "shots_fired",
        "Shots fired with ballistic evidence",
        "Shots fired",
        "{value} reports of shots fired in {place}",
        "reports",
        "firearm_injury",
        "lower",
        "police_district town",
        0,
        "none",
        "Nobody was struck.",
        "boston_shots_fired",
    ),
    (
        "median_household_income",
        "Median household income",
        "Household income",
        "Half of the households in {place} have less than {value} a year",
        "dollars a year",
        "economy",
        "higher",
        "zcta town county state",
        0,
        "90 % margin of error",
        "",
        "acs_2022",
    ),
    (
        "poverty",
        "Residents in poverty",
        "Poverty",
        "{value} of residents of {place} live in poverty",
        "percent of residents",
        "economy",
        "lower",
        "zcta town county state",
        1,
        "Margin of error not published by this source",
        "",
        "acs_2022",
    ),
    (
        "population",
        "Residents",
        "Residents",
        "{value} people live in {place}",
        "people",
        "context",
        "neither",
        "zcta town county state house senate congress",
        0,
        "90 % margin of error",
        "",
        "acs_2022",
    ),
]
SOURCES = [
    ("boston_shootings", "Shootings", "Boston Police Department"),
    ("boston_shots_fired", "Shots fired", "Boston Police Department"),
    ("gva_stage1", "Incidents 2015-2020", "Gun Violence Archive"),
    ("cdc_miovd", "Mapping Injury, Overdose, and Violence", "CDC"),
    ("acs_2022", "American Community Survey 2018-2022", "US Census Bureau"),
]


def write_small_atlas(folder: Path) -> str:
    """Publish the small atlas to ``folder`` and return its version."""
    polygons = _polygons()
    geojson = {level: _geojson(frame) for level, frame in polygons.items()}
    return write(folder, small_tables(), polygons, geojson)


def small_tables() -> dict[str, pd.DataFrame]:
    """Every published table, masked and conformed."""
    observations = _observations()
    tables = {
        "places": _places(),
        "populations": pd.DataFrame(
            [("zcta", z[0], "ACS 2014-2018", z[3]) for z in ZCTAS]
            + [("town", t[0], "ACS 2017-2021", t[5]) for t in TOWNS],
            columns=["level", "code", "vintage", "residents"],
        ),
        "zip_codes": pd.DataFrame(
            [(z[0], _town(z[1])[1], z[0], "standard", z[1][:5], z[1]) for z in ZCTAS]
            + [
                ("02112", "Boston", "02111", "po_box", "25025", "2502507000"),
                ("01101", "Springfield", "01105", "unique", "25013", "2501367000"),
            ],
            columns=["zip", "city", "zcta", "kind", "county", "towns"],
        ),
        "overlaps": _overlaps(),
        "indicators": _indicators(observations),
        "observations": mask(observations),
        "series": mask(_series()),
        "people_groups": _people_groups(),
        "legislators": _legislators(),
        "sources": _sources(),
        "coverage": _coverage(),
        "classes": _classes(observations),
    }
    empty = {name: pd.DataFrame(columns=list(table.fields)) for name, table in TABLES.items()}
    return {name: conform(name, (empty | tables)[name]) for name in TABLES}


def _town(code: str) -> tuple[str, str, str, int, int, int]:
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
    town = _town(str(zcta[1]))
    alone = sum(z[1] == zcta[1] and z[2] is not None for z in ZCTAS) == 1
    return _square(town[3], town[4], None if alone else int(str(zcta[2])))


def _polygons() -> dict[str, gpd.GeoDataFrame]:
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


def _geojson(frame: gpd.GeoDataFrame) -> str:
    return json.dumps(json.loads(frame.to_json(drop_id=True)), separators=(",", ":"))


def _places() -> pd.DataFrame:
    shapes = _polygons()
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


def _observation(
    indicator: str,
    level: str,
    code: str,
    period: str,
    count: float | None,
    residents: float | None,
    status: str,
    **more: object,
) -> dict[str, object]:
    row: dict[str, object] = {
        "indicator": indicator,
        "level": level,
        "code": code,
        "period": period,
        "numerator": count,
        "status": status,
        "source": "boston_shootings gva_stage1",
        "denominator_source": "ACS 2014-2018",
        "located_share": 0.97,
        **more,
    }
    if count is not None and residents:
        years = person_years([residents], Period.parse(period).days)
        rate = crude_rate([count], years)
        row |= {
            "denominator": float(years[0]),
            "value": float(rate.value[0]),
            "lower": float(rate.lower[0]),
            "upper": float(rate.upper[0]),
            "if_all_located": float(rate.value[0]) * 1.03,
        }
    return row


def _survey(
    indicator: str, level: str, code: str, value: float | None, moe: float | None, **more: object
) -> dict[str, object]:
    return {
        "indicator": indicator,
        "level": level,
        "code": code,
        "period": SURVEY,
        "value": value,
        "moe": moe,
        "lower": None if moe is None or value is None else value - moe,
        "upper": None if moe is None or value is None else value + moe,
        "status": "value" if value is not None else "not_covered",
        "source": "acs_2022",
        **more,
    }


def _observations() -> pd.DataFrame:
    rows = []
    for code, _, _, residents, count, status, income, moe in ZCTAS:
        rows.append(_observation("people_shot", "zcta", code, INJURY, count, residents, status))
        killed = None if count is None else count // 5
        rows.append(
            _observation(
                "people_killed",
                "zcta",
                code,
                INJURY,
                killed,
                residents,
                status if killed is None else _status(killed, residents),
            )
        )
        later = count if code.startswith("021") and code != "02139" else None
        rows.append(
            _observation(
                "people_shot",
                "zcta",
                code,
                LATER,
                later,
                residents,
                "not_covered" if later is None else status,
            )
        )
        lost = status == "no_boundary"
        rows.append(
            _survey(
                "median_household_income",
                "zcta",
                code,
                income,
                moe,
                flags="no_boundary" if lost else "",
            )
        )
        rows.append(
            _survey(
                "poverty",
                "zcta",
                code,
                None if income is None else round(1_400_000 / income, 1),
                None,
            )
        )
        rows.append(_survey("population", "zcta", code, residents, 300.0))
    for code, *_, residents in TOWNS:
        counts = [z[4] for z in ZCTAS if z[1] == code]
        count = sum(c for c in counts if c is not None) + 2
        for period in ("2014-2017", "2018-2020"):
            rows.append(
                _observation(
                    "people_shot", "town", code, period, count, residents, _status(count, residents)
                )
            )
        rows.append(
            _observation(
                "people_killed",
                "town",
                code,
                "2014-2017",
                count // 4,
                residents,
                _status(count // 4, residents),
            )
        )
        rows.append(
            _survey("median_household_income", "town", code, 40_000 + residents % 90_000, 2_500)
        )
        rows.append(_survey("poverty", "town", code, 5 + residents % 20, 1.2))
        rows.append(_survey("population", "town", code, residents, 25))
        rows.append(_observation("people_shot", "zcta_unplaced", code, INJURY, 1, None, "too_few"))
    for code in COUNTIES:
        residents = sum(t[5] for t in TOWNS if t[2] == code)
        count = sum(z[4] or 0 for z in ZCTAS if z[1].startswith(code))
        rows.append(
            _observation(
                "people_shot",
                "county",
                code,
                "2014-2017",
                count,
                residents,
                _status(count, residents),
            )
        )
        rows.append(
            _survey("median_household_income", "county", code, 60_000 + residents % 40_000, 900)
        )
        rows.append(
            _observation(
                "firearm_homicides",
                "county",
                code,
                "2023",
                None,
                residents,
                "suppressed"
                if residents < 50_000
                else "modelled"
                if residents < 300_000
                else "value",
                source="cdc_miovd",
                **({"value": 3.2} if residents >= 50_000 else {}),
            )
        )
    for level, code, residents, count in (("state", "25", 7_029_917, 1_900),):
        rows += [
            _observation("people_shot", level, code, INJURY, count * 0.62, residents, "value"),
            _observation("people_shot", level, code, "2014-2017", count, residents, "value"),
            _observation("firearm_homicides", level, code, "2023", 120, residents, "value"),
            _observation(
                "firearm_homicides", level, code, "2025-04_2026-03", 95, residents, "provisional"
            ),
            _survey("median_household_income", level, code, 96_505, 600),
            _survey("poverty", level, code, 9.9, 0.2),
            _survey("population", level, code, residents, None),
        ]
    rows.append(
        _observation("firearm_homicides", "nation", "us", "2023", 17_927, 334_900_000, "value")
    )
    for level, districts in DISTRICTS.items():
        for code, _, column in districts:
            rows.append(
                _observation(
                    "people_shot",
                    level,
                    code,
                    INJURY,
                    60 if column else 15,
                    IDEAL[level],
                    "value" if column else "unstable",
                )
            )
            rows.append(_survey("population", level, code, IDEAL[level], None))
    rows.append(
        _observation("shots_fired", "police_district", "B2", "2015-2022", 812, None, "count_only")
    )
    frame = pd.DataFrame(rows)
    frame["colour_class"] = pd.array([None] * len(frame), dtype="Int64")
    for _, part in frame[
        frame["status"].isin(["value", "unstable", "modelled", "provisional"])
    ].groupby(["indicator", "level", "period"]):
        order = part["value"].rank(method="first").sub(1) * 5 // max(5, len(part))
        frame.loc[part.index, "colour_class"] = order.astype("Int64")
    return frame


def _status(count: float, residents: float | None) -> str:
    if 0 < count < 5:
        return "too_few"
    if not residents:
        return "no_residents"
    if count == 0:
        return "none_recorded"
    return "count_only" if count < 10 else "unstable" if count < 20 else "value"


def _periods(observations: pd.DataFrame, indicator: str) -> list[str]:
    periods = observations.loc[observations["indicator"] == indicator, "period"].unique()
    return sorted(periods, key=lambda p: (Period.parse(p).last, Period.parse(p).first))


def _indicators(observations: pd.DataFrame) -> pd.DataFrame:
    frame = pd.DataFrame(
        INDICATORS,
        columns=[
            "id",
            "title",
            "short_title",
            "sentence",
            "unit",
            "theme",
            "better",
            "levels",
            "digits",
            "interval",
            "caveats",
            "sources",
        ],
    )
    frame["periods"] = [" ".join(_periods(observations, i)) for i in frame["id"]]
    return frame


def _series() -> pd.DataFrame:
    rows = []
    for town in TOWNS:
        count = sum(z[4] or 0 for z in ZCTAS if z[1] == town[0])
        for i, year in enumerate(YEARS):
            here = count // 3 + i
            rows.append(
                _observation(
                    "people_shot",
                    "town",
                    town[0],
                    year,
                    here,
                    town[5],
                    _status(here, town[5]),
                    flags="source_change" if town[1] == "Boston" and year == "2015" else "",
                    colour_class=None,
                )
            )
    for i, year in enumerate(YEARS):
        rows.append(_observation("people_shot", "state", "25", year, 480 + i, 7_029_917, "value"))
        rows.append(
            _observation("firearm_homicides", "state", "25", year, 100 + i, 7_029_917, "value")
        )
    return pd.DataFrame(rows)


def _overlaps() -> pd.DataFrame:
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
        code, town = zcta[0], _town(zcta[1])
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


def _people_groups() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "indicator": "firearm_homicides",
                "level": "state",
                "code": "25",
                "grouping": "sex",
                "group": group,
                "period": "2023",
                "numerator": count,
                "denominator": 3_500_000.0,
                "value": count / 35,
                "lower": count / 40,
                "upper": count / 30,
                "status": "value",
                "source": "cdc_miovd",
            }
            for group, count in (("Female", 20.0), ("Male", 100.0))
        ]
    )


def _legislators() -> pd.DataFrame:
    rows = [
        (
            level,
            code,
            f"Alex Member of {name}",
            "Independent",
            "member@example.gov",
            "617-555-0100",
            "State House, Room 1",
            "https://malegislature.gov/",
            "",
            "2026-01-01",
        )
        for level, districts in DISTRICTS.items()
        for code, name, _ in districts
    ]
    rows.append(
        (
            "us_senate",
            "25",
            "Robin Senator",
            "Independent",
            "",
            "202-555-0100",
            "Washington",
            "https://www.senate.gov/",
            "",
            "2026-01-01",
        )
    )
    return pd.DataFrame(rows, columns=list(TABLES["legislators"].fields))


def _sources() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "id": id,
                "title": title,
                "publisher": publisher,
                "landing_page": "https://example.org/",
                "endpoint": "https://example.org/data",
                "retrieved": "2026-01",
                "vintage": "2014-2022",
                "data_as_of": "",
                "state": "embedded",
                "licence": "Public domain",
                "citation": f"{publisher}, {title}.",
                "caveats": "",
                "used_for": "Tests",
                "sha256": "0" * 64,
                "rows_in": 100,
                "rows_used": 90,
                "rows_left": 10,
                "left_why": "10 outside the period",
            }
            for id, title, publisher in SOURCES
        ]
    )


def _coverage() -> pd.DataFrame:
    rows = [("town", t[0], INJURY, "gva_stage1", t[1] != "Groton", 20.0, 19.0, 0.95) for t in TOWNS]
    rows.append(("town", "2502507000", INJURY, "boston_shootings", True, 600.0, 588.0, 0.98))
    return pd.DataFrame(rows, columns=list(TABLES["coverage"].fields))


def _classes(observations: pd.DataFrame) -> pd.DataFrame:
    classed = mask(observations).dropna(subset=["colour_class", "value"])
    grouped = classed.groupby(["indicator", "level", "period", "colour_class"])["value"]
    return grouped.agg(lower="min", upper="max", places="size").reset_index()
