"""The folder that a build reads: embedded files, with the fetched ones laid over them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl import view
from etl.view import Choice


@pytest.fixture
def embedded(tmp_path: Path) -> Path:
    for name in ("police/people.csv", "cdc/deaths.csv"):
        (tmp_path / "sources" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sources" / name).write_text("embedded")
    return tmp_path / "sources"


def fetched(tmp_path: Path) -> Choice:
    folder = tmp_path / "2026-11-02-0123456789ab"
    (folder / "police").mkdir(parents=True)
    (folder / "police" / "people.csv").write_text("fetched")
    (folder / "FETCHED.json").write_text("{}")
    about = ("2026-11-02", "2026-11-03T03:10:00Z", "2015-2026", "2026-11-01", "", "")
    return Choice("police", "fresh", folder, ("police/people.csv",), *about)


def test_fetched_files_lie_over_the_embedded_ones(tmp_path: Path, embedded: Path) -> None:
    made = view.assemble(tmp_path / "v", embedded, [fetched(tmp_path), Choice("cdc", "embedded")])
    assert (made / "police/people.csv").read_text() == "fetched"
    assert (made / "cdc/deaths.csv").read_text() == "embedded"
    assert (embedded / "police/people.csv").read_text() == "embedded"
    assert not (made / "FETCHED.json").exists()


def test_it_says_which_copy_each_dataset_is(
    tmp_path: Path, embedded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "s3cret")
    failed = Choice("cdc", "kept", problem="403 for key=s3cret")
    made = view.assemble(tmp_path / "v", embedded, [fetched(tmp_path), failed])
    found = view.retrieved(made)
    assert found["police"]["state"] == "fresh"
    assert found["police"]["data_as_of"] == "2026-11-01"
    assert "s3cret" not in (made / view.RETRIEVED).read_text()
    assert json.loads((made / view.RETRIEVED).read_text())["form"] == 1


def test_without_embedded_files_there_are_the_fetched_ones(tmp_path: Path) -> None:
    made = view.assemble(tmp_path / "v", tmp_path / "nowhere", [fetched(tmp_path)])
    names = {p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file()}
    assert names == {"police/people.csv", view.RETRIEVED}


def test_a_plain_folder_says_nothing_and_a_broken_note_is_named(embedded: Path) -> None:
    assert view.retrieved(embedded) == {}
    (embedded / view.RETRIEVED).write_text("{")
    with pytest.raises(ValueError, match=r"RETRIEVED\.json"):
        view.retrieved(embedded)


def test_a_file_that_went_missing_is_named(tmp_path: Path, embedded: Path) -> None:
    choice = fetched(tmp_path)
    assert choice.folder
    (choice.folder / "police/people.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"people\.csv"):
        view.assemble(tmp_path / "v", embedded, [choice])
