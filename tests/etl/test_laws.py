"""Changes of law: what is one, and what stops the build."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl import laws
from etl.settings import STATE


def kinds(**in_force: tuple[int, ...]) -> pd.DataFrame:
    """Kind of law -> whether it was in force in 2001, 2002, ..."""
    return pd.DataFrame(
        [
            (STATE.name, 2001 + i, law, bool(holds))
            for law, years in in_force.items()
            for i, holds in enumerate(years)
        ],
        columns=["state", "year", "law", "in_force"],
    )


def test_a_change_is_a_difference_from_the_year_before() -> None:
    rows = laws.changes(kinds(old=(1, 1, 1), new=(0, 1, 1), gone=(1, 1, 0), never=(0, 0, 0)))
    found = set(rows[["year", "law", "change"]].itertuples(index=False, name=None))
    assert found == {(2002, "new", "added"), (2003, "gone", "removed")}


def test_a_missing_year_or_another_state_stops_the_build() -> None:
    table = kinds(old=(1, 1, 1))
    with pytest.raises(ValueError, match="every year from 2001 to 2003"):
        laws.changes(table[table["year"] != 2002])
    with pytest.raises(ValueError, match=f"laws of {STATE.name} only"):
        laws.changes(table.assign(state="Ohio"))


@pytest.mark.sources
def test_real_changes(sources: Path) -> None:
    rows = laws.run(sources)
    assert rows.groupby("year").size().to_dict() == {1992: 1, 1994: 11, 1998: 32, 1999: 1}
    assert set(rows["change"]) == {"added"}
