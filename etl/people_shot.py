"""From the frame of people shot to rows of observations and yearly series.

``people`` is everywhere the unpublished frame of :mod:`etl.people`: one row a person (police
record) or an incident (archive), with the place of each level it was put into ("" where it could
not be) and the levels it counts at. Counts here are exact; what may be shown is decided by the
status and removed by :mod:`etl.privacy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from epidemiology.periods import Period
from epidemiology.rates import crude_rate, person_years
from epidemiology.status import (
    FULL_LOCATED_SHARE,
    MIN_LOCATED_SHARE,
    TOO_FEW_BELOW,
    Status,
    local_count_status,
)
from etl.populations import nearest
from etl.settings import CITY, STATE

MEASURES = {"people_shot": "n", "people_killed": "killed", "people_injured": "injured"}
"""Indicator -> column of the frame of people."""
STATEWIDE_ZIP_PERIOD = "2015-07_2017-12"
CITY_ZIP_PERIOD = "2018-01_2023-02"
POOLED_PERIODS = ("2014-2017", "2018-2020")
YEARS = tuple(str(year) for year in range(2014, 2021))
CITY_FIRST_YEAR = 2021
"""The first year that only the city's record reaches."""
LAST_YEAR = int(YEARS[-1])
EXPORTS = "dropped_gva"
"""The source of the archive's incidents after :data:`LAST_YEAR`."""
NEWS_BASED_CITY_YEAR = "2014"
"""The year before the police record starts: the city's count comes from news."""
UNSCREENED_FROM = "2018"
"""From this year the archive's characteristics are known for a part of incidents only."""
POLICE_SOURCE = "boston_shootings"
"""The source that places the city's people by ZIP code and district."""
DISTRICT_LEVELS = ("house", "senate", "congress")
TOWN_LEVELS = ("town", "county", "state")
_PARENT = {"police_district": CITY}


@dataclass(frozen=True)
class Setting:
    """What is known of the places of one level in one period, beyond the counts.

    Attributes:
        covered: codes that a source covers; None for all.
        no_boundary: codes without a polygon in this edition.
        hidden: codes whose town could place too few people.
        located_share: code -> share of people placed.
        missing: measure's column -> code -> people who may have been shot there but could not be
            placed.
        flags: code -> flags of the row.
        sources: code -> ids of the sources that cover it.
    """

    covered: frozenset[str] | None = None
    no_boundary: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    located_share: Mapping[str, float] = field(default_factory=dict)
    missing: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)


def within(people: pd.DataFrame, level: str, period: str) -> pd.DataFrame:
    """The people of a period who count at a level.

    ZIP counts from the first day of :data:`CITY_ZIP_PERIOD` on are the police record's alone.
    """
    span = Period.parse(period)
    days = people["date"].dt.date
    rows = people["levels"].map(lambda levels: level in levels.split())
    rows &= (days >= span.first) & (days <= span.last)
    if level == "zcta" and span.first >= Period.parse(CITY_ZIP_PERIOD).first:
        rows &= people["source"] == POLICE_SOURCE
    found: pd.DataFrame = people[rows]
    return found


def is_partial(period: str) -> bool:
    """Whether a period is the beginning of a year that was not over when the record ended."""
    span = Period.parse(period)
    first, last = span.first, span.last
    begins = (first.month, first.day) == (1, 1) and first.year == last.year
    return begins and (last.month, last.day) != (12, 31)


def level_rows(
    people: pd.DataFrame,
    level: str,
    period: str,
    codes: Iterable[str],
    populations: pd.DataFrame,
    setting: Setting,
) -> pd.DataFrame:
    """The rows of every measure at one level and period: each place, and who could not be placed.

    People whose place is not shown (hidden, not covered, without boundary, unknown code) move to
    the row of people not placed, so that the rows add up to the source.

    Args:
        people: of this level and period (see :func:`within`).
        codes: every place of the level.
        populations: the table of that name; a level without population gets counts only.

    Raises:
        ValueError: the rows do not add up to the people.
    """
    codes = sorted(codes)
    shown = frozenset(codes) - setting.hidden - setting.no_boundary
    if setting.covered is not None:
        shown &= setting.covered
    place = people[level].where(people[level].isin(shown), "")
    residents = nearest(populations, level, period).set_index("code").reindex(codes)
    years = person_years(residents["residents"], Period.parse(period).days)
    frames = []
    for indicator, column in MEASURES.items():
        counts = people[column].groupby(place).sum()
        count = counts.reindex(codes).fillna(0.0).astype(float)
        count[~count.index.isin(shown)] = np.nan
        rows = pd.DataFrame(
            {
                "indicator": indicator,
                "level": level,
                "code": codes,
                "period": period,
                "numerator": count.to_numpy(),
                "denominator": years,
                "denominator_source": residents["vintage"].fillna("").to_numpy(),
            }
        )
        rate = crude_rate(count, years)
        rows["value"], rows["lower"], rows["upper"] = rate
        people_there = residents["residents"].to_numpy()
        rows["status"] = _status(rows, people_there, column, level, period, setting)
        rows["located_share"] = rows["code"].map(setting.located_share).astype(float)
        some = rows["located_share"].ge(MIN_LOCATED_SHARE) & rows["located_share"].lt(
            FULL_LOCATED_SHARE
        )
        rows["if_all_located"] = (rows["value"] / rows["located_share"]).where(some)
        rows["flags"] = [setting.flags.get(code, "") for code in codes]
        rows["source"] = [setting.sources.get(code, "") for code in codes]
        frames += [rows, _unplaced(people[place == ""], level, period, indicator, column)]
    out = pd.concat(frames, ignore_index=True)
    check_totals(out, people, f"{level}, {period}")
    return out


