"""Tracts cut by the lines of ZIP areas, towns and districts.

The lines come from several simplified files, which differ by up to about 100 m. Where two sources
only seem to disagree about the same line, the sliver between them is given back to the place that
holds most of the tract.
"""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from etl import computing
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
NOWHERE = ""
"""Code of land that no place of a level covers (ZIP areas leave out land without addresses)."""


Floats = NDArray[np.float64]


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
    cutters = {level: polygons[level].to_crs(metric_crs) for level in CUT_BY}
    addressed = shapely.union_all(cutters["zcta"].geometry.to_numpy())
    counties = [part for _, part in ground.groupby(ground["tract"].str[:5], sort=True)]
    pieces = pd.concat(computing.each(_cut_all, counties, cutters, addressed), ignore_index=True)
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
    return land(pieces, keys)


def _cut_all(
    tracts: gpd.GeoDataFrame, cutters: Mapping[str, gpd.GeoDataFrame], addressed: shapely.Geometry
) -> pd.DataFrame:
    """The tracts of one county, cut by every level; what no ZIP area covers is ``NOWHERE``."""
    pieces = pd.DataFrame({"tract": tracts["tract"].to_numpy()})
    shapes = tracts.geometry.to_numpy()
    for level in CUT_BY:
        rows, codes, shapes = _cut(shapes, cutters[level], addressed if level == "zcta" else None)
        pieces = pieces.iloc[rows].reset_index(drop=True)
        pieces[level] = codes
    return pieces.assign(area=shapely.area(shapes))


def land(pieces: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The area of the pieces by the given columns, in square metres."""
    return pieces.groupby(by, sort=True)["area"].sum().reset_index()


def _cut(
    shapes: Shapes, places: gpd.GeoDataFrame, covered_by: shapely.Geometry | None
) -> tuple[NDArray[np.intp], Shapes, Shapes]:
    """Intersect shapes with places; outside ``covered_by`` they are kept as ``NOWHERE``."""
    others = places.geometry.to_numpy()
    left, right = shapely.STRtree(others).query(shapes, predicate="intersects")
    cut = only_polygons(shapely.intersection(shapes[left], others[right]))
    keep = shapely.area(cut) > SPECK
    left, right, cut = left[keep], right[keep], cut[keep]
    codes = places["code"].to_numpy(dtype=object)[right]
    if covered_by is not None:
        covered = np.bincount(left, weights=shapely.area(cut), minlength=len(shapes))
        short = np.flatnonzero(shapely.area(shapes) - covered > SPECK)
        bare = only_polygons(shapely.difference(shapes[short], covered_by))
        keep = shapely.area(bare) > SPECK
        left = np.concatenate([left, short[keep]])
        codes = np.concatenate([codes, np.full(keep.sum(), NOWHERE, dtype=object)])
        cut = np.concatenate([cut, bare[keep]])
    order = np.lexsort((codes.astype(str), left))
    return left[order], codes[order], cut[order]


def _towns(pieces: pd.DataFrame) -> pd.Series:
    """The town of each piece, with slivers given to the town that holds most of the tract."""
    pairs = land(pieces, ["tract", "town"])
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
    pairs = land(pieces, [*part, level])
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
        pairs = land(pieces, ["tract", level])
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
