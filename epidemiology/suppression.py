"""Small numbers that must stay hidden: what can be worked out, and what else must be hidden.

A hidden count is open if everything that is published about it leaves one whole number. The
two kinds of small number (methods, section 1): counts that CDC suppresses (1-9), which nothing
derived here may open; and local counts of 1-4, which are a display rule
(:mod:`epidemiology.status`) and need none of this.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from epidemiology.ranges import EXACT, Range, feasible

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST, MOST = 1, 9
"""Counts from LEAST to MOST are what CDC suppresses."""


def counts_of_rate(
    rate: ArrayLike, half_unit: ArrayLike, person_years: ArrayLike, per: float = 100_000.0
) -> Range:
    """Whole counts that a published rate can stand for.

    Args:
        rate: as published, shape (n,); NaN gives NaN.
        half_unit: half of its last decimal (0.05 for one decimal), shape (n,).
        person_years: what the count was divided by, shape (n,).
        per: person-years of the rate.

    Returns:
        Smallest and largest count; the smallest is above the largest where no whole count gives
        the rate, which then is no count over these person-years.

    Raises:
        ValueError: an argument is negative or infinite.
    """
    r, h, n = (np.asarray(x, dtype=float) for x in (rate, half_unit, person_years))
    for name, values in (("rate", r), ("half_unit", h), ("person_years", n)):
        if np.any(values < 0) or np.any(np.isinf(values)):
            raise ValueError(f"{name} has a negative or infinite value")
    lower = np.ceil(np.maximum((r - h) * n / per, 0) - EXACT)
    return Range(lower, np.floor((r + h) * n / per + EXACT))


class Table(NamedTuple):
    """A table of counts as it is published; NaN is hidden, or a total that is not published."""

    cells: Floats
    """Shape (r, c)."""
    row_totals: Floats
    """Shape (r,)."""
    column_totals: Floats
    """Shape (c,)."""
    grand_total: float


def table(
    cells: ArrayLike,
    row_totals: ArrayLike | None = None,
    column_totals: ArrayLike | None = None,
    grand_total: float | None = None,
) -> Table:
    """A checked :class:`Table`; totals that are left out are not published.

    Raises:
        ValueError: the shapes do not fit, or a number is negative, infinite or not whole.
    """
    x = np.asarray(cells, dtype=float)
    if x.ndim != 2:
        raise ValueError(f"cells has shape {x.shape}; expected rows and columns")
    absent = np.nan
    made = Table(
        x,
        np.full(x.shape[0], absent) if row_totals is None else np.asarray(row_totals, float),
        np.full(x.shape[1], absent) if column_totals is None else np.asarray(column_totals, float),
        absent if grand_total is None else float(grand_total),
    )
    for name, values, shape in (
        ("cells", made.cells, x.shape),
        ("row_totals", made.row_totals, (x.shape[0],)),
        ("column_totals", made.column_totals, (x.shape[1],)),
        ("grand_total", np.asarray(made.grand_total), ()),
    ):
        if values.shape != shape:
            raise ValueError(f"{name} has shape {values.shape}; expected {shape}")
        known = values[~np.isnan(values)]
        if np.any(known < 0) or np.any(np.isinf(known)) or np.any(known != np.round(known)):
            raise ValueError(f"{name} has a value that is no count")
    return made


def hidden_ranges(
    published: Table, least: ArrayLike = LEAST, most: ArrayLike = MOST
) -> tuple[Floats, Floats]:
    """Smallest and largest whole number that each cell of a table can be, shape (r, c).

    Args:
        published: the table; its hidden cells are NaN.
        least: what a hidden cell is known to be at least, one number or shape (r, c).
        most: what it is known to be at most; inf where nothing is known.

    Raises:
        ValueError: no whole numbers fit the table.
    """
    x = published.cells
    hidden = np.isnan(x)
    totals = np.concatenate(
        [published.row_totals, published.column_totals, [published.grand_total]]
    )
    totals = totals[~np.isnan(totals)]
    ranges = feasible(
        _lines(published).reshape(-1, x.size).astype(float),
        totals,
        totals,
        np.where(hidden, np.broadcast_to(least, x.shape), x).ravel(),
        np.where(hidden, np.broadcast_to(most, x.shape), x).ravel(),
    )
    if np.isnan(ranges.lower).any():
        raise ValueError("published contradicts itself: no whole numbers fit its totals")
    return ranges.lower.reshape(x.shape), ranges.upper.reshape(x.shape)


def protect(
    counts: Table,
    hidden: ArrayLike,
    derived: ArrayLike | None = None,
    least: float = LEAST,
    most: float = MOST,
) -> Flags:
    """Which cells of a derived table to hide so that no hidden one can be worked out.

    Where one value is left for a hidden cell, the next smallest open derived cell of its row or
    column is hidden as well (first one that two lone hidden cells share), and again until every
    hidden cell has two values at least (methods, section 1). A reader is taken to know the rule:
    the first cells are ``least`` to ``most``, the others any whole number.

    Args:
        counts: the true table, no cell missing, with the totals that are published.
        hidden: cells that are suppressed, shape (r, c).
        derived: cells that are ours to hide, shape (r, c); all by default. Cells that a
            publisher prints cannot be hidden.
        least: smallest suppressed count.
        most: largest suppressed count.

    Returns:
        The cells to hide, shape (r, c): ``hidden`` and those that protect them.

    Raises:
        ValueError: a suppressed cell is outside ``least`` to ``most``, the totals are not those
            of the cells, or no more cells can be hidden: the table must not be published.
    """
    x = counts.cells
    first, ours = np.asarray(hidden, dtype=bool), np.asarray(True if derived is None else derived)
    if first.shape != x.shape:
        raise ValueError(f"hidden has shape {first.shape}; expected {x.shape}")
    ours = np.broadcast_to(ours.astype(bool), x.shape)
    if np.isnan(x).any():
        raise ValueError("counts has a missing cell; protection starts from the true table")
    if np.any((x[first] < least) | (x[first] > most)):
        raise ValueError(f"hidden has a cell whose count is not from {least} to {most}")
    out, lines = first.copy(), _lines(counts)
    while True:
        low, high = hidden_ranges(
            counts._replace(cells=np.where(out, np.nan, x)),
            np.where(first, least, 0),
            np.where(first, most, np.inf),
        )
        opened = out & (low == high)
        if not opened.any():
            return out
        beside = (lines & (lines & opened).any(axis=(1, 2), keepdims=True)).any(axis=0)
        choice = beside & ours & ~out
        if not choice.any():
            i, j = np.argwhere(opened)[0]
            raise ValueError(
                f"counts cannot be published: row {i}, column {j} stays open and there is no "
                "more derived cell beside it to hide"
            )
        # One cell that stands beside two lone hidden ones does the work of two.
        lone = (lines & out).sum(axis=(1, 2)) == 1
        closes = lines[lone].sum(axis=0)
        best = np.lexsort((x.ravel(), -closes.ravel(), ~choice.ravel()))[0]
        out.flat[best] = True


def _lines(counts: Table) -> Flags:
    """The cells of each total that is published, shape (totals, r, c)."""
    r, c = counts.cells.shape
    whole = np.ones((r, c), dtype=bool)
    rows = np.eye(r, dtype=bool)[:, :, None] & whole
    columns = np.eye(c, dtype=bool)[:, None, :] & whole
    known = ~np.isnan(
        np.concatenate([counts.row_totals, counts.column_totals, [counts.grand_total]])
    )
    return np.asarray(np.concatenate([rows, columns, whole[None]])[known], dtype=bool)
