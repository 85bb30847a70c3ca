"""Boston's tables from the portal: whole, chosen by the flag, and honest where one is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
)
from data_sources._dataset import SourceError
from data_sources._web import Web, WebError
from tests.publishers import boston, faults
from tests.publishers.double import Double

VICTIM = {
    "incident_num": "I152999001-00",
    "shooting_date": "2015-07-04 23:59:00+00",
    "district": "C11",
    "shooting_type_v2": "Non-Fatal",
    "victim_gender": "Male",
    "victim_race": "Unknown",
    "victim_ethnicity_nibrs": "Unknown",
    "multi_victim": "t",
}
VICTIMS = [
    VICTIM,
    VICTIM,
    {**VICTIM, "shooting_date": "2026-11-14 00:30:00+00", "shooting_type_v2": "Fatal"},
]
REPORTS = [
    boston.report("I152999001", "2015-07-04"),
    boston.report("I152999001", "2015-07-04", OFFENSE_CODE="3125"),
    boston.report("I182999001", "2018-05-01", ("0", "0")),
    boston.report("192999001", "2019-01-02", SHOOTING="Y"),
    boston.report("192999002", "2019-12-02", ("-1", "-1")),
    boston.report("222999001", "2022-12-02", ("", "")),
    boston.report("232999001", "2023-04-01", ("42.30", "-71.09")),
    boston.report("262999001", "2026-11-14", ("42.32", "-71.06")),
]
SHOTS = [
    {
        "incident_num": f"I15299909{n}-00",
        "incident_date": "2015-01-01 04:17:00+00",
        "district": "C11",
        "ballistics_evidence": "t",
    }
    for n in range(3)
]


def test_flagged_reports_of_all_years(publishers: Double, web: Web, tmp_path: Path) -> None:
    boston.crime(publishers, REPORTS)
    fetched = boston_crime_points.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of) == (len(REPORTS) + 4, "2026-11-14")
    text = (tmp_path / boston_crime_points.DATASET.files[0]).read_text()
    assert "EXAMPLE ST" not in text
    rows = boston_crime_points.load(tmp_path).set_index("incident")
    # One row a report; 0, -1 and blank are no place; the flag is Y to 2018 and 1 from 2019.
    assert rows.index.is_unique
    assert {"152999001", "192999001", "232999001", "262999001"} <= set(rows.index)
    assert not {"182999001", "192999002", "222999001"} & set(rows.index)
    assert rows.loc["262999001", "latitude"] == 42.32
    assert rows.loc["262999001", "date"] == pd.Timestamp("2026-11-14")  # local, not +00
    assert rows.loc["262999001", "year"] == 2026
    asked = publishers.requests("boston", boston.SEARCH)
    assert len(asked) == 3 * len(boston_crime_points.RESOURCES)  # values, rows, the empty page


def test_rows_of_one_report_that_lie_apart_have_no_place(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    apart = boston.report("232999001", "2023-04-01", ("42.35", "-71.09"))
    boston.crime(publishers, [*REPORTS, apart])
    boston_crime_points.fetch(web, tmp_path)
    assert "232999001" not in set(boston_crime_points.load(tmp_path)["incident"])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (faults.value("SHOOTING", "maybe"), "values not known: 'maybe'"),
        (faults.renamed("Lat", "Latitude"), "the column 'Lat' is absent"),
        (faults.web_page(), "a web page where data should be"),
        (faults.json_error({"success": False, "error": {"message": "closed"}}), "closed"),
        (faults.rows(lambda rows: rows[:-1]), "rows"),
        (faults.value("OCCURRED_ON_DATE", "2126-01-01 00:00:00+00"), "in the future"),
    ],
)
def test_reports_whole_or_not_at_all(
    publishers: Double, web: Web, tmp_path: Path, spoil: faults.Fault, said: str
) -> None:
    boston.crime(publishers, REPORTS)
    publishers.fault("boston", spoil, boston.SEARCH)
    with pytest.raises(WebError) as error:
        boston_crime_points.fetch(web, tmp_path)
    assert said in str(error.value)
    assert not any(tmp_path.rglob("crime_*.csv"))


def test_a_year_that_left_the_dataset_is_named(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    boston.crime(publishers, REPORTS)
    left = dict(list(boston_crime_points.RESOURCES.items())[:-1])
    listing = boston.package(boston_crime_points.PORTAL, {i: y for y, i in left.items()})
    publishers.serve("boston", boston.SHOW, listing)
    with pytest.raises(WebError, match="no longer lists the resource b973d8cb") as error:
        boston_crime_points.fetch(web, tmp_path)
    assert "2015, 2016" in str(error.value)


@pytest.mark.parametrize("file_only", [False, True])
def test_shots_fired_from_the_table_or_the_file(
    publishers: Double, web: Web, tmp_path: Path, file_only: bool
) -> None:
    boston.shots(publishers, SHOTS, file_only=file_only)
    fetched = boston_shots_fired.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of, fetched.note) == (3, "2015-01-01", "")
    assert boston_shots_fired.load(tmp_path)["ballistic_evidence"].all()


def test_shots_fired_may_have_vanished(publishers: Double, web: Web, tmp_path: Path) -> None:
    with pytest.raises(WebError) as error:
        boston_shots_fired.fetch(web, tmp_path)
    assert "'shots-fired' is no longer published" in str(error.value)
    assert "the last good copy stays in use" in str(error.value)
    assert not list(tmp_path.rglob("*.csv"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.rsplit(b",", 1)[0], "is not whole"),
        (lambda text: text.replace(b"district", b"area"), "the column 'district' is absent"),
        (lambda text: text.splitlines()[0] + b"\r\n", "has no rows"),
    ],
)
def test_a_file_is_read_whole_or_not_at_all(
    publishers: Double, web: Web, tmp_path: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    boston.shots(publishers, SHOTS, file_only=True)
    publishers.fault("boston", faults.body(spoil), ".*csv")
    with pytest.raises(WebError, match=said):
        boston_shots_fired.fetch(web, tmp_path)


def test_people_struck_up_to_now(publishers: Double, web: Web, tmp_path: Path) -> None:
    boston.shootings(publishers, VICTIMS)
    fetched = boston_shootings_recent.fetch(web, tmp_path)
    assert (fetched.rows, fetched.data_as_of) == (3, "2026-11-14")
    assert "as many people in each year" in fetched.note
    rows = boston_shootings_recent.load(tmp_path)
    assert rows["killed"].tolist() == [False, False, True]
    text = (tmp_path / boston_shootings_recent.DATASET.files[0]).read_text()
    assert text.splitlines()[0] == "date,fatal,district"
    assert "Male" not in text
    assert "152999001" not in text


def test_the_check_is_a_note_and_never_an_error(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    boston.shootings(publishers, VICTIMS, apart=1)
    assert "2015: 2 here, 1 there" in boston_shootings_recent.fetch(web, tmp_path).note
    publishers.fault("arcgis", faults.json_error({"error": {"code": 499, "message": "Token"}}))
    note = boston_shootings_recent.fetch(web, tmp_path).note
    assert note.startswith("Not checked against the police's own table")


def test_the_check_pages_while_the_service_has_more(
    publishers: Double, web: Web, tmp_path: Path
) -> None:
    many = [VICTIM] * 2_300
    boston.shootings(publishers, many)
    assert "as many people" in boston_shootings_recent.fetch(web, tmp_path).note
    offsets = {a.query.get("resultOffset") for a in publishers.requests("arcgis")} - {None}
    assert offsets == {"0", "1000", "2000", "2300"}


def test_an_unknown_outcome_stops(publishers: Double, web: Web, tmp_path: Path) -> None:
    boston.shootings(publishers, [{**VICTIM, "shooting_type_v2": "Other"}])
    with pytest.raises(WebError, match="the outcome 'Other' is not known"):
        boston_shootings_recent.fetch(web, tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",1,2026", ",0,2026", "column 'SHOOTING'"),
        ("42.32,", "north,", "column 'Lat'"),
        ("2026-11-14", "14.11.2026", "column 'OCCURRED_ON_DATE'"),
        ("42.3", "71.3", "points in Boston"),
        ("2999", "2ABC", "nine digits"),
    ],
)
def test_a_bad_live_file_is_named(
    publishers: Double, web: Web, tmp_path: Path, old: str, new: str, said: str
) -> None:
    boston.crime(publishers, REPORTS)
    boston_crime_points.fetch(web, tmp_path)
    path = tmp_path / boston_crime_points.DATASET.files[0]
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    with pytest.raises(SourceError) as error:
        boston_crime_points.load(tmp_path)
    assert said in str(error.value)


@pytest.mark.sources
def test_the_publishers_own_points(
    publishers: Double, web: Web, tmp_path: Path, sources: Path
) -> None:
    theirs = boston_crime_points.load(sources)
    published = pd.read_csv(sources / boston_crime_points.DATASET.files[0], dtype=str)
    reports = [
        boston.report(row.INCIDENT_NUMBER, f"{year}-08-01", (row.Lat, row.Long))
        for row, year in zip(published.itertuples(), theirs["year"], strict=True)
    ]
    boston.crime(publishers, reports)
    boston_crime_points.fetch(web, tmp_path)
    ours = boston_crime_points.load(tmp_path)
    columns = ["incident", "year", "latitude", "longitude"]
    pd.testing.assert_frame_equal(
        ours[columns].sort_values("incident", ignore_index=True),
        theirs[columns].sort_values("incident", ignore_index=True),
        check_dtype=False,
    )
    assert boston_shootings.RESOURCE  # the join with people struck is tested in etl
