"""Files to take away hold what is published, no more, and the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.reuse import downloads
from dashboard.tables import BOUNDARIES, TABLES
from tests.small_atlas import write_small_atlas


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    folder: Path = tmp_path_factory.mktemp("atlas") / "data"
    write_small_atlas(folder)
    return store.load(folder)


def test_filters_only_filter(atlas: Atlas) -> None:
    part = downloads.filtered(atlas.observations, indicator="people_shot", level="zcta", period="")
    assert set(part["indicator"]) == {"people_shot"}
    assert set(part["level"]) == {"zcta"}
    assert len(downloads.filtered(atlas.observations)) == len(atlas.observations)
    assert downloads.filtered(atlas.observations, indicator="'; DROP").empty
    assert len(downloads.filtered(atlas.zip_codes, indicator="people_shot")) == len(atlas.zip_codes)


def test_csv_keeps_codes_and_hides_what_is_hidden(atlas: Atlas) -> None:
    text = downloads.csv_bytes(downloads.filtered(atlas.observations, code="01060"))
    frame = pd.read_csv(io.BytesIO(text), dtype=str, encoding="utf-8-sig")
    assert set(frame["code"]) == {"01060"}
    few = frame[frame["status"] == "too_few"]
    assert len(few) > 0
    assert few[["numerator", "value", "lower", "upper"]].isna().all(axis=None)


def test_parquet_reads_back(atlas: Atlas) -> None:
    frame = pd.read_parquet(io.BytesIO(downloads.parquet_bytes(atlas.places)))
    pd.testing.assert_frame_equal(frame, atlas.places, check_dtype=False)


def test_everything_is_in_one_file_with_its_description(atlas: Atlas) -> None:
    content = downloads.everything(atlas)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        package = json.loads(archive.read("datapackage.json"))
    assert {f"{name}.csv" for name in TABLES} <= names
    assert {f"{name}.parquet" for name in TABLES} <= names
    assert {f"boundaries/{level}.geojson" for level in BOUNDARIES} <= names
    assert package["version"] == atlas.version
    assert content == downloads.everything(atlas)


def test_a_selection_says_what_its_columns_mean_and_whence_it_comes(atlas: Atlas) -> None:
    content = downloads.selection(atlas, "observations", indicator="firearm_homicides")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        sources = pd.read_csv(archive.open("sources.csv"))
    resource = package["resources"][0]
    assert resource["path"] == "observations.parquet"
    assert "hash" not in resource
    assert list(sources["id"]) == ["cdc_miovd"] or "cdc_miovd" in set(sources["id"])


@pytest.mark.parametrize("name", ["secrets", "../etc/passwd", ""])
def test_only_published_tables(atlas: Atlas, name: str) -> None:
    with pytest.raises(KeyError):
        downloads.table(atlas, name)
    with pytest.raises(KeyError):
        downloads.boundary_bytes(atlas, name)


TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "'=1", '=HYPERLINK("x")', "Ñandú", "-0.5"]
)
NUMBER = st.floats(allow_nan=True, allow_infinity=False)


@given(st.lists(st.tuples(TEXT, NUMBER), min_size=1, max_size=20))
def test_no_cell_of_a_csv_is_a_formula_and_no_number_changes(
    rows: list[tuple[str, float]],
) -> None:
    frame = pd.DataFrame(rows, columns=["text", "number"])
    before = frame.copy()
    content = downloads.csv_bytes(frame)
    pd.testing.assert_frame_equal(frame, before)
    read = pd.read_csv(
        io.BytesIO(content),
        encoding="utf-8-sig",
        dtype={"text": str},
        keep_default_na=False,
        na_values={"number": [""]},
        skip_blank_lines=False,
    )
    pd.testing.assert_series_equal(read["number"], frame["number"], check_dtype=False)
    for was, text in zip(frame["text"], read["text"], strict=True):
        risky = was.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
        assert text == ("'" if risky else "") + was.replace("\r\n", "\n").replace("\r", "\n")


def test_a_frame_without_risk_is_not_copied(atlas: Atlas) -> None:
    assert downloads.safe_cells(atlas.observations) is atlas.observations


def test_missing_and_mixed_cells_stay() -> None:
    frame = pd.DataFrame({"x": pd.Series(["-a", None, -5, 1.5], dtype=object), "y": -1.0})
    safe = downloads.safe_cells(frame)
    assert safe["x"].tolist() == ["'-a", None, -5, 1.5]
    assert safe["y"].tolist() == [-1.0] * 4
