"""County, state and national deaths of data.cdc.gov: golden slices, bad input, the real files."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest

from data_sources import _cdc, cdc_county_deaths, cdc_national_deaths, cdc_state_deaths
from data_sources._dataset import SourceError

WINDOW = "January, 2024 to December, 2024"
OLDER = f"""Period,ST_NAME,NAME,Intent,Count,Rate,TTM_Date_Range,GEOID
TTM,Anystate,Able County,FA_Homicide,1-9,0.8,"{WINDOW}",99001
TTM,Anystate,Baker County,FA_Homicide,0,0,"{WINDOW}",99003
2023,Anystate,Able County,FA_Homicide,12,3.4,,99001
2023,Anystate,Baker County,FA_Homicide,1-9,-999,,99003
"""
API_HEADER = (
    '"geoid","name","st_geoid","st_name","intent","period","count_sup","rate","rate_m",'
    '"rate_m_ci","data_as_of","ttm_date_range"'
)
API = f"""{API_HEADER}
"99001","Able County","99","Anystate","FA_Homicide","TTM","1-9","0.800000000000000","1","0.3-1.9","2026-08-12T00:00:00.000","{WINDOW}"
"99003","Baker County","99","Anystate","FA_Homicide","TTM","0","0.0","0","","2026-08-12T00:00:00.000","{WINDOW}"
"99001","Able County","99","Anystate","FA_Homicide","2023","12","3.399999999999999","0","","2026-06-22T00:00:00.000",
"99003","Baker County","99","Anystate","FA_Homicide","2023","1-9","-999.0","0","-999","2026-06-22T00:00:00.000",
"""  # noqa: E501


def county(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / "county.csv"
    path.write_text(text, encoding="utf-8")
    return cdc_county_deaths.read(path)


@pytest.mark.parametrize("text", [OLDER, API], ids=["older export", "API"])
def test_both_schemas_give_the_same_table(tmp_path: Path, text: str) -> None:
    rows = county(tmp_path, text)
    assert rows.drop(columns="source_row").to_dict("list") == {
        "code": ["99001", "99003"] * 2,
        "name": ["Able County", "Baker County"] * 2,
        "intent": ["FA_Homicide"] * 4,
        "period": ["2024", "2024", "2023", "2023"],
        "provisional": [True, True, False, False],
        "count": pytest.approx([math.nan, 0, 12, math.nan], nan_ok=True),
        "suppressed": [True, False, False, True],
        "rate": pytest.approx([0.8, 0, 3.4, math.nan], nan_ok=True),
        "modelled": [True, False, False, False],
    }
    assert rows["source_row"].tolist() == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",12,3.4,", ",7,3.4,", "line 4, column 'Count': '7' does not fit"),
        (",12,3.4,", ",12.5,3.4,", "column 'Count'"),
        (",12,3.4,", ",twelve,3.4,", "column 'Count'"),
        (",12,3.4,", ",12,high,", "line 4, column 'Rate'"),
        (",12,3.4,", ",12,-3.4,", "column 'Rate'"),
        (",12,3.4,", ",12,-999,", "a rate where the count is open"),
        (",0,0,", ",0,1.2,", "0 where the count is 0"),
        ("2023,Anystate,Able", "1923,Anystate,Able", "line 4, column 'Period'"),
        (WINDOW, "January, 2024 to June, 2024", "line 2, column 'TTM_Date_Range'"),
        (WINDOW, "", "column 'TTM_Date_Range'"),
        (",99003\n2023", ",9903\n2023", "line 3, column 'GEOID'"),
        (",99003\n2023", ",99001\n2023", "line 3, column 'GEOID'"),
        ("FA_Homicide,12", "FA_Other,12", "line 4, column 'Intent'"),
        ("Count,", "Deaths,", "column 'Count'"),
        (",,99003\n", "", "too few fields"),
        (OLDER, "", "empty"),
        (OLDER[OLDER.index("\n") + 1 :], "", "no rows"),
    ],
)
def test_bad_county_input_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in OLDER
    with pytest.raises(SourceError, match=r"county\.csv") as error:
        county(tmp_path, OLDER.replace(old, new))
    assert said in str(error.value)


def test_an_open_count_is_never_flagged_as_modelled(tmp_path: Path) -> None:
    text = API.replace('"12","3.399999999999999","0"', '"12","3.4","1"')
    with pytest.raises(SourceError, match="rate_m"):
        county(tmp_path, text)


def test_a_larger_hidden_count_keeps_neither_count_nor_rate(tmp_path: Path) -> None:
    """Its rate is no model's: with the population it would give the count back."""
    rows = county(tmp_path, OLDER.replace(",12,3.4,", ",10-50,3.4,"))
    assert rows.loc[2, "suppressed"]
    assert not rows.loc[2, "modelled"]
    assert math.isnan(rows.loc[2, "rate"])


