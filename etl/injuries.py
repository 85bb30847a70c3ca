"""People shot: loads the police record and the archive and makes the tables of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
    gva_incidents,
    gva_mass_shootings,
)
from epidemiology.periods import Period
from etl import (
    boston,
    coverage,
    events,
    gun_violence_archive,
    linking,
    locations,
    people_shot,
)
from etl.ledger import Ledger
from etl.people_shot import (
    CITY_PARTIAL,
    CITY_YEARS,
    CITY_ZIP_PERIOD,
    DISTRICT_LEVELS,
    MEASURES,
    NEWS_BASED_CITY_YEAR,
    POOLED_PERIODS,
    STATEWIDE_ZIP_PERIOD,
    TOWN_LEVELS,
    YEARS,
)
from etl.settings import STATE
from etl.tables import conform

if TYPE_CHECKING:
    from etl.geography import Geography

CITY = STATE.police_record_town
PLACED_LEVELS = ("zcta", *DISTRICT_LEVELS)
PEOPLE_COLUMNS = (
    "source",
    "source_file",
    "source_row",
    "date",
    "killed",
    "injured",
    "n",
    "town",
    "county",
    "state",
    "zcta",
    "house",
    "senate",
    "congress",
    "police_district",
    "levels",
    "join",
)


@dataclass(frozen=True)
class Injuries:
    """What is made of the sources of people shot.

    Attributes:
        observations, series, coverage: rows of the tables of that name, exact.
        places: rows of the table of places for police districts and for people not placed.
        people: one row a person or incident that counts, for ``etl explain`` only: never published.
        left_out: people of the archive left out of local counts: reason, period, incidents, people,
            killed, injured.
        linked: incidents of the archive outside the city by name that the police record has.
    """

    observations: pd.DataFrame
    series: pd.DataFrame
    coverage: pd.DataFrame
    places: pd.DataFrame
    people: pd.DataFrame
    left_out: pd.DataFrame
    linked: int


def run(folder: Path, geography: Geography, ledger: Ledger) -> Injuries:
    """Load the sources of people shot and make their tables.

    Args:
        folder: the source files.
        geography: places and polygons.
        ledger: told of every row read and left over.

    Raises:
        SourceError: a source file is not in its documented form.
        ValueError: a total differs from its source's, or a known fact of a file has changed.
    """
    polygons = geography.polygons
    recent = _city_recent(folder, ledger)
    victims = _city_located(folder, polygons, ledger)
    archive, left_out, linked = _archive(folder, geography, victims, ledger)
    people = pd.concat([recent, victims, archive], ignore_index=True)
    people = people[list(PEOPLE_COLUMNS)].sort_values(
        ["source", "source_file", "source_row"], kind="stable"
    )
    people = people.reset_index(drop=True)

    shots = _shots_fired(folder, ledger)
    mass = gva_mass_shootings.load(folder)
    ledger.read(gva_mass_shootings.DATASET.id, len(mass))

    zip_rows = _zip_rows(people, geography)
    people["zcta_counted"] = _zcta_counted(people, zip_rows)
    observations = pd.concat(
        [
            zip_rows,
            *_district_rows(people, geography),
            *_town_rows(people, geography, POOLED_PERIODS),
        ],
        ignore_index=True,
    )
    districts = sorted(boston.DISTRICT_NAMES)
    city_years = [y for y in (*YEARS, *CITY_YEARS) if y != NEWS_BASED_CITY_YEAR]
    series = pd.concat(
        [
            *_town_rows(people, geography, YEARS),
            *(_city_rows(people, geography, period) for period in (*CITY_YEARS, CITY_PARTIAL)),
            *(
                events.police_district_rows(people, districts, p)
                for p in (*city_years, CITY_PARTIAL)
            ),
            events.shots_fired_rows(shots, districts),
            events.mass_shooting_rows(mass, pd.Timestamp(gva_mass_shootings.LAST_DAY)),
        ],
        ignore_index=True,
    )
    return Injuries(
        observations=observations,
        series=series,
        coverage=conform("coverage", coverage.table(people, geography)),
        places=_places(pd.concat([observations, series]), geography.places),
        people=people,
        left_out=left_out,
        linked=linked,
    )


def counted(
    people: pd.DataFrame, indicator: str, level: str, code: str, period: str
) -> pd.DataFrame:
    """The rows of the frame of people that stand behind one number.

    Args:
        people: as :func:`run` gives them.
        indicator: people_shot, people_killed or people_injured.
        level: a level of places, or of people not placed.
        code: of the place, or of the larger place.
        period: of the number.

    Returns:
        The rows with ``n`` the people of this indicator, those with none left out.
    """
    place = level.removesuffix("_unplaced")
    column = "zcta_counted" if place == "zcta" else place
    here = people_shot.within(people, place, period)
    here = here.assign(n=here[MEASURES[indicator]])
    if place == level:
        here = here[here[column] == code]
    else:
        here = here[(here[column] == "") & (people_shot.larger_place(here, place) == code)]
    return here[here["n"] > 0]


# --- the frame of people -------------------------------------------------------------------------


def _city_recent(folder: Path, ledger: Ledger) -> pd.DataFrame:
    """The city's people by the release that reaches to 2026: for town, county, state and series."""
    rows = boston_shootings_recent.load(folder)
    ledger.read(boston_shootings_recent.DATASET.id, len(rows))
    return _people(
        rows.assign(
            n=1,
            killed=rows["killed"].astype(int),
            injured=(~rows["killed"]).astype(int),
            town=CITY,
            police_district=rows["district"],
        ),
        boston_shootings_recent.DATASET.id,
        boston_shootings_recent.DATASET.files[0],
        levels="town county state police_district",
        join="the city's record: every row is a person shot in the city",
    )


