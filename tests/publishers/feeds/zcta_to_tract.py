"""Pairs of ZIP areas and tracts that share land, measured on the double's own outlines."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from data_sources import census_tracts
from data_sources._shapefiles import METRIC
from tests.publishers import outlines
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the file into the double."""
    areas = outlines.zip_areas(sources)
    tracts: gpd.GeoDataFrame = census_tracts.load(sources).to_crs(METRIC)
    tree = shapely.STRtree(tracts.geometry.to_numpy())
    ours, theirs = tree.query(areas.geometry.to_numpy(), predicate="intersects")
    shared = shapely.area(
        shapely.intersection(areas.geometry.to_numpy()[ours], tracts.geometry.to_numpy()[theirs])
    )
    rows = [
        (str(zcta), str(tract), int(land))
        for zcta, tract, land in zip(
            areas["ZCTA5CE20"].to_numpy()[ours], tracts["tract"].to_numpy()[theirs], shared,
            strict=True,
        )
        if land >= 1
    ]  # fmt: skip
    outlines.relationships(double, "tract", rows)