def _status(
    rows: pd.DataFrame,
    residents: np.ndarray,
    column: str,
    level: str,
    period: str,
    setting: Setting,
) -> np.ndarray:
    status = local_count_status(rows["numerator"], residents, rows["denominator"])
    code = rows["code"]
    missing = code.map(setting.missing.get(column, {})).fillna(0.0).to_numpy(dtype=float)
    status[(status == Status.NONE_RECORDED) & (missing > 0)] = Status.NOT_LOCATED
    status[code.isin(setting.hidden).to_numpy()] = Status.NOT_LOCATED
    if setting.covered is not None:
        status[~code.isin(setting.covered).to_numpy()] = Status.NOT_COVERED
    status[code.isin(setting.no_boundary).to_numpy()] = Status.NO_BOUNDARY
    if level != "zcta" and is_partial(period):
        status[np.isin(status, [Status.VALUE, Status.UNSTABLE])] = Status.PROVISIONAL
    return status


def _unplaced(
    people: pd.DataFrame, level: str, period: str, indicator: str, column: str
) -> pd.DataFrame:
    """People of a level who are in none of its places, by the smallest larger place known."""
    larger = larger_place(people, level)
    counts = people.groupby(larger).agg(numerator=(column, "sum"), source=("source", _ids))
    counts = counts[counts["numerator"] > 0] if level == "zcta" else counts
    rows = counts.rename_axis("code").reset_index().astype({"numerator": float})
    unknown = np.full(len(rows), np.nan)
    return rows.assign(
        indicator=indicator,
        level=f"{level}_unplaced",
        period=period,
        denominator=np.nan,
        denominator_source="",
        value=np.nan,
        lower=np.nan,
        upper=np.nan,
        status=local_count_status(rows["numerator"], unknown, unknown) if len(rows) else "",
        located_share=np.nan,
        if_all_located=np.nan,
        flags="",
    )


def larger_place(people: pd.DataFrame, level: str) -> pd.Series:
    """Code of the smallest larger place known of people who are in no place of a level."""
    if level == "zcta":
        return people["town"].where(people["town"] != "", STATE.fips)
    return pd.Series(_PARENT.get(level, STATE.fips), index=people.index)


def _ids(sources: pd.Series) -> str:
    return " ".join(sorted({name for text in sources for name in text.split()}))


def check_totals(rows: pd.DataFrame, people: pd.DataFrame, where: str) -> None:
    """Check that places and people not placed add up to the people of the sources.

    Raises:
        ValueError: names the measure, what was expected and what came.
    """
    for indicator, column in MEASURES.items():
        came = rows.loc[rows["indicator"] == indicator, "numerator"].sum()
        if came != people[column].sum():
            raise ValueError(
                f"{indicator}, {where}: expected {people[column].sum()} people as in the "
                f"sources, came {came:.0f}"
            )


def located(people: pd.DataFrame, level: str) -> pd.DataFrame:
    """How many of each town's people could be put into a place of a level.

    Args:
        people: of one period.

    Returns:
        Index town GEOID ("" for people of no known town); people, located, share, and
        missing_n, missing_killed, missing_injured.
    """
    placed = people[level] != ""
    frame = pd.DataFrame(
        {"town": people["town"], "people": people["n"], "located": people["n"] * placed}
    )
    for column in MEASURES.values():
        frame[f"missing_{column}"] = people[column] * ~placed
    out = frame.groupby("town").sum()
    return out.assign(share=(out["located"] / out["people"]).where(out["people"] > 0))


def told_share(people: pd.Series, found: pd.Series) -> pd.Series:
    """Located people over people, where neither is 1-4; the share would tell a hidden count."""
    few = (people < TOO_FEW_BELOW) | ((found > 0) & (found < TOO_FEW_BELOW))
    return (found / people.where(~few)).astype(float)


