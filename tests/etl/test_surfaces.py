"""Smoothed rates and clusters on an invented state of 60 squares, and on the publishers' files."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from epidemiology.clusters import HIGH_HIGH, LABELS, NOT_TESTED
from epidemiology.rates import crude_rate
from epidemiology.status import Status, local_count_status
from etl import geography, injuries, neighbours, privacy, surfaces
from etl.ledger import Ledger
from etl.surfaces import CITY, OUTSIDE, REGIONS, STATE
from etl.tables import TABLES

PERIOD = "2014-2017"
DAYS = 1461
WIDE, HIGH = 10, 6
CODES = [f"{i:05d}" for i in range(WIDE * HIGH)]


def squares() -> gpd.GeoDataFrame:
    cells = [(x, y) for y in range(HIGH) for x in range(WIDE)]
    return gpd.GeoDataFrame(
        {"code": CODES, "geometry": [box(x, y, x + 1, y + 1) for x, y in cells]}, crs=4326
    )


def rows(level: str = "zcta", city: int = 20, **changes: dict[str, float]) -> pd.DataFrame:
    """People shot in each square; the first ``city`` squares are the police record's."""
    rng = np.random.default_rng(7)
    people = rng.integers(2_000, 40_000, len(CODES)).astype(float)
    theta = rng.gamma(0.7, 1 / 0.7, len(CODES)) * np.where(np.arange(len(CODES)) < city, 3e-4, 1e-4)
    count = rng.poisson(theta * people * 4).astype(float)
    frame = pd.DataFrame({"code": CODES, "numerator": count, "residents": people})
    for name, values in changes.items():
        for code, value in values.items():
            frame.loc[frame["code"] == code, name] = value
    years = frame["residents"] * DAYS / 365.25
    rate = crude_rate(frame["numerator"], years)
    return pd.DataFrame(
        {
            "indicator": "people_shot",
            "level": level,
            "code": frame["code"],
            "period": PERIOD,
            "numerator": frame["numerator"],
            "denominator": years,
            "denominator_source": "ACS 2014-2018",
            "value": rate.value,
            "lower": rate.lower,
            "upper": rate.upper,
            "status": local_count_status(frame["numerator"], frame["residents"], years),
            "located_share": np.nan,
            "if_all_located": np.nan,
            "flags": "",
            "source": ["boston_shootings"] * city + ["gva_incidents"] * (len(CODES) - city),
        }
    )


def made(zips: pd.DataFrame, towns: pd.DataFrame | None = None) -> surfaces.Surfaces:
    both = [zips, rows("town", city=1) if towns is None else towns]
    return surfaces.run(pd.concat(both), {"zcta": squares(), "town": squares()})


def zip_rows(found: surfaces.Surfaces) -> pd.DataFrame:
    own = found.observations
    return own[own["level"] == "zcta"].set_index("code")


def test_touching_squares_are_neighbours_and_what_is_not_drawn_is_an_island() -> None:
    near = neighbours.queen(squares(), [*CODES, "no polygon"])
    assert near[0] == [1, 10, 11]
    assert len(near[11]) == 8
    assert near[-1] == []
    assert all(i in near[j] for i, own in enumerate(near) for j in own)


def test_a_corner_on_an_edge_is_a_border() -> None:
    shapes = gpd.GeoDataFrame(
        {"code": ["a", "b", "c"], "geometry": [box(0, 0, 4, 1), box(1, 1, 2, 2), box(2, 2, 3, 3)]}
    )
    assert neighbours.queen(shapes, ["a", "b", "c"]) == [[1], [0, 2], [1]]


@pytest.mark.parametrize(
    ("call", "names"),
    [
        (lambda: neighbours.queen(squares(), ["00001", "00001"]), "among the places"),
        (lambda: neighbours.queen(pd.concat([squares()] * 2), CODES), "among the polygons"),
        (lambda: neighbours.within([[1], [0]], ["a"]), "expected 2 groups"),
    ],
)
def test_neighbours_refuse_bad_input(call: Any, names: str) -> None:
    with pytest.raises(ValueError, match=names):
        call()