def _city_located(
    folder: Path, polygons: Mapping[str, gpd.GeoDataFrame], ledger: Ledger
) -> pd.DataFrame:
    """The city's people by the release with incident numbers: for ZIP codes and districts."""
    victims = boston_shootings.load(folder)
    points = boston_crime_points.load(folder)
    ledger.read(boston_shootings.DATASET.id, len(victims))
    ledger.read(boston_crime_points.DATASET.id, len(points))
    located = boston.locate(victims, usable_locations(points, polygons["county"]))
    span = _span(STATEWIDE_ZIP_PERIOD, CITY_ZIP_PERIOD)
    used = located["date"].between(*span)
    ledger.leave(
        boston_shootings.DATASET.id,
        "people shot before July 2015 or after February 2023, when no "
        "crime report says where (counted for the city from the later release)",
        int((~used).sum()),
    )
    reports = located.loc[used & located["latitude"].notna(), "point_row"].nunique()
    ledger.leave(
        boston_crime_points.DATASET.id,
        "reports that belong to nobody in the record of people shot in "
        "the periods shown (gunfire since 2019, mostly)",
        len(points) - reports,
    )
    located = located[used]
    frame = _people(
        located.assign(
            n=1,
            killed=located["killed"].astype(int),
            injured=(~located["killed"]).astype(int),
            town=CITY,
            police_district=located["district"],
        ),
        boston_shootings.DATASET.id,
        boston_shootings.DATASET.files[0],
        levels=" ".join(PLACED_LEVELS),
        join="number of the incident = number of a crime report, whose point falls in the place",
    )
    return _put(frame, polygons)


