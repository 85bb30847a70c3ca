"""The audit of what is derived from tables, and of what a row says by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl import classes
from etl.audit import audit, derivable
from etl.tables import conform
from tests.etl.deaths_published import PEOPLE, counties, published_row, published_tables


def _years() -> list[dict[str, object]]:
    """Three years of counties of which only the first has a hidden count in 2020."""
    return [
        *counties([14, 30, 22], "2019"),
        *counties([4, 30, 7], "2020"),
        *counties([11, 30, 25], "2021"),
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
    return published_row("firearm_suicides", count, **(base | other))


def test_a_sum_of_years_with_one_hidden_gives_it_back() -> None:
    assert audit(published_tables(_years()))
    with pytest.raises(ValueError, match="firearm_suicides, county 25001, 2020: CDC hides") as e:
        audit(published_tables([*_years(), _derived(29)]))
    assert "29" not in str(e.value)


def test_a_rate_over_its_residents_gives_it_back() -> None:
    row = _derived(29, numerator=np.nan)
    with pytest.raises(ValueError, match="county 25001, 2020"):
        audit(published_tables([*_years(), row]))


def test_a_sum_over_two_hidden_years_may_stand() -> None:
    rows = [*counties([4, 30, 7], "2019"), *counties([5, 30, 6], "2020")]
    rows.append(_derived(9, period="2019-2020", status="value", code="25001"))
    # 9 is a sum of hidden counts here, but CDC would hide a 9 of its own: refused as such.
    with pytest.raises(ValueError, match="a count from 1 to 9"):
        audit(published_tables(rows))
    rows[-1] = _derived(
        67, period="2019-2020", code="25002", numerator=60.0, value=60 / (3 * PEOPLE) * 1e5
    )
    assert "1 rows derived from them open none" in audit(published_tables(rows))[0]


def test_two_derived_rows_open_together_what_neither_opens_alone() -> None:
    years = [
        *counties([4, 30, 7, 22], "2019"),
        *counties([8, 30, 5, 22], "2020"),
        *counties([30, 31, 32, 33], "2021"),
    ]
    two = _derived(12, period="2019-2020", denominator=2 * PEOPLE, value=12 / (2 * PEOPLE) * 1e5)
    three = _derived(38, period="2020-2021", denominator=2 * PEOPLE, value=38 / (2 * PEOPLE) * 1e5)
    assert audit(published_tables([*years, two]))
    with pytest.raises(ValueError, match="county 25001, 20"):
        audit(published_tables([*years, two, three]))


def test_a_hidden_derived_row_says_nothing() -> None:
    row = _derived(29, numerator=np.nan, value=np.nan, status="suppressed")
    assert audit(published_tables([*_years(), row]))


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
        audit(published_tables([*_years(), row]))


def test_a_row_of_ours_in_the_place_of_cdc_s() -> None:
    rows = [r for r in _years() if not (r["period"] == "2020" and r["code"] == "25001")]
    ours = _derived(29, period="2020", flags="derived", denominator=np.nan)
    with pytest.raises(ValueError, match=r"county 25001, 2020: made .* cannot follow"):
        audit({"observations": published_tables([ours])["series"], **published_tables(rows)})


def test_nothing_is_derived_where_tables_of_cdc_disagree() -> None:
    rows = [*counties([14, 30, 22], "2019"), *counties([4, 30, 22], "2020")]
    rows[4] |= {"numerator": 99.0, "value": 9.9}
    assert "1 in tables of CDC that do not fit one another" in audit(published_tables(rows))
    row = _derived(18, period="2019-2020", denominator=np.nan)
    with pytest.raises(ValueError, match="county 25001, 2020"):
        audit(published_tables([*rows, row]))


def test_tables_without_deaths() -> None:
    tables = {name: frame.iloc[:0] for name, frame in published_tables(_years()).items()}
    assert audit(tables)[0].startswith("0 counts hidden")
    assert derivable(tables).empty


@pytest.mark.parametrize("column", ["value", "lower", "upper", "numerator", "colour_class"])
def test_nothing_stands_beside_a_hidden_count(column: str) -> None:
    rows = _years()
    hidden = next(r for r in rows if r["status"] == "suppressed")
    hidden[column] = 12
    with pytest.raises(ValueError, match=f"county 25001, 2020: {column} stands beside"):
        audit(published_tables(rows))


def test_a_modelled_rate_is_no_count_over_residents() -> None:
    rows = _years()
    hidden = next(r for r in rows if r["status"] == "suppressed")
    hidden |= {"status": "modelled", "value": 1.4, "colour_class": 2}
    assert audit(published_tables(rows))
    with pytest.raises(ValueError, match="lower stands beside"):
        audit(published_tables([r | {"lower": 1.0} if r is hidden else r for r in rows]))


def test_a_count_that_cdc_would_hide() -> None:
    rows = _years()
    next(r for r in rows if r["status"] == "suppressed").update(numerator=4.0, status="unstable")
    with pytest.raises(ValueError, match="county 25001, 2020: a count from 1 to 9"):
        audit(published_tables(rows))


def test_another_table_opens_it() -> None:
    tables = published_tables(_years())
    opened = tables["series"].query("level == 'county' and status == 'suppressed'").head(1)
    opened = opened.assign(numerator=12.0, value=1.2, status="unstable")
    tables["observations"] = conform("observations", opened)
    with pytest.raises(ValueError, match="in another table"):
        audit(tables)


def test_a_table_that_the_audit_does_not_read() -> None:
    tables = published_tables(_years())
    tables["gradients"] = pd.DataFrame({"outcome": ["firearm_homicides"], "ratio": [2.0]})
    with pytest.raises(ValueError, match="gradients: column outcome"):
        audit(tables)


def test_a_column_that_the_audit_does_not_know() -> None:
    tables = published_tables(_years())
    tables["series"] = tables["series"].assign(smoothed=1.5)
    with pytest.raises(ValueError, match="smoothed"):
        audit(tables)


def test_map_classes_come_from_published_values_alone() -> None:
    tables = published_tables(_years())
    indicators = pd.DataFrame({"id": ["firearm_suicides"], "digits": [1]})
    rows, breaks = classes.run(tables["series"], indicators)
    tables |= {"observations": rows, "classes": breaks, "indicators": indicators}
    assert audit(tables)
    for column, change in (("places", 1), ("upper", 0.5)):
        moved = breaks.copy()
        moved.loc[0, column] += change
        with pytest.raises(ValueError, match="map classes"):
            audit(tables | {"classes": moved})
