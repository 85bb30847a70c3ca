"""Outlines of ZIP areas of 2020 take over where they were fetched, and are held to the lists."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from data_sources import _shapefiles, census_zcta, census_zcta_2020, zcta_to_tract
from data_sources._web import Web
from etl import geography
from etl.atoms import NOWHERE
from etl.ledger import Ledger

CODES = ("02121", "02133")


def areas(*codes: str) -> gpd.GeoDataFrame:
    boxes = [shapely.box(-71 + i * 0.1, 42, -70.9 + i * 0.1, 42.1) for i in range(len(codes))]
    return gpd.GeoDataFrame({"code": codes}, geometry=boxes, crs=4326)


def written(folder: Path, web: Web) -> None:
    for path, column in (
        (census_zcta.POLYGONS_2010, "ZCTA5"),
        (census_zcta_2020.DATASET.files[0], "ZCTA5CE20"),
    ):
        _shapefiles.write(web, folder / path, areas(*CODES), {"code": column})


def test_outlines_of_2020_where_they_are_there(tmp_path: Path, web: Web) -> None:
    written(tmp_path, web)
    ledger = Ledger()
    zctas, edition = geography._zip_areas(tmp_path, ledger)
    assert (edition, ledger.rows_in["census_zcta_2020"]) == ("2020", 2)
    assert not ledger.rows_in["census_zcta"]
    geography._check_2020(zctas, areas(*CODES))
    (tmp_path / census_zcta_2020.DATASET.files[0]).unlink()
    zctas, edition = geography._zip_areas(tmp_path, ledger)
    assert (edition, ledger.rows_in["census_zcta"]) == ("2010", 2)


@pytest.mark.parametrize("codes", [("02121",), (*CODES, "02134")])
def test_one_outline_for_each_area(codes: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"one for each of 2\. These differ: 0213"):
        geography._check_2020(areas(*codes), areas(*CODES))


PIECES = pd.DataFrame(
    [
        ("02121", "25025010101", 900.0),
        ("02133", "25025010102", 90.0),
        ("02121", "25025010102", 10.0),
        (NOWHERE, "25025010103", 5_000.0),
    ],
    columns=["zcta", "tract", "people"],
)


def related(folder: Path, *pairs: tuple[str, str]) -> None:
    path = folder / zcta_to_tract.DATASET.files[0]
    path.parent.mkdir(exist_ok=True)
    head = ",".join(zcta_to_tract.COLUMNS)
    path.write_text("\n".join([head, *(f"{zcta},{tract},7" for zcta, tract in pairs)]) + "\n")


def test_residents_are_in_pairs_that_the_census_knows(tmp_path: Path) -> None:
    ledger, codes = Ledger(), pd.Series(CODES)
    geography._check_tracts(tmp_path, PIECES, codes, "2020", ledger)
    assert not ledger.rows_in
    pairs = [("02121", "25025010101"), ("02133", "25025010102"), ("02861", "25025010103")]
    related(tmp_path, *pairs)
    # One in a hundred lives where generalised outlines overlap another tract.
    geography._check_tracts(tmp_path, PIECES, codes, "2020", ledger)
    assert ledger.why("zcta_to_tract") == "1 ZIP areas of another state"
    related(tmp_path, *pairs[:1])
    with pytest.raises(ValueError, match=r"10\.0% of the residents .* as 02133 and 25025010102"):
        geography._check_tracts(tmp_path, PIECES, codes, "2020", Ledger())
    older = Ledger()
    geography._check_tracts(tmp_path, PIECES, codes, "2010", older)
    assert older.rows_left("zcta_to_tract") == older.rows_in["zcta_to_tract"] == 1
