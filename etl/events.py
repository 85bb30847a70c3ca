"""Rows of events and of police districts: counts that have no residents below the line."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from epidemiology.status import Status, local_count_status
from etl.people_shot import MEASURES, check_totals, is_partial, within
from etl.settings import CITY, STATE


def count_rows(
    indicator: str,
    level: str,
    period: str,
    counts: pd.Series,
    source: str,
    *,
    small_hidden: bool = True,
    flags: str = "",
) -> pd.DataFrame:
    """Rows of a count without a denominator.

    Args:
        counts: index code, events.
        small_hidden: whether 1-4 is "too few"; false for counts of events that are no people.
    """
    values = counts.astype(float)
    unknown = np.full(len(values), np.nan)
    status = local_count_status(values, unknown, unknown)
    if not small_hidden:
        status[status == Status.TOO_FEW] = Status.COUNT_ONLY
    return pd.DataFrame(
        {
            "indicator": indicator,
            "level": level,
            "code": values.index,
            "period": period,
            "numerator": values.to_numpy(),
            "status": status,
            "flags": flags,
            "source": source,
        }
    )


def police_district_rows(people: pd.DataFrame, codes: Iterable[str], period: str) -> pd.DataFrame:
    """People shot by police district; no population is known for them, so counts only."""
    codes = sorted(codes)
    here = within(people, "police_district", period)
    flags = "partial_year" if is_partial(period) else ""
    place = here["police_district"].where(here["police_district"].isin(codes), "")
    frames = []
    for indicator, column in MEASURES.items():
        counts = here[column].groupby(place).sum().reindex(codes).fillna(0)
        frames.append(
            count_rows(
                indicator, "police_district", period, counts, "boston_shootings_recent", flags=flags
            )
        )
        lost = here.loc[place == "", column].sum()
        if lost:
            frames.append(
                count_rows(
                    indicator,
                    "police_district_unplaced",
                    period,
                    pd.Series({CITY: lost}),
                    "boston_shootings_recent",
                    flags=flags,
                )
            )
    out = pd.concat(frames, ignore_index=True)
    check_totals(out, here, f"police_district, {period}")
    return out


def shots_fired_rows(shots: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Confirmed gunfire (ballistic evidence) by police district and city, each year of the file.

    The last year ends with the file: its period says so.

    Raises:
        ValueError: the rows do not add up to the reports.
    """
    codes = sorted(codes)
    found = shots[shots["ballistic_evidence"]]
    last = shots["date"].max().date()
    source, frames = "boston_shots_fired", []
    for year in sorted(found["date"].dt.year.unique()):
        whole = year < last.year or (last.month, last.day) == (12, 31)
        period = str(year) if whole else f"{year}-01-01_{last:%Y-%m-%d}"
        flags = "" if whole else "partial_year"
        here = found.loc[found["date"].dt.year == year, "district"]
        place = here.where(here.isin(codes), "")
        counts = place.value_counts()
        frames += [
            count_rows(
                "shots_fired",
                "police_district",
                period,
                counts.reindex(codes).fillna(0),
                source,
                flags=flags,
            ),
            count_rows(
                "shots_fired",
                "town",
                period,
                pd.Series({CITY: len(here)}),
                source,
                flags=flags,
            ),
        ]
        if counts.get("", 0):
            frames.append(
                count_rows(
                    "shots_fired",
                    "police_district_unplaced",
                    period,
                    pd.Series({CITY: counts[""]}),
                    source,
                    flags=flags,
                )
            )
    out = pd.concat(frames, ignore_index=True)
    for level in (("police_district", "police_district_unplaced"), ("town",)):
        came = out.loc[out["level"].isin(level), "numerator"].sum()
        if came != len(found):
            raise ValueError(
                f"shots_fired, {level[0]}: expected {len(found)} reports, came {came:.0f}"
            )
    return out


def mass_shooting_rows(incidents: pd.DataFrame, last_day: pd.Timestamp) -> pd.DataFrame:
    """Mass shootings in the state by year: exact counts of events, to ``last_day``."""
    counts = incidents["date"].dt.year.value_counts()
    frames = []
    for year in range(int(counts.index.min()), last_day.year + 1):
        whole = year < last_day.year or (last_day.month, last_day.day) == (12, 31)
        frames.append(
            count_rows(
                "mass_shootings",
                "state",
                str(year) if whole else f"{year}-01-01_{last_day:%Y-%m-%d}",
                pd.Series({STATE.fips: counts.get(year, 0)}),
                "gva_mass_shootings",
                small_hidden=False,
                flags="" if whole else "partial_year",
            )
        )
    return pd.concat(frames, ignore_index=True)
