"""Linking and location quality against the reference cases, and properties of the link."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl import linking, locations

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "incidents.json").read_text(encoding="utf-8")
)
WEST, SOUTH, EAST, NORTH = BOUNDS = (-73.6, 41.2, -69.8, 42.9)
DEDUP = {case["id"]: case for case in REFERENCE["dedup_cases"]}


def incident(**more: object) -> pd.DataFrame:
    row = {"date": "2022-07-04", "latitude": 42.31, "longitude": -71.08, "killed": 0, "injured": 1}
    frame = pd.DataFrame([{**row, **more}])
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.astype({"latitude": float, "longitude": float})


def side(case: dict[str, object]) -> pd.DataFrame:
    frame = incident(
        date=case["date"],
        latitude=case["lat"],
        longitude=case["lon"],
        killed=case["killed"],
        injured=case["injured"],
        zip=case.get("zip", ""),
    )
    good = locations.inside(frame["latitude"], frame["longitude"], BOUNDS)
    frame.loc[~good, ["latitude", "longitude"]] = np.nan
    return frame


@pytest.mark.parametrize(
    "case", [c for c in DEDUP.values() if isinstance(c["match"], bool)], ids=lambda c: c["why"]
)
def test_reference_pairs(case: dict[str, dict[str, object]]) -> None:
    a, b = side(case["a"]), side(case["b"])
    links = linking.link(a, b)
    assert (len(links) == 1) is case["match"]
    metres = locations.haversine(a["latitude"], a["longitude"], b["latitude"], b["longitude"])[0]
    assert metres == pytest.approx(case["distance_m"], abs=1e-6)


@pytest.mark.parametrize(
    "case", [c for c in DEDUP.values() if c["match"] == "review"], ids=lambda c: c["why"]
)
def test_reference_pairs_to_review_are_not_linked(case: dict[str, dict[str, object]]) -> None:
    a, b = side(case["a"]), side(case["b"])
    assert linking.link(a, b).empty
    assert linking.candidates(a, b).to_numpy().tolist() == [[0, 0]]
    twice = pd.concat([b, b], ignore_index=True)
    assert linking.candidates(a, twice).empty


@pytest.mark.parametrize(
    "case", [c for c in DEDUP.values() if c["match"] is None], ids=lambda c: c["why"]
)
def test_reference_sentinels_are_missing(case: dict[str, dict[str, object]]) -> None:
    assert side(case["a"])[["latitude", "longitude"]].isna().all(axis=None)
    for lat, lon in (
        (0, 0),
        (-1, -1),
        (41.1, -71),
        (43, -71),
        (42, -73.7),
        (42, -69.7),
        (math.nan, -71),
    ):
        assert not locations.inside([lat], [lon], BOUNDS)[0]
    assert locations.inside([42.3], [-71.1], BOUNDS)[0]


def test_every_reference_case_is_tested() -> None:
    assert {type(c["match"]).__name__ for c in DEDUP.values()} == {"bool", "str", "NoneType"}
    assert len(REFERENCE["jitter_cases"]) == 3
    assert len(REFERENCE["missing_cases"]) == 1


def test_reference_jitter() -> None:
    inside, rounded, pile = REFERENCE["jitter_cases"]
    assert locations.assignable(inside["dist_to_boundary_m"], inside["jitter_m"])
    assert not locations.assignable(inside["jitter_m"], inside["dist_to_boundary_m"])
    error = locations.rounding_error_m(rounded["decimals"], 42.2)
    assert error == pytest.approx(rounded["max_error_m"], abs=0.05)
    n = 100
    here = round(pile["share_same_point"] * n)
    lat = np.r_[np.full(here, 42.36), np.linspace(42.1, 42.3, n - here)]
    lon = np.r_[np.full(here, -71.06), np.linspace(-72.0, -71.5, n - here)]
    assert locations.piles(lat, lon).sum() == here


def test_reference_missing() -> None:
    (case,) = REFERENCE["missing_cases"]
    share = case["located"] / case["total"]
    assert 100 * (1 - share) == pytest.approx(case["missing_pct"])
    assert 1 / share == pytest.approx(case["scale"])


def test_nearest_first_and_one_to_one() -> None:
    a = pd.concat([incident(), incident(latitude=42.3105)], ignore_index=True)
    b = pd.concat([incident(latitude=42.3110), incident(latitude=42.3104)], ignore_index=True)
    links = linking.link(a, b)
    assert links[["first", "second"]].to_numpy().tolist() == [[1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("more", "linked"),
    [
        ({"date": "2022-07-05"}, True),
        ({"date": "2022-07-03"}, True),
        ({"date": "2022-07-06"}, False),
        ({"injured": 2}, False),
        ({"killed": 1, "injured": 0}, True),
        ({"latitude": 42.31 + 499 / 111_195}, True),
        ({"latitude": 42.31 + 501 / 111_195}, False),
        ({"latitude": math.nan}, False),
    ],
)
def test_limits(more: dict[str, object], linked: bool) -> None:
    assert (len(linking.link(incident(), incident(**more))) == 1) is linked


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(1, 2)), max_size=8),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 6), st.integers(1, 2)), max_size=8),
)
def test_links_are_one_to_one_and_within_the_limits(
    a: list[tuple[int, int, int]], b: list[tuple[int, int, int]]
) -> None:
    def frame(rows: list[tuple[int, int, int]]) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "date": pd.Timestamp("2020-01-01")
                + pd.to_timedelta([r[0] for r in rows], unit="D"),
                "latitude": [42.0 + 0.001 * r[1] for r in rows],
                "longitude": -71.0,
                "killed": 0,
                "injured": [r[2] for r in rows],
            }
        ).astype({"latitude": float})

    first, second = frame(a), frame(b)
    links = linking.link(first, second)
    assert links["first"].is_unique
    assert links["second"].is_unique
    assert (links["metres"] <= linking.MAX_METRES).all()
    assert (links["days"] <= linking.MAX_DAYS).all()


def test_what_linking_needs_is_said() -> None:
    with pytest.raises(ValueError, match="killed"):
        linking.link(incident().drop(columns="killed"), incident())
    twice = pd.concat([incident(), incident()])
    with pytest.raises(ValueError, match="repeats"):
        linking.link(twice, incident())