def test_neighbours_of_another_group_are_left_out() -> None:
    assert neighbours.within([[1, 2], [0, 2], [0, 1]], ["a", "b", "a"]) == [[2], [], [0]]


def test_rates_are_drawn_toward_the_mean_of_their_own_source() -> None:
    zips = rows()
    found = made(zips)
    own = zip_rows(found)
    prior = found.priors[found.priors["level"] == "zcta"].set_index("region")
    assert set(prior.index) == {OUTSIDE, CITY}
    raw = zips.set_index("code")
    exact = raw[raw["status"].isin(["value", "unstable", "count_only"])]
    for region, inside in surfaces.regions(raw["source"]).items():
        if region == STATE:
            continue
        codes = exact.index.intersection(raw.index[inside])
        middle = prior.loc[region, "rate"] * prior.loc[region, "shape"]
        middle /= prior.loc[region, "prior_rate"]
        value, rate = own.loc[codes, "value"], exact.loc[codes, "value"]
        assert (value.between(np.minimum(rate, middle), np.maximum(rate, middle))).all()
    assert (own["value"].between(own["lower"], own["upper"])).all()
    assert own["numerator"].isna().all()
    assert (own["flags"] == "smoothed").all()


def test_what_one_source_counts_does_not_move_the_other() -> None:
    zips = rows()
    more = zips.copy()
    more.loc[:19, "numerator"] *= 5
    before, after = zip_rows(made(zips)), zip_rows(made(more))
    pd.testing.assert_frame_equal(before.iloc[20:], after.iloc[20:])
    assert (before["value"].iloc[:20] != after["value"].iloc[:20]).all()


def test_counts_of_1_to_4_cannot_be_told_apart() -> None:
    """The same residents and 1, 2, 3 or 4 people: the same smoothed rate and interval."""
    few = {"00030": 1.0, "00031": 2.0, "00032": 3.0, "00033": 4.0}
    same = dict.fromkeys(few, 9_000.0)
    own = zip_rows(made(rows(numerator=few, residents=same))).loc[list(few)]
    assert (own["status"] == Status.VALUE).all()
    for name in ("value", "lower", "upper"):
        assert own[name].nunique() == 1
    other = zip_rows(made(rows(numerator=few | {"00033": 5.0}, residents=same)))
    assert other.loc["00033", "value"] > other.loc["00032", "value"]


@pytest.mark.parametrize(
    ("status", "numerator"),
    [
        (Status.NOT_LOCATED, np.nan),
        (Status.NOT_LOCATED, 0.0),
        (Status.NOT_COVERED, np.nan),
        (Status.NO_BOUNDARY, np.nan),
        (Status.NO_RESIDENTS, 0.0),
    ],
)
def test_what_is_not_counted_there_has_no_smoothed_rate(status: str, numerator: float) -> None:
    zips = rows()
    zips.loc[40, "status"], zips.loc[40, "numerator"] = status, numerator
    if status == Status.NO_RESIDENTS:
        zips.loc[40, "denominator"] = 0.0
    own = zip_rows(made(zips))
    assert own.loc["00040", "status"] == status
    assert own.loc["00040", ["value", "lower", "upper"]].isna().all()
    assert own["value"].isna().sum() == 1


def test_few_residents_have_no_smoothed_rate() -> None:
    own = zip_rows(made(rows(residents={"00040": 999.0, "00041": 1_000.0, "00042": 5_000.0})))
    small = Status.SMALL_POPULATION
    assert own.loc[["00040", "00041", "00042"], "status"].tolist() == [small, small, Status.VALUE]
    assert own.loc[["00040", "00041"], "value"].isna().all()


@pytest.mark.parametrize(("people", "status"), [(60.0, "value"), (12.0, "count_only")])
def test_a_place_alone_with_its_source_keeps_its_own_rate_if_stable(
    people: float, status: str
) -> None:
    towns = rows("town", city=1, numerator={"00000": people})
    found = made(rows(), towns).observations
    own = found[(found["level"] == "town") & (found["code"] == "00000")].iloc[0]
    assert own["status"] == status
    if status == "value":
        assert own["value"] == towns["value"].iloc[0]
        assert own["flags"] == "smoothed own_rate"
    else:
        assert np.isnan(own["value"])


