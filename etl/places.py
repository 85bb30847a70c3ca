"""The places of the atlas: their names, how many people live there, what a reader must know."""

from __future__ import annotations

from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from data_sources.census_places import not_defined, plain_name
from epidemiology.status import GROUP_QUARTERS_SHARE, MIN_POPULATION
from etl.settings import State

NATION = "us"
SHOWN = {
    "zcta": "ACS 2018-2022",
    "town": "Census 2020",
    "county": "Census 2020",
    "state": "Census 2020",
    "house": "Plan 2021",
    "senate": "Plan 2021",
    "congress": "Plan 2021",
}
"""The vintage that stands beside a place's name; rates use the one nearest their period."""
TRACT_VINTAGE = "Tracts 2018-2022"
"""Residents of districts by weighted tracts: printed beside the ideal, never below a rate."""
DOWNTOWN_KM2, CITY = 1.5, 100_000
"""A ZIP area smaller than this, in a city with so many residents or more, is taken for downtown:
no source at hand counts the people who work or go out there."""
DEGREES = 5
"""Decimals of a coordinate, about a metre."""


def polygons(
    published: Mapping[str, gpd.GeoDataFrame],
    zctas: gpd.GeoDataFrame,
    successors: pd.Series,
    state: State,
) -> dict[str, gpd.GeoDataFrame]:
    """Full outlines of every level, to put points into places.

    Polygons of ZIP areas that have since been given up are joined to the one that now answers for
    their code; one that nobody answers for is left out.

    Args:
        published: code, name, geometry by level, as the Census has them.
        zctas: code, geometry, of either edition.
        successors: ZCTA of 2020 by ZIP code.
        state: names and number of places.

    Returns:
        code, name, geometry (EPSG:4326), sorted by code, for each level.

    Raises:
        ValueError: a level has another number of places than the state has.
    """
    out = {}
    for level, frame in published.items():
        frame = frame[["code", "name", "geometry"]]
        if level == "house":
            frame = frame[~not_defined(frame)]
        if level == "town":
            frame = frame.assign(name=frame["name"].map(plain_name))
        if level == "county":
            frame = frame.assign(name=frame["name"] + " County")
        if level == "state":
            frame = frame.assign(code=state.fips, name=state.name)
        out[level] = frame.sort_values("code").reset_index(drop=True)
    answered = zctas.assign(code=zctas["code"].map(successors)).dropna(subset=["code"])
    joined = answered[["code", "geometry"]].dissolve("code", as_index=False, sort=True)
    out["zcta"] = joined.assign(name=joined["code"])[["code", "name", "geometry"]]
    expected = {
        "county": state.counties,
        "town": state.towns,
        "house": state.house_seats,
        "senate": state.senate_seats,
        "congress": state.congress_seats,
        "state": 1,
    }
    for level, number in expected.items():
        if len(out[level]) != number:
            raise ValueError(f"{level}: {len(out[level])} polygons; expected {number}")
    return out


