"""Members, crosswalks and reports from their publishers: whole, with official data only."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data_sources import (
    congress_members,
    gva_mass_shootings,
    hud_zip_to_county,
    hud_zip_to_tract,
    open_states,
)
from data_sources._dataset import SourceError
from data_sources._web import Web, WebError
from tests.publishers import faults, people
from tests.publishers.double import Double

KEY = "a-key-that-must-not-be-written"
SHARES = [
    {
        "zip": code,
        "geoid": county,
        "res_ratio": share,
        "bus_ratio": share,
        "oth_ratio": share,
        "tot_ratio": share,
        "city": "ABLE",
        "state": "MA",
    }
    for code, county, share in (
        ("01001", "25013", 1),
        ("01002", "25015", 0.9926154902970977),
        ("01002", "25011", 0.007384509702902284),
    )
]
REPORTS = """Incident ID,Incident Date,State,City Or County,Address,Victims Killed,Victims Injured
2,"October 5, 2026",Texas,Able,2 Able St,0,4
1,"July 5, 2026",Massachusetts,Boston,1 Able St,1,5
"""


def test_members_by_pages(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENSTATES_API_KEY", KEY)
    people.open_states_people(publishers, people.chambers(), KEY)
    fetched = open_states.fetch(web, tmp_path)
    assert (fetched.rows, fetched.note) == (160, "")
    rows = open_states.load(tmp_path)
    assert rows["chamber"].value_counts().to_dict() == {"house": 120, "senate": 40}
    assert rows["website"].iloc[0] == f"{people.PROFILE}M1"
    assert set(rows["role"]) == {""}
    pages = [a.query["page"] for a in publishers.requests("openstates")]
    assert pages == ["1", "2", "3", "1"]
    written = [p.read_text(errors="replace") for p in tmp_path.rglob("*") if p.is_file()]
    assert not any(KEY in text for text in written)
    kept = (tmp_path / open_states.DATASET.files[0]).read_text()
    assert "1970" not in kept
    assert "Home Lane" not in kept


@pytest.mark.parametrize("missing", [0, 59])
def test_a_member_who_is_missing_or_double_stops(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: int
) -> None:
    monkeypatch.setenv("OPENSTATES_API_KEY", KEY)
    members = people.chambers()
    members["lower"][missing] = members["lower"][missing + 1]
    people.open_states_people(publishers, members)
    with pytest.raises(WebError, match="came 2 times"):
        open_states.fetch(web, tmp_path)


def test_a_wrong_key_is_said_and_not_repeated(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENSTATES_API_KEY", KEY)
    people.open_states_people(publishers, people.chambers(), "another")
    with pytest.raises(WebError) as error:
        open_states.fetch(web, tmp_path)
    assert error.value.kind == "key"
    assert KEY not in str(error.value)


def test_without_a_key_the_nightly_file(publishers: Double, web: Web, tmp_path: Path) -> None:
    people.nightly(publishers, people.chambers(3, 2))
    fetched = open_states.fetch(web, tmp_path)
    assert fetched.rows == 5
    assert "no OPENSTATES_API_KEY" in fetched.note
    rows = open_states.load(tmp_path)
    assert rows["website"].iloc[0] == f"{people.PROFILE}M1"
    assert "Home Lane" not in (tmp_path / open_states.DATASET.files[0]).read_text()


def test_a_nightly_file_that_was_cut_or_changed(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    people.nightly(publishers, people.chambers(3, 2), cut=-120)
    with pytest.raises(WebError, match="is not whole"):
        open_states.fetch(web, tmp_path)
    people.nightly(publishers, people.chambers(3, 2))
    change = faults.body(lambda text: text.replace(b"current_chamber", b"chamber"))
    publishers.fault("openstates_files", change)
    with pytest.raises(WebError, match="'current_chamber' is absent"):
        open_states.fetch(web, tmp_path)


def test_congress(publishers: Double, web: Web, tmp_path: Path) -> None:
    people.congress(publishers)
    assert congress_members.fetch(web, tmp_path).rows == 2
    rows = congress_members.load(tmp_path)
    assert rows["chamber"].tolist() == ["congress", "us_senate"]
    assert rows["office"].iloc[0] == "1 Able House Office Building Washington DC 20515"
    assert rows["start"].tolist() == ["2025-01-03"] * 2
    assert "1950" not in (tmp_path / congress_members.DATASET.files[0]).read_text()
    gone = people.congress_member(
        {
            "bioguide": "B1", "name": "Ben Baker", "chamber": "House", "state": "MA",
            "district": "2", "party": "Democrat", "start": "2019-01-03", "end": "2021-01-03",
            "url": "", "phone": "", "office": "",
        }
    )  # fmt: skip
    people.congress(publishers, gone)
    with pytest.raises(WebError, match="the term of Ben Baker is over"):
        congress_members.fetch(web, tmp_path)
    people.congress(publishers, {"id": {}, "name": {}, "terms": []})
    with pytest.raises(WebError, match="another form"):
        congress_members.fetch(web, tmp_path)


def test_crosswalk(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.crosswalk(publishers, SHARES, key=KEY)
    with pytest.raises(WebError, match="no HUD_API_TOKEN") as error:
        hud_zip_to_county.fetch(web, tmp_path)
    assert "https://www.huduser.gov/hudapi/public/register" in str(error.value)
    monkeypatch.setenv("HUD_API_TOKEN", KEY)
    assert hud_zip_to_county.fetch(web, tmp_path).vintage == "2026 Q2"
    rows = hud_zip_to_county.load(tmp_path)
    assert rows["address_share"].tolist() == [1, 0.9926154902970977, 0.007384509702902284]
    assert hud_zip_to_county.fetch(web, tmp_path, 2025, 4).vintage == "2025 Q4"
    asked = publishers.requests("hud")[-1]
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert (asked.query["type"], asked.query["year"]) == ("2", "2025")


def test_crosswalk_to_tracts(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUD_API_TOKEN", KEY)
    mine = SHARES[0] | {"geoid": "25025070202", "city": "EAST BOSTON"}
    people.crosswalk(publishers, SHARES, key=KEY)
    people.crosswalk(publishers, [mine], "1", key=KEY)
    assert hud_zip_to_tract.fetch(web, tmp_path).rows == 1
    assert publishers.requests("hud")[-1].query["type"] == "1"
    (row,) = hud_zip_to_tract.load(tmp_path).to_dict("records")
    assert (row["zip"], row["tract"]) == (SHARES[0]["zip"], "25025070202")
    assert row["city"] == "East Boston"
    assert hud_zip_to_county.fetch(web, tmp_path).rows == len(SHARES), "each kind has its own table"
    people.crosswalk(publishers, [mine | {"geoid": "25025"}], "1", key=KEY)
    hud_zip_to_tract.fetch(web, tmp_path)
    with pytest.raises(SourceError, match="eleven digits"):
        hud_zip_to_tract.load(tmp_path)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "no ZIP code"),
        ([SHARES[0], SHARES[0]], "came twice"),
        ([{**SHARES[0], "geoid": None} | {"geo": "1"}], ""),
        ([{k: v for k, v in SHARES[0].items() if k != "geoid"}], "lacks 'geoid'"),
    ],
)
def test_a_bad_crosswalk(
    publishers: Double,
    web: Web,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[dict[str, object]],
    said: str,
) -> None:
    monkeypatch.setenv("HUD_API_TOKEN", KEY)
    people.crosswalk(publishers, rows)
    if said:
        with pytest.raises(WebError, match=said):
            hud_zip_to_county.fetch(web, tmp_path)
    else:
        hud_zip_to_county.fetch(web, tmp_path)
        with pytest.raises(Exception, match="five digits"):
            hud_zip_to_county.load(tmp_path)


def test_mass_shootings(publishers: Double, web: Web, tmp_path: Path) -> None:
    people.mass_shootings(publishers, REPORTS)
    fetched = gva_mass_shootings.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of) == (1, "2026-10-05")
    assert len(gva_mass_shootings.load(tmp_path)) == 1
    assert f"{gva_mass_shootings.last_day(tmp_path):%Y-%m-%d}" == "2026-10-05"
    assert "Able St" not in (tmp_path / gva_mass_shootings.DATASET.files[0]).read_text()
    for spoiled, said in (
        (REPORTS.replace("October 5, 2026", "5.10.2026"), "line 2 has no day"),
        (REPORTS.replace("Victims Killed", "Killed"), "'Victims Killed' is absent"),
        (REPORTS.replace("Massachusetts", "Maine"), "no incident of Massachusetts"),
        (REPORTS.rstrip("\n").rsplit(",", 1)[0], "is not whole"),
    ):
        people.mass_shootings(publishers, spoiled)
        with pytest.raises(WebError, match=said):
            gva_mass_shootings.fetch(web, tmp_path)


@pytest.mark.sources
def test_the_publishers_own_members(
    publishers: Double, web: Web, tmp_path: Path, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENSTATES_API_KEY", KEY)
    with (sources / open_states.DATASET.files[0]).open(encoding="utf-8") as file:
        published = list(csv.DictReader(file))
    served = people.as_served(published)
    people.open_states_people(publishers, served)
    open_states.fetch(web, tmp_path)
    ours, theirs = open_states.load(tmp_path), open_states.load(sources)
    columns = [name for name in ours if name != "source_row"]
    assert sorted(ours[columns].values.tolist()) == sorted(theirs[columns].values.tolist())