def _archive(
    folder: Path, geography: Geography, victims: pd.DataFrame, ledger: Ledger
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The archive's incidents with people who count: outside the city, and in the city in 2014."""
    source = gva_incidents.DATASET.id
    listing, details = gva_incidents.load_listing(folder), gva_incidents.load_details(folder)
    points = gva_incidents.load_points_2020(folder)
    ledger.read(source, len(listing) + len(details) + len(points))
    locations.check_spots(details["latitude"], details["longitude"], gva_incidents.CITY_POINTS)
    merged = gun_violence_archive.merge(listing, details, points)
    merged = usable_locations(
        merged,
        geography.polygons["county"],
        [(y, x) for y, x, _ in gva_incidents.CITY_POINTS.values()],
    )
    merged["points_row"] = merged["points_row"].where(merged["latitude"].notna())
    every = gun_violence_archive.counted(merged, gun_violence_archive.exclusions(merged))
    towns = geography.places[geography.places["level"] == "town"]
    names = dict(zip(towns["name"], towns["code"], strict=True))
    by_name = {
        place: gun_violence_archive.town_of(place, names) for place in every["place"].unique()
    }
    every["town"] = every["place"].map(by_name)
    every["n"] = every["killed"] + every["injured"]

    recorded = every["all_killed"] + every["all_injured"] > 0
    police = (every["town"] == CITY) & (every["date"].dt.year > int(NEWS_BASED_CITY_YEAR))
    outside = every[(every["n"] > 0) & (every["town"] != CITY)]
    links = linking.link(
        boston.incidents(victims.assign(killed=victims["killed"].astype(bool))), outside
    )
    linked = every.index.isin(links["second"])
    keep = (every["n"] > 0) & ~police & ~linked

    for why, rows in (
        ("incidents in which nobody was killed or injured", ~recorded),
        ("incidents in the city since 2015, which the police record counts", recorded & police),
        ("incidents outside the city by name that the police record has", recorded & linked),
        (
            "incidents in which everyone is left out of counts (suicide, shot by police, "
            "BB gun, not shot)",
            recorded & ~police & ~linked & (every["n"] == 0),
        ),
    ):
        ledger.leave(source, why, _rows_of(every[rows]))
    ledger.leave(
        source,
        "second rows of incidents, or coordinates, that added nothing",
        len(listing) + len(details) + len(points) - _rows_of(every),
    )

    out = every[keep]
    frame = _people(
        out.assign(police_district=""),
        source,
        out["source_file"],
        levels=" ".join((*PLACED_LEVELS, *TOWN_LEVELS)),
        join="town by its name in the archive; smaller places by the incident's point",
    )
    left_out = _left_out(every[recorded & ~police & ~linked])
    return _put(frame, geography.polygons), left_out, len(links)


def _rows_of(incidents: pd.DataFrame) -> int:
    """Source rows behind incidents: the one that decides, details, filled coordinates."""
    extra = (
        incidents["details_row"].notna() & (incidents["details_file"] != incidents["source_file"])
    ).sum()
    return int(len(incidents) + extra + incidents["points_row"].notna().sum())


def _left_out(incidents: pd.DataFrame) -> pd.DataFrame:
    """People left out by reason and year, and those kept, the kind of incident known or not."""
    excluded = gun_violence_archive.exclusions(
        incidents.assign(killed=incidents["all_killed"], injured=incidents["all_injured"])
    )
    years = incidents.set_index("incident")["date"].dt.year.astype(str)
    rows = excluded.assign(period=excluded["incident"].map(years))
    kept = incidents[incidents["n"] > 0].assign(
        reason=np.where(
            incidents.loc[incidents["n"] > 0, "characteristics_known"],
            "counted",
            "counted, kind of incident unknown",
        ),
        period=lambda f: f["date"].dt.year.astype(str),
    )
    rows = pd.concat(
        [rows, kept[["incident", "reason", "period", "killed", "injured"]]], ignore_index=True
    )
    out = rows.groupby(["reason", "period"], as_index=False).agg(
        incidents=("incident", "nunique"), killed=("killed", "sum"), injured=("injured", "sum")
    )
    return out.assign(people=out["killed"] + out["injured"])


def _people(
    rows: pd.DataFrame, source: str, file: str | pd.Series, *, levels: str, join: str
) -> pd.DataFrame:
    county = rows["town"].str[:5]
    return rows.assign(
        source=source,
        source_file=file,
        levels=levels,
        join=join,
        county=county,
        state=STATE.fips,
        **dict.fromkeys(PLACED_LEVELS, ""),
    )


def usable_locations(
    rows: pd.DataFrame, counties: gpd.GeoDataFrame, spots: list[tuple[float, float]] | None = None
) -> pd.DataFrame:
    """The rows with coordinates only where they are locations.

    (0, 0), points outside the state (in no county, territorial water included), points on a spot
    that stands for a whole city and piles of a source's points are none.
    """
    west, south, east, north = counties.total_bounds
    lat, lon = rows["latitude"], rows["longitude"]
    good = pd.Series(locations.inside(lat, lon, (west, south, east, north)), index=rows.index)
    good &= locations.at_spots(lat, lon, spots or []) < 0
    good &= ~locations.piles(lat.where(good), lon.where(good))
    good &= locations.put_into(lat.where(good), lon.where(good), counties) != ""
    return rows.assign(latitude=lat.where(good), longitude=lon.where(good))


def _put(people: pd.DataFrame, polygons: Mapping[str, gpd.GeoDataFrame]) -> pd.DataFrame:
    return people.assign(
        **{
            level: locations.put_into(people["latitude"], people["longitude"], polygons[level])
            for level in PLACED_LEVELS
        }
    )


def _span(first: str, last: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(Period.parse(first).first), pd.Timestamp(Period.parse(last).last)


def _shots_fired(folder: Path, ledger: Ledger) -> pd.DataFrame:
    source = boston_shots_fired.DATASET.id
    shots = boston_shots_fired.load(folder)
    ledger.read(source, len(shots))
    ledger.leave(
        source, "reports without ballistic evidence", int((~shots["ballistic_evidence"]).sum())
    )
    return shots


# --- rows of the tables --------------------------------------------------------------------------


def _zip_rows(people: pd.DataFrame, geography: Geography) -> pd.DataFrame:
    codes, towns = geography.codes("zcta"), geography.main_towns()
    bare = set(codes) - set(geography.polygons["zcta"]["code"])
    frames = []
    for period, covered in (
        (STATEWIDE_ZIP_PERIOD, None),
        (CITY_ZIP_PERIOD, {c for c in codes if towns.get(c) == CITY}),
    ):
        here = people_shot.within(people, "zcta", period)
        setting = people_shot.zip_setting(here, towns, bare, covered)
        frames.append(
            people_shot.level_rows(here, "zcta", period, codes, geography.populations, setting)
        )
    return pd.concat(frames, ignore_index=True)


def _zcta_counted(people: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The ZIP area each person is counted in: "" where its number is not shown."""
    out = pd.Series("", index=people.index, dtype="str")
    shown = rows[(rows["level"] == "zcta") & rows["numerator"].notna()]
    for period, codes in shown.groupby("period")["code"]:
        here = people_shot.within(people, "zcta", str(period))["zcta"]
        out.loc[here.index] = here.where(here.isin(codes), "")
    return out


def _district_rows(people: pd.DataFrame, geography: Geography) -> list[pd.DataFrame]:
    frames = []
    for level in DISTRICT_LEVELS:
        here = people_shot.within(people, level, STATEWIDE_ZIP_PERIOD)
        codes = geography.codes(level)
        setting = people_shot.district_setting(here, level, codes, geography.overlaps)
        frames.append(
            people_shot.level_rows(
                here, level, STATEWIDE_ZIP_PERIOD, codes, geography.populations, setting
            )
        )
    return frames


def _town_rows(
    people: pd.DataFrame, geography: Geography, periods: tuple[str, ...]
) -> list[pd.DataFrame]:
    frames = []
    for level in TOWN_LEVELS:
        codes = geography.codes(level)
        for period in periods:
            setting = people_shot.town_setting(level, codes, period)
            frames.append(
                people_shot.level_rows(
                    people_shot.within(people, level, period),
                    level,
                    period,
                    codes,
                    geography.populations,
                    setting,
                )
            )
    return frames


def _city_rows(people: pd.DataFrame, geography: Geography, period: str) -> pd.DataFrame:
    """The one town whose record goes on after the archive ends."""
    return people_shot.level_rows(
        people_shot.within(people, "town", period),
        "town",
        period,
        [CITY],
        geography.populations,
        people_shot.town_setting("town", [CITY], period),
    )


def _places(rows: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table of places for police districts and for people not placed."""
    names = places.set_index(["level", "code"])["name"]
    words = {
        "zcta": "a ZIP code",
        "town": "a town",
        "county": "a county",
        "house": "a House district",
        "senate": "a Senate district",
        "congress": "a congressional district",
        "police_district": "a police district",
    }
    out = [
        {"level": "police_district", "code": code, "name": f"District {code} ({name})"}
        for code, name in boston.DISTRICT_NAMES.items()
    ]
    lost = rows.loc[rows["level"].str.endswith("_unplaced"), ["level", "code"]].drop_duplicates()
    for level, code in zip(lost["level"], lost["code"], strict=True):
        larger = names[("state" if code == STATE.fips else "town", code)]
        what = words[level.removesuffix("_unplaced")]
        out.append({"level": level, "code": code, "name": f"{larger}, not placed in {what}"})
    return conform("places", pd.DataFrame(out))
