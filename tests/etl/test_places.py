"""Names, residents and flags of places, on invented places."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from epidemiology.status import GROUP_QUARTERS_SHARE
from etl import places, zip_codes
from etl.populations import nearest
from etl.settings import STATE
from etl.tables import conform

METRIC = 26986
REFERENCE = Path(__file__).parents[1] / "reference" / "crosswalk_denominators.json"
SMALL = dataclasses.replace(
    STATE,
    counties=1,
    towns=2,
    house_seats=2,
    senate_seats=1,
    congress_seats=1,
    known_residents={
        "ACS 2014-2018": 300,
        "ACS 2017-2021": 310,
        "Census 2020": 330,
        "ACS 2018-2022": 320,
    },
)


def outlines(codes: list[str], names: list[str] | None = None) -> gpd.GeoDataFrame:
    shapes = [shapely.box(-71 + i / 10, 42, -70.9 + i / 10, 42.1) for i in range(len(codes))]
    return gpd.GeoDataFrame({"code": codes, "name": names or codes}, geometry=shapes, crs=4326)


def published() -> dict[str, gpd.GeoDataFrame]:
    return {
        "town": outlines(["2500100002", "2500100001"], ["Agawam Town", "Ayer"]),
        "county": outlines(["25001"], ["Barnstable"]),
        "house": outlines(["25002", "25001", "25ZZZ"]),
        "senate": outlines(["25D01"]),
        "congress": outlines(["2501"]),
        "state": outlines([""]),
    }


SUCCESSORS = pd.Series({"01001": "01001", "01002": "01002", "01086": "01001"})


def test_polygons_are_named_sorted_and_keyed_on_todays_codes() -> None:
    zctas = outlines(["01001", "01086", "01999"])
    polygons = places.polygons(published(), zctas, SUCCESSORS, SMALL)
    assert list(polygons["town"]["name"]) == ["Ayer", "Agawam"]
    assert list(polygons["county"]["name"]) == ["Barnstable County"]
    assert list(polygons["house"]["code"]) == ["25001", "25002"]
    assert polygons["state"].iloc[0][["code", "name"]].tolist() == ["25", "Massachusetts"]
    zcta = polygons["zcta"]
    assert list(zcta["code"]) == ["01001"], "01999 is answered by nobody and left out"
    given_up = zctas.geometry.iloc[1].representative_point()
    assert zcta.geometry.iloc[0].contains(given_up), "a point there belongs to the new code"


def test_a_level_with_too_few_places_stops_the_build() -> None:
    with pytest.raises(ValueError, match="town: 2 polygons; expected 3"):
        places.polygons(
            published(), outlines(["01001"]), SUCCESSORS, dataclasses.replace(SMALL, towns=3)
        )


def residents(**changes: object) -> pd.DataFrame:
    given: dict[str, object] = {
        "towns_2020": pd.Series({"2500100001": 130, "2500100002": 200}),
        "towns_2021": pd.Series({"2500100001": 110, "2500100002": 200}),
        "zctas_2018": pd.Series({"01001": 250, "01086": 50}),
        "zctas_2022": pd.Series({"01001": 300.0, "01002": 15.0}),
        "tract_total_2022": 320,
        "districts": {"house": pd.Series({"25001": 150.4, "25002": 169.6})},
        "successors": SUCCESSORS,
        "state": SMALL,
    }
    return conform("populations", places.populations(**(given | changes)))  # type: ignore[arg-type]


def test_populations() -> None:
    table = residents().set_index(["level", "code", "vintage"])["residents"]
    assert table[("zcta", "01001", "ACS 2014-2018")] == 300, "the code that was given up is added"
    assert table[("county", "25001", "Census 2020")] == 330
    assert table[("county", "25001", "ACS 2017-2021")] == 310
    for vintage, total in SMALL.known_residents.items():
        assert table[("state", "25", vintage)] == total
    assert table[("house", "25001", "Plan 2021")] == SMALL.ideal(SMALL.house_seats)
    assert table[("house", "25001", places.TRACT_VINTAGE)] == 150


@pytest.mark.parametrize("period", ["2015-07_2017-12", "2019-2023", "2020"])
def test_weighted_tracts_never_stand_below_a_rate(period: str) -> None:
    assert set(nearest(residents(), "house", period)["vintage"]) == {"Plan 2021"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"towns_2020": pd.Series({"2500100001": 130})}, "Census 2020: the places sum to 130"),
        ({"tract_total_2022": 319}, "published are 320"),
        ({"successors": SUCCESSORS.drop("01086")}, "none that answers for it"),
    ],
)
def test_totals_that_differ_stop_the_build(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        residents(**change)


def test_a_town_that_became_a_city_is_the_same_place() -> None:
    counts = pd.DataFrame({"town": ["2500100009", "2500100002"], "name": ["Ayer", "Agawam Town"]})
    assert list(places.town_codes(counts, published()["town"])) == ["2500100001", "2500100002"]


@pytest.mark.parametrize(
    ("name", "says"), [("Nowhere", "Nowhere is not known"), ("Agawam", "match 1 of 2 towns")]
)
def test_towns_that_do_not_match(name: str, says: str) -> None:
    counts = pd.DataFrame({"town": ["2500100009", "2500100002"], "name": [name, "Agawam Town"]})
    with pytest.raises(ValueError, match=says):
        places.town_codes(counts, published()["town"])


def table(
    group_quarters: float = 0.0, people: float = 5000.0, *, wide: float = 0.1, city: float = 0.0
) -> pd.DataFrame:
    """Places of one ZIP area, ``wide`` degrees across, in a town with ``city`` residents."""
    area = gpd.GeoDataFrame(
        {"code": ["01001"], "name": ["01001"]},
        geometry=[shapely.box(-71, 42, -71 + wide, 42 + wide)],
        crs=4326,
    )
    town = gpd.GeoDataFrame(
        {"code": ["2501300001"], "name": ["Town"]},
        geometry=[shapely.box(-71.2, 41.8, -70.8, 42.2)],
        crs=4326,
    )
    boundaries = {"zcta": area, "town": town}
    codes = gpd.GeoDataFrame(
        {"code": ["01001", "01002"]},
        geometry=gpd.points_from_xy([-71, -70.5], [42, 42.5]),
        crs=4326,
    )
    populations = pd.DataFrame(
        {
            "level": ["zcta", "zcta", "town"],
            "code": ["01001", "01002", "2501300001"],
            "vintage": ["ACS 2018-2022", "ACS 2018-2022", "Census 2020"],
            "residents": [people, 0.0, city],
        }
    )
    return conform(
        "places",
        places.table(
            boundaries,
            codes,
            populations,
            pd.Series({"01001": "standard", "01002": "po_box"}),
            pd.Series({"01001": group_quarters}),
            pd.Series({"01001": False, "01002": True}),
            METRIC,
        ),
    ).set_index("code")


def test_places() -> None:
    rows = table()
    assert rows.loc["01001", ["population", "population_vintage", "flags"]].tolist() == [
        5000,
        "ACS 2018-2022",
        "",
    ]
    box = rows.loc["01001", ["west", "south", "east", "north"]].tolist()
    assert box == [-71.0, 42.0, -70.9, 42.1]
    assert (rows.loc["01001", "longitude"], rows.loc["01001", "latitude"]) == (
        pytest.approx(-70.95, abs=0.02),
        pytest.approx(42.05, abs=0.02),
    )
    lonely = rows.loc["01002"]
    assert lonely["flags"] == "no_boundary boundary_changed po_box_zip small_population"
    assert (lonely["longitude"], lonely["latitude"]) == (-70.5, 42.5)
    assert pd.isna(lonely["west"])
    assert pd.isna(rows.loc["us", "population"])


@pytest.mark.parametrize(("wide", "city", "flags"), [
    (0.01, 150_000, "downtown"),  # 0.9 square kilometres
    (0.01, 99_999, ""),
    (0.02, 150_000, ""),
])  # fmt: skip
def test_a_very_small_area_of_a_large_city_is_downtown(
    wide: float, city: float, flags: str
) -> None:
    assert table(wide=wide, city=city).loc["01001", "flags"] == flags


def test_the_reference_cases_are_flagged() -> None:
    """reference/crosswalk_denominators.json: a prison or campus, and a tiny place."""
    cases = {case["case"]: case for case in json.loads(REFERENCE.read_text())["zip_cases"]}
    campus, tiny = cases["prison or campus"], cases["tiny"]
    flags = table(campus["group_quarters_share"], campus["pop"]).loc["01001", "flags"]
    assert flags == "group_quarters"
    flags = table(tiny["group_quarters_share"], tiny["pop"]).loc["01001", "flags"]
    assert flags == "small_population"
    assert table(GROUP_QUARTERS_SHARE).loc["01001", "flags"] == "", "over a quarter, not a quarter"


def test_a_place_without_residents_in_its_vintage_stops_the_build() -> None:
    with pytest.raises(ValueError, match="zcta 01001"):
        places.table(
            {"zcta": outlines(["01001"])},
            outlines(["01001"]),
            pd.DataFrame(columns=["level", "code", "vintage", "residents"]),
            pd.Series(dtype=str),
            pd.Series(dtype=float),
            pd.Series(dtype=bool),
            METRIC,
        )


# ---------------------------------------------------------------- ZIP codes

CROSSWALK = pd.DataFrame(
    {
        "zip": ["01001", "01002", "01099"],
        "city": ["Agawam", "Amherst", "Amherst"],
        "zcta": ["01001", "01002", "01002"],
    }
)
KINDS = pd.DataFrame({"zip": CROSSWALK["zip"], "kind": ["Standard", "Unique", "PO_Box"]})
COUNTIES = pd.DataFrame(
    {
        "zip": ["01001", "01002", "01002"],
        "county": ["25013", "25011", "25015"],
        "residential_share": [0.0, 0.2, 0.8],
        "address_share": [1.0, 0.5, 0.5],
    }
)
OVERLAPS = pd.DataFrame(
    [
        ("zcta", "01001", "town", "2501300001", 1.0),
        ("zcta", "01001", "county", "25013", 1.0),
        ("zcta", "01002", "town", "2501100001", 0.3),
        ("zcta", "01002", "town", "2501500001", 0.7),
        ("zcta", "01002", "county", "25011", 0.6),
        ("zcta", "01002", "county", "25015", 0.4),
        ("town", "2501300001", "zcta", "01001", 1.0),
    ],
    columns=["from_level", "from_code", "to_level", "to_code", "people_share"],
)


def test_zip_codes() -> None:
    rows = conform("zip_codes", zip_codes.table(CROSSWALK, KINDS, COUNTIES, OVERLAPS))
    assert rows.to_numpy().tolist() == [
        ["01001", "Agawam", "01001", "standard", "25013", "2501300001"],
        ["01002", "Amherst", "01002", "unique", "25015", "2501500001 2501100001"],
        # No addresses are known of the post-office box: its ZIP area's residents decide.
        ["01099", "Amherst", "01002", "po_box", "25011", "2501500001 2501100001"],
    ]


@pytest.mark.parametrize(
    ("kinds", "overlaps", "says"),
    [
        (KINDS.head(2), OVERLAPS, "01099 is of no known kind"),
        (KINDS.assign(kind="Military"), OVERLAPS, "no known kind"),
        (KINDS, OVERLAPS[OVERLAPS["from_code"] != "01002"], "no county|no towns"),
    ],
)
def test_zip_codes_that_nobody_answers_for(
    kinds: pd.DataFrame, overlaps: pd.DataFrame, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        zip_codes.table(CROSSWALK, kinds, COUNTIES, overlaps)


def shares_of(*rows: tuple[str, str, float, float]) -> pd.DataFrame:
    columns = ["zip", "tract", "residential_share", "address_share"]
    return pd.DataFrame(rows, columns=columns).assign(city="Boston")


WEIGHTS = pd.DataFrame(
    [("t1", "zcta", "02111", 1.0), ("t2", "zcta", "02111", 0.4), ("t2", "zcta", "02116", 0.6)],
    columns=["tract", "level", "code", "share"],
)
OLDER = pd.DataFrame({"zip": ["02111"], "city": ["Boston"], "zcta": ["02111"]})


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ([("02299", "t1", 0.0, 1.0)], ("02111", "PO_Box")),
        ([("02299", "t2", 0.5, 1.0)], ("02116", "Standard")),
        ([("02299", "t1", 0.0, 0.3), ("02299", "t2", 1.0, 0.7)], ("02111", "Standard")),
        ([("02299", "t1", 0.0, 0.5), ("02299", "gone", 1.0, 0.5)], ("02111", "Standard")),
        ([("02299", "t1", 0.0, 0.4), ("02299", "gone", 1.0, 0.6)], None),
        ([("02299", "gone", 1.0, 1.0)], None),
        ([("02111", "t2", 1.0, 1.0)], None),  # the crosswalk has it
    ],
)
def test_a_zip_code_that_is_newer_than_the_crosswalk_is_answered_around_its_addresses(
    rows: list[tuple[str, str, float, float]], answer: tuple[str, str] | None
) -> None:
    found = zip_codes.newer(OLDER, shares_of(*rows), WEIGHTS)
    expected = [] if answer is None else [("02299", "Boston", *answer)]
    assert list(found.itertuples(index=False, name=None)) == expected
