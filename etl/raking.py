"""Residents spread over atoms until they add up to every known total.

Raking is iterative proportional fitting: each margin in turn is scaled to its known totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from etl.atoms import NOWHERE, land

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Raking:
    """How well raking met the known totals; errors are shares of the total."""

    people: Floats
    rounds: int
    misplaced: tuple[float, ...]
    """For each margin, half the summed absolute difference from its targets, as a share of all
    people: those who would have to move for the targets to be met."""


def town_targets(
    pieces: pd.DataFrame, tract_people: pd.Series, town_people: pd.Series
) -> pd.DataFrame:
    """Residents of each part of a town that lies in one tract.

    All but 22 tracts lie in one town, so the tract says it all. A tract that joins several small
    towns is divided by the towns' own counts, less what their other tracts already hold.

    Args:
        pieces: see :func:`atoms`.
        tract_people: residents by tract.
        town_people: residents by town, of another vintage: only their proportions count.

    Returns:
        tract, town, target; the targets of a tract sum to its residents.
    """
    cells = land(pieces, ["tract", "town"])
    cells["tract_people"] = cells["tract"].map(tract_people).astype(float)
    alone = cells.groupby("tract")["town"].transform("size") == 1
    settled = cells["tract_people"].where(alone, 0.0).groupby(cells["town"]).sum()
    left = (town_people.reindex(settled.index).astype(float) - settled).clip(lower=1.0)
    shared_land = cells["area"].where(~alone, 0.0)
    weight = cells["town"].map(left) * (
        cells["area"] / shared_land.groupby(cells["town"]).transform("sum")
    )
    weight = weight.where(~alone, 1.0)
    share = weight / weight.groupby(cells["tract"]).transform("sum")
    cells["target"] = cells["tract_people"] * share
    return cells[["tract", "town", "target"]]


def seed(pieces: pd.DataFrame, cells: pd.DataFrame, zcta_people: pd.Series) -> Floats:
    """Where raking starts: each part of a town in a tract spread over its atoms by area.

    Land outside every ZIP area has no addresses and gets nobody, where the part has other land. A
    ZIP area that is only a point starts with its own residents, or nine tenths of the part's.

    Returns:
        People, shape (n,), one an atom.
    """
    both = pieces.merge(cells, on=["tract", "town"], how="left", validate="m:1")
    part = [both["tract"], both["town"]]
    addressed = both["area"].where(both["zcta"] != NOWHERE, 0.0)
    some = addressed.groupby(part).transform("sum") > 0
    land = addressed.where(some, both["area"])
    people = both["target"] * land / land.groupby(part).transform("sum")
    point = both["area"] == 0
    known = both["zcta"].map(zcta_people).fillna(0.0)
    start = np.minimum(known, 0.9 * both["target"])
    return np.asarray(people.where(~point, start), dtype=float)


def rake(
    start: Floats,
    margins: Sequence[tuple[NDArray[np.intp], Floats]],
    *,
    rounds: int = 500,
    tolerance: float = 1e-9,
) -> Raking:
    """Scale people until each margin adds up (iterative proportional fitting).

    Deming WE, Stephan FF (1940), On a least squares adjustment of a sampled frequency table when
    the expected marginal totals are known, Ann Math Stat 11:427-444. The last margin is met
    exactly; where the margins contradict each other the earlier ones are met as nearly as the
    scaling allows, and ``misplaced`` says by how much they are not.

    Args:
        start: people, shape (n,), not negative.
        margins: for each margin the group of every atom, shape (n,), -1 for none, and the target
            of every group, shape (groups,).
        rounds: at most so many.
        tolerance: stop when no atom changes by more than this share of the largest one.

    Raises:
        ValueError: a target is negative or missing; or a group of the last margin that should
            have people has no atom to hold them.
    """
    people = np.asarray(start, dtype=float).copy()
    for _, targets in margins:
        if not np.all(np.asarray(targets) >= 0):
            raise ValueError("a target of raking is negative or missing")
    tiny = 1e-12
    done = 0
    while done < rounds:
        before = people.copy()
        done += 1
        for groups, targets in margins:
            inside = groups >= 0
            sums = np.bincount(groups[inside], weights=people[inside], minlength=len(targets))
            # A scale of 0 could never be undone by another margin.
            scale = np.divide(targets, sums, out=np.ones_like(sums), where=sums > 0)
            people[inside] *= np.maximum(scale, tiny)[groups[inside]]
        change = np.abs(people - before).max(initial=0.0)
        if change <= tolerance * max(people.max(initial=0.0), 1.0):
            break
        before = people.copy()
    groups, targets = margins[-1]
    sums = np.bincount(groups, weights=people, minlength=len(targets))
    empty = np.flatnonzero((targets > 0) & (sums == 0))
    if len(empty):
        raise ValueError(
            f"{len(empty)} groups have people by their target but no atom, e.g. {empty[0]}"
        )
    return Raking(people, done, tuple(_misplaced(people, *margin) for margin in margins))


def _misplaced(people: Floats, groups: NDArray[np.intp], targets: Floats) -> float:
    inside = groups >= 0
    sums = np.bincount(groups[inside], weights=people[inside], minlength=len(targets))
    return float(np.abs(sums - targets).sum() / 2 / max(targets.sum(), 1.0))


def populate(
    pieces: pd.DataFrame,
    tract_people: pd.Series,
    town_people: pd.Series,
    zcta_people: pd.Series,
) -> tuple[pd.DataFrame, Raking]:
    """Put people into the atoms.

    Args:
        pieces: see :func:`atoms` and :func:`add_points`.
        tract_people, town_people, zcta_people: residents by code. ZIP areas are scaled so that
            all of them hold as many people as all tracts.

    Returns:
        ``pieces`` with ``people``, and how well the raking met the totals (ZIP areas first, then
        the parts of towns in tracts, which are met exactly).
    """
    cells = town_targets(pieces, tract_people, town_people)
    codes, places = pd.factorize(pieces["zcta"].where(pieces["zcta"] != NOWHERE), sort=True)
    known = zcta_people.reindex(places).astype(float)
    if known.isna().any():
        raise ValueError(f"the residents of ZIP area {known.index[known.isna()][0]} are not known")
    targets = np.asarray(known * tract_people.sum() / known.sum(), dtype=float)
    parts = pd.MultiIndex.from_frame(cells[["tract", "town"]])
    cell_of = parts.get_indexer(pd.MultiIndex.from_frame(pieces[["tract", "town"]]))
    raking = rake(
        seed(pieces, cells, zcta_people),
        [(codes, targets), (cell_of, cells["target"].to_numpy(dtype=float))],
    )
    return pieces.assign(people=raking.people), raking
