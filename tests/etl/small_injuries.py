"""A small invented state: squares, source files, and what any count of people shot must hold."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
    gva_incidents,
    gva_mass_shootings,
)
from etl import injuries, privacy
from etl.catalogue import people_shot as entries
from etl.geography import Geography
from etl.people_shot import MEASURES
from etl.settings import STATE
from etl.tables import conform

CITY, SPRINGFIELD, LYNN = STATE.police_record_town, "2501367000", "2500937490"
URL = "http://www.gunviolencearchive.org/incident/"

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