def populations(
    towns_2020: pd.Series,
    towns_2021: pd.Series | None,
    zctas_2018: pd.Series,
    zctas_2022: pd.Series,
    tract_total_2022: int,
    districts: Mapping[str, pd.Series],
    successors: pd.Series,
    state: State,
) -> pd.DataFrame:
    """The table ``populations``, before it is conformed.

    Counties are sums of their towns and the state the sum of its towns (or ZIP areas, or tracts).
    Districts have the plan's ideal: the 2020 Census divided by the seats.

    Args:
        towns_2020, towns_2021: residents by town GEOID (2020 Census, ACS 2017-2021); None where
            the state has no table of the second.
        zctas_2018: residents by ZCTA of 2010 (ACS 2014-2018); codes that were given up are added
            to the ZCTA that answers for them now.
        zctas_2022: residents by ZCTA of 2020 (ACS 2018-2022).
        tract_total_2022: residents of all tracts (ACS 2018-2022); a few live outside every ZCTA.
        districts: tract-weighted residents by district, for each kind.
        successors: ZCTA of 2020 by ZIP code.
        state: names and ideal populations.

    Raises:
        ValueError: a total differs from the published one.
    """
    frames = []

    def add(level: str, vintage: str, residents: pd.Series) -> None:
        frames.append(
            pd.DataFrame(
                {
                    "level": level,
                    "code": residents.index,
                    "vintage": vintage,
                    "residents": residents.to_numpy(dtype=float),
                }
            )
        )

    by_town = {"Census 2020": towns_2020}
    if towns_2021 is not None:
        by_town["ACS 2017-2021"] = towns_2021
    totals = {
        "ACS 2014-2018": zctas_2018.sum(),
        **{vintage: towns.sum() for vintage, towns in by_town.items()},
        "ACS 2018-2022": tract_total_2022,
    }
    for vintage, total in totals.items():
        if round(total) != state.known_residents[vintage]:
            raise ValueError(
                f"{vintage}: the places sum to {total:,.0f} residents; "
                f"published are {state.known_residents[vintage]:,}"
            )
        add("state", vintage, pd.Series({state.fips: total}))
    for vintage, towns in by_town.items():
        add("town", vintage, towns)
        add("county", vintage, towns.groupby(towns.index.str[:5]).sum())
    now = zctas_2018.groupby(zctas_2018.index.to_series().map(successors)).sum()
    if now.sum() != zctas_2018.sum():
        raise ValueError("a ZIP area of 2010 with residents has none that answers for it in 2020")
    add("zcta", "ACS 2014-2018", now)
    add("zcta", "ACS 2018-2022", zctas_2022)
    ideal = {
        "house": state.ideal(state.house_seats),
        "senate": state.ideal(state.senate_seats),
        "congress": round(towns_2020.sum() / state.congress_seats),
    }
    for level, weighted in districts.items():
        add(level, "Plan 2021", pd.Series(ideal[level], index=weighted.index))
        add(level, TRACT_VINTAGE, weighted.round())
    return pd.concat(frames, ignore_index=True)


def town_codes(counts: pd.DataFrame, towns: pd.DataFrame) -> pd.Series:
    """Residents by the GEOID of today, for counts that carry the GEOID of an older edition.

    When a town becomes a city its GEOID changes ("Methuen Town" 2500940710, now Methuen
    2500940675); county and name tell that they are the same place.

    Args:
        counts: town (GEOID), name, population.
        towns: code, name.

    Returns:
        The code of today for each row of ``counts``.

    Raises:
        ValueError: a row matches no town, or two rows match one.
    """
    by_name = towns.assign(key=towns["code"].str[:5] + " " + towns["name"].map(plain_name))
    key = counts["town"].str[:5] + " " + counts["name"].map(plain_name)
    code = counts["town"].where(
        counts["town"].isin(towns["code"]), key.map(by_name.set_index("key")["code"])
    )
    if code.isna().any():
        raise ValueError(f"the town {counts.loc[code.isna(), 'name'].iloc[0]} is not known")
    if code.duplicated().any() or len(code) != len(towns):
        raise ValueError(f"{len(code)} rows match {code.nunique()} of {len(towns)} towns")
    return code


