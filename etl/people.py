"""The frame of people shot: one row a person or incident, put into its places. Never published."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    census_geocoder,
    dropped_gva,
    gva_incidents,
)
from epidemiology.periods import Period
from etl import (
    boston,
    gun_violence_archive,
    linking,
    locations,
    placing,
)
from etl.ledger import Ledger
from etl.people_shot import (
    DISTRICT_LEVELS,
    LAST_YEAR,
    NEWS_BASED_CITY_YEAR,
    STATEWIDE_ZIP_PERIOD,
    TOWN_LEVELS,
)
from etl.settings import CITY, STATE

if TYPE_CHECKING:
    from etl.geography import Geography
    from etl.spans import Spans

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


def of_the_city(folder: Path, ledger: Ledger) -> pd.DataFrame:
    """The city's people by the release that reaches to 2026: for town, county, state and series.

    Nobody where no police of the state publish a record.
    """
    if not STATE.has_police_record:
        return pd.DataFrame(columns=list(PEOPLE_COLUMNS))
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


def of_the_city_located(
    folder: Path, polygons: Mapping[str, gpd.GeoDataFrame], ledger: Ledger, last_period: str
) -> pd.DataFrame:
    """The city's people by the release with incident numbers: for ZIP codes and districts.

    Nobody where no police of the state publish a record.

    Args:
        last_period: the last one in which crime reports say where.
    """
    if not STATE.has_police_record:
        return pd.DataFrame(columns=list(PEOPLE_COLUMNS))
    victims = boston_shootings.load(folder)
    points = boston_crime_points.load(folder)
    ledger.read(boston_shootings.DATASET.id, len(victims))
    ledger.read(boston_crime_points.DATASET.id, len(points))
    located = boston.locate(victims, usable_locations(points, polygons["county"]))
    span = _span(STATEWIDE_ZIP_PERIOD, last_period)
    used = located["date"].between(*span)
    ledger.leave(
        boston_shootings.DATASET.id,
        f"people shot before July 2015 or after {span[1]:%B %Y}, when no "
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
    return placing.put(frame, polygons, PLACED_LEVELS)


def of_the_archive(
    folder: Path, geography: Geography, victims: pd.DataFrame, ledger: Ledger
) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """The archive's incidents with people who count: outside the city, and in the city in 2014."""
    source = gva_incidents.DATASET.id
    listing, details = gva_incidents.load_listing(folder), gva_incidents.load_details(folder)
    points = gva_incidents.load_points_2020(folder)
    ledger.read(source, len(listing) + len(details) + len(points))
    locations.check_spots(details["latitude"], details["longitude"], gva_incidents.CITY_POINTS)
    merged = gun_violence_archive.merge(listing, details, points)
    merged = _geocoded(merged, folder, geography.polygons["county"], ledger)
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
    links = (
        linking.link(
            boston.incidents(victims.assign(killed=victims["killed"].astype(bool))), outside
        )
        if len(victims)
        else pd.DataFrame({"second": []})
    )
    linked = pd.Series(every.index.isin(links["second"]), index=every.index)
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
    return placing.put(frame, geography.polygons, PLACED_LEVELS), left_out, len(links)


def _geocoded(
    incidents: pd.DataFrame, folder: Path, counties: gpd.GeoDataFrame, ledger: Ledger
) -> pd.DataFrame:
    """The incidents, with the geocoder's points where it was asked and they have none."""
    source = census_geocoder.DATASET.id
    if not census_geocoder.DATASET.present(folder):
        return incidents
    points = census_geocoder.load(folder)
    ledger.read(source, len(points))
    inside = locations.put_into(points["latitude"], points["longitude"], counties) != ""
    ledger.leave(source, "points outside the state", int((~inside).sum()))
    points = points[inside].set_index("incident")
    found = incidents["incident"].map(points["latitude"])
    fills = incidents["latitude"].isna() & found.notna()
    ledger.leave(
        source, "points of incidents that have one, or are not known", len(points) - fills.sum()
    )
    return incidents.assign(
        **{
            axis: incidents[axis].where(~fills, incidents["incident"].map(points[axis]))
            for axis in ("latitude", "longitude")
        }
    )


def of_the_exports(
    folder: Path, geography: Geography, ledger: Ledger, spans: Spans
) -> pd.DataFrame:
    """The archive's incidents of later years, from exports that a person dropped: for towns.

    They have no coordinates and no characteristics, as the archive's listing of 2018 to 2020.
    """
    source = dropped_gva.DATASET.id
    if not dropped_gva.DATASET.present(folder):
        return pd.DataFrame(columns=list(PEOPLE_COLUMNS))
    rows = dropped_gva.load(folder)
    ledger.read(source, len(rows))
    known = {
        *gva_incidents.load_listing(folder)["incident"],
        *gva_incidents.load_details(folder)["incident"],
    }
    towns = geography.places[geography.places["level"] == "town"]
    names = dict(zip(towns["name"], towns["code"], strict=True))
    rows["town"] = rows["place"].map(lambda place: gun_violence_archive.town_of(place, names))
    rows["n"] = rows["killed"] + rows["injured"]
    early = (rows["date"].dt.year <= LAST_YEAR) | rows["incident"].isin(known)
    counted = rows["date"].dt.year.astype(str).isin(spans.years)
    left = pd.Series(False, index=rows.index)
    for why, which in (
        (f"incidents up to {LAST_YEAR}, or known from the archive's own files", early),
        ("incidents of years that the exports do not cover whole", ~counted),
        ("incidents in which nobody was killed or injured", rows["n"] == 0),
        ("incidents in the city, which the police record counts", rows["town"] == CITY),
    ):
        ledger.leave(source, why, int((which & ~left).sum()))
        left |= which
    return _people(
        rows[~left].assign(police_district=""),
        source,
        dropped_gva.DATASET.files[0],
        levels=" ".join(TOWN_LEVELS),
        join="town by its name in the archive's export",
    )


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


def _span(first: str, last: str) -> tuple[pd.Timestamp, pd.Timestamp]:
    return pd.Timestamp(Period.parse(first).first), pd.Timestamp(Period.parse(last).last)
