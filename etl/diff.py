"""What changed from one edition to the next: ``python -m etl diff OLD NEW``.

Every edition that a refresh publishes carries ``changes.json`` against the one before it, and all
of it as ``changes.csv``. The form of ``changes.json``:

    {"form": 1,
     "old": "0123456789ab", "new": "ba9876543210",       # ids of the editions
     "published": "2026-11-23T03:10:04Z",                # when the new one became current
     "reason": "",                                       # a person's, where one accepted it
     "totals": {"new": 539, "revised": 12, "withdrawn": 0},
     "sources": [{"id", "title", "publisher", "change",  # new | updated | checked | withdrawn
                  "state", "retrieved", "vintage", "vintage_before",
                  "data_as_of", "data_as_of_before"}],
     "summary": [{"indicator", "title", "level", "kind", # one row each of these three,
                  "count", "periods": ["2025"]}],        # most changes first
     "changes": [{"kind",                                # new | revised | withdrawn
                  "table", "indicator", "level", "code", "name", "grouping", "group", "period",
                  "period_old",                          # "", or the shorter one it replaces
                  "status_old", "status_new",            # null where there is no row
                  "count_old", "count_new",              # null where hidden or none
                  "value_old", "value_new",
                  "size", "relative"}],                  # new - old, and over old; null if unknown
     "left_out": 480}                                    # changes that only changes.csv lists

``size`` is of the count where both editions show one, else of the value. Of each indicator, level
and kind the :data:`MOST` largest stand in ``changes``.

Only published (masked) tables are compared, and where the new edition hides a number (1-4,
suppressed) the old one is not repeated either: null beside a ``status_new`` that hides it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources._keys import redact
from data_sources._vault import write_whole
from epidemiology.status import HIDES_COUNT
from etl.versions import CHANGES, stamp, version

Tables = Mapping[str, pd.DataFrame]
MOST = 40
"""Changes of one indicator, level and kind that ``changes.json`` lists."""
_KEY = ["indicator", "level", "code", "grouping", "group", "period"]
_NUMBERS = ["value", "lower", "upper", "numerator", "moe"]
_SAME = 1e-9
"""Relative difference below which two numbers are the same one, rounded otherwise."""
COLUMNS = [
    "kind",
    "table",
    "indicator",
    "level",
    "code",
    "name",
    "grouping",
    "group",
    "period",
    "period_old",
    "status_old",
    "status_new",
    "count_old",
    "count_new",
    "value_old",
    "value_new",
    "size",
    "relative",
]


@dataclass(frozen=True)
class Changes:
    """All changes between two editions, and what stands in ``changes.json``."""

    rows: pd.DataFrame
    """One row a change, the columns of :data:`COLUMNS`."""
    document: Mapping[str, Any]

    def write(self, folder: Path) -> None:
        """Write ``changes.json`` and ``changes.csv``.

        Raises:
            OSError: they cannot be written.
        """
        text = json.dumps(self.document, indent=1, ensure_ascii=False, allow_nan=False)
        write_whole(folder / CHANGES, text.encode() + b"\n")
        lines = self.rows.to_csv(index=False, lineterminator="\n")
        write_whole((folder / CHANGES).with_suffix(".csv"), lines.encode())


def read(folder: Path) -> dict[str, pd.DataFrame]:
    """The tables of an edition as they are, whatever code made them.

    Raises:
        ValueError: one cannot be read.
    """
    try:
        return {path.stem: pd.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
    except (OSError, ValueError) as error:
        raise ValueError(f"{folder}: a table cannot be read ({error})") from error


def read_document(folder: Path) -> Mapping[str, Any]:
    """``changes.json`` of an edition.

    Raises:
        ValueError: it has none, as the first one, or it cannot be read.
    """
    try:
        found: Mapping[str, Any] = json.loads((folder / CHANGES).read_bytes())
    except OSError as error:
        raise ValueError(f"{folder} has no {CHANGES}") from error
    return found


def between(old: Path, new: Path, published: datetime | None = None, reason: str = "") -> Changes:
    """What changed from the edition in one folder to that in another.

    Args:
        old: a folder of published tables.
        new: another one.
        published: when the new one is published.
        reason: why a person accepted it.

    Raises:
        ValueError: a folder holds no edition.
    """
    before, after = read(old), read(new)
    rows = compare(before, after)
    listed = rows.groupby(["indicator", "level", "kind"], sort=False).head(MOST)
    document = {
        "form": 1,
        "old": version(old),
        "new": version(new),
        "published": stamp(published) if published else "",
        "reason": redact(reason),
        "totals": {
            kind: int((rows["kind"] == kind).sum()) for kind in ("new", "revised", "withdrawn")
        },
        "sources": _sources(before["sources"], after["sources"]),
        "summary": _summary(rows, after["indicators"], before["indicators"]),
        "changes": _records(listed),
        "left_out": len(rows) - len(listed),
    }
    return Changes(rows, document)


def compare(old: Tables, new: Tables) -> pd.DataFrame:
    """One row a new, revised or withdrawn number; the largest of each measure first."""
    parts = [
        _table(name, old[name], new[name])
        for name in ("observations", "series", "people_groups")
        if name in old and name in new
    ]
    rows = pd.concat(parts, ignore_index=True)
    # The newest year stands in both tables: it is told once.
    rows = _sized(_continued(rows.drop_duplicates([*_KEY, "kind"])))
    names = pd.concat([new["places"], old["places"]]).drop_duplicates(["level", "code"])
    rows = rows.merge(names[["level", "code", "name"]], on=["level", "code"], how="left")
    rows["name"] = rows["name"].fillna("")
    order = rows["size"].abs().fillna(-1.0)
    rows = rows.assign(_order=-order).sort_values(
        ["indicator", "level", "kind", "_order", "code", "period", "grouping", "group"],
        kind="stable",
    )
    return rows[COLUMNS].reset_index(drop=True)


def _table(name: str, old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    both = _keyed(old).merge(
        _keyed(new), how="outer", left_index=True, right_index=True, suffixes=("_old", "_new")
    )
    there_old, there_new = both["status_old"].notna(), both["status_new"].notna()
    differs = both["status_old"].ne(both["status_new"])
    for column in _NUMBERS:
        a, b = both[f"{column}_old"], both[f"{column}_new"]
        differs |= a.isna() ^ b.isna()
        differs |= (a - b).abs() > _SAME * (a.abs() + b.abs())
    both = both.assign(kind="revised")
    both.loc[~there_old, "kind"] = "new"
    both.loc[~there_new, "kind"] = "withdrawn"
    # A row that says "not covered" is no number: its coming or going is no news.
    silent_old = ~there_old | both["status_old"].eq("not_covered")
    silent_new = ~there_new | both["status_new"].eq("not_covered")
    both.loc[silent_old & ~silent_new, "kind"] = "new"
    both.loc[~silent_old & silent_new, "kind"] = "withdrawn"
    rows = both[differs & ~(silent_old & silent_new)].reset_index()
    rows = rows.rename(columns={"numerator_old": "count_old", "numerator_new": "count_new"})
    return rows.assign(table=name, period_old="")


def _continued(rows: pd.DataFrame) -> pd.DataFrame:
    """The year that goes on: a period to a later day is the shorter one, revised."""
    first = rows["period"].str.replace("_.*|^[^_]*$", "", regex=True)
    rows = rows.assign(_first=first)
    key = ["table", *_KEY[:-1], "_first"]
    gone = rows[(rows["kind"] == "withdrawn") & (first != "")]
    come = rows[(rows["kind"] == "new") & (first != "")]
    gone, come = (part[~part.duplicated(key, keep=False)] for part in (gone, come))
    both = come.reset_index().merge(
        gone.reset_index(), on=key, suffixes=("", "_gone"), validate="1:1"
    )
    both = both[both["period"].str.len().eq(both["period_gone"].str.len())]
    for ours in ("status_old", "count_old", "value_old"):
        rows.loc[both["index"], ours] = both[f"{ours}_gone"].to_numpy()
    rows.loc[both["index"], "period_old"] = both["period_gone"].to_numpy()
    rows.loc[both["index"], "kind"] = "revised"
    return rows[~rows.index.isin(both["index_gone"])]


def _sized(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their size, and without what the new edition hides."""
    rows = rows.copy()
    hides = rows["status_new"].isin(HIDES_COUNT)
    rows.loc[hides, ["count_old", "value_old"]] = float("nan")
    counts = rows["count_new"] - rows["count_old"]
    values = rows["value_new"] - rows["value_old"]
    rows["size"] = counts.where(counts.notna(), values)
    base = rows["count_old"].where(counts.notna(), rows["value_old"]).abs()
    rows["relative"] = (rows["size"] / base).where(base > 0)
    return rows


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    keys = {name: frame.get(name, "") for name in _KEY}
    numbers = {
        name: frame[name].astype("float64") if name in frame else float("nan") for name in _NUMBERS
    }
    made = pd.DataFrame({**keys, **numbers, "status": frame["status"]}, index=frame.index)
    return made.set_index(_KEY)


