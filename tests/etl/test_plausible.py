"""Each rule refuses what it is for, says so in one line, and lets the history of the data pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl import diff, plausible
from etl.limits import Refusal
from etl.plausible_values import Values
from tests.etl.refresh_world import BOSTON, PEOPLE, POLICE, STATE, base, rows

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parents[2] / "data"
Tables = dict[str, pd.DataFrame]


def table(counts: dict[str, int], level: str = "town", code: str = BOSTON) -> Tables:
    made = dict(base())
    made["series"] = pd.DataFrame(rows("people_shot", level, code, counts, POLICE))
    return made


def refused(old: Tables, new: Tables) -> list[Refusal]:
    return plausible.compare(old, new, TODAY)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"2018": 212}, ""),
        ({"2018": 214}, ""),  # corrected by two
        ({"2018": 180}, "a closed period may fall by 3%"),
        ({"2018": 260}, "rise by 5%"),
        ({"2025": 290}, ""),  # last year is still being counted
        ({"2025": 330}, "a recent period may fall by 10% and rise by 30%"),
        ({"2026-01-01_2026-11-20": 190}, ""),
        ({"2026-01-01_2026-11-20": 900}, "a new period lies between"),
        ({"2026-01-01_2026-11-20": 12}, "a new period lies between"),
        ({"2026-01-01_2027-03-01": 230}, "nothing is dated after the refresh"),
        ({"2028": 230}, "nothing is dated after the refresh"),
    ],
)
def test_counts_move_as_far_as_their_history_allows(change: dict[str, int], said: str) -> None:
    found = refused(table(PEOPLE), table(PEOPLE | change))
    assert said in " ".join(map(str, found))
    assert bool(found) == bool(said)
    for refusal in found:
        assert refusal.sources == (POLICE,)
        assert "--accept REASON" in str(refusal)


def placed(counts: dict[str, int], level: str = "zcta") -> Tables:
    """People shot by place, in one closed period."""
    made = dict(base())
    every = [
        row | {"code": code, "period": "2015-07_2017-12"}
        for code, count in counts.items()
        for row in rows("people_shot", level, code, {"2016": count}, POLICE)
    ]
    made["observations"] = pd.DataFrame(every)
    return made


@pytest.mark.parametrize("level", ["zcta", "house", "senate", "congress"])
def test_a_leap_in_a_place_names_what_says_where_its_lines_and_points_are(level: str) -> None:
    old = placed({"a": 90, "b": 0}, level)
    (refusal,) = refused(old, placed({"a": 83, "b": 7}, level))
    assert (refusal.rule, refusal.place, refusal.old, refusal.new) == ("one place", "b", "0", "7")
    assert {POLICE, "census_geocoder"} < set(refusal.sources)
    assert set(refusal.sources) & {"census_places", "census_zcta_2020"}


@pytest.mark.parametrize(
    ("exchanged", "new", "said"),
    [
        (0.0, {"a": 83, "b": 7}, "in one place with the same lines"),
        (0.02, {"a": 83, "b": 7}, "in one place with the same lines"),
        (0.30, {"a": 83, "b": 7}, ""),
        (0.30, {"a": 90, "b": 60}, "a closed period may fall"),  # the total moved
    ],
)
def test_new_lines_explain_what_moves_between_places_and_no_other_total(
    exchanged: float, new: dict[str, int], said: str
) -> None:
    recut = {("zcta", code): exchanged for code in new}
    found = plausible.compare(placed({"a": 90, "b": 0}), placed(new), TODAY, recut)
    assert said in " ".join(map(str, found))
    assert bool(found) == bool(said)


def test_new_lines_explain_nothing_of_towns() -> None:
    old, new = placed({"a": 90, "b": 0}, "town"), placed({"a": 83, "b": 7}, "town")
    recut = {("town", "a"): 0.9, ("town", "b"): 0.9}
    (refusal,) = plausible.compare(old, new, TODAY, recut)
    assert refusal.sources == (POLICE,), "towns are counted by name"


def test_a_period_goes_only_where_a_later_one_takes_its_place() -> None:
    part, longer = {"2026-01-01_2026-04-02": 60}, {"2026-01-01_2026-11-20": 190}
    assert refused(table(PEOPLE | part), table(PEOPLE | longer)) == []
    gone = refused(table(PEOPLE), table({k: v for k, v in PEOPLE.items() if k != "2016"}))
    assert ("vanished", "2016") in {(refusal.rule, refusal.period) for refusal in gone}
    fewer = refused(table(PEOPLE | part), table(PEOPLE | {"2026-01-01_2026-11-20": 30}))
    assert "a longer period" in " ".join(map(str, fewer))


def survey(change: Callable[[pd.DataFrame], pd.DataFrame]) -> Tables:
    made = dict(base())
    made["observations"] = change(made["observations"].copy())
    return made


def income(rows: pd.DataFrame) -> pd.Series:
    return rows["indicator"].eq("median_household_income") & rows["level"].eq("zcta")


def times(factor: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    def change(rows: pd.DataFrame) -> pd.DataFrame:
        rows.loc[income(rows), "value"] *= factor
        return rows

    return change


def turned(rows: pd.DataFrame) -> pd.DataFrame:
    mine = income(rows) & rows["value"].notna()
    rows.loc[mine, "value"] = sorted(rows.loc[mine, "value"], reverse=True)
    return rows


def lost(rows: pd.DataFrame) -> pd.DataFrame:
    mine = rows[income(rows) & rows["value"].notna()].index[:4]
    rows.loc[mine, ["value", "numerator"]] = float("nan")
    return rows


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (times(1.0), ""),
        (times(1.01), ""),
        (times(1.1), "total"),
        (times(1000), "total"),
        (turned, "rows out of step"),
        (lost, "lost numbers"),
        (lambda rows: rows[~(income(rows) & (rows["code"] == "02121"))], "vanished places"),
        (lambda rows: rows[~rows["indicator"].eq("median_household_income")], "measure vanished"),
    ],
)
def test_surveys_stay_as_they_are(
    change: Callable[[pd.DataFrame], pd.DataFrame], rule: str
) -> None:
    found = {refusal.rule for refusal in refused(dict(base()), survey(change))}
    assert (rule in found) if rule else not found


def test_other_tables_are_held_against_the_published_ones() -> None:
    old = dict(base())
    members = old["legislators"].assign(name=lambda t: "Other " + t["name"])
    moved = old["places"].assign(latitude=lambda t: t["latitude"] + 0.1)
    few = old["zip_codes"].iloc[:-3]
    old["sources"] = old["sources"].assign(state="fresh")
    less = old["sources"].assign(rows_in=lambda t: t["rows_in"] // 2)
    read = less.assign(sha256="1" * 64)
    assert refused(old, old | {"sources": less}) == [], "the same bytes, read otherwise"
    for name, frame, rule in (
        ("legislators", members, "members"),
        ("places", moved, "other lines"),
        ("zip_codes", few, "too few rows"),
        ("sources", read, "rows of a source"),
        ("sources", old["sources"].iloc[1:], "source lost"),
        ("zip_codes", old["zip_codes"].drop(columns="city"), "another form"),
    ):
        assert rule in {r.rule for r in refused(old, old | {name: frame})}, rule


def test_a_hidden_count_is_not_told() -> None:
    old, new = table(PEOPLE, "county", STATE), table(PEOPLE, "county", STATE)
    new["series"].loc[0, ["numerator", "value", "lower", "upper"]] = float("nan")
    new["series"].loc[0, "status"] = "suppressed"
    assert refused(old, new) == [], "hiding is the publisher's right"


@pytest.mark.parametrize("indicator", ["people_shot", "firearm_deaths", "background_checks"])
def test_every_year_of_the_real_history_would_have_been_let_in(indicator: str) -> None:
    tables = diff.read(DATA)
    series, about = tables["series"], tables["indicators"].set_index("id")
    series = series[series["indicator"] == indicator]
    for year in sorted(series["period"].unique()):
        before, after = series[series["period"] < year], series[series["period"] <= year]
        assert Values("series", before, after, about, TODAY).refusals() == [], year
