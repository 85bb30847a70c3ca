"""What can be worked out of published tables, against enumeration; and that nothing can be."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from epidemiology.ranges import feasible
from epidemiology.rates import garwood
from epidemiology.status import HIDES_COUNT, SHOWS_RATE, local_count_status
from epidemiology.suppression import (
    counts_of_rate,
    hidden_ranges,
    protect,
    table,
)

CASES = json.loads(
    (Path(__file__).parents[1] / "reference" / "suppression.json").read_text(encoding="utf-8")
)
OURS = {"count_only": False, "rate_flag_unstable": True, "rate": True}
DIFFERENCING = {case["name"]: case for case in CASES["differencing_cases"]}


def _numbers(values) -> np.ndarray:
    return np.array(values, dtype=float)  # None becomes NaN


@pytest.mark.parametrize(
    "case", CASES["status_cases"], ids=lambda c: f"{c['count']} in {c['person_years']}"
)
def test_status_by_count(case) -> None:
    count, years, expected = case["count"], case["person_years"], case["expected"]
    status = str(local_count_status([count], [years], [years])[0])
    rate = status in SHOWS_RATE
    few = years < 5_000  # our own threshold wins over a reference that allows the rate
    assert rate == (OURS[expected["dashboard_recommended_rate"]] and not few)
    assert (status == "unstable") == (
        expected["dashboard_recommended_rate"] == "rate_flag_unstable" and not few
    )
    # Never bolder than the publishers: no rate where they have none, marked where they mark.
    assert not rate or expected["wonder_rate_flag"] != "suppressed"
    assert not rate or expected["wisqars_state_map"] != "suppressed"
    assert not rate or expected["nchs2023_reliable"]
    if rate:
        flagged = expected["wonder_rate_flag"] == "unreliable"
        assert (status == "unstable") == flagged == (expected["wisqars_state_map"] == "unstable")
    # CMS hides 1-10, for records that are secret; ours are public and hide 1-4.
    assert expected["cms_cell_display"] == (count == 0 or count > 10)
    assert (status in HIDES_COUNT) <= (not expected["cms_cell_display"])
    assert expected["wonder_publishable_count"] == (count >= 10)
    lower, upper = garwood(count)
    if expected["nchs2023_relative_width_pct"] is not None:
        width = 100 * float(upper - lower) / count
        assert width == pytest.approx(expected["nchs2023_relative_width_pct"], rel=1e-9)
        assert expected["nchs2023_reliable"] == (count >= 10 and width <= 160 and years >= 10)


@pytest.mark.parametrize("case", CASES["complementary_cases"], ids=lambda c: c["name"])
def test_ranges_of_hidden_cells(case) -> None:
    least, most = case["suppressed_range"]
    published = table(
        _numbers(case["cells"]),
        _numbers(case["row_totals"]),
        _numbers(case["col_totals"]),
        case["grand_total"],
    )
    low, high = hidden_ranges(published, least, most)
    hidden = np.isnan(published.cells)
    expected = case["expected"]
    bounds = {tuple(b["cell"]): (b["min"], b["max"]) for b in expected["bounds"]}
    assert bounds == {tuple(c): (low[*c], high[*c]) for c in np.argwhere(hidden)}
    opened = [list(map(int, c)) for c in np.argwhere(hidden & (low == high))]
    assert opened == expected["disclosed_cells"]
    assert len(list(_solutions(published, low, high))) == expected["solutions"]


def _solutions(published, low, high):
    """Every table that fits the published totals and the ranges, one by one."""
    spans = [range(int(a), int(b) + 1) for a, b in zip(low.ravel(), high.ravel(), strict=True)]
    for cells in itertools.product(*spans):
        x = np.reshape(cells, low.shape)
        totals = (
            (x.sum(axis=1), published.row_totals),
            (x.sum(axis=0), published.column_totals),
            (x.sum(), published.grand_total),
        )
        if all(np.all(np.isnan(known) | (known == made)) for made, known in totals):
            yield x


def test_rolling_windows_give_the_year_between_them() -> None:
    case = DIFFERENCING["rolling windows"]
    long, short = case["published"]["2019-2023"], case["published"]["2020-2023"]
    found = feasible([[1, 1], [0, 1]], [long, short], [long, short], [1, 0], [9, np.inf])
    opened = found.lower[0] == found.upper[0]
    assert opened == case["disclosed"]
    assert found.lower[0] == case["derived"]["2019"]


def test_state_less_its_zip_codes() -> None:
    case = DIFFERENCING["state minus other ZIPs, 3 suppressed"]
    rest = case["published"]["state_total"] - case["published"]["sum_of_published_zips"]
    hidden = case["published"]["n_suppressed_zips"]
    found = feasible([[1] * hidden], [rest], [rest], [1] * hidden, [9] * hidden)
    assert (found.lower == 2).all()
    assert (found.upper == 9).all()
    assert case["disclosed"] == bool((found.lower == found.upper).any())


def test_rate_times_population() -> None:
    case = DIFFERENCING["rate and population published"]
    published = case["published"]
    found = counts_of_rate(published["rate_per_100k"], 5e-10, published["person_years"])
    assert float(found.lower) == float(found.upper) == case["derived"]["count"]
    assert case["disclosed"]
    # To one decimal in 275,000 person-years the rate still says the count; to a whole number, not.
    assert [float(end) for end in counts_of_rate(1.1, 0.05, 275_000)] == [3, 3]
    assert [float(end) for end in counts_of_rate(1, 0.5, 1_000_000)] == [5, 15]


@given(st.integers(1, 9), st.floats(6_000, 1e6), st.floats(1e-5, 1e-3), st.floats(1e-4, 0.9))
def test_smoothed_rate_with_its_parameters_gives_the_count(
    count: int, years: float, mean: float, weight: float
) -> None:
    case = DIFFERENCING["smoothed rate with published parameters"]
    smoothed = mean + weight * (count / years - mean)
    # est = b + w (x / n - b) is linear in x: one row of the system, rounded to ten digits.
    rest = (smoothed - (1 - weight) * mean) / (weight / years)
    found = feasible([[1.0]], [rest - 1e-4], [rest + 1e-4], [1], [9])
    assert (found.lower[0] == found.upper[0] == count) == case["disclosed"]


def test_every_case_of_the_file_is_known() -> None:
    assert set(DIFFERENCING) == {
        "rolling windows",
        "state minus other ZIPs, 3 suppressed",
        "rate and population published",
        "smoothed rate with published parameters",
    }


small_tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 14))
)


def _alternatives(x: np.ndarray, hidden: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Number of values each cell takes in all tables with these totals, by enumeration."""
    rows = []
    for counts, masked, suppressed in zip(x, hidden, first, strict=True):
        spans = [
            range(1, 10) if s else range(int(counts.sum()) + 1) if m else [int(v)]
            for v, m, s in zip(counts, masked, suppressed, strict=True)
        ]
        fits = [c for c in itertools.product(*spans) if sum(c) == counts.sum()]
        rows.append(np.array(fits, dtype=np.int16))
    index = np.indices([len(r) for r in rows[:-1]]).reshape(len(rows) - 1, -1)
    chosen = [r[i] for r, i in zip(rows[:-1], index, strict=True)]
    rest = x.sum(axis=0) - sum(chosen)
    last = {tuple(r) for r in rows[-1].tolist()}
    keep = np.array([tuple(r) in last for r in rest.tolist()], dtype=bool)
    complete = [c[keep] for c in chosen] + [rest[keep]]
    return np.array([[len(np.unique(r[:, j])) for j in range(x.shape[1])] for r in complete])


