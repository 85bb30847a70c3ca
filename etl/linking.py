"""The same shooting in two sources: link it once, and let the police record win.

Two incidents are one when they lie within a day and 500 m of each other and as many people were
shot (methods, section 6). Links are one to one, nearest first.
"""

from __future__ import annotations

import pandas as pd

from etl.locations import haversine

MAX_DAYS = 1
MAX_METRES = 500.0
_NEEDS = {"date", "latitude", "longitude", "killed", "injured"}


def link(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Pairs of incidents that are the same.

    Args:
        first, second: date (datetime64), latitude, longitude (NaN where not a location), killed,
            injured; each row an incident, each index unique.

    Returns:
        first, second (index values), days, metres; each index value at most once; nearest first.

    Raises:
        ValueError: a column is absent or an index is not unique.
    """
    a, b = _ready(first, "first"), _ready(second, "second")
    a, b = (f[f["latitude"].notna() & f["longitude"].notna()] for f in (a, b))
    pairs = _near_in_time(a, b)
    pairs["metres"] = haversine(
        pairs["latitude_a"], pairs["longitude_a"], pairs["latitude_b"], pairs["longitude_b"]
    )
    pairs = pairs[pairs["metres"] <= MAX_METRES]
    pairs = pairs.sort_values(["metres", "days", "row_a", "row_b"], kind="stable")
    taken_a: set[object] = set()
    taken_b: set[object] = set()
    kept = []
    for row in pairs.itertuples(index=False):
        if row.row_a not in taken_a and row.row_b not in taken_b:
            taken_a.add(row.row_a)
            taken_b.add(row.row_b)
            kept.append((row.row_a, row.row_b, row.days, row.metres))
    return pd.DataFrame(kept, columns=["first", "second", "days", "metres"])


def candidates(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Pairs that a person should look at: one of them has no coordinates, but day and ZIP agree.

    A pair counts only where it is the single one of that day and ZIP. Nothing is linked by this.

    Args:
        first, second: as for :func:`link`, and zip (text, "" where unknown).

    Returns:
        first, second (index values).
    """
    a, b = _ready(first, "first", "zip"), _ready(second, "second", "zip")
    pairs = _near_in_time(a[a["zip"] != ""], b[b["zip"] != ""])
    pairs = pairs[(pairs["days"] == 0) & (pairs["zip_a"] == pairs["zip_b"])]
    without = pairs[["latitude_a", "longitude_a", "latitude_b", "longitude_b"]].isna().any(axis=1)
    single = ~pairs.duplicated(["date_a", "zip_a"], keep=False)
    return (
        pairs.loc[without & single, ["row_a", "row_b"]]
        .set_axis(["first", "second"], axis=1)
        .reset_index(drop=True)
    )


def _ready(incidents: pd.DataFrame, name: str, *more: str) -> pd.DataFrame:
    absent = (_NEEDS | set(more)) - set(incidents.columns)
    if absent:
        raise ValueError(f"{name}: columns {sorted(absent)} are absent; linking needs them")
    if not incidents.index.is_unique:
        raise ValueError(f"{name}: the index repeats a value; expected one row an incident")
    out = incidents[[*sorted(_NEEDS), *more]].copy()
    out["row"] = incidents.index
    out["shot"] = out["killed"] + out["injured"]
    return out[out["shot"] > 0].reset_index(drop=True)


def _near_in_time(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    days = pd.concat(
        [
            b.assign(day=b["date"] + pd.Timedelta(days=shift))
            for shift in range(-MAX_DAYS, MAX_DAYS + 1)
        ],
        ignore_index=True,
    )
    pairs = a.assign(day=a["date"]).merge(
        days, on=["day", "shot"], suffixes=("_a", "_b"), validate="m:m"
    )
    return pairs.assign(days=(pairs["date_a"] - pairs["date_b"]).dt.days.abs())
