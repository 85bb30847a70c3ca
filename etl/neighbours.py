"""Which places touch each other: queen contiguity of the full-resolution outlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import numpy as np
import shapely


def queen(polygons: gpd.GeoDataFrame, codes: Iterable[str]) -> list[list[int]]:
    """For each code the positions of the others that share a border or a corner with it.

    By intersection rather than by shared vertices: a corner of one place may lie on the straight
    edge of another. Full resolution, before anything is clipped to land, so that two places with
    a river between them touch in the middle of it.

    Args:
        polygons: code and geometry, in any one system of coordinates.
        codes: the places, each once; one without polygon is an island.

    Returns:
        One sorted list a code, positions counted in the order of the codes.

    Raises:
        ValueError: a code stands twice, among the codes or the polygons.
    """
    order = list(codes)
    if len(set(order)) != len(order):
        raise ValueError("expected each code once among the places; one stands twice")
    if polygons["code"].duplicated().any():
        raise ValueError("expected each code once among the polygons; one stands twice")
    position = {code: i for i, code in enumerate(order)}
    drawn = polygons[polygons["code"].isin(position.keys())]
    shapes = drawn.geometry.to_numpy()
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    at = np.array([position[code] for code in drawn["code"]], dtype=np.intp)
    out: list[list[int]] = [[] for _ in order]
    for i, j in zip(at[one], at[other], strict=True):
        if i != j:
            out[i].append(int(j))
    return [sorted(own) for own in out]


def within(neighbours: Sequence[Sequence[int]], groups: Sequence[str]) -> list[list[int]]:
    """Neighbours of the same group alone: for what may not reach from one source into another.

    Raises:
        ValueError: the lengths differ.
    """
    if len(neighbours) != len(groups):
        raise ValueError(f"expected {len(neighbours)} groups; came {len(groups)}")
    return [[j for j in own if groups[j] == groups[i]] for i, own in enumerate(neighbours)]
