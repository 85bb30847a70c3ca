"""The Census Bureau's file server, fed from the embedded outlines and lists of codes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from data_sources import census_zcta
from data_sources._relationships import FOLDER
from data_sources._shapefiles import METRIC
from tests.publishers import census
from tests.publishers.double import Double, text_answer

RADIUS = 250
"""Metres; the invented outline of a ZIP area of 2020 that no outline of 2010 stands for."""
ELSEWHERE = {"03060": (-71.47, 42.75), "90210": (-118.4, 34.1)}
"""ZIP areas of other states in the national file: the first reaches into the box of the state."""


def serve(double: Double, path: str, frame: gpd.GeoDataFrame) -> None:
    """Put a shapefile in a zip at its place."""
    double.file("tiger", path, census.shapefile(frame, Path(path).stem))


@cache
def zip_areas(sources: Path) -> gpd.GeoDataFrame:
    """ZIP areas with the codes of 2020: outlines of 2010, a disc where there is none."""
    old = census_zcta.load_polygons(sources)[0].to_crs(METRIC)
    points = census_zcta.load_codes(sources).to_crs(METRIC)
    kept = old[old["code"].isin(points["code"])]
    new = points[~points["code"].isin(old["code"])]
    discs = new.geometry.buffer(RADIUS)
    around = kept.geometry.difference(shapely.union_all(discs.to_numpy()))
    frame = gpd.GeoDataFrame(
        {"ZCTA5CE20": [*kept["code"], *new["code"]]}, geometry=[*around, *discs], crs=METRIC
    )
    return frame.sort_values("ZCTA5CE20", ignore_index=True)


def with_others(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The national file: ZIP areas of other states too, in the publisher's coordinates."""
    boxes = [shapely.box(x - 0.05, y - 0.02, x + 0.05, y + 0.02) for x, y in ELSEWHERE.values()]
    others = gpd.GeoDataFrame({"ZCTA5CE20": list(ELSEWHERE)}, geometry=boxes, crs=4269)
    return gpd.GeoDataFrame(pd.concat([areas.to_crs(4269), others], ignore_index=True), crs=4269)


def relationships(double: Double, kind: str, pairs: list[tuple[str, str, int]]) -> None:
    """A national relationship file of ZIP areas.

    Args:
        kind: ``county`` or ``tract``.
        pairs: ZIP area, the other area and the square metres of land that both share.
    """
    other = f"GEOID_{kind.upper()}_20"
    lines = [f"OID_ZCTA5_20|GEOID_ZCTA5_20|{other}|AREALAND_PART|AREAWATER_PART"]
    lines += [f"{n}|{zcta}|{area}|{land}|0" for n, (zcta, area, land) in enumerate(pairs, 1)]
    lines += ["|" + f"|{pairs[0][1]}|5|0", f"9|90210|{'06037' + pairs[0][1][5:]}|7|0"]
    double.serve(
        "tiger",
        f"{FOLDER}/tab20_zcta520_{kind}20_natl.txt",
        text_answer("\n".join(lines) + "\n", "text/plain"),
    )
