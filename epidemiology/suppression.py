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
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, issparse
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST, MOST = 1, 9
"""Counts from LEAST to MOST are what CDC suppresses."""
_EXACT = 1e-6
"""Far under 1, far over the errors of the solver."""
_ROUNDS = 200


class Range(NamedTuple):
    """The smallest and the largest number that fits, each of shape (n,).

    Both NaN where what is published contradicts itself; ``upper`` may be infinite.
    """

    lower: Floats
    upper: Floats


def feasible(
    matrix: ArrayLike | csr_array,
    least: ArrayLike,
    most: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    *,
    whole: ArrayLike | None = None,
    wanted: ArrayLike | None = None,
) -> Range:
    """Exact range of each unknown under ``least <= matrix @ x <= most``, for whole numbers x.

    Bounds are propagated through the rows until nothing changes (Davis E (1987), Constraint
    propagation with interval labels, Artificial Intelligence 32:281-331); what is left is split
    into blocks that share no unknown, and each end is an integer program (HiGHS), but for ends
    that an earlier solution has already reached.

    Args:
        matrix: coefficients, shape (m, n), dense or sparse.
        least: lower side of each row, shape (m,); -inf for none.
        most: upper side of each row, shape (m,); equal to ``least`` for an equality.
        lower: smallest value of each unknown, shape (n,).
        upper: largest, shape (n,); inf for none.
        whole: which unknowns are whole numbers, shape (n,); all by default.
        wanted: whose ranges are asked for, shape (n,); all by default. The others only get the
            propagated range, which is never too narrow but may be too wide.

    Raises:
        ValueError: the shapes do not fit, or a number is NaN.
    """
    a = csr_array(matrix if issparse(matrix) else np.asarray(matrix, dtype=float))
    low, high = np.array(lower, dtype=float), np.array(upper, dtype=float)
    rows_low, rows_high = np.asarray(least, dtype=float), np.asarray(most, dtype=float)
    m, n = a.shape
    integral = np.ones(n, bool) if whole is None else np.asarray(whole, dtype=bool)
    asked = np.ones(n, bool) if wanted is None else np.asarray(wanted, dtype=bool)
    for name, values, size in (
        ("least", rows_low, m),
        ("most", rows_high, m),
        ("lower", low, n),
        ("upper", high, n),
        ("whole", integral, n),
        ("wanted", asked, n),
    ):
        if values.shape != (size,):
            raise ValueError(f"{name} has shape {values.shape}; expected ({size},), as the matrix")
        if values.dtype != bool and np.isnan(values).any():
            raise ValueError(f"{name} has a missing value")
    out, contradicted = Range(low.copy(), high.copy()), low > high
    for rows, unknowns in _blocks(a, low < high):
        part = _System(
            a[rows][:, unknowns].tocsr(),
            rows_low[rows],
            rows_high[rows],
            low[unknowns],
            high[unknowns],
            integral[unknowns],
        )
        ends = _solve(part, asked[unknowns])
        if ends is None:
            contradicted[unknowns] = True
        else:
            out.lower[unknowns], out.upper[unknowns] = ends
    out.lower[contradicted] = out.upper[contradicted] = np.nan
    return out


class _System(NamedTuple):
    matrix: csr_array
    least: Floats
    most: Floats
    lower: Floats
    upper: Floats
    whole: Flags


