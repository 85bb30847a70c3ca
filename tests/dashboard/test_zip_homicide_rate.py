"""The CDC's rate on a ZIP code's page and sheet: there with its state, or not at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.documents import plain
from dashboard.documents.zip_sheet import zip_sheet
from dashboard.zips import homicide_rate
from dashboard.zips.report import HOMICIDE_RATE, zip_report
from etl.publishing import write
from etl.tables import conform
from tests import small_atlas
from tests.dashboard.reading_grade import grade
from tests.small_atlas import land

ROOT = Path(__file__).parents[2]
UNIT = "deaths per 100,000 residents a year"
LATER = "2025-04_2026-03"
# ZIP, period, value, lower, upper, status, flags
RATES = [
    ("02121", "2024", 31.4, 12.2, 66.0, "modelled", ""),
    ("02121", LATER, 27.0, 11.0, 60.0, "modelled", "provisional"),
    ("01105", "2024", 22.5, None, None, "unstable", "interval_not_published"),
    ("01330", "2024", None, None, None, "none_recorded", ""),
    ("02139", "2024", None, None, None, "not_covered", ""),
    ("02543", "2024", None, None, None, "small_population", ""),
    ("01003", "2024", None, None, None, "no_residents", ""),
    ("01201", LATER, 2.5, 0.4, 9.1, "provisional", "provisional"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small atlas of a refresh that brought the CDC's census-tract table."""
    tables = small_atlas.small_tables()
    columns = ["code", "period", "value", "lower", "upper", "status", "flags"]
    rows = pd.DataFrame(RATES, columns=columns).assign(
        indicator=HOMICIDE_RATE, level="zcta", source="cdc_miovd", located_share=1.0
    )
    observations = conform("observations", rows)
    tables["observations"] = pd.concat([tables["observations"], observations], ignore_index=True)
    like = tables["indicators"][tables["indicators"]["id"] == "people_shot"]
    mine = like.assign(id=HOMICIDE_RATE, title="Firearm homicides (CDC)", unit=UNIT)
    tables["indicators"] = pd.concat([tables["indicators"], mine], ignore_index=True)
    polygons = land.polygons()
    geojson = {level: land.geojson(frame) for level, frame in polygons.items()}
    out = tmp_path_factory.mktemp("rates") / "data"
    write(out, tables, polygons, geojson)
    return out


@pytest.fixture(scope="module")
def atlas(folder: Path) -> Atlas:
    return store.load(folder)


def said(atlas: Atlas, zip: str) -> list[str]:
    zip_code = atlas.zip_code(zip)
    assert zip_code
    place = atlas.place("zcta", zip_code.zcta)
    assert place
    report = zip_report(atlas, zip_code, place)
    return [homicide_rate.sentence(atlas, r, report.name) for r in report.homicide_rates]


@pytest.mark.parametrize(
    ("zip", "parts"),
    [
        ("02121", ("about 31 deaths per 100,000", "95% interval 12 to 66", "Modelled: ")),
        ("01105", ("about 22 deaths per 100,000", "It has no interval: the CDC gives none")),
        ("01330", ("has no firearm homicide of residents", "not a promise")),
        ("02139", ("There is no such rate for ZIP 02139 in 2024", "not a zero")),
        ("02543", ("There is no such rate", "Fewer than 1,000 people live here")),
        ("01003", ("There is no such rate", "no one who lives here")),
        ("01201", ("about 2.5 deaths", "Provisional: ", "still counting")),
    ],
)
def test_each_state_says_what_it_is(atlas: Atlas, zip: str, parts: tuple[str, ...]) -> None:
    words = said(atlas, zip)[-1]
    for part in parts:
        assert part in words, words
    assert words.count("still counting") <= 1


def test_the_newest_comes_first_and_says_that_it_will_rise(atlas: Atlas) -> None:
    newest, year = said(atlas, "02121")
    assert "from April 2025 through March 2026" in newest
    assert "still counting" in newest
    assert "in 2024" in year
    assert "still counting" not in year


def test_the_words_are_plain_and_keep_it_apart_from_people_shot() -> None:
    words = homicide_rate.apart()
    assert "cannot be added or compared" in words
    assert grade(words) <= 8


def test_no_number_of_people_is_made_of_it(atlas: Atlas) -> None:
    for zip, *_ in RATES:
        assert not any("people died" in words or "killed" in words for words in said(atlas, zip))


def test_the_page_and_the_sheet_have_it(
    folder: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EZC_DATA", str(folder))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params["zip"] = "02121"
    page.switch_page("pages/zip.py").run()
    assert not page.exception
    assert homicide_rate.title() in [header.value for header in page.header]
    assert sum("about 31 deaths" in str(e.proto) for e in page.main) == 1
    zip_code = atlas.zip_code("02121")
    place = atlas.place("zcta", "02121")
    assert zip_code and place  # noqa: PT018
    text = plain.text(zip_sheet(atlas, zip_report(atlas, zip_code, place)))
    assert "about 31 deaths per 100,000" in " ".join(text.split())


def test_an_edition_without_it_says_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_atlas.write_small_atlas(tmp_path / "data")
    monkeypatch.setenv("EZC_DATA", str(tmp_path / "data"))
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params["zip"] = "02121"
    page.switch_page("pages/zip.py").run()
    assert not page.exception
    assert homicide_rate.title() not in [header.value for header in page.header]
