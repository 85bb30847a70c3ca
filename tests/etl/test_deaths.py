"""Firearm deaths: the steps on small frames, and the real files against the known totals."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_sources import cdc_wisqars
from epidemiology.rates import garwood
from epidemiology.status import Status
from etl import deaths, privacy
from etl.catalogue.deaths import INDICATORS
from etl.ledger import Ledger
from etl.settings import STATE, US_STATES

NAN = math.nan


def reports(*rows: tuple[object, ...]) -> pd.DataFrame:
    """WISQARS rows: place, year, intent, grouping, group, deaths, population."""
    frame = pd.DataFrame(
        rows, columns=["place", "year", "intent", "grouping", "group", "deaths", "population"]
    )
    exact = 1e5 * frame["deaths"] / frame["population"]
    return frame.assign(
        suppressed=frame["deaths"].isna(),
        unstable=frame["deaths"] <= 20,
        crude_rate=exact.round(2),
        age_adjusted=exact.round(2),
        years_lost=frame["deaths"] * 20,
        file="report.csv",
        source_row=range(2, len(frame) + 2),
    )


SMALL = reports(
    (cdc_wisqars.STATE, 2022, "all", "", "", 200.0, 7_000_000.0),
    (cdc_wisqars.STATE, 2023, "all", "", "", 210.0, 7_000_000.0),
    (cdc_wisqars.STATE, 2023, "Legal Intervention", "", "", NAN, 7_000_000.0),
    (cdc_wisqars.STATE, 2022, "Legal Intervention", "", "", 13.0, 7_000_000.0),
    (cdc_wisqars.STATE, 2023, "Undetermined", "", "", 0.0, 7_000_000.0),
    (cdc_wisqars.NATION, 2023, "all", "", "", 40_000.0, 330_000_000.0),
    (cdc_wisqars.STATE, 2023, "Homicide", "sex", "Females", 20.0, 3_500_000.0),
    (cdc_wisqars.STATE, 2023, "Suicide", "ethnicity", "Unknown", NAN, NAN),
    (cdc_wisqars.STATE, 2023, "all", "under18", "", 12.0, 1_400_000.0),
)


def portal(*rows: tuple[object, ...]) -> pd.DataFrame:
    """data.cdc.gov rows: code, intent, period, provisional, count, rate."""
    return pd.DataFrame(
        rows, columns=["code", "intent", "period", "provisional", "count", "rate"]
    ).assign(suppressed=lambda t: t["count"].isna(), kind="year", name="")


def test_wisqars_series_states_each_cell() -> None:
    series = deaths.wisqars_series(SMALL).set_index(["indicator", "level", "period"])
    assert len(series) == 6 * 2 * 2
    status = series["status"]
    assert status["firearm_deaths", "state", "2023"] == Status.VALUE
    assert status["shot_by_police", "state", "2023"] == Status.SUPPRESSED
    assert status["shot_by_police", "state", "2022"] == Status.UNSTABLE
    assert status["firearm_undetermined", "state", "2023"] == Status.NONE_RECORDED
    assert status["firearm_undetermined", "state", "2022"] == Status.NOT_COVERED
    row = series.loc[("firearm_deaths", "state", "2023")]
    lower, upper = garwood(210)
    assert row[["value", "lower", "upper"]].tolist() == pytest.approx([3.0, lower / 70, upper / 70])
    assert series.loc[("shot_by_police", "state", "2023"), ["value", "numerator"]].isna().all()
    assert (row["numerator"], row["denominator"]) == (210, 7_000_000)


def test_a_rate_that_is_not_the_published_one_stops_the_build() -> None:
    wrong = SMALL.assign(crude_rate=SMALL["crude_rate"].replace(3.0, 3.1))
    with pytest.raises(ValueError, match=r"report.csv, line 3: expected the published rate 3.1"):
        deaths.wisqars_series(wrong)


def test_people_groups_keep_the_publishers_words_and_marks() -> None:
    groups = deaths.people_groups(SMALL).set_index("grouping")
    assert groups.loc["sex", "status"] == Status.UNSTABLE  # CDC marks a rate from 20 deaths
    assert groups.loc["ethnicity", ["group", "status"]].tolist() == ["Unknown", Status.SUPPRESSED]
    assert groups.loc["under18", ["group", "indicator"]].tolist() == ["Under 18", "firearm_deaths"]
    assert groups.loc["under18", "years_lost"] == 240


STATES = portal(
    (STATE.fips, "FA_Deaths", "2023", False, 210.0, 3.0),
    (STATE.fips, "FA_Deaths", "2024", False, 220.0, 3.1),
    (STATE.fips, "FA_Deaths", "2025-04_2026-03", True, 180.0, 2.6),
    (STATE.fips, "Drug_OD", "2024", False, 1500.0, 21.4),
    ("02", "FA_Deaths", "2024", False, 190.0, 25.0),
)
NATION = portal(
    ("us", "FA_Deaths", "2023", False, 40_000.0, 12.1),
    ("us", "FA_Deaths", "2024", False, 41_000.0, 12.4),
    ("us", "FA_Deaths", "2025", False, 39_000.0, 11.6),
    ("us", "All_Suicide", "2024", False, 49_000.0, 14.6),
)


def test_portal_rows_are_as_published() -> None:
    ledger = Ledger()
    rows = deaths.portal_series(STATES, NATION, ledger)
    state = rows[rows["level"] == "state"].set_index("period")
    assert state["status"].tolist() == [Status.VALUE, Status.VALUE, Status.PROVISIONAL]
    lower, upper = garwood(220)
    assert state.loc["2024", ["value", "lower", "upper"]].tolist() == pytest.approx(
        [3.1, 3.1 * lower / 220, 3.1 * upper / 220]
    )
    assert sorted(rows.loc[rows["level"] == "nation", "period"]) == ["2023", "2024"]
    assert ledger.rows_left("cdc_state_deaths") == 1
    assert "provisional year that overlaps" in ledger.why("cdc_national_deaths")


def test_two_sources_that_disagree_stop_the_build() -> None:
    long = deaths.wisqars_series(SMALL)
    newer = deaths.portal_series(STATES, NATION, Ledger())
    assert deaths.check_overlap(long, newer) == 2
    with pytest.raises(ValueError, match=r"firearm_deaths, state, 2023: expected the 210 deaths"):
        deaths.check_overlap(long, newer.replace({"numerator": {210.0: 211.0}}))
    with pytest.raises(ValueError, match="expected the 210 deaths"):
        deaths.check_overlap(long, newer.assign(value=newer["value"] + 0.1))
    with pytest.raises(ValueError, match="came none"):
        deaths.check_overlap(long, newer[newer["period"] == "2024"])


def counties(count: float, rate: float, provisional: bool = False) -> pd.DataFrame:
    return portal(
        *(
            (f"25{1 + 2 * i:03}", "FA_Homicide", "2023", provisional, count, rate)
            for i in range(STATE.counties)
        )
    )


def test_twelve_months_that_are_a_year_stand_once() -> None:
    """Each spring the nation has its newest year twice: as a year and as the trailing months."""
    states = portal((STATE.fips, "FA_Deaths", "2025", True, 180.0, 2.6))
    nation = portal(
        ("us", "FA_Deaths", "2025", True, 39_500.0, 11.8),
        ("us", "FA_Deaths", "2025", False, 39_000.0, 11.6),
    )
    nation.loc[0, "kind"] = "TTM"
    ledger = Ledger()
    rows = deaths.portal_series(states, nation, ledger)
    here = rows[rows["level"] == "nation"]
    assert here[["numerator", "status"]].to_numpy().tolist() == [[39_500, Status.PROVISIONAL]]
    assert ledger.rows_left("cdc_national_deaths") == 1


@pytest.mark.parametrize(
    ("count", "rate", "provisional", "status", "flags"),
    [
        (NAN, 1.2, False, Status.MODELLED, ""),
        (NAN, 1.2, True, Status.MODELLED, "provisional"),
        (NAN, NAN, False, Status.SUPPRESSED, ""),
        (0.0, 0.0, True, Status.NONE_RECORDED, "provisional"),
        (19.0, 3.0, False, Status.UNSTABLE, ""),
        (19.0, 3.0, True, Status.PROVISIONAL, "provisional unstable"),
        (20.0, 3.0, True, Status.PROVISIONAL, "provisional"),
        (20.0, 3.0, False, Status.VALUE, ""),
    ],
)
def test_status_of_a_county(
    count: float, rate: float, provisional: bool, status: Status, flags: str
) -> None:
    row = deaths.county_series(counties(count, rate, provisional)).iloc[0]
    assert (row["status"], row["flags"]) == (status, flags)
    assert np.isnan(row["lower"]) == (status not in {"value", "unstable", "provisional"})


def every_state(*rows: tuple[object, ...], states: int = US_STATES) -> pd.DataFrame:
    """The same rows of data.cdc.gov (without their code) in every state."""
    return portal(*((f"{i:02}", *row) for i in range(1, states + 1) for row in rows))


def test_states_are_as_published_and_what_is_hidden_stays_hidden() -> None:
    rows = deaths.among_states(
        every_state(
            ("FA_Homicide", "2023", False, NAN, NAN),
            ("FA_Homicide", "2024", False, 19.0, 1.1),
            ("FA_Homicide", "2025-04_2026-03", True, 40.0, 2.2),
            ("Drug_OD", "2023", False, 900.0, 12.0),
            ("Drug_OD", "2024", False, 900.0, 12.0),
            ("Drug_OD", "2025-04_2026-03", False, 900.0, 12.0),
        )
    )
    assert len(rows) == 51 * 3
    assert set(rows["level"]) == {"us_state"}
    one = rows[rows["code"] == "07"].set_index("period")
    assert one["status"].tolist() == [Status.SUPPRESSED, Status.UNSTABLE, Status.PROVISIONAL]
    assert one.loc["2023", ["numerator", "value", "lower", "upper"]].isna().all()
    lower, upper = garwood(40)
    assert one.loc["2025-04_2026-03", ["lower", "upper"]].tolist() == pytest.approx(
        [2.2 * lower / 40, 2.2 * upper / 40]
    )


def test_a_missing_state_or_cell_stops_the_build() -> None:
    row = ("FA_Homicide", "2023", False, 19.0, 1.1)
    with pytest.raises(ValueError, match="expected 51 states"):
        deaths.among_states(every_state(row, states=50))
    with pytest.raises(ValueError, match="51 states and 101 rows for 102 cells"):
        deaths.among_states(every_state(row, ("FA_Homicide", "2024", False, 19.0, 1.1)).iloc[:-1])


def test_totals_stand_among_the_groups_with_what_only_they_have() -> None:
    groups = deaths.people_groups(SMALL)
    totals = groups[groups["grouping"] == deaths.ALL].set_index(["indicator", "level", "period"])
    assert set(totals["group"]) == {deaths.EVERYONE}
    state = totals.loc[("firearm_deaths", "state", "2023")]
    assert state[["numerator", "age_adjusted", "years_lost"]].tolist() == [210, 3.0, 4200]
    assert totals.loc[("firearm_deaths", "nation", "2023"), "code"] == "us"


def test_a_missing_county_stops_the_build() -> None:
    with pytest.raises(ValueError, match="expected 14 counties"):
        deaths.county_series(counties(12.0, 1.0).iloc[1:])


def test_suicide_is_never_below_the_county_and_words_are_kept() -> None:
    for indicator in INDICATORS:
        text = " ".join([indicator.title, indicator.sentence, *indicator.caveats]).lower()
        for avoided in ("accident", "committed", "legal intervention", "victim", "gun crime"):
            assert avoided not in text
        assert not indicator.feeds
        assert len(indicator.short_title.split()) <= 4


@pytest.fixture(scope="module")
def real(sources: Path) -> tuple[deaths.Deaths, Ledger]:
    ledger = Ledger()
    return deaths.run(sources, ledger), ledger


@pytest.mark.sources
def test_known_state_totals(real: tuple[deaths.Deaths, Ledger]) -> None:
    series = real[0].series
    state = series[series["level"] == "state"].set_index(["indicator", "period"])["numerator"]
    years = [str(year) for year in range(2014, 2025)]
    known = {
        "firearm_deaths": [226, 213, 242, 262, 258, 247, 268, 247, 263, 270, 287],
        "firearm_homicides": [90, 86, 89, 103, 104, 95, 130, 99, 106, 121, 96],
        "firearm_suicides": [130, 118, 140, 152, 148, 142, 134, 136, 149, 147, 184],
    }
    for indicator, counts in known.items():
        assert [state[indicator, year] for year in years] == counts
    assert [state[i, "2025-04_2026-03"] for i in known] == [249, 77, 167]


@pytest.mark.sources
def test_wisqars_equals_the_portal(sources: Path) -> None:
    from data_sources import cdc_national_deaths, cdc_state_deaths

    long = deaths.wisqars_series(cdc_wisqars.load(sources))
    newer = deaths.portal_series(
        cdc_state_deaths.load(sources), cdc_national_deaths.load(sources), Ledger()
    )
    assert deaths.check_overlap(long, newer) == 2 * 3 * 5  # places, intents, 2019-2023


@pytest.mark.sources
def test_every_county_and_period(real: tuple[deaths.Deaths, Ledger]) -> None:
    county = real[0].series[real[0].series["level"] == "county"]
    assert len(county) == 14 * 6 * 2
    assert set(county["indicator"]) == {"firearm_homicides", "firearm_suicides"}
    shown = real[0].observations[real[0].observations["level"] == "county"]
    assert len(shown) == 14 * 2 * 2
    assert sorted(shown["period"].unique()) == ["2023", "2024"]
    assert set(real[0].series["level"]) == {"nation", "state", "county"}


@pytest.mark.sources
def test_this_state_among_the_states_is_the_state(real: tuple[deaths.Deaths, Ledger]) -> None:
    states = real[0].observations.query("level == 'us_state'")
    assert len(states) == 51 * 3 * 7
    assert len(real[0].places) == 51
    here = states[states["code"] == STATE.fips].set_index(["indicator", "period"])
    state = real[0].series.query("level == 'state'").set_index(["indicator", "period"])
    both = here.merge(
        state, left_index=True, right_index=True, suffixes=("", "_state"), validate="1:1"
    )
    assert len(both) == 3 * 7
    assert (both["numerator"] == both["numerator_state"]).all()
    assert (both["value"] - both["value_state"]).abs().max() < 0.06  # one decimal or two


@pytest.mark.sources
def test_what_cdc_hides_has_no_count(real: tuple[deaths.Deaths, Ledger]) -> None:
    for table in (real[0].observations, real[0].series, real[0].people_groups):
        hidden = table["status"].isin([Status.SUPPRESSED, Status.MODELLED, Status.NOT_COVERED])
        assert table.loc[hidden, "numerator"].isna().all()
        assert table.loc[hidden, ["lower", "upper"]].isna().all(axis=None)
        assert not table["numerator"].between(1, 9).any()
        assert table.loc[~hidden, "numerator"].notna().all()
        privacy.check(privacy.mask(table), "deaths", set())


@pytest.mark.sources
def test_no_county_is_the_only_one_hidden(real: tuple[deaths.Deaths, Ledger]) -> None:
    """State minus the open counties leaves several counts possible in every hidden one."""
    series = real[0].series
    state = series[series["level"] == "state"].set_index(["indicator", "period"])["numerator"]
    county = series[(series["level"] == "county") & (series["flags"] == "")]
    for (indicator, period), rows in county.groupby(["indicator", "period"]):
        hidden = int(rows["numerator"].isna().sum())
        rest = state[indicator, period] - rows["numerator"].sum()
        assert hidden >= 2, (indicator, period)
        assert hidden < rest < 9 * hidden, (indicator, period)


@pytest.mark.sources
def test_rows_are_all_accounted_for(real: tuple[deaths.Deaths, Ledger]) -> None:
    ledger = real[1]
    used = {source: ledger.rows_in[source] - ledger.rows_left(source) for source in ledger.rows_in}
    assert used == {
        "cdc_wisqars": 1829,
        "cdc_state_deaths": 51 * 3 * 7,
        "cdc_national_deaths": 6,
        "cdc_county_deaths": 168,
        "county_health_rankings": 0,
    }
    absent = (real[0].series["status"] == Status.NOT_COVERED).sum()
    wisqars = (real[0].series["source"] == "cdc_wisqars").sum()
    groups = real[0].people_groups
    assert wisqars - absent + (groups["grouping"] != deaths.ALL).sum() == 1829
    assert wisqars - absent == (groups["grouping"] == deaths.ALL).sum()
