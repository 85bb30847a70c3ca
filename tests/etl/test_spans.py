"""How the periods grow with the records, and never overlap."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources import boston_crime_points, boston_shootings, boston_shootings_recent
from data_sources._web import Web
from epidemiology.periods import Period
from etl import geography, injuries, people_shot, spans
from etl.ledger import Ledger
from etl.people_shot import CITY_ZIP_PERIOD
from etl.settings import STATE
from tests.publishers import boston
from tests.publishers.double import Double

EMBEDDED = spans.reach(date(2026, 4, 2), date(2025, 2, 20), None)
DAYS = st.dates(date(2021, 1, 1), date(2040, 12, 31))


def test_the_embedded_records_keep_their_periods() -> None:
    assert EMBEDDED.city_zip == ("2018-01_2023-02",)
    assert EMBEDDED.years == tuple(map(str, range(2014, 2021)))
    assert EMBEDDED.pooled == ("2014-2017", "2018-2020")
    assert EMBEDDED.city_years == ("2021", "2022", "2023", "2024", "2025")
    assert EMBEDDED.city_partial == "2026-01-01_2026-04-02"


@pytest.mark.parametrize(
    ("victims", "reports", "later"),
    [
        (date(2026, 11, 20), date(2026, 11, 21), ["2023-03_2026-10"]),
        (date(2026, 11, 6), date(2026, 11, 21), ["2023-03_2026-09"]),  # the last week may grow
        (date(2026, 11, 7), date(2026, 11, 21), ["2023-03_2026-10"]),
        (date(2026, 11, 20), date(2024, 3, 7), ["2023-03_2024-02"]),  # both must reach
        (date(2026, 11, 20), date(2024, 3, 6), []),  # eleven months say nothing by ZIP
        (date(2026, 11, 20), None, []),  # reports without days, as embedded
    ],
)
def test_zip_codes_of_the_city(victims: date, reports: date | None, later: list[str]) -> None:
    assert spans.reach(victims, victims, reports).city_zip == (CITY_ZIP_PERIOD, *later)


def test_a_year_that_is_over_is_whole() -> None:
    found = spans.reach(date(2026, 12, 31), date(2026, 12, 31), None)
    assert (found.city_years[-1], found.city_partial) == ("2026", "")


def test_exports_make_statewide_years() -> None:
    found = spans.reach(date(2026, 4, 2), date(2026, 4, 2), None, (2019, 2021, 2022, 2024))
    assert found.years[-3:] == ("2021", "2022", "2024")
    assert found.pooled[-1] == "2021-2022"
    assert found.city_years == ("2023", "2025")


@given(
    recent=DAYS, victims=DAYS, reports=st.none() | DAYS, exported=st.sets(st.integers(2010, 2040))
)
def test_periods_of_one_level_never_overlap(
    recent: date, victims: date, reports: date | None, exported: set[int]
) -> None:
    found = spans.reach(recent, victims, reports, exported)
    for periods in (
        [people_shot.STATEWIDE_ZIP_PERIOD, *found.city_zip],
        [*found.pooled],
        [*found.years, *found.city],
    ):
        parsed = sorted(map(Period.parse, periods))
        assert all(a.last < b.first for a, b in pairwise(parsed))
    last = Period.parse(found.city_zip[-1]).last
    if reports and len(found.city_zip) > 1:
        assert last + timedelta(days=spans.SETTLED_DAYS) <= min(victims, reports)
    assert all(people_shot.is_partial(p) == (p == found.city_partial) for p in found.city)


@pytest.mark.sources
def test_boston_up_to_the_doubles_today(
    publishers: Double, web: Web, tmp_path: Path, sources: Path
) -> None:
    """The publishers' own rows, and invented people and reports up to November 2026."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for path in sources.iterdir():
        if path.name != "boston_police":
            (folder / path.name).symlink_to(path)
    (folder / "boston_police").mkdir()
    for path in (sources / "boston_police").iterdir():
        (folder / "boston_police" / path.name).symlink_to(path)
    known = pd.read_csv(sources / boston_crime_points.DATASET.files[0], dtype=str)
    years = boston_crime_points.load(sources)["year"]
    reports = [
        boston.report(row.INCIDENT_NUMBER, f"{year}-08-01", (row.Lat, row.Long))
        for row, year in zip(known.itertuples(), years, strict=True)
    ]
    people: list[dict[str, Any]] = pd.read_csv(
        sources / boston_shootings.DATASET.files[0], dtype=str, keep_default_na=False
    ).to_dict("records")
    people = [p for p in people if p["shooting_date"] < "2023-03"]
    spot = ("42.3144", "-71.0914")  # in ZIP 02121
    for month in range(44):  # March 2023 to October 2026, and some days of November
        day = f"{2023 + (month + 2) // 12}-{(month + 2) % 12 + 1:02d}-15"
        number = f"{day[2:4]}29{month:05d}"
        people.append({**people[-1], "incident_num": number, "shooting_date": f"{day} 23:00:00+00"})
        if month % 10:  # nine of ten are found
            reports.append(boston.report(number, day, spot))
    for day in ("2026-11-03", "2026-11-20"):
        people.append({**people[-1], "incident_num": "262999999", "shooting_date": f"{day} 01:00"})
    reports.append(boston.report("262999999", "2026-11-20", spot))
    boston.crime(publishers, reports)
    boston.shootings(publishers, people)
    live = tmp_path / "live_files"
    for module in (boston_crime_points, boston_shootings, boston_shootings_recent):
        for name in module.fetch(web, live).files:
            (folder / name).unlink()
            (folder / name).symlink_to(live / name)

    ledger = Ledger()
    out = injuries.run(folder, geography.run(folder, Ledger()), ledger)
    rows = out.observations[out.observations["level"] == "zcta"]
    period = "2023-03_2026-10"
    assert set(rows["period"]) == {people_shot.STATEWIDE_ZIP_PERIOD, CITY_ZIP_PERIOD, period}
    new = rows[(rows["period"] == period) & (rows["indicator"] == "people_shot")]
    there = new.set_index("code").loc["02121"]
    assert (there["numerator"], there["status"]) == (39, "value")
    assert there["located_share"] == pytest.approx(39 / 44)
    assert there["flags"] == "lower_bound"
    assert there["source"] == "boston_crime_points boston_shootings gva_incidents"
    assert new.set_index("code").loc["01105", "status"] == "not_covered"
    # What the new period adds changes nothing of the one before.
    before = rows[(rows["period"] == CITY_ZIP_PERIOD) & (rows["code"] == "02121")]
    assert before.loc[before["indicator"] == "people_shot", "numerator"].item() > 100
    city = out.series[
        (out.series["level"] == "town") & (out.series["code"] == STATE.police_record_town)
    ]
    assert "2026-01-01_2026-11-20" in set(city["period"])
    assert "2025" in set(city["period"])
    covered = out.coverage[(out.coverage["period"] == period) & out.coverage["covered"]]
    assert set(covered["source"]) == {"boston_shootings"}
    for source, read in ledger.rows_in.items():
        assert 0 <= ledger.rows_left(source) <= read
    assert "after October 2026" in ledger.why("boston_shootings")


def test_too_few_located_give_no_zip_map() -> None:
    people = pd.DataFrame(
        {
            "town": STATE.police_record_town,
            "zcta": ["02121"] * 79 + [""] * 21,
            "n": 1,
            "killed": 0,
            "injured": 1,
        }
    )
    setting = people_shot.zip_setting(people, {"02121": STATE.police_record_town}, (), {"02121"})
    assert setting.hidden == {"02121"}
