"""CDC/ATSDR Social Vulnerability Index 2022 and its four themes, by ZCTA."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, parse_column, read_rows, require

DATASET = Dataset(
    id="svi",
    title="Social Vulnerability Index 2022, by ZCTA",
    publisher="CDC/ATSDR Geospatial Research, Analysis and Services Program",
    landing_page="https://www.atsdr.cdc.gov/place-health/php/svi/svi-data-documentation-download.html",
    endpoint="https://svi.cdc.gov/Documents/Data/2022/",
    vintage="SVI 2022 (ACS 2018-2022)",
    retrieved="public copy in the Opioid Environment Policy Scan; Massachusetts rows",
    licence="US Government work, public domain; copy: Opioid Environment Policy Scan, cite",
    citation="Centers for Disease Control and Prevention / Agency for Toxic Substances and Disease "
    "Registry, Social Vulnerability Index 2022.",
    files=("indices/svi_2022_ma_zcta.csv",),
    caveats=(
        "National percentiles; no components and no margins of error.",
        "Made from the same survey as the other indicators, so not independent of them.",
    ),
    used_for="Social Vulnerability Index and its themes",
)

THEMES = {
    "SviSmryRnk": "svi",
    "SviTh1": "svi_socioeconomic",
    "SviTh2": "svi_household",
    "SviTh3": "svi_minority",
    "SviTh4": "svi_housing",
}


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
    rows = read_rows(path, {"ZCTA5": "zcta", **THEMES}, key=("zcta",))
    require(rows["zcta"].str.fullmatch(r"\d{5}"), rows, path, "zcta", "a ZCTA of five digits")
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
