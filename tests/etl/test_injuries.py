"""The whole step: on a small invented state, and on the publishers' files with the real places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
    gva_incidents,
    gva_mass_shootings,
)
from epidemiology.status import Status
from etl import injuries, people_shot, privacy
from etl.catalogue import people_shot as entries
from etl.geography import Geography
from etl.ledger import Ledger
from etl.people_shot import CITY_ZIP_PERIOD, MEASURES, STATEWIDE_ZIP_PERIOD
from etl.settings import STATE
from etl.tables import conform

CITY, SPRINGFIELD, LYNN = STATE.police_record_town, "2501367000", "2500937490"
URL = "http://www.gunviolencearchive.org/incident/"

# --- a small invented state -----------------------------------------------------------------------

SQUARES = {
    "zcta": {"02121": (-71.2, 42.2, -71.1, 42.4), "02122": (-71.1, 42.2, -71.0, 42.4),
             "01901": (-71.0, 42.2, -70.9, 42.4), "01105": (-72.6, 42.0, -72.4, 42.2)},
    "town": {CITY: (-71.2, 42.2, -71.0, 42.4), LYNN: (-71.0, 42.2, -70.9, 42.4),
             SPRINGFIELD: (-72.6, 42.0, -72.4, 42.2)},
    "county": {"25025": (-71.2, 42.2, -71.0, 42.4), "25009": (-71.0, 42.2, -70.9, 42.4),
               "25013": (-72.6, 42.0, -72.4, 42.2)},
    "state": {"25": (-72.6, 42.0, -70.9, 42.4)},
}  # fmt: skip
for _level, _codes in (
    ("house", ("25001", "25002")),
    ("senate", ("25D01", "25D02")),
    ("congress", ("2501", "2502")),
):
    SQUARES[_level] = dict(
        zip(_codes, ((-71.2, 42.2, -70.9, 42.4), (-72.6, 42.0, -72.4, 42.2)), strict=True)
    )
NAMES = {CITY: "Boston", LYNN: "Lynn", SPRINGFIELD: "Springfield", "25": "Massachusetts"}


def small_geography() -> Geography:
    polygons = {
        level: gpd.GeoDataFrame(
            {"code": list(codes)}, geometry=[box(*b) for b in codes.values()], crs=4326
        )
        for level, codes in SQUARES.items()
    }
    extra = [("zcta", "02133")]
    keys = [(level, code) for level, codes in SQUARES.items() for code in codes] + extra
    vintages = {
        "zcta": "ACS 2014-2018",
        "house": "Plan 2021",
        "senate": "Plan 2021",
        "congress": "Plan 2021",
    }
    unused = {"zip_codes": None, "boundaries": {}, "tract_weights": None, "raking": None}
    return Geography(
        **unused,
        edition="2010",
        places=pd.DataFrame(
            [{"level": level, "code": code, "name": NAMES.get(code, code)} for level, code in keys]
        ),
        populations=pd.DataFrame(
            [
                {
                    "level": level,
                    "code": code,
                    "vintage": vintages.get(level, "Census 2020"),
                    "residents": 50_000.0,
                }
                for level, code in keys
            ]
        ),
        polygons=polygons,
        overlaps=pd.DataFrame(
            [
                ("town", town, level, list(SQUARES[level])[town == SPRINGFIELD], 1.0)
                for town in (CITY, LYNN, SPRINGFIELD)
                for level in ("house", "senate", "congress")
            ],
            columns=["from_level", "from_code", "to_level", "to_code", "people_share"],
        ),
        town_of_zcta=pd.DataFrame(
            {
                "code": ["02121", "02122", "02133", "01901", "01105"],
                "town": [CITY, CITY, CITY, LYNN, SPRINGFIELD],
            }
        ),
    )


def write_small_sources(folder: Path) -> None:
    victims = ["incident_num,shooting_date,district,shooting_type_v2"]
    points = ["INCIDENT_NUMBER,OFFENSE_CODE,Lat,Long"]
    recent = ["date,fatal,district"]
    for i in range(
        24
    ):  # 24 incidents of 2016, each at its own spot of 02121; the last one unlocated
        number = f"16200{i:04d}"
        outcome = "Fatal" if i == 0 else "Non-Fatal"
        victims.append(f"I{number}-00,2016-03-{i + 1:02d} 10:00:00+00,B2,{outcome}")
        recent.append(f"2016-03-{i + 1:02d},{int(i == 0)},B2")
        if i < 23:
            points.append(f"{number},413,{42.21 + i / 200:.4f},-71.15")
    victims.append(f"I{162000000}-00,2016-03-01 10:00:00+00,B2,Non-Fatal")
    recent.append("2016-03-01,0,B2")
    recent.append("2026-04-02,0,B2")
    victims.append("I152000001-00,2015-01-05 10:00:00+00,B2,Non-Fatal")
    recent.append("2015-01-05,0,B2")
    head = "date,state,city_or_county,n_killed,n_injured,incident_url"
    listing = [head]
    details = [
        "incident_id,date,state,city_or_county,n_killed,n_injured,latitude,longitude,"
        "incident_characteristics,participant_type,participant_status"
    ]
    partial = [details[0]]
    rows = [
        # id, day, place, killed, injured, latitude, longitude, marks, types, statuses
        (
            900001,
            "2016-05-01",
            "Springfield",
            0,
            2,
            42.11,
            -72.5,
            "Shot - Wounded/Injured",
            "0::Victim||1::Victim",
            "0::Injured||1::Injured",
        ),
        (
            900002,
            "2016-05-02",
            "Springfield",
            1,
            0,
            42.12,
            -72.5,
            "Suicide^",
            "0::Victim",
            "0::Killed",
        ),
        (
            900003,
            "2016-05-03",
            "Devens",
            0,
            1,
            "",
            "",
            "Shot - Wounded/Injured",
            "0::Victim",
            "0::Injured",
        ),
        (900004, "2016-05-04", "Boston", 0, 5, 42.3, -71.15, "Shot - Wounded/Injured", "", ""),
        (
            900005,
            "2016-05-05",
            "Lynn",
            0,
            1,
            39.9,
            -91.4,
            "Shot - Wounded/Injured",
            "0::Victim",
            "0::Injured",
        ),
        (900006, "2016-05-06", "Lynn", 0, 0, 42.3, -70.95, "", "", ""),
        (
            900007,
            "2016-03-10",
            "Lynn",
            0,
            1,
            42.2551,
            -71.15,
            "Shot - Wounded/Injured",
            "0::Victim",
            "0::Injured",
        ),
        (
            900008,
            "2016-05-08",
            "Springfield",
            0,
            1,
            42.13,
            -72.45,
            "Shot - Wounded/Injured",
            "0::Victim",
            "0::Injured",
        ),
    ]
    for number, day, place, killed, injured, lat, lon, told, types, states in rows:
        date = pd.Timestamp(day)
        listing.append(
            f'"{date:%B} {date.day}, {date.year}",Massachusetts,{place},{killed},{injured},{URL}{number}'  # noqa: E501
        )
        details.append(
            f"{number},{day},Massachusetts,{place},{killed},{injured},{lat},{lon},{told},{types},{states}"
        )
    details.append(
        "900009,2014-06-01,Massachusetts,Dorchester,0,1,42.3,-71.05,Shot - Wounded/Injured,0::Victim,0::Injured"  # noqa: E501
    )
    partial.append(
        "900010,2019-06-01,Massachusetts,Lynn,0,1,42.31,-70.95,Shot - Wounded/Injured,0::Victim,0::Injured"  # noqa: E501
    )
    files = {
        boston_shootings: [victims], boston_crime_points: [points], boston_shootings_recent: [recent],  # noqa: E501
        boston_shots_fired: [["incident_num,incident_date,district,ballistics_evidence",
                              "I1,2016-01-01 00:00:00+00,B2,t", "I2,2017-02-01 00:00:00+00,,f"]],
        gva_incidents: [listing, details, partial,
                        ["id,state,lat,lng", "900003,Massachusetts,42.15,-72.41"]],
        gva_mass_shootings: [["Incident ID,Incident Date,State,Victims Killed,Victims Injured",
                              '1,"March 1, 2014",Massachusetts,0,4']],
    }  # fmt: skip
    for module, texts in files.items():
        for name, lines in zip(module.DATASET.files, texts, strict=True):
            path = folder / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[injuries.Injuries, Ledger]:
    monkeypatch.setattr(gva_incidents, "CITY_POINTS", {})
    write_small_sources(tmp_path)
    ledger = Ledger()
    return injuries.run(tmp_path, small_geography(), ledger), ledger


def at(
    rows: pd.DataFrame, level: str, code: str, period: str, indicator: str = "people_shot"
) -> pd.Series:
    found = rows[
        (rows["indicator"] == indicator)
        & (rows["level"] == level)
        & (rows["code"] == code)
        & (rows["period"] == period)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_small_state(small: tuple[injuries.Injuries, Ledger]) -> None:
    out, _ = small
    rows = out.observations
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["numerator"] == 24
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["located_share"] == 24 / 25
    assert at(rows, "zcta", "02122", STATEWIDE_ZIP_PERIOD)["status"] == Status.NOT_LOCATED
    assert at(rows, "zcta", "02133", STATEWIDE_ZIP_PERIOD)["status"] == Status.NO_BOUNDARY
    assert at(rows, "zcta", "01105", STATEWIDE_ZIP_PERIOD)["numerator"] == 3 + 1
    assert at(rows, "zcta", "01901", STATEWIDE_ZIP_PERIOD)["status"] == Status.NOT_LOCATED
    assert at(rows, "zcta", "01105", CITY_ZIP_PERIOD)["status"] == Status.NOT_COVERED
    assert at(rows, "town", SPRINGFIELD, "2014-2017")["numerator"] == 3
    assert at(rows, "town", LYNN, "2014-2017")["numerator"] == 1
    assert at(rows, "town", CITY, "2014-2017")["numerator"] == 1 + 25 + 1
    assert at(rows, "state", "25", "2014-2017")["numerator"] == 27 + 3 + 1 + 1
    assert at(rows, "town_unplaced", "25", "2014-2017")["numerator"] == 1
    assert at(rows, "senate", "25D01", STATEWIDE_ZIP_PERIOD)["numerator"] == 24
    series = out.series
    assert at(series, "town", CITY, "2014")["source"] == "gva_incidents"
    assert at(series, "town", CITY, "2026-01-01_2026-04-02")["status"] == Status.TOO_FEW
    assert at(series, "police_district", "B2", "2016", "people_killed")["numerator"] == 1
    assert at(series, "state", "25", "2014", "mass_shootings")["numerator"] == 1


def test_the_police_record_wins_over_a_linked_incident(
    small: tuple[injuries.Injuries, Ledger],
) -> None:
    out, ledger = small
    assert out.linked == 1
    assert (
        ledger.left["gva_incidents"][
            "incidents outside the city by name that the police record has"
        ]
        == 2
    )


def test_small_ledger_balances(small: tuple[injuries.Injuries, Ledger]) -> None:
    out, ledger = small
    for source, rows in ledger.rows_in.items():
        assert 0 <= ledger.rows_left(source) <= rows
    assert ledger.rows_left("boston_shootings") == 1
    assert ledger.rows_left("boston_crime_points") == 0
    reasons = out.left_out.set_index("reason")["people"].to_dict()
    assert reasons["died by or attempted suicide"] == 1


def test_small_tables_have_their_form(small: tuple[injuries.Injuries, Ledger]) -> None:
    check_form(small[0])


def test_a_number_can_be_counted_again(small: tuple[injuries.Injuries, Ledger]) -> None:
    check_counted_again(small[0])


def check_form(out: injuries.Injuries) -> None:
    for name, frame in (("observations", out.observations), ("series", out.series)):
        published = conform(name, privacy.mask(frame))
        privacy.check(published, name, set(MEASURES))
        assert len(published) == len(frame)
    conform("coverage", out.coverage)
    conform("places", out.places)
    made = set(out.observations["indicator"]) | set(out.series["indicator"])
    assert {i.id for i in entries.INDICATORS} == made | {"people_shot_smoothed"}


def check_counted_again(out: injuries.Injuries) -> None:
    rows = pd.concat([out.observations, out.series])
    rows = rows[rows["indicator"].isin(MEASURES) & rows["numerator"].gt(0)]
    some = rows.sample(min(40, len(rows)), random_state=1)
    for row in pd.concat([some, rows[rows["level"] == "zcta_unplaced"]]).itertuples():
        again = injuries.counted(out.people, row.indicator, row.level, row.code, row.period)
        assert again["n"].sum() == row.numerator, row


# --- the publishers' own rows ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(
    real_places: Geography, real_injuries: tuple[injuries.Injuries, Ledger]
) -> tuple[injuries.Injuries, Ledger, Any]:
    return *real_injuries, real_places


Real = tuple[injuries.Injuries, Ledger, Any]


@pytest.mark.sources
def test_anchor_of_02121(real: Real) -> None:
    rows = real[0].observations
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["numerator"] == 92
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD, "people_killed")["numerator"] == 19
    assert at(rows, "zcta", "01330", STATEWIDE_ZIP_PERIOD)["status"] == Status.NONE_RECORDED
    assert at(real[0].series, "town", CITY, "2017")["numerator"] == 260
    assert at(real[0].series, "town", CITY, "2025")["numerator"] == 120


@pytest.mark.sources
def test_known_top_zip_codes_of_located_people(real: Real, sources: Path) -> None:
    from etl import boston, locations

    people = boston.locate(boston_shootings.load(sources), boston_crime_points.load(sources))
    zcta = locations.put_into(people["latitude"], people["longitude"], real[2].polygons["zcta"])
    counts = zcta[zcta != ""].value_counts()
    assert counts.head(6).to_dict() == {
        "02124": 294, "02121": 250, "02119": 224, "02126": 154, "02125": 146, "02130": 80,
    }  # fmt: skip
    outside = (zcta == "") & people["latitude"].notna()
    assert people.loc[outside, ["latitude", "longitude"]].drop_duplicates().shape[0] == 2


@pytest.mark.sources
def test_every_total_equals_its_sources(real: Real) -> None:
    out, _, _ = real
    rows = pd.concat([out.observations, out.series])
    rows = rows[rows["indicator"].isin(MEASURES)]
    base = rows.assign(level=rows["level"].str.removesuffix("_unplaced"))
    sums = base.groupby(["indicator", "level", "period"])["numerator"].sum()
    for (indicator, level, period), came in sums.items():
        people = people_shot.within(out.people, level, period)
        if level == "town" and period[:4] > "2020":
            people = people[people["town"] == CITY]
        assert came == people[MEASURES[indicator]].sum(), (indicator, level, period)
    for measure in MEASURES:
        for period in ("2014-2017", "2018-2020"):
            assert len({sums[measure, level, period] for level in ("town", "county", "state")}) == 1


@pytest.mark.sources
def test_yearly_counts_of_the_city_and_the_state(real: Real) -> None:
    out, _, _ = real
    city = [at(out.series, "town", CITY, str(y))["numerator"] for y in range(2015, 2026)]
    assert city == [245, 226, 260, 203, 190, 274, 196, 180, 143, 127, 120]
    archive = out.people[out.people["source"] == "gva_incidents"]
    by_year = archive.groupby(archive["date"].dt.year)["n"].sum().to_dict()
    assert by_year == {2014: 377, 2015: 287, 2016: 313, 2017: 286, 2018: 304, 2019: 270, 2020: 290}
    state = [at(out.series, "state", "25", str(y))["numerator"] for y in range(2014, 2021)]
    assert state == [377, 532, 539, 546, 507, 460, 564]


@pytest.mark.sources
def test_every_place_has_a_row(real: Real) -> None:
    rows = real[0].observations
    rows = rows[rows["indicator"] == "people_shot"]
    sizes = rows.groupby(["level", "period"]).size().to_dict()
    for level, count in (
        ("zcta", STATE.zctas),
        ("house", STATE.house_seats),
        ("senate", STATE.senate_seats),
        ("congress", STATE.congress_seats),
    ):
        assert sizes[level, STATEWIDE_ZIP_PERIOD] == count
    assert sizes["zcta", CITY_ZIP_PERIOD] == STATE.zctas
    assert sizes["town", "2014-2017"] == STATE.towns
    assert sizes["county", "2018-2020"] == STATE.counties


@pytest.mark.sources
def test_what_the_caveats_say(real: Real) -> None:
    """The numbers in the catalogue's caveats are those of the build."""
    out, _, _ = real
    said = " ".join(entries.INDICATORS[0].caveats)
    people = out.left_out.groupby("reason")["people"].sum()
    archive = out.people[out.people["source"] == "gva_incidents"]
    for reason, words in (
        ("died by or attempted suicide", "{} people who died by or attempted suicide"),
        ("were shot by police as suspects", "{} people shot by police"),
        (
            "were hurt in incidents marked as BB, pellet or replica gun",
            "{} people in incidents marked",
        ),
        ("were hurt, but not shot", "{} people hurt in an incident in which nobody was shot"),
    ):
        assert words.format(people[reason]) in re.sub(r"\s+", " ", said)
    assert f"{people.sum():,} people instead of {archive['n'].sum():,}" in said
    late = out.left_out[out.left_out["period"] >= "2018"]
    unknown = late.loc[late["reason"] == "counted, kind of incident unknown", "people"].sum()
    counted = late.loc[late["reason"].str.startswith("counted"), "people"].sum()
    assert f"{unknown} of the {counted} people shot outside Boston in 2018-2020" in said
    police = out.people[
        (out.people["source"] == "boston_shootings") & (out.people["date"] >= "2018-01-01")
    ]
    placed = police["zcta"] != ""
    assert f"{100 * placed.mean():.0f} % of people could be placed" in said
    shares = placed.groupby(police["police_district"]).mean()
    assert shares[shares < 0.8].index.tolist() == ["E5"]
    assert "one police district (E5" in said


