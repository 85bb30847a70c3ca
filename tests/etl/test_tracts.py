"""Tracts to places, against the reference case of allocation (tests/reference)."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.acs_tract_income import BINS
from epidemiology.survey import proportion_moe, sum_moe
from etl import tracts

CASE = json.loads(
    (Path(__file__).parent.parent / "reference" / "crosswalk_denominators.json").read_text()
)
COUNTS = ["pop", "poor", "univ"]


def reference() -> tuple[pd.DataFrame, pd.DataFrame]:
    frame = pd.DataFrame(CASE["tracts"]).T.rename_axis("tract").reset_index()
    weights = pd.DataFrame(CASE["weights"], columns=["tract", "code", "share"])
    return frame, weights.assign(level="zcta")


def test_counts_are_spread_and_then_divided() -> None:
    frame, weights = reference()
    found = tracts.apportion(frame, weights, COUNTS).set_index("code")
    for code, expected in CASE["expected_zcta"].items():
        for count in COUNTS:
            assert found.at[code, count] == pytest.approx(expected[count], rel=1e-9)
        assert found.at[code, "poor"] / found.at[code, "univ"] == pytest.approx(
            expected["pct_poor"], rel=1e-9
        )
    assert found["pop"].sum() == CASE["conservation"]["pop"]
    assert found["poor"].sum() == CASE["conservation"]["poor"]


def test_margins_of_error_of_spread_counts() -> None:
    frame, weights = reference()
    joined = weights.merge(frame, on="tract", validate="m:1")
    for code, parts in joined.groupby("code"):
        expected = CASE["expected_zcta"][code]
        moe = {
            c: sum_moe(parts[c] * parts["share"], parts[f"{c}_moe"] * parts["share"])
            for c in COUNTS
        }
        for count in COUNTS:
            assert moe[count] == pytest.approx(expected[f"{count}_moe"], rel=1e-9)
        assert proportion_moe(
            expected["poor"], expected["univ"], moe["poor"], moe["univ"]
        ) == pytest.approx(expected["pct_poor_moe"], rel=1e-9)


def test_a_tract_without_a_place_may_only_be_empty() -> None:
    frame, weights = reference()
    assert len(tracts.apportion(frame, weights[weights["tract"] != "T4"], COUNTS))
    with pytest.raises(ValueError, match="people and no place, the first T3"):
        tracts.apportion(frame, weights[weights["tract"] != "T3"], COUNTS)


def test_shares_that_do_not_add_up_are_found() -> None:
    frame, weights = reference()
    weights.loc[0, "share"] = 0.5
    with pytest.raises(ValueError, match="zcta: pop adds up to"):
        tracts.apportion(frame, weights, COUNTS)


def test_a_missing_count_is_refused() -> None:
    frame, weights = reference()
    frame["poor"] = frame["poor"].astype(float)
    frame.loc[0, "poor"] = np.nan
    with pytest.raises(ValueError, match="missing"):
        tracts.apportion(frame, weights, COUNTS)


@given(st.lists(st.tuples(st.integers(0, 5_000), st.floats(0, 1)), min_size=1, max_size=20))
def test_nobody_is_lost_or_made(pairs: list) -> None:
    frame = pd.DataFrame({"tract": [str(i) for i in range(len(pairs))], "n": [n for n, _ in pairs]})
    weights = pd.DataFrame(
        [
            {"tract": str(i), "level": "town", "code": code, "share": share}
            for i, (_, one) in enumerate(pairs)
            for code, share in (("a", one), ("b", 1 - one))
        ]
    )
    found = tracts.apportion(frame, weights, ["n"])
    assert found["n"].sum() == pytest.approx(sum(n for n, _ in pairs))


def bins(tract: str, *counts: int) -> dict[str, object]:
    return {"tract": tract, "households": sum(counts), **dict(zip(BINS, counts, strict=True))}


def whole(*codes: str) -> pd.DataFrame:
    return pd.DataFrame({"tract": codes, "level": "town", "code": codes, "share": 1.0})


def test_income_of_a_place_comes_from_summed_bins() -> None:
    frame = pd.DataFrame(
        [bins("a", 10, 10, 10, 10, 20, 40, 40, 30, 15, 15), bins("b", *[0] * 9, 50),
         bins("c", 0, 0, 0, 0, 5, 0, 0, 0, 0, 0), bins("d", *[0] * 10)]
    )  # fmt: skip
    found = tracts.income(frame, whole("a", "b", "c", "d")).set_index(["indicator", "code"])
    assert found.at[("median_household_income", "a"), "value"] == pytest.approx(75_000)
    assert found.at[("households_under_25k", "a"), "value"] == pytest.approx(15)
    assert found.at[("households_under_35k", "a"), "value"] == pytest.approx(20)
    assert found.at[("households_over_200k", "a"), "value"] == pytest.approx(7.5)
    assert found.at[("ice_income", "a"), "value"] == pytest.approx((15 - 40) / 200)
    assert found.at[("ice_income", "a"), "flags"] == ""
    assert found.at[("median_household_income", "b"), "value"] == 200_000
    assert found.at[("median_household_income", "b"), "flags"] == "few_households top_coded"
    assert found.at[("ice_income", "b"), "flags"] == "few_households"
    assert found.xs("c", level="code")["value"].isna().all()
    assert found.xs("d", level="code")["value"].isna().all()


def test_the_cuts_are_bounds_of_the_bins() -> None:
    assert {tracts.ICE_LOW_CUT, tracts.ICE_HIGH_CUT} <= set(BINS.values())


def test_residents_of_a_place_come_from_summed_counts() -> None:
    zero = dict.fromkeys(tracts.GROUPS, 0.0)
    frame = pd.DataFrame(
        [
            {"tract": "a", "population": 1000, **zero, "under_18": 10.0, "white": 80.0},
            {"tract": "b", "population": 3000, **zero, "under_18": 30.0, "white": 40.0},
            {"tract": "c", "population": 0, **dict.fromkeys(tracts.GROUPS, np.nan)},
        ]
    )
    weights = pd.DataFrame(
        {"tract": ["a", "b", "c"], "level": "town", "code": ["x", "x", "y"], "share": 1.0}
    )
    found = tracts.residents(frame, weights).set_index(["indicator", "code"])
    assert found.at[("population", "x"), "value"] == 4000
    assert found.at[("under_18", "x"), "value"] == pytest.approx(25)
    assert found.at[("people_of_color", "x"), "value"] == pytest.approx(50)
    assert found.at[("people_of_color", "x"), "numerator"] == pytest.approx(2000)
    assert np.isnan(found.at[("under_18", "y"), "value"])
