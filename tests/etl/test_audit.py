"""The audit finds what tables give away: on invented deaths, and on the published tables."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest

from etl import audit as audits
from etl import publishing
from etl.audit import audit, derivable
from etl.audit_rules import INTENTS, LOST_BEFORE, WHOLE, Cell
from etl.tables import conform
from tests.etl.deaths_published import (
    AGES,
    DATA,
    ETHNICITIES,
    KEY,
    PEOPLE,
    RACES,
    SEXES,
    by_sex,
    counties,
    published_row,
    published_tables,
)


def test_a_cell_that_cdc_opens_is_listed_and_its_breakdown_not_derived_from() -> None:
    tables = published_tables([*by_sex(6, 40), *by_sex(12, 40, "2021")])
    lines = audit(tables)
    assert "open in CDC's own tables: firearm_homicides, state by sex: 2020" in lines
    kept = set(derivable(tables).itertuples(index=False, name=None))
    assert ("firearm_homicides", "state", "sex", "2021") in kept
    assert ("firearm_homicides", "state", "sex", "2020") not in kept
    assert ("firearm_homicides", "state", "", "2020") in kept


def test_no_count_is_in_the_lines() -> None:
    one, other = (audit(published_tables(by_sex(females, 46 - females))) for females in (6, 4))
    assert one == other


def test_two_hidden_counties_hide_each_other() -> None:
    tables = published_tables(counties([4, 7, 30]))
    assert not [line for line in audit(tables) if line.startswith("open in")]
    assert ("firearm_suicides", "county", "", "2020") in set(
        derivable(tables).itertuples(index=False, name=None)
    )


def test_counts_that_may_still_change_do_not_add_up() -> None:
    alone = counties([4, 30], flags="provisional", status="suppressed")
    alone[2]["status"] = "provisional"
    assert not [line for line in audit(published_tables(alone)) if line.startswith("open in")]
    assert [
        line for line in audit(published_tables(counties([4, 30]))) if line.startswith("open in")
    ]


def _states(hidden: list[int], nation: float, flags: tuple[str, str]) -> list[dict[str, object]]:
    """A nation of 51 states of which some are hidden; each of the others has 100 deaths."""
    name, (of_states, of_nation) = "firearm_homicides", flags
    counts = [*hidden, *[100] * (51 - len(hidden))]
    codes = ["50", "51", *(f"{i:02}" for i in range(1, 50))]
    rows = [
        published_row(
            name,
            count,
            level="us_state",
            code=code,
            flags=of_states,
            source="cdc_state_deaths",
            denominator=np.nan,
        )
        for code, count in zip(codes, counts, strict=True)
    ]
    for row in rows:
        row["value"] = np.nan
    here = next(row for row in rows if row["code"] == "25")
    return [
        *rows,
        here | {"level": "state", "source": "cdc_wisqars"},
        published_row(name, nation, level="nation", code="us", flags=of_nation),
    ]


FINAL, MOVING = "", "provisional"


@pytest.mark.parametrize(
    ("hidden", "flags", "opened"),
    [
        ([5], (FINAL, FINAL), True),
        ([5, 7], (FINAL, FINAL), False),
        ([5], (MOVING, MOVING), True),
        ([5], (MOVING, FINAL), False),
    ],
    ids=["alone", "two hide each other", "the same twelve months", "not final"],
)
def test_states_add_up_to_the_nation(
    hidden: list[int], flags: tuple[str, str], opened: bool
) -> None:
    rows = _states(hidden, 100.0 * (51 - len(hidden)) + sum(hidden), flags)
    tables = published_tables(rows)
    line = "open in CDC's own tables: firearm_homicides, us_state: 2020"
    assert (line in audit(tables)) == opened
    kept = set(derivable(tables).itertuples(index=False, name=None))
    assert (("firearm_homicides", "us_state", "", "2020") not in kept) == opened
    assert ("firearm_homicides", "state", "", "2020") in kept


def test_some_states_are_not_the_nation() -> None:
    rows = [row for row in _states([5], 5005.0, (FINAL, FINAL)) if row["code"] != "12"]
    assert not [line for line in audit(published_tables(rows)) if line.startswith("open in")]


def test_this_state_is_one_cell_in_both_tables() -> None:
    rows = _states([5, 7], 4912.0, (FINAL, FINAL))
    here = next(row for row in rows if row["level"] == "us_state" and row["code"] == "25")
    here["numerator"] = 101.0
    with pytest.raises(ValueError, match="firearm_homicides, state 25, 2020: hidden or another"):
        audit(published_tables(rows))


def test_totals_among_the_groups_are_the_cell_of_everyone() -> None:
    total = published_row(
        "firearm_homicides", 52, grouping="all", group="Everyone", years_lost=900.0
    )
    assert audit(published_tables([*by_sex(12, 40), total]))
    with pytest.raises(ValueError, match="firearm_homicides, state 25, 2020: hidden or another"):
        audit(published_tables([*by_sex(12, 40), total | {"numerator": 53.0, "value": 5.3}]))


def test_a_pool_of_a_hidden_year_is_refused() -> None:
    rows = [*by_sex(20, 40), *by_sex(6, 40, "2021")]
    name = "firearm_homicides"
    more = published_row(
        name, 26, "2020-2021", grouping="sex", group="Females", denominator=2 * PEOPLE
    )
    more["value"] = 1.3
    rows = [row for row in rows if row["grouping"] or row["period"] == "2020"]
    rows = [row for row in rows if row["group"] != "Males"]
    with pytest.raises(ValueError, match="CDC hides this count"):
        audit(published_tables([*rows, more]))


def test_a_row_that_cdc_leaves_out_is_read_both_ways() -> None:
    rows = [
        published_row("firearm_homicides", 50),
        published_row("firearm_homicides", 44, grouping="ethnicity", group="Non-Hispanic"),
        published_row("firearm_homicides", 6, grouping="ethnicity", group="Hispanic"),
        # another year shows that there is a third group
        *(
            published_row("firearm_homicides", 20, "2021", grouping="ethnicity", group=g)
            for g in ETHNICITIES
        ),
        published_row("firearm_homicides", 60, "2021"),
    ]
    assert "open in CDC's own tables: firearm_homicides, state by ethnicity: 2020" in audit(
        published_tables(rows)
    )
    found = audits._recover(audits._rows(published_tables(rows)))
    hispanic = Cell("firearm_homicides", "state", "25", "2020", "ethnicity", "Hispanic")
    assert found.ranges[hispanic] == (1, 6)


def test_years_of_life_lost_open_a_cell() -> None:
    name = "firearm_homicides"
    rows = [
        published_row(name, 36),
        published_row(name, 20, grouping="sex", group="Females", years_lost=430.0),
        published_row(name, 16, grouping="sex", group="Males", years_lost=330.0),
        published_row(name, 30, grouping="age", group="45 to 49", years_lost=540.0),
        published_row(name, 5, grouping="age", group="20 to 24"),
        published_row(name, 1, grouping="age", group="60 to 64"),
    ]
    found = audits._recover(audits._rows(published_tables(rows)))
    cell = Cell(name, "state", "25", "2020", "age", "20 to 24")
    assert found.ranges[cell] == (5, 5)  # 220 years: five people of 20-24, one of 60-64
    assert cell in found.open_at_source


def test_tables_of_cdc_that_disagree_are_not_derived_from() -> None:
    rows = by_sex(12, 40)
    rows[0]["numerator"] = 99.0
    rows.append(published_row("firearm_homicides", 3, grouping="sex", group="Unknown"))
    rows[0]["value"] = 9.9
    tables = published_tables(rows)
    assert "1 in tables of CDC that do not fit one another" in audit(tables)
    assert "sex" not in set(derivable(tables)["grouping"])


def _deaths(seed: int, n: int = 260) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    shares = [0.4, 0.5, 0.03, 0.02, 0.05]
    ethnicity = rng.choice(ETHNICITIES, n, p=[0.2, 0.78, 0.02])
    return pd.DataFrame(
        {
            "indicator": rng.choice(INTENTS, n, p=shares),
            "period": rng.choice(["2019", "2020"], n),
            "sex": rng.choice(SEXES, n, p=[0.15, 0.85]),
            "ethnicity": ethnicity,
            "race_of_all": rng.choice(RACES, n, p=[0.06, 0.34, 0.6]),
            "years": np.minimum(rng.gamma(4, 9, n).astype(int), 99),
            "county": rng.choice([f"250{i:02}" for i in range(1, 9)], n),
        }
    )


def _published(deaths: pd.DataFrame, row=published_row) -> list[dict[str, object]]:
    """Every table of CDC over these people; rows of 0 are left out where the count is by age."""
    people = deaths.assign(
        age=[AGES[min(y // 5, 17)] for y in deaths["years"]],
        race=deaths["race_of_all"].where(deaths["ethnicity"] == "Non-Hispanic"),
        both=deaths["race_of_all"] + ", " + deaths["ethnicity"],
        lost=np.maximum(LOST_BEFORE - deaths["years"] - 0.5, 0),
    )
    rows = []
    for period, year in people.groupby("period"):
        for indicator in (WHOLE, *INTENTS):
            of = year if indicator == WHOLE else year[year["indicator"] == indicator]

            def add(some: pd.DataFrame, grouping: str, group: str, indicator=indicator, at=period):
                open_count = not 1 <= len(some) <= 9
                lost = round(some["lost"].sum()) if open_count and len(some) else np.nan
                return row(
                    indicator, len(some), at, grouping=grouping, group=group, years_lost=lost
                )

            rows.append(row(indicator, len(of), period))
            for grouping, names in (("sex", SEXES), ("ethnicity", ETHNICITIES), ("race", RACES)):
                rows += [add(of[of[grouping] == name], grouping, name) for name in names]
            if indicator != WHOLE:
                present = [name for name in AGES if (of["age"] == name).any()]
                rows += [add(of[of["age"] == name], "age", name) for name in present]
            else:
                for band, young in (
                    ("under18", of["years"] < 18),
                    ("age18_25", of["years"].between(18, 25)),
                ):
                    rows.append(add(of[young], band, band))
                    for race in RACES:
                        for ethnicity in ETHNICITIES:
                            name = f"{race}, {ethnicity}"
                            rows.append(add(of[young & (of["both"] == name)], f"{band}_race", name))
            if indicator in INTENTS[:2]:
                rows += [
                    row(
                        indicator,
                        int((of["county"] == code).sum()),
                        period,
                        level="county",
                        code=code,
                    )
                    for code in sorted(people["county"].unique())
                ]
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_the_truth_is_always_within_what_is_worked_out(seed: int) -> None:
    deaths = _deaths(seed)
    tables = published_tables(_published(deaths))
    found = audits._recover(audits._rows(tables))
    truth = _exact(deaths)
    assert found.hidden == sum(1 <= count <= 9 for count in truth.values())
    assert not found.contradicted
    for cell, (low, high) in found.ranges.items():
        assert low <= truth[cell] <= high, cell
    audit(tables)


def _exact(deaths: pd.DataFrame) -> dict[Cell, int]:
    """The true count of every cell."""
    counts: dict[Cell, int] = {}

    def keep(indicator: str, count: float, period: str = "2020", **other) -> dict[str, object]:
        row = published_row(indicator, count, period, **other)
        counts[Cell(*(str(row[name]) for name in KEY))] = int(count)
        return row

    _published(deaths, keep)
    return counts


@pytest.fixture(scope="module")
def real() -> dict[str, pd.DataFrame]:
    return publishing.read(DATA)


def test_the_published_tables_open_nothing(real) -> None:
    start = time.process_time()
    lines = audit(real)
    assert time.process_time() - start < 20
    pools = int(real["people_groups"]["period"].str.contains("-").sum())
    assert f"{pools} rows derived from them open none" in lines[0]
    assert pools > 100
    assert any(
        line.startswith("open in CDC's own tables: firearm_homicides, state by sex")
        for line in lines
    )
    assert not any("do not fit" in line for line in lines)


def test_a_derived_pair_of_years_would_open_a_real_county(real) -> None:
    series = real["series"]
    county = series[(series["level"] == "county") & (series["indicator"] == "firearm_suicides")]
    hidden = county[(county["period"] == "2020") & (county["status"] == "modelled")]
    open_next = county[(county["period"] == "2021") & county["numerator"].ge(10)]
    code = sorted(set(hidden["code"]) & set(open_next["code"]))[0]
    count = float(open_next.set_index("code").loc[code, "numerator"])
    row = open_next[open_next["code"] == code].assign(
        period="2020-2021", numerator=count + 5, value=np.nan, lower=np.nan, upper=np.nan
    )
    row["status"] = "count_only"
    more = conform("series", pd.concat([series, row]))
    with pytest.raises(ValueError, match=f"firearm_suicides, county {code}, 2020: CDC hides"):
        audit({"series": more[more["level"].isin(["state", "county"])]})


def test_derivable_breakdowns_of_the_real_tables(real) -> None:
    frame = derivable(real)
    assert list(frame.columns) == ["indicator", "level", "grouping", "period"]
    assert not frame.duplicated().any()
    keys = set(frame.itertuples(index=False, name=None))
    assert ("firearm_homicides", "state", "", "2023") in keys
    assert ("firearm_homicides", "state", "sex", "2001") not in keys
