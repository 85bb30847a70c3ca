"""Outlines, residents and relationships from the Census Bureau's servers, against the double."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from data_sources import (
    _shapefiles,
    census_places,
    census_tracts,
    census_zcta_2020,
    zcta_to_county,
    zcta_to_tract,
)
from data_sources._geojson import read_features
from data_sources._web import Web
from data_sources._web_error import WebError
from tests.publishers import census, faults
from tests.publishers.double import Double, file_answer, text_answer

WEST, SOUTH, SIDE = -71.5, 42.0, 0.1


def squares(rows: list[dict[str, str]], first: int = 0) -> gpd.GeoDataFrame:
    """Squares side by side, from west to east."""
    shapes = [
        shapely.box(WEST + i * SIDE, SOUTH, WEST + (i + 1) * SIDE, SOUTH + SIDE)
        for i in range(first, first + len(rows))
    ]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs=4269)


def serve(double: Double, path: str, frame: gpd.GeoDataFrame) -> None:
    double.serve("tiger", path, file_answer(census.shapefile(frame, Path(path).stem)))


ZCTAS = [{"ZCTA5CE20": c, "GEOID20": c} for c in ("02121", "01001", "03060", "02801")]
TOWNS = [
    {"GEOID": code, "NAME": name, "NAMELSAD": full, "STATEFP": "25", "COUNTYFP": code[2:5],
     "COUSUBFP": code[5:]}
    for code, name, full in (
        ("2500940675", "Methuen", "Methuen city"),
        ("2502507000", "Boston", "Boston city"),
        ("2502500000", "County subdivisions not defined", "County subdivisions not defined"),
    )
]  # fmt: skip
RESIDENTS = {
    "2500940710": ("Methuen Town city, Essex County, Massachusetts", "53059"),
    "2502507000": ("Boston city, Suffolk County, Massachusetts", "675647"),
    "2502500000": ("County subdivisions not defined, Suffolk County, Massachusetts", "0"),
}


@pytest.fixture
def places(publishers: Double, monkeypatch: pytest.MonkeyPatch) -> Double:
    monkeypatch.setenv("CENSUS_API_KEY", "0123456789abcdef")
    one = {"STATEFP": "25"}
    levels = {
        "town": TOWNS,
        "county": [
            {"GEOID": "25009", "NAME": "Essex", "STATEFP": "25", "COUNTYFP": "009"},
            {"GEOID": "25025", "NAME": "Suffolk", "STATEFP": "25", "COUNTYFP": "025"},
            {"GEOID": "44001", "NAME": "Bristol", "STATEFP": "44", "COUNTYFP": "001"},
        ],
        "house": [
            one | {"GEOID": "25003", "NAMELSAD": "3rd Barnstable District", "SLDLST": "003"},
            one | {"GEOID": "25ZZZ", "NAMELSAD": "Districts not defined", "SLDLST": "ZZZ"},
        ],
        "senate": [one | {"GEOID": "25D01", "NAMELSAD": "Cape District", "SLDUST": "D01"}],
        "congress": [
            one | {"GEOID": "2503", "NAMELSAD": "Congressional District 3", "CD119FP": "03"}
        ],
    }
    for level, rows in levels.items():
        serve(publishers, census_places.ADDRESSES[level], squares(rows))
    rows = [
        census.place("county subdivision", code, name, ("P1_001N",), P1_001N=people)
        for code, (name, people) in RESIDENTS.items()
    ]
    publishers.serve("census", "/data/2020/dec/dhc", census.table(2020, "county subdivision", rows))
    return publishers


def test_zip_areas_of_2020(publishers: Double, web: Web, tmp_path: Path) -> None:
    serve(publishers, census_zcta_2020.ADDRESS, squares(ZCTAS))
    assert not census_zcta_2020.DATASET.present(tmp_path)
    assert census_zcta_2020.fetch(web, tmp_path).rows == 2
    areas = census_zcta_2020.load(tmp_path).set_index("code")
    assert list(areas.index) == ["01001", "02121"]
    assert areas.crs.to_epsg() == 4326
    expected = (WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)
    assert areas.loc["02121"].geometry.bounds == pytest.approx(expected, abs=2e-5)


def test_a_download_that_was_cut_goes_on_where_it_ended(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    serve(publishers, census_zcta_2020.ADDRESS, squares(ZCTAS))
    publishers.fault("tiger", faults.altered(times=1, cut=700))
    census_zcta_2020.fetch(web, tmp_path)
    first, second = publishers.requests("tiger")
    assert "range" not in first.headers
    assert second.headers["range"] == "bytes=700-"
    assert second.headers["if-range"].startswith('"')
    # What did not change is not sent again.
    census_zcta_2020.fetch(web, tmp_path)
    assert "if-none-match" in publishers.requests("tiger")[-1].headers
    assert len(census_zcta_2020.load(tmp_path)) == 2


@pytest.mark.parametrize(
    ("frame", "kind", "said"),
    [
        (squares([{"ZCTA5CE30": "02121"}]), "schema", "'ZCTA5CE20' is absent"),
        (squares([{"ZCTA5CE20": "02801"}]), "empty", "no ZIP area of the state"),
        (squares([{"ZCTA5CE20": "02121"}], first=500), "empty", "no place of the state"),
        (squares([{"ZCTA5CE20": "02121"}] * 2), "schema", "'02121' stands twice"),
        (
            squares([{"ZCTA5CE20": "02121"}]).assign(
                geometry=lambda f: f.geometry.representative_point()
            ),
            "schema",
            "a geometry is a Point",
        ),
    ],
)
def test_another_file_is_not_taken(
    publishers: Double, web: Web, tmp_path: Path, frame: gpd.GeoDataFrame, kind: str, said: str
) -> None:
    serve(publishers, census_zcta_2020.ADDRESS, frame)
    with pytest.raises(WebError, match=said) as error:
        census_zcta_2020.fetch(web, tmp_path)
    assert error.value.kind == kind
    assert not list(tmp_path.rglob("*.geojson"))


def test_every_level_of_places(places: Double, web: Web, tmp_path: Path) -> None:
    fetched = census_places.fetch(web, tmp_path)
    assert fetched.files == census_places.DATASET.files
    towns = census_places.load(tmp_path, "town").set_index("code")
    # Methuen was a town in 2020 and is a city now; water belongs to no town.
    assert towns["population"].to_dict() == {"2500940675": 53_059, "2502507000": 675_647}
    assert towns["name"].tolist() == ["Methuen", "Boston"]
    assert census_places.load(tmp_path, "county")["code"].tolist() == ["25009", "25025"]
    house = census_places.load(tmp_path, "house")
    assert house["name"].iloc[0] == "3rd Barnstable District"
    assert census_places.not_defined(house).tolist() == [False, True]
    assert census_places.load(tmp_path, "senate")["code"].tolist() == ["25D01"]
    assert census_places.load(tmp_path, "congress")["code"].tolist() == ["2503"]
    outline = census_places.load(tmp_path, "state").geometry.iloc[0]
    assert outline.bounds == pytest.approx((WEST, SOUTH, WEST + 2 * SIDE, SOUTH + SIDE), abs=2e-5)


def test_without_a_key_nothing_large_is_asked_for(
    places: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CENSUS_API_KEY")
    for module in (census_places, census_tracts):
        with pytest.raises(WebError, match="CENSUS_API_KEY") as error:
            module.fetch(web, tmp_path)
        assert error.value.kind == "key"
    assert not places.requests("tiger")


def test_a_town_without_residents_of_2020_is_named(
    places: Double, web: Web, tmp_path: Path
) -> None:
    serve(places, census_places.ADDRESSES["town"], squares([TOWNS[0] | {"NAME": "Norumbega"}]))
    with pytest.raises(WebError, match=r"the town Norumbega \(2500940675\) has no number of"):
        census_places.fetch(web, tmp_path)


def test_shared_borders_stay_shared() -> None:
    zigzag = [(WEST + SIDE + (i % 2) * 1e-5, SOUTH + i * SIDE / 500) for i in range(501)]
    west = shapely.Polygon([(WEST, SOUTH), *zigzag, (WEST, SOUTH + SIDE)])
    east = shapely.Polygon([(WEST + 2 * SIDE, SOUTH + SIDE), (WEST + 2 * SIDE, SOUTH), *zigzag])
    frame = gpd.GeoDataFrame(geometry=[west, east], crs=4326)
    simple = _shapefiles.generalised(frame).geometry
    assert shapely.coverage_is_valid(simple.to_numpy())
    assert shapely.get_num_coordinates(simple.to_numpy()).max() < 100


def tract_row(code: str, **cells: str) -> dict[str, object]:
    names = [f"B03002_{n:03d}E" for n in range(1, 22)] + [f"B01001_{n:03d}E" for n in range(1, 50)]
    return dict(census.place("tract", code, "Census Tract", names, **cells))


def tracts(double: Double, *rows: dict[str, object]) -> None:
    outlines = [
        {"GEOID": code, "NAME": code[-4:], "NAMELSAD": f"Census Tract {code[-4:]}"}
        for code in ("25025010101", "25025010102")
    ]
    serve(double, census_tracts.ADDRESS, squares(outlines))
    double.serve("census", census.address(census_tracts.YEAR), census.table(2022, "tract", rows))


def test_tracts_with_residents(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "0123456789abcdef")
    some = {
        "B03002_001E": "400", "B03002_003E": "100", "B03002_012E": "50",
        "B01001_003E": "40", "B01001_030E": "60", "B01001_025E": "10", "B01001_049E": "30",
    }  # fmt: skip
    tracts(publishers, tract_row("25025010101", **some), tract_row("25025010102"))
    assert census_tracts.fetch(web, tmp_path).rows == 2
    rows = census_tracts.load(tmp_path).set_index("tract")
    first = rows.loc["25025010101"]
    assert first["population"] == 400
    shares = ["white", "hispanic", "under_18", "age_65_plus"]
    assert first[shares].tolist() == [25, 12.5, 25, 10]
    assert rows.loc["25025010102", shares].isna().all()


def test_people_in_a_tract_without_outline_stop_it(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "0123456789abcdef")
    tracts(publishers, tract_row("25025990101", B03002_001E="12"))
    with pytest.raises(WebError, match="12 people live in tracts"):
        census_tracts.fetch(web, tmp_path)


COLUMNS = ("OID_ZCTA5_20", "GEOID_ZCTA5_20", "GEOID_{}_20", "AREALAND_PART", "AREAWATER_PART")


def relationships(kind: str, *pairs: tuple[str, str, str]) -> str:
    """A national relationship file as published: bars, a mark of its encoding, blank ZCTAs."""
    lines = ["|".join(COLUMNS).format(kind.upper())]
    lines += [f"7|{zcta}|{other}|{land}|0" for zcta, other, land in pairs]
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


def test_counties_and_tracts_of_zip_areas(publishers: Double, web: Web, tmp_path: Path) -> None:
    folder = "/geo/docs/maps-data/data/rel2020/zcta520"
    for kind, other in (("county", "25025"), ("tract", "25025010101")):
        text = relationships(
            kind, ("02121", other, "900"), ("", other, "5"), ("90210", "06037", "7"),
            ("02861", other, "100"),
        )  # fmt: skip
        path = f"{folder}/tab20_zcta520_{kind}20_natl.txt"
        publishers.serve("tiger", path, text_answer(text, "text/plain"))
    assert zcta_to_county.fetch(web, tmp_path).rows == 2
    assert zcta_to_county.load(tmp_path)[["zcta", "county"]].to_numpy().tolist() == [
        ["02121", "25025"],
        ["02861", "25025"],
    ]
    zcta_to_tract.fetch(web, tmp_path)
    rows = zcta_to_tract.load(tmp_path)
    assert rows["land"].tolist() == [900, 100]
    assert rows["tract"].unique().tolist() == ["25025010101"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (relationships("tract", ("02121", "25025", "1")), "'GEOID_COUNTY_20' is absent"),
        (relationships("county", ("90210", "06037", "1")), "no area of the state"),
        (relationships("county", *[("02121", "25025", "1")] * 2), "stands twice"),
        (relationships("county", ("02121", "25025", "1")) + "7|02122", "line 3 has 2 fields"),
    ],
)
def test_a_relationship_file_in_another_form(
    publishers: Double, web: Web, tmp_path: Path, text: str, said: str
) -> None:
    publishers.serve("tiger", ".*", text_answer(text, "text/plain"))
    with pytest.raises(WebError, match=said):
        zcta_to_county.fetch(web, tmp_path)


def test_written_features_are_valid_on_their_grid(web: Web, tmp_path: Path) -> None:
    bow = shapely.Polygon([(-71, 42), (-70.9, 42.1), (-70.9, 42), (-71, 42.1)])
    frame = gpd.GeoDataFrame({"code": ["1"]}, geometry=[bow], crs=4326)
    _shapefiles.write(web, tmp_path / "a.geojson", frame, {"code": "GEOID"})
    read = read_features(tmp_path / "a.geojson", {"GEOID": "code"})
    assert read.geometry.is_valid.all()
