"""People shot: loads the police record and the archive and makes the tables of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from data_sources import (
    boston_shots_fired,
    gva_mass_shootings,
)
from etl import (
    boston,
    computing,
    coverage,
    events,
    people_shot,
)
from etl import people as people_step
from etl import spans as reaching
from etl.ledger import Ledger
from etl.people_shot import (
    DISTRICT_LEVELS,
    MEASURES,
    NEWS_BASED_CITY_YEAR,
    STATEWIDE_ZIP_PERIOD,
    TOWN_LEVELS,
)
from etl.settings import CITY, STATE
from etl.spans import Spans
from etl.tables import conform

if TYPE_CHECKING:
    from etl.geography import Geography


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
    spans = reaching.read(folder)
    recent = people_step.of_the_city(folder, ledger)
    victims = people_step.of_the_city_located(folder, polygons, ledger, spans.located_until)
    archive, left_out, linked = people_step.of_the_archive(folder, geography, victims, ledger)
    exported = people_step.of_the_exports(folder, geography, ledger, spans)
    parts = [part for part in (recent, victims, archive, exported) if len(part)]
    people = pd.concat(parts, ignore_index=True)
    people = people[list(people_step.PEOPLE_COLUMNS)].sort_values(
        ["source", "source_file", "source_row"], kind="stable"
    )
    people = people.reset_index(drop=True)

    mass = gva_mass_shootings.load(folder)
    ledger.read(gva_mass_shootings.DATASET.id, len(mass))

    zip_rows = _zip_rows(people, geography, spans)
    people["zcta_counted"] = _zcta_counted(people, zip_rows)
    observations = pd.concat(
        [
            zip_rows,
            *_district_rows(people, geography),
            *_town_rows(people, geography, spans.pooled),
        ],
        ignore_index=True,
    )
    series = pd.concat(
        [
            *_town_rows(people, geography, spans.years),
            *(_city_rows(people, geography, period) for period in spans.city),
            *_police_rows(people, folder, spans, ledger),
            events.mass_shooting_rows(mass, pd.Timestamp(gva_mass_shootings.last_day(folder))),
        ],
        ignore_index=True,
    )
    return Injuries(
        observations=observations,
        series=series,
        coverage=conform("coverage", coverage.table(people, geography, spans)),
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


def _police_rows(
    people: pd.DataFrame, folder: Path, spans: Spans, ledger: Ledger
) -> list[pd.DataFrame]:
    """What only the police of the city count: people by district, and shots fired."""
    if not STATE.has_police_record:
        return []
    districts = sorted(boston.DISTRICT_NAMES)
    years = sorted({*spans.years, *spans.city_years} - {NEWS_BASED_CITY_YEAR})
    partial = [spans.city_partial] if spans.city_partial else []
    return [
        *(events.police_district_rows(people, districts, p) for p in (*years, *partial)),
        events.shots_fired_rows(_shots_fired(folder, ledger), districts),
    ]


def _shots_fired(folder: Path, ledger: Ledger) -> pd.DataFrame:
    source = boston_shots_fired.DATASET.id
    shots = boston_shots_fired.load(folder)
    ledger.read(source, len(shots))
    ledger.leave(
        source, "reports without ballistic evidence", int((~shots["ballistic_evidence"]).sum())
    )
    return shots


# --- rows of the tables --------------------------------------------------------------------------


class Part(NamedTuple):
    """What is counted apart from everything else: one level in one period."""

    people: pd.DataFrame
    level: str
    period: str
    codes: list[str]
    setting: people_shot.Setting


def _counts(parts: list[Part], geography: Geography) -> list[pd.DataFrame]:
    return computing.each(_count, parts, geography.populations)


def _count(part: Part, populations: pd.DataFrame) -> pd.DataFrame:
    return people_shot.level_rows(
        part.people, part.level, part.period, part.codes, populations, part.setting
    )


def _zip_rows(people: pd.DataFrame, geography: Geography, spans: Spans) -> pd.DataFrame:
    codes, towns = geography.codes("zcta"), geography.main_towns()
    bare = set(codes) - set(geography.polygons["zcta"]["code"])
    parts = []
    in_city = {c for c in codes if towns.get(c) == CITY}
    for period, covered in (
        (STATEWIDE_ZIP_PERIOD, None),
        *((period, in_city) for period in spans.city_zip),
    ):
        here = people_shot.within(people, "zcta", period)
        setting = people_shot.zip_setting(here, towns, bare, covered)
        parts.append(Part(here, "zcta", period, codes, setting))
    return pd.concat(_counts(parts, geography), ignore_index=True)


def _zcta_counted(people: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The ZIP area each person is counted in: "" where its number is not shown."""
    out = pd.Series("", index=people.index, dtype="str")
    shown = rows[(rows["level"] == "zcta") & rows["numerator"].notna()]
    for period, codes in shown.groupby("period")["code"]:
        here = people_shot.within(people, "zcta", str(period))["zcta"]
        out.loc[here.index] = here.where(here.isin(codes), "")
    return out


def _district_rows(people: pd.DataFrame, geography: Geography) -> list[pd.DataFrame]:
    parts = []
    for level in DISTRICT_LEVELS:
        here = people_shot.within(people, level, STATEWIDE_ZIP_PERIOD)
        codes = geography.codes(level)
        setting = people_shot.district_setting(here, level, codes, geography.overlaps)
        parts.append(Part(here, level, STATEWIDE_ZIP_PERIOD, codes, setting))
    return _counts(parts, geography)


def _town_rows(
    people: pd.DataFrame, geography: Geography, periods: tuple[str, ...]
) -> list[pd.DataFrame]:
    parts = []
    for level in TOWN_LEVELS:
        codes = geography.codes(level)
        for period in periods:
            here = people_shot.within(people, level, period)
            setting = people_shot.town_setting(level, codes, period)
            parts.append(Part(here, level, period, codes, setting))
    return _counts(parts, geography)


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
        if STATE.has_police_record
    ]
    lost = rows.loc[rows["level"].str.endswith("_unplaced"), ["level", "code"]].drop_duplicates()
    for level, code in zip(lost["level"], lost["code"], strict=True):
        larger = names[("state" if code == STATE.fips else "town", code)]
        what = words[level.removesuffix("_unplaced")]
        out.append({"level": level, "code": code, "name": f"{larger}, not placed in {what}"})
    return conform("places", pd.DataFrame(out))
