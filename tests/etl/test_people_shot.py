"""From people to rows: statuses, located shares, residual rows and totals."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epidemiology.status import Status
from etl import coverage, events, people_shot
from etl.people_shot import CITY_ZIP_PERIOD, STATEWIDE_ZIP_PERIOD, Setting
from etl.settings import STATE

CITY = STATE.police_record_town
CITY_PARTIAL = "2026-01-01_2026-04-02"
SPRINGFIELD, LYNN, DEDHAM = "2501367000", "2500937490", "2502116495"
MAIN = {
    "02121": CITY,
    "02122": CITY,
    "01105": SPRINGFIELD,
    "01901": LYNN,
    "02026": DEDHAM,
    "02133": CITY,
}
POPULATIONS = pd.DataFrame(
    [("zcta", code, "ACS 2014-2018", 20_000.0) for code in MAIN]
    + [("zcta", code, "ACS 2018-2022", 25_000.0) for code in MAIN]
    + [("town", code, "ACS 2017-2021", 100_000.0) for code in (CITY, SPRINGFIELD, LYNN, DEDHAM)]
    + [("house", code, "Plan 2021", 43_937.0) for code in ("25001", "25002", "25003")],
    columns=["level", "code", "vintage", "residents"],
)


def people(
    *rows: tuple[str, str, int, int],
    source: str = "gva_incidents",
    date: str = "2016-05-05",
    level: str = "zcta",
) -> pd.DataFrame:
    """(town, place, killed, injured) each."""
    frame = pd.DataFrame(rows, columns=["town", level, "killed", "injured"])
    return frame.assign(
        n=frame["killed"] + frame["injured"],
        source=source,
        date=pd.Timestamp(date),
        levels="zcta house town",
    )


def zip_rows(
    frame: pd.DataFrame,
    covered: set[str] | None = None,
    bare: tuple[str, ...] = (),
    period: str = STATEWIDE_ZIP_PERIOD,
) -> pd.DataFrame:
    setting = people_shot.zip_setting(frame, MAIN, bare, covered)
    rows = people_shot.level_rows(frame, "zcta", period, MAIN, POPULATIONS, setting)
    return rows.set_index(["indicator", "level", "code"]).sort_index()


def shot(
    rows: pd.DataFrame, code: str, level: str = "zcta", indicator: str = "people_shot"
) -> pd.Series:
    return rows.loc[(indicator, level, code)]


def test_every_place_has_a_row_and_a_state() -> None:
    rows = zip_rows(people((CITY, "02121", 5, 20), (CITY, "", 0, 1)))
    for indicator in people_shot.MEASURES:
        assert rows.loc[(indicator, "zcta")].index.tolist() == sorted(MAIN)
    assert shot(rows, "02121")["status"] == Status.VALUE
    assert shot(rows, "01105")["status"] == Status.NONE_RECORDED
    assert shot(rows, "02122")["status"] == Status.NOT_LOCATED
    assert shot(rows, "02122", indicator="people_killed")["status"] == Status.NONE_RECORDED
    assert shot(rows, "02121", indicator="people_killed")["status"] == Status.COUNT_ONLY


def test_rate_interval_and_denominator() -> None:
    row = shot(zip_rows(people((CITY, "02121", 5, 20))), "02121")
    years = 20_000 * 915 / 365.25
    assert row["denominator"] == pytest.approx(years)
    assert row["denominator_source"] == "ACS 2014-2018"
    assert row["value"] == pytest.approx(25 / years * 1e5)
    assert row["lower"] < row["value"] < row["upper"]


@pytest.mark.parametrize(
    ("placed", "lost", "share", "status", "sensitivity"),
    [
        (96, 4, 0.96, Status.VALUE, False),
        (95, 5, 0.95, Status.VALUE, False),
        (94, 6, 0.94, Status.VALUE, True),
        (80, 20, 0.80, Status.VALUE, True),
        (79, 21, 0.79, Status.NOT_LOCATED, False),
        (100, 0, 1.0, Status.VALUE, False),
    ],
)
def test_located_share_of_the_town_stands_on_its_zips(
    placed: int, lost: int, share: float, status: str, sensitivity: bool
) -> None:
    frame = people((SPRINGFIELD, "01105", 0, placed), (SPRINGFIELD, "", 0, lost))
    rows = zip_rows(frame[frame["n"] > 0])
    row = shot(rows, "01105")
    assert row["located_share"] == pytest.approx(share)
    assert row["status"] == status
    assert ("lower_bound" in row["flags"]) is (lost > 0)
    if sensitivity:
        assert row["if_all_located"] == pytest.approx(row["value"] / share)
    else:
        assert math.isnan(row["if_all_located"])
    if status == Status.NOT_LOCATED:
        assert math.isnan(row["numerator"])
        assert shot(rows, SPRINGFIELD, "zcta_unplaced")["numerator"] == placed + lost


def test_a_share_of_fewer_than_five_people_is_not_told() -> None:
    rows = zip_rows(people((DEDHAM, "02026", 0, 2), (DEDHAM, "", 0, 2)))
    assert math.isnan(shot(rows, "02026")["located_share"])
    assert shot(rows, "02026")["status"] == Status.NOT_LOCATED


def test_people_of_no_known_town_stay_in_the_states_row() -> None:
    rows = zip_rows(people(("", "", 1, 2)))
    assert shot(rows, "25", "zcta_unplaced")["numerator"] == 3
    assert shot(rows, "25", "zcta_unplaced")["status"] == Status.TOO_FEW


def test_no_boundary_and_not_covered() -> None:
    frame = people(
        (CITY, "02121", 0, 30), (CITY, "01105", 0, 1), source="boston_shootings", date="2019-05-05"
    )
    rows = zip_rows(frame, {"02121", "02122", "02133"}, ("02133", "02026"), CITY_ZIP_PERIOD)
    assert shot(rows, "02121")["denominator_source"] == "ACS 2018-2022"
    assert shot(rows, "02133")["status"] == Status.NO_BOUNDARY
    assert shot(rows, "01105")["status"] == Status.NOT_COVERED
    assert shot(rows, "02026")["status"] == Status.NOT_COVERED
    assert math.isnan(shot(rows, "01105")["numerator"])
    assert shot(rows, CITY, "zcta_unplaced")["numerator"] == 1


place = st.tuples(
    st.sampled_from(["", *sorted({*MAIN.values()})]),
    st.sampled_from(["", *MAIN, "99999"]),
    st.integers(0, 3),
    st.integers(0, 9),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(place, max_size=25))
def test_the_rows_add_up_to_the_people_whatever_they_are(
    rows: list[tuple[str, str, int, int]],
) -> None:
    frame = people(*rows) if rows else people(("", "", 0, 0))
    out = zip_rows(frame, bare=("02133",))
    for indicator, column in people_shot.MEASURES.items():
        assert out.loc[[indicator], "numerator"].sum() == frame[column].sum()


def test_a_total_that_differs_is_loud() -> None:
    frame = people((CITY, "02121", 1, 2))
    rows = zip_rows(frame).reset_index()
    rows.loc[rows["code"] == "02121", "numerator"] = 0
    with pytest.raises(ValueError, match=r"people_shot, somewhere: expected 3 people.*came 0"):
        people_shot.check_totals(rows, frame, "somewhere")


# --- districts -------------------------------------------------------------------------------------  # noqa: E501

OVERLAPS = pd.DataFrame(
    [
        ("town", CITY, "house", "25001", 1.0),
        ("town", SPRINGFIELD, "house", "25002", 0.25),
        ("town", SPRINGFIELD, "house", "25003", 0.75),
        ("town", SPRINGFIELD, "zcta", "01105", 1.0),
    ],
    columns=["from_level", "from_code", "to_level", "to_code", "people_share"],
)
HOUSES = ["25001", "25002", "25003"]


def test_missing_people_are_expected_where_the_located_ones_are() -> None:
    frame = people(
        (SPRINGFIELD, "25002", 0, 30),
        (SPRINGFIELD, "25003", 0, 10),
        (SPRINGFIELD, "", 0, 8),
        level="house",
    )
    assert people_shot.expected_missing(frame, "house", OVERLAPS, "n") == {
        "25002": 6.0,
        "25003": 2.0,
    }
    setting = people_shot.district_setting(frame, "house", HOUSES, OVERLAPS)
    assert setting.located_share["25002"] == pytest.approx(30 / 36)
    rows = people_shot.level_rows(
        frame, "house", STATEWIDE_ZIP_PERIOD, HOUSES, POPULATIONS, setting
    )
    row = rows.set_index(["indicator", "level", "code"]).loc[("people_shot", "house", "25002")]
    assert row["if_all_located"] == pytest.approx(row["value"] * 36 / 30)
    assert row["denominator_source"] == "Plan 2021"
    lost = rows[rows["level"] == "house_unplaced"]
    assert lost["code"].unique().tolist() == ["25"]


def test_missing_people_of_a_town_without_located_ones_follow_its_residents() -> None:
    frame = people((SPRINGFIELD, "", 0, 8), level="house")
    assert people_shot.expected_missing(frame, "house", OVERLAPS, "n") == {
        "25002": 2.0,
        "25003": 6.0,
    }
    assert people_shot.expected_missing(frame, "house", OVERLAPS, "killed") == {}
    setting = people_shot.district_setting(frame, "house", HOUSES, OVERLAPS)
    rows = people_shot.level_rows(
        frame, "house", STATEWIDE_ZIP_PERIOD, HOUSES, POPULATIONS, setting
    )
    status = rows.set_index(["indicator", "code"])["status"]
    assert status["people_shot", "25003"] == Status.NOT_LOCATED
    assert status["people_killed", "25003"] == Status.NONE_RECORDED
    assert status["people_shot", "25001"] == Status.NONE_RECORDED


def test_a_town_without_any_district_is_loud() -> None:
    with pytest.raises(ValueError, match=r"2500937490 has 1.* no overlap"):
        people_shot.expected_missing(
            people((LYNN, "", 0, 1), level="house"), "house", OVERLAPS, "n"
        )


# --- towns, series and counts ----------------------------------------------------------------------  # noqa: E501


@pytest.mark.parametrize(
    ("code", "period", "flags", "sources"),
    [
        (CITY, "2014", "series_break", "gva_incidents"),
        (CITY, "2015", "", "boston_shootings_recent"),
        (CITY, "2014-2017", "series_break", "boston_shootings_recent gva_incidents"),
        (CITY, "2018-2020", "", "boston_shootings_recent"),
        (CITY, CITY_PARTIAL, "partial_year", "boston_shootings_recent"),
        ("25025", "2014", "series_break", "gva_incidents"),
        ("25025", "2016", "", "boston_shootings_recent gva_incidents"),
        ("25", "2014-2017", "series_break", "boston_shootings_recent gva_incidents"),
        ("25", "2018-2020", "exclusions_partly_known", "boston_shootings_recent gva_incidents"),
        (SPRINGFIELD, "2014-2017", "", "gva_incidents"),
        (SPRINGFIELD, "2018", "exclusions_partly_known", "gva_incidents"),
    ],
)
def test_flags_and_sources_of_town_counts(code: str, period: str, flags: str, sources: str) -> None:
    setting = people_shot.town_setting("town", [code], period)
    assert (setting.flags[code], setting.sources[code]) == (flags, sources)


@pytest.mark.parametrize(
    ("count", "status"),
    [
        (0, Status.NONE_RECORDED),
        (1, Status.TOO_FEW),
        (4, Status.TOO_FEW),
        (5, Status.COUNT_ONLY),
        (9, Status.COUNT_ONLY),
        (10, Status.PROVISIONAL),
        (40, Status.PROVISIONAL),
    ],
)
def test_a_partial_year_is_provisional_after_the_rules_for_small_counts(
    count: int, status: str
) -> None:
    frame = people((CITY, CITY, 0, count), date="2026-03-01", level="place").rename(
        columns={"place": "x"}
    )
    frame["town"] = CITY
    rows = people_shot.level_rows(
        frame,
        "town",
        CITY_PARTIAL,
        [CITY],
        POPULATIONS,
        people_shot.town_setting("town", [CITY], CITY_PARTIAL),
    )
    assert rows.loc[rows["indicator"] == "people_shot", "status"].tolist() == [status]


def test_within_takes_both_ends_and_the_level() -> None:
    frame = pd.concat(
        [
            people((CITY, "02121", 0, 1), date=d)
            for d in ("2015-06-30", "2015-07-01", "2017-12-31", "2018-01-01")
        ]
    )
    assert len(people_shot.within(frame, "zcta", STATEWIDE_ZIP_PERIOD)) == 2
    assert people_shot.within(frame, "senate", STATEWIDE_ZIP_PERIOD).empty


def test_police_districts_have_counts_only() -> None:
    frame = people(
        (CITY, "B2", 1, 5),
        (CITY, "C11", 0, 4),
        (CITY, "", 0, 2),
        level="police_district",
        date="2025-01-01",
    ).assign(levels="police_district")
    rows = events.police_district_rows(frame, ["B2", "C11", "A1"], "2025")
    status = (
        rows[rows["indicator"] == "people_shot"].set_index(["level", "code"])["status"].to_dict()
    )
    assert status == {
        ("police_district", "A1"): Status.NONE_RECORDED,
        ("police_district", "B2"): Status.COUNT_ONLY,
        ("police_district", "C11"): Status.TOO_FEW,
        ("police_district_unplaced", CITY): Status.TOO_FEW,
    }
    assert "value" not in rows


def test_shots_fired_by_district_and_city_with_the_last_year_cut() -> None:
    shots = pd.DataFrame(
        {
            "date": pd.to_datetime(
                ["2021-01-01", "2021-05-01", "2022-02-19", "2022-02-10", "2021-07-01"]
            ),
            "district": ["B2", "", "B2", "External", "B2"],
            "ballistic_evidence": [True, True, True, True, False],
        }
    )
    rows = events.shots_fired_rows(shots, ["B2", "C11"])
    counts = rows.set_index(["level", "code", "period"])["numerator"].to_dict()
    assert counts == {
        ("police_district", "B2", "2021"): 1, ("police_district", "C11", "2021"): 0,
        ("police_district_unplaced", CITY, "2021"): 1, ("town", CITY, "2021"): 2,
        ("police_district", "B2", "2022-01-01_2022-02-19"): 1,
        ("police_district", "C11", "2022-01-01_2022-02-19"): 0,
        ("police_district_unplaced", CITY, "2022-01-01_2022-02-19"): 1,
        ("town", CITY, "2022-01-01_2022-02-19"): 2,
    }  # fmt: skip


def test_mass_shootings_are_exact_counts_of_events() -> None:
    dates = pd.to_datetime(["2014-03-01", "2016-01-01", "2016-02-01"])
    rows = events.mass_shooting_rows(pd.DataFrame({"date": dates}), pd.Timestamp("2017-07-22"))
    assert rows["period"].tolist() == ["2014", "2015", "2016", "2017-01-01_2017-07-22"]
    assert rows["numerator"].tolist() == [1, 0, 2, 0]
    assert rows["status"].tolist() == [
        Status.COUNT_ONLY,
        Status.NONE_RECORDED,
        Status.COUNT_ONLY,
        Status.NONE_RECORDED,
    ]
    assert rows["flags"].tolist() == ["", "", "", "partial_year"]


def test_coverage_hides_small_counts_and_their_shares() -> None:
    frame = people(
        (CITY, "02121", 0, 8),
        (CITY, "", 0, 2),
        (LYNN, "01901", 0, 3),
        (LYNN, "", 0, 1),
        (SPRINGFIELD, "", 0, 6),
        (SPRINGFIELD, "01105", 0, 4),
    )
    rows = coverage.coverage_rows(frame, "town", "2016", [CITY, LYNN, SPRINGFIELD, DEDHAM], "x")
    rows = rows.set_index("code")
    assert rows["people"].fillna(-1).to_dict() == {CITY: 10, LYNN: -1, SPRINGFIELD: 10, DEDHAM: 0}
    assert rows["located"].fillna(-1).to_dict() == {CITY: 8, LYNN: -1, SPRINGFIELD: -1, DEDHAM: 0}
    assert rows.loc[CITY, "located_share"] == 0.8
    assert rows["located_share"].isna().to_dict() == {
        CITY: False,
        LYNN: True,
        SPRINGFIELD: True,
        DEDHAM: True,
    }


def test_setting_defaults_to_everything_covered() -> None:
    frame = people((CITY, "02121", 0, 30))
    rows = people_shot.level_rows(frame, "zcta", STATEWIDE_ZIP_PERIOD, MAIN, POPULATIONS, Setting())
    assert set(rows["status"]) == {Status.VALUE, Status.NONE_RECORDED}
