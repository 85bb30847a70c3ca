"""The whole pipeline on the publishers' files: same bytes, and old tables stay when it stops."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_sources._dataset import SourceError
from etl import __main__ as etl_command
from etl import build, geography, publishing
from etl.explain import NotFoundError, explain
from etl.people_shot import MEASURES

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.sources


@pytest.fixture(scope="module")
def atlas(sources: Path) -> build.Atlas:
    return build.build(sources)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "etl", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"COLUMNS": "200"},
    )


def test_the_command_makes_the_bytes_that_ship(
    atlas: build.Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ships was made by another process on another day, with another seed of hashes."""
    asked: list[Path] = []

    def made(folder: Path, step: Callable[[str], None]) -> build.Atlas:
        asked.append(folder)
        for name in build.STEPS:
            step(name)
        return atlas

    monkeypatch.setattr(build, "build", made)
    out = tmp_path / "made"
    monkeypatch.setattr("sys.argv", ["etl", "build", "--from", "there", "--out", str(out)])
    assert etl_command.main() == 0
    assert asked == [Path("there")]
    assert contents(out) == contents(ROOT / "data"), "data/ is not what a build makes"


def altered(sources: Path, folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """A copy of the source folder, linked file by file, with one file changed."""
    for path in sources.rglob("*"):
        if path.is_file():
            link = folder / path.relative_to(sources)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    target = folder / name
    text = target.read_text(encoding="utf-8-sig")
    target.unlink()
    target.write_text(change(text), encoding="utf-8")
    return folder


VICTIMS = "boston_police/shooting_victims_2015_2025_02.csv"
POINTS = "boston_police/crime_shooting_flag_points_2015_2023.csv"
ZIPS = "crosswalks/uds_zip_to_zcta520_2022_ma.csv"


def swap_last_columns(text: str) -> str:
    lines = [line.split(",") for line in text.splitlines()]
    return "\n".join(",".join([*cells[:-2], cells[-1], cells[-2]]) for cells in lines[1:])


@pytest.mark.parametrize(
    ("file", "change", "said"),
    [
        (VICTIMS, lambda t: t.replace("shooting_type_v2", "type", 1), "shooting_type_v2"),
        (VICTIMS, lambda t: t[: len(t) // 2].rstrip("tf\n,"), "line"),
        (POINTS, lambda t: t.replace("42.31161123", "north", 1), "line 2, column 'Lat'"),
        (POINTS, lambda t: t.splitlines()[0] + "\n" + swap_last_columns(t), "column 'Lat'"),
        (ZIPS, lambda t: t + t.splitlines()[1] + "\n", "stands twice"),
        (ZIPS, lambda t: "", "empty"),
    ],
    ids=[
        "renamed column",
        "cut short",
        "text in a number",
        "swapped axes",
        "repeated key",
        "empty",
    ],
)
def test_a_bad_source_file_stops_the_build_and_is_named(
    sources: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
    change: Callable[[str], str],
    said: str,
) -> None:
    if file != ZIPS:  # the files about places are as they were
        places = request.getfixturevalue("real_places")
        monkeypatch.setattr(geography, "run", lambda *_: places)
    folder = altered(sources, tmp_path / "sources", file, change)
    with pytest.raises(SourceError) as stop:
        build.build(folder)
    assert file.rpartition("/")[2] in str(stop.value)
    assert said in str(stop.value)
    assert "Expected" in str(stop.value)


def test_the_command_leaves_the_old_tables_and_says_why(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "data"
    publishing_files = {p.name: p.read_bytes() for p in (ROOT / "data").glob("*.parquet")}
    out.mkdir()
    for name, content in publishing_files.items():
        (out / name).write_bytes(content)
    folder = altered(sources, tmp_path / "sources", ZIPS, lambda t: t.replace("zcta", "area", 1))
    done = command("build", "--from", str(folder), "--out", str(out))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert ZIPS.rpartition("/")[2] in done.stderr.replace("\n", "")
    assert {p.name: p.read_bytes() for p in out.glob("*.parquet")} == publishing_files
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data", "sources"]


def test_a_missing_file_is_named(
    sources: Path,
    tmp_path: Path,
    real_places: geography.Geography,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(geography, "run", lambda *_: real_places)
    folder = altered(sources, tmp_path, VICTIMS, lambda t: t)
    (folder / VICTIMS).unlink()
    with pytest.raises(SourceError, match=r"shooting_victims.*missing"):
        build.build(folder)


def test_a_number_is_explained_down_to_its_source_lines(atlas: build.Atlas, sources: Path) -> None:
    lines = explain(atlas.tables, "people_shot/zcta/02121/2015-07_2017-12", sources)
    text = "\n".join(f"{label}: {said}" for label, said in lines)
    assert "Counted again: 92 people" in text
    assert re.search(r"shooting_victims_2015_2025_02\.csv lines \d+, \d+", text)
    assert "ACS 2014-2018" in text
    assert "915 days" in text
    assert "Garwood" in text


@pytest.mark.parametrize("indicator", ["people_shot", "people_killed", "people_injured"])
def test_every_published_count_is_found_again(atlas: build.Atlas, indicator: str) -> None:
    from etl import injuries

    rows = atlas.tables["observations"]
    rows = rows[(rows["indicator"] == indicator) & (rows["numerator"] > 0)]
    rows = rows[~rows["level"].str.endswith("_unplaced")]
    for row in rows.iloc[:: max(1, len(rows) // 60)].itertuples():
        found = injuries.counted(atlas.people, indicator, row.level, row.code, row.period)
        assert found["n"].sum() == row.numerator, (row.level, row.code, row.period)


def test_a_value_of_one_source_cell_is_shown_with_its_line(
    atlas: build.Atlas, sources: Path
) -> None:
    lines = explain(atlas.tables, "poverty/zcta/02121/2014-2018", sources)
    text = "\n".join(f"{label}: {said}" for label, said in lines)
    assert re.search(r"oeps_ec03_acs2018_ma_zcta\.csv line \d+", text)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (
            "gradients/people_shot/zcta/2015-07_2017-12/25/poverty/2014-2018/rate_ratio",
            [r"bootstrap", r"Fifth 5: [\d,]+ people / [\d,]+ person-years"],
        ),
        ("models/poverty/2014-2018/people_shot/zcta/2015-07_2017-12/25", [r"dispersion: \d"]),
        ("people_shot_smoothed/zcta/02121/2015-07_2017-12", [r"gamma of shape", r"Clayton"]),
    ],
)
def test_a_statistic_is_explained_with_its_inputs(
    atlas: build.Atlas, key: str, said: list[str]
) -> None:
    text = "\n".join(f"{label}: {line}" for label, line in explain(atlas.tables, key, None))
    for pattern in said:
        assert re.search(pattern, text), pattern


def test_a_number_of_every_source_is_traced_to_its_rows(atlas: build.Atlas, sources: Path) -> None:
    values = pd.concat([atlas.tables["observations"], atlas.tables["series"]])
    shown = values[values["status"].isin(["value", "count_only", "modelled"])]
    costly = shown["indicator"].isin([*MEASURES, "firearm_licences"]) | shown["flags"].str.contains(
        "from_tracts"
    )
    picked = shown[~costly].drop_duplicates("source")
    assert len(picked) > 15
    for row in picked.itertuples():
        key = f"{row.indicator}/{row.level}/{row.code}/{row.period}"
        lines = explain(atlas.tables, key, sources)
        assert any(label in {"Source row", "Source rows"} for label, _ in lines), key


@pytest.mark.parametrize(
    ("observation", "said"),
    [
        ("people_shot", "is not indicator/level/code/period"),
        ("people_shot/zcta/99999/2015-07_2017-12", "no code '99999'"),
        ("nothing/zcta/02121/2015-07_2017-12", "no indicator 'nothing'"),
    ],
)
def test_what_is_not_known_is_said(atlas: build.Atlas, observation: str, said: str) -> None:
    with pytest.raises(NotFoundError, match=said):
        explain(atlas.tables, observation, None)


def test_check_and_sources_commands(tmp_path: Path) -> None:
    done = command("check")
    assert done.returncode == 0, done.stderr
    assert "holds" in done.stdout
    listed = command("sources")
    assert "boston_shootings" in listed.stdout
    broken = command("check", "--data", str(tmp_path))
    assert broken.returncode == 1
    assert "python -m etl build" in broken.stderr.replace("\n", " ")


def test_read_gives_the_tables_that_were_written(atlas: build.Atlas, tmp_path: Path) -> None:
    publishing.write(tmp_path / "data", atlas.tables, atlas.boundaries, atlas.geojson)
    for name, frame in publishing.read(tmp_path / "data").items():
        assert len(frame) == len(atlas.tables[name])
        assert list(frame.columns) == list(atlas.tables[name].columns)