def table(
    boundaries: Mapping[str, gpd.GeoDataFrame],
    centroids: gpd.GeoDataFrame,
    populations: pd.DataFrame,
    zip_kinds: pd.Series,
    group_quarters: pd.Series,
    recut: pd.Series,
    metric_crs: int,
) -> pd.DataFrame:
    """The table ``places``, before it is conformed.

    Flags: ``no_boundary`` (no polygon in this edition), ``boundary_changed`` (materially re-cut
    between 2010 and 2020), ``po_box_zip`` and ``unique_zip`` (the ZIP of that code is one),
    ``group_quarters`` (over a quarter of the residents live in dormitories, prisons, hospitals or
    nursing homes), ``small_population`` (under 1,000 residents), ``downtown`` (a very small area of
    a large city: more people come there than live there).

    Args:
        boundaries: code, name, geometry by level, clipped to land.
        centroids: code, geometry of every ZCTA of 2020.
        populations: the table of that name.
        zip_kinds: ``po_box``, ``unique`` or ``standard`` by ZIP code.
        group_quarters: share of residents who do not live in households, by ZCTA.
        recut: whether the boundary changed, by ZCTA.
        metric_crs: EPSG code of a projection in metres.
    """
    frames = [pd.DataFrame([{"level": "nation", "code": NATION, "name": "United States"}])]
    for level, frame in boundaries.items():
        ground = frame.geometry.to_crs(metric_crs)
        centres = gpd.GeoSeries([_label_point(shape) for shape in ground], crs=metric_crs).to_crs(
            4326
        )
        box = frame.geometry.bounds.round(DEGREES)
        frames.append(
            pd.DataFrame(
                {
                    "level": level,
                    "code": frame["code"],
                    "name": frame["name"],
                    "latitude": centres.y.round(DEGREES),
                    "longitude": centres.x.round(DEGREES),
                    "west": box["minx"],
                    "south": box["miny"],
                    "east": box["maxx"],
                    "north": box["maxy"],
                }
            )
        )
    points = centroids[~centroids["code"].isin(boundaries["zcta"]["code"])]
    frames.append(
        pd.DataFrame(
            {
                "level": "zcta",
                "code": points["code"],
                "name": points["code"],
                "latitude": points.geometry.y.round(DEGREES),
                "longitude": points.geometry.x.round(DEGREES),
            }
        )
    )
    out = pd.concat(frames, ignore_index=True)
    out["population_vintage"] = out["level"].map(SHOWN).fillna("")
    out = out.merge(
        populations.rename(columns={"vintage": "population_vintage", "residents": "population"}),
        on=["level", "code", "population_vintage"],
        how="left",
        validate="1:1",
    )
    known = out["population"].notna() | (out["level"] == "nation")
    if not known.all():
        lost = out.loc[~known].iloc[0]
        raise ValueError(
            f"{lost['level']} {lost['code']}: no residents of {lost['population_vintage']}"
        )
    zcta = out["level"] == "zcta"
    kind = out["code"].map(zip_kinds).where(zcta)
    flags = {
        "no_boundary": zcta & ~out["code"].isin(boundaries["zcta"]["code"]),
        "boundary_changed": zcta & out["code"].map(recut).fillna(False).astype(bool),
        "po_box_zip": kind == "po_box",
        "unique_zip": kind == "unique",
        "group_quarters": zcta & (out["code"].map(group_quarters) > GROUP_QUARTERS_SHARE),
        "small_population": out["population"] < MIN_POPULATION,
        "downtown": zcta & out["code"].isin(_downtown(boundaries, out, metric_crs)),
    }
    out["flags"] = [
        " ".join(flag for flag, holds in zip(flags, row, strict=True) if holds)
        for row in zip(*flags.values(), strict=True)
    ]
    return out


def _downtown(
    boundaries: Mapping[str, gpd.GeoDataFrame], places: pd.DataFrame, metric_crs: int
) -> list[str]:
    """Codes of the very small ZIP areas whose middle lies in a large city."""
    areas = boundaries["zcta"][["code", "geometry"]].to_crs(metric_crs)
    small = areas[areas.geometry.area < DOWNTOWN_KM2 * 1e6]
    large = places.loc[(places["level"] == "town") & (places["population"] >= CITY), "code"]
    towns = boundaries["town"][["code", "geometry"]].to_crs(metric_crs)
    cities = shapely.union_all(towns.geometry[towns["code"].isin(large)].to_numpy())
    middles = [_label_point(shape) for shape in small.geometry]
    return list(small["code"][shapely.contains(cities, middles)])


def _label_point(shape: shapely.Geometry) -> shapely.Point:
    """The middle of the largest circle inside a shape: always inside, far from every border."""
    circle = shapely.maximum_inscribed_circle(shape, tolerance=max(shape.length / 2000, 1.0))
    return shapely.Point(circle.coords[0])
