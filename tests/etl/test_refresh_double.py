"""Refreshes from the double: the commands, real clients, real connections, tiny tables."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_sources import boston_shootings, cdc_state_deaths
from data_sources._vault import Vault
from data_sources._web import Web
from etl import __main__ as command
from etl import asking, publishing, refresh, refresh_commands, view
from etl.tables import conform
from etl.versions import damage
from tests.etl.refresh_world import BOSTON, base, rows, shapes
from tests.publishers import faults
from tests.publishers.double import Double, Fault
from tests.publishers.feeds import boston_shootings as boston_feed
from tests.publishers.feeds import cdc_state_deaths as deaths_feed
from tests.publishers.fixtures import Time

pytestmark = pytest.mark.sources
IDS = ("boston_shootings", "cdc_state_deaths")
NOW = datetime.now(UTC)


def make(folder: Path, out: Path, step: Callable[[str], None]) -> None:
    """Yearly tables of what the two modules read."""
    shot = boston_shootings.load(folder)["date"].dt.year.value_counts().sort_index()
    people = {str(year): int(n) for year, n in shot.items() if year < shot.index[-1]}
    deaths = cdc_state_deaths.load(folder)
    tables = dict(base())
    series = rows("people_shot", "town", BOSTON, people, IDS[0])
    tables["series"] = conform("series", pd.DataFrame(series))
    retrieved = view.retrieved(folder)
    about = [
        tables["sources"].iloc[0].to_dict()
        | {"id": name, "state": retrieved[name]["state"] if retrieved else "embedded"}
        | {"sha256": asking.known()[name].dataset.sha256(folder)}
        | {"rows_in": len(people) if name == IDS[0] else len(deaths)}
        for name in IDS
    ]
    tables["sources"] = conform("sources", pd.DataFrame(about))
    publishing.write(out, tables, *shapes())


@pytest.fixture
def served(
    publishers: Double, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Double:
    """Two publishers, the command `refresh` for them, and the tables that came with the code."""
    boston_feed.serve(publishers, sources)
    deaths_feed.serve(publishers, sources)
    make(sources, tmp_path / "data", lambda _: None)
    every = {name: source for name, source in asking.known().items() if name in IDS}
    moment = Time(0.0)

    def web(plan: refresh.Plan, tell: refresh.Tell) -> Web:
        vault = Vault(plan.live)
        return Web(vault, monotonic=moment, sleep=moment.sleep, progress=tell.received)

    run = refresh.run

    def small(plan: refresh.Plan, tell: refresh.Tell) -> refresh.Outcome:
        return run(plan, sources=every, make=make, web=web, tell=tell)

    monkeypatch.setattr(refresh, "run", small)
    monkeypatch.setattr(asking, "known", lambda: every)
    monkeypatch.setattr(refresh_commands, "EMBEDDED", tmp_path / "data")
    monkeypatch.setenv("EZC_SOURCES", str(sources))
    return publishers


@pytest.fixture
def etl(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    def call(*words: str) -> int:
        monkeypatch.setattr("sys.argv", ["etl", *words])
        return command.main()

    return call


@pytest.fixture
def live(tmp_path: Path) -> Path:
    return tmp_path / "live"


def shown(live: Path) -> pd.DataFrame:
    return pd.read_parquet(live / "published" / "current" / "series.parquet")


def test_the_command_brings_what_the_publishers_have(
    served: Double, etl: Callable[..., int], live: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert etl("refresh") == 0
    said = capsys.readouterr().out
    assert re.search(r"boston_shootings\s+new\s+fresh", said)
    assert "published edition" in said
    assert shown(live)["period"].max() == str(NOW.year - 1), "the embedded rows end sooner"
    first = (live / "published" / "current").resolve().name
    assert etl("refresh") == 0
    assert "nothing new" in capsys.readouterr().out
    assert etl("freshness", "--badge", str(live / "badge.json")) == 0
    assert json.loads((live / "badge.json").read_text())["message"] == "current"
    assert etl("prune") == 0
    assert "Taken away: 0 bodies" in capsys.readouterr().out, "all of it is still in use"
    assert etl("versions") == 0
    assert first in capsys.readouterr().out
    assert etl("rollback", "--reason", "a test") == 0
    assert (live / "published" / "current").resolve().name != first
    assert etl("refresh") == 4
    assert "a test" in capsys.readouterr().out
    old = (live / "published" / "current").resolve().name
    assert etl("diff", old, first, "--out", str(live / "diff")) == 0
    assert "new: People shot" in capsys.readouterr().out
    assert json.loads((live / "diff" / "changes.json").read_text())["old"] == old


def half(records: list[dict[str, object]]) -> list[dict[str, object]]:
    return records[: len(records) // 2]


@pytest.mark.parametrize(
    "fault",
    [
        faults.status(503),
        faults.redirect_to_page(),
        faults.rows(half),
        faults.rows(lambda _: []),
        faults.rows(lambda rs: [{k: v for k, v in r.items() if k != "district"} for r in rs]),
        faults.rows(lambda rs: [r | {"shooting_type_v2": "?"} for r in rs]),
        faults.rows(lambda rs: [r | {"shooting_date": "2031-01-01 00:00:00+00"} for r in rs]),
    ],
    ids=["503 for ever", "a page", "half", "empty", "no column", "other words", "future"],
)
def test_a_fault_of_one_leaves_whole_tables_and_the_other_fresh(
    served: Double, etl: Callable[..., int], live: Path, fault: Fault
) -> None:
    served.fault("boston", fault)
    assert etl("refresh") == 3
    current = (live / "published" / "current").resolve()
    assert damage(current) == ""
    table = pd.read_parquet(current / "sources.parquet").set_index("id")
    assert table["state"].to_dict() == {IDS[0]: "embedded", IDS[1]: "fresh"}
    log = json.loads(max((live / "runs").glob("*.json")).read_text())
    (line,) = (row for row in log["datasets"] if row["id"] == IDS[0])
    assert line["decision"] in {"failed", "unreadable"}
    assert len(line["problem"]) > 40
    assert etl("freshness") == 1


def test_a_source_that_is_too_old_is_told(
    served: Double, etl: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert etl("refresh") == 0
    monkeypatch.setattr(refresh, "utc_now", lambda: NOW + timedelta(days=40))
    assert etl("freshness") == 1
