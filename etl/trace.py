"""From a published number back to the lines of the source files. For the operator only.

What is found here (lines, shares of tracts, exact counts) is never published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from data_sources import (
    acs_5year,
    acs_tract_income,
    background_checks,
    boston_shots_fired,
    cdc_county_deaths,
    cdc_national_deaths,
    cdc_places,
    cdc_state_deaths,
    cdc_tract_deaths,
    cdc_wisqars,
    census_tracts,
    firearm_laws,
    firearm_licences,
    gva_mass_shootings,
)
from epidemiology.periods import Period
from etl import acs, context, deaths, economy, geography, injuries
from etl.catalogue import Feed, Indicator
from etl.ledger import Ledger
from etl.people_shot import MEASURES
from etl.sources import datasets

Line = tuple[str, str]
LINES_SHOWN = 40


def rows(
    tables: Mapping[str, pd.DataFrame], row: pd.Series, indicator: Indicator, folder: Path
) -> Iterator[Line]:
    """The source rows of one observation, as labelled lines.

    Args:
        tables: the published tables.
        row: a row of ``observations`` or ``series``.
        indicator: its entry in the catalogue.
        folder: the source files.

    Raises:
        SourceError: a source file is not in its documented form.
    """
    if indicator.id in MEASURES:
        yield from _people(row, folder)
    elif acs_5year.DATASET.id in row["source"].split():
        yield from _survey(row, folder, tables["places"])
    elif "from_tracts" in row["flags"].split():
        yield from _tracts(row, folder)
    elif feeds := _feeds(row, indicator):
        for feed in feeds:
            yield from _cells(row, feed, folder, tables["places"])
    else:
        for source in row["source"].split():
            if source in _FINDERS:
                yield from _lines(source, _FINDERS[source](row, folder))
            else:
                yield "Source rows", f"every row of {source}: {row['flags'] or 'one sum over all'}"


def _people(row: pd.Series, folder: Path) -> Iterator[Line]:
    ledger = Ledger()
    shot = injuries.run(folder, geography.run(folder, ledger), ledger)
    people = injuries.counted(
        shot.people, row["indicator"], row["level"], row["code"], row["period"]
    )
    yield (
        "Counted again",
        f"{people['n'].sum():,} people in {len(people):,} rows of the source files",
    )
    for (_, file), found in people.groupby(["source", "source_file"]):
        yield "", f"{found['n'].sum():,} people: {file} {_numbered(found['source_row'])}"
    for join in sorted(people["join"].unique()):
        yield "Join", join


def _survey(row: pd.Series, folder: Path, places: pd.DataFrame) -> Iterator[Line]:
    """The place's line of the survey's tables, or its tracts; which cells, ``etl/acs.py`` says."""
    table = acs.read(folder, places)
    yield "Cells", acs.cells(row["indicator"])
    if row["level"] not in acs.DISTRICTS:
        here = table[(table["level"] == row["level"]) & (table["code"] == row["code"])]
        for found in here.to_dict("records"):
            yield "Source row", f"{found['file']} line {found['source_row']}: {found['name']}"
        return
    weights = geography.run(folder, Ledger()).tract_weights
    here = weights[(weights["level"] == row["level"]) & (weights["code"] == row["code"])]
    tracts = table[table["level"] == "tract"].rename(columns={"code": "tract"})
    found_tracts = here.merge(tracts, on="tract", suffixes=("", "_tract"), validate="1:1")
    yield "Join", "the tract's share of people in the place; numerators and denominators apart"
    ordered = found_tracts.sort_values("share", ascending=False).head(LINES_SHOWN)
    for tract in ordered.to_dict("records"):
        yield (
            "Source row",
            f"{tract['file']} line {tract['source_row']}: tract {tract['tract']}, "
            f"share {tract['share']:.4f}",
        )
    yield "", f"{len(found_tracts)} tracts"


def _tracts(row: pd.Series, folder: Path) -> Iterator[Line]:
    weights = geography.run(folder, Ledger()).tract_weights
    here = weights[(weights["level"] == row["level"]) & (weights["code"] == row["code"])]
    source = acs_tract_income if acs_tract_income.DATASET.id in row["source"] else census_tracts
    found = here.merge(source.load(folder), on="tract", validate="1:1")
    count = "households" if source is acs_tract_income else "population"
    yield "Join", "the tract's share of people in the place; numerators and denominators apart"
    for tract in found.sort_values("share", ascending=False).head(LINES_SHOWN).to_dict("records"):
        yield (
            "Source row",
            f"{source.DATASET.files[0]} line {tract['source_row']}: tract {tract['tract']}, "
            f"{tract[count]:,} {count}, share {tract['share']:.4f}",
        )
    yield "", f"{len(found)} tracts, {(found[count] * found['share']).sum():,.1f} {count}"


def _feeds(row: pd.Series, indicator: Indicator) -> list[Feed]:
    return [
        feed
        for feed in indicator.feeds
        if (feed.level, feed.period) == (row["level"], row["period"])
        and feed.source in row["source"].split()
    ]


def _cells(row: pd.Series, feed: Feed, folder: Path, places: pd.DataFrame) -> Iterator[Line]:
    table = economy.read([feed.source], folder, places, Ledger())[feed.source]
    names = [n for n in (feed.column, feed.moe, feed.numerator, feed.denominator) if n]
    for found in table[table["code"] == row["code"]].to_dict("records"):
        cells = ", ".join(f"{name} = {found[name]}" for name in names)
        file = ", ".join(datasets()[feed.source].files) or f"the package {feed.source}"
        line = found["source_row"]
        where = "the sum of its rows" if pd.isna(line) else f"line {line:.0f}"
        yield "Source row", f"{file} {where}: {cells}"


def _wisqars(row: pd.Series, folder: Path) -> pd.DataFrame:
    table = cdc_wisqars.load(folder)
    place = cdc_wisqars.NATION if row["level"] == "nation" else cdc_wisqars.STATE
    found: pd.DataFrame = table[
        (table["place"] == place)
        & (table["intent"].map(deaths.WISQARS_INDICATORS) == row["indicator"])
        & (table["year"].astype(str) == row["period"])
        & (table["grouping"] == "")
    ]
    return found


def _portal(module: Callable[[Path], pd.DataFrame]) -> Callable[[pd.Series, Path], pd.DataFrame]:
    def find(row: pd.Series, folder: Path) -> pd.DataFrame:
        table = module(folder)
        found: pd.DataFrame = table[
            (table["code"] == row["code"])
            & (table["intent"].map(deaths.PORTAL_INDICATORS) == row["indicator"])
            & (table["period"] == row["period"])
        ]
        return found

    return find


def _units(row: pd.Series, folder: Path) -> pd.DataFrame:
    """The units of census tracts that reach into a ZIP area."""
    weights = geography.run(folder, Ledger()).tract_weights
    here = weights[(weights["level"] == row["level"]) & (weights["code"] == row["code"])]
    table = cdc_tract_deaths.load(folder)
    inside = table["tracts"].str.split().map(set(here["tract"]).intersection).astype(bool)
    found: pd.DataFrame = table[inside & (table["period"] == row["period"])]
    return found


def _needs(row: pd.Series, folder: Path) -> pd.DataFrame:
    table = cdc_places.load(folder)
    found: pd.DataFrame = table[table["zcta"] == row["code"]]
    return found


def _licences(row: pd.Series, folder: Path) -> pd.DataFrame:
    ledger = Ledger()
    towns = geography.run(folder, ledger).places.query("level == 'town'").set_index("code")["name"]
    table = firearm_licences.load(folder)
    name = table["authority"].str.removesuffix(" PD").replace(context.TOWN_ALIASES)
    found: pd.DataFrame = table[(name == towns[row["code"]].upper()) & table["personal"]]
    return found


def _checks(row: pd.Series, folder: Path) -> pd.DataFrame:
    table = background_checks.load(folder)
    found: pd.DataFrame = table[table["month"].str.startswith(row["period"])]
    return found


def _laws(row: pd.Series, folder: Path) -> pd.DataFrame:
    table = firearm_laws.load(folder)
    found: pd.DataFrame = table[table["year"].astype(str) == row["period"]]
    return found


def _shots(row: pd.Series, folder: Path) -> pd.DataFrame:
    table = _within(boston_shots_fired.load(folder), row["period"])
    here = table["district"] == row["code"] if row["level"] == "police_district" else True
    found: pd.DataFrame = table[table["ballistic_evidence"] & here]
    return found


def _mass(row: pd.Series, folder: Path) -> pd.DataFrame:
    return _within(gva_mass_shootings.load(folder), row["period"])


def _within(table: pd.DataFrame, period: str) -> pd.DataFrame:
    span = Period.parse(period)
    days = table["date"].dt.date
    found: pd.DataFrame = table[(days >= span.first) & (days <= span.last)]
    return found


_FINDERS: dict[str, Callable[[pd.Series, Path], pd.DataFrame]] = {
    "cdc_wisqars": _wisqars,
    "cdc_state_deaths": _portal(cdc_state_deaths.load),
    "cdc_national_deaths": _portal(cdc_national_deaths.load),
    "cdc_county_deaths": _portal(cdc_county_deaths.load),
    "cdc_tract_deaths": _units,
    "cdc_places": _needs,
    "firearm_licences": _licences,
    "background_checks": _checks,
    "firearm_laws": _laws,
    "boston_shots_fired": _shots,
    "gva_mass_shootings": _mass,
}


def _lines(source: str, found: pd.DataFrame) -> Iterator[Line]:
    """The lines found in one source; the cells too where it is a single line."""
    if found.empty:
        return
    file = ", ".join(sorted(set(found["file"]))) if "file" in found else datasets()[source].files[0]
    yield "Source rows", f"{file} {_numbered(found['source_row'])}"
    if len(found) == 1:
        cells = found.iloc[0].drop(["source_row", "file"], errors="ignore")
        yield "", ", ".join(f"{name} = {cell}" for name, cell in cells.items())


def _numbered(lines: pd.Series) -> str:
    shown = sorted(int(line) for line in lines)
    more = f" and {len(shown) - LINES_SHOWN} more" if len(shown) > LINES_SHOWN else ""
    word = "line" if len(shown) == 1 else "lines"
    return f"{word} {', '.join(map(str, shown[:LINES_SHOWN]))}{more}"
