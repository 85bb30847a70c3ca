"""What every value of a survey gets: status, interval, mark of low reliability."""

from __future__ import annotations

import numpy as np
import pandas as pd

from epidemiology.status import Status
from epidemiology.survey import CV_MEDIUM, coefficient_of_variation
from etl.catalogue._indicator import Indicator
from etl.populations import nearest

RANGES = {
    "percent": (0.0, 100.0),
    "index from -1 to 1": (-1.0, 1.0),
    "index from 0 to 1": (0.0, 1.0),
    "national percentile": (0.0, 100.0),
}
"""Possible values by unit; everything else is 0 or more."""
COUNTS = frozenset({"population"})
"""Indicators whose value is a count of residents: 0 is a value there."""


def finished(indicator: Indicator, rows: pd.DataFrame, populations: pd.DataFrame) -> pd.DataFrame:
    """Add status, interval and the mark of low reliability.

    The interval is the value less and plus its 90 % margin of error, inside what is possible;
    without a margin there is none. Where nobody lives the status is ``no_residents``; where
    somebody does and there is no value, ``not_covered``.

    Args:
        indicator: what is measured.
        rows: level, code, period, value, source, flags, of one level and period; perhaps moe,
            numerator and denominator.
        populations: the table of that name.
    """
    out = rows.copy()
    for column in ("moe", "numerator", "denominator"):
        if column not in out:
            out[column] = np.nan
    level, period = out["level"].iloc[0], out["period"].iloc[0]
    residents = nearest(populations, level, period).set_index("code")["residents"]
    empty = out["code"].map(residents) == 0
    known = out["value"].notna() & ~empty
    out["status"] = np.select(
        [empty, known], [Status.NO_RESIDENTS, Status.VALUE], default=Status.NOT_COVERED
    )
    keep = known | (empty & (indicator.id in COUNTS))
    out.loc[~keep, ["value", "moe", "numerator", "denominator"]] = np.nan
    low, high = RANGES.get(indicator.unit, (0.0, np.inf))
    out["lower"] = (out["value"] - out["moe"]).clip(lower=low)
    out["upper"] = (out["value"] + out["moe"]).clip(upper=high)
    # An index that can be negative has no coefficient of variation.
    cv = coefficient_of_variation(out["value"], out["moe"]) if low >= 0 else np.nan
    out["flags"] = words(
        np.where(known, out["flags"], ""), np.where(cv > CV_MEDIUM, "low_reliability", "")
    )
    out["indicator"] = indicator.id
    out["denominator_source"] = np.where(out["denominator"].notna(), f"ACS {period}", "")
    return out


def words(*flags: object) -> list[str]:
    """Flags side by side, without the empty ones."""
    columns = np.broadcast(*(np.asarray(f, dtype=object) for f in flags))
    return [" ".join(w for row in cells for w in str(row).split()) for cells in columns]
