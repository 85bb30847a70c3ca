"""CDC's tables from the double: asked for, written, read again; and what is refused on the way."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_sources import (
    cdc_county_deaths,
    cdc_national_deaths,
    cdc_places,
    cdc_tract_deaths,
    svi,
)
from data_sources._cdc import interval
from data_sources._dataset import SourceError
from data_sources._web import Web, WebError
from tests.publishers import cdc
from tests.publishers.double import Double, json_answer, text_answer
from tests.publishers.feeds import cdc_county_deaths as county_feed
from tests.publishers.feeds import cdc_national_deaths as nation_feed

# Counties and the nation


def counties() -> list[cdc.Row]:
    return [
        cdc.small_area(code, name, count, rate, period, intent)
        for code, name in (("25001", "Barnstable County"), ("25003", "Berkshire County"))
        for intent, count, rate in (
            ("FA_Deaths", "12", "5.300000000000001"),
            ("FA_Homicide", "1-9", "0.800000000000000"),
            ("FA_Suicide", "1-9", "-999.0"),
            ("Drug_OD", "90", "38.2"),
        )
        for period in ("2024", "TTM")
    ]


def test_counties_come_with_every_intent(publishers: Double, web: Web, tmp_path: Path) -> None:
    elsewhere = {**counties()[0], "geoid": "09001", "st_geoid": "09"}
    publishers.soda(cdc_county_deaths.TABLE, [*counties(), elsewhere])
    fetched = cdc_county_deaths.fetch(web, tmp_path)
    assert (fetched.files, fetched.rows) == (cdc_county_deaths.DATASET.files, 16)
    assert fetched.vintage == f"2024; {cdc.WINDOW} provisional"
    assert (fetched.data_as_of, fetched.note) == ("2026-08-12", "")
    rows = cdc_county_deaths.load(tmp_path)
    assert len(rows) == 16
    assert rows.groupby("intent")[["suppressed", "modelled", "provisional"]].sum().to_dict(
        "index"
    ) == {
        "Drug_OD": {"suppressed": 0, "modelled": 0, "provisional": 2},
        "FA_Deaths": {"suppressed": 0, "modelled": 0, "provisional": 2},
        "FA_Homicide": {"suppressed": 4, "modelled": 4, "provisional": 2},
        "FA_Suicide": {"suppressed": 4, "modelled": 0, "provisional": 2},
    }


def test_a_column_that_the_portal_renamed_stops_the_fetch(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    renamed = [
        {("modeled" if name == "rate_m" else name): text for name, text in row.items()}
        for row in counties()
    ]
    publishers.soda(cdc_county_deaths.TABLE, renamed)
    with pytest.raises(WebError, match=r"'rate_m' is absent.*change the dataset's module"):
        cdc_county_deaths.fetch(web, tmp_path)
    assert not list(tmp_path.glob("cdc/*"))


@pytest.mark.sources
def test_the_publishers_own_counties_and_nation(
    publishers: Double, web: Web, tmp_path: Path, sources: Path
) -> None:
    for module, feed in (
        (cdc_county_deaths, county_feed),
        (cdc_national_deaths, nation_feed),
    ):
        feed.serve(publishers, sources)
        fetched = module.fetch(web, tmp_path)
        ours, theirs = module.load(tmp_path), module.load(sources)
        assert fetched.rows == len(theirs)
        columns = [name for name in ours if name != "source_row"]
        pd.testing.assert_frame_equal(
            *(f[columns].sort_values(columns, ignore_index=True) for f in (ours, theirs))
        )
    assert fetched.vintage.startswith("2019-2025; April, 2025")


# Units of census tracts

TRACTS = ("25025010101", "25025010102", "25025010200")
UNITS = [
    cdc.small_area("MA-0025-0001", f"{TRACTS[0]}, {TRACTS[1]}", "1-9", "8.199999999999999",
                   interval="3.1-19.4"),
    cdc.small_area("MA-0025-0002", TRACTS[2], "14", "20.10000000000000"),
    cdc.small_area("MA-0025-0001", f"{TRACTS[0]},{TRACTS[1]}", "1-9", "-999.0", "TTM"),
    cdc.small_area("MA-0025-0002", TRACTS[2], "0", "0.0", "TTM"),
]  # fmt: skip


def test_units_come_with_homicides_only(publishers: Double, web: Web, tmp_path: Path) -> None:
    other = [{**row, "intent": intent} for row in UNITS for intent in ("FA_Suicide", "FA_Deaths")]
    publishers.soda(cdc_tract_deaths.TABLE, [*UNITS, *other])
    fetched = cdc_tract_deaths.fetch(web, tmp_path)
    assert fetched.rows == 4
    assert fetched.vintage == f"2024; {cdc.WINDOW} provisional"
    asked = publishers.requests("cdc")
    assert asked
    assert all(ask.query["intent"] == "FA_Homicide" for ask in asked)
    # Nothing of the others is anywhere below the folder of fetched things.
    kept = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert not [p for p in kept if b"FA_Suicide" in p.read_bytes()]
    rows = cdc_tract_deaths.load(tmp_path).sort_values(["provisional", "code"])
    assert rows.drop(columns="source_row").to_dict("list") == {
        "code": ["MA-0025-0001", "MA-0025-0002"] * 2,
        "tracts": [f"{TRACTS[0]} {TRACTS[1]}", TRACTS[2]] * 2,
        "period": ["2024", "2024", "2025-04_2026-03", "2025-04_2026-03"],
        "provisional": [False, False, True, True],
        "rate": pytest.approx([8.2, 20.1, float("nan"), 0.0], nan_ok=True),
        "lower": pytest.approx([3.1, *[float("nan")] * 3], nan_ok=True),
        "upper": pytest.approx([19.4, *[float("nan")] * 3], nan_ok=True),
        "modelled": [True, False, False, False],
        "unstable": [False, True, False, False],
    }


def test_a_portal_that_ignores_the_filter_is_refused(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    rows = [UNITS[0], {**UNITS[1], "intent": "FA_Suicide"}]
    publishers.serve(
        "cdc",
        f"/resource/{cdc_tract_deaths.TABLE}.json",
        lambda ask: json_answer(
            [{"n": "2"}] if "$select" in ask.query else rows[int(ask.query["$offset"]) :]
        ),
    )
    with pytest.raises(WebError, match=r"intent 'FA_Suicide'.*nothing was written.*never widen"):
        cdc_tract_deaths.fetch(web, tmp_path)
    assert not (tmp_path / cdc_tract_deaths.DATASET.files[0]).exists()


def written(folder: Path, rows: list[cdc.Row]) -> Path:
    path = folder / cdc_tract_deaths.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("row", "change", "said"),
    [
        (0, {"intent": "FA_Suicide"}, r"line 2, column 'intent'.*FA_Homicide only.*nothing else"),
        (1, {"intent": "FA_Deaths"}, "line 3, column 'intent'"),
        (0, {"st_geoid": "09"}, r"column 'st_geoid'.*state 25 only"),
        (0, {"geoid": "25025010101"}, r"column 'geoid'.*a unit, as MA-0004-0061"),
        (0, {"name": "Roxbury"}, r"column 'name'.*eleven digits"),
        (0, {"name": f"{TRACTS[0]}, {TRACTS[0]}"}, r"column 'name'.*each once"),
        (0, {"name": "36061010101"}, "column 'name'"),
        (1, {"name": f"{TRACTS[1]}, {TRACTS[2]}"}, r"line 3, column 'name': the tract 25025010102 "
         r"stands in the units MA-0025-0001 \(line 2\) and MA-0025-0002, 2024.*Look at both"),
        (0, {"period": "2022-2024"}, r"column 'period'.*a year from 2019 on, or TTM"),
        (0, {"period": "Rolling"}, "column 'period'"),
        (2, {"ttm_date_range": "April, 2025"}, "line 4, column 'ttm_date_range'"),
        (0, {"count_sup": "7"}, r"column 'count_sup'.*'7' does not fit"),
        (1, {"count_sup": "fourteen"}, "column 'count_sup'"),
        (0, {"rate": "8,2"}, "column 'rate'"),
        (0, {"rate": "-1"}, "column 'rate'"),
        (1, {"rate": "-999.0"}, "a rate where the count is open"),
        (3, {"rate": "1.5"}, "0 where the count is 0"),
        (0, {"rate_m": "0"}, r"column 'rate_m'.*1 where the count is suppressed"),
        (1, {"rate_m": "1"}, r"column 'rate_m'.*0 where the count is open"),
        (0, {"rate_m": "8.2"}, "column 'rate_m'"),
        (0, {"rate_m_ci": "3.1 to 19.4"}, r"column 'rate_m_ci'.*as 9.3-42.3"),
        (0, {"rate_m_ci": "19.4-3.1"}, "column 'rate_m_ci'"),
        (0, {"rate_m_ci": "9.1-19.4"}, "an interval around the rate"),
        (1, {"rate_m_ci": "9.1-29.4"}, "none where no rate is modelled"),
    ],
)  # fmt: skip
def test_a_bad_unit_is_named(tmp_path: Path, row: int, change: cdc.Row, said: str) -> None:
    rows = [{**r, **(change if n == row else {})} for n, r in enumerate(UNITS)]
    with pytest.raises(SourceError, match=said):
        cdc_tract_deaths.load(written(tmp_path, rows))


def test_a_unit_stands_once_a_period(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"line 6, column 'geoid'.*each code, intent, period"):
        cdc_tract_deaths.load(written(tmp_path, [*UNITS, UNITS[0]]))


def test_a_larger_hidden_count_has_no_rate(tmp_path: Path) -> None:
    rows = [UNITS[0], {**UNITS[1], "count_sup": "10-50"}]
    found = cdc_tract_deaths.load(written(tmp_path, rows)).iloc[1]
    assert pd.isna(found["rate"])
    assert not found["modelled"]


def test_a_missing_column_of_the_units_is_named(tmp_path: Path) -> None:
    rows = [{k: v for k, v in row.items() if k != "rate_m_ci"} for row in UNITS]
    with pytest.raises(SourceError, match="'rate_m_ci'"):
        cdc_tract_deaths.load(written(tmp_path, rows))


def test_no_count_leaves_the_module(tmp_path: Path) -> None:
    assert not {"count", "suppressed"} & set(cdc_tract_deaths.load(written(tmp_path, UNITS)))


@pytest.mark.parametrize(
    ("text", "ends"), [("9.3-42.3", (9.3, 42.3)), ("0.0 - 1", (0.0, 1.0)), ("12-12", (12, 12))]
)
def test_interval(text: str, ends: tuple[float, float]) -> None:
    assert interval(text) == ends


# PLACES

RELEASE = "PLACES: ZCTA Data (GIS Friendly Format), 2025 release"
PLACES = cdc.places(["01001", "01002", "02791", "02802"], cdc_places.MEASURES)


def fetched_places(
    publishers: Double, web: Web, out: Path, rows: list[cdc.Row] = PLACES, name: str = RELEASE
) -> pd.DataFrame:
    publishers.soda(cdc_places.TABLE, rows, name=name)
    cdc_places.fetch(web, out)
    return cdc_places.load(out)


def test_places_of_the_state_with_release_and_interval(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    rows = fetched_places(publishers, web, tmp_path)
    assert rows["zcta"].tolist() == ["01001", "01002", "02791"]
    assert set(rows["release"]) == {RELEASE}
    assert set(rows["period"]) == {"2023"}
    first = rows.iloc[0]
    assert first[["mhlth", "mhlth_lower", "mhlth_upper"]].tolist() == [8.3, 7.1, 9.7]
    assert first[["population", "adults"]].tolist() == [8000, 6400]
    about = cdc_places.fetch(web, tmp_path)
    assert (about.rows, about.vintage, about.data_as_of) == (3, RELEASE, "2026-08-06")


def test_a_measure_that_no_area_has_is_blank(publishers: Double, web: Web, tmp_path: Path) -> None:
    blank = {"loneliness_crudeprev": "", "loneliness_crude95ci": ""}
    rows = fetched_places(publishers, web, tmp_path, [{**row, **blank} for row in PLACES])
    assert rows["loneliness"].isna().all()
    assert rows["mhlth"].notna().all()


def test_a_measure_that_the_table_no_longer_knows_is_an_error(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    rows = [{k: v for k, v in row.items() if not k.startswith("foodinsecu")} for row in PLACES]
    with pytest.raises(WebError, match=r"'foodinsecu_crudeprev'.*change MEASURES"):
        fetched_places(publishers, web, tmp_path, rows)


def test_a_release_that_nobody_has_read_is_named(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match=r"2031 release.*add it to SURVEYS"):
        fetched_places(publishers, web, tmp_path, name="PLACES: ZCTA Data, 2031 release")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"mhlth_crudeprev": "130.2"}, "a percentage from 0 to 100"),
        ({"mhlth_crudeprev": "high"}, "line 2, column 'mhlth_crudeprev'"),
        ({"mhlth_crudeprev": ""}, "an interval beside each share"),
        ({"mhlth_crude95ci": "7.1-9.7"}, r"as \(12.3, 14.5\)"),
        ({"mhlth_crude95ci": "(9.7, 7.1)"}, "column 'mhlth_crude95ci'"),
        ({"mhlth_crude95ci": "(1.0, 2.0)"}, "an interval around the share"),
        ({"totalpopulation": "many"}, "column 'totalpopulation'"),
    ],
)
def test_a_bad_share_is_named(
    publishers: Double, web: Web, tmp_path: Path, change: cdc.Row, said: str
) -> None:
    with pytest.raises(SourceError, match=said):
        fetched_places(publishers, web, tmp_path, [{**PLACES[0], **change}, *PLACES[1:]])


# The vulnerability index

NATION = ["01001", "01002", "02791", *(f"{code:05}" for code in range(30_000, 60_000))]


@pytest.fixture
def index(publishers: Double) -> Callable[..., None]:
    def serve(zctas: str = cdc.svi(NATION), path: str = svi.ZCTA_PATH) -> None:
        publishers.serve("svi", path, text_answer(zctas))
        publishers.serve("svi", svi.TRACT_PATH, text_answer(cdc.svi(TRACTS)))

    return serve


def test_the_index_of_zctas_and_tracts(
    index: Callable[..., None], web: Web, tmp_path: Path
) -> None:
    index()
    fetched = svi.fetch(web, tmp_path)
    assert fetched.rows == 3 + len(TRACTS)
    assert fetched.files == (*svi.DATASET.files, svi.TRACT_FILE)
    rows = svi.load(tmp_path)
    assert rows["zcta"].tolist() == ["01001", "01002", "02791"]
    assert rows["svi"].tolist() == pytest.approx([float("nan"), 0.5, 0.5], nan_ok=True)
    tracts = svi.load_tracts(tmp_path)
    assert tracts["tract"].tolist() == list(TRACTS)
    assert tracts["svi_housing"].tolist() == pytest.approx([float("nan"), 0.5, 0.5], nan_ok=True)


def test_the_path_of_the_zctas_can_be_set(
    index: Callable[..., None], web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index(path="/elsewhere.csv")
    with pytest.raises(WebError):
        svi.fetch(web, tmp_path)
    monkeypatch.setenv("EZC_SVI_ZCTA_PATH", "/elsewhere.csv")
    assert svi.fetch(web, tmp_path).rows == 6


@pytest.mark.parametrize(
    ("zctas", "said"),
    [
        (cdc.svi(NATION[:900]), r"about 33,000; came 900.*EZC_SVI_ZCTA_PATH"),
        (cdc.svi(NATION[3:]), "no ZCTA of the state"),
        (cdc.svi([*NATION, "01002"]), "the area 01002 stands 2 times"),
        (cdc.svi(NATION).replace("RPL_THEME3", "THEME3"), "'RPL_THEME3' is absent"),
        (cdc.svi(NATION) + "25,99999\n", "has other fields"),
    ],
    ids=["few", "none here", "twice", "renamed", "cut"],
)
def test_an_index_that_is_not_whole_is_refused(
    index: Callable[..., None], web: Web, tmp_path: Path, zctas: str, said: str
) -> None:
    index(zctas)
    with pytest.raises(WebError, match=said):
        svi.fetch(web, tmp_path)
    assert not list(tmp_path.glob("indices/*"))
