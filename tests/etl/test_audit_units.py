"""What rates of ZIP areas may not open: the audit with the level of census-tract units."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.audit import audit
from etl.audit_rules import Cell
from etl.audit_units import rows, sums
from etl.tables import conform
from etl.tract_units import INDICATOR, SOURCE

NAN = float("nan")
PEOPLE = {"02101": 50_000, "02102": 30_000, "02103": 20_000}
WHOLE = {("02101", "25001"): 1.0, ("02102", "25001"): 1.0, ("02103", "25003"): 1.0}
Rates = dict[str, tuple[str, float]]


def published(
    rates: Rates,
    counties: dict[str, float],
    shares: dict[tuple[str, str], float] = WHOLE,
    **other: object,
) -> dict[str, pd.DataFrame]:
    """Tables with rates of ZIP areas (status, value) and counts of counties (NaN: hidden)."""
    zips = [
        {
            "indicator": INDICATOR,
            "level": "zcta",
            "code": code,
            "period": "2024",
            "status": status,
            "value": value,
            "source": SOURCE,
        }
        | other
        for code, (status, value) in rates.items()
    ]
    series = [
        {
            "indicator": "firearm_homicides",
            "level": "county",
            "code": code,
            "period": "2024",
            "numerator": count,
            "status": "suppressed" if count != count else "value" if count else "none_recorded",
            "source": "cdc_county_deaths",
        }
        for code, count in counties.items()
    ]
    places = [{"level": "zcta", "code": c, "name": c, "population": n} for c, n in PEOPLE.items()]
    overlaps = [
        {
            "from_level": "zcta",
            "from_code": code,
            "to_level": "county",
            "to_code": county,
            "people_share": share,
        }
        for (code, county), share in shares.items()
    ]
    return {
        "observations": conform("observations", pd.DataFrame(zips)),
        "series": conform("series", pd.DataFrame(series)),
        "places": conform("places", pd.DataFrame(places)),
        "overlaps": conform("overlaps", pd.DataFrame(overlaps)),
    }


def county(code: str = "25001") -> Cell:
    return Cell("firearm_homicides", "county", code, "2024", "", "")


MODELLED, NOBODY = ("modelled", 8.0), ("none_recorded", NAN)
HIDDEN = {"25001": NAN, "25003": NAN}


def test_modelled_rates_open_nothing() -> None:
    tables = published({"02101": MODELLED, "02102": NOBODY, "02103": MODELLED}, HIDDEN)
    lines = audit(tables)
    assert lines[0] == "2 counts hidden by CDC; 3 rows derived from them open none"
    assert not [line for line in lines if line.startswith("open in")]


def test_a_county_whose_zip_areas_all_have_observed_rates_is_opened() -> None:
    """8 deaths among 50,000 and nobody in the rest: the count that CDC hides."""
    tables = published({"02101": ("value", 16.0), "02102": NOBODY, "02103": MODELLED}, HIDDEN)
    assert sums(tables, [county()]) == [([county()], 8.0, 8.0)]
    with pytest.raises(ValueError, match=r"firearm_homicides, county 25001, 2024: CDC hides"):
        audit(tables)


@pytest.mark.parametrize("status", ["modelled", "not_covered", "small_population"])
def test_one_area_that_says_nothing_keeps_the_county_hidden(status: str) -> None:
    value = 8.0 if status == "modelled" else NAN
    tables = published(
        {"02101": ("unstable", 10.0), "02102": (status, value), "02103": MODELLED}, HIDDEN
    )
    assert sums(tables, [county()]) == [([county()], 5.0, float("inf"))]
    assert audit(tables)


def test_an_area_in_two_counties_says_nothing_of_either() -> None:
    shares = WHOLE | {("02101", "25001"): 0.6, ("02101", "25003"): 0.4}
    rates = {"02101": ("value", 16.0), "02102": NOBODY, "02103": NOBODY}
    tables = published(rates, HIDDEN, shares)
    assert sums(tables, [county()]) == [([county()], 0.0, float("inf"))]
    assert audit(tables)


def test_nine_at_least_is_nine() -> None:
    tables = published({"02101": ("value", 18.4), "02102": MODELLED, "02103": MODELLED}, HIDDEN)
    with pytest.raises(ValueError, match=r"county 25001, 2024: CDC hides this count"):
        audit(tables)


def test_more_than_a_hidden_count_can_be() -> None:
    tables = published({"02101": ("value", 40.0), "02102": MODELLED, "02103": MODELLED}, HIDDEN)
    with pytest.raises(ValueError, match=r"at most 9.*different times\? Fetch both"):
        audit(tables)


def test_open_counties_and_other_periods_are_left_alone() -> None:
    rates = {"02101": ("value", 40.0), "02102": NOBODY, "02103": MODELLED}
    assert audit(published(rates, {"25001": 21.0, "25003": NAN}))
    tables = published(rates, HIDDEN, period="2023")
    assert not sums(tables, [county()])


def test_the_state_is_a_larger_place_too() -> None:
    state = county()._replace(level="state", code="25")
    rates = {"02101": ("value", 10.0), "02102": NOBODY, "02103": ("value", 5.0)}
    assert sums(published(rates, HIDDEN), [state]) == [([state], 6.0, 6.0)]


@pytest.mark.parametrize("column", ["numerator", "denominator", "if_all_located"])
def test_nothing_that_makes_a_count_stands_beside_a_rate(column: str) -> None:
    tables = published({"02101": MODELLED}, HIDDEN, **{column: 12.0})
    with pytest.raises(ValueError, match=f"02101, 2024: {column} stands beside a rate"):
        audit(tables)


def test_rates_of_units_stand_in_no_other_table_and_level() -> None:
    tables = published({"02101": MODELLED}, HIDDEN)
    again = tables | {"quintiles": pd.DataFrame({"indicator": [INDICATOR], "value": [8.0]})}
    with pytest.raises(ValueError, match="quintiles: column indicator names"):
        rows(again)
    with pytest.raises(ValueError, match="ZIP areas only"):
        rows(published({"02101": MODELLED}, HIDDEN, level="town"))


def test_context_of_cdc_that_counts_no_death_is_not_audited() -> None:
    tables = published({"02101": MODELLED}, HIDDEN)
    share = {
        "indicator": "loneliness",
        "level": "zcta",
        "code": "02101",
        "period": "2023",
        "value": 21.5,
        "status": "value",
        "source": "cdc_places",
    }
    both = pd.concat([tables["observations"], conform("observations", pd.DataFrame([share]))])
    assert audit(tables | {"observations": both}) == audit(tables)