def _sources(old: pd.DataFrame, new: pd.DataFrame) -> list[dict[str, str]]:
    before = {row["id"]: row for row in old.to_dict("records")}
    after = {row["id"]: row for row in new.to_dict("records")}
    found = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, {}), after.get(name, {})
        if was and now and was["sha256"] == now["sha256"]:
            if was.get("state", "") == now.get("state", ""):
                continue
            change = "checked"
        else:
            change = "updated" if was and now else ("new" if now else "withdrawn")
        row = now or was
        found.append(
            {
                "id": name,
                "title": row["title"],
                "publisher": row["publisher"],
                "change": change,
                "state": now.get("state", ""),
                "retrieved": now.get("retrieved", ""),
                "vintage": now.get("vintage", ""),
                "vintage_before": was.get("vintage", ""),
                "data_as_of": now.get("data_as_of", ""),
                "data_as_of_before": was.get("data_as_of", ""),
            }
        )
    return found


def _summary(
    rows: pd.DataFrame, indicators: pd.DataFrame, before: pd.DataFrame
) -> list[dict[str, Any]]:
    titles = dict(zip(before["id"], before["title"], strict=True))
    titles |= dict(zip(indicators["id"], indicators["title"], strict=True))
    groups = rows.groupby(["indicator", "level", "kind"], sort=True)["period"]
    found = [
        {
            "indicator": indicator,
            "title": titles.get(indicator, indicator),
            "level": level,
            "kind": kind,
            "count": len(periods),
            "periods": sorted(set(periods)),
        }
        for (indicator, level, kind), periods in groups
    ]
    return sorted(found, key=lambda row: (-row["count"], row["indicator"], row["level"]))


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in rows.to_dict("records")
    ]
