"""One refresh of everything: the double's full set through the real clients and the real build."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from data_sources import _keys
from data_sources._hosts import HOSTS
from data_sources._vault import Vault
from data_sources._web import Web
from epidemiology.bootstrap import bootstrap
from epidemiology.periods import Period
from etl import diff, gradients, refresh
from etl.acs import DISTRICTS
from etl.explain import explain
from etl.injuries import CITY
from etl.settings import STATE
from etl.versions import damage
from tests.publishers.boston import TODAY, record
from tests.publishers.double import publishers
from tests.publishers.feeds.hud_zip_to_tract import BESIDE, OPENED
from tests.publishers.fixtures import Time
from tests.publishers.full import serve_all

pytestmark = pytest.mark.sources
DATA = Path(__file__).parents[2] / "data"
DRAWS = 20
"""Bootstrap samples: how wide an interval is matters elsewhere, that it is there matters here."""
NEWEST = "2020-2024"


@dataclass(frozen=True)
class Full:
    """A refresh that is over, and what it published."""

    outcome: refresh.Outcome
    folder: Path
    asked: tuple[str, ...]

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return diff.read(self.folder)


@pytest.fixture(scope="module")
def full(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """Every publisher is there and every key is set; the clock stands at the double's today."""
    live, moment = tmp_path_factory.mktemp("full"), Time(0.0)
    with pytest.MonkeyPatch.context() as patch, publishers() as double:
        for name in _keys.KEYS:
            patch.setenv(name, "a-key-of-a-test")
        for host in HOSTS.values():
            patch.setenv(host.env, double.url(host.name))
        for name, value in {
            "EZC_LIVE": str(live),
            "EZC_SOURCES": str(sources),
            "EZC_DROPPED": str(live / "dropped"),
            "EZC_GEOCODE": "1",
            "NO_PROXY": "127.0.0.1",
        }.items():
            patch.setenv(name, value)
        patch.setattr(gradients, "bootstrap", partial(bootstrap, draws=DRAWS))
        feeds = serve_all(double, sources)
        outcome = refresh.run(
            refresh.Plan(live, sources, DATA),
            web=lambda plan, tell: Web(Vault(plan.live), monotonic=moment, sleep=moment.sleep),
            clock=lambda: datetime.combine(TODAY, time(3, 10), UTC),
        )
        yield Full(outcome, (live / "published" / "current").resolve(), feeds)


def test_one_refresh_publishes_everything(full: Full) -> None:
    assert full.outcome.refusals == []
    assert full.outcome.exit == refresh.PUBLISHED, full.outcome.said
    lines = {line.id: (line.decision, line.choice.state) for line in full.outcome.lines}
    assert lines == dict.fromkeys(full.asked, ("new", "fresh"))
    assert damage(full.folder) == ""
    states = full.tables["sources"].set_index("id")["state"]
    assert set(states[list(full.asked)]) == {"fresh"}


def test_zip_areas_have_the_rate_of_their_tracts(full: Full) -> None:
    rows = full.tables["observations"]
    rows = rows[(rows["indicator"] == "firearm_homicide_rate_cdc") & (rows["level"] == "zcta")]
    trailing = "2025-04_2026-03"
    assert rows.groupby("period").size().to_dict() == dict.fromkeys(("2024", trailing), STATE.zctas)
    states = rows["status"].value_counts()
    assert set(states.index) == {"modelled", "none_recorded", "small_population", "no_residents"}
    assert states["modelled"] > len(rows) / 2
    known = rows[rows["value"].notna()]
    assert set(known["status"]) == {"modelled"}
    assert rows[["numerator", "denominator"]].isna().all(axis=None), "no deaths are implied"
    silent = known["flags"].str.contains("interval_not_published")
    assert (known[["lower", "upper"]].isna().all(axis=1) == silent).all()
    assert not silent.all()


def test_the_newest_survey_has_its_margins_at_every_level(full: Full) -> None:
    rows = full.tables["observations"]
    rows = rows[(rows["period"] == NEWEST) & rows["source"].str.startswith("acs_5year")]
    for measure in ("poverty", "ice_race_income", "ice_black_income", "rent_burden", "uninsured"):
        mine = rows[rows["indicator"] == measure]
        assert set(mine["level"]) >= {"zcta", "town", "county", "state", *DISTRICTS}, measure
        known = mine[mine["value"].notna()]
        assert known["moe"].notna().mean() > 0.95, measure
        assert len(known[known["level"] == "zcta"]) > 500
    assert rows.loc[rows["level"] == "zcta", "indicator"].nunique() > 15


def test_boston_reaches_the_doubles_today(full: Full, sources: Path) -> None:
    newest_row = date.fromisoformat(max(row["shooting_date"][:10] for row in record(sources)))
    assert (TODAY - newest_row).days < 3, "the double's record goes on to its today"
    series = full.tables["series"]
    city = series[(series["indicator"] == "people_shot") & (series["code"] == CITY)]
    assert max(Period.parse(p).last for p in city["period"]) == newest_row
    zips = full.tables["observations"]
    zips = zips[(zips["indicator"] == "people_shot") & (zips["level"] == "zcta")]
    newest = max(zips["period"], key=lambda p: Period.parse(p).last)
    assert Period.parse(newest).last.isoformat() == "2026-10-31", "whole months only"
    shown = zips[(zips["period"] == newest) & zips["numerator"].notna()]
    assert len(shown) > 10


def test_zip_areas_have_the_lines_of_2020(full: Full) -> None:
    rows = full.tables["observations"]
    assert not (rows["status"] == "no_boundary").any()
    (about,) = full.tables["sources"].query("id == 'census_zcta_2020'").to_dict("records")
    assert about["rows_in"] == STATE.zctas


def test_a_zip_code_that_was_opened_since_is_answered(full: Full) -> None:
    zips = full.tables["zip_codes"].set_index("zip")
    assert zips.loc[OPENED, ["zcta", "kind"]].tolist() == [BESIDE, "po_box"]
    assert len(zips) == 680 + 1, "every ZIP code of the older crosswalk stays"


def test_what_changed_is_told_and_a_number_is_traced_to_its_tract(
    full: Full, sources: Path
) -> None:
    told = diff.read_document(full.folder)
    assert told["totals"]["new"] > 10_000
    assert {row["id"] for row in told["sources"]} >= set(full.asked)
    lines = explain(full.tables, "firearm_homicide_rate_cdc/zcta/02121/2024", None)
    assert any("unit" in f"{label} {said}".casefold() for label, said in lines)