def test_missing_file_is_named(tmp_path: Path) -> None:
    for module in (cdc_county_deaths, cdc_state_deaths, cdc_national_deaths):
        with pytest.raises(SourceError, match="missing"):
            module.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("April, 2025 to March, 2026", "2025-04_2026-03"),
        ("January, 2024 to December, 2024", "2024"),
    ],
)
def test_trailing_period(text: str, period: str) -> None:
    assert _cdc.trailing_period(text) == period


@pytest.mark.parametrize(
    "text",
    ["", "April 2025 to March 2026", "April, 2025 to April, 2026", "Abril, 2025 to March, 2026"],
)
def test_trailing_period_refuses(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        _cdc.trailing_period(text)


STATE = """"geoid","name","intent","period","count_sup","rate","data_as_of","ttm_date_range"
"99","Anystate","FA_Deaths","TTM","49","3.600000000000000","2026-08-12T00:00:00.000","April, 2025 to March, 2026"
"99","Anystate","FA_Deaths","2024","57","4.100000000000000","2026-06-22T00:00:00.000",
"98","Otherstate","FA_Deaths","2024","1-9","-999.0","2026-06-22T00:00:00.000",
"""  # noqa: E501


def state(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / cdc_state_deaths.DATASET.files[0]
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return cdc_state_deaths.load(tmp_path)


def test_state_slice(tmp_path: Path) -> None:
    rows = state(tmp_path, STATE)
    assert rows["period"].tolist() == ["2025-04_2026-03", "2024", "2024"]
    assert rows["provisional"].tolist() == [True, False, False]
    assert rows["suppressed"].tolist() == [False, False, True]
    assert rows["rate"].tolist() == pytest.approx([3.6, 4.1, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"57"', '"5"', "count_sup"),
        ('"57"', '"5x"', "count_sup"),
        ('"99","Anystate","FA_Deaths","2024"', '"9","Anystate","FA_Deaths","2024"', "geoid"),
        ('"98","Otherstate"', '"99","Anystate"', "line 4"),
        ('"rate"', '"crude"', "'rate'"),
    ],
)
def test_bad_state_input_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        state(tmp_path, STATE.replace(old, new))
    assert said in str(error.value)


NATION = """"geoid","intent","period","count","rate","type","data_as_of","ttm_date_range"
"USA","FA_Deaths","2025-10-01T00:00:00.000","3610","12.800000000000000","month","2026-06-22T00:00:00.000",
"USA","FA_Deaths","2024-01-01T00:00:00.000","43210","13.30000000000000","year","2026-06-22T00:00:00.000",
"USA","FA_Deaths","2026-03-01T00:00:00.000","41234","12.10000000000000","TTM","2026-08-12T00:00:00.000","April, 2025 to March, 2026"
"""  # noqa: E501


def nation(tmp_path: Path, text: str) -> pd.DataFrame:
    path = tmp_path / cdc_national_deaths.DATASET.files[0]
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    return cdc_national_deaths.load(tmp_path)


def test_national_slice(tmp_path: Path) -> None:
    rows = nation(tmp_path, NATION)
    assert rows["kind"].tolist() == ["month", "year", "TTM"]
    assert rows["period"].tolist() == ["2025-10_2025-10", "2024", "2025-04_2026-03"]
    assert rows["code"].tolist() == ["us"] * 3


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"month"', '"week"', "'type'"),
        ("2024-01-01T", "2024-02-01T", "1 January"),
        ("2024-01-01T00:00:00.000", "2024", "'period'"),
        ('"43210"', '"43 210"', "'count'"),
        ("April, 2025 to March, 2026", "", "'ttm_date_range'"),
        ('"USA","FA_Deaths","2024', '"FRA","FA_Deaths","2024', "'geoid'"),
    ],
)
def test_bad_national_input_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(SourceError) as error:
        nation(tmp_path, NATION.replace(old, new))
    assert said in str(error.value)


