"""Tables are replaced whole or not at all, and equal inputs give equal bytes."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from frictionless import Package
from shapely import box

from etl import publishing
from etl.fields import FIELDS
from etl.settings import SCHEMA
from etl.tables import TABLES, conform


def tables(people: float = 30_000) -> dict[str, pd.DataFrame]:
    made = {name: conform(name, pd.DataFrame(columns=list(t.fields))) for name, t in TABLES.items()}
    made["populations"] = conform(
        "populations",
        pd.DataFrame(
            {
                "level": ["zcta"],
                "code": ["00001"],
                "vintage": ["Census 2020"],
                "residents": [people],
            }
        ),
    )
    return made


def boundaries() -> dict[str, gpd.GeoDataFrame]:
    shape = gpd.GeoDataFrame(
        {"code": ["00001"], "name": ["00001"]}, geometry=[box(-71, 42, -70, 43)], crs=4326
    )
    return {"zcta": shape}


def write(out: Path, people: float = 30_000) -> str:
    return publishing.write(
        out, tables(people), boundaries(), {"zcta": '{"type": "FeatureCollection"}'}
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_equal_tables_are_equal_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a") == write(tmp_path / "b")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert write(tmp_path / "c", people=30_001) != write(tmp_path / "d")


def test_a_new_version_replaces_the_old_one_whole(tmp_path: Path) -> None:
    out = tmp_path / "data"
    write(out)
    (out / "left-over.txt").write_text("from another build")
    write(out, people=5)
    assert pd.read_parquet(out / "populations.parquet")["residents"].tolist() == [5]
    assert not (out / "left-over.txt").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["data"], "no temporary folder is left behind"


@pytest.mark.parametrize("stage", ["_write_parquet", "_describe", "_swap"])
def test_a_failure_at_any_stage_leaves_the_old_tables(
    tmp_path: Path, monkeypatch, stage: str
) -> None:
    out = tmp_path / "data"
    write(out)
    before = contents(out)

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(publishing, stage, broken)
    with pytest.raises(OSError, match="disk full"):
        write(out, people=5)
    assert contents(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_a_swap_that_was_cut_off_is_mended(tmp_path: Path) -> None:
    out = tmp_path / "data"
    write(out)
    out.rename(tmp_path / ".data-old")
    write(out, people=5)
    assert [p.name for p in tmp_path.iterdir()] == ["data"]


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    made = tables()
    del made["series"]
    with pytest.raises(ValueError, match="series"):
        publishing.write(tmp_path / "data", made, boundaries(), {"zcta": "{}"})
    assert not (tmp_path / "data").exists()


def test_the_package_describes_every_file_and_field(tmp_path: Path) -> None:
    write(tmp_path / "data")
    package = json.loads((tmp_path / "data" / "datapackage.json").read_text())
    assert package["schema"] == SCHEMA
    described = {r["path"] for r in package["resources"]}
    assert described == set(contents(tmp_path / "data")) - {"datapackage.json"}
    for resource in package["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            assert field["description"], field["name"]


def test_the_package_is_a_frictionless_data_package(tmp_path: Path) -> None:
    write(tmp_path / "data")
    package = Package.from_descriptor(str(tmp_path / "data" / "datapackage.json"))
    assert (
        package.get_resource("populations-parquet").schema.get_field("residents").type == "number"
    )
    report = Package.validate_descriptor(package.to_descriptor())
    assert report.valid, report.flatten(["message"])


def test_every_field_is_used_and_described() -> None:
    used = {name for table in TABLES.values() for name in table.fields}
    assert used == set(FIELDS)
    assert all(field.description for field in FIELDS.values())
