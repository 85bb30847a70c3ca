"""Rates of firearm homicide in units of a few census tracts: the finest official ones.

A unit pools one to a few tracts and has one rate. Below the county this atlas reads homicides
and nothing else: rows of another intent are neither asked for nor kept, and a file that holds one
is refused. Counts are checked and given up at once: no number of deaths leaves this module.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from data_sources import _cdc, _state
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, as_of, soda
from data_sources._web import Web

TABLE = "4day-mt2f"
STATE = _state.STATE.fips
INTENT = "FA_Homicide"
"""The one intent that is read below the county."""

DATASET = Dataset(
    id="cdc_tract_deaths",
    title="Mapping Injury, Overdose, and Violence - Census Tract",
    publisher=(
        "Centers for Disease Control and Prevention, National Center for Injury Prevention "
        "and Control"
    ),
    landing_page=(
        "https://data.cdc.gov/Injury-Violence/"
        "Mapping-Injury-Overdose-and-Violence-Census-Tract/4day-mt2f"
    ),
    endpoint=(
        f"https://data.cdc.gov/resource/{TABLE}.json?st_geoid={STATE}&intent={INTENT}"
        "&$limit=50000&$order=geoid,intent,period"
    ),
    vintage="the newest years and the trailing twelve months, when it was asked",
    retrieved="only by a refresh",
    licence=(
        "US Government work, public domain; NCHS data use rules: statistics only, counts of "
        "1-9 are not shown or derived"
    ),
    citation="CDC, Mapping Injury, Overdose, and Violence - Census Tract, data.cdc.gov, 4day-mt2f.",
    files=(f"cdc/miovd_tract_firearm_homicide_{_state.STATE.slug}.csv",),
    caveats=(
        "A unit joins one to a few census tracts and has one rate for all of them.",
        "Most rates are CDC's model estimates, because the count is hidden (1 to 9).",
        "By place of residence, not by the place of the shooting.",
        "Homicides only: nothing else is read below the county.",
    ),
    used_for="Rates of firearm homicide by ZIP code",
    live=("cdc",),
    cadence_days=45,
    embedded=False,
)

COLUMNS = {
    "geoid": "code",
    "name": "tracts",
    "st_geoid": "state",
    "intent": "intent",
    "period": "period",
    "count_sup": "count",
    "rate": "rate",
    "rate_m": "modelled",
    "rate_m_ci": "interval",
    "ttm_date_range": "window",
}
UNSTABLE_BELOW = 20
"""Deaths; a rate from fewer is unstable."""
_UNIT = re.compile(r"[A-Z]{2}-\d+-\d+")
_TRACT = re.compile(rf"{STATE}\d{{9}}")
_ROUNDED = 0.051


def fetch(web: Web, out: Path) -> Fetched:
    """Ask data.cdc.gov for the state's units, homicides only.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the table was not to be had whole, or holds what was not asked for.
    """
    columns = (*COLUMNS, "data_as_of")
    asked = {"st_geoid": STATE, "intent": INTENT}
    table = soda(web, TABLE, ("geoid", "intent", "period"), columns, where=asked)
    path = f"/resource/{TABLE}.json"
    for row in table.rows:
        for column, value in asked.items():
            if row.get(column, "") != value:
                raise web.error(
                    "schema",
                    "cdc",
                    path,
                    f"rows came with {column} {row.get(column, '')!r}, although only {value!r} "
                    "was asked for; nothing was written",
                    "see whether the publisher renamed the filter, and never widen it: below the "
                    "county only homicides are read",
                )
    table.write(out / DATASET.files[0], columns)
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=_cdc.described(table),
        data_as_of=as_of(web, "cdc", path, table.newest("data_as_of")),
        note=table.beyond((*columns, "st_name")),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a unit and period.

    Returns:
        code (of the unit), tracts (GEOIDs of 2020, 11 digits, separated by spaces), period (text),
        provisional (bool), rate (per 100,000; NaN where CDC has none), lower and upper (of a
        modelled rate; NaN where CDC gives none), modelled (bool), unstable (bool: an observed
        rate from fewer than 20 deaths), source_row.

    Raises:
        SourceError: the file is not in its documented form, holds another intent than homicides or
            another state, shows a count of 1-9, repeats a unit, or has a tract in two units.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, COLUMNS)
    require(
        rows["intent"] == INTENT,
        rows,
        path,
        "intent",
        f"{INTENT} only: below the county nothing else is read. Fetch the table again",
    )
    require(rows["state"] == STATE, rows, path, "state", f"units of state {STATE} only")
    require(
        rows["code"].str.fullmatch(_UNIT.pattern), rows, path, "code", "a unit, as MA-0004-0061"
    )
    lists = parse_column(
        rows, path, "tracts", _tracts, "tracts of eleven digits, separated by commas, each once"
    )
    found = _cdc.cells(rows, path)
    ends = parse_column(
        rows, path, "interval", _cdc.interval, "an interval, as 9.3-42.3, blank or -999"
    )
    lower, upper = ends.str[0].astype(float), ends.str[1].astype(float)
    require(
        lower.isna() | found["modelled"], rows, path, "interval", "none where no rate is modelled"
    )
    require(
        lower.isna() | found["rate"].between(lower - _ROUNDED, upper + _ROUNDED),
        rows,
        path,
        "interval",
        "an interval around the rate",
    )
    _each_tract_once(rows, lists, found["period"], path)
    return pd.DataFrame(
        {
            "code": rows["code"],
            "tracts": lists,
            "period": found["period"],
            "provisional": found["provisional"],
            "rate": found["rate"],
            "lower": lower.clip(upper=found["rate"]),
            "upper": upper.clip(lower=found["rate"]),
            "modelled": found["modelled"],
            "unstable": found["count"].between(1, UNSTABLE_BELOW, inclusive="left"),
            "source_row": rows["source_row"],
        }
    )


def _tracts(text: str) -> str:
    tracts = [part.strip() for part in text.split(",")]
    if not all(map(_TRACT.fullmatch, tracts)) or len(set(tracts)) != len(tracts):
        raise ValueError(text)
    return " ".join(tracts)


def _each_tract_once(rows: pd.DataFrame, lists: pd.Series, periods: pd.Series, path: Path) -> None:
    """A tract has one rate a period.

    Raises:
        SourceError: names the first tract that stands in two units, and both of them.
    """
    each = pd.DataFrame(
        {
            "tract": lists.str.split(),
            "period": periods,
            "code": rows["code"],
            "row": rows["source_row"],
        }
    ).explode("tract")
    again = each[each.duplicated(["tract", "period"])]
    if len(again):
        second = again.iloc[0]
        same = (each["tract"] == second["tract"]) & (each["period"] == second["period"])
        first = each[same].iloc[0]
        raise SourceError(
            path,
            f"the tract {second['tract']} stands in the units {first['code']} (line "
            f"{first['row']}) and {second['code']}, {second['period']}",
            "each tract in one unit a period. Look at both units on the dataset's page",
            row=int(second["row"]),
            column="name",
        )
