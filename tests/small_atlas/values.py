"""What is counted and surveyed in the small atlas: one ZIP area with each status."""

from __future__ import annotations

import pandas as pd

from epidemiology.periods import Period
from epidemiology.rates import crude_rate, person_years
from etl.privacy import mask
from etl.tables import TABLES
from tests.small_atlas.land import (
    COUNTIES,
    DISTRICTS,
    IDEAL,
    TOWNS,
    ZCTAS,
)

INJURY = "2015-07_2017-12"
LATER = "2018-01_2023-02"
SURVEY = "2018-2022"
YEARS = ("2014", "2015", "2016", "2017")


def observation(
    indicator: str,
    level: str,
    code: str,
    period: str,
    count: float | None,
    residents: float | None,
    status: str,
    **more: object,
) -> dict[str, object]:
    """A row that counts people, with its rate and interval."""
    row: dict[str, object] = {
        "indicator": indicator,
        "level": level,
        "code": code,
        "period": period,
        "numerator": count,
        "status": status,
        "source": "boston_shootings gva_stage1",
        "denominator_source": "ACS 2014-2018",
        "located_share": 0.97,
        **more,
    }
    if count is not None and residents:
        years = person_years([residents], Period.parse(period).days)
        rate = crude_rate([count], years)
        row |= {
            "denominator": float(years[0]),
            "value": float(rate.value[0]),
            "lower": float(rate.lower[0]),
            "upper": float(rate.upper[0]),
            "if_all_located": float(rate.value[0]) * 1.03,
        }
    return row


def survey(
    indicator: str, level: str, code: str, value: float | None, moe: float | None, **more: object
) -> dict[str, object]:
    """A row of the survey, with its margin."""
    return {
        "indicator": indicator,
        "level": level,
        "code": code,
        "period": SURVEY,
        "value": value,
        "moe": moe,
        "lower": None if moe is None or value is None else value - moe,
        "upper": None if moe is None or value is None else value + moe,
        "status": "value" if value is not None else "not_covered",
        "source": "acs_2022",
        **more,
    }


