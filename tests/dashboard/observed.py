"""Values of a place as the tables hold them, for tests of what is said of them."""

from __future__ import annotations

from dashboard.records import Indicator, Observation

ZIPS = "2015-07_2017-12"


INCOME = Indicator(
    id="median_household_income",
    title="Median household income",
    short_title="Household income",
    sentence="",
    unit="dollars",
    theme="economy",
    better="higher",
    levels="zcta state",
    periods="",
    digits=0,
    interval="90% margin of error",
    caveats="",
    sources="",
)


SHOT = Indicator(
    id="people_shot",
    title="People shot",
    short_title="People shot",
    sentence="",
    unit="per 100,000 residents a year",
    theme="firearm_injury",
    better="lower",
    levels="zcta",
    periods="",
    digits=0,
    interval="95%",
    caveats="",
    sources="",
)


def observation(
    status: str = "value", numerator: float | None = None, **more: object
) -> Observation:
    known: dict[str, object] = {
        "indicator": "people_shot",
        "level": "zcta",
        "code": "02121",
        "period": ZIPS,
        "value": None,
        "lower": None,
        "upper": None,
        "numerator": numerator,
        "denominator": None,
        "denominator_source": "",
        "moe": None,
        "status": status,
        "located_share": 0.94,
        "if_all_located": None,
        "colour_class": None,
        "flags": "",
        "source": "boston_shootings",
    }
    return Observation(**(known | more))  # type: ignore[arg-type]


def year(period: str, count: float, lower: float, upper: float) -> Observation:
    return observation(
        "value",
        count,
        level="town",
        code="2502507000",
        period=period,
        lower=lower,
        upper=upper,
        located_share=1.0,
    )