def _blocks(a: csr_array, free: Flags) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Rows and unknowns of each set of unknowns that a chain of rows connects.

    A known number connects nothing; it belongs to each block one of whose rows names it.
    """
    m, n = a.shape
    entries = a.tocoo()
    links = free[entries.col]
    graph = coo_array(
        (np.ones(links.sum()), (entries.row[links], m + entries.col[links])), shape=(m + n, m + n)
    )
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label[:m], kind="stable")
    starts = np.flatnonzero(np.diff(label[:m][order], prepend=-1))
    blocks = []
    for rows in np.split(order, starts[1:]) if m else []:
        rows = np.sort(rows)
        blocks.append((rows, np.unique(a[rows].tocoo().col).astype(np.int64)))
    return blocks


def _solve(system: _System, wanted: Flags) -> tuple[Floats, Floats] | None:
    """Ends of every unknown of a block, exact for the wanted ones; None where nothing fits."""
    narrowed = _propagate(system)
    if narrowed is None:
        return None
    low, high = narrowed
    system = system._replace(lower=low.copy(), upper=high.copy())
    for rows, unknowns in _blocks(system.matrix, low < high):
        asked = wanted[unknowns] & (low < high)[unknowns]
        if not asked.any():
            continue
        part = _System(
            system.matrix[rows][:, unknowns].tocsr(),
            system.least[rows],
            system.most[rows],
            low[unknowns],
            high[unknowns],
            system.whole[unknowns],
        )
        ends = _ends(part, asked)
        if ends is None:
            return None
        low[unknowns[asked]], high[unknowns[asked]] = ends
    return low, high


def _propagate(system: _System) -> tuple[Floats, Floats] | None:
    """Narrower bounds of each unknown, or None where none fits."""
    entries = system.matrix.tocoo()
    row, col, coefficient = entries.row, entries.col, entries.data
    up = coefficient > 0
    low, high = system.lower.copy(), system.upper.copy()
    _round(low, high, system.whole)
    for _ in range(_ROUNDS):
        before = low.copy(), high.copy()
        smallest = coefficient * np.where(up, low[col], high[col])
        largest = coefficient * np.where(up, high[col], low[col])
        room = system.most[row] - _others(row, smallest, system.least.size)
        need = system.least[row] - _others(row, largest, system.least.size)
        np.minimum.at(high, col, np.where(up, room, need) / coefficient)
        np.maximum.at(low, col, np.where(up, need, room) / coefficient)
        _round(low, high, system.whole)
        if np.any(low > high + _EXACT):
            return None
        high = np.maximum(high, low)
        if np.array_equal(before[0], low) and np.array_equal(before[1], high):
            break
    return low, high


def _others(row: NDArray[np.int32], terms: Floats, m: int) -> Floats:
    """Sum of the other terms of each term's row, where an infinite term makes it infinite."""
    infinite = np.isinf(terms)
    finite = np.where(infinite, 0.0, terms)
    sums = np.bincount(row, finite, m)[row] - finite
    boundless = np.bincount(row, infinite, m)[row] - infinite > 0
    sign = np.sign(np.bincount(row, np.where(infinite, np.sign(terms), 0.0), m))[row]
    return np.where(boundless, np.where(sign >= 0, np.inf, -np.inf), sums)


def _round(low: Floats, high: Floats, whole: Flags) -> None:
    low[whole], high[whole] = np.ceil(low[whole] - _EXACT), np.floor(high[whole] + _EXACT)


def _ends(system: _System, wanted: Flags) -> tuple[Floats, Floats] | None:
    """Exact ends of the wanted unknowns of one block, or None where nothing fits."""
    constraint = LinearConstraint(system.matrix, system.least, system.most)
    bounds, kinds = Bounds(system.lower, system.upper), system.whole.astype(int)

    def best(cost: Floats) -> Floats | None:
        found = milp(cost, constraints=constraint, bounds=bounds, integrality=kinds)
        if found.status == 2:
            raise _NothingFitsError
        if found.x is None:
            return None  # no end in that direction
        return np.asarray(np.where(system.whole, np.round(found.x), found.x), dtype=float)

    low, high = system.lower.copy(), system.upper.copy()
    try:
        # Both ends of the sum come first: their solutions settle many single ends.
        seen = [x for sign in (1.0, -1.0) if (x := best(sign * wanted.astype(float))) is not None]
        for j in np.flatnonzero(wanted):
            for sign, end in ((1.0, low), (-1.0, high)):
                if any(abs(x[j] - end[j]) <= _EXACT for x in seen):
                    continue
                cost = np.zeros(len(low))
                cost[j] = sign
                x = best(cost)
                if x is None:
                    end[j] = -sign * np.inf
                else:
                    end[j] = x[j]
                    seen.append(x)
    except _NothingFitsError:
        return None
    return low[wanted], high[wanted]


class _NothingFitsError(Exception):
    pass


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
    lower = np.ceil(np.maximum((r - h) * n / per, 0) - _EXACT)
    return Range(lower, np.floor((r + h) * n / per + _EXACT))


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
