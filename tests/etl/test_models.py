"""Models of people shot on economic indicators, on an invented state and on the real files."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from epidemiology.association import TOO_FEW_AREAS, TOO_FEW_PEOPLE, poisson, standardise
from etl import catalogue, geography, injuries, models
from etl.ledger import Ledger
from etl.surfaces import CITY, OUTSIDE, STATE

CODES = [f"{i:05d}" for i in range(80)]
INDICATORS = pd.DataFrame(
    {
        "id": ["poverty", "svi_minority", "white", "people_shot", "people_killed"],
        "theme": ["economy", "economy", "context", "firearm_injury", "firearm_injury"],
    }
)


def squares() -> gpd.GeoDataFrame:
    cells = [(i % 10, i // 10) for i in range(len(CODES))]
    return gpd.GeoDataFrame(
        {"code": CODES, "geometry": [box(x, y, x + 1, y + 1) for x, y in cells]}, crs=4326
    )


def observations(slope: float = 0.5) -> pd.DataFrame:
    rng = np.random.default_rng(11)
    x = rng.gamma(4, 2.5, len(CODES))
    frames = []
    for level, periods in models.COUNTED.items():
        for period in periods:
            years = rng.integers(6_000, 90_000, len(CODES)).astype(float)
            rate = 2e-4 * np.exp(slope * (x - 10) / 5)
            shot = rng.poisson(rate * years).astype(float)
            for outcome, count in (("people_shot", shot), ("people_killed", shot // 4)):
                frames.append(
                    pd.DataFrame(
                        {
                            "indicator": outcome,
                            "level": level,
                            "code": CODES,
                            "period": period,
                            "numerator": count,
                            "denominator": years,
                            "value": count / years * 1e5,
                            "status": "value",
                            "source": ["boston_shootings"] * 20 + ["gva_incidents"] * 60,
                        }
                    )
                )
        for indicator in ("poverty", "svi_minority", "white"):
            frames.append(
                pd.DataFrame(
                    {
                        "indicator": indicator,
                        "level": level,
                        "code": CODES,
                        "period": "2014-2018",
                        "value": x,
                        "status": "value",
                        "source": "oeps_economy",
                    }
                )
            )
    return pd.concat(frames, ignore_index=True)


def made(rows: pd.DataFrame) -> models.Models:
    return models.run(rows, INDICATORS, {"zcta": squares(), "town": squares()})


def test_one_model_an_indicator_outcome_period_and_region() -> None:
    found = made(observations()).models
    assert set(found["indicator"]) == {"poverty"}
    assert len(found) == 2 * 3 * 3  # outcomes, periods, regions
    assert not found.duplicated(list(models.KEY)).any()
    state = found[(found["region"] == STATE) & (found["outcome"] == "people_shot")]
    assert (state["reason"] == "").all()
    assert (state["lower"] < state["ratio"]).all()
    assert (state["ratio"] < state["upper"]).all()
    assert state["ratio"].between(1.4, 1.9).all()
    assert state["ratio_nb"].between(1.4, 1.9).all()
    city = found[found["region"] == CITY]
    assert set(city["reason"]) == {TOO_FEW_AREAS}
    assert city["ratio"].isna().all()


def test_the_model_is_that_of_epidemiology_on_the_rows_used() -> None:
    rows = observations()
    found = made(rows).models
    row = found[
        (found["level"] == "zcta")
        & (found["region"] == OUTSIDE)
        & (found["outcome"] == "people_shot")
    ].iloc[0]
    shot = rows[(rows["indicator"] == "people_shot") & (rows["level"] == "zcta")].iloc[20:]
    x = rows[(rows["indicator"] == "poverty") & (rows["level"] == "zcta")]["value"].iloc[20:]
    z, mean, deviation = standardise(x)
    fit = poisson(shot["numerator"], z, shot["denominator"])
    assert row["ratio"] == pytest.approx(np.exp(fit.coefficients[1]))
    assert (row["mean"], row["deviation"]) == pytest.approx((mean, deviation))
    assert (row["areas"], row["people"]) == (60, shot["numerator"].sum())


def test_what_is_left_out_is_counted() -> None:
    rows = observations()
    zips = rows["level"] == "zcta"
    shot = zips & rows["indicator"].isin(models.OUTCOMES)
    rows.loc[shot & rows["code"].isin(["00030", "00031"]), "denominator"] = 4_999.0
    rows.loc[shot & (rows["code"] == "00032"), "numerator"] = np.nan
    rows.loc[zips & (rows["indicator"] == "poverty") & (rows["code"] == "00033"), "value"] = np.nan
    hidden = zips & (rows["indicator"] == "poverty") & (rows["code"] == "00034")
    rows.loc[hidden, "status"] = "suppressed"
    found = made(rows).models
    state = found[(found["level"] == "zcta") & (found["region"] == STATE)]
    assert (state["areas"] == 75).all()
    assert (state["left_out_small"] == 2).all()
    assert (state["left_out_missing"] == 3).all()


def test_few_people_have_no_model_and_are_not_counted_out() -> None:
    rows = observations()
    killed = rows["indicator"] == "people_killed"
    rows.loc[killed, "numerator"] = 0.0
    rows.loc[killed & (rows["code"] == "00044"), "numerator"] = 3.0
    found = made(rows)
    none = found.models[found.models["outcome"] == "people_killed"]
    assert set(none["reason"]) == {TOO_FEW_PEOPLE, TOO_FEW_AREAS}
    assert none.loc[none["region"] != CITY, "people"].isna().all()
    assert "people_killed" not in set(found.lines["outcome"])


def test_the_line_spans_the_indicator_within_its_band() -> None:
    found = made(observations())
    one = found.lines[
        (found.lines["level"] == "zcta")
        & (found.lines["region"] == STATE)
        & (found.lines["outcome"] == "people_shot")
    ]
    assert one["step"].tolist() == list(range(models.STEPS))
    assert one["x"].is_monotonic_increasing
    assert (one["lower"] < one["value"]).all()
    assert (one["value"] < one["upper"]).all()
    per_step = np.diff(np.log(one["value"]))
    np.testing.assert_allclose(per_step, per_step[0])


def test_a_missing_outcome_stops_the_build() -> None:
    rows = observations()
    rows = rows[~((rows["indicator"] == "people_killed") & (rows["level"] == "town"))]
    with pytest.raises(ValueError, match="rows of people_killed at town"):
        made(rows)


@pytest.mark.sources
def test_the_real_models(
    real_places: geography.Geography,
    real_injuries: tuple[injuries.Injuries, Ledger],
    real_economy: tuple[pd.DataFrame, Ledger],
) -> None:
    rows = pd.concat([real_injuries[0].observations, real_economy[0]], ignore_index=True)
    themes = pd.DataFrame([{"id": i.id, "theme": i.theme} for i in catalogue.INDICATORS])
    found = models.run(rows, themes, real_places.polygons).models
    key = ["indicator", "indicator_period", "outcome", "level", "region"]
    own = found[found["period"] == "2015-07_2017-12"].set_index(key)
    for indicator, vintage, ratio in (
        ("poverty", "2014-2018", 2.23),
        ("median_household_income", "2019-2023", 0.195),
        ("ice_income", "2019-2023", 0.288),
    ):
        row = own.loc[(indicator, vintage, "people_shot", "zcta", STATE)]
        assert row["reason"] == ""
        assert row["ratio"] == pytest.approx(ratio, rel=0.02)
        assert (row["ratio_nb"] > 1) == (row["ratio"] > 1)
        assert row["areas"] + row["left_out_small"] + row["left_out_missing"] == 539
