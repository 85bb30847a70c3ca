"""Refuses new tables that are less likely than a mistake: ``python -m etl refresh`` asks here.

The new tables are held against those that are published. Each rule is simple enough to be told
to a person in one line, and each number in it stands in :mod:`etl.limits` with its reason. A
refusal names the table, the indicator, the place, old, new, the rule and the next step; nothing is
published until a person has looked and said ``--accept REASON``, or the cause is gone.

Only published (masked) tables are compared: a count that is hidden is not told here either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from etl.limits import (
    FEWER_MEMBERS,
    FEWER_READ,
    FEWER_ROWS,
    FEWER_STATISTICS,
    MORE_READ,
    MOVED,
    MOVED_PLACES,
    NEW_MEMBERS,
    RUNBOOK,
    STATISTICS,
    Refusal,
)
from etl.plausible_values import Values
from etl.recut import NOTHING, Recut

__all__ = ["Refusal", "compare"]

Tables = Mapping[str, pd.DataFrame]


def compare(old: Tables, new: Tables, today: date, recut: Recut = NOTHING) -> list[Refusal]:
    """Every reason not to publish ``new`` in the place of ``old``, by table.

    Args:
        old: the published tables, as they were read from their folder.
        new: the tables that would be published.
        today: the day of the refresh; nothing may be dated after it.
        recut: the places that have other lines than before; none if not given.
    """
    found = [*_rows(old, new), *_read(old, new), *_members(old, new), *_lines(old, new)]
    about = new["indicators"].set_index("id")
    for table in ("observations", "series", "people_groups"):
        found += Values(table, old[table], new[table], about, today, recut).refusals()
    return found


def _rows(old: Tables, new: Tables) -> Iterator[Refusal]:
    for table, before in old.items():
        share = FEWER_STATISTICS if table in STATISTICS else FEWER_ROWS
        if table not in new or len(new[table]) < len(before) * (1 - share) - 1:
            yield Refusal(
                "too few rows",
                table,
                f"this table may lose {share:.0%} of its rows",
                f"{len(before):,} rows",
                f"{len(new[table]):,} rows" if table in new else "no table",
            )
        elif lost := sorted(set(before.columns) - set(new[table].columns)):
            yield Refusal(
                "another form",
                table,
                "no published column goes",
                f"the column {lost[0]!r}",
                "none",
                next_step="columns are the code's: change SCHEMA in etl/settings.py as well",
            )


def _read(old: Tables, new: Tables) -> Iterator[Refusal]:
    now = new["sources"].set_index("id")
    for row in old["sources"].to_dict("records"):
        if row["id"] not in now.index:
            if row.get("state", "embedded") == "embedded":
                continue  # the code, or another source in its place, does not read it any more
            yield Refusal(
                "source lost",
                "sources",
                "a source in use stays in use",
                row["title"],
                "not read",
                sources=(row["id"],),
            )
            continue
        after = now.loc[row["id"]]
        if after["sha256"] == row["sha256"]:
            continue  # the same bytes: what is read of them is the code's choice
        another = row.get("state", "embedded") == "embedded" != after.get("state", "embedded")
        another |= row["vintage"] != after["vintage"]
        few, many = row["rows_in"] * (1 - FEWER_READ), row["rows_in"] * (1 + MORE_READ)
        if after["rows_in"] < few or (after["rows_in"] > many and not another):
            yield Refusal(
                "rows of a source",
                "sources",
                f"a source may shrink by {FEWER_READ:.0%} and, without another vintage, grow by "
                f"{MORE_READ:.0%}",
                f"{row['rows_in']:,} rows",
                f"{after['rows_in']:,} rows",
                indicator=row["id"],
                sources=(row["id"],),
            )


def _members(old: Tables, new: Tables) -> Iterator[Refusal]:
    sources = ("open_states", "congress_members")
    for chamber, before in old["legislators"].groupby("chamber"):
        rows = new["legislators"]
        after = rows[rows["chamber"] == chamber]
        stayed = len(set(before["name"]) & set(after["name"]))
        if len(after) < len(before) * (1 - FEWER_MEMBERS):
            what, came = f"at most {FEWER_MEMBERS:.0%} fewer members", f"{len(after)} members"
        elif stayed < len(before) * (1 - NEW_MEMBERS):
            what = f"at most {NEW_MEMBERS:.0%} other members outside an election"
            came = f"{stayed} of them still"
        else:
            continue
        yield Refusal(
            "members",
            "legislators",
            what,
            f"{len(before)} members",
            came,
            level=str(chamber),
            sources=sources,
            next_step=f"{RUNBOOK}, Members after an election",
        )


def _lines(old: Tables, new: Tables) -> Iterator[Refusal]:
    both = old["places"].merge(new["places"], on=["level", "code"], suffixes=("", "_new"))
    moved = (both["latitude"] - both["latitude_new"]).abs().gt(MOVED) | (
        both["longitude"] - both["longitude_new"]
    ).abs().gt(MOVED)
    for level, group in both.assign(moved=moved).groupby("level"):
        gone = group[group["moved"]]
        if len(gone) > max(1, len(group) * MOVED_PLACES):
            yield Refusal(
                "other lines",
                "places",
                f"the middle of at most {MOVED_PLACES:.0%} of the places of a level moves by "
                f"{MOVED} degrees",
                f"{len(group)} places",
                f"{len(gone)} of them moved",
                level=str(level),
                place=str(gone["code"].iloc[0]),
                sources=("census_places", "census_zcta", "census_tracts"),
                next_step=f"{RUNBOOK}, District lines",
            )