def observations() -> pd.DataFrame:
    """Every value of every place."""
    rows = []
    for code, _, _, residents, count, status, income, moe in ZCTAS:
        rows.append(observation("people_shot", "zcta", code, INJURY, count, residents, status))
        killed = None if count is None else count // 5
        rows.append(
            observation(
                "people_killed",
                "zcta",
                code,
                INJURY,
                killed,
                residents,
                status if killed is None else status_of(killed, residents),
            )
        )
        later = count if code.startswith("021") and code != "02139" else None
        rows.append(
            observation(
                "people_shot",
                "zcta",
                code,
                LATER,
                later,
                residents,
                "not_covered" if later is None else status,
            )
        )
        lost = status == "no_boundary"
        rows.append(
            survey(
                "median_household_income",
                "zcta",
                code,
                income,
                moe,
                flags="no_boundary" if lost else "",
            )
        )
        rows.append(
            survey(
                "poverty",
                "zcta",
                code,
                None if income is None else round(1_400_000 / income, 1),
                None,
            )
        )
        rows.append(survey("population", "zcta", code, residents, 300.0))
    for code, *_, residents in TOWNS:
        counts = [z[4] for z in ZCTAS if z[1] == code]
        count = sum(c for c in counts if c is not None) + 2
        for period in ("2014-2017", "2018-2020"):
            rows.append(
                observation(
                    "people_shot",
                    "town",
                    code,
                    period,
                    count,
                    residents,
                    status_of(count, residents),
                )
            )
        rows.append(
            observation(
                "people_killed",
                "town",
                code,
                "2014-2017",
                count // 4,
                residents,
                status_of(count // 4, residents),
            )
        )
        rows.append(
            survey("median_household_income", "town", code, 40_000 + residents % 90_000, 2_500)
        )
        rows.append(survey("poverty", "town", code, 5 + residents % 20, 1.2))
        rows.append(survey("population", "town", code, residents, 25))
        rows.append(observation("people_shot", "zcta_unplaced", code, INJURY, 1, None, "too_few"))
    for code in COUNTIES:
        residents = sum(t[5] for t in TOWNS if t[2] == code)
        count = sum(z[4] or 0 for z in ZCTAS if z[1].startswith(code))
        rows.append(
            observation(
                "people_shot",
                "county",
                code,
                "2014-2017",
                count,
                residents,
                status_of(count, residents),
            )
        )
        rows.append(
            survey("median_household_income", "county", code, 60_000 + residents % 40_000, 900)
        )
        rows.append(
            observation(
                "firearm_homicides",
                "county",
                code,
                "2023",
                None,
                residents,
                "suppressed"
                if residents < 50_000
                else "modelled"
                if residents < 300_000
                else "value",
                source="cdc_miovd",
                **({"value": 3.2} if residents >= 50_000 else {}),
            )
        )
    for level, code, residents, count in (("state", "25", 7_029_917, 1_900),):
        rows += [
            observation("people_shot", level, code, INJURY, count * 0.62, residents, "value"),
            observation("people_shot", level, code, "2014-2017", count, residents, "value"),
            observation("firearm_homicides", level, code, "2023", 120, residents, "value"),
            observation(
                "firearm_homicides", level, code, "2025-04_2026-03", 95, residents, "provisional"
            ),
            survey("median_household_income", level, code, 96_505, 600),
            survey("poverty", level, code, 9.9, 0.2),
            survey("population", level, code, residents, None),
        ]
    rows.append(
        observation("firearm_homicides", "nation", "us", "2023", 17_927, 334_900_000, "value")
    )
    for level, districts in DISTRICTS.items():
        for code, _, column in districts:
            rows.append(
                observation(
                    "people_shot",
                    level,
                    code,
                    INJURY,
                    60 if column else 15,
                    IDEAL[level],
                    "value" if column else "unstable",
                )
            )
            rows.append(survey("population", level, code, IDEAL[level], None))
    rows.append(
        observation("shots_fired", "police_district", "B2", "2015-2022", 812, None, "count_only")
    )
    frame = pd.DataFrame(rows)
    frame["colour_class"] = pd.array([None] * len(frame), dtype="Int64")
    for _, part in frame[
        frame["status"].isin(["value", "unstable", "modelled", "provisional"])
    ].groupby(["indicator", "level", "period"]):
        order = part["value"].rank(method="first").sub(1) * 5 // max(5, len(part))
        frame.loc[part.index, "colour_class"] = order.astype("Int64")
    return frame


def status_of(count: float, residents: float | None) -> str:
    """The status of a count."""
    if 0 < count < 5:
        return "too_few"
    if not residents:
        return "no_residents"
    if count == 0:
        return "none_recorded"
    return "count_only" if count < 10 else "unstable" if count < 20 else "value"


def series() -> pd.DataFrame:
    """The values by year."""
    rows = []
    for town in TOWNS:
        count = sum(z[4] or 0 for z in ZCTAS if z[1] == town[0])
        for i, year in enumerate(YEARS):
            here = count // 3 + i
            rows.append(
                observation(
                    "people_shot",
                    "town",
                    town[0],
                    year,
                    here,
                    town[5],
                    status_of(here, town[5]),
                    flags="source_change" if town[1] == "Boston" and year == "2015" else "",
                    colour_class=None,
                )
            )
    for i, year in enumerate(YEARS):
        rows.append(observation("people_shot", "state", "25", year, 480 + i, 7_029_917, "value"))
        rows.append(
            observation("firearm_homicides", "state", "25", year, 100 + i, 7_029_917, "value")
        )
    return pd.DataFrame(rows)


def people_groups() -> pd.DataFrame:
    """Deaths by sex, age and race."""
    return pd.DataFrame(
        [
            {
                "indicator": "firearm_homicides",
                "level": "state",
                "code": "25",
                "grouping": "sex",
                "group": group,
                "period": "2023",
                "numerator": count,
                "denominator": 3_500_000.0,
                "value": count / 35,
                "lower": count / 40,
                "upper": count / 30,
                "status": "value",
                "source": "cdc_miovd",
            }
            for group, count in (("Female", 20.0), ("Male", 100.0))
        ]
    )


def coverage() -> pd.DataFrame:
    """Months and places that each source covers."""
    rows = [("town", t[0], INJURY, "gva_stage1", t[1] != "Groton", 20.0, 19.0, 0.95) for t in TOWNS]
    rows.append(("town", "2502507000", INJURY, "boston_shootings", True, 600.0, 588.0, 0.98))
    return pd.DataFrame(rows, columns=list(TABLES["coverage"].fields))


def classes(observations: pd.DataFrame) -> pd.DataFrame:
    """The classes of every map."""
    classed = mask(observations).dropna(subset=["colour_class", "value"])
    grouped = classed.groupby(["indicator", "level", "period", "colour_class"])["value"]
    return grouped.agg(lower="min", upper="max", places="size").reset_index()
