"""The embedded outlines of places as shapefiles, and the residents of towns in 2020."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd

from data_sources import census_places
from data_sources._census_api import path
from tests.publishers import census, outlines
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the files and the table into the double."""
    product, year, variable = census_places.CENSUS
    for level, address in census_places.ADDRESSES.items():
        features = json.loads((sources / census_places.FILES[level]).read_text(encoding="utf-8"))
        frame = gpd.GeoDataFrame.from_features(features, crs=4326)
        name = census_places.NAMED.get(level, "NAMELSAD")
        frame = frame.rename(columns={"fullName": "NAMELSAD"}).rename(columns={"name": name})
        outlines.serve(double, address, frame)
        if level == "town":
            rows = [
                census.place(
                    "county subdivision", code, f"{town} town, X County", (variable,),
                    **{variable: str(people)},
                )
                for code, town, people in zip(
                    frame["GEOID"], frame["NAME"], frame["population"], strict=True
                )
            ]  # fmt: skip
            answer = census.table(year, "county subdivision", rows)
            double.serve("census", path(year, product), answer)
