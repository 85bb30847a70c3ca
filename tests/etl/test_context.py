"""Licences, checks and laws: the steps on small frames, and the real files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from epidemiology.status import Status
from etl import context
from etl.catalogue.context_firearms import INDICATORS
from etl.ledger import Ledger

PLACES = pd.DataFrame(
    {
        "level": ["town", "town", "town", "county"],
        "code": ["01", "02", "03", "9"],
        "name": ["Able", "Manchester-by-the-Sea", "Attleboro", "Able"],
    }
)
LICENCES = pd.DataFrame(
    [
        ("ABLE PD", True, 100),
        ("ABLE PD", True, 20),
        ("ABLE PD", False, 3),
        ("MANCHESTER PD", True, 7),
        ("ATTLEBOROUGH PD", True, 30),
        ("MASS STATE POLICE", True, 400),
    ],
    columns=["authority", "personal", "count"],
)


def test_licences_by_town() -> None:
    ledger = Ledger()
    rows = context.licences_by_town(LICENCES, PLACES, ledger).set_index("code")["numerator"]
    assert rows.to_dict() == {"01": 120, "02": 7, "03": 30}
    assert ledger.rows_left("firearm_licences") == 2


def test_an_authority_without_a_town_stops_the_build() -> None:
    with pytest.raises(ValueError, match="without a partner: ABEL, ABLE"):
        context.licences_by_town(LICENCES.replace("ABLE PD", "ABEL PD"), PLACES, Ledger())


def test_rate_needs_the_number_of_adults() -> None:
    counts = context.licences_by_town(LICENCES, PLACES, Ledger())
    assert set(context.rate_of_adults(counts, None)["status"]) == {Status.COUNT_ONLY}
    observations = pd.DataFrame(
        [
            ("under_18", "town", "01", "2017-2021", 20.0, 5000.0, "acs"),
            ("under_18", "town", "02", "2017-2021", 25.0, 1000.0, "acs"),
            ("under_18", "zcta", "03", "2017-2021", 25.0, 9000.0, "acs"),
        ],
        columns=["indicator", "level", "code", "period", "value", "denominator", "source"],
    )
    adults = context.adults_by_town(observations)
    assert adults["adults"].tolist() == [4000, 750]
    rows = context.rate_of_adults(counts, adults).set_index("code")
    assert rows["status"].to_dict() == {
        "01": Status.VALUE,
        "02": Status.SMALL_POPULATION,
        "03": Status.COUNT_ONLY,
    }
    assert rows.loc["01", ["value", "denominator", "denominator_source", "source"]].tolist() == [
        30,
        4000,
        "ACS 2017-2021",
        "firearm_licences acs",
    ]


def test_a_share_that_is_not_in_percent_stops_the_build() -> None:
    rows = pd.DataFrame(
        {
            "indicator": "under_18",
            "level": "town",
            "code": ["01"],
            "period": "2018-2022",
            "value": 0.2,
            "denominator": 5000.0,
            "source": "acs",
        }
    )
    with pytest.raises(ValueError, match=r"came 99\.8%"):
        context.adults_by_town(rows)


def test_incomplete_years_of_checks_are_left_over() -> None:
    months = [f"2021-{m:02}" for m in range(1, 13)] + ["2022-01"]
    checks = pd.DataFrame({"state": "Massachusetts", "month": months, "checks": 10})
    ledger = Ledger()
    rows = context.checks_by_year(checks, ledger)
    assert rows[["period", "value"]].to_numpy().tolist() == [["2021", 120]]
    assert ledger.why("background_checks") == "1 months of incomplete years"


def test_laws_of_another_state_stop_the_build() -> None:
    with pytest.raises(ValueError, match="expected laws of Massachusetts only"):
        context.laws_by_year(pd.DataFrame({"state": ["Ohio"], "year": [2017], "laws": [15]}))


def test_context_is_neither_better_nor_worse() -> None:
    assert {i.theme for i in INDICATORS} == {"context"}
    assert {i.better for i in INDICATORS} == {"neither"}


@pytest.mark.sources
def test_real_files(sources: Path) -> None:
    towns = json.loads((sources / "census_geography/towns_ma_2024.geojson").read_text())["features"]
    places = pd.DataFrame(
        [
            ("town", t["properties"]["GEOID"], t["properties"]["name"].removesuffix(" Town"))
            for t in towns
        ],
        columns=["level", "code", "name"],
    )
    ledger = Ledger()
    observations, series = context.run(sources, places, ledger)
    licences = observations[observations["indicator"] == "firearm_licences"]
    assert len(licences) == 351
    assert licences["numerator"].sum() == 532_084 - 4_139  # but for the State Police
    assert licences.set_index("code").loc["2502507000", "numerator"] > 10_000
    assert ledger.rows_left("firearm_licences") == 6 + 796
    assert ledger.rows_left("background_checks") == 2 + 9
    checks = series[series["indicator"] == "background_checks"]
    assert checks["period"].tolist() == [str(year) for year in range(1999, 2023)]
    assert checks["value"].iloc[-1] == 227_928
    laws = series[series["indicator"] == "firearm_laws"].set_index("period")["value"]
    assert (laws["1991"], laws["1998"], laws["2017"]) == (55, 99, 100)
    now = observations[observations["level"] == "state"].set_index("indicator")["period"]
    assert now.to_dict() == {"background_checks": "2022", "firearm_laws": "2017"}
