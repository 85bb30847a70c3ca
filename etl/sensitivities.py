"""The headline gradients again, with one thing done otherwise each time (methods, section 3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_sources import gva_incidents, oeps_population
from epidemiology.periods import Period
from epidemiology.rates import person_years
from epidemiology.status import Status
from etl import gun_violence_archive, people_shot, placing
from etl.gradients import (
    ORDERS,
    Areas,
    Region,
    Span,
    choose,
    described,
    order_values,
    regions,
    span,
    summaries,
)
from etl.people import usable_locations
from etl.people_shot import MEASURES, STATEWIDE_ZIP_PERIOD
from etl.settings import CITY, STATE, WITHOUT_CITY

if TYPE_CHECKING:
    from etl.geography import Geography

LEVEL, PERIOD = "zcta", STATEWIDE_ZIP_PERIOD
HEADLINES: Mapping[str, str] = {
    "poverty": "2014-2018",
    "median_household_income": "2018-2022",
    "ice_income": "2019-2023",
}
"""Ordering indicator -> its period, of the gradients that lead."""
VARIANTS: Mapping[str, str] = {
    "headline": "as shown above",
    "news_only": "people shot counted from news reports everywhere, in the city of the police "
    "record too",
    "outside_city": "without the city of the police record",
    "residents_15_44": "per resident aged 15 to 44, the ages at which most people are shot",
    "without_students": "without ZIP areas of students, dormitories and prisons",
    "other_vintage": "areas ordered by another survey of the same indicator",
    "recorded_only": "without ZIP areas where nobody is recorded and somebody of their town could "
    "not be placed",
}
"""Variant -> what was done otherwise."""
OF_THE_RECORD = frozenset({"news_only", "outside_city"})
"""Variants that leave the police record out: not made where there is none."""
SHOWN = ("rate_most", "rate_least", "rate_ratio", "rii", "concentration_index", "excess_people")
STUDENT_SHARE = 25.0
"""Percent of residents aged 18 to 24 from which on a ZIP area is one of students; the state has
10. Also left out with them are those flagged ``group_quarters``, see ``etl/places.py``."""
AGES_PERIOD = "2018-2022"


def run(
    observations: pd.DataFrame,
    places: pd.DataFrame,
    geography: Geography,
    news: pd.DataFrame,
    young: pd.Series,
) -> pd.DataFrame:
    """Rows of the table of sensitivities.

    Args:
        observations: exact rows of that table.
        places: the table of that name.
        geography: overlaps and main towns.
        news: as :func:`news_counts` gives them.
        young: as :func:`residents_15_44` gives them.

    Raises:
        ValueError: a variant cannot be computed.
    """
    here = span(observations, LEVEL, PERIOD)
    orders = order_values(observations, LEVEL, here.codes)
    region_of = {region.code: region for region in regions(places, geography, LEVEL)}
    whole, outside = region_of[STATE.fips], region_of[WITHOUT_CITY]
    students = student_areas(observations, places)
    unsure = unsure_areas(observations)
    by_age = replace(
        here,
        person_years=person_years(young.reindex(here.codes).fillna(0.0), Period.parse(PERIOD).days),
    )
    from_news = span(news, LEVEL, PERIOD)
    if not np.array_equal(from_news.codes, here.codes):
        raise ValueError("counts from news: expected the same ZIP areas as the published counts")
    rows: list[dict[str, object]] = []
    for order_by, period in HEADLINES.items():
        value = orders[(order_by, period)]
        variants: dict[str, tuple[Span, Region, frozenset[str]]] = {
            "headline": (here, whole, frozenset()),
            "news_only": (from_news, whole, frozenset()),
            "outside_city": (here, outside, frozenset()),
            "residents_15_44": (by_age, whole, frozenset()),
            "without_students": (here, whole, students),
            "recorded_only": (here, whole, unsure),
        }
        for variant, (counts, region, without) in variants.items():
            if variant in OF_THE_RECORD and not STATE.has_police_record:
                continue
            kept = np.where(np.isin(here.codes, list(without)), np.nan, value)
            areas = choose(counts, region, kept)
            rows += _rows(areas, order_by, period, variant, region.code)
        for (other, other_period), values in orders.items():
            if other == order_by and other_period != period:
                areas = choose(here, whole, values)
                if areas is not None:
                    rows += _rows(areas, order_by, other_period, "other_vintage", whole.code)
    return pd.DataFrame(rows)


def _rows(
    areas: Areas | None, order_by: str, order_period: str, variant: str, region: str
) -> Iterator[dict[str, object]]:
    if areas is None:
        raise ValueError(f"{order_by}, {variant}: expected enough areas and people; came too few")
    key = {
        "level": LEVEL,
        "period": PERIOD,
        "region": region,
        "order_by": order_by,
        "order_period": order_period,
        "variant": variant,
    }
    for name, _, summary in summaries(areas, ORDERS[order_by], PERIOD):
        for measure in SHOWN:
            yield {
                "indicator": name,
                **key,
                "measure": measure,
                **summary[measure]._asdict(),
                **described(areas, name),
            }


def student_areas(observations: pd.DataFrame, places: pd.DataFrame) -> frozenset[str]:
    """ZIP areas of students: by age, or because many live in dormitories, prisons and the like.

    Raises:
        ValueError: no area has a share of residents aged 18 to 24.
    """
    ages = observations[
        (observations["indicator"] == "age_18_24")
        & (observations["level"] == LEVEL)
        & (observations["period"] == AGES_PERIOD)
    ]
    if ages.empty:
        raise ValueError(f"expected shares of residents aged 18-24 in {AGES_PERIOD}; came none")
    flagged = places[
        (places["level"] == LEVEL)
        & places["flags"].map(lambda flags: "group_quarters" in flags.split())
    ]
    return frozenset(ages.loc[ages["value"] >= STUDENT_SHARE, "code"]) | frozenset(flagged["code"])


def unsure_areas(observations: pd.DataFrame) -> frozenset[str]:
    """ZIP areas where nobody is recorded and somebody of their town could not be placed."""
    rows = observations[
        (observations["indicator"] == "people_shot")
        & (observations["level"] == LEVEL)
        & (observations["period"] == PERIOD)
        & (observations["status"] == Status.NOT_LOCATED)
    ]
    return frozenset(rows["code"])


def residents_15_44(folder: Path, geography: Geography) -> pd.Series:
    """Residents aged 15 to 44 by ZIP area, 2014-2018; areas of 2010 go to their successors.

    Raises:
        SourceError: the source file is not in its documented form.
        ValueError: an area with such residents has no successor.
    """
    table = oeps_population.load(folder)
    successors = dict(zip(geography.zip_codes["zip"], geography.zip_codes["zcta"], strict=True))
    code = table["zcta"].map(successors)
    lost = table.loc[code.isna(), "age_15_44"].sum()
    if lost:
        raise ValueError(f"expected a ZIP area of today for everyone aged 15-44; {lost} have none")
    out = table["age_15_44"].astype(float).groupby(code).sum()
    return out.rename_axis("code")


def news_counts(folder: Path, geography: Geography) -> pd.DataFrame:
    """Exact counts by ZIP area from the archive of news reports alone, the city included.

    The same incidents, exclusions and rules of place as the published counts, without the police
    record; the rows have the form of observations.

    Raises:
        SourceError: a source file is not in its documented form.
        ValueError: the rows do not add up to the archive.
    """
    merged = gun_violence_archive.merge(
        gva_incidents.load_listing(folder),
        gva_incidents.load_details(folder),
        gva_incidents.load_points_2020(folder),
    )
    spots = [(y, x) for y, x, _ in gva_incidents.CITY_POINTS.values()]
    merged = usable_locations(merged, geography.polygons["county"], spots)
    people = gun_violence_archive.counted(merged, gun_violence_archive.exclusions(merged))
    towns = geography.places[geography.places["level"] == "town"]
    names = dict(zip(towns["name"], towns["code"], strict=True))
    by_name = {p: gun_violence_archive.town_of(p, names) for p in people["place"].unique()}
    span_ = Period.parse(PERIOD)
    days = people["date"].dt.date
    people = people.assign(
        n=people["killed"] + people["injured"],
        town=people["place"].map(by_name),
        state=STATE.fips,
        source=gva_incidents.DATASET.id,
    )
    people = placing.put(people, geography.polygons, [LEVEL])
    people = people[(people["n"] > 0) & (days >= span_.first) & (days <= span_.last)]
    codes = sorted(geography.places.loc[geography.places["level"] == LEVEL, "code"])
    main = geography.town_of_zcta
    setting = people_shot.zip_setting(
        people,
        dict(zip(main["code"], main["town"], strict=True)),
        set(codes) - set(geography.polygons[LEVEL]["code"]),
    )
    rows = people_shot.level_rows(people, LEVEL, PERIOD, codes, geography.populations, setting)
    city = rows["level"].eq(LEVEL) & rows["code"].isin(main.loc[main["town"] == CITY, "code"])
    counted = rows.loc[city & rows["indicator"].isin(MEASURES), "numerator"].sum()
    if STATE.has_police_record and not counted > 0:
        raise ValueError("counts from news: expected people shot in the city; came none")
    return rows.assign(source=gva_incidents.DATASET.id)
