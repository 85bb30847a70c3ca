"""Share of a ZIP code's addresses in each county."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, Row, Table, as_text
from data_sources._web import Web

DATASET = Dataset(
    id="hud_zip_to_county",
    title="HUD USPS ZIP code crosswalk, ZIP to county",
    publisher="US Department of Housing and Urban Development",
    landing_page="https://www.huduser.gov/portal/datasets/usps_crosswalk.html",
    endpoint="https://www.huduser.gov/hudapi/public/usps?type=2&query=MA&year=2025&quarter=4",
    vintage="Fourth quarter 2025",
    retrieved="2026 (public copy)",
    licence="HUD public data; cite HUD",
    citation="US Department of Housing and Urban Development, USPS ZIP Code Crosswalk Files, "
    "Q4 2025.",
    files=("crosswalks/hud_zip_to_county_2025q4_ma.csv",),
    caveats=("USPS ZIP codes, not ZCTAs; shares of addresses, not of residents.",),
    used_for="The county of each ZIP code",
    live=("hud",),
    cadence_days=120,
)
PATH, STATE = "/hudapi/public/usps", "MA"
TYPES = {1: "zip-tract", 2: "zip-county", 3: "zip-cbsa", 5: "zip-cd"}
"""The crosswalks of the service, by its numbers."""
KIND = 2
COLUMNS = (
    "ZIP",
    "COUNTY",
    "USPS_ZIP_PREF_CITY",
    "USPS_ZIP_PREF_STATE",
    "RES_RATIO",
    "BUS_RATIO",
    "OTH_RATIO",
    "TOT_RATIO",
)
_FIELDS = ("zip", "geoid", "city", "state", "res_ratio", "bus_ratio", "oth_ratio", "tot_ratio")

_RATIOS = {"RES_RATIO": "residential_share", "TOT_RATIO": "address_share"}
ROUNDING = 1e-6


def fetch(web: Web, out: Path, year: int | None = None, quarter: int | None = None) -> Fetched:
    """Ask HUD for the shares of every ZIP code of the state, newest quarter unless one is named.

    Args:
        web: asks the publisher, with its token.
        out: the file of :func:`load` is written below it.
        year: with ``quarter``, an older release.
        quarter: 1 to 4.

    Raises:
        WebError: there is no token, or the table was not to be had whole.
    """
    query = {"type": str(KIND), "query": STATE}
    if year and quarter:
        query |= {"year": str(year), "quarter": str(quarter)}
    answer = web.json("hud", PATH, query, exact=True)
    try:
        data = answer["data"]
        results = web.rows("hud", PATH, data["results"])
        release = f"{data['year']} Q{data['quarter']}"
        rows: list[Row] = [
            {name: as_text(row[field]) for name, field in zip(COLUMNS, _FIELDS, strict=True)}
            for row in results
        ]
    except (LookupError, TypeError) as error:
        raise web.error("schema", "hud", PATH, f"the answer lacks {error}") from None
    kind = str(data.get("crosswalk_type", TYPES[KIND])).replace("_", "-").lower()
    if kind != TYPES[KIND]:
        raise web.error("schema", "hud", PATH, f"asked for {TYPES[KIND]}, came {kind[:40]!r}")
    if not rows:
        raise web.error("empty", "hud", PATH, f"no ZIP code in {release}")
    if len({(row["ZIP"], row["COUNTY"]) for row in rows}) != len(rows):
        raise web.error("paging", "hud", PATH, "a ZIP code and county came twice")
    Table(COLUMNS, tuple(rows)).write(out / DATASET.files[0], COLUMNS)
    return Fetched(files=DATASET.files, rows=len(rows), vintage=release, data_as_of="")


def load(folder: Path) -> pd.DataFrame:
    """One row a ZIP code and county.

    Returns:
        zip, county (GEOID), residential_share and address_share (of the ZIP's residential and of
        all its addresses, 0 to 1), source_row. The shares of a ZIP sum to 1, or to 0 where it has
        no such addresses.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {"ZIP": "zip", "COUNTY": "county", **_RATIOS}, key=("zip", "county"))
    for column in ("zip", "county"):
        require(rows[column].str.fullmatch(r"\d{5}"), rows, path, column, "five digits")
    for column in _RATIOS.values():
        rows[column] = parse_column(rows, path, column, float, "a share").astype(float)
        require(rows[column].between(0, 1 + ROUNDING), rows, path, column, "a share from 0 to 1")
    total = rows.groupby("zip")["address_share"].sum()
    if (total > 1 + ROUNDING).any():
        raise SourceError(
            path,
            f"the shares of ZIP {total.idxmax()} sum to {total.max():.4f}",
            "at most 1",
            column="TOT_RATIO",
        )
    return rows[["zip", "county", *_RATIOS.values(), "source_row"]]