@pytest.mark.sources
def test_towns_that_could_place_too_few_people(real: Real) -> None:
    out, _, places = real
    people = people_shot.within(out.people, "zcta", STATEWIDE_ZIP_PERIOD)
    shares = people_shot.located(people, "zcta")["share"]
    names = places.places[places.places["level"] == "town"].set_index("code")["name"]
    assert sorted(names[shares[shares < 0.8].index]) == [
        "Amherst", "Andover", "Auburn", "Ayer", "Dedham", "Easton", "Fitchburg", "Mattapoisett",
        "Somerville", "Tolland", "Williamstown", "Yarmouth",
    ]  # fmt: skip
    main = places.town_of_zcta.set_index("code")["town"]
    rows = out.observations[
        (out.observations["level"] == "zcta") & (out.observations["period"] == STATEWIDE_ZIP_PERIOD)
    ]
    hidden = rows["code"].map(main).map(shares).lt(0.8) & (rows["status"] != Status.NO_BOUNDARY)
    assert (rows.loc[hidden, "status"] == Status.NOT_LOCATED).all()
    assert rows.loc[hidden, "numerator"].isna().all()


@pytest.mark.sources
def test_nothing_of_a_person_or_incident_is_published(real: Real) -> None:
    out, _, _ = real
    for frame in (out.observations, out.series, out.coverage, out.places):
        assert not {"date", "incident", "latitude_of_incident", "address"} & set(frame.columns)
        assert "place" not in frame
    assert out.linked == 0
    assert not {"latitude", "longitude", "incident", "place"} & set(out.people.columns)


@pytest.mark.sources
def test_real_tables_have_their_form_and_can_be_counted_again(real: Real) -> None:
    check_form(real[0])
    check_counted_again(real[0])


@pytest.mark.sources
def test_real_ledger(real: Real) -> None:
    _, ledger, _ = real
    assert ledger.rows_in["gva_incidents"] == 5981 + 7875 + 865 + 283
    assert ledger.rows_left("boston_shootings_recent") == 0
    assert ledger.rows_left("boston_shots_fired") == 5007
    used = {s: ledger.rows_in[s] - ledger.rows_left(s) for s in ledger.rows_in}
    assert used["boston_shootings"] == 631 + 1067
    assert all(rows > 0 for rows in used.values())
