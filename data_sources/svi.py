"""CDC/ATSDR Social Vulnerability Index 2022 and its four themes, by ZCTA and by tract."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, Row, Table
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="svi",
    title="Social Vulnerability Index 2022, by ZCTA",
    publisher="CDC/ATSDR Geospatial Research, Analysis and Services Program",
    landing_page="https://www.atsdr.cdc.gov/place-health/php/svi/svi-data-documentation-download.html",
    endpoint="https://svi.cdc.gov/Documents/Data/2022/",
    vintage="SVI 2022 (ACS 2018-2022)",
    retrieved=f"public copy in the Opioid Environment Policy Scan; {STATE.name} rows",
    licence="US Government work, public domain; copy: Opioid Environment Policy Scan, cite",
    citation="Centers for Disease Control and Prevention / Agency for Toxic Substances and Disease "
    "Registry, Social Vulnerability Index 2022.",
    files=(f"indices/svi_2022_{STATE.slug}_zcta.csv",),
    caveats=(
        "National percentiles; no components and no margins of error.",
        "Made from the same survey as the other indicators, so not independent of them.",
    ),
    used_for="Social Vulnerability Index and its themes",
    live=("svi",),
    cadence_days=800,
)
TRACT_FILE = f"indices/svi_2022_{STATE.slug}_tracts.csv"
"""Comes with a refresh only; ranks within the state, for comparison by hand."""
ZCTA_PATH = "/Documents/Data/2022/csv/zcta/SVI_2022_US_ZCTA.csv"
"""Not confirmed by the publisher's documentation: ``EZC_SVI_ZCTA_PATH`` names another."""
TRACT_PATH = f"/Documents/Data/2022/csv/states/{STATE.name}.csv"
ZCTAS = STATE.zcta_range
"""First and last ZCTA of the state, out of those of the nation."""
FEWEST_ZCTAS = 30_000
"""The nation has about 33,000; fewer are not the whole file."""
_TRACT = STATE.fips + r"\d{9}"

THEMES = {
    "SviSmryRnk": "svi",
    "SviTh1": "svi_socioeconomic",
    "SviTh2": "svi_household",
    "SviTh3": "svi_minority",
    "SviTh4": "svi_housing",
}
LIVE = {
    "RPL_THEMES": "svi",
    "RPL_THEME1": "svi_socioeconomic",
    "RPL_THEME2": "svi_household",
    "RPL_THEME3": "svi_minority",
    "RPL_THEME4": "svi_housing",
}
"""The publisher's own names; ``FIPS`` is the code of the area."""


def fetch(web: Web, out: Path) -> Fetched:
    """Ask the publisher for the ZCTAs of the nation, of which the state's are kept, and tracts.

    Args:
        web: asks the publisher.
        out: the files of :func:`load` and :func:`load_tracts` are written below it.

    Raises:
        WebError: a file was not to be had whole.
    """
    path = os.environ.get("EZC_SVI_ZCTA_PATH", "").strip() or ZCTA_PATH
    step = (
        "find the file on the publisher's page of downloads (Geography: ZCTA) and name its path "
        "in EZC_SVI_ZCTA_PATH"
    )
    nation = _table(web, path, step)
    if len(nation.rows) < FEWEST_ZCTAS:
        problem = f"expected the nation's ZCTAs, about 33,000; came {len(nation.rows):,}"
        raise web.error("cut", "svi", path, problem, step)
    here = tuple(row for row in nation.rows if ZCTAS[0] <= row["FIPS"] <= ZCTAS[1])
    if not here:
        raise web.error("empty", "svi", path, "the file has no ZCTA of the state", step)
    tracts = _table(web, TRACT_PATH, "")
    columns = ("FIPS", *LIVE)
    Table(nation.columns, here).write(out / DATASET.files[0], columns)
    tracts.write(out / TRACT_FILE, columns)
    return Fetched(
        files=(*DATASET.files, TRACT_FILE),
        rows=len(here) + len(tracts.rows),
        vintage=DATASET.vintage,
        data_as_of="",
        note=f"{len(nation.rows):,} ZCTAs of the nation, {len(here)} of the state",
    )


def _table(web: Web, path: str, step: str) -> Table:
    """A whole CSV file: every line with all its fields, every area once."""
    reader = csv.DictReader(io.StringIO(web.text("svi", path), newline=""))
    columns = tuple(reader.fieldnames or ())
    if absent := [name for name in ("FIPS", *LIVE) if name not in columns]:
        raise web.error("schema", "svi", path, f"the column {absent[0]!r} is absent", step)
    rows: list[Row] = []
    for row in reader:
        if None in row or None in row.values():
            raise web.error("cut", "svi", path, f"line {reader.line_num} has other fields", step)
        rows.append(row)
    codes = Counter(row["FIPS"] for row in rows)
    if not codes:
        raise web.error("empty", "svi", path, "the file has no rows", step)
    (code, times), *_ = codes.most_common(1)
    if times > 1:
        raise web.error("paging", "svi", path, f"the area {code} stands {times} times", step)
    return Table(columns, tuple(rows))


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA of 2020.

    Returns:
        zcta (text); svi, svi_socioeconomic, svi_household, svi_minority, svi_housing (share of
        the nation's ZCTAs that rank at or below, 0-1, higher = more vulnerable; NaN where the
        publisher gives none); source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    return _read(path, "zcta", r"\d{5}", "a ZCTA of five digits")


def load_tracts(folder: Path) -> pd.DataFrame:
    """One row a tract of the state, where a refresh has fetched them.

    Returns:
        tract (text) and the columns of :func:`load`, but as shares of the *state's* tracts.

    Raises:
        SourceError: the file is not there, or not in its documented form.
    """
    return _read(folder / TRACT_FILE, "tract", _TRACT, "a tract of eleven digits")


def _read(path: Path, code: str, form: str, expected: str) -> pd.DataFrame:
    """A file with the publisher's column names or, of ZCTAs, those of the public copy."""
    schemas = ({"FIPS": code, **LIVE}, {"ZCTA5": code, **THEMES})
    if not path.is_file():
        raise SourceError(path, "the file is missing", "a CSV file with a header line")
    header = path.open(encoding="utf-8-sig").readline()
    schema = schemas[0] if "RPL_THEME" in header else schemas[1]
    rows = read_rows(path, schema, key=(code,))
    require(rows[code].str.fullmatch(form), rows, path, code, expected)
    for name in THEMES.values():
        rows[name] = parse_column(rows, path, name, _rank, "a rank from 0 to 1, -999 or blank")
    return rows


def _rank(text: str) -> float:
    if text.strip() in {"", "-999", "-999.0"}:
        return float("nan")
    value = float(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value
