"""What the page of a ZIP looks up: periods that can be compared, shares, members, margins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import store
from dashboard.lookups import MARGIN_WORTH_YEARS, nearest_period
from dashboard.zips.report import ZipReport, zip_report
from tests.small_atlas import write_small_atlas

Report = Callable[[str], ZipReport]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = tmp_path_factory.mktemp("atlas") / "data"
    write_small_atlas(folder)
    atlas = store.load(folder)

    def of(zip: str) -> ZipReport:
        zip_code = atlas.zip_code(zip)
        assert zip_code is not None
        place = atlas.place("zcta", zip_code.zcta)
        assert place is not None
        return zip_report(atlas, zip_code, place)

    return of


@pytest.fixture(scope="module")
def real() -> Report:
    atlas = store.load(Path(__file__).parent.parent.parent / "data")

    def of(zip: str) -> ZipReport:
        zip_code = atlas.zip_code(zip)
        assert zip_code is not None
        place = atlas.place("zcta", zip_code.zcta)
        assert place is not None
        return zip_report(atlas, zip_code, place)

    return of


@pytest.mark.parametrize(("periods", "wanted", "nearest"), [
    (["2014-2017", "2018-2020"], "2015-07_2017-12", "2014-2017"),
    (["2015-07_2017-12", "2014-2017"], "2015-07_2017-12", "2015-07_2017-12"),
    (["2014-2018", "2018-2022"], "2017-2021", "2018-2022"),
    (["2014-2018", "2018-2022"], "2015-07_2017-12", "2014-2018"),
    (["2023", "2024"], "2019", "2023"),
    ([], "2019", None),
])  # fmt: skip
def test_the_nearest_period(periods: list[str], wanted: str, nearest: str | None) -> None:
    assert nearest_period(periods, wanted) == nearest


def test_places_stand_beside_the_zip_in_order(report: Report) -> None:
    rows = report("02121").compared
    assert [row.place.level for row in rows] == ["zcta", "town", "county", "state"]
    assert rows[0].period == "2015-07_2017-12"
    assert rows[1].period == "2014-2017"


def test_a_box_is_answered_by_the_area_around_it(report: Report) -> None:
    found = report("02112")
    assert found.zip_code.zip == "02112"
    assert found.place.code == "02111"
    assert found.name == "ZIP 02111"


def test_districts_with_less_than_one_percent_are_left_out(real: Report) -> None:
    seats = real("02121").seats
    assert {seat.chamber for seat in seats} == {"house", "senate", "congress", "us_senate"}
    shares = [seat.share for seat in seats if seat.share is not None]
    assert min(shares) >= 0.01
    us_senate = next(seat for seat in seats if seat.chamber == "us_senate")
    assert len(us_senate.members) == 2


def test_a_later_police_period_only_where_it_covers(real: Report) -> None:
    assert [later.period for later in real("02121").later] == ["2018-01_2023-02"]
    assert real("01105").later == ()


def test_the_town_goes_on_to_its_newest_year(real: Report) -> None:
    boston = real("02121")
    assert boston.trend.last_counted_year is not None
    assert boston.trend.last_counted_year.period == "2025"
    assert boston.trend.partial is not None
    assert boston.trend.partial.period == "2026-01-01_2026-04-02"
    springfield = real("01105")
    assert springfield.trend.last_counted_year is not None
    assert springfield.trend.last_counted_year.period == "2020"
    assert springfield.trend.partial is None


def test_income_is_compared_on_one_footing(real: Report) -> None:
    rows = real("02121").income_compared
    assert {row.period for row in rows} == {"2019-2023"}
    assert [row.place.level for row in rows] == ["zcta", "town", "county", "state"]


def test_a_margin_of_error_is_worth_a_little_age(real: Report) -> None:
    rows = {row.indicator.id: row for row in real("02121").economy}
    assert rows["median_household_income"].here.period == "2017-2021"
    assert rows["median_household_income"].here.moe is not None
    assert MARGIN_WORTH_YEARS == 2
    outside = {row.indicator.id: row for row in real("01330").economy}
    assert outside["poverty"].here.period == "2018-2022"
    assert outside["poverty"].here.moe is None


def test_being_a_person_of_colour_is_not_listed_as_a_vulnerability(real: Report) -> None:
    assert "svi_minority" not in {row.indicator.id for row in real("02121").economy}


def test_every_zip_that_a_person_may_type_has_a_report(real: Report) -> None:
    atlas = store.load(Path(__file__).parent.parent.parent / "data")
    for zip in atlas.zip_codes["zip"]:
        found = real(zip)
        assert found.shot is not None, zip
        assert found.town is not None, zip
        assert any(seat.chamber == "house" for seat in found.seats), zip
