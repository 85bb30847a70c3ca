"""CDC PLACES: model estimates of adults' health and social needs, by ZCTA."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, as_of, soda
from data_sources._state import STATE
from data_sources._vault import write_whole
from data_sources._web import Web

TABLE = "kee5-23sr"
"""Always the newest release; the wide table, one row a ZCTA."""
ZCTAS = STATE.zcta_range
"""First and last ZCTA of the state: the table has no column of states."""

DATASET = Dataset(
    id="cdc_places",
    title="PLACES: Local Data for Better Health, ZCTA",
    publisher="Centers for Disease Control and Prevention, Division of Population Health",
    landing_page="https://data.cdc.gov/500-Cities-Places/"
    f"PLACES-ZCTA-Data-GIS-Friendly-Format/{TABLE}",
    endpoint=f"https://data.cdc.gov/resource/{TABLE}.json?"
    f"$where=zcta5 between '{ZCTAS[0]}' and '{ZCTAS[1]}'&$limit=50000&$order=zcta5",
    vintage="the newest release, when it was asked",
    retrieved="only by a refresh",
    licence="US Government work, public domain",
    citation="CDC, PLACES: Local Data for Better Health, ZCTA data, data.cdc.gov, kee5-23sr; the "
    "release is named beside its values.",
    files=(f"cdc/places_zcta_{STATE.slug}.csv", "cdc/places_release.json"),
    caveats=(
        "Estimates of a model, not counts: from a telephone survey of the nation (BRFSS) and the "
        "residents' age, sex, race, schooling and poverty. Not independent of those.",
        "The model cannot see what a local programme has changed.",
        "ZIP areas with very few adults are absent. Crude prevalence, adults only.",
    ),
    used_for="Health and social needs of adults, as context",
    live=("cdc",),
    cadence_days=400,
    embedded=False,
)

MEASURES = ("mhlth", "depression", "foodinsecu", "housinsecu", "lacktrpt", "loneliness", "access2")
"""Measures that are read; each has a column of its prevalence and one of its interval."""
SURVEYS = {"2024": "2022", "2025": "2023"}
"""Release -> year of the survey that its measures of :data:`MEASURES` come from."""
_PEOPLE = {"totalpopulation": "population", "totalpop18plus": "adults"}
_ENDS = re.compile(r"\(\s*(\d+(?:\.\d+)?)\s*,\s*(\d+(?:\.\d+)?)\s*\)")
_ROUNDED = 0.051


def _columns() -> tuple[str, ...]:
    pairs = (f"{m}_{kind}" for m in MEASURES for kind in ("crudeprev", "crude95ci"))
    return ("zcta5", *_PEOPLE, *pairs)


def fetch(web: Web, out: Path) -> Fetched:
    """Ask data.cdc.gov for the state's ZCTAs in the newest release, and for the release's name.

    A measure that no ZCTA of the state has (its part of the survey is not asked in every state)
    is a blank column; one that the table no longer knows is an error.

    Args:
        web: asks the publisher.
        out: the files of :func:`load` are written below it.

    Raises:
        WebError: the table was not to be had whole, or lacks a measure.
    """
    about = f"/api/views/{TABLE}.json"
    view = web.json("cdc", about)
    try:
        release = {"id": view["id"], "name": view["name"], "rowsUpdatedAt": view["rowsUpdatedAt"]}
        known = {column["fieldName"] for column in view["columns"]}
        changed = datetime.fromtimestamp(int(view["rowsUpdatedAt"]), UTC)
    except (LookupError, TypeError, ValueError):
        raise web.error("schema", "cdc", about, "the table's own page has another form") from None
    if absent := [name for name in _columns() if name not in known]:
        raise web.error(
            "schema",
            "cdc",
            about,
            f"the table has no column {absent[0]!r}",
            "look up the measure's new name in the notes of the release and change MEASURES in "
            "data_sources/cdc_places.py",
        )
    where = {"$where": f"zcta5 between '{ZCTAS[0]}' and '{ZCTAS[1]}'"}
    table = soda(web, TABLE, ("zcta5",), tuple(_PEOPLE), where=where)
    table.write(out / DATASET.files[0], _columns())
    write_whole(out / DATASET.files[1], (json.dumps(release, indent=1) + "\n").encode())
    return Fetched(
        files=DATASET.files,
        rows=len(table.rows),
        vintage=str(release["name"]),
        data_as_of=as_of(web, "cdc", about, changed.isoformat()),
    )


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA that the release has.

    Returns:
        zcta (text); population, adults; for each of :data:`MEASURES` the crude prevalence among
        adults in percent, ``<measure>_lower`` and ``<measure>_upper`` (95 % interval of the
        model's estimate), NaN where the release gives none; period (year of the survey), release
        (its name), source_row.

    Raises:
        SourceError: a file is not in its documented form, or the release is not known.
    """
    path, about = DATASET.paths(folder)
    release, period = _release(about)
    rows = read_rows(path, {name: name for name in _columns()}, key=("zcta5",))
    require(
        rows["zcta5"].str.fullmatch(r"\d{5}") & rows["zcta5"].between(*ZCTAS),
        rows,
        path,
        "zcta5",
        f"a ZCTA from {ZCTAS[0]} to {ZCTAS[1]}",
    )
    out: dict[str, Any] = {"zcta": rows["zcta5"]}
    for column, name in _PEOPLE.items():
        out[name] = parse_column(rows, path, column, _people, "residents, a whole number")
    for measure in MEASURES:
        column = f"{measure}_crudeprev"
        share = parse_column(rows, path, column, _percent, "a percentage from 0 to 100, or blank")
        column = f"{measure}_crude95ci"
        ends = parse_column(rows, path, column, _ends, "an interval, as (12.3, 14.5), or blank")
        low, high = ends.str[0].astype(float), ends.str[1].astype(float)
        require(share.notna() == low.notna(), rows, path, column, "an interval beside each share")
        inside = share.between(low - _ROUNDED, high + _ROUNDED) | share.isna()
        require(inside, rows, path, column, "an interval around the share")
        out |= {
            measure: share,
            f"{measure}_lower": low.clip(upper=share),
            f"{measure}_upper": high.clip(lower=share),
        }
    return pd.DataFrame(
        out | {"period": period, "release": release, "source_row": rows["source_row"]}
    )


def _release(path: Path) -> tuple[str, str]:
    """Name of the release, and the year of its survey."""
    try:
        name = str(json.loads(path.read_text(encoding="utf-8"))["name"])
    except (ValueError, LookupError, TypeError) as error:
        raise SourceError(path, f"the file cannot be read ({error})", "JSON with a name") from error
    match = re.search(r"\b(20\d\d) release", name)
    if not match or match[1] not in SURVEYS:
        raise SourceError(
            path,
            f"the release {name[:80]!r} is not known",
            f"one of {', '.join(SURVEYS)}. Read in its notes which year's survey it uses, and add "
            "it to SURVEYS in data_sources/cdc_places.py",
        )
    return name, SURVEYS[match[1]]


def _people(text: str) -> float:
    number = float(text.replace(",", ""))
    if number < 0 or number % 1:
        raise ValueError(text)
    return number


def _percent(text: str) -> float:
    if not text.strip():
        return float("nan")
    number = float(text)
    if not 0 <= number <= 100:
        raise ValueError(text)
    return number


def _ends(text: str) -> tuple[float, float]:
    if not text.strip():
        return float("nan"), float("nan")
    match = _ENDS.fullmatch(text.strip())
    if not match or not float(match[1]) <= float(match[2]) <= 100:
        raise ValueError(text)
    return float(match[1]), float(match[2])
