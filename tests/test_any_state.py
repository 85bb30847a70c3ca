"""Another state than Massachusetts: an invented Rhode Island, built and opened by the real code."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path

import pandas as pd
import pytest

from dashboard import store
from dashboard import words as spoken
from dashboard.api import examples, openapi
from dashboard.documents import plain
from dashboard.documents import routes as document_routes
from dashboard.talks import story
from data_sources._state import DEFAULT, NO_TOWN, VARIABLE, State, states
from tests.other_state import ABBREVIATION, FIPS, NAME, write
from tests.pages.conftest import run_page, words

ROOT = Path(__file__).parent.parent
HOME = re.compile("Massachusetts|Boston|Suffolk|Springfield|Worcester")
STRAY = re.compile(rf"{HOME.pattern}|General Court|M\.G\.L\.|\b(?:01105|02121)\b")
ABOUT_OTHERS = re.compile("Boston University|Massachusetts Coalition")


def etl(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        cwd=ROOT,
        env=environment | more,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def sources_there(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rhode-island") / "sources"
    write(folder)
    return folder


@pytest.fixture(scope="session")
def data_there(sources_there: Path) -> Path:
    out = sources_there.with_name("data")
    made = etl("build", "--state", FIPS, "--from", str(sources_there), "--out", str(out))
    assert made.returncode == 0, made.stdout + made.stderr
    return out


@pytest.fixture(scope="session")
def there() -> State:
    return states()[FIPS]


@pytest.fixture(scope="session")
def tables_there(data_there: Path) -> dict[str, pd.DataFrame]:
    return {path.stem: pd.read_parquet(path) for path in data_there.glob("*.parquet")}


def test_the_tables_are_of_the_state(
    data_there: Path, tables_there: dict[str, pd.DataFrame], there: State
) -> None:
    about = json.loads((data_there / "datapackage.json").read_text("utf-8"))
    assert about["state"]["fips"] == FIPS
    assert about["state"]["abbreviation"] == ABBREVIATION
    assert about["state"]["police_record_town"] == ""
    assert about["title"].endswith(NAME)
    places = tables_there["places"]
    counts = places["level"].value_counts()
    for level, number in (
        ("county", there.counties),
        ("town", there.towns),
        ("zcta", there.zctas),
        ("house", there.house_seats),
        ("senate", there.senate_seats),
        ("congress", there.congress_seats),
    ):
        assert counts[level] == number, level
        assert places.loc[places["level"] == level, "code"].str[:2].isin([FIPS, "02"]).all(), level
    assert "police_district" not in counts
    assert set(tables_there["sources"]["id"]).isdisjoint(there.absent)


def test_no_table_speaks_of_home(tables_there: dict[str, pd.DataFrame]) -> None:
    """But for the list of the states and what others published."""
    for name, frame in tables_there.items():
        if name == "literature":
            continue
        rows = frame[frame["level"] != "us_state"] if name == "places" else frame
        for column in rows.select_dtypes(["str", "object"]):
            texts = pd.Series(rows[column].dropna().astype(str).unique())
            said = texts[texts.str.replace(ABOUT_OTHERS, "", regex=True).str.contains(HOME)]
            assert said.empty, (name, column, said.iloc[0])


def test_what_is_not_counted_is_said(tables_there: dict[str, pd.DataFrame]) -> None:
    coverage = tables_there["coverage"]
    late = coverage[coverage["period"].isin(["2021", "2022", "2018-01_2023-02"])]
    assert set(late["level"]) >= {"town", "county", "state", "zcta"}
    assert not late["covered"].any()
    shown = tables_there["observations"]
    assert (shown[shown["indicator"] == "people_shot"]["status"] == "value").any()
    assert not set(shown["indicator"]) & {"shots_fired", "firearm_licences", "rent_burden"}


def test_it_passes_its_own_checks(data_there: Path) -> None:
    """``check`` finds the state in the tables themselves."""
    said = etl("check", "--data", str(data_there))
    assert said.returncode == 0, said.stdout + said.stderr
    assert "holds" in said.stdout


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("home", {}),
        ("zip", {"zip": "02905"}),
        ("zip", {"zip": "02901"}),
        ("zip", {"zip": "02121"}),
        ("map", {}),
        ("map", {"level": "town", "as": "near"}),
        ("district", {"house": "44010"}),
        ("district", {"congress": "4401"}),
        ("disparity", {}),
        ("trends", {}),
        ("trends", {"look": "town"}),
        ("compare", {"places": "02905 providence"}),
        ("suicide", {}),
        ("data", {}),
        ("story", {}),
        ("guides", {}),
        ("guides", {"place": "02905"}),
        ("guides", {"place": "providence"}),
        ("briefing", {}),
        ("briefing", {"place": "02905"}),
        ("about", {}),
        ("changes", {}),
    ],
)
def test_pages_open_and_speak_of_the_state(
    page: str, query: dict[str, str], data_there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EZC_DATA", str(data_there))
    for language in spoken.LANGUAGES:
        # A page runs by itself here, without the front door that sets its reader's language.
        monkeypatch.setattr(spoken, "_language", ContextVar("language", default=language))
        test = run_page(page, **query)
        assert not test.exception
        boxes = [getattr(box, "placeholder", "") for box in test.main if box.type == "text_input"]
        title = test.title[0].value if test.title else ""
        text = html.unescape(" ".join([title, words(test), *boxes]))
        # What others found elsewhere, and the states beside one another, are about other places.
        text = re.sub(r"<table.*?</table>", "", text, flags=re.S) if page == "disparity" else text
        text = re.sub(r"<tr>.{0,80}Massachusetts.*?</tr>", "", text, flags=re.S)
        text = re.sub(rf"{beside_others()}[^.]*\.", "", text)
        text = text.replace(f" {query.get('zip')} ", " ")
        assert not STRAY.findall(ABOUT_OTHERS.sub("", text)), language
        assert NAME in text or page not in {"home", "zip", "district", "trends", "suicide", "about"}


def beside_others() -> str:
    """How the sentence begins that names the states like this one."""
    return re.escape(spoken._("The data cannot tell {state} from {others}.").split("{")[0])


def test_documents_and_the_story_speak_of_the_state(
    data_there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EZC_DATA", str(data_there))
    atlas = store.atlas()
    for language in spoken.LANGUAGES:
        with spoken.speaking(language):
            made = [make(atlas) for make in document_routes.GENERAL.values()]
            made += [
                document_routes.PLACES[room](atlas, key)
                for room, key in (
                    ("zip", "02905"),
                    ("letter", "02905"),
                    ("letter", "providence"),
                    ("house", "44010"),
                    ("congress", "4401"),
                )
            ]
            said = [plain.text(document) for document in made]
            for step in story.talk(atlas).steps:
                said += [step.title, step.message, *step.points, step.question, step.say]
                if step.figure is not None:
                    figure = step.figure
                    said += [figure.title, figure.subtitle, figure.caption, figure.summary]
        for text in said:
            assert not STRAY.findall(ABOUT_OTHERS.sub("", text)), (language, text)
    assert not story.figures_of(atlas)


def test_the_api_is_described_with_places_of_the_state(
    data_there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EZC_DATA", str(data_there))
    atlas = store.atlas()
    said = ABOUT_OTHERS.sub("", json.dumps(openapi.description(atlas)))
    assert not STRAY.findall(said)
    assert "2502507000" not in said
    assert atlas.zip_code(examples.zip_code(atlas)) is not None
    assert atlas.place("town", examples.town(atlas)) is not None


def test_home_is_spoken_of_again(monkeypatch: pytest.MonkeyPatch, data_there: Path) -> None:
    monkeypatch.setenv("EZC_DATA", str(data_there))
    run_page("home")
    monkeypatch.delenv("EZC_DATA")
    assert "Massachusetts" in words(run_page("home"))


def test_a_state_that_is_not_set_up() -> None:
    asked, chosen = etl("build", "--state", "99"), etl("--help", **{VARIABLE: "99"})
    for said in (asked, chosen):
        assert said.returncode == 1
        assert "Traceback" not in said.stderr
        assert "states.toml" in said.stderr
        assert NAME in said.stderr


def test_a_missing_file_is_named_as_the_state_has_it(tmp_path: Path) -> None:
    said = etl("build", "--state", FIPS, "--from", str(tmp_path), "--out", str(tmp_path / "out"))
    assert said.returncode == 1
    assert "towns_ri_2024.geojson" in said.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("state", states().values(), ids=lambda state: state.abbreviation)
def test_what_is_set_up_fits_together(state: State) -> None:
    assert {"ACS 2014-2018", "Census 2020", "ACS 2018-2022"} <= set(state.known_residents)
    assert state.prefixes
    assert state.zcta_range[0][:3] in state.prefixes
    assert state.bounds[0] < state.bounds[2]
    assert state.bounds[1] < state.bounds[3]
    assert state.has_police_record == (state.police_record_town != NO_TOWN)
    assert state.police_record_town.startswith(state.fips) or not state.has_police_record
    assert not state.absent & state.own_datasets
    assert not set(state.in_several_towns) & {n for names in state.villages.values() for n in names}


def test_districts_share_the_residents() -> None:
    home = states()[DEFAULT]
    assert (home.ideal(home.house_seats), home.ideal(home.senate_seats)) == (43_937, 175_748)


def test_prefixes_are_single() -> None:
    home = states()[DEFAULT].prefixes
    assert {"010", "027", "055"} <= home
    assert len(home) == 19
    assert not home & states()[FIPS].prefixes
