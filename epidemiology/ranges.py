"""What whole numbers can be, under linear equations: exact ranges of the unknowns."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array, csr_array, issparse
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

EXACT = 1e-6
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
    exact: bool = True,
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
        exact: whether the ends are asked for, or only whether a wanted unknown can be two
            numbers: then its range is of numbers that it can be, and may be too narrow.

    Raises:
        ValueError: the shapes do not fit, or a number is NaN.
        RuntimeError: the solver gave up.
    """
    a = csr_array(matrix if issparse(matrix) else np.asarray(matrix, dtype=float), copy=True)
    a.eliminate_zeros()
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
        ends = _solve(part, asked[unknowns], exact)
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


def _solve(system: _System, wanted: Flags, exact: bool) -> tuple[Floats, Floats] | None:
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
        ends = _remembered(_packed(part, asked), len(asked), exact)
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
        if np.any(low > high + EXACT):
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
    low[whole], high[whole] = np.ceil(low[whole] - EXACT), np.floor(high[whole] + EXACT)


def _packed(system: _System, wanted: Flags) -> tuple[bytes, ...]:
    """A block as what can be compared: equal blocks have equal answers."""
    a = system.matrix
    numbers = (system.least, system.most, system.lower, system.upper)
    return (
        *(part.astype(np.int64).tobytes() for part in (a.indptr, a.indices)),
        *(part.astype(float).tobytes() for part in (a.data, *numbers)),
        *(part.tobytes() for part in (system.whole, wanted)),
    )


@lru_cache(maxsize=4_096)
def _remembered(
    packed: tuple[bytes, ...], unknowns: int, exact: bool
) -> tuple[Floats, Floats] | None:
    """:func:`_ends` of a block that :func:`_packed` packed.

    One build asks about the same blocks several times; each end costs an integer program.
    """
    indptr, indices = (np.frombuffer(part, dtype=np.int64) for part in packed[:2])
    data, least, most, lower, upper = (np.frombuffer(part) for part in packed[2:7])
    whole, wanted = (np.frombuffer(part, dtype=bool) for part in packed[7:])
    matrix = csr_array((data, indices, indptr), shape=(least.size, unknowns))
    return _ends(_System(matrix, least, most, lower, upper, whole), wanted, exact)


def _ends(system: _System, wanted: Flags, exact: bool) -> tuple[Floats, Floats] | None:
    """Exact ends of the wanted unknowns of one block, or None where nothing fits."""
    constraint = LinearConstraint(system.matrix, system.least, system.most)
    bounds, kinds = Bounds(system.lower, system.upper), system.whole.astype(int)

    def best(cost: Floats) -> Floats | None:
        found = milp(cost, constraints=constraint, bounds=bounds, integrality=kinds)
        if found.status == 2:
            raise _NothingFitsError
        if found.x is None and found.status in {3, 4}:
            return None  # no end in that direction
        if found.x is None:
            raise RuntimeError(f"the integer program was not solved: {found.message}")
        return np.asarray(np.where(system.whole, np.round(found.x), found.x), dtype=float)

    low, high = system.lower.copy(), system.upper.copy()
    try:
        # Both ends of the sum come first: their solutions settle many single ends.
        seen = [x for sign in (1.0, -1.0) if (x := best(sign * wanted.astype(float))) is not None]
        for j in np.flatnonzero(wanted):
            for sign, end in ((1.0, low), (-1.0, high)):
                if not exact and np.ptp([x[j] for x in seen] or [0.0]) > EXACT:
                    low[j], high[j] = min(x[j] for x in seen), max(x[j] for x in seen)
                    break
                if any(abs(x[j] - end[j]) <= EXACT for x in seen):
                    continue
                cost = np.zeros(len(low))
                cost[j] = sign
                x = best(cost)
                if x is None and np.isfinite(end[j]):
                    raise RuntimeError("the solver found no end of an unknown that has one")
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
