"""A refresh publishes what is whole and likely; everything else leaves readers what they had."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data_sources._web import WebError
from etl import refresh
from etl.copies import Copies
from etl.versions import Shelf, damage
from tests.etl.refresh_world import DEAD, DEATHS, ONLINE, PEOPLE, POLICE, World

MORE = PEOPLE | {"2025": PEOPLE["2025"] + 9}
MORE_DEAD = DEAD | {"2025": DEAD["2025"] + 5}
ABSURD = PEOPLE | {"2018": 2_000}
DOWN = WebError("server", "example.org", "https://example.org/", "503 for ever")


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


QUIET = {POLICE: PEOPLE, DEATHS: DEAD, ONLINE: {"2025": 1}}


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    world = World(tmp_path_factory.mktemp("refreshed"))
    world.says = dict(QUIET)
    assert world.refresh().exit == refresh.PUBLISHED
    return world.folder


@pytest.fixture
def running(refreshed: Path, tmp_path: Path) -> World:
    """The world a day after a first, quiet refresh."""
    shutil.copytree(refreshed, tmp_path / "world", symlinks=True)
    world = World(tmp_path / "world")
    world.says = dict(QUIET)
    world.later()
    return world


def decisions(outcome: refresh.Outcome) -> dict[str, str]:
    return {line.id: line.decision for line in outcome.lines}


def log(world: World) -> dict[str, object]:
    newest = max((world.folder / "live" / "runs").glob("*.json"))
    return json.loads(newest.read_text())


def test_the_tables_of_the_code_are_the_first_edition(world: World) -> None:
    before = json.loads((world.folder / "data" / "datapackage.json").read_text())["version"]
    outcome = world.refresh()
    shelf = Shelf(world.folder / "live" / "published")
    assert outcome.previous == before
    assert {e.id for e in shelf.editions()} == {before, outcome.edition}
    assert outcome.exit == refresh.SOME_FAILED, "nobody serves the third one"
    assert world.state_of(POLICE) == "fresh"


def test_new_numbers_are_published_and_told(running: World) -> None:
    running.says[POLICE] = MORE
    outcome = running.refresh()
    assert (outcome.exit, running.shown("people_shot")) == (0, MORE["2025"])
    assert decisions(outcome) == {POLICE: "new", DEATHS: "unchanged", ONLINE: "unchanged"}
    changes = json.loads((running.current / "changes.json").read_text())
    assert changes["totals"] == {"new": 0, "revised": 1, "withdrawn": 0}
    assert (running.current / "changes.csv").read_text().count("\n") == 2
    assert [s["id"] for s in changes["sources"]] == [POLICE]


def test_nothing_new_makes_no_edition(running: World) -> None:
    before = running.current
    outcome = running.refresh()
    assert (outcome.exit, running.current) == (0, before)
    assert "nothing new" in outcome.said
    checked = Copies(running.folder / "live" / "fetched").record(POLICE).checked
    assert checked == "2026-11-03T03:10:00Z"


def test_one_dead_publisher_leaves_the_rest_fresh(running: World) -> None:
    running.says |= {POLICE: DOWN, DEATHS: MORE_DEAD}
    outcome = running.refresh()
    assert outcome.exit == refresh.SOME_FAILED
    assert running.shown("firearm_homicides") == MORE_DEAD["2025"]
    assert (running.state_of(POLICE), running.state_of(DEATHS)) == ("kept", "fresh")
    line = next(line for line in outcome.lines if line.id == POLICE)
    assert (line.decision, round(line.age or 0)) == ("failed", 1)
    assert "503 for ever" in line.choice.problem


def test_a_bad_night_makes_no_edition_but_a_late_source_is_told(running: World) -> None:
    before = running.current
    running.says[POLICE] = DOWN
    assert running.refresh().exit == refresh.SOME_FAILED
    assert running.current == before
    running.later(9)
    assert running.refresh().exit == refresh.SOME_FAILED
    assert running.state_of(POLICE) == "kept"
    running.says[POLICE] = PEOPLE
    running.refresh()
    assert running.state_of(POLICE) == "fresh"


def test_a_dataset_without_any_copy_is_left_out(world: World) -> None:
    outcome = world.refresh()
    line = next(line for line in outcome.lines if line.id == ONLINE)
    assert (line.decision, line.choice.state) == ("failed", "absent")


def test_a_form_that_drifted_falls_back_and_is_named(running: World) -> None:
    running.says |= {POLICE: MORE | {"2020": "many"}, DEATHS: MORE_DEAD}  # type: ignore[dict-item]
    outcome = running.refresh()
    line = next(line for line in outcome.lines if line.id == POLICE)
    assert (outcome.exit, line.decision) == (refresh.SOME_FAILED, "unreadable")
    assert "police.csv, line 8: 'many' does not fit" in line.choice.problem
    assert running.shown("people_shot") == PEOPLE["2025"]
    assert running.shown("firearm_homicides") == MORE_DEAD["2025"]


def test_a_copy_that_breaks_the_build_is_found_and_left_out(running: World) -> None:
    def breaks(tables: object) -> None:
        series = tables["series"]  # type: ignore[index]
        if ((series["source"] == POLICE) & (series["numerator"] == MORE["2025"])).any():
            raise ValueError("expected 351 towns; came 350")

    running.breaks = breaks
    running.says |= {POLICE: MORE, DEATHS: MORE_DEAD, ONLINE: {"2025": 2}}
    outcome = running.refresh()
    assert decisions(outcome)[POLICE] == "breaks the build"
    assert outcome.exit == refresh.REFUSED
    assert running.shown("firearm_homicides") == MORE_DEAD["2025"]
    assert running.shown("people_shot") == PEOPLE["2025"]


def test_a_search_that_takes_too_long_leaves_out_all_that_may_be_to_blame(running: World) -> None:
    def breaks(tables: object) -> None:
        series = tables["series"]  # type: ignore[index]
        if ((series["source"] == POLICE) & (series["numerator"] == MORE["2025"])).any():
            raise ValueError("expected 351 towns; came 350")

    running.breaks = breaks
    running.says |= {POLICE: MORE, DEATHS: MORE_DEAD, ONLINE: {"2025": 2}}
    outcome = running.refresh(search_minutes=0)
    assert set(decisions(outcome).values()) == {"breaks the build"}
    assert (outcome.exit, running.shown("people_shot")) == (refresh.REFUSED, PEOPLE["2025"])
    for line in outcome.lines:
        assert "stopped after 0 minutes" in line.choice.problem
        assert "expected 351 towns" in line.choice.problem
    assert not damage(running.current)
    running.breaks = lambda _: None
    running.later()
    assert running.refresh().exit == refresh.PUBLISHED, "what was left out is tried again"
    assert running.shown("people_shot") == MORE["2025"]


def test_a_build_that_always_breaks_publishes_nothing(running: World) -> None:
    def breaks(_: object) -> None:
        raise ValueError("expected a map; came none")

    before, running.breaks = running.current, breaks
    outcome = running.refresh()
    assert (outcome.exit, running.current) == (refresh.ERROR, before)
    assert "expected a map" in outcome.said


def test_the_implausible_is_refused_and_nothing_changes(running: World) -> None:
    before, running.says[POLICE] = running.current, ABSURD
    outcome = running.refresh()
    assert (outcome.exit, running.current) == (refresh.REFUSED, before)
    (refusal,) = outcome.refusals
    assert "people_shot/town/2502507000/2018" in str(refusal) or refusal.rule == "total"
    assert (refusal.old, refusal.new, refusal.sources) == ("212", "2,000", (POLICE,))
    assert log(running)["refusals"][0]["rule"] == "total"  # type: ignore[index]


def test_what_no_new_copy_explains_is_refused_whole(running: World) -> None:
    def breaks(tables: dict[str, pd.DataFrame]) -> None:
        tables["zip_codes"] = tables["zip_codes"].iloc[:3]

    before, running.breaks = running.current, breaks  # type: ignore[assignment]
    running.says |= {POLICE: MORE, DEATHS: MORE_DEAD}
    outcome = running.refresh()
    assert (outcome.exit, running.current) == (refresh.REFUSED, before)
    assert [refusal.rule for refusal in outcome.refusals] == ["too few rows"]


def test_the_others_are_published_without_the_implausible_one(running: World) -> None:
    running.says |= {POLICE: ABSURD, DEATHS: MORE_DEAD}
    outcome = running.refresh()
    assert outcome.exit == refresh.REFUSED
    assert running.shown("firearm_homicides") == MORE_DEAD["2025"]
    assert running.shown("people_shot", "2018") == PEOPLE["2018"]
    assert running.state_of(POLICE) == "kept"


def test_what_is_read_for_the_first_time_is_suspected_first(world: World) -> None:
    """Points of a geocoder, say, that move a count which police and geocoder make together."""

    def moved(tables: dict[str, pd.DataFrame]) -> None:
        if ONLINE in set(tables["sources"]["id"]):
            series = tables["series"]
            leap = (series["source"] == POLICE) & (series["period"] == "2018")
            series.loc[leap, ["numerator", "value"]] = 2_000.0
            series.loc[leap, "source"] = f"{POLICE} {ONLINE}"

    world.breaks = moved  # type: ignore[assignment]
    world.says = dict(QUIET) | {POLICE: MORE}
    outcome = world.refresh()
    assert (outcome.exit, outcome.refusals[0].sources) == (refresh.REFUSED, (POLICE, ONLINE))
    assert decisions(outcome) == {POLICE: "new", DEATHS: "new", ONLINE: "refused"}
    assert world.shown("people_shot") == MORE["2025"]
    assert world.shown("people_shot", "2018") == PEOPLE["2018"]


@pytest.mark.parametrize("only_build", [False, True])
def test_a_person_may_accept_it(running: World, only_build: bool) -> None:
    running.says[POLICE] = ABSURD
    running.refresh()
    running.later()
    outcome = running.refresh(accept="Boston counted anew", only_build=only_build)
    assert (outcome.exit, running.shown("people_shot", "2018")) == (0, 2_000)
    (decision,) = Shelf(running.folder / "live" / "published").decisions()
    assert decision["reason"] == "Boston counted anew"
    assert decision["date"] == "2026-11-04T03:10:00Z"
    assert decision["accepted"][0]["old"] == "212"
    changes = json.loads((running.current / "changes.json").read_text())
    assert changes["reason"] == "Boston counted anew"
    running.later()
    assert running.refresh().exit == 0, "what was accepted is what is compared with from now on"


def test_only_the_named_ones_are_asked(running: World) -> None:
    running.asked.clear()
    running.says |= {POLICE: MORE, DEATHS: DOWN}
    outcome = running.refresh(names=(POLICE,))
    assert (outcome.exit, running.asked) == (0, [POLICE])
    assert running.state_of(DEATHS) == "fresh"
    with pytest.raises(ValueError, match="no dataset 'nothing'"):
        running.refresh(names=("nothing",))


def test_after_a_roll_back_refreshes_wait_for_a_person(running: World) -> None:
    running.says[POLICE] = MORE
    running.refresh()
    shelf = Shelf(running.folder / "live" / "published")
    back = shelf.roll_back("", "the police asked us", running.now)
    running.later()
    outcome = running.refresh()
    assert (outcome.exit, running.current.name) == (refresh.REFUSED, back.id)
    assert "the police asked us" in str(outcome.refusals[0])
    assert running.refresh(accept="they withdrew").exit == 0
    assert running.shown("people_shot") == MORE["2025"]
    assert shelf.held() is None


def test_keys_reach_no_file(running: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", "s3cret-of-ours")
    running.says[POLICE] = RuntimeError("asked with key=s3cret-of-ours")
    running.refresh()
    files = [p for p in (running.folder / "live").rglob("*") if p.is_file()]
    assert not [p for p in files if b"s3cret" in p.read_bytes()]


def test_the_second_of_two_leaves_with_a_line(running: World) -> None:
    with (running.folder / "live" / "refresh.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        outcome = running.refresh()
    assert outcome.exit == refresh.BUSY
    assert "another refresh runs" in outcome.said


def test_a_copy_that_the_disk_hurt_is_not_used(running: World) -> None:
    copies = Copies(running.folder / "live" / "fetched")
    good = copies.good(POLICE)
    assert good
    (good.folder / "police.csv").chmod(0o644)
    (good.folder / "police.csv").write_text("year,people\n")
    assert copies.good(POLICE) is None
    outcome = running.refresh()
    assert (outcome.exit, decisions(outcome)[POLICE]) == (0, "new")
    assert running.shown("people_shot") == PEOPLE["2025"]


def test_killed_at_any_point_readers_have_whole_tables(running: World) -> None:
    """One helper process kills ten refreshes (SIGKILL), then three on a disk that is full."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.etl.killed_refresh", str(running.folder)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=600,  # only against hanging: a busy machine is no failure
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert len(told["killed"]) == 10
    assert {t["signal"] for t in told["killed"]} == {9}
    assert {t["damage"] for t in told["killed"] + told["full"]} == {""}
    assert {t["people"] for t in told["killed"]} == {PEOPLE["2025"], MORE["2025"]}
    assert {t["exit"] for t in told["full"]} == {refresh.ERROR}
    assert told["after"] == {"exit": 0, "people": MORE["2025"], "left": []}
    assert not damage(running.current)
