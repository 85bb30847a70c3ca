"""When kinds of firearm law came into force in the state, or ceased to be.

The source's file has a column a kind of law and no descriptions or categories: they stand in a
codebook that is not part of it. The kinds are published as the source writes them (``lockd``,
``ccbackground``), and nothing is made up around them.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data_sources import firearm_laws
from etl.settings import STATE
from etl.tables import conform

ADDED, REMOVED = "added", "removed"


def run(folder: Path) -> pd.DataFrame:
    """Load the file and make the table ``law_changes``; :mod:`etl.context` counts its rows.

    Raises:
        SourceError: the file is not in its documented form.
        ValueError: a row is of another state.
    """
    return conform("law_changes", changes(firearm_laws.load_kinds(folder)))


def changes(kinds: pd.DataFrame) -> pd.DataFrame:
    """A row for each kind of law and year in which it differs from the year before.

    What was in force in the first year is no change.

    Args:
        kinds: see :func:`data_sources.firearm_laws.load_kinds`.

    Raises:
        ValueError: a row is of another state, or a year is missing between two others.
    """
    if not (kinds["state"] == STATE.name).all():
        raise ValueError(f"expected laws of {STATE.name} only; came {set(kinds['state'])}")
    years = kinds["year"].drop_duplicates().sort_values()
    if not (years.diff().dropna() == 1).all():
        raise ValueError(f"expected every year from {years.min()} to {years.max()}; one is missing")
    rows = kinds.sort_values(["law", "year"])
    step = rows["in_force"].astype(int).groupby(rows["law"]).diff().fillna(0)
    changed = rows[step != 0]
    return pd.DataFrame(
        {
            "level": "state",
            "code": STATE.fips,
            "year": changed["year"],
            "law": changed["law"],
            "change": np.where(step[step != 0] > 0, ADDED, REMOVED),
            "source": firearm_laws.DATASET.id,
        }
    )
