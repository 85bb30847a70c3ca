"""The last step before anything is written: what a status forbids is removed.

Downloads, pages and the API only filter what is in ``data/``; what is hidden is hidden here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from epidemiology.status import HIDES_COUNT, SHOWS_RATE, TOO_FEW_BELOW, Status

_RATE_COLUMNS = ["value", "lower", "upper", "if_all_located"]
_NO_COUNT = [*HIDES_COUNT, Status.NOT_LOCATED, Status.NOT_COVERED, Status.NO_BOUNDARY]


def mask(values: pd.DataFrame) -> pd.DataFrame:
    """Empty the cells that the status of a row does not allow to be published.

    A rate stands only under :data:`SHOWS_RATE`; a count not under :data:`HIDES_COUNT`, nor where
    it could not be placed. "None recorded" keeps its count of 0.

    Args:
        values: rows of ``observations``, ``series`` or ``people_groups``, exact.

    Returns:
        A new frame of the same shape.

    Raises:
        ValueError: a column that the rule needs is absent.
    """
    absent = {"status", "numerator", "value", "lower", "upper"} - set(values.columns)
    if absent:
        raise ValueError(f"columns {sorted(absent)} are absent; the mask needs them")
    out = values.copy()
    no_rate = ~out["status"].isin(SHOWS_RATE)
    out.loc[no_rate, [c for c in _RATE_COLUMNS if c in out]] = np.nan
    no_count = out["status"].isin(_NO_COUNT)
    out.loc[no_count, "numerator"] = np.nan
    if "colour_class" in out:
        out.loc[no_rate, "colour_class"] = pd.NA
    return out


def check(values: pd.DataFrame, table: str, local_counts: set[str]) -> None:
    """Refuse to publish a row that says more than its status allows.

    Args:
        values: rows as they would be published.
        table: its name, for the message.
        local_counts: ids of indicators that count people shot.

    Raises:
        ValueError: names the first offending row.
    """
    small = (
        values["indicator"].isin(local_counts)
        & values["numerator"].gt(0)
        & values["numerator"].lt(TOO_FEW_BELOW)
    )
    told = values["status"].isin(_NO_COUNT) & values["numerator"].notna()
    rated = ~values["status"].isin(SHOWS_RATE) & values[["value", "lower", "upper"]].notna().any(
        axis=1
    )
    for wrong, what in (
        (small, "a count of 1-4 people"),
        (told, "a count that its status hides"),
        (rated, "a rate that its status does not allow"),
    ):
        if wrong.any():
            row = values.loc[wrong].iloc[0]
            place = (
                f"{row['level']} {row['code']}, {row['period']}"
                if "level" in row
                else row["period"]
            )
            raise ValueError(
                f"{table}: {row['indicator']}, {place} would publish {what} "
                f"(status {row['status']}); see etl/privacy.py"
            )
