"""How far the records of people shot reach, and so the periods that are counted.

The embedded records end at fixed days. A live one ends later every week: its periods grow with it,
by whole months for ZIP codes and by years for towns. Periods of one level never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    dropped_gva,
    gva_mass_shootings,
)
from epidemiology.periods import Period
from etl.people_shot import (
    CITY_FIRST_YEAR,
    CITY_ZIP_PERIOD,
    POOLED_PERIODS,
    STATEWIDE_ZIP_PERIOD,
    YEARS,
)
from etl.settings import STATE

SETTLED_DAYS = 7
"""The newest week of the police record is incomplete."""
MIN_MONTHS = 12
"""A later ZIP period of the city starts when it has so many months: fewer say nothing by ZIP."""


@dataclass(frozen=True)
class Spans:
    """The periods of this build.

    Attributes:
        city_zip: of ZIP codes of the city whose police publish a record, after the statewide one.
        years: of towns, counties and the state, statewide.
        pooled: the same, several years together.
        city_years: whole years that only the city's record reaches.
        city_partial: its year that is not over; "" where the record ends with a year.
        silent: whole years that no statewide source reaches.
    """

    city_zip: tuple[str, ...]
    years: tuple[str, ...]
    pooled: tuple[str, ...]
    city_years: tuple[str, ...]
    city_partial: str
    silent: tuple[str, ...] = ()

    @property
    def located_until(self) -> str:
        """The last period in which anybody is placed by ZIP code."""
        return self.city_zip[-1] if self.city_zip else STATEWIDE_ZIP_PERIOD

    @property
    def city(self) -> tuple[str, ...]:
        """Every year that only the city's record reaches."""
        return (*self.city_years, self.city_partial) if self.city_partial else self.city_years


def read(folder: Path) -> Spans:
    """The periods that the files of a folder allow.

    Raises:
        SourceError: a source file is not in its documented form.
    """
    exported = dropped_gva.whole_years(folder) if dropped_gva.DATASET.present(folder) else ()
    if not STATE.has_police_record:
        return statewide(gva_mass_shootings.last_day(folder).year - 1, exported)
    reports = boston_crime_points.load(folder)["date"].max()
    return reach(
        recent=boston_shootings_recent.load(folder)["date"].max().date(),
        victims=boston_shootings.load(folder)["date"].max().date(),
        reports=None if pd.isna(reports) else reports.date(),
        exported=exported,
    )


def statewide(last: int, exported: Iterable[int] = ()) -> Spans:
    """The periods of a state of which no police record is published.

    Args:
        last: the newest whole year that somebody might have counted.
        exported: whole years that exports of the archive cover.
    """
    more = sorted(year for year in set(exported) if int(YEARS[-1]) < year <= last)
    return Spans(
        city_zip=(),
        years=(*YEARS, *map(str, more)),
        pooled=_pooled(more),
        city_years=(),
        city_partial="",
        silent=tuple(str(y) for y in range(int(YEARS[-1]) + 1, last + 1) if y not in more),
    )


def reach(recent: date, victims: date, reports: date | None, exported: Iterable[int] = ()) -> Spans:
    """The periods of a build.

    Args:
        recent: last day of the city's record by day and district.
        victims: last day of the city's record with incident numbers.
        reports: last day of the dated crime reports that say where; None where they have no days.
        exported: whole years that exports of the archive cover; those that the city's record
            covers whole too are counted statewide.
    """
    known = int(YEARS[-1])
    whole = recent.year if (recent.month, recent.day) == (12, 31) else recent.year - 1
    more = sorted(year for year in set(exported) if known < year <= whole)
    city_years = [y for y in range(CITY_FIRST_YEAR, whole + 1) if y not in more]
    return Spans(
        city_zip=_zip_periods(min(victims, reports) if reports else None),
        years=(*YEARS, *map(str, more)),
        pooled=_pooled(more),
        city_years=tuple(map(str, city_years)),
        city_partial="" if whole == recent.year else f"{recent.year}-01-01_{recent}",
        silent=tuple(map(str, city_years)),
    )


def _pooled(more: list[int]) -> tuple[str, ...]:
    """The pooled periods, and one of the years that follow without a gap."""
    run = [year for i, year in enumerate(more) if year == int(YEARS[-1]) + 1 + i]
    return (*POOLED_PERIODS, *([f"{run[0]}-{run[-1]}"] if len(run) > 1 else []))


def _zip_periods(last: date | None) -> tuple[str, ...]:
    """The embedded period, and one more for whole months after it."""
    if last is None:
        return (CITY_ZIP_PERIOD,)
    start = Period.parse(CITY_ZIP_PERIOD).last + timedelta(days=1)
    settled = last - timedelta(days=SETTLED_DAYS)
    end = (settled + timedelta(days=1)).replace(day=1) - timedelta(days=1)
    months = 12 * (end.year - start.year) + end.month - start.month + 1
    if months < MIN_MONTHS:
        return (CITY_ZIP_PERIOD,)
    return (CITY_ZIP_PERIOD, f"{start:%Y-%m}_{end:%Y-%m}")
