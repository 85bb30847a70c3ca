"""Gradients on an invented state, and on the publishers' files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.bootstrap import Draws, bootstrap
from epidemiology.inequality import QuintileSums, quintile_sums, quintiles, rank
from epidemiology.rates import crude_rate
from epidemiology.status import Status, local_count_status
from etl import geography, gradients, privacy, sensitivities
from etl.gradient_measures import curve, over_areas, over_fifths, rate_of
from etl.gradients import MEASURE_IDS
from etl.people_shot import MEASURES, STATEWIDE_ZIP_PERIOD
from etl.settings import CITY, WITHOUT_CITY
from etl.tables import TABLES

AREAS, CITY_AREAS = 60, 30
TOWN = "2501300001"
CODES = [f"{1000 + i:05d}" for i in range(AREAS)]
POVERTY = np.linspace(2, 40, AREAS)
YEARS = 2.5051


def state(
    empty: tuple[str, ...] = (), hidden: tuple[str, ...] = (), rate: float = 60.0
) -> tuple[pd.DataFrame, pd.DataFrame, SimpleNamespace]:
    """60 ZIP areas of 20,000 residents, the first 30 in the city; people shot rise with poverty."""
    killed = np.round(20_000 * YEARS / 1e5 * rate * np.exp(-(40 - POVERTY) / 20) / 4)
    injured = killed * 3
    rows = []
    for i, code in enumerate(CODES):
        for name, count in zip(
            MEASURES, (killed[i] + injured[i], killed[i], injured[i]), strict=True
        ):
            years = 0.0 if code in empty else 20_000 * YEARS
            n = np.nan if code in hidden else count
            rows.append((name, "zcta", code, STATEWIDE_ZIP_PERIOD, n, years, np.nan, "value"))
        rows.append(("poverty", "zcta", code, "2014-2018", np.nan, np.nan, POVERTY[i], "value"))
    for town, lost in ((CITY, 7.0), (TOWN, 2.0), ("25", 1.0)):
        for name in MEASURES:
            rows.append(
                (name, "zcta_unplaced", town, STATEWIDE_ZIP_PERIOD, lost, np.nan, np.nan, "")
            )
    names = ["indicator", "level", "code", "period", "numerator", "denominator", "value", "status"]
    places = pd.DataFrame(
        [("zcta", c, "") for c in CODES]
        + [
            ("town", CITY, ""),
            ("town", TOWN, ""),
            ("county", "25025", ""),
            ("county", "25013", ""),
        ],
        columns=["level", "code", "flags"],
    )
    main = [CITY if i < CITY_AREAS else TOWN for i in range(AREAS)]
    geography = SimpleNamespace(
        town_of_zcta=pd.DataFrame({"code": CODES, "town": main}),
        overlaps=pd.DataFrame(
            {
                "from_level": "zcta",
                "from_code": CODES,
                "to_level": "county",
                "to_code": [t[:5] for t in main],
                "people_share": 1.0,
            }
        ),
    )
    return pd.DataFrame(rows, columns=names), places, geography


@pytest.fixture(autouse=True)
def one_span(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gradients, "SPANS", (("zcta", STATEWIDE_ZIP_PERIOD),))


def of(frame: pd.DataFrame, region: str, indicator: str = "people_shot") -> pd.DataFrame:
    return frame[(frame["region"] == region) & (frame["indicator"] == indicator)]


def test_regions_outcomes_and_measures() -> None:
    made = gradients.run(*state())
    assert set(made.gradients["region"]) == {"25", WITHOUT_CITY, CITY, "25013", "25025"}
    whole = of(made.gradients, "25").set_index("measure")
    assert tuple(whole.index) == MEASURE_IDS
    assert whole["areas"].eq(AREAS).all()
    # The city and its county hold the same areas here.
    city, county = (of(made.gradients, r).set_index("measure") for r in (CITY, "25025"))
    pd.testing.assert_frame_equal(city.drop(columns="region"), county.drop(columns="region"))


def test_fifths_are_summed_and_then_divided() -> None:
    observations, places, geography = state()
    made = gradients.run(observations, places, geography)
    fifths = of(made.quintiles, "25").set_index("quintile")
    people = observations[
        (observations["indicator"] == "people_shot") & (observations["level"] == "zcta")
    ]
    most = people.tail(12)  # a fifth of 60 equal areas, those with most poverty
    assert fifths.loc[1, "numerator"] == most["numerator"].sum()
    assert fifths.loc[1, "denominator"] == pytest.approx(most["denominator"].sum())
    rate = crude_rate(most["numerator"].sum(), most["denominator"].sum())
    assert fifths.loc[1, ["value", "lower", "upper"]].tolist() == pytest.approx(
        [float(part) for part in rate]
    )
    assert fifths["numerator"].sum() == people["numerator"].sum()
    assert fifths.loc[1, ["lowest", "highest"]].tolist() == POVERTY[[48, 59]].tolist()
    assert fifths["areas"].tolist() == [12] * 5
    assert fifths.loc[1, "residents"] == pytest.approx(12 * 20_000, rel=1e-3)


def test_areas_without_count_or_residents_are_left_out_and_counted() -> None:
    observations, places, geography = state(empty=(CODES[0],), hidden=(CODES[40],))
    made = gradients.run(observations, places, geography)
    whole = of(made.gradients, "25").iloc[0]
    assert (whole["areas"], whole["areas_left"]) == (58, 2)
    lost = observations[
        (observations["indicator"] == "people_shot") & (observations["code"] == CODES[0])
    ]["numerator"].sum()
    assert whole["people_left"] == 10 + lost
    outside = of(made.gradients, WITHOUT_CITY).iloc[0]
    assert (outside["areas"], outside["areas_left"]) == (29, 1)
    assert np.isnan(outside["people_left"])  # 2 + 1 people: shown as "1-4"


def test_an_area_with_nobody_recorded_takes_part_wherever_its_town_was_placed_well() -> None:
    """Leaving out only those with none would choose areas by what is measured."""
    observations, places, geography = state()
    none = (observations["numerator"] == 0) & (observations["level"] == "zcta")
    observations.loc[none, "status"] = Status.NOT_LOCATED
    assert of(gradients.run(observations, places, geography).gradients, "25")["areas"].eq(60).all()


def test_regions_with_few_areas_or_few_people_have_no_gradient() -> None:
    assert of(gradients.run(*state(hidden=tuple(CODES[:6]))).gradients, CITY).empty


@pytest.mark.parametrize("rate", [0.5, 5.0])
def test_a_state_with_too_few_people_says_so_in_every_measure(rate: float) -> None:
    observations, places, geography = state(rate=rate)
    made = gradients.run(observations, places, geography)
    assert set(made.gradients["region"]) == {"25"}
    shown = of(made.gradients, "25").set_index("measure")
    assert shown["value"].isna().all()
    assert shown["reason"].str.contains("fewer than|nobody recorded").all()


def test_areas_that_are_all_alike_have_no_order() -> None:
    observations, places, geography = state()
    alike = observations["code"].isin(CODES[:CITY_AREAS]) & (observations["indicator"] == "poverty")
    observations.loc[alike, "value"] = 12.0
    found = gradients.run(observations, places, geography).gradients
    assert of(found, CITY).empty
    assert not of(found, "25").empty


def test_outcomes_must_be_known_in_the_same_areas() -> None:
    observations, places, geography = state()
    one = (observations["code"] == CODES[3]) & (observations["indicator"] == "people_killed")
    observations.loc[one, "numerator"] = np.nan
    with pytest.raises(ValueError, match="same areas"):
        gradients.run(observations, places, geography)
    with pytest.raises(ValueError, match="people_killed"):
        gradients.run(observations[observations["indicator"] != "people_killed"], places, geography)


def test_the_same_input_gives_the_same_tables_in_any_order_of_rows() -> None:
    observations, places, geography = state()
    first = gradients.run(observations, places, geography)
    shuffled = observations.sample(frac=1, random_state=1)
    second = gradients.run(shuffled, places, geography)
    for name in ("gradients", "quintiles", "curves"):
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_masked_fifths_and_curves_tell_no_count_of_1_to_4() -> None:
    made = gradients.run(*state(rate=20.0))
    masked = privacy.mask(made.quintiles)
    assert (made.quintiles["numerator"].between(1, 4)).any()
    assert not masked["numerator"].between(1, 4).any()
    privacy.check(masked, "quintiles", set(MEASURES))
    totals = made.gradients.drop_duplicates(["indicator", "region"]).set_index(
        ["indicator", "region"]
    )["numerator"]
    for key, points in made.curves.groupby(["indicator", "region"]):
        steps = points["events_share"].diff().dropna() * totals[key]
        assert (steps >= 5 - 1e-6).all()
        assert points["events_share"].iloc[[0, -1]].tolist() == [0, 1]


def test_tables_have_their_fields_and_keys() -> None:
    made = gradients.run(*state())
    for table in (TABLES[name] for name in ("gradients", "quintiles", "curves")):
        frame = getattr(made, table.name)
        assert set(frame.columns) == set(table.fields)
        assert not frame.duplicated(list(table.key)).any()


# --- measures ------------------------------------------------------------------------------------


def measured(events: list[int], areas: int = 10) -> Mapping[str, object]:
    """Fifths of ten areas each with these events, spread as evenly as they go."""
    counts = np.concatenate([np.bincount(np.arange(x) % areas, minlength=areas) for x in events])
    value = np.arange(counts.size)[::-1].astype(float)
    years = np.full(counts.size, 50_000.0)
    fifth, ranks = quintiles(value, years, "highest"), rank(value, years, "highest")
    sums = quintile_sums(fifth, counts, years)
    status = local_count_status(sums.events, sums.person_years / YEARS, sums.person_years)
    samples = bootstrap(value, counts, years, "highest", draws=200)
    draws = Draws(*(measure[0] for measure in samples))
    return {
        **over_fifths(sums, status, draws, YEARS),
        **over_areas(counts.astype(float), years, ranks, draws),
        "rate_least": rate_of(sums, status, 5),
    }


def test_measures_of_a_plain_gradient() -> None:
    found = measured([200, 100, 60, 40, 20])
    assert found["rate_ratio"].value == pytest.approx(10)
    assert found["rate_difference"].value == pytest.approx(1e5 * 180 / 500_000)
    assert found["excess_people"].value == pytest.approx((420 - 5 * 20) / YEARS)
    assert found["attributable_fraction"].value == pytest.approx(320 / 420)
    assert found["concentration_index"].value < 0
    assert found["rii"].value > 1
    assert found["rate_least"].value == pytest.approx(4)
    for name, summary in found.items():
        assert summary.lower <= summary.value <= summary.upper, name
        assert summary.method, name
        assert summary.reason == "", name
    assert "200 people in 500,000 person-years" in found["rate_ratio"].inputs
    assert "check by a straight line" in found["rii"].inputs


@pytest.mark.parametrize(
    ("events", "gone", "why"),
    [
        (
            [200, 100, 60, 40, 7],
            {"rate_ratio", "rate_difference", "excess_people"},
            "fewer than 10",
        ),
        ([200, 100, 60, 40, 3], {"rate_ratio", "attributable_fraction", "theil"}, "fewer than 5"),
        ([200, 100, 60, 3, 40], {"theil"}, "quintile 4: fewer than 5"),
        (
            [7, 100, 60, 40, 40],
            {"rate_ratio", "rate_difference", "theil"},
            "quintile 1: fewer than",
        ),
        ([40, 20, 10, 10, 10], {"sii", "rii", "concentration_index"}, "fewer than 100 people"),
    ],
)
def test_a_fifth_without_a_rate_leaves_null_and_the_reason(
    events: list[int], gone: set[str], why: str
) -> None:
    found = measured(events)
    for name in gone:
        summary = found[name]
        assert np.isnan([summary.value, summary.lower, summary.upper]).all(), name
        assert why in summary.reason
        assert summary.inputs == ""


def test_nobody_in_the_least_deprived_fifth_leaves_a_lower_bound() -> None:
    found = measured([200, 100, 60, 40, 0])["rate_ratio"]
    assert np.isnan(found.value)
    assert np.isnan(found.upper)
    assert 5 < found.lower < 20
    assert "only its lower bound" in found.reason


def test_a_suppressed_or_empty_fifth_makes_every_measure_of_fifths_null() -> None:
    draws = Draws(*(np.full(100, 1.0) for _ in Draws._fields))
    years = np.full(5, 5e5)
    status = np.array([Status.VALUE] * 5, dtype=str)
    hidden = QuintileSums(np.array([200, np.nan, 50, 40, 30.0]), years, np.full(5, 9))
    empty = QuintileSums(
        np.array([200, 100, 0, 40, 30.0]), years * [1, 1, 0, 1, 1], np.array([9, 9, 0, 9, 9])
    )
    for sums, why in ((hidden, "a suppressed count"), (empty, "no area")):
        for name, summary in over_fifths(sums, status, draws, YEARS).items():
            assert np.isnan(summary.value), name
            assert why in summary.reason, name


@given(
    st.lists(st.integers(0, 12), min_size=3, max_size=60),
    st.integers(0, 3),
)
def test_no_step_of_a_curve_holds_fewer_than_five_people(counts: list[int], seed: int) -> None:
    events = np.array(counts, dtype=float)
    years = np.random.default_rng(seed).integers(1_000, 50_000, events.size).astype(float)
    share, hurt = curve(events, years, rank(np.arange(events.size), years, "lowest"))
    if events.sum() < 10:
        assert share.size == 0
        return
    assert (np.diff(hurt) * events.sum() >= 5 - 1e-6).all()
    assert (share[0], hurt[0]) == (0, 0)
    assert (share[-1], hurt[-1]) == (pytest.approx(1), pytest.approx(1))


# --- sensitivities -------------------------------------------------------------------------------


def test_areas_of_students() -> None:
    ages = pd.DataFrame(
        {
            "indicator": "age_18_24",
            "level": "zcta",
            "code": ["01001", "01002", "01003"],
            "period": "2018-2022",
            "value": [10.0, 25.0, np.nan],
        }
    )
    places = pd.DataFrame(
        {
            "level": ["zcta", "zcta", "town"],
            "code": ["01001", "01009", "01004"],
            "flags": ["", "small_population group_quarters", "group_quarters"],
        }
    )
    assert sensitivities.student_areas(ages, places) == {"01002", "01009"}
    with pytest.raises(ValueError, match="aged 18-24"):
        sensitivities.student_areas(ages.head(0), places)


def test_every_variant_of_a_headline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sensitivities, "HEADLINES", {"poverty": "2014-2018"})
    observations, places, geography = state()
    ages = pd.DataFrame(
        {
            "indicator": "age_18_24",
            "level": "zcta",
            "code": CODES,
            "period": "2018-2022",
            "value": 9.0,
        }
    )
    ages.loc[5, "value"] = 60.0
    newer = observations[observations["indicator"] == "poverty"].assign(period="2018-2022")
    every = pd.concat([observations, ages, newer], ignore_index=True)
    unsure = (every["code"] == CODES[0]) & every["indicator"].isin(MEASURES)
    every.loc[unsure, "status"] = Status.NOT_LOCATED
    young = pd.Series(8_000.0, index=CODES)
    found = sensitivities.run(every, places, geography, observations, young)
    assert set(found["variant"]) == set(sensitivities.VARIANTS)
    assert set(found.columns) == set(TABLES["sensitivities"].fields)
    assert not found.duplicated(list(TABLES["sensitivities"].key)).any()
    ratio = found[(found["indicator"] == "people_shot") & (found["measure"] == "rate_ratio")]
    ratio = ratio.set_index("variant")
    # The same counts, the same order, and rates per young resident that are 2.5 times as high.
    assert ratio.loc["news_only", "value"] == ratio.loc["headline", "value"]
    assert ratio.loc["other_vintage", "value"] == ratio.loc["headline", "value"]
    assert ratio.loc["residents_15_44", "value"] == pytest.approx(ratio.loc["headline", "value"])
    rates = found[(found["indicator"] == "people_shot") & (found["measure"] == "rate_most")]
    rates = rates.set_index("variant")["value"]
    assert rates["residents_15_44"] == pytest.approx(2.5 * rates["headline"], rel=1e-3)
    assert ratio["areas_left"].to_dict() == {
        "headline": 0,
        "news_only": 0,
        "outside_city": 0,
        "residents_15_44": 0,
        "without_students": 1,
        "recorded_only": 1,
        "other_vintage": 0,
    }
    assert ratio.loc["outside_city", "region"] == WITHOUT_CITY
    with pytest.raises(ValueError, match="same ZIP areas"):
        sensitivities.run(
            every, places, geography, observations[observations["code"] != "01000"], young
        )


@pytest.mark.sources
def test_news_and_ages_of_the_publishers_files(
    sources: Path, real_places: geography.Geography
) -> None:
    made = real_places
    young = sensitivities.residents_15_44(sources, made)
    assert young.sum() == 2_750_162
    news = sensitivities.news_counts(sources, made)
    shot = news[(news["indicator"] == "people_shot") & news["numerator"].notna()]
    city = set(made.town_of_zcta.loc[made.town_of_zcta["town"] == CITY, "code"])
    here = shot["code"].isin(city) & (shot["level"] == "zcta")
    # The police record places 597 people in the city's ZIP areas in the same months.
    assert shot.loc[here, "numerator"].sum() == 465
    assert shot["numerator"].sum() == 1_240
