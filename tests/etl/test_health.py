"""PLACES from the publisher to the table, and what its entries say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from data_sources import cdc_places
from data_sources._web import Web
from epidemiology.status import Status
from etl import health
from etl.catalogue import INDICATORS as EVERY
from etl.catalogue._indicator import Indicator
from etl.catalogue.health import INDICATORS
from etl.ledger import Ledger
from tests.dashboard.reading_grade import grade
from tests.publishers import cdc
from tests.publishers.double import Double

RELEASE = "PLACES: ZCTA Data (GIS Friendly Format), 2025 release"


@dataclass(frozen=True)
class Land:
    """ZIP areas and their residents."""

    places: pd.DataFrame
    populations: pd.DataFrame


def land(**residents: float) -> Land:
    codes = [code.removeprefix("z") for code in residents]
    return Land(
        pd.DataFrame({"level": "zcta", "code": codes}),
        pd.DataFrame(
            {
                "level": "zcta",
                "code": codes,
                "vintage": "ACS 2018-2022",
                "residents": list(residents.values()),
            }
        ),
    )


def test_from_the_publisher_to_the_table(publishers: Double, web: Web, tmp_path: Path) -> None:
    rows = cdc.places(["01001", "01002", "01999"], cdc_places.MEASURES)
    for row in rows:
        row["loneliness_crudeprev"] = row["loneliness_crude95ci"] = ""
    publishers.soda(cdc_places.TABLE, rows, name=RELEASE)
    cdc_places.fetch(web, tmp_path)
    ledger = Ledger()
    table = health.run(tmp_path, land(z01001=8_000.0, z01002=0.0, z01005=700.0), ledger)
    assert set(table["indicator"]) == set(health.MEASURES) - {"loneliness"}
    one = table[table["indicator"] == "mental_distress"].set_index("code")
    assert one["status"].to_dict() == {
        "01001": Status.VALUE,
        "01002": Status.NO_RESIDENTS,
        "01005": Status.NOT_COVERED,  # absent at the publisher: not a zero
    }
    first = one.loc["01001"]
    assert first[["value", "lower", "upper"]].tolist() == [8.3, 7.1, 9.7]
    assert first[["period", "flags", "source"]].tolist() == ["2023", "model_estimate", "cdc_places"]
    assert one.loc[["01002", "01005"], ["value", "lower", "upper"]].isna().all(axis=None)
    assert table[["numerator", "denominator", "moe"]].isna().all(axis=None)
    assert (ledger.rows_in["cdc_places"], ledger.rows_left("cdc_places")) == (3, 1)


LIVE = [i for i in EVERY if i.live and (i in INDICATORS or i.id == "firearm_homicide_rate_cdc")]
NOT_OUR_WORDS = ("hot spot", "worst", "bad area", "dangerous", "poor ", "minorit", "colour",
                 "victim", "driven by", "causes", "suffer")  # fmt: skip


def test_every_measure_has_its_column() -> None:
    assert [i.id for i in INDICATORS] == list(health.MEASURES)
    assert tuple(health.MEASURES.values()) == cdc_places.MEASURES


@pytest.mark.parametrize("indicator", LIVE, ids=lambda i: i.id)
def test_entries_are_plain_and_say_estimate(indicator: Indicator) -> None:
    assert len(indicator.title.split()) <= 10
    assert len(indicator.short_title.split()) <= 4
    said = indicator.sentence.format(value="24 percent", place="this town")
    assert grade(said) <= 10, said
    words = " ".join([indicator.title, said, *indicator.caveats]).lower()
    assert not [word for word in NOT_OUR_WORDS if word in words]
    assert "model" in words
    assert all(caveat.endswith(".") for caveat in indicator.caveats)
    assert "95 %" in indicator.interval
