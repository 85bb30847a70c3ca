# ruff: noqa: E501
"""ZIP codes, ZIP areas and counties: invented lines in the publishers' formats."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from data_sources import hud_zip_to_county, zcta_growth, zcta_to_county, zip_to_zcta
from data_sources._dataset import SourceError

UDS = """zip,po_name,state,zip_type,zcta,zip_join_type
01001,Agawam,MA,Zip Code Area,01001,Zip matches ZCTA
01990,Nowhere ,MA,Post Office or large volume customer,01001,Spatial join to ZCTA
"""
COUNTY = """zcta,zcta_numeric,state_name,state_usps,state_fips,state_fips_numeric,county_name,county_fips,county_fips_numeric
01001,1001,massachusetts,MA,25,25,hampden county,25013,25013
01002,1002,massachusetts,MA,25,25,franklin county,25011,25011
01002,1002,massachusetts,MA,25,25,hampshire county,25015,25015
"""
HUD = """Unnamed: 0,ZIP,COUNTY,USPS_ZIP_PREF_CITY,USPS_ZIP_PREF_STATE,RES_RATIO,BUS_RATIO,OTH_RATIO,TOT_RATIO
311,01001,25013,AGAWAM,MA,1.0,1.0,1.0,1.0
312,01002,25015,AMHERST,MA,0.75,0.9,0.9,0.8
313,01002,25011,AMHERST,MA,0.25,0.1,0.1,0.2
"""
GROWTH = """zcta,label,state,pop_2011,pop_2024,pop_change,pop_pct,housing_units_2011,housing_units_2024,hu_change,hu_pct,density_2024,comparable,comparable_hu,boundary_changed,same_area_share
01012,"Hampshire County, MA",MA,509.0,397.0,-112.0,-22.0,299.0,205.0,-94.0,-31.4,32.9,False,False,False,0.994
02133,"Suffolk County, MA",MA,,,,,,,,,,False,False,True,0.0
"""
FORMS = {zip_to_zcta: UDS, zcta_to_county: COUNTY, hud_zip_to_county: HUD, zcta_growth: GROWTH}


def put(folder: Path, module: ModuleType, text: str) -> Path:
    path = folder / module.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_zip_to_zcta(tmp_path: Path) -> None:
    put(tmp_path, zip_to_zcta, UDS)
    rows = zip_to_zcta.load(tmp_path)
    assert rows.drop(columns="source_row").to_numpy().tolist() == [
        ["01001", "Agawam", "01001", False, True],
        ["01990", "Nowhere", "01001", True, False],
    ]


def test_zcta_to_county(tmp_path: Path) -> None:
    put(tmp_path, zcta_to_county, COUNTY)
    assert zcta_to_county.load(tmp_path).to_numpy().tolist() == [
        ["01001", "25013", 2],
        ["01002", "25011", 3],
        ["01002", "25015", 4],
    ]


def test_hud(tmp_path: Path) -> None:
    put(tmp_path, hud_zip_to_county, HUD)
    rows = hud_zip_to_county.load(tmp_path)
    assert list(rows["residential_share"]) == [1.0, 0.75, 0.25]
    assert rows.groupby("zip")["address_share"].sum().tolist() == [1.0, 1.0]


def test_growth(tmp_path: Path) -> None:
    put(tmp_path, zcta_growth, GROWTH)
    rows = zcta_growth.load(tmp_path)
    assert list(rows["boundary_changed"]) == [False, True]
    assert list(rows["same_area_share"]) == [0.994, 0.0]
    assert rows["population_2024"].isna().tolist() == [False, True], "blank is missing, not zero"


@pytest.mark.parametrize("module", FORMS, ids=lambda m: m.DATASET.id)
def test_missing_empty_and_cut_files(tmp_path: Path, module: ModuleType) -> None:
    with pytest.raises(SourceError, match="missing"):
        module.load(tmp_path)
    put(tmp_path, module, "")
    with pytest.raises(SourceError, match="empty"):
        module.load(tmp_path)
    head, first = FORMS[module].splitlines()[:2]
    put(tmp_path, module, head + "\n")
    with pytest.raises(SourceError, match="no rows"):
        module.load(tmp_path)
    put(tmp_path, module, f"{head}\n{first}\n{first}\n")
    with pytest.raises(SourceError, match="stands twice"):
        module.load(tmp_path)


@pytest.mark.parametrize(
    ("module", "old", "new", "column"),
    [
        (zip_to_zcta, "zip_type", "kind", "zip_type"),
        (zip_to_zcta, "\n01001,", "\n1001,", "zip"),
        (zip_to_zcta, "Zip Code Area", "Area", "zip_type"),
        (zip_to_zcta, "Area,01001", "Area,O1001", "zcta"),
        (zip_to_zcta, "Area,01001", "Area,01002", "zcta"),
        (zip_to_zcta, "Agawam", "", "po_name"),
        (zip_to_zcta, "Spatial join to ZCTA", "guess", "zip_join_type"),
        (zcta_to_county, "county_fips,", "fips,", "county_fips"),
        (zcta_to_county, "25013,25013", "2513,25013", "county_fips"),
        (hud_zip_to_county, "RES_RATIO", "RES", "RES_RATIO"),
        (hud_zip_to_county, "MA,1.0", "MA,one", "RES_RATIO"),
        (hud_zip_to_county, "0.25,0.1,0.1,0.2", "0.25,0.1,0.1,0.9", "TOT_RATIO"),
        (hud_zip_to_county, "MA,1.0", "MA,-1.0", "RES_RATIO"),
        (zcta_growth, "boundary_changed", "changed", "boundary_changed"),
        (zcta_growth, "False,0.994", "no,0.994", "boundary_changed"),
        (zcta_growth, "0.994", "99.4", "same_area_share"),
        (zcta_growth, "0.994", "much", "same_area_share"),
        (zcta_growth, "397.0", "-397.0", "pop_2024"),
    ],
)
def test_bad_lines_are_named(
    tmp_path: Path, module: ModuleType, old: str, new: str, column: str
) -> None:
    text = FORMS[module]
    assert old in text
    path = put(tmp_path, module, text.replace(old, new, 1))
    with pytest.raises(SourceError) as caught:
        module.load(tmp_path)
    assert (caught.value.file, caught.value.column) == (str(path), column)


@pytest.mark.sources
def test_crosswalks_as_published(sources: Path) -> None:
    rows = zip_to_zcta.load(sources)
    assert (len(rows), rows["zcta"].nunique(), rows["same_code"].sum()) == (680, 539, 539)
    assert not rows["zip"].isin(["01825", "02266", "02340", "02783", "05544"]).any()
    answered = rows.set_index("zip")["zcta"]
    given_up = {
        "01086": "01085",
        "01199": "01107",
        "01467": "01451",
        "02651": "02642",
        "02669": "02633",
    }
    assert {old: answered[old] for old in given_up} == given_up
    assert (answered["02112"], answered["01101"], answered["02222"]) == ("02111", "01103", "02114")

    growth = zcta_growth.load(sources)
    assert set(growth["zcta"]) == set(rows["zcta"])
    assert growth["boundary_changed"].sum() == 41
    recut = set(growth.loc[growth["boundary_changed"], "zcta"])
    assert {"02108", "02163", "02169", "02457", "02462", "02746"} <= recut
    lonely = growth["same_area_share"] == 0
    assert (
        growth.loc[growth["population_2024"].isna(), "zcta"].isin(growth.loc[lonely, "zcta"]).all()
    )

    touching = zcta_to_county.load(sources)
    assert (len(touching), touching["zcta"].nunique()) == (565, 540)
    assert set(touching["zcta"]) - set(rows["zcta"]) == {"02861"}

    hud = hud_zip_to_county.load(sources)
    assert (len(hud), hud["zip"].nunique()) == (733, 649)
