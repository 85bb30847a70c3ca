"""Outlines of places, ZIP areas and tracts: invented squares in the publishers' formats."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely

from data_sources import census_places, census_tracts, census_zcta
from data_sources._dataset import SourceError

Feature = dict[str, Any]


def square(west: float, south: float, side: float = 0.1) -> dict[str, Any]:
    return shapely.geometry.mapping(shapely.box(west, south, west + side, south + side))


def feature(geometry: dict[str, Any], **properties: object) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def write(path: Path, *features: Feature) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}))
    return path


def town(west: float = -71.0, **changes: object) -> Feature:
    properties: dict[str, object] = {
        "name": "Eastham Town",
        "fullName": "Eastham Town city",
        "STATEFP": "25",
        "COUNTYFP": "001",
        "COUSUBFP": "99999",
        "GEOID": "2500199999",
        "population": 1234,
    }
    return feature(square(west, 42.0), **(properties | changes))


def test_towns(tmp_path: Path) -> None:
    write(tmp_path / census_places.FILES["town"], town())
    towns = census_places.load(tmp_path, "town")
    row = towns.iloc[0]
    assert (row["code"], row["name"], row["county"], row["population"], row["source_row"]) == (
        "2500199999",
        "Eastham Town",
        "25001",
        1234,
        1,
    )
    assert towns.crs.to_epsg() == 4326
    assert census_places.plain_name(row["name"]) == "Eastham"
    assert census_places.plain_name("Townsend") == "Townsend"


def test_house_districts_keep_the_water_until_it_is_counted(tmp_path: Path) -> None:
    write(
        tmp_path / census_places.FILES["house"],
        feature(square(-71, 42), STATEFP="25", SLDLST="001", GEOID="25001", name="1st X District"),
        feature(square(-70, 42), STATEFP="25", SLDLST="ZZZ", GEOID="25ZZZ", name="not defined"),
    )
    house = census_places.load(tmp_path, "house")
    assert list(census_places.not_defined(house)) == [False, True]


def test_the_state_is_a_bare_geometry(tmp_path: Path) -> None:
    path = tmp_path / census_places.FILES["state"]
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(square(-71, 42)))
    assert len(census_places.load(tmp_path, "state")) == 1


BOWTIE = {
    "type": "Polygon",
    "coordinates": [[[-71, 42], [-70, 43], [-70, 42], [-71, 43], [-71, 42]]],
}


@pytest.mark.parametrize(
    ("features", "says"),
    [
        ([], "no features"),
        ([{"type": "Feature", "properties": {}, "geometry": square(-71, 42)}], "GEOID"),
        ([town(), town(west=-70.0)], "stands twice"),
        ([town(GEOID=2500199999)], "not text"),
        ([town(population="1234")], "not a number"),
        ([town(population=12.5)], "whole number"),
        ([town(population=-1)], "whole number"),
        ([town(GEOID="25001")], "10 characters"),
        ([town(COUNTYFP="003")], "county"),
        ([town(name=" ")], "a name"),
        ([town() | {"geometry": square(42.0, -71.0)}], "swapped"),
        ([town() | {"geometry": None}], "no readable geometry"),
        ([town() | {"geometry": {"type": "Point", "coordinates": [-71, 42]}}], "Point"),
        ([town() | {"geometry": BOWTIE}], "Self-intersection"),
    ],
)
def test_bad_towns(tmp_path: Path, features: list[Feature], says: str) -> None:
    path = write(tmp_path / census_places.FILES["town"], *features)
    with pytest.raises(SourceError, match=says) as caught:
        census_places.load(tmp_path, "town")
    assert caught.value.file == str(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "missing"),
        ('{"type": "FeatureCollection", "features": [{"type": "Fea', "cut short"),
        ('{"type": "Topology"}', "another kind"),
        ("[]", "another kind"),
    ],
)
def test_files_that_are_no_geojson(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / census_places.FILES["county"]
    path.parent.mkdir(parents=True)
    if text is not None:
        path.write_text(text)
    with pytest.raises(SourceError, match=says):
        census_places.load(tmp_path, "county")


def centroid(code: object, west: float = -71.0) -> Feature:
    return feature({"type": "Point", "coordinates": [west, 42.05]}, ZCTA5CE20=code)


def zctas(folder: Path) -> None:
    write(folder / census_zcta.CENTROIDS_2020, centroid("01001"), centroid("01002", -70.9))
    write(
        folder / census_zcta.POLYGONS_2010,
        feature(square(-71.05, 42), ZCTA5="01001"),
        feature(square(-70.95, 42), ZCTA5="01086"),
    )


def national_file(folder: Path, column: str = "ZCTA5CE20", crs: int = 4269) -> None:
    frame = gpd.GeoDataFrame(
        {column: ["01001", "01002", "99501"], "AFFGEOID20": "x"},
        geometry=[
            shapely.box(-71, 42, -70.9, 42.1),
            shapely.box(-70.9, 42, -70.8, 42.1),
            shapely.box(-150, 61, -149, 62),
        ],
        crs=crs,
    )
    inner = folder / "shape"
    inner.mkdir()
    frame.to_file(inner / "cb_2020_us_zcta520_500k.shp")
    path = folder / census_zcta.POLYGONS_2020
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as bundle:
        for part in sorted(inner.iterdir()):
            bundle.write(part, part.name)


def test_the_polygons_of_2010_serve_while_no_others_are_there(tmp_path: Path) -> None:
    zctas(tmp_path)
    frame, edition = census_zcta.load_polygons(tmp_path)
    assert edition == "2010"
    assert list(frame["code"]) == ["01001", "01086"]
    assert list(census_zcta.load_codes(tmp_path)["code"]) == ["01001", "01002"]


def test_the_national_file_of_2020_takes_over_and_is_cut_to_the_known_codes(tmp_path: Path) -> None:
    zctas(tmp_path)
    national_file(tmp_path)
    frame, edition = census_zcta.load_polygons(tmp_path)
    assert edition == "2020"
    assert list(frame["code"]) == ["01001", "01002"]
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.iloc[0].bounds == pytest.approx((-71, 42, -70.9, 42.1))


def test_a_national_file_in_another_form_is_refused(tmp_path: Path) -> None:
    zctas(tmp_path)
    national_file(tmp_path, column="ZCTA5CE10")
    with pytest.raises(SourceError, match="ZCTA5CE20"):
        census_zcta.load_polygons(tmp_path)


def test_a_national_file_in_other_coordinates_is_refused(tmp_path: Path) -> None:
    zctas(tmp_path)
    national_file(tmp_path, crs=4326)
    with pytest.raises(SourceError, match="EPSG:4269"):
        census_zcta.load_polygons(tmp_path)


def test_a_broken_national_file_is_refused(tmp_path: Path) -> None:
    zctas(tmp_path)
    (tmp_path / census_zcta.POLYGONS_2020).write_bytes(b"PK no zip")
    with pytest.raises(SourceError, match="cannot be read"):
        census_zcta.load_polygons(tmp_path)


@pytest.mark.parametrize(
    ("code", "says"), [(1001, "not text"), ("1001", "five digits"), ("0100A", "five digits")]
)
def test_bad_codes(tmp_path: Path, code: object, says: str) -> None:
    write(tmp_path / census_zcta.CENTROIDS_2020, centroid(code))
    with pytest.raises(SourceError, match=says):
        census_zcta.load_codes(tmp_path)


def tract(percents: dict[str, str], **changes: object) -> Feature:
    properties: dict[str, object] = {
        "geoid": "25001990000",
        "tract": "9900",
        "town": "Eastham",
        "total_pop": 2000,
    }
    return feature(square(-71, 42), **(properties | dict.fromkeys(percents, 12.5) | changes))


def tracts(folder: Path, race: dict[str, object], age: dict[str, object]) -> None:
    write(folder / census_tracts.RACE, tract(census_tracts.RACE_COLUMNS, **race))
    write(folder / census_tracts.AGE, tract(census_tracts.AGE_COLUMNS, **age))


def test_tracts(tmp_path: Path) -> None:
    tracts(tmp_path, {}, {"under18_pct": None})
    row = census_tracts.load(tmp_path).iloc[0]
    assert (row["tract"], row["population"], row["white"], row["age_65_plus"]) == (
        "25001990000",
        2000,
        12.5,
        12.5,
    )
    assert row["under_18"] != row["under_18"], "null is missing, not zero"


@pytest.mark.parametrize(
    ("race", "age", "says"),
    [
        ({"geoid": "2500199"}, {}, "eleven digits"),
        ({"total_pop": "2000"}, {}, "not a number"),
        ({"white_pct": 101}, {}, "0 to 100"),
        ({}, {"geoid": "25001990001"}, "one of the two files"),
        ({}, {"total_pop": 1999}, "other residents"),
        ({"total_pop": -1}, {}, "whole number"),
    ],
)
def test_bad_tracts(
    tmp_path: Path, race: dict[str, object], age: dict[str, object], says: str
) -> None:
    tracts(tmp_path, race, age)
    with pytest.raises(SourceError, match=says):
        census_tracts.load(tmp_path)


@pytest.mark.sources
@pytest.mark.parametrize(
    ("level", "features"),
    [("town", 351), ("county", 14), ("house", 161), ("senate", 40), ("congress", 9), ("state", 1)],
)
def test_places_as_published(sources: Path, level: str, features: int) -> None:
    frame = census_places.load(sources, level)
    assert len(frame) == features
    if level == "town":
        assert frame["population"].sum() == 7_029_917
        assert frame["name"].str.endswith(" Town").sum() == 13
        assert "Manchester-by-the-Sea" in set(frame["name"])
    if level == "house":
        assert list(frame.loc[census_places.not_defined(frame), "code"]) == ["25ZZZ"]


@pytest.mark.sources
def test_zctas_as_published(sources: Path) -> None:
    frame, edition = census_zcta.load_polygons(sources)
    codes = set(census_zcta.load_codes(sources)["code"])
    assert len(codes) == 539
    if edition == "2020":
        assert set(frame["code"]) <= codes
        return
    old = set(frame["code"])
    assert (len(old), len(old & codes)) == (537, 532)
    assert sorted(codes - old) == ["01144", "01380", "01965", "02133", "02205", "02325", "02350"]
    assert sorted(old - codes) == ["01086", "01199", "01467", "02651", "02669"]
    assert shapely.coverage_is_valid(frame.geometry.to_numpy())
    inside = frame.merge(census_zcta.load_codes(sources), on="code", suffixes=("", "_centre"))
    assert (
        inside.geometry.intersects(gpd.GeoSeries(inside["geometry_centre"], crs=4326)).sum() == 514
    )


@pytest.mark.sources
def test_tracts_as_published(sources: Path) -> None:
    frame = census_tracts.load(sources)
    assert len(frame) == 1_602
    assert frame["population"].sum() == 6_984_205
