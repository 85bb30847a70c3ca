"""The tables are read whole or not at all, and looked up without arithmetic."""

from __future__ import annotations

import json
import shutil
import timeit
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store, tables
from dashboard.atlas import Atlas
from dashboard.tables import DataError
from tests.small_atlas.values import INJURY


def test_look_ups(small_tables: Atlas) -> None:
    place = small_tables.place("zcta", "02121")
    assert place is not None
    assert (place.name, place.population) == ("02121", 28_400)
    assert small_tables.place("zcta", "99999") is None
    seen = small_tables.observation("people_shot", "zcta", "02121", INJURY)
    assert seen is not None
    assert (seen.numerator, seen.status, seen.moe) == (92, "value", None)
    assert small_tables.observation("people_shot", "zcta", "02121", "1999") is None
    assert small_tables.periods("people_shot", "zcta") == [INJURY, "2018-01_2023-02"]
    assert small_tables.periods("nothing", "zcta") == []
    po_box = small_tables.zip_code("02112")
    assert po_box is not None
    assert (po_box.kind, po_box.zcta) == ("po_box", "02111")


def test_house_districts_and_counties_with_one_code_are_told_apart(
    small_tables: Atlas,
) -> None:
    county, district = small_tables.place("county", "25003"), small_tables.place("house", "25003")
    assert county is not None
    assert district is not None
    assert (county.name, district.name) == ("Berkshire County", "3rd Berkshire District")


def test_frames_of_slices(small_tables: Atlas) -> None:
    at = small_tables.at("people_shot", "zcta", INJURY)
    assert at.index.name == "code"
    assert at.loc["01330", "status"] == "none_recorded"
    assert small_tables.at("people_shot", "zcta", "1999").empty
    overlap = small_tables.overlap("zcta", "02121", "house")
    assert overlap["people_share"].tolist() == [0.75, 0.25]
    series = small_tables.series_of("people_shot", "town", "2502507000")
    assert series["period"].tolist() == ["2014", "2015", "2016", "2017"]
    assert len(small_tables.members("us_senate", "25")) == 1
    assert small_tables.members("house", "none").empty


def test_look_ups_take_microseconds(small_tables: Atlas) -> None:
    once = timeit.timeit(
        lambda: small_tables.observation("people_shot", "zcta", "02121", INJURY), number=1000
    )
    again = timeit.timeit(lambda: small_tables.at("people_shot", "zcta", INJURY), number=1000)
    assert once / 1000 < 1e-4
    assert again / 1000 < 1e-4


def test_missing_numbers_are_none_and_counts_are_whole(small_tables: Atlas) -> None:
    seen = small_tables.observation("people_shot", "zcta", "01060", INJURY)
    assert seen is not None
    assert (seen.value, seen.numerator, seen.colour_class) == (None, None, None)
    assert isinstance(small_tables.observations["colour_class"].dtype, pd.Int64Dtype)


Harm = Callable[[Path], None]


def _cut(folder: Path) -> None:
    path = folder / "observations.parquet"
    path.write_bytes(path.read_bytes()[:-10])


def _swap_byte(folder: Path) -> None:
    path = folder / "places.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def _package(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    path = folder / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    change(package)
    path.write_text(json.dumps(package), "utf-8")


def _older(folder: Path) -> None:
    _package(folder, lambda package: package.update(schema="0"))


def _unlisted(folder: Path) -> None:
    def drop(package: dict[str, object]) -> None:
        resources = package["resources"]
        assert isinstance(resources, list)
        package["resources"] = [r for r in resources if r["path"] != "classes.parquet"]

    _package(folder, drop)


@pytest.mark.parametrize(
    ("harm", "file", "says"),
    [
        (lambda f: (f / "observations.parquet").unlink(), "observations.parquet", "missing"),
        (lambda f: (f / "boundaries/zcta.geojson").unlink(), "zcta.geojson", "missing"),
        (lambda f: (f / "datapackage.json").unlink(), "datapackage.json", "missing"),
        (lambda f: shutil.rmtree(f), "datapackage.json", "missing"),
        (lambda f: (f / "datapackage.json").write_text("{"), "datapackage.json", "cannot be read"),
        (lambda f: (f / "datapackage.json").write_text("[]"), "datapackage.json", "cannot be read"),
        (_cut, "observations.parquet", "bytes"),
        (_swap_byte, "places.parquet", "checksum"),
        (_older, "datapackage.json", "form '0'"),
        (_unlisted, "datapackage.json", "classes.parquet"),
    ],
)
def test_a_harmed_folder_is_refused_with_file_and_command(
    small_folder: Path,
    tmp_path: Path,
    harm: Harm,
    file: str,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(small_folder, folder)
    harm(folder)
    monkeypatch.setenv("EZC_DATA", str(folder))
    with pytest.raises(DataError, match=says) as caught:
        store.atlas()
    assert caught.value.file.endswith(file)
    assert "git checkout data" in caught.value.mend
    assert "python -m etl build" in caught.value.mend
    assert caught.value.file in str(caught.value)


def test_a_mended_folder_is_read_on_the_next_call(
    small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    monkeypatch.setenv("EZC_DATA", str(folder))
    with pytest.raises(DataError):
        store.atlas()
    shutil.copytree(small_folder, folder)
    assert store.atlas().version


def test_the_form_is_that_of_the_pipeline() -> None:
    from etl.settings import SCHEMA
    from etl.tables import TABLES

    assert SCHEMA == tables.SCHEMA
    assert set(TABLES) == set(tables.TABLES)
    for name, row in tables.RECORDS.items():
        assert tuple(row.__slots__) == TABLES[name].fields
