"""Points into places, state by state and year by year.

A part is the points of one state and year. What falls in no place of a level has the code "".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import pandas as pd

from etl import computing, locations


def put(
    points: pd.DataFrame, polygons: Mapping[str, gpd.GeoDataFrame], levels: Iterable[str]
) -> pd.DataFrame:
    """The points with the code of the place of each level that they fall in.

    Args:
        points: state, date, latitude, longitude (degrees; NaN where there is no location).
        polygons: by level: code, geometry (EPSG:4326).

    Returns:
        ``points``, in their order, with a column of codes for each level.
    """
    here = {level: polygons[level][["code", "geometry"]] for level in levels}
    columns = ["latitude", "longitude"]
    parts = [
        rows[columns]
        for _, rows in points.groupby([points["state"], points["date"].dt.year], sort=True)
    ]
    found = computing.each(codes, parts, here)
    return points.assign(
        **{
            level: pd.concat([part[level] for part in found]).reindex(points.index)
            if found
            else pd.Series("", index=points.index, dtype="str")
            for level in here
        }
    )


def codes(points: pd.DataFrame, polygons: Mapping[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    """The code of each point's place, one column a level, on the index of the points."""
    return pd.DataFrame(
        {
            level: locations.put_into(points["latitude"], points["longitude"], frame)
            for level, frame in polygons.items()
        },
        index=points.index,
    )