def test_clusters_are_named_and_counted() -> None:
    corner = {CODES[WIDE * y + x]: 90.0 for x in range(6, 10) for y in range(3, 6)}
    zips = rows(numerator=corner, residents=dict.fromkeys(CODES, 10_000.0))
    zips.loc[20, "numerator"] = np.nan
    found = made(zips)
    places = found.clusters[found.clusters["level"] == "zcta"]
    tests = found.tests[found.tests["level"] == "zcta"].set_index("region")
    assert set(places["region"]) == set(tests.index) == set(REGIONS)
    assert set(places["label"]) <= set(LABELS)
    high = places[(places["region"] == STATE) & (places["label"] == HIGH_HIGH)]
    assert {"00048", "00049", "00058"} <= set(high["code"])
    assert (high["fdr"] < 0.05).all()
    assert tests.loc[STATE, "high_high"] == len(high)
    assert tests.loc[STATE, "areas"] + tests.loc[STATE, "left_out"] == len(CODES)
    lost = places[places["code"] == "00020"]
    assert set(lost["label"]) == {NOT_TESTED}
    assert lost["p"].isna().all()
    assert not places.duplicated(["region", "code"]).any()
    assert {"i", "z", "numerator", "value"}.isdisjoint(places.columns)


def test_the_same_rows_in_another_order_give_the_same_surfaces() -> None:
    zips = rows()
    one, two = made(zips), made(zips.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(one.observations, two.observations, check_like=True)
    pd.testing.assert_frame_equal(one.clusters, two.clusters)


def test_places_that_differ_less_than_chance_are_not_smoothed() -> None:
    same = rows(numerator=dict.fromkeys(CODES, 5.0), residents=dict.fromkeys(CODES, 9_000.0))
    found = made(same)
    zips = found.observations[found.observations["level"] == "zcta"]
    assert len(zips) == len(CODES)
    assert zips["value"].isna().all()
    assert Status.COUNT_ONLY in set(zips["status"])
    assert not {Status.VALUE, Status.UNSTABLE} & set(zips["status"])
    assert found.priors[found.priors["level"] == "zcta"].empty
    assert set(found.tests["level"]) >= {"zcta"}, "groups of places are looked for all the same"


def test_too_few_places_of_every_level_give_empty_tables() -> None:
    few = rows().head(surfaces.MIN_AREAS - 1)
    found = surfaces.run(
        pd.concat([few, few.assign(level="town")]), {"zcta": squares(), "town": squares()}
    )
    for name, table in (("priors", found.priors), ("clusters", found.clusters)):
        assert table.empty
        assert list(table) == list(TABLES[name].fields)
    assert found.tests.empty
    assert found.observations.empty


def test_a_level_without_rows_stops_the_build() -> None:
    with pytest.raises(ValueError, match=r"rows of people_shot at \['town'\]"):
        surfaces.run(rows(), {"zcta": squares()})


@pytest.mark.sources
def test_the_real_surfaces(
    real_places: geography.Geography, real_injuries: tuple[injuries.Injuries, Ledger]
) -> None:
    found = surfaces.run(real_injuries[0].observations, real_places.polygons)
    own = found.observations
    shown = own.dropna(subset=["value"])
    assert (shown["status"] == Status.VALUE).all()
    assert shown["value"].between(shown["lower"], shown["upper"]).all()
    privacy.check(privacy.mask(own), "observations", {surfaces.SMOOTHED})
    state = found.tests[(found.tests["region"] == STATE) & (found.tests["level"] == "zcta")]
    assert state["moran"].iloc[0] == pytest.approx(0.407, abs=0.01)
    assert state["p"].iloc[0] == 1 / 10_000
    zips = own[(own["level"] == "zcta") & (own["period"] == "2015-07_2017-12")].set_index("code")
    assert zips.loc["02121", "value"] == pytest.approx(120.0, abs=0.5)
    assert zips.loc["01105", "value"] == pytest.approx(46.7, abs=0.5)
    assert zips["value"].notna().sum() > 350
