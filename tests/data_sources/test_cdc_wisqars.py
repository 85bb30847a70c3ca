"""WISQARS reports: golden slices, bad input, the real files."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_sources import cdc_wisqars
from data_sources._dataset import SourceError
from data_sources.cdc_wisqars import NATION, STATE, Report

NUMBERS = '"Deaths","Population","Crude Rate","Age-Adjusted Rate","Years of Potential Life Lost"'
BY_SEX = f""""Year","Intent","Sex","State",{NUMBERS}
"2023","Homicide","Males","Massachusetts","1,102","3,420,435","32.22","3.09","3,666"
"2023","Homicide","Females","Massachusetts","19**","3,580,964","0.53**","0.54**","572"
"2023","Legal Intervention","Males","Massachusetts","--","3,420,435","--","--","--"
"2022","Undetermined","Females","Massachusetts","0**","3,570,980","0.00**","0.00**","--"
"""
SEX = Report("report.csv", STATE, "sex", ("Sex",), by_intent=True)
NATIONAL = f"""\ufeff"Year",{NUMBERS}
"2023","40,000","300,000,000","13.33","13.10","1,000,000"
"2022","41,000","300,000,000","13.67","13.40","1,000,000"
"Total","81,000","600,000,000","13.50","13.25","2,000,000"
"","","","","",""
"Injury Outcome: Fatal","","","","",""
"Mechanism: Firearm","","","","",""
"Geography: United States","","","","",""
"--* indicates secondary suppression.","","","","",""
"""
US = Report("report.csv", NATION)


def read(tmp_path: Path, text: str, report: Report) -> pd.DataFrame:
    path = tmp_path / report.file
    path.write_text(text, encoding="utf-8")
    return cdc_wisqars.read(path, report)


def test_state_slice(tmp_path: Path) -> None:
    rows = read(tmp_path, BY_SEX, SEX)
    nan = math.nan
    assert rows["year"].tolist() == [2023, 2023, 2023, 2022]
    assert rows["group"].tolist() == ["Males", "Females", "Males", "Females"]
    assert rows["deaths"].tolist() == pytest.approx([1102, 19, nan, 0], nan_ok=True)
    assert rows["suppressed"].tolist() == [False, False, True, False]
    assert rows["unstable"].tolist() == [False, True, False, True]
    assert rows["population"].tolist() == [3420435, 3580964, 3420435, 3570980]
    assert rows["crude_rate"].tolist() == pytest.approx([32.22, 0.53, nan, 0], nan_ok=True)
    assert rows["age_adjusted"].tolist() == pytest.approx([3.09, 0.54, nan, 0], nan_ok=True)
    assert rows["years_lost"].tolist() == pytest.approx([3666, 572, nan, nan], nan_ok=True)
    assert rows["source_row"].tolist() == [2, 3, 4, 5]
    assert set(rows["file"]) == {"report.csv"}


def test_race_and_ethnicity_name_one_group(tmp_path: Path) -> None:
    text = f""""Year","State","Race","Ethnicity",{NUMBERS}
"2023","Massachusetts","White","Non-Hispanic","12**","488,513","2.46**","--","507"
"2023","Massachusetts","White","Unknown","--*","--","--*","--*","--*"
"""
    rows = read(tmp_path, text, Report("report.csv", STATE, "age18_25_race", ("Race", "Ethnicity")))
    assert rows["group"].tolist() == ["White, Non-Hispanic", "White, Unknown"]
    assert rows["suppressed"].tolist() == [False, True]
    assert rows["intent"].tolist() == ["all", "all"]


def test_national_footnotes_are_left_out(tmp_path: Path) -> None:
    rows = read(tmp_path, NATIONAL, US)
    assert rows["year"].tolist() == [2023, 2022]
    assert rows["deaths"].tolist() == [40_000, 41_000]
    assert set(rows["place"]) == {NATION}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"1,102"', '"7"', "line 2, column 'Deaths': '7' does not fit"),
        ('"19**"', '"9**"', "line 3, column 'Deaths'"),
        ('"19**"', '"nineteen"', "column 'Deaths'"),
        ('"3,580,964"', '"3.5 million"', "line 3, column 'Population'"),
        ('"0.53**"', '"0,53"', "line 3, column 'Crude Rate'"),
        ('"0.53**"', '"--"', "a number where the deaths are open"),
        ('"--","3,420,435","--","--","--"', '"--","3,420,435","0.12","--","--"', "suppressed"),
        ('"--","3,420,435","--","--","--"', '"--","3,420,435","--","--","88"', "suppressed"),
        ('"Massachusetts","0**"', '"Vermont","0**"', "line 5, column 'State'"),
        ('"Undetermined"', '"Unknown"', "line 5, column 'Intent'"),
        ('"2022","Undetermined"', '"22","Undetermined"', "line 5, column 'Year'"),
        ('"Females","Massachusetts","19**"', '"Males","Massachusetts","19**"', "line 3"),
        ('"Sex"', '"Gender"', "column 'Sex'"),
        (',"0.00**","--"\n', "\n", "too few fields"),
        (BY_SEX, "", "empty"),
    ],
)
def test_bad_state_input_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in BY_SEX
    with pytest.raises(SourceError, match=r"report\.csv") as error:
        read(tmp_path, BY_SEX.replace(old, new), SEX)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"41,000"', '"41,001"', "the years sum to 81,001 deaths"),
        (NATIONAL[NATIONAL.index('"Total"') :], "", "0 total lines; the file may be cut short"),
        (NATIONAL[NATIONAL.index('"2022"') : NATIONAL.index('"Total"')], "", "sum to 40,000"),
        ("Mechanism: Firearm", "Mechanism: Fall", "'Mechanism: Firearm' is absent"),
        ("Geography: United States", "Geography: Ohio", "'Geography: United States' is absent"),
    ],
)
def test_bad_national_input_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in NATIONAL
    with pytest.raises(SourceError, match=r"report\.csv") as error:
        read(tmp_path, NATIONAL.replace(old, new), US)
    assert said in str(error.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"wisqars_ma_deaths_all\.csv: the file is missing"):
        cdc_wisqars.load(tmp_path)


@pytest.mark.sources
def test_real_reports(sources: Path) -> None:
    rows = cdc_wisqars.load(sources)
    assert len(rows) == 1829
    state = (
        rows[(rows["place"] == STATE) & (rows["grouping"] == "")]
        .pivot(index="year", columns="intent", values="deaths")
        .loc[2014:]
    )
    assert state["all"].tolist() == [226, 213, 242, 262, 258, 247, 268, 247, 263, 270]
    assert state["Homicide"].tolist() == [90, 86, 89, 103, 104, 95, 130, 99, 106, 121]
    assert state["Suicide"].tolist() == [130, 118, 140, 152, 148, 142, 134, 136, 149, 147]
    nation = rows[rows["place"] == NATION].groupby("intent")["deaths"].sum()
    assert nation["all"] == nation.drop("all").sum() == 823_204


@pytest.mark.sources
def test_real_rates_are_the_quotient_rounded_twice(sources: Path) -> None:
    """Every open rate of every report is deaths over population, to three decimals, then two."""
    rows = cdc_wisqars.load(sources).dropna(subset=["crude_rate"])
    exact = 1e5 * rows["deaths"] / rows["population"]
    three = np.floor(exact * 1000 + 0.5 + 1e-9) / 1000
    two = np.floor(three * 100 + 0.5 + 1e-9) / 100
    assert np.abs(two - rows["crude_rate"]).max() < 1e-9
    assert rows["unstable"].eq(rows["deaths"] <= 20).all()
