"""Published figures stand in the table as they were read (tests/reference/papers.csv)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.literature import FILE, table

PAPERS = pd.read_csv(Path(__file__).parent.parent / "reference" / "papers.csv", dtype=str)


def test_every_figure_is_one_of_the_reference() -> None:
    """Same value, limits and basis in one row, and an address of the same paper."""
    for row in table().itertuples():
        same = PAPERS[
            (pd.to_numeric(PAPERS["value"], errors="coerce") == row.value)
            & (PAPERS["seen"] == row.seen)
        ]
        for name, limit in (("lo", row.lower), ("hi", row.upper)):
            read = pd.to_numeric(same[name], errors="coerce")
            same = same[read.isna() if pd.isna(limit) else read == limit]
        addresses = PAPERS.loc[PAPERS["paper"].isin(same["paper"]), "address"]
        assert addresses.str.contains(row.address, regex=False).any(), row.id


def test_what_is_stated_with_each_figure() -> None:
    rows = table()
    assert rows["id"].is_unique
    assert (rows["value"] > 0).all()
    ratios = rows[rows["statistic"] == "rate ratio"]
    for row in ratios.itertuples():
        # "No difference" is a ratio whose interval holds 1, "more" one that lies above it.
        assert (row.direction == "more") == (row.value > 1 and not row.lower <= 1)
    assert {"text seen", "secondary text seen"} == set(rows["seen"])


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda t: t.rename(columns={"seen": "basis"}), "expected columns"),
        (lambda t: pd.concat([t, t.head(1)]), "stands twice"),
        (lambda t: t.assign(value="much"), "no number"),
        (lambda t: t.assign(citation=""), "a field is empty"),
        (lambda t: t.assign(lower=""), "one end"),
        (lambda t: t.assign(value="0.001"), "below its interval"),
        (lambda t: t.assign(value="9999"), "above its interval"),
        (lambda t: t.assign(seen="heard"), "seen is none"),
        (lambda t: t.assign(direction="up"), "direction is none"),
        (lambda t: t.assign(address="journal"), "no link"),
    ],
)
def test_a_wrong_file_is_refused(change: object, says: str, tmp_path: Path) -> None:
    path = tmp_path / "literature.csv"
    change(pd.read_csv(FILE, dtype=str, keep_default_na=False)).to_csv(path, index=False)  # type: ignore[operator]
    with pytest.raises(ValueError, match=says):
        table(path)
