"""Share of a ZIP code's addresses in each census tract: where a new ZIP code lies.

The crosswalk of ZIP codes to Census areas (``zip_to_zcta.py``) was closed in 2024. ZIP codes that
the Postal Service has opened since are in HUD's table of each quarter.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import _hud
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched
from data_sources._state import STATE
from data_sources._web import Web

DATASET = Dataset(
    id="hud_zip_to_tract",
    title="HUD USPS ZIP code crosswalk, ZIP to census tract",
    publisher="US Department of Housing and Urban Development",
    landing_page="https://www.huduser.gov/portal/datasets/usps_crosswalk.html",
    endpoint=f"https://www.huduser.gov/hudapi/public/usps?type=1&query={STATE.abbreviation}",
    vintage="The newest quarter; census tracts of 2020",
    retrieved="live only",
    licence="HUD public data; cite HUD",
    citation="US Department of Housing and Urban Development, USPS ZIP Code Crosswalk Files.",
    files=(f"crosswalks/hud_zip_to_tract_newest_{STATE.slug}.csv",),
    caveats=("USPS ZIP codes, not ZCTAs; shares of addresses, not of residents.",),
    used_for="Answering ZIP codes that are newer than the crosswalk of 2022",
    live=("hud",),
    cadence_days=120,
    embedded=False,
)
KIND, TRACT = 1, "TRACT"
ROUNDING = 1e-6


def fetch(web: Web, out: Path, year: int | None = None, quarter: int | None = None) -> Fetched:
    """Ask HUD for the shares of every ZIP code of the state: see :func:`data_sources._hud.fetch`.

    Raises:
        WebError: there is no token, or the table was not to be had whole.
    """
    return _hud.fetch(web, out, DATASET.files[0], KIND, TRACT, year, quarter)


def load(folder: Path) -> pd.DataFrame:
    """One row a ZIP code and tract.

    Returns:
        zip, city (post office), tract (GEOID), residential_share and address_share (of the ZIP's
        residential and of all its addresses, 0 to 1), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    columns = {"ZIP": "zip", TRACT: "tract", "USPS_ZIP_PREF_CITY": "city"}
    shares = {"RES_RATIO": "residential_share", "TOT_RATIO": "address_share"}
    rows = read_rows(path, columns | shares, key=("zip", "tract"))
    require(rows["zip"].str.fullmatch(r"\d{5}"), rows, path, "zip", "five digits")
    require(rows["tract"].str.fullmatch(r"\d{11}"), rows, path, "tract", "eleven digits")
    require(rows["city"].str.strip() != "", rows, path, "city", "the post office's name")
    for column in shares.values():
        rows[column] = parse_column(rows, path, column, float, "a share").astype(float)
        require(rows[column].between(0, 1 + ROUNDING), rows, path, column, "a share from 0 to 1")
    # HUD writes names in capitals.
    names = rows["city"].str.strip().str.title()
    return rows.assign(city=names)[["zip", "city", "tract", *shares.values(), "source_row"]]
