"""The newest five years of the survey: counts, shares, both racialised indices and their error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data_sources import acs_5year, acs_tenure
from epidemiology.status import Status
from etl import acs, catalogue, derived, economy, trace
from etl.ledger import Ledger
from etl.racialised_ice import ALL, BLACK, WHITE, indices
from tests import acs_files

ICE_CASES = json.loads((Path(__file__).parent.parent / "reference" / "ice.json").read_text())
CELLS = {
    "B01003_001E": "2400", "B01003_001M": "-555555555",
    "B17001_001E": "2000", "B17001_001M": "100", "B17001_002E": "500", "B17001_002M": "60",
    "B19001_001E": "1000", "B19001_001M": "50",
    "B19001_002E": "100", "B19001_002M": "30", "B19001_004E": "40", "B19001_004M": "20",
    "B19001_007E": "60", "B19001_007M": "25", "B19001_017E": "200", "B19001_017M": "40",
    "B19001H_002E": "20", "B19001H_002M": "15", "B19001H_017E": "150", "B19001H_017M": "35",
    "B19001B_002E": "50", "B19001B_002M": "20",
    "B19013_001E": "250001", "B19013_001M": "-333333333",
    "B19083_001E": "0.4812", "B19083_001M": "0.0345",
    "B03002_001E": "2400", "B03002_001M": "0", "B03002_003E": "600", "B03002_003M": "90",
    "B25070_001E": "400", "B25070_008E": "30", "B25070_009E": "20", "B25070_010E": "50",
    "B25070_002E": "100", "B25070_011E": "200",
}  # fmt: skip
"""By hand: see each test."""
TRACTS = (
    ("25025010101", {
        "B01003_001E": "1500", "B17001_001E": "1000", "B17001_001M": "80",
        "B17001_002E": "200", "B17001_002M": "40",
        "B19001_001E": "30", "B19001_010E": "30", "B19013_001E": "47000",
    }),
    ("25025010102", {
        "B01003_001E": "900", "B17001_001E": "600", "B17001_001M": "60",
        "B17001_002E": "0", "B17001_002M": "12",
        "B19001_001E": "20", "B19001_017E": "20", "B19013_001E": "-666666666",
    }),
)  # fmt: skip
PLACES = pd.DataFrame(
    [
        ("zcta", "02991", "02991"),
        ("zcta", "02992", "02992"),
        ("zcta", "02993", "02993"),
        ("town", "2502507000", "Boston"),
        ("town", "2501300840", "Agawam Town"),
        ("county", "25025", "Suffolk County"),
        ("state", "25", "Massachusetts"),
        ("house", "25001", "1st Suffolk District"),
        ("house", "25002", "2nd Suffolk District"),
    ],
    columns=["level", "code", "name"],
)
WEIGHTS = pd.DataFrame(
    [
        ("25025010101", "house", "25001", 0.5),
        ("25025010101", "house", "25002", 0.5),
        ("25025010102", "house", "25001", 1.0),
    ],
    columns=["tract", "level", "code", "share"],
)


@dataclass(frozen=True)
class Ground:
    """Invented places."""

    places: pd.DataFrame
    tract_weights: pd.DataFrame


def written(folder: Path, **more: Any) -> None:
    places: dict[str, Any] = {
        "state": [("25", "Massachusetts", CELLS)],
        "county": [("25025", "Suffolk County, Massachusetts", CELLS)],
        "town": [
            ("2502507000", "Boston city, Suffolk County, Massachusetts", CELLS),
            # A town that has become a city since: another code, the same name.
            ("2501300765", "Agawam Town city, Hampden County, Massachusetts", CELLS),
        ],
        "tract": [(code, "Census Tract", cells) for code, cells in TRACTS],
        "zcta": [
            ("02991", "ZCTA5 02991", CELLS),
            ("02992", "ZCTA5 02992", {}),
            ("02999", "ZCTA5 02999", CELLS),
        ],
    }
    acs_files.write(folder, places | more)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, Ledger]:
    folder, ledger = tmp_path_factory.mktemp("acs"), Ledger()
    written(folder)
    rows = acs.run(folder, Ground(PLACES, WEIGHTS), economy.INDICATORS, ledger)
    return rows.set_index(["indicator", "level", "code"]).sort_index(), ledger


def test_a_build_without_the_files_has_no_such_rows(tmp_path: Path) -> None:
    ledger = Ledger()
    assert acs.run(tmp_path, Ground(PLACES, WEIGHTS), economy.INDICATORS, ledger).empty
    assert not ledger.rows_in


def test_every_place_has_a_row_of_the_survey(made: tuple[pd.DataFrame, Ledger]) -> None:
    rows, ledger = made
    assert set(rows["period"]) == {"2020-2024"}
    zips = rows.loc["poverty"].loc["zcta"]["status"]
    assert zips.to_dict() == {
        "02991": Status.VALUE,
        "02992": Status.NO_RESIDENTS,
        "02993": Status.NOT_COVERED,
    }
    assert rows.at[("poverty", "town", "2501300840"), "value"] == 25
    assert rows.at[("poverty", "state", "25"), "source"] == "acs_5year"
    assert ledger.rows_in[acs.SOURCE] == 9
    assert ledger.why(acs.SOURCE) == "1 of places that the atlas does not have"
    measured = set(rows.index.get_level_values("indicator"))
    assert measured == {
        *acs.SHARES, "people_of_color", "population", "gini", "median_household_income",
        "ice_income", "ice_race_income", "ice_black_income", "high_income_white_households",
        "low_income_households_of_color", "low_income_black_households",
    }  # fmt: skip
    assert measured <= {indicator.id for indicator in catalogue.INDICATORS}


def test_a_share_has_the_error_of_a_share(made: tuple[pd.DataFrame, Ledger]) -> None:
    row = made[0].loc[("poverty", "zcta", "02991")]
    assert row[["value", "numerator", "denominator"]].tolist() == [25, 500, 2000]
    # sqrt(60^2 - 0.25^2 x 100^2) / 2000
    assert row["moe"] == pytest.approx(100 * sqrt(3600 - 625) / 2000)
    assert row["upper"] - row["value"] == pytest.approx(row["moe"])
    assert row["denominator_source"] == "ACS 2020-2024"
    assert row["flags"] == ""


def test_people_of_color_are_the_rest(made: tuple[pd.DataFrame, Ledger]) -> None:
    rows = made[0]
    color, white = (rows.loc[(name, "town", "2502507000")] for name in ("people_of_color", "white"))
    assert (color["value"], color["numerator"]) == (75, 1800)
    assert color["moe"] == white["moe"] == pytest.approx(100 * 90 / 2400)


def test_rents_that_could_not_be_worked_out_are_in_no_whole(
    made: tuple[pd.DataFrame, Ledger],
) -> None:
    row = made[0].loc[("rent_burden", "county", "25025")]
    assert row[["value", "numerator", "denominator"]].tolist() == [50, 100, 200]


def test_published_medians_and_indices_are_as_published(
    made: tuple[pd.DataFrame, Ledger],
) -> None:
    rows = made[0]
    gini = rows.loc[("gini", "zcta", "02991")]
    assert (gini["value"], gini["moe"]) == (0.4812, 0.0345)
    income = rows.loc[("median_household_income", "town", "2502507000")]
    assert income["value"] == 250_000
    assert income["flags"] == "top_coded moe_not_published"
    people = rows.loc[("population", "zcta", "02991")]
    assert people[["value", "moe", "lower"]].tolist() == [2400, 0, 2400]


def test_income_against_income(made: tuple[pd.DataFrame, Ledger]) -> None:
    row = made[0].loc[("ice_income", "zcta", "02991")]
    assert row["value"] == 0
    # 200 households below $35,000: 30^2 + 20^2 + 25^2, and 13^2 once for the zeros; 40^2 above.
    assert row["moe"] == pytest.approx(sqrt(1600 + 900 + 400 + 625 + 169) / 1000)
    assert "low_reliability" not in row["flags"]


def test_white_with_high_against_of_color_with_low_incomes(
    made: tuple[pd.DataFrame, Ledger],
) -> None:
    rows = made[0]
    row = rows.loc[("ice_race_income", "zcta", "02991")]
    # 150 White households of $200,000 or more; 200 - 20 households of color under $35,000.
    assert row["value"] == pytest.approx(-0.03)
    assert row["numerator"] == -30
    extremes = 35**2 + (900 + 400 + 625 + 169) + (15**2 + 13**2)
    assert row["moe"] == pytest.approx(sqrt(extremes + 0.03**2 * 50**2) / 1000)
    assert row["moe"] == pytest.approx(0.0609528, abs=1e-7)
    ends = ("high_income_white_households", "low_income_households_of_color")
    high, low = (rows.loc[(end, "zcta", "02991")] for end in ends)
    assert (high["value"], low["value"]) == (15, 18)
    assert high["moe"] == pytest.approx(100 * sqrt(35**2 - 0.15**2 * 50**2) / 1000)


def test_white_with_high_against_black_with_low_incomes(
    made: tuple[pd.DataFrame, Ledger],
) -> None:
    row = made[0].loc[("ice_black_income", "zcta", "02991")]
    assert row["value"] == pytest.approx(0.1)
    assert row["moe"] == pytest.approx(sqrt(35**2 + 20**2 + 13**2 + 0.1**2 * 50**2) / 1000)
    share = made[0].loc[("low_income_black_households", "zcta", "02991")]
    assert share["value"] == 5


def test_districts_are_sums_of_tracts(made: tuple[pd.DataFrame, Ledger]) -> None:
    rows = made[0]
    row = rows.loc[("poverty", "house", "25001")]
    assert row[["numerator", "denominator"]].tolist() == [100, 1100]
    part, whole = 20**2 + 12**2, 40**2 + 60**2
    assert row["moe"] == pytest.approx(100 * sqrt(part - whole / 11**2) / 1100)
    assert row["flags"] == "from_tracts"
    assert row["source"] == "acs_5year census_tracts"
    assert rows.at[("population", "house", "25001"), "value"] == 1650
    # 15 of 35 households have 45,000 to 50,000 dollars, 20 have 200,000 or more.
    median = rows.loc[("median_household_income", "house", "25001")]
    assert median["value"] == 200_000
    assert median["flags"] == "top_coded from_tracts moe_not_published"
    other = rows.loc[("median_household_income", "house", "25002")]
    assert other["value"] == 47_500
    assert ("gini", "house", "25001") not in rows.index


def test_people_in_tracts_without_an_outline_are_not_lost_in_silence(tmp_path: Path) -> None:
    written(tmp_path)
    ground = Ground(PLACES, WEIGHTS[WEIGHTS["tract"] == "25025010101"])
    with pytest.raises(ValueError, match="900 of 2,400 residents live in tracts without"):
        acs.run(tmp_path, ground, economy.INDICATORS, Ledger())


def test_newest_rows_stand_in_the_place_of_older_ones_of_the_same_years() -> None:
    key = {"indicator": "population", "level": "zcta", "period": "2020-2024"}
    old = pd.DataFrame([key | {"value": 1.0}, key | {"value": 2.0, "period": "2018-2022"}])
    new = pd.DataFrame([key | {"value": 3.0}])
    assert economy._instead(old, new)["value"].tolist() == [2, 3]
    assert economy._instead(old, pd.DataFrame())["value"].tolist() == [1, 2]


def test_a_measure_says_which_years_have_margins() -> None:
    rows = [
        {"indicator": i.id, "level": "zcta", "period": "2018-2022", "source": "one"}
        for i in catalogue.INDICATORS
        if not i.live
    ]
    bare = catalogue.table(pd.DataFrame(rows)).set_index("id")
    assert "ice_race_income" not in bare.index
    assert bare.at["gini", "interval"].startswith("None")
    live = {"level": "town", "period": "2020-2024", "source": "acs_5year census_tracts"}
    rows += [live | {"indicator": name} for name in ("gini", "ice_race_income", "ice_income")]
    table = catalogue.table(pd.DataFrame(rows)).set_index("id")
    assert table.at["gini", "interval"].startswith("2020-2024: 90 % margin of error. Other years:")
    assert "no value for districts." in table.at["gini", "caveats"]
    assert "one period for comparing" not in table.at["ice_income", "caveats"]
    assert "2020-2024 comes from the Census Bureau" in table.at["ice_income", "caveats"]
    assert table.at["poverty", "interval"] == bare.at["poverty", "interval"]
    shown = table.at["ice_race_income", "caveats"]
    assert (
        "where high-income White households and low-income households of color are concentrated"
        in shown
    )


def counts(case: Mapping[str, Any]) -> pd.DataFrame:
    cells = {f"{ALL}_001": case["B19001_001"]}
    for table in (ALL, WHITE, BLACK):
        for number, value in enumerate(case[f"{table}_002_017"], start=2):
            cells[f"{table}_{number:03d}"] = value
    blank = {f"{line}M": 0.0 for line in acs_5year.LINES}
    return pd.DataFrame([{f"{n}E": float(v) for n, v in cells.items()} | blank])


@pytest.mark.parametrize("case", ICE_CASES["cases"], ids=lambda c: c["area"])
@pytest.mark.parametrize(
    ("low", "high"), [(25_000, 100_000), (30_000, 125_000), (35_000, 150_000), (30_000, 150_000)]
)
def test_indices_of_other_programs(case: Mapping[str, Any], low: int, high: int) -> None:
    expected = case[f"expected_lt{low // 1000}k_ge{high // 1000}k"]
    found = indices(counts(case), low, high)
    for theirs, ours in (
        ("ICE_income", "ice_income"),
        ("ICE_race_income_wnh_poc", "ice_race_income"),
        ("ICE_race_income_wnh_black", "ice_black_income"),
    ):
        if theirs in expected:
            value = np.nan if expected[theirs] is None else expected[theirs]
            assert found[ours].value[0] == pytest.approx(value, abs=1e-12, nan_ok=True)


def test_the_operator_finds_the_line_of_a_value(
    made: tuple[pd.DataFrame, Ledger], tmp_path: Path
) -> None:
    written(tmp_path)
    entry = next(i for i in catalogue.INDICATORS if i.id == "poverty")
    for level, code, line in (
        ("town", "2501300840", "acs5_live_town.csv line 3: Agawam Town city, Hampden County"),
        ("zcta", "02991", "acs5_live_zcta.csv line 2: ZCTA5 02991"),
    ):
        row = made[0].loc[[("poverty", level, code)]].reset_index().iloc[0]
        lines = dict(trace.rows({"places": PLACES}, row, entry, tmp_path))
        assert lines["Cells"] == "B17001_002 of B17001_001"
        assert lines["Source row"].startswith(line)
    for indicator in catalogue.INDICATORS:
        assert acs.cells(indicator.id)


def test_residents_of_the_newest_survey_are_a_vintage(tmp_path: Path) -> None:
    towns = PLACES[PLACES["level"] == "town"]
    known = pd.DataFrame([{"level": "zcta", "vintage": "ACS 2020-2024"}])
    assert acs.residents(tmp_path, towns, known).empty
    written(tmp_path)
    rows = acs.residents(tmp_path, towns, known)
    assert set(rows["vintage"]) == {"ACS 2020-2024"}
    assert rows.groupby("level").size().to_dict() == {"county": 1, "state": 1, "town": 2}
    assert set(rows.loc[rows["level"] == "town", "code"]) == {"2502507000", "2501300840"}
    assert (rows["residents"] == 2400).all()


@pytest.mark.sources
def test_shares_of_the_bureaus_own_table_are_those_of_its_copy(sources: Path) -> None:
    table = acs_tenure.load(sources)
    cells = {f"{line}{kind}": 0.0 for line in acs_5year.LINES for kind in "EM"}
    counts = pd.DataFrame([cells] * len(table)).assign(level="zcta", code=table["zcta"].to_numpy())
    for line, name in (("B25003_001", "occupied"), ("B25003_002", "owner")):
        counts[f"{line}E"] = table[name].to_numpy()
        counts[f"{line}M"] = table[f"{name}_moe"].to_numpy()
    rows = acs.measures(counts).query("indicator == 'owner_occupied'")
    copy = derived.tenure(table)
    assert len(rows) == 539
    np.testing.assert_allclose(rows["value"], copy["owner_percent"])
    np.testing.assert_allclose(rows["moe"], copy["owner_percent_moe"])
