"""Applications for firearm licenses by town, from tables of the state that a person dropped."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_sources import firearm_dashboards
from etl.ledger import Ledger

INDICATOR = "firearm_license_applications"
SOURCE = firearm_dashboards.DATASET.id
CELLS = 4 * len(firearm_dashboards.KINDS)
"""Rows of a town and year that is whole: each quarter, both kinds."""
ENDINGS = (" POLICE DEPARTMENT", " POLICE DEPT", " POLICE", " PD")


def run(folder: Path, towns: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Counts by town and year; none where nobody dropped a table.

    Args:
        folder: the source files.
        towns: key (name in capitals, as the state writes it) and code.
        ledger: told of rows read and left over.

    Returns:
        indicator, level, code, period, numerator (NaN where the year is not whole), source: every
        town in every year that any town has whole.

    Raises:
        SourceError: the file is not in its form.
    """
    if not firearm_dashboards.DATASET.present(folder):
        return pd.DataFrame(columns=["code", "period", "numerator"])
    rows = firearm_dashboards.load(folder)
    ledger.read(SOURCE, len(rows))
    rows["key"] = rows["agency"].map(_town)
    placed = rows.merge(towns, on="key", how="left")
    ledger.leave(SOURCE, "of agencies that are no town", int(placed["code"].isna().sum()))
    counts = by_year(placed.dropna(subset="code"))
    whole = counts["numerator"].notna()
    ledger.leave(
        SOURCE,
        "of years that are not whole, or have a hidden quarter",
        int(counts.loc[~whole, "rows"].sum()),
    )
    years = sorted(counts.loc[whole, "period"].unique())
    codes = towns["code"].drop_duplicates()
    every = pd.MultiIndex.from_product([codes, years], names=["code", "period"])
    out = counts.set_index(["code", "period"])["numerator"].reindex(every).reset_index()
    return out.assign(indicator=INDICATOR, level="town", source=SOURCE)


def by_year(rows: pd.DataFrame) -> pd.DataFrame:
    """Sums of the years that are whole.

    A year with a hidden quarter has no sum: it would be too low, and later tables could give the
    hidden count back.

    Args:
        rows: code, year, quarter, kind, applications.

    Returns:
        code, period, numerator (NaN where the year is not whole), rows.
    """
    groups = rows.groupby(["code", "year"])["applications"]
    out = groups.agg(["count", "size", "sum"]).reset_index()
    return pd.DataFrame(
        {
            "code": out["code"],
            "period": out["year"],
            "numerator": out["sum"].where(out["count"] == CELLS),
            "rows": out["size"],
        }
    )


def _town(agency: str) -> str:
    name = " ".join(agency.upper().split())
    for ending in ENDINGS:
        name = name.removesuffix(ending)
    return name
