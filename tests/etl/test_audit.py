"""The audit finds what tables give away: on invented deaths, and on the published tables."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from epidemiology.rates import crude_rate
from etl import audit as audits
from etl import classes, publishing
from etl.audit import audit, derivable
from etl.audit_rules import INTENTS, LOST_BEFORE, WHOLE, Cell
from etl.tables import TABLES, conform

DATA = Path(__file__).parents[2] / "data"
KEY = list(Cell._fields)
GROUP_FIELDS = TABLES["people_groups"].fields
PEOPLE = 1_000_000.0
SEXES = ("Females", "Males")
ETHNICITIES = ("Hispanic", "Non-Hispanic", "Unknown")
RACES = ("Asian", "Black", "White")
AGES = (*(f"{first} to {first + 4}" for first in range(0, 85, 5)), "85+")


def _row(indicator: str, count: float, period: str = "2020", **other) -> dict[str, object]:
    """A row as it is published: counts of 1-9 are hidden, and nothing stands beside them."""
    hidden = 1 <= count <= 9
    rate = crude_rate([count], [PEOPLE])
    row = {
        "indicator": indicator,
        "level": "state",
        "code": "25",
        "period": period,
        "grouping": "",
        "group": "",
        "numerator": np.nan if hidden else count,
        "denominator": PEOPLE,
        "value": np.nan if hidden or not count else rate.value[0],
        "years_lost": np.nan,
        "status": "suppressed" if hidden else "value" if count else "none_recorded",
        "flags": "",
        "source": "cdc_wisqars",
    }
    if other.get("level") == "county":
        row["source"] = "cdc_county_deaths"
    return row | other


def _tables(rows: list[dict[str, object]]) -> dict[str, pd.DataFrame]:
    every = pd.DataFrame(rows)
    plain = every["grouping"] == ""
    series = every[plain].drop(columns=["grouping", "group", "years_lost"])
    groups = every[~plain]
    return {
        "series": conform("series", series),
        "people_groups": conform("people_groups", groups[[c for c in groups if c in GROUP_FIELDS]]),
    }


def _by_sex(females: float, males: float, period: str = "2020") -> list[dict[str, object]]:
    name = "firearm_homicides"
    return [
        _row(name, females + males, period),
        _row(name, females, period, grouping="sex", group="Females"),
        _row(name, males, period, grouping="sex", group="Males"),
    ]


def _counties(counts: list[int], period: str = "2020", **other) -> list[dict[str, object]]:
    name = "firearm_suicides"
    return [
        _row(name, sum(counts), period),
        *(
            _row(name, count, period, level="county", code=f"250{i:02}", **other)
            for i, count in enumerate(counts, 1)
        ),
    ]


# What CDC's own tables open


def test_a_cell_that_cdc_opens_is_listed_and_its_breakdown_not_derived_from() -> None:
    tables = _tables([*_by_sex(6, 40), *_by_sex(12, 40, "2021")])
    lines = audit(tables)
    assert "open in CDC's own tables: firearm_homicides, state by sex: 2020" in lines
    kept = set(derivable(tables).itertuples(index=False, name=None))
    assert ("firearm_homicides", "state", "sex", "2021") in kept
    assert ("firearm_homicides", "state", "sex", "2020") not in kept
    assert ("firearm_homicides", "state", "", "2020") in kept


def test_no_count_is_in_the_lines() -> None:
    one, other = (audit(_tables(_by_sex(females, 46 - females))) for females in (6, 4))
    assert one == other


def test_two_hidden_counties_hide_each_other() -> None:
    tables = _tables(_counties([4, 7, 30]))
    assert not [line for line in audit(tables) if line.startswith("open in")]
    assert ("firearm_suicides", "county", "", "2020") in set(
        derivable(tables).itertuples(index=False, name=None)
    )


def test_counts_that_may_still_change_do_not_add_up() -> None:
    alone = _counties([4, 30], flags="provisional", status="suppressed")
    alone[2]["status"] = "provisional"
    assert not [line for line in audit(_tables(alone)) if line.startswith("open in")]
    assert [line for line in audit(_tables(_counties([4, 30]))) if line.startswith("open in")]


def _states(hidden: list[int], nation: float, flags: tuple[str, str]) -> list[dict[str, object]]:
    """A nation of 51 states of which some are hidden; each of the others has 100 deaths."""
    name, (of_states, of_nation) = "firearm_homicides", flags
    counts = [*hidden, *[100] * (51 - len(hidden))]
    codes = ["50", "51", *(f"{i:02}" for i in range(1, 50))]
    rows = [
        _row(
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
        _row(name, nation, level="nation", code="us", flags=of_nation),
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
    tables = _tables(rows)
    line = "open in CDC's own tables: firearm_homicides, us_state: 2020"
    assert (line in audit(tables)) == opened
    kept = set(derivable(tables).itertuples(index=False, name=None))
    assert (("firearm_homicides", "us_state", "", "2020") not in kept) == opened
    assert ("firearm_homicides", "state", "", "2020") in kept


def test_some_states_are_not_the_nation() -> None:
    rows = [row for row in _states([5], 5005.0, (FINAL, FINAL)) if row["code"] != "12"]
    assert not [line for line in audit(_tables(rows)) if line.startswith("open in")]


def test_this_state_is_one_cell_in_both_tables() -> None:
    rows = _states([5, 7], 4912.0, (FINAL, FINAL))
    here = next(row for row in rows if row["level"] == "us_state" and row["code"] == "25")
    here["numerator"] = 101.0
    with pytest.raises(ValueError, match="firearm_homicides, state 25, 2020: hidden or another"):
        audit(_tables(rows))


def test_totals_among_the_groups_are_the_cell_of_everyone() -> None:
    total = _row("firearm_homicides", 52, grouping="all", group="Everyone", years_lost=900.0)
    assert audit(_tables([*_by_sex(12, 40), total]))
    with pytest.raises(ValueError, match="firearm_homicides, state 25, 2020: hidden or another"):
        audit(_tables([*_by_sex(12, 40), total | {"numerator": 53.0, "value": 5.3}]))


def test_a_pool_of_a_hidden_year_is_refused() -> None:
    rows = [*_by_sex(20, 40), *_by_sex(6, 40, "2021")]
    name = "firearm_homicides"
    more = _row(name, 26, "2020-2021", grouping="sex", group="Females", denominator=2 * PEOPLE)
    more["value"] = 1.3
    rows = [row for row in rows if row["grouping"] or row["period"] == "2020"]
    rows = [row for row in rows if row["group"] != "Males"]
    with pytest.raises(ValueError, match="CDC hides this count"):
        audit(_tables([*rows, more]))


def test_a_row_that_cdc_leaves_out_is_read_both_ways() -> None:
    rows = [
        _row("firearm_homicides", 50),
        _row("firearm_homicides", 44, grouping="ethnicity", group="Non-Hispanic"),
        _row("firearm_homicides", 6, grouping="ethnicity", group="Hispanic"),
        # another year shows that there is a third group
        *(
            _row("firearm_homicides", 20, "2021", grouping="ethnicity", group=g)
            for g in ETHNICITIES
        ),
        _row("firearm_homicides", 60, "2021"),
    ]
    assert "open in CDC's own tables: firearm_homicides, state by ethnicity: 2020" in audit(
        _tables(rows)
    )
    found = audits._recover(audits._rows(_tables(rows)))
    hispanic = Cell("firearm_homicides", "state", "25", "2020", "ethnicity", "Hispanic")
    assert found.ranges[hispanic] == (1, 6)


def test_years_of_life_lost_open_a_cell() -> None:
    name = "firearm_homicides"
    rows = [
        _row(name, 36),
        _row(name, 20, grouping="sex", group="Females", years_lost=430.0),
        _row(name, 16, grouping="sex", group="Males", years_lost=330.0),
        _row(name, 30, grouping="age", group="45 to 49", years_lost=540.0),
        _row(name, 5, grouping="age", group="20 to 24"),
        _row(name, 1, grouping="age", group="60 to 64"),
    ]
    found = audits._recover(audits._rows(_tables(rows)))
    cell = Cell(name, "state", "25", "2020", "age", "20 to 24")
    assert found.ranges[cell] == (5, 5)  # 220 years: five people of 20-24, one of 60-64
    assert cell in found.open_at_source


def test_tables_of_cdc_that_disagree_are_not_derived_from() -> None:
    rows = _by_sex(12, 40)
    rows[0]["numerator"] = 99.0
    rows.append(_row("firearm_homicides", 3, grouping="sex", group="Unknown"))
    rows[0]["value"] = 9.9
    tables = _tables(rows)
    assert "1 in tables of CDC that do not fit one another" in audit(tables)
    assert "sex" not in set(derivable(tables)["grouping"])


# Deaths of invented people, counted in every way


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


def _published(deaths: pd.DataFrame, row=_row) -> list[dict[str, object]]:
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
    tables = _tables(_published(deaths))
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
        row = _row(indicator, count, period, **other)
        counts[Cell(*(str(row[name]) for name in KEY))] = int(count)
        return row

    _published(deaths, keep)
    return counts


# What we derive


def _years() -> list[dict[str, object]]:
    """Three years of counties of which only the first has a hidden count in 2020."""
    return [
        *_counties([14, 30, 22], "2019"),
        *_counties([4, 30, 7], "2020"),
        *_counties([11, 30, 25], "2021"),
    ]


def _derived(count: float, **other) -> dict[str, object]:
    base = {
        "period": "2019-2021",
        "level": "county",
        "code": "25001",
        "numerator": count,
        "denominator": 3 * PEOPLE,
        "value": count / (3 * PEOPLE) * 1e5,
        "status": "value",
    }
    return _row("firearm_suicides", count, **(base | other))


def test_a_sum_of_years_with_one_hidden_gives_it_back() -> None:
    assert audit(_tables(_years()))
    with pytest.raises(ValueError, match="firearm_suicides, county 25001, 2020: CDC hides") as e:
        audit(_tables([*_years(), _derived(29)]))
    assert "29" not in str(e.value)


def test_a_rate_over_its_residents_gives_it_back() -> None:
    row = _derived(29, numerator=np.nan)
    with pytest.raises(ValueError, match="county 25001, 2020"):
        audit(_tables([*_years(), row]))


def test_a_sum_over_two_hidden_years_may_stand() -> None:
    rows = [*_counties([4, 30, 7], "2019"), *_counties([5, 30, 6], "2020")]
    rows.append(_derived(9, period="2019-2020", status="value", code="25001"))
    # 9 is a sum of hidden counts here, but CDC would hide a 9 of its own: refused as such.
    with pytest.raises(ValueError, match="a count from 1 to 9"):
        audit(_tables(rows))
    rows[-1] = _derived(
        67, period="2019-2020", code="25002", numerator=60.0, value=60 / (3 * PEOPLE) * 1e5
    )
    assert "1 rows derived from them open none" in audit(_tables(rows))[0]


def test_two_derived_rows_open_together_what_neither_opens_alone() -> None:
    years = [
        *_counties([4, 30, 7, 22], "2019"),
        *_counties([8, 30, 5, 22], "2020"),
        *_counties([30, 31, 32, 33], "2021"),
    ]
    two = _derived(12, period="2019-2020", denominator=2 * PEOPLE, value=12 / (2 * PEOPLE) * 1e5)
    three = _derived(38, period="2020-2021", denominator=2 * PEOPLE, value=38 / (2 * PEOPLE) * 1e5)
    assert audit(_tables([*years, two]))
    with pytest.raises(ValueError, match="county 25001, 20"):
        audit(_tables([*years, two, three]))


def test_a_hidden_derived_row_says_nothing() -> None:
    row = _derived(29, numerator=np.nan, value=np.nan, status="suppressed")
    assert audit(_tables([*_years(), row]))


@pytest.mark.parametrize(
    ("other", "named"),
    [
        ({"level": "zcta", "code": "02121", "source": "cdc_tract_deaths"}, "cannot follow"),
        ({"indicator": "deaths_but_homicides"}, "deaths_but_homicides.*cannot follow"),
        ({"period": "2019-07_2020-12"}, "cannot follow"),
        ({"numerator": np.nan, "denominator": np.nan}, "without its count and residents"),
        ({"value": 9.0}, "a rate that is not its count"),
        ({"moe": 3.0}, "what moe is made of"),
    ],
    ids=lambda x: ",".join(x) if isinstance(x, dict) else "",
)
def test_what_cannot_be_followed_is_refused(other, named: str) -> None:
    row = _derived(29) | other
    with pytest.raises(ValueError, match=named):
        audit(_tables([*_years(), row]))


def test_a_row_of_ours_in_the_place_of_cdc_s() -> None:
    rows = [r for r in _years() if not (r["period"] == "2020" and r["code"] == "25001")]
    ours = _derived(29, period="2020", flags="derived", denominator=np.nan)
    with pytest.raises(ValueError, match=r"county 25001, 2020: made .* cannot follow"):
        audit({"observations": _tables([ours])["series"], **_tables(rows)})


def test_nothing_is_derived_where_tables_of_cdc_disagree() -> None:
    rows = [*_counties([14, 30, 22], "2019"), *_counties([4, 30, 22], "2020")]
    rows[4] |= {"numerator": 99.0, "value": 9.9}
    assert "1 in tables of CDC that do not fit one another" in audit(_tables(rows))
    row = _derived(18, period="2019-2020", denominator=np.nan)
    with pytest.raises(ValueError, match="county 25001, 2020"):
        audit(_tables([*rows, row]))


def test_tables_without_deaths() -> None:
    tables = {name: frame.iloc[:0] for name, frame in _tables(_years()).items()}
    assert audit(tables)[0].startswith("0 counts hidden")
    assert derivable(tables).empty


# What a row says by itself


@pytest.mark.parametrize("column", ["value", "lower", "upper", "numerator", "colour_class"])
def test_nothing_stands_beside_a_hidden_count(column: str) -> None:
    rows = _years()
    hidden = next(r for r in rows if r["status"] == "suppressed")
    hidden[column] = 12
    with pytest.raises(ValueError, match=f"county 25001, 2020: {column} stands beside"):
        audit(_tables(rows))


def test_a_modelled_rate_is_no_count_over_residents() -> None:
    rows = _years()
    hidden = next(r for r in rows if r["status"] == "suppressed")
    hidden |= {"status": "modelled", "value": 1.4, "colour_class": 2}
    assert audit(_tables(rows))
    with pytest.raises(ValueError, match="lower stands beside"):
        audit(_tables([r | {"lower": 1.0} if r is hidden else r for r in rows]))


def test_a_count_that_cdc_would_hide() -> None:
    rows = _years()
    next(r for r in rows if r["status"] == "suppressed").update(numerator=4.0, status="unstable")
    with pytest.raises(ValueError, match="county 25001, 2020: a count from 1 to 9"):
        audit(_tables(rows))


def test_another_table_opens_it() -> None:
    tables = _tables(_years())
    opened = tables["series"].query("level == 'county' and status == 'suppressed'").head(1)
    opened = opened.assign(numerator=12.0, value=1.2, status="unstable")
    tables["observations"] = conform("observations", opened)
    with pytest.raises(ValueError, match="in another table"):
        audit(tables)


def test_a_table_that_the_audit_does_not_read() -> None:
    tables = _tables(_years())
    tables["gradients"] = pd.DataFrame({"outcome": ["firearm_homicides"], "ratio": [2.0]})
    with pytest.raises(ValueError, match="gradients: column outcome"):
        audit(tables)


def test_a_column_that_the_audit_does_not_know() -> None:
    tables = _tables(_years())
    tables["series"] = tables["series"].assign(smoothed=1.5)
    with pytest.raises(ValueError, match="smoothed"):
        audit(tables)


def test_map_classes_come_from_published_values_alone() -> None:
    tables = _tables(_years())
    indicators = pd.DataFrame({"id": ["firearm_suicides"], "digits": [1]})
    rows, breaks = classes.run(tables["series"], indicators)
    tables |= {"observations": rows, "classes": breaks, "indicators": indicators}
    assert audit(tables)
    for column, change in (("places", 1), ("upper", 0.5)):
        moved = breaks.copy()
        moved.loc[0, column] += change
        with pytest.raises(ValueError, match="map classes"):
            audit(tables | {"classes": moved})


# The real tables


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
