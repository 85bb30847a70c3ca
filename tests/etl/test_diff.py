"""What changed is told by measure, place and size; what is hidden stays hidden."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from epidemiology.status import HIDES_COUNT
from etl import diff, publishing
from tests.etl.refresh_world import base, shapes

Tables = dict[str, pd.DataFrame]


@pytest.fixture
def tables() -> Tables:
    return {name: frame.copy() for name, frame in base().items()}


def at(rows: pd.DataFrame, indicator: str, code: str) -> pd.Series:
    return (rows["indicator"] == indicator) & (rows["code"] == code)


def test_the_same_tables_have_no_changes(tables: Tables) -> None:
    assert diff.compare(base(), tables).empty


def test_new_revised_and_withdrawn_are_told_apart(tables: Tables) -> None:
    rows = tables["observations"]
    mine = at(rows, "people_shot", "01105") & (rows["numerator"] == 41)
    assert mine.sum() == 1
    rows.loc[mine, "numerator"] = 44.0
    income = rows[rows["indicator"] == "median_household_income"]
    gone = income[income["status"] == "value"].index[0]
    more = rows.loc[[gone]].assign(period="2023-2027")
    tables["observations"] = pd.concat([rows.drop(gone), more])
    found = diff.compare(base(), tables).set_index("kind")
    assert sorted(found.index) == ["new", "revised", "withdrawn"]
    revised = found.loc["revised"]
    assert (revised["count_old"], revised["count_new"], revised["size"]) == (41, 44, 3)
    assert revised["relative"] == pytest.approx(3 / 41)
    assert found.loc["new", "period"] == "2023-2027"


def test_a_year_that_goes_on_is_one_change(tables: Tables) -> None:
    def until(day: str, count: float, status: str = "value") -> Tables:
        series = tables["series"]
        row = series.iloc[[0]].assign(period=f"2026-01-01_{day}", numerator=count, status=status)
        return tables | {"series": pd.concat([series, row])}

    old = until("2026-04-02", 17)
    (row,) = diff.compare(old, until("2026-11-20", 95)).to_dict("records")
    assert (row["kind"], row["period"]) == ("revised", "2026-01-01_2026-11-20")
    assert (row["period_old"], row["count_old"], row["size"]) == ("2026-01-01_2026-04-02", 17, 78)
    (row,) = diff.compare(old, until("2026-11-20", float("nan"), "too_few")).to_dict("records")
    assert pd.isna(row["count_old"])


def test_a_number_that_is_hidden_now_is_not_told_by_its_old_value(tables: Tables) -> None:
    rows = tables["observations"]
    mine = at(rows, "people_shot", "01105") & (rows["numerator"] == 41)
    rows.loc[mine, ["numerator", "value", "lower", "upper"]] = float("nan")
    rows.loc[mine, "status"] = "too_few"
    (row,) = diff.compare(base(), tables).to_dict("records")
    assert (row["status_old"], row["status_new"]) == ("value", "too_few")
    assert all(pd.isna(row[c]) for c in ("count_old", "count_new", "value_old", "value_new"))
    assert all(pd.isna(row[c]) for c in ("size", "relative"))


def test_no_change_beside_a_hidden_count_says_a_count(tables: Tables) -> None:
    for name in ("observations", "series", "people_groups"):
        tables[name] = tables[name].iloc[: len(tables[name]) // 2]
    rows = pd.concat([diff.compare(base(), tables), diff.compare(tables, base())])
    hidden = rows["status_old"].isin(HIDES_COUNT) | rows["status_new"].isin(HIDES_COUNT)
    assert hidden.any()
    assert rows.loc[rows["status_old"].isin(HIDES_COUNT), "count_old"].isna().all()
    assert (
        rows.loc[rows["status_new"].isin(HIDES_COUNT), ["count_old", "count_new"]]
        .isna()
        .to_numpy()
        .all()
    )


def test_a_gap_that_comes_or_goes_is_no_news(tables: Tables) -> None:
    rows = tables["observations"]
    gap = rows[rows["status"] == "not_covered"].index[:1]
    assert len(gap)
    tables["observations"] = rows.drop(gap)
    assert diff.compare(base(), tables).empty


def test_the_document_lists_the_largest_and_the_csv_all(tables: Tables, tmp_path: Path) -> None:
    publishing.write(tmp_path / "old", base(), *shapes())
    rows = tables["observations"]
    rows["value"] *= 1.5
    tables["sources"].loc[0, ["sha256", "vintage"]] = ["1" * 64, "2014-2027"]
    publishing.write(tmp_path / "new", tables, *shapes())
    now = datetime(2026, 11, 2, 3, 10, tzinfo=UTC)
    changes = diff.between(tmp_path / "old", tmp_path / "new", now, "a reason")
    changes.write(tmp_path / "new")
    document = json.loads((tmp_path / "new" / "changes.json").read_text())
    assert document["published"] == "2026-11-02T03:10:00Z"
    assert document["reason"] == "a reason"
    assert document["totals"]["revised"] == len(changes.rows)
    assert len(document["changes"]) + document["left_out"] == len(changes.rows)
    assert sum(row["count"] for row in document["summary"]) == len(changes.rows)
    assert set(document["changes"][0]) == set(diff.COLUMNS)
    (source,) = document["sources"]
    assert (source["change"], source["vintage"]) == ("updated", "2014-2027")
    assert len(pd.read_csv(tmp_path / "new" / "changes.csv")) == len(changes.rows)
