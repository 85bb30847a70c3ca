"""Which place and period each source covers, and how many people it could place there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data_sources import (
    boston_shootings,
    boston_shootings_recent,
    dropped_gva,
    gva_incidents,
)
from epidemiology.periods import Period
from epidemiology.status import MIN_LOCATED_SHARE, TOO_FEW_BELOW
from etl import people_shot
from etl.people_shot import (
    CITY_ZIP_PERIOD,
    LAST_YEAR,
    NEWS_BASED_CITY_YEAR,
    STATEWIDE_ZIP_PERIOD,
    TOWN_LEVELS,
)
from etl.settings import CITY, STATE
from etl.spans import Spans

if TYPE_CHECKING:
    from etl.geography import Geography


def coverage_rows(
    people: pd.DataFrame,
    level: str,
    period: str,
    codes: Iterable[str],
    source: str,
    *,
    placed: bool = True,
    by: str = "",
) -> pd.DataFrame:
    """What one source holds for each place in a period, and how much of it was located.

    Counts of 1-4 are removed here, and the share that would tell them.

    Args:
        people: of the period and of this source.
        codes: places that the source covers.
        placed: whether the source can place people at all.
        by: column that holds the place of each person; the level's name where empty.
    """
    codes = sorted(codes)
    place = people[by or level]
    total = people["n"].groupby(place).sum().reindex(codes).fillna(0).astype(float)
    found = (
        (people["n"] * (people["zcta"] != ""))
        .groupby(place)
        .sum()
        .reindex(codes)
        .fillna(0)
        .astype(float)
    )
    if not placed:
        found = found * np.nan
    return pd.DataFrame(
        {
            "level": level,
            "code": codes,
            "period": period,
            "source": source,
            "covered": True,
            "people": masked(total).to_numpy(),
            "located": masked(found).to_numpy(),
            "located_share": people_shot.told_share(total, found).to_numpy(),
        }
    )


def masked(counts: pd.Series) -> pd.Series:
    """Counts without those of 1-4."""
    return counts.where((counts <= 0) | (counts >= TOO_FEW_BELOW))


def not_covered_rows(level: str, codes: Iterable[str], period: str, source: str) -> pd.DataFrame:
    """Coverage of places that a source does not reach in a period."""
    return pd.DataFrame(
        {
            "level": level,
            "code": sorted(codes),
            "period": period,
            "source": source,
            "covered": False,
            "people": np.nan,
            "located": np.nan,
            "located_share": np.nan,
        }
    )


def table(people: pd.DataFrame, geography: Geography, spans: Spans) -> pd.DataFrame:
    """Every place and period as each source of people shot covers it.

    Args:
        people: the frame of :mod:`etl.people`.
        geography: places and the main town of each ZCTA.
        spans: the periods of this build.

    Returns:
        Rows of the table ``coverage``, without counts of 1-4.
    """
    archived = gva_incidents.DATASET.id
    archive = people[people["source"].isin([archived, dropped_gva.DATASET.id])]
    police = people[people["source"] == boston_shootings.DATASET.id]
    recent = people[people["source"] == boston_shootings_recent.DATASET.id]
    towns, main = geography.codes("town"), geography.main_towns()
    drawn = set(geography.polygons["zcta"]["code"])
    zctas = sorted(set(main) & drawn)
    undrawn = sorted(set(main) - drawn)
    others = [t for t in towns if t != CITY]
    record = STATE.has_police_record
    city_places = {"town": [CITY], "county": [CITY[:5]], "state": [STATE.fips]}
    frames = []
    for level in TOWN_LEVELS:
        codes = geography.codes(level)
        for period in (*spans.years, *spans.pooled, STATEWIDE_ZIP_PERIOD):
            reaches = codes if level != "town" or _has_2014(period) else others
            frames.append(
                coverage_rows(
                    people_shot.within(archive, level, period),
                    level,
                    period,
                    reaches,
                    archive_of(period),
                )
            )
        for period in (*spans.years[1:], *spans.pooled, *spans.city) if record else ():
            frames.append(
                coverage_rows(
                    people_shot.within(recent, level, period),
                    level,
                    period,
                    city_places[level],
                    boston_shootings_recent.DATASET.id,
                    placed=False,
                )
            )
        located = (STATEWIDE_ZIP_PERIOD, *spans.city_zip, *_whole_years(spans.located_until))
        for period in located if record else ():
            frames.append(
                coverage_rows(
                    people_shot.within(police, "zcta", period),
                    level,
                    period,
                    city_places[level],
                    boston_shootings.DATASET.id,
                )
            )
        for period in spans.silent:
            silent = [c for c in codes if c not in city_places[level]] if level == "town" else codes
            frames.append(not_covered_rows(level, silent, period, archived))
    for period, source, rows, reaches in (
        (
            STATEWIDE_ZIP_PERIOD,
            gva_incidents.DATASET.id,
            archive,
            [z for z in zctas if main[z] != CITY],
        ),
        *(
            (period, boston_shootings.DATASET.id, police, [z for z in zctas if main[z] == CITY])
            for period in ((STATEWIDE_ZIP_PERIOD, *spans.city_zip) if record else ())
        ),
    ):
        frames.append(
            _zip_coverage(people_shot.within(rows, "zcta", period), period, reaches, source, main)
        )
    silent = [z for z in zctas if main[z] != CITY] + undrawn
    for period in spans.city_zip or (CITY_ZIP_PERIOD,):
        frames.append(not_covered_rows("zcta", silent, period, archived))
    frames.append(not_covered_rows("zcta", undrawn, STATEWIDE_ZIP_PERIOD, archived))
    return pd.concat(frames, ignore_index=True)


def archive_of(period: str) -> str:
    """The archive's dataset that reaches a period: its own files, or exports of later years."""
    late = Period.parse(period).first.year > LAST_YEAR
    return dropped_gva.DATASET.id if late else gva_incidents.DATASET.id


def _has_2014(period: str) -> bool:
    return Period.parse(period).first.year == int(NEWS_BASED_CITY_YEAR)


def _whole_years(period: str) -> tuple[str, ...]:
    """The years of the located record that are whole: 2016 to the last before the period ends."""
    return tuple(str(y) for y in range(2016, Period.parse(period).last.year))


def _zip_coverage(
    people: pd.DataFrame, period: str, codes: list[str], source: str, main: Mapping[str, str]
) -> pd.DataFrame:
    """What is known by ZIP: the people placed in it, and the located share of its main town.

    A ZIP of a town that could place too few people says neither.
    """
    towns = people_shot.located(people, "zcta")
    share = towns["share"].where(towns["people"] >= TOO_FEW_BELOW)
    rows = coverage_rows(people, "zcta", period, codes, source)
    rows["located_share"] = rows["code"].map(main).map(share).to_numpy()
    hidden = rows["code"].map(main).map(towns["share"]).lt(MIN_LOCATED_SHARE)
    rows.loc[hidden, ["people", "located"]] = np.nan
    return rows
