"""Which ZCTA answers for a postal ZIP code."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources._dataset import Dataset, read_rows, require
from data_sources._state import STATE

DATASET = Dataset(
    id="zip_to_zcta",
    title="ZIP code to ZCTA crosswalk",
    publisher="UDS Mapper (HRSA, American Academy of Family Physicians)",
    landing_page="https://geocarenavigator.hrsa.gov",
    endpoint="https://udsmapper.org/zip-code-to-zcta-crosswalk/ (closed 2024)",
    vintage="2022, to ZCTA 2020",
    retrieved="2026 (public copy)",
    licence="Freely distributed; no licence in the copy",
    citation="UDS Mapper, ZIP Code to ZCTA Crosswalk, 2022.",
    files=(f"crosswalks/uds_zip_to_zcta520_2022_{STATE.slug}.csv",),
    caveats=("A post-office-box ZIP is answered by the ZCTA around its post office.",),
    used_for="Answering every ZIP code that a reader may type",
)

KINDS = {"Zip Code Area": False, "Post Office or large volume customer": True}
JOINS = {"Zip matches ZCTA": True, "Spatial join to ZCTA": False}


def load(folder: Path) -> pd.DataFrame:
    """One row a ZIP code.

    Returns:
        zip, city (post office), zcta (of 2020), post_office (bool: a post office or large customer,
        not a delivery area), same_code (bool: the ZIP is itself a ZCTA), source_row.

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(
        path,
        {
            "zip": "zip",
            "po_name": "city",
            "zip_type": "kind",
            "zcta": "zcta",
            "zip_join_type": "join",
        },
        key=("zip",),
    )
    for column in ("zip", "zcta"):
        require(rows[column].str.fullmatch(r"\d{5}"), rows, path, column, "five digits")
    require(rows["city"].str.strip() != "", rows, path, "city", "the post office's name")
    require(rows["kind"].isin(KINDS), rows, path, "kind", " or ".join(KINDS))
    require(rows["join"].isin(JOINS), rows, path, "join", " or ".join(JOINS))
    same = rows["join"].map(JOINS).astype(bool)
    require(
        same == (rows["zip"] == rows["zcta"]),
        rows,
        path,
        "zcta",
        "the ZIP's own code where the ZIP matches a ZCTA, and another one where it does not",
    )
    return pd.DataFrame(
        {
            "zip": rows["zip"],
            "city": rows["city"].str.strip(),
            "zcta": rows["zcta"],
            "post_office": rows["kind"].map(KINDS).astype(bool),
            "same_code": same,
            "source_row": rows["source_row"],
        }
    )