@settings(deadline=None, max_examples=150)
@given(small_tables)
def test_suppression_never_reveals(x: np.ndarray) -> None:
    first = (x >= 1) & (x <= 9)
    exact = table(x, x.sum(axis=1), x.sum(axis=0), x.sum())
    try:
        hidden = protect(exact, first)
    except ValueError:
        return  # the whole table is refused
    assert (hidden >= first).all()
    assume(np.prod([x[i].sum() + 1 for i in range(len(x) - 1)]) < 2_500)
    values = _alternatives(x, hidden, first)
    assert (values[hidden] >= 2).all()
    assert (values[~hidden] == 1).all()


@settings(deadline=None, max_examples=100)
@given(small_tables, st.data())
def test_ranges_hold_the_truth_and_are_reached(x: np.ndarray, data) -> None:
    hidden = data.draw(arrays(bool, x.shape))
    published = table(np.where(hidden, np.nan, x), x.sum(axis=1), x.sum(axis=0), x.sum())
    low, high = hidden_ranges(published, 0, np.inf)
    assert (low <= x).all()
    assert (x <= high).all()
    assert (high <= x.sum()).all()
    for i, j in np.argwhere(hidden):
        for end in (low[i, j], high[i, j]):
            fixed = published.cells.copy()
            fixed[i, j] = end
            hidden_ranges(published._replace(cells=fixed), 0, np.inf)  # raises if it does not fit


def test_cells_that_protect_are_the_next_smallest() -> None:
    x = np.array([[3, 14, 25], [40, 12, 30], [50, 60, 70]])
    hidden = protect(table(x, x.sum(axis=1), x.sum(axis=0)), x < 10)
    # 14 beside the 3, 12 below the 14, and 40 completes the rectangle.
    assert hidden.tolist() == [[True, True, False], [True, True, False], [False, False, False]]


def test_only_derived_cells_are_hidden() -> None:
    x = np.array([[3, 14, 25]])
    derived = np.array([[True, False, True]])
    hidden = protect(table(x, x.sum(axis=1)), x < 10, derived)
    assert hidden.tolist() == [[True, False, True]]
    with pytest.raises(ValueError, match="row 0, column 0"):
        protect(table(x, x.sum(axis=1)), x < 10, derived=False)


def test_totals_that_nothing_fits() -> None:
    with pytest.raises(ValueError, match="contradicts"):
        hidden_ranges(table([[np.nan, 5.0]], [40]))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: counts_of_rate(-1, 0.05, 1e5), "rate"),
        (lambda: counts_of_rate(1, 0.05, np.inf), "person_years"),
        (lambda: table([1, 2]), "cells"),
        (lambda: table([[1, -2]]), "cells"),
        (lambda: table([[1, 2.5]]), "cells"),
        (lambda: table([[1, 2]], [1, 2]), "row_totals"),
        (lambda: table([[1, 2]], None, [np.inf, 1]), "column_totals"),
        (lambda: table([[1, 2]], None, None, -3), "grand_total"),
        (lambda: protect(table([[1, np.nan]]), [[True, False]]), "counts"),
        (lambda: protect(table([[1, 30]]), [True, False]), "hidden"),
        (lambda: protect(table([[1, 30]]), [[True, True]]), "hidden"),
    ],
)
def test_bad_arguments_are_named(call, named: str) -> None:
    with pytest.raises(ValueError, match=f"^{named}"):
        call()
