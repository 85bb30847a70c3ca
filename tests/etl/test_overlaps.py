"""Atoms, raking and shares on invented places."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from etl import atoms as cutting
from etl import overlaps, raking
from etl.tables import conform

METRIC = 26986
REFERENCE = Path(__file__).parents[1] / "reference" / "crosswalk_denominators.json"
KM = 1000.0


def frame(key: str, boxes: dict[str, tuple[float, float, float, float]]) -> gpd.GeoDataFrame:
    """Boxes in kilometres, somewhere in the state."""
    shapes = [
        shapely.box(200e3 + a * KM, 900e3 + b * KM, 200e3 + c * KM, 900e3 + d * KM)
        for a, b, c, d in boxes.values()
    ]
    return gpd.GeoDataFrame({key: list(boxes)}, geometry=shapes, crs=METRIC).to_crs(4326)


# Two tracts of 4 by 4 km side by side in one town, and one that joins two small towns.
TRACTS = frame(
    "tract",
    {"25001000100": (0, 0, 4, 4), "25001000200": (4, 0, 8, 4), "25001000300": (0, 4, 8, 8)},
)
POLYGONS = {
    # 01001 covers the first tract and half of the second; 01003 leaves a strip of the third out.
    "zcta": frame("code", {"01001": (0, 0, 6, 4), "01002": (6, 0, 8, 4), "01003": (0, 4, 8, 7)}),
    # The line between the towns is drawn 50 m off the tracts' line.
    "town": frame(
        "code",
        {
            "2500100001": (0, 0, 8, 4.05),
            "2500100002": (0, 4.05, 4, 8),
            "2500100003": (4, 4.05, 8, 8),
        },
    ),
    "house": frame("code", {"25001": (0, 0, 4.03, 8), "25002": (4.03, 0, 8, 8)}),
    "senate": frame("code", {"25D01": (0, 0, 8, 8)}),
    "congress": frame("code", {"2501": (0, 0, 8, 8)}),
}
TRACT_PEOPLE = pd.Series({"25001000100": 4000, "25001000200": 2000, "25001000300": 1000})
TOWN_PEOPLE = pd.Series({"2500100001": 5900, "2500100002": 750, "2500100003": 250})
ZCTA_PEOPLE = pd.Series({"01001": 4500.0, "01002": 1400.0, "01003": 1000.0, "01004": 100.0})


@pytest.fixture(scope="module")
def pieces() -> pd.DataFrame:
    cut = cutting.atoms(TRACTS, POLYGONS, METRIC)
    lonely = gpd.GeoDataFrame(
        {"code": ["01004"]}, geometry=[shapely.Point(205e3, 902e3)], crs=METRIC
    ).to_crs(4326)
    cut = cutting.add_points(cut, lonely, TRACTS, POLYGONS, METRIC)
    full, fit = raking.populate(cut, TRACT_PEOPLE, TOWN_PEOPLE, ZCTA_PEOPLE)
    assert max(fit.misplaced) < 1e-6
    return full


def test_lines_drawn_twice_leave_no_slivers(pieces: pd.DataFrame) -> None:
    pairs = set(zip(pieces["tract"], pieces["town"], strict=True))
    assert pairs == {
        ("25001000100", "2500100001"),
        ("25001000200", "2500100001"),
        ("25001000300", "2500100002"),
        ("25001000300", "2500100003"),
    }
    first = pieces[pieces["tract"] == "25001000200"]
    assert set(first["house"]) == {"25002"}


def test_no_land_is_lost(pieces: pd.DataFrame) -> None:
    assert pieces["area"].sum() == pytest.approx(64e6, rel=1e-3)


def test_land_without_addresses_has_nobody(pieces: pd.DataFrame) -> None:
    bare = pieces[pieces["zcta"] == cutting.NOWHERE]
    assert bare["area"].sum() == pytest.approx(8e6, rel=1e-2)
    assert bare["people"].sum() == 0


def test_raking_meets_tracts_and_zip_areas(pieces: pd.DataFrame) -> None:
    by_tract = pieces.groupby("tract")["people"].sum()
    assert by_tract.to_dict() == pytest.approx(TRACT_PEOPLE.to_dict())
    by_zcta = pieces[pieces["zcta"] != ""].groupby("zcta")["people"].sum()
    assert by_zcta.to_dict() == pytest.approx(ZCTA_PEOPLE.to_dict(), rel=1e-6)


def test_a_tract_that_joins_towns_is_divided_by_their_own_counts(pieces: pd.DataFrame) -> None:
    people = pieces.groupby("town")["people"].sum()
    assert people.to_dict() == pytest.approx(
        {"2500100001": 6000, "2500100002": 750, "2500100003": 250}
    )


def test_a_zip_area_without_polygon_has_a_town_but_no_area(pieces: pd.DataFrame) -> None:
    to_town = overlaps.between(pieces, "zcta", "town").set_index("from_code").loc["01004"]
    assert (to_town["to_code"], to_town["people_share"]) == ("2500100001", 1.0)
    assert np.isnan(to_town["area_share"])
    assert to_town["method"] == overlaps.BY_POINT


def test_the_table_conforms_and_shares_sum_to_one(pieces: pd.DataFrame) -> None:
    towns = pd.DataFrame({"code": TOWN_PEOPLE.index, "population": TOWN_PEOPLE.to_numpy()})
    table = conform("overlaps", overlaps.table(pieces, towns))
    sums = table.groupby(["from_level", "from_code", "to_level"])["people_share"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    area = table.groupby(["from_level", "from_code", "to_level"])["area_share"].sum()
    assert (area <= 1 + 1e-9).all()


def test_where_nobody_lives_land_stands_in() -> None:
    empty = pd.DataFrame(
        {"zcta": ["01001", "01001"], "town": ["a", "b"], "people": 0.0, "area": [3.0, 1.0]}
    )
    shares = overlaps.between(empty, "zcta", "town")
    assert list(shares["people_share"]) == [0.75, 0.25]
    assert set(shares["method"]) == {overlaps.BY_AREA}


def test_few_people_on_both_sides_are_no_overlap_but_a_whole_small_place_is() -> None:
    atoms = pd.DataFrame(
        {
            "zcta": ["01001", "01001", "01002", "01003"],
            "town": ["a", "b", "b", "a"],
            "people": [10_000.0, 50.0, 9_950.0, 20.0],
            "area": 1.0,
        }
    )
    shares = overlaps.between(atoms, "zcta", "town").set_index(["from_code", "to_code"])
    assert ("01001", "b") not in shares.index
    assert shares.loc[("01001", "a"), "people_share"] == 1.0
    back = overlaps.between(atoms, "town", "zcta").set_index(["from_code", "to_code"])
    assert ("a", "01003") in back.index, "all of 01003 lives there, though it is 0.2 % of the town"


def test_a_tract_outside_every_place_stops_the_build() -> None:
    far = pd.concat([TRACTS, frame("tract", {"25001000900": (50, 50, 51, 51)})])
    with pytest.raises(ValueError, match="1 tracts lie in no place, such as 25001000900"):
        cutting.atoms(far, POLYGONS, METRIC)


def test_a_zip_area_without_known_residents_stops_the_build(pieces: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="01003"):
        raking.populate(
            pieces.drop(columns="people"), TRACT_PEOPLE, TOWN_PEOPLE, ZCTA_PEOPLE.drop("01003")
        )


# ---------------------------------------------------------------- raking


@given(
    st.integers(2, 6).flatmap(
        lambda n: st.lists(
            st.lists(st.floats(0.1, 1000), min_size=n, max_size=n), min_size=2, max_size=6
        )
    ),
    st.randoms(use_true_random=False),
)
def test_raking_hits_margins_that_agree(table: list[list[float]], chance: object) -> None:
    wanted = np.array(table)
    rows, columns = wanted.shape
    start = np.array([chance.uniform(0.5, 2.0) for _ in range(wanted.size)])  # type: ignore[attr-defined]
    row = np.repeat(np.arange(rows), columns)
    column = np.tile(np.arange(columns), rows)
    result = raking.rake(start, [(row, wanted.sum(axis=1)), (column, wanted.sum(axis=0))])
    grid = result.people.reshape(rows, columns)
    assert (grid >= 0).all()
    assert grid.sum(axis=0) == pytest.approx(wanted.sum(axis=0), rel=1e-6)
    assert grid.sum(axis=1) == pytest.approx(wanted.sum(axis=1), rel=1e-4)
    assert max(result.misplaced) < 1e-4


def test_raking_keeps_the_odds_of_the_start() -> None:
    """Iterative proportional fitting changes no odds ratio (Deming and Stephan, 1940)."""
    start = np.array([40.0, 30.0, 20.0, 10.0])
    margins = [
        (np.array([0, 0, 1, 1]), np.array([60.0, 60.0])),
        (np.array([0, 1, 0, 1]), np.array([80.0, 40.0])),
    ]
    a, b, c, d = raking.rake(start, margins).people
    assert a * d / (b * c) == pytest.approx(40 * 10 / (30 * 20))


def test_where_margins_contradict_the_last_wins_and_the_rest_is_reported() -> None:
    margins = [(np.array([0, 0]), np.array([100.0])), (np.array([0, 1]), np.array([30.0, 50.0]))]
    result = raking.rake(np.array([1.0, 1.0]), margins)
    assert result.people == pytest.approx([30, 50])
    assert result.misplaced == pytest.approx((0.1, 0.0))


def test_atoms_outside_a_margin_are_left_alone_by_it() -> None:
    margins = [(np.array([0, -1]), np.array([5.0])), (np.array([0, 0]), np.array([20.0]))]
    assert raking.rake(np.array([1.0, 15.0]), margins).people.sum() == pytest.approx(20)


@pytest.mark.parametrize("target", [-1.0, np.nan])
def test_bad_targets(target: float) -> None:
    with pytest.raises(ValueError, match="negative or missing"):
        raking.rake(np.array([1.0]), [(np.array([0]), np.array([target]))])


def test_people_without_an_atom() -> None:
    with pytest.raises(ValueError, match="no atom"):
        raking.rake(np.array([1.0]), [(np.array([0]), np.array([1.0, 2.0]))])


# ---------------------------------------------------------------- weights


def test_the_reference_weights_conserve_people() -> None:
    """reference/crosswalk_denominators.json: z = sum of weight times tract."""
    reference = json.loads(REFERENCE.read_text())
    people = pd.Series({t: v["pop"] for t, v in reference["tracts"].items()})
    atoms = pd.DataFrame(reference["weights"], columns=["tract", "zcta", "weight"])
    atoms["people"] = atoms["weight"] * atoms["tract"].map(people)
    atoms["area"] = atoms["weight"]
    for level in ("town", "house", "senate", "congress", "county"):
        atoms[level] = "x"
    weights = overlaps.tract_weights(atoms, "25")
    zcta = weights[weights["level"] == "zcta"].set_index(["tract", "code"])["share"]
    for tract, code, weight in reference["weights"]:
        assert zcta[(tract, code)] == pytest.approx(weight, rel=reference["tolerance_rel"])
    for name, total in reference["conservation"].items():
        values = pd.Series({t: v[name] for t, v in reference["tracts"].items()})
        placed = zcta * zcta.index.get_level_values("tract").map(values)
        by_zcta = placed.groupby(level="code").sum()
        assert by_zcta.sum() == pytest.approx(total)
        for code, expected in reference["expected_zcta"].items():
            assert by_zcta[code] == pytest.approx(expected[name], rel=reference["tolerance_rel"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["t1", "t2", "t3"]),
            st.sampled_from(["", "01001", "01002"]),
            st.sampled_from(["a", "b"]),
            st.floats(0, 5000),
            st.floats(1, 1e6),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_weights_of_a_tract_sum_to_one(rows: list[tuple[str, str, str, float, float]]) -> None:
    atoms = pd.DataFrame(rows, columns=["tract", "zcta", "town", "people", "area"])
    atoms.loc[atoms["zcta"] == "", "people"] = 0.0
    for level in ("house", "senate", "congress", "county"):
        atoms[level] = "x"
    weights = overlaps.tract_weights(atoms, "25")
    sums = weights.groupby(["level", "tract"])["share"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    assert set(weights.loc[weights["level"] == "state", "tract"]) == set(atoms["tract"])
    assert not (weights["code"] == "").any()
