"""Which Census count of residents stands below the line of a rate."""

from __future__ import annotations

from datetime import date

import pandas as pd

from epidemiology.periods import Period

CENSUS_DAY = date(2020, 4, 1)
NOT_BELOW_A_RATE = "Tracts"
"""Vintages that begin so are printed beside a district's ideal population, never divided by."""


def centre(vintage: str) -> date:
    """The middle of a population vintage: ``ACS 2014-2018``, ``Census 2020``, ``Plan 2021``.

    A district plan's ideal population is the 2020 Census divided by the seats.

    Raises:
        ValueError: the vintage is none of these.
    """
    kind, _, years = vintage.partition(" ")
    if kind == "ACS":
        return Period.parse(years).centre
    if vintage in {"Census 2020", "Plan 2021"}:
        return CENSUS_DAY
    raise ValueError(f"{vintage!r} is not a population vintage")


def nearest(populations: pd.DataFrame, level: str, period: str) -> pd.DataFrame:
    """Residents of every place of a level, in the vintage centred nearest the period.

    One vintage a period (methods, section 1); of two as near, the older. A place that the
    chosen vintage lacks takes its own nearest one, and its row says so.

    Args:
        populations: the table of that name.

    Returns:
        code, residents, vintage; one row a place of the level.
    """
    usable = ~populations["vintage"].str.startswith(NOT_BELOW_A_RATE)
    rows = populations[(populations["level"] == level) & usable]
    middle = Period.parse(period).centre
    distances = {v: abs((centre(v) - middle).days) for v in rows["vintage"].unique()}
    distance = rows["vintage"].map(distances)
    order = rows.assign(distance=distance).sort_values(["code", "distance", "vintage"])
    return order.drop_duplicates("code")[["code", "residents", "vintage"]].reset_index(drop=True)