def zip_setting(
    people: pd.DataFrame,
    town_of_zcta: Mapping[str, str],
    no_boundary: Iterable[str],
    covered: Iterable[str] | None = None,
) -> Setting:
    """What ZIP counts of one period need to know; a ZIP takes the located share of its main town.

    Under :data:`MIN_LOCATED_SHARE` no ZIP of the town has a count. The share is given where
    :func:`told_share` gives it.

    Args:
        people: of this period and level.
        town_of_zcta: ZCTA -> town GEOID.
    """
    shares = located(people, "zcta")
    told = told_share(shares["people"], shares["located"])
    reach = frozenset(covered) if covered is not None else None
    own = {c: t for c, t in town_of_zcta.items() if reach is None or c in reach}
    share = {c: float(shares["share"].get(t, np.nan)) for c, t in own.items()}
    missing = {
        column: {c: float(shares[f"missing_{column}"].get(t, 0)) for c, t in own.items()}
        for column in MEASURES.values()
    }
    hidden = frozenset(c for c, s in share.items() if s < MIN_LOCATED_SHARE)
    return Setting(
        covered=reach,
        no_boundary=frozenset(no_boundary) if reach is None else frozenset(no_boundary) & reach,
        hidden=hidden - frozenset(no_boundary),
        located_share={c: float(told.get(t, np.nan)) for c, t in own.items()},
        missing=missing,
        flags={c: "lower_bound" for c, m in missing["n"].items() if m > 0},
        sources={c: _zip_sources(t) for c, t in own.items()},
    )


def _zip_sources(town: str) -> str:
    if town == CITY:
        return "boston_crime_points boston_shootings gva_incidents"
    return "gva_incidents"


def expected_missing(
    people: pd.DataFrame, level: str, overlaps: pd.DataFrame, column: str
) -> dict[str, float]:
    """People who may have been shot in each district but could not be put into one.

    A town's missing people are spread as its located people are; where it has none, as its
    residents are. People of no known town are spread over no district.

    Args:
        people: of one period and level.
        level: house, senate or congress.
        overlaps: the table of that name.
        column: n, killed or injured.

    Returns:
        District code -> people (not whole), in the order of the codes.

    Raises:
        ValueError: a town has neither located people nor an overlap with a district.
    """
    shares = located(people, level)
    missing = shares.loc[shares.index != "", f"missing_{column}"]
    there = people[people[level] != ""].groupby(["town", level], as_index=False)["n"].sum()
    placed = there.set_axis(["town", "code", "part"], axis=1)
    homes = overlaps[(overlaps["from_level"] == "town") & (overlaps["to_level"] == level)]
    homes = homes[["from_code", "to_code", "people_share"]].set_axis(
        ["town", "code", "part"], axis=1
    )
    out: dict[str, float] = {}
    for town, absent in missing[missing > 0].items():
        parts = placed[placed["town"] == town]
        parts = homes[homes["town"] == town] if parts.empty else parts
        if parts.empty:
            raise ValueError(
                f"town {town} has {absent} people without a location and no overlap with any "
                f"{level} district; expected one in the table of overlaps"
            )
        whole = float(parts["part"].sum())
        for code, part in zip(parts["code"], parts["part"], strict=True):
            out[str(code)] = out.get(str(code), 0.0) + float(absent) * float(part) / whole
    return dict(sorted(out.items()))


def district_setting(
    people: pd.DataFrame, level: str, codes: Iterable[str], overlaps: pd.DataFrame
) -> Setting:
    """What counts by legislative district need to know.

    ``located_share`` = located / (located + expected missing), see :func:`expected_missing`; given
    where :func:`told_share` gives it.
    """
    codes = list(codes)
    missing = {c: expected_missing(people, level, overlaps, c) for c in MEASURES.values()}
    there = people.groupby(level)["n"].sum()
    share = {}
    for code in codes:
        found, absent = float(there.get(code, 0)), missing["n"].get(code, 0.0)
        share[code] = told_share(pd.Series([found + absent]), pd.Series([found])).iloc[0]
    in_city = set(
        overlaps.loc[
            (overlaps["from_level"] == "town")
            & (overlaps["to_level"] == level)
            & (overlaps["from_code"] == CITY)
            & (overlaps["people_share"] > 0),
            "to_code",
        ]
    ) | set(people.loc[people["source"].str.contains("boston"), level])
    return Setting(
        located_share=share,
        missing=missing,
        flags={c: "lower_bound" for c in codes if missing["n"].get(c, 0.0) > 0},
        sources={
            c: "boston_crime_points boston_shootings gva_incidents"
            if c in in_city
            else "gva_incidents"
            for c in codes
        },
    )


def town_setting(level: str, codes: Iterable[str], period: str) -> Setting:
    """What counts by town, county and state need to know: they need no location.

    The city's record changes from news to police at the end of 2014, and with it its county's and
    the state's; from 2018 the archive's characteristics are known for a part of incidents only.
    """
    span = Period.parse(period)
    flags, sources = {}, {}
    for code in codes:
        city = CITY.startswith(code)
        whole_city = code == CITY
        news = not whole_city or span.first.year == int(NEWS_BASED_CITY_YEAR)
        police = city and span.last.year > int(NEWS_BASED_CITY_YEAR)
        told = []
        if city and span.first.year == int(NEWS_BASED_CITY_YEAR):
            told.append("series_break")
        if news and span.last.year >= int(UNSCREENED_FROM):
            told.append("exclusions_partly_known")
        if is_partial(period):
            told.append("partial_year")
        flags[code] = " ".join(told)
        archive = "gva_incidents" if span.first.year <= LAST_YEAR else EXPORTS
        sources[code] = " ".join(
            n for n, on in (("boston_shootings_recent", police), (archive, news)) if on
        )
    return Setting(flags=flags, sources=sources)