@pytest.mark.sources
def test_real_counties(sources: Path) -> None:
    rows = cdc_county_deaths.load(sources)
    assert len(rows) == 168
    assert rows["code"].nunique() == 14
    assert sorted(rows["period"].unique()) == ["2019", "2020", "2021", "2022", "2023", "2024"]
    assert rows["provisional"].eq(rows["period"] == "2024").all()
    assert rows.loc[
        rows["suppressed"] & ~rows["modelled"], ["code", "intent", "period"]
    ].to_numpy().tolist() == [["25007", "FA_Homicide", "2019"], ["25019", "FA_Suicide", "2023"]]
    homicides = rows[rows["intent"] == "FA_Homicide"].pivot(
        index="code", columns="period", values="count"
    )
    assert homicides.loc["25013"].tolist() == [21, 26, 21, 25, 35, 20]
    assert homicides.loc["25025"].tolist() == [31, 43, 31, 28, 22, 20]


@pytest.mark.sources
@pytest.mark.parametrize(
    ("intent", "suppressed", "missing"), [("homicide", 8216 + 4, 458 + 4), ("suicide", 11845, 1363)]
)
def test_real_counties_of_the_nation(
    sources: Path, intent: str, suppressed: int, missing: int
) -> None:
    """The state's file is the state's lines of the nation's.

    Four cells of the nation, none of this state, are "10-50": hidden to keep others hidden.
    """
    whole = cdc_county_deaths.read(sources / f"cdc/miovd_county_firearm_{intent}_us.csv")
    part = cdc_county_deaths.read(sources / f"cdc/miovd_county_firearm_{intent}_ma.csv")
    here = whole[whole["code"].str.startswith("25")].reset_index(drop=True)
    pd.testing.assert_frame_equal(here.drop(columns="source_row"), part.drop(columns="source_row"))
    assert len(whole) == 18_857
    assert whole["suppressed"].sum() == suppressed
    assert whole["rate"].isna().sum() == missing


@pytest.mark.sources
def test_real_state(sources: Path) -> None:
    rows = cdc_state_deaths.load(sources)
    assert len(rows) == 2142
    assert rows["code"].nunique() == 51
    here = rows[rows["code"] == "25"].set_index(["intent", "period"])["count"]
    assert [here["FA_Deaths", p] for p in ("2019", "2020", "2021", "2022", "2023", "2024")] == [
        247,
        268,
        247,
        263,
        270,
        287,
    ]
    assert [here[i, "2025-04_2026-03"] for i in ("FA_Deaths", "FA_Homicide", "FA_Suicide")] == [
        249,
        77,
        167,
    ]


@pytest.mark.sources
def test_real_nation(sources: Path) -> None:
    rows = cdc_national_deaths.load(sources)
    assert rows["kind"].value_counts().to_dict() == {"month": 520, "year": 42, "TTM": 6}
