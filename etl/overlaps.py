"""Which places share people, and how many: tracts cut by every boundary, raked to known totals.

The tract is the smallest area whose residents are known. Each tract is cut by the lines of ZIP
areas, towns and districts into *atoms*; its residents are spread over its atoms by area, and the
atoms are then raked (iterative proportional fitting) until they add up to the known residents of
every tract, town and ZIP area. All shares between two kinds of place come from the same atoms.

The lines come from several simplified files, which differ by up to about 100 m. Where two sources
only seem to disagree about the same line, the sliver between them is given back to the place that
holds most of the tract.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from etl.boundaries import Shapes, only_polygons

CUT_BY = ("zcta", "town", "house", "senate", "congress")
"""Levels whose lines cut the tracts. Tracts nest in counties, and those in the state."""
SLIVER = 0.02
"""An overlap under this share of a town's land in one tract, and under this share of the place, is
a sliver: two drawings of one line."""
TOWN_CORE = 0.5
"""A tract lies in one town, unless another town has at least this share of its land in the tract
(the Census joins small towns in one tract, but does not cut through a town's line)."""
SPECK = 1.0
"""Square metres below which an intersection is rounding."""
FEW = 0.01
"""Pairs under this share of both places' residents are not published: they are within the error
of the lines."""
NOWHERE = ""
"""Code of land that no place of a level covers (ZIP areas leave out land without addresses)."""

RAKED = "tract areas, raked to residents of ZIP areas and towns"
BY_AREA = "land area: nobody lives here"
BY_POINT = "Census centroid: no boundary in this edition"
NESTED = "nested by definition"
COUNTED = "2020 Census"

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Raking:
    """How well raking met the known totals; errors are shares of the total."""

    people: Floats
    rounds: int
    misplaced: tuple[float, ...]
    """For each margin, half the summed absolute difference from its targets, as a share of all
    people: those who would have to move for the targets to be met."""


def atoms(
    tracts: gpd.GeoDataFrame, polygons: Mapping[str, gpd.GeoDataFrame], metric_crs: int
) -> pd.DataFrame:
    """Cut the tracts by every level's lines.

    Args:
        tracts: tract, geometry.
        polygons: for each level of ``CUT_BY`` code and geometry; the coverage of a level must be
            free of overlaps.
        metric_crs: EPSG code of a projection in metres.

    Returns:
        tract, one column of codes for each level of ``CUT_BY`` (zcta is ``NOWHERE`` outside every
        ZIP area) and county, area (square metres), x and y (a point inside, metres); one row an
        atom, each combination once.
    """
    ground = tracts.to_crs(metric_crs)
    pieces = pd.DataFrame({"tract": ground["tract"].to_numpy()})
    shapes = ground.geometry.to_numpy()
    cutters = {level: polygons[level].to_crs(metric_crs) for level in CUT_BY}
    for level in CUT_BY:
        rows, codes, shapes = _cut(shapes, cutters[level], rest=level == "zcta")
        pieces = pieces.iloc[rows].reset_index(drop=True)
        pieces[level] = codes
    pieces["area"] = shapely.area(shapes)
    pieces["county"] = pieces["tract"].str[:5]
    pieces["town"] = _towns(pieces)
    for level in CUT_BY:
        if level != "town":
            size = pd.Series(cutters[level].area.to_numpy(), cutters[level]["code"].to_numpy())
            pieces[level] = _places(pieces, level, size)
    lost = set(ground["tract"]) - set(pieces["tract"])
    if lost:
        raise ValueError(f"{len(lost)} tracts lie in no place, such as {min(lost)}")
    keys = ["tract", "county", *CUT_BY]
    return _land(pieces, keys)


def _land(pieces: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return pieces.groupby(by, sort=True)["area"].sum().reset_index()


def _cut(
    shapes: Shapes, places: gpd.GeoDataFrame, *, rest: bool
) -> tuple[NDArray[np.intp], Shapes, Shapes]:
    """Intersect shapes with places; ``rest`` keeps what no place covers as ``NOWHERE``."""
    others = places.geometry.to_numpy()
    left, right = shapely.STRtree(others).query(shapes, predicate="intersects")
    cut = only_polygons(shapely.intersection(shapes[left], others[right]))
    keep = shapely.area(cut) > SPECK
    left, right, cut = left[keep], right[keep], cut[keep]
    codes = places["code"].to_numpy(dtype=object)[right]
    if rest:
        covered = np.bincount(left, weights=shapely.area(cut), minlength=len(shapes))
        short = np.flatnonzero(shapely.area(shapes) - covered > SPECK)
        whole = shapely.union_all(others)
        bare = only_polygons(shapely.difference(shapes[short], whole))
        keep = shapely.area(bare) > SPECK
        left = np.concatenate([left, short[keep]])
        codes = np.concatenate([codes, np.full(keep.sum(), NOWHERE, dtype=object)])
        cut = np.concatenate([cut, bare[keep]])
    order = np.lexsort((codes.astype(str), left))
    return left[order], codes[order], cut[order]


def _towns(pieces: pd.DataFrame) -> pd.Series:
    """The town of each piece, with slivers given to the town that holds most of the tract."""
    pairs = _land(pieces, ["tract", "town"])
    of_town = pairs["area"] / pairs.groupby("town")["area"].transform("sum")
    of_tract = pairs.groupby("tract")["area"].transform("max") == pairs["area"]
    near = pairs["town"].str[:5] == pairs["tract"].str[:5]
    return _settle(pieces, pairs, "town", ["tract"], near & (of_tract | (of_town >= TOWN_CORE)))


def _places(pieces: pd.DataFrame, level: str, size: pd.Series) -> pd.Series:
    """The codes of another level, with slivers given to the place that holds most of the part.

    A part is a town's land in one tract. Land outside every ZIP area stays ``NOWHERE`` unless it
    is a sliver too.
    """
    part = ["tract", "town"]
    pairs = _land(pieces, [*part, level])
    of_part = pairs["area"] / pairs.groupby(part)["area"].transform("sum")
    of_place = (pairs["area"] / pairs[level].map(size)).fillna(0.0)
    return _settle(pieces, pairs, level, part, (of_part >= SLIVER) | (of_place >= SLIVER))


def _settle(
    pieces: pd.DataFrame, pairs: pd.DataFrame, level: str, part: list[str], real: pd.Series
) -> pd.Series:
    """Codes of a level; pairs that are not real take the largest real place of their part."""
    ranked = pairs[real & (pairs[level] != NOWHERE)].sort_values(
        [*part, "area", level], ascending=[True] * len(part) + [False, True]
    )
    main = ranked.drop_duplicates(part).rename(columns={level: "main"})[[*part, "main"]]
    both = pieces[[*part, level]].merge(
        pairs.assign(real=real)[[*part, level, "real"]], on=[*part, level], validate="m:1"
    )
    both = both.merge(main, on=part, how="left", validate="m:1")
    keep = both["real"] | both["main"].isna()
    return both[level].where(keep, both["main"]).set_axis(pieces.index)


def add_points(
    pieces: pd.DataFrame,
    points: gpd.GeoDataFrame,
    tracts: gpd.GeoDataFrame,
    polygons: Mapping[str, gpd.GeoDataFrame],
    metric_crs: int,
) -> pd.DataFrame:
    """Add an atom without area for each ZIP area that has a centroid but no polygon.

    Args:
        pieces: see :func:`atoms`.
        points: code, geometry (the centroids).
        tracts, polygons, metric_crs: as for :func:`atoms`.

    Returns:
        ``pieces`` with one more row a point: the tract, town and districts that the point lies in
        (or lies nearest to), area 0.
    """
    here = points[["code", "geometry"]].to_crs(metric_crs).rename(columns={"code": "zcta"})
    found = _nearest(here, tracts.rename(columns={"tract": "code"}), metric_crs)
    added = pd.DataFrame({"zcta": here["zcta"].to_numpy(), "tract": found, "area": 0.0})
    added["county"] = added["tract"].str[:5]
    for level in CUT_BY:
        if level == "zcta":
            continue
        added[level] = _nearest(here, polygons[level], metric_crs)
        pairs = _land(pieces, ["tract", level])
        known = pd.MultiIndex.from_frame(pairs[["tract", level]])
        ranked = pairs.sort_values(["tract", "area", level], ascending=[True, False, True])
        main = ranked.drop_duplicates("tract").set_index("tract")[level]
        inside = pd.MultiIndex.from_frame(added[["tract", level]]).isin(known)
        added[level] = added[level].where(inside, added["tract"].map(main))
    return pd.concat([pieces, added[pieces.columns]], ignore_index=True)


def _nearest(points: gpd.GeoDataFrame, places: gpd.GeoDataFrame, metric_crs: int) -> Shapes:
    """Code of the place that each point lies in or nearest to; of several, the first code."""
    places = places[["code", "geometry"]].to_crs(metric_crs).sort_values("code")
    found = points[["geometry"]].sjoin_nearest(places, how="left")
    found = found.sort_values("code", kind="stable")
    first = found[~found.index.duplicated()].loc[points.index, "code"]
    codes: Shapes = first.to_numpy(dtype=object)
    return codes


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
    cells = _land(pieces, ["tract", "town"])
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


def between(pieces: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The places of level ``second`` in which the residents of each place of level ``first`` live.

    Pairs that hold under ``FEW`` of both places' residents are left out and the other shares
    scaled up, so that the people shares of a place sum to 1. Where nobody lives, land stands in.

    Args:
        pieces: atoms with people.

    Returns:
        The columns of the table ``overlaps``; area_share is NaN where a place has no polygon.
    """
    covered = pieces[pieces[first] != NOWHERE]
    land = covered.groupby(first)["area"].sum()
    covered = covered[covered[second] != NOWHERE]
    pairs = covered.groupby([first, second], sort=True)[["people", "area"]].sum().reset_index()
    shares = []
    for level in (first, second):
        of = pairs.groupby(level)
        by_people = pairs["people"] / of["people"].transform("sum")
        by_area = pairs["area"] / of["area"].transform("sum")
        nobody = of["people"].transform("sum") < 0.5
        shares.append(by_people.where(~nobody, by_area.fillna(1 / of["area"].transform("size"))))
    keep = (shares[0] >= FEW) | (shares[1] >= FEW)
    kept = shares[0].where(keep, 0.0)
    kept = kept / kept.groupby(pairs[first]).transform("sum")
    nobody = pairs.groupby(first)["people"].transform("sum") < 0.5
    point = pairs["area"] == 0
    area = (pairs["area"] / pairs[first].map(land)).where(~point)
    method = np.select([point, nobody], [BY_POINT, BY_AREA], default=RAKED)
    out = pd.DataFrame(
        {
            "from_level": first,
            "from_code": pairs[first],
            "to_level": second,
            "to_code": pairs[second],
            "people_share": kept,
            "area_share": area,
            "method": method,
        }
    )
    return out[keep].reset_index(drop=True)


def nested(towns: pd.DataFrame, land: pd.Series) -> pd.DataFrame:
    """Towns in their counties and counties' residents by town.

    Args:
        towns: code, population (2020 Census).
        land: square metres by town.
    """
    code, county = towns["code"], towns["code"].str[:5]
    people, area = towns["population"].astype(float), code.map(land)
    up = pd.DataFrame(
        {
            "from_level": "town",
            "from_code": code,
            "to_level": "county",
            "to_code": county,
            "people_share": 1.0,
            "area_share": 1.0,
            "method": NESTED,
        }
    )
    down = pd.DataFrame(
        {
            "from_level": "county",
            "from_code": county,
            "to_level": "town",
            "to_code": code,
            "people_share": people / people.groupby(county).transform("sum"),
            "area_share": area / area.groupby(county).transform("sum"),
            "method": COUNTED,
        }
    )
    return pd.concat([up, down], ignore_index=True)


def table(pieces: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """The table ``overlaps``, before it is conformed."""
    land = pieces.groupby("town")["area"].sum()
    frames = [nested(towns, land)]
    districts = ("house", "senate", "congress")
    for first, second in [
        ("zcta", "town"),
        ("zcta", "county"),
        *(("zcta", d) for d in districts),
        *(("town", d) for d in districts),
    ]:
        frames += [between(pieces, first, second), between(pieces, second, first)]
    return pd.concat(frames, ignore_index=True)


def tract_weights(pieces: pd.DataFrame, state: str) -> pd.DataFrame:
    """Share of each tract's residents in each place; tracts without residents go by land.

    Returns:
        tract, level, code, share; the shares of a tract at a level sum to 1.
    """
    people = pieces["people"].groupby(pieces["tract"]).transform("sum")
    addressed = pieces["area"].where(pieces["zcta"] != NOWHERE, 0.0)
    some = addressed.groupby(pieces["tract"]).transform("sum") > 0
    weight = pieces["people"].where(people > 0, addressed.where(some, pieces["area"]))
    frames = []
    for level in (*CUT_BY, "county", "state"):
        code = pd.Series(state, index=pieces.index) if level == "state" else pieces[level]
        sums = (
            weight.groupby([pieces["tract"], code.rename("code")]).sum().reset_index(name="share")
        )
        sums = sums[(sums["code"] != NOWHERE) & (sums["share"] > 0)]
        sums["share"] /= sums.groupby("tract")["share"].transform("sum")
        frames.append(sums.assign(level=level))
    return pd.concat(frames, ignore_index=True)[["tract", "level", "code", "share"]]
