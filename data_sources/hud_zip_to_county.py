"""Share of a ZIP code's addresses in each county."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _hud
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="hud_zip_to_county",
    title="HUD USPS ZIP code crosswalk, ZIP to county",
    publisher="US Department of Housing and Urban Development",
    landing_page="https://www.huduser.gov/portal/datasets/usps_crosswalk.html",
    endpoint=f"https://www.huduser.gov/hudapi/public/usps?type=2&query={STATE.abbreviation}&year=2025&quarter=4",
    vintage="Fourth quarter 2025",
    retrieved="2026 (public copy)",
    licence="HUD public data; cite HUD",
    citation="US Department of Housing and Urban Development, USPS ZIP Code Crosswalk Files, "
    "Q4 2025.",
    files=(f"crosswalks/hud_zip_to_county_2025q4_{STATE.slug}.csv",),
    caveats=("USPS ZIP codes, not ZCTAs; shares of addresses, not of residents.",),
    used_for="The county of each ZIP code",
    live=("hud",),
    cadence_days=120,
)
PATH = _hud.PATH
KIND, COUNTY = 2, "COUNTY"
_RATIOS = {"RES_RATIO": "residential_share", "TOT_RATIO": "address_share"}
ROUNDING = 1e-6


def fetch(web: Web, out: Path, year: int | None = None, quarter: int | None = None) -> Fetched:
    """Ask HUD for the shares of every ZIP code of the state: see :func:`data_sources._hud.fetch`.

    Raises:
        WebError: there is no token, or the table was not to be had whole.
    """
    return _hud.fetch(web, out, DATASET.files[0], KIND, COUNTY, year, quarter)


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
