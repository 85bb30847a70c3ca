"""The rows of economic and context indicators, on invented places and over the real files."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from epidemiology.status import Status
from epidemiology.survey import proportion_moe
from etl import derived, economy
from etl.catalogue._indicator import Feed, Indicator
from etl.ledger import Ledger

PLACES = pd.DataFrame(
    {"level": ["zcta"] * 4 + ["state"], "code": ["02991", "02992", "02993", "02994", "25"]}
)
POPULATIONS = pd.DataFrame(
    {
        "level": "zcta",
        "code": ["02991", "02992", "02993", "02994"],
        "vintage": "ACS 2018-2022",
        "residents": [1_000.0, 2_000.0, 0.0, 500.0],
    }
)
TABLE = pd.DataFrame(
    {
        "code": ["02991", "02992", "02993", "02999"],
        "share": [0.10, 0.02, 0.0, 0.5],
        "share_moe": [0.02, 0.03, 0.1, 0.1],
        "homes": [400.0, 600.0, 0.0, 1_000.0],
        "share_open": [False, True, False, False],
    }
)
FEED = Feed("some_source", "zcta", "2018-2022", "share", "share_moe", denominator="homes",
            scale=100.0, state="homes")  # fmt: skip


def indicator(unit: str = "percent", id_: str = "snap") -> Indicator:
    return Indicator(id_, "Title", "Title", "{value} {place}", unit, "economy", "lower", "90 %")


def made(feed: Feed = FEED, unit: str = "percent", id_: str = "snap") -> pd.DataFrame:
    rows = economy.values(indicator(unit, id_), feed, {"some_source": TABLE}, PLACES, POPULATIONS)
    return rows.set_index("code")


def test_every_place_has_a_row_and_none_is_a_zero_that_is_not_one() -> None:
    rows = made()
    assert rows["status"].to_dict() == {
        "02991": Status.VALUE,
        "02992": Status.VALUE,
        "02993": Status.NO_RESIDENTS,
        "02994": Status.NOT_COVERED,
    }
    assert rows.loc[["02993", "02994"], ["value", "lower", "numerator"]].isna().all(axis=None)


def test_interval_is_the_margin_inside_what_is_possible() -> None:
    rows = made()
    assert rows.loc["02991", ["value", "lower", "upper", "moe"]].tolist() == [10, 8, 12, 2]
    assert rows.loc["02992", ["value", "lower", "upper"]].tolist() == [2, 0, 5]


def test_flags_say_how_far_a_value_may_be_trusted() -> None:
    rows = made()
    assert rows["flags"].to_dict() == {
        "02991": "",
        "02992": "top_coded low_reliability",
        "02993": "",
        "02994": "",
    }
    silent = made(Feed("some_source", "zcta", "2018-2022", "share"))
    assert silent.at["02991", "flags"] == "moe_not_published"
    assert silent[["moe", "lower", "upper"]].isna().all(axis=None)


def test_counts_stand_beside_shares_of_a_known_whole() -> None:
    rows = made()
    assert rows.loc["02991", ["numerator", "denominator"]].tolist() == [40, 400]
    assert rows.at["02991", "denominator_source"] == "ACS 2018-2022"
    assert made(Feed("some_source", "zcta", "2018-2022", "share"))["numerator"].isna().all()


def test_an_index_below_zero_has_no_coefficient_of_variation() -> None:
    feed = Feed("some_source", "zcta", "2018-2022", "share", "share_moe")
    rows = made(feed, "index from -1 to 1")
    assert "low_reliability" not in " ".join(rows["flags"])
    assert rows.at["02992", "lower"] == pytest.approx(-0.01)


def test_a_count_of_residents_may_be_zero() -> None:
    feed = Feed("some_source", "zcta", "2018-2022", "homes")
    rows = made(feed, "people", "population")
    assert rows.at["02993", "value"] == 0
    assert rows.at["02993", "status"] == Status.NO_RESIDENTS


def test_the_state_is_weighted_by_the_universe_and_counts_every_place_of_the_source() -> None:
    row = economy.state_value(indicator(), FEED, {"some_source": TABLE}).iloc[0]
    # 40 + 12 + 0 + 500 of 2,000 homes; 02999 is no place any more, its homes still count.
    assert row["value"] == pytest.approx(27.6)
    assert (row["numerator"], row["denominator"]) == (552, 2_000)
    assert "weighted_mean" in row["flags"]
    assert (row["level"], row["code"]) == ("state", "25")


def test_the_state_can_be_a_sum_or_be_weighted_by_another_table() -> None:
    total = Feed("some_source", "zcta", "2018-2022", "homes", state="sum")
    row = economy.state_value(indicator("people"), total, {"some_source": TABLE}).iloc[0]
    assert row["value"] == 2_000
    other = Feed("some_source", "zcta", "2018-2022", "share", scale=100.0, state="else:people")
    people = pd.DataFrame({"code": ["02991", "02992"], "people": [3.0, 1.0]})
    tables = {"some_source": TABLE, "else": people}
    row = economy.state_value(indicator(), other, tables).iloc[0]
    assert row["value"] == pytest.approx(8)
    assert row["source"] == "else some_source"
    assert "numerator" not in row
    nobody = {"some_source": TABLE, "else": people.assign(people=0.0)}
    with pytest.raises(ValueError, match="expected a weight else:people"):
        economy.state_value(indicator(), other, nobody)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(KeyError, match="shares"):
        made(Feed("some_source", "zcta", "2018-2022", "shares"))


# --- derived columns ---------------------------------------------------------------------------


def test_income_groups_of_boston_are_summed_with_their_margins() -> None:
    columns = ["households", *derived.UNDER_35K, "from_200k", "white", "population"]
    table = pd.DataFrame(
        [[1_000.0, 60.0, 40.0, 0.0, 100.0, 300.0, 500.0, 2_000.0], [0.0] * 8], columns=columns
    )
    for column in columns:
        table[f"{column}_moe"] = [30.0, 13.0]
    table["white_percent"], table["white_percent_moe"] = [25.0, np.nan], [4.0, np.nan]
    out = derived.boston_profiles(table)
    row = out.iloc[0]
    assert row["households_under_25k"] == 100
    # The two estimates that are not zero, and the largest margin of those that are.
    assert row["households_under_25k_moe"] == pytest.approx(np.sqrt(3 * 30**2))
    assert row["households_under_25k_percent"] == pytest.approx(10)
    assert row["households_under_25k_percent_moe"] == pytest.approx(
        100 * proportion_moe(100, 1_000, np.sqrt(3 * 30**2), 30)
    )
    assert row["ice_income"] == pytest.approx((300 - 200) / 1_000)
    assert row["people_of_color_percent"] == 75
    assert row["people_of_color_percent_moe"] == 4
    assert out[["ice_income", "households_under_25k_percent"]].iloc[1].isna().all()


def test_the_bureaus_250001_is_an_open_end() -> None:
    table = pd.DataFrame(
        {
            "pct_under_18": [0.2, 0.2], "pct_age_18_to_24": [0.1, 0.1],
            "population": [1_000.0, 1_000.0], "pct_dorm_population": [0.0, 0.5],
            "pct_white": [0.4, 0.4], "median_household_income": [250_001.0, 250_000.0],
        }
    )  # fmt: skip
    out = derived.zip_demographics(table)
    assert out["median_household_income"].tolist() == [250_000, 250_000]
    assert out["median_household_income_open"].tolist() == [True, False]
    assert out["adults_25"].tolist() == [700, 700]
    assert out["household_residents"].tolist() == [1_000, 500]


# --- the real files ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """The rows of a whole run, by key."""

    rows: pd.DataFrame

    def value(self, indicator: str, level: str, code: str, period: str) -> float:
        return float(self.rows.at[(indicator, level, code, period), "value"])


@pytest.fixture(scope="module")
def found(real_economy: tuple[pd.DataFrame, Ledger]) -> Found:
    rows, ledger = real_economy
    assert ledger.why("oeps_economy").startswith("5 ")
    assert ledger.why("acs_tract_income").startswith("18 ")
    return Found(rows.set_index(["indicator", "level", "code", "period"]))


@pytest.mark.sources
def test_known_totals(found: Found) -> None:
    rows = found.rows
    state = rows.xs(("state", "25", "2019-2023"), level=["level", "code", "period"])
    assert state.at["households_under_25k", "denominator"] == pytest.approx(2_762_070)
    assert round(state.at["median_household_income", "value"], -1) == 101_640
    assert state.at["owner_occupied", "numerator"] == 1_728_972
    assert state.at["owner_occupied", "denominator"] == 2_762_056
    for period, residents in (
        ("2017-2021", 6_991_852), ("2018-2022", 6_984_205), ("2020-2024", 7_040_269)
    ):  # fmt: skip
        assert found.value("population", "state", "25", period) == pytest.approx(residents)


@pytest.mark.sources
@pytest.mark.parametrize("level", ["zcta", "town", "county", "house", "senate", "congress"])
def test_households_of_every_level_add_up_to_the_state(found: Found, level: str) -> None:
    here = found.rows.xs(
        ("households_over_200k", level, "2019-2023"), level=["indicator", "level", "period"]
    )
    assert here["denominator"].sum() == pytest.approx(2_762_070, rel=1e-4)
    assert here["numerator"].sum() == pytest.approx(582_543, rel=1e-4)


@pytest.mark.sources
def test_one_zip_code(found: Found) -> None:
    income = found.rows.loc[("median_household_income", "zcta", "02121")]
    assert income.at["2017-2021", "value"] == 40_732
    assert income.at["2017-2021", "moe"] == 7_490
    assert income.at["2017-2021", "lower"] == 33_242
    assert income.at["2018-2022", "value"] == 42_411
    assert income.at["2018-2022", "flags"] == "moe_not_published"
    assert income.at["2019-2023", "value"] == pytest.approx(43_772, abs=1_500)
    assert found.value("poverty", "zcta", "02121", "2014-2018") == 34.7


@pytest.mark.sources
@pytest.mark.parametrize(
    ("measure", "period", "published", "within"),
    [
        # Massachusetts as the Census Bureau publishes it (DP02, DP03, S1701).
        ("poverty", "2014-2018", 10.8, 0.2),
        ("poverty", "2018-2022", 9.9, 0.1),
        ("uninsured", "2014-2018", 2.8, 0.1),
        ("disability", "2014-2018", 11.6, 0.1),
        ("bachelors", "2018-2022", 45.9, 0.1),
    ],
)
def test_means_of_zip_areas_come_near_the_published_value_of_the_state(
    found: Found, measure: str, period: str, published: float, within: float
) -> None:
    assert abs(found.value(measure, "state", "25", period) - published) <= within


@pytest.mark.sources
def test_two_sources_of_boston_agree(found: Found) -> None:
    """Values of 2018-2022 lie in the 90 % interval of 2017-2021, about as often as they should."""
    rows = found.rows.xs("zcta", level="level")
    for measure in ("poverty", "no_vehicle", "bachelors", "owner_occupied", "vacant", "black"):
        before = rows.loc[measure].xs("2017-2021", level="period")
        after = rows.loc[measure].xs("2018-2022", level="period")["value"]
        both = (
            before.dropna(subset=["moe", "value"])
            .join(after.rename("after"))
            .dropna(subset=["after"])
        )
        inside = (both["after"] >= both["lower"]) & (both["after"] <= both["upper"])
        assert len(both) == 29
        assert inside.mean() >= 0.8, measure


@pytest.mark.sources
def test_every_place_of_a_level_has_a_row(found: Found) -> None:
    rows = found.rows.reset_index()
    counts = rows.groupby(["indicator", "level", "period"]).size()
    expected = {"zcta": 539, "town": 351, "county": 14, "house": 160, "senate": 40,
                "congress": 9, "state": 1}  # fmt: skip
    for (measure, level, period), n in counts.items():
        assert n == expected[level], (measure, level, period)
    assert rows.loc[rows["status"] == Status.NOT_COVERED, "value"].isna().all()
    assert rows.loc[rows["status"] == Status.VALUE, "value"].notna().all()
    shares = rows.loc[rows["value"].notna()]
    percent = {i.id for i in economy.INDICATORS if i.unit == "percent"}
    assert shares.loc[shares["indicator"].isin(percent), "value"].between(0, 100).all()
