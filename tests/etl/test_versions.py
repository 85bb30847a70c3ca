"""Editions are whole or not there; the current one changes in one step."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from etl.__main__ import app
from etl.versions import NoEditionError, Shelf, damage

NOW = datetime(2026, 11, 2, 3, 10, tzinfo=UTC)


def edition(out: Path, text: str) -> None:
    out.mkdir()
    (out / "places.parquet").write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    resources = [{"path": "places.parquet", "hash": f"sha256:{digest}"}]
    package = {"version": digest[:12], "resources": resources}
    (out / "datapackage.json").write_text(json.dumps(package))


def add(shelf: Shelf, text: str, day: int = 1) -> str:
    def about(folder: Path) -> None:
        stamp = f"2026-11-{day:02}T03:10:00Z"
        (folder / "changes.json").write_text(json.dumps({"published": stamp}))

    return shelf.add(lambda out: edition(out, text), about).id


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "published")


def text(shelf: Shelf) -> str:
    return (shelf.folder / "current" / "places.parquet").read_text()


def test_the_newest_is_current_and_all_are_listed(shelf: Shelf) -> None:
    ids = [add(shelf, str(day), day) for day in (1, 2, 3)]
    assert text(shelf) == "3"
    assert [e.id for e in shelf.editions()] == ids[::-1]
    assert [e.current for e in shelf.editions()] == [True, False, False]
    assert (shelf.folder / "current").is_symlink()


def test_the_link_is_relative_so_that_the_folder_may_move(shelf: Shelf) -> None:
    add(shelf, "one")
    moved = shelf.folder.rename(shelf.folder.with_name("elsewhere"))
    assert (moved / "current" / "places.parquet").read_text() == "one"


def test_an_edition_that_is_not_whole_never_becomes_current(shelf: Shelf) -> None:
    add(shelf, "one")

    def cut(out: Path) -> None:
        edition(out, "two")
        (out / "places.parquet").write_text("tw")

    with pytest.raises(NoEditionError, match=r"places\.parquet"):
        shelf.add(cut)
    assert text(shelf) == "one"
    assert [p.name for p in shelf.versions.iterdir()] == [shelf.editions()[0].id]


def test_roll_back_goes_one_edition_back_or_to_a_named_one(shelf: Shelf) -> None:
    first, second, third = (add(shelf, str(day), day) for day in (1, 2, 3))
    assert shelf.roll_back("", "wrong towns", NOW).id == second
    assert text(shelf) == "2"
    assert shelf.roll_back("", "still wrong", NOW).id == first
    with pytest.raises(NoEditionError, match="no edition before"):
        shelf.roll_back("", "and more", NOW)
    assert shelf.roll_back(third[:5], "it was right", NOW).id == third
    assert [d["reason"] for d in shelf.decisions()] == [
        "wrong towns",
        "still wrong",
        "it was right",
    ]
    assert (shelf.held() or {})["edition"] == third


@pytest.mark.parametrize("wild", ["nothing", "../..", "ffff"])
def test_only_kept_editions_can_be_named(shelf: Shelf, wild: str) -> None:
    kept = add(shelf, "one")
    with pytest.raises(NoEditionError, match=kept):
        shelf.point_to(wild)
    assert text(shelf) == "one"


def test_a_hurt_edition_is_neither_rolled_back_to_nor_kept_over_a_whole_one(shelf: Shelf) -> None:
    first = add(shelf, "one", 1)
    add(shelf, "two", 2)
    (shelf.versions / first / "places.parquet").write_text("on")
    with pytest.raises(NoEditionError, match="not whole"):
        shelf.roll_back(first, "", NOW)
    assert text(shelf) == "two"
    assert add(shelf, "one", 3) == first
    assert damage(shelf.versions / first) == ""


def test_the_oldest_go_and_never_the_current_one(shelf: Shelf) -> None:
    ids = [add(shelf, str(day), day) for day in range(1, 8)]
    shelf.point_to(ids[0])
    assert set(shelf.prune(keep=3)) == set(ids[1:4])
    assert {e.id for e in shelf.editions()} == {ids[0], *ids[4:]}


def test_left_overs_of_a_run_that_was_cut_off_go(shelf: Shelf) -> None:
    add(shelf, "one")
    (shelf.versions / ".making-x").mkdir()
    shelf.tidy()
    assert len(list(shelf.versions.iterdir())) == 1


def test_a_decision_holds_no_key_and_a_cut_line_is_left_out(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUD_API_TOKEN", "s3cret")
    shelf.decide({"kind": "accept", "reason": "with s3cret"})
    with (shelf.folder / "decisions.jsonl").open("a") as file:
        file.write('{"kind": "acc')
    assert [d["reason"] for d in shelf.decisions()] == ["with [key]"]


def test_the_command_seed_publishes_what_came_with_the_code_once(tmp_path: Path) -> None:
    published = Shelf(tmp_path / "published")
    first = CliRunner().invoke(app, ["seed", "--live", str(tmp_path)])
    assert first.exit_code == 0, first.output
    (seeded,) = published.editions()
    newer = add(published, "newer")
    again = CliRunner().invoke(app, ["seed", "--live", str(tmp_path)])
    assert again.exit_code == 0, again.output
    assert [e.id for e in published.editions() if e.current] == [newer]
    assert seeded.id in {e.id for e in published.editions()}
