"""The town or ZIP code that a letter is for, and what is known of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dashboard import figures, formats, place_names
from dashboard.atlas import Atlas
from dashboard.lookups import SHOT, Seat, TownYears, members, observations_of, shares
from dashboard.place_names import Name
from dashboard.records import Place
from dashboard.sentences import injuries
from dashboard.zips import input as zip_input
from dashboard.zips.report import ZipReport, zip_report
from epidemiology.status import Status

STATE_HOUSES = ("house", "senate")
"""Who can ask for data of a Massachusetts town: the General Court."""


@dataclass(frozen=True)
class Subject:
    """A place to write about: its name in a sentence, its town, and who speaks for it."""

    key: str
    """For addresses: "01105" or "north-adams"."""
    name: Name
    town: Name
    is_zip: bool
    known: str
    """What the atlas knows of people shot there, in a sentence."""
    ends: str
    """Where the town's counts stop, in a sentence; "" where they go on."""
    own_record: bool
    """Whether the police publish a record that goes on to this day."""
    seats: tuple[Seat, ...]
    address: str
    last: str
    """The last year or day that the counts of the town cover, as a reader reads it."""


def slug(name: str) -> str:
    """A name as it stands in an address: "North Adams" is "north-adams"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def find_town(atlas: Atlas, text: str) -> Place | None:
    """The town with this code, name or address name; None if there is none."""
    return _towns(atlas).get(slug(text[: zip_input.LONGEST]))


@lru_cache(maxsize=8)
def _towns(atlas: Atlas) -> dict[str, Place]:
    towns = atlas.places_at("town")
    return {town.code: town for town in towns} | {slug(town.name): town for town in towns}


def subject(atlas: Atlas, text: str) -> tuple[Subject | None, str]:
    """What a ZIP code or the name of a town stands for, or None and a line that says what to type.

    A post office that is no town of its own, such as Dorchester, stands for its town.
    """
    if town := find_town(atlas, text):
        return town_subject(atlas, town), ""
    found = zip_input.answer(atlas, text)
    if found.choices:
        found = zip_input.answer(atlas, found.choices[0])
        if found.zip_code is None or found.place is None:
            return None, found.line
        report = zip_report(atlas, found.zip_code, found.place)
        return (town_subject(atlas, report.town), "") if report.town else (None, found.line)
    if found.zip_code is None or found.place is None:
        return None, found.line
    return zip_subject(zip_report(atlas, found.zip_code, found.place)), ""


def zip_subject(report: ZipReport) -> Subject:
    """A ZIP code; its town's police keep the record."""
    zip = report.zip_code.zip
    return Subject(
        key=zip,
        name=report.name,
        town=report.town_name,
        is_zip=True,
        known=injuries.people_shot(
            report.shot, report.killed, report.name, report.town_name, report.period
        ),
        ends=_ends(report.trend),
        own_record=report.trend.partial is not None,
        seats=tuple(seat for seat in report.seats if seat.chamber in STATE_HOUSES),
        address=figures.address("zip", zip=zip),
        last=_last(report.trend),
    )


def town_subject(atlas: Atlas, town: Place) -> Subject:
    """A town or city."""
    years = observations_of(atlas.series_of(SHOT, "town", town.code))
    trend = TownYears(place_names.name(town), years)
    known = next(
        (
            found
            for period in reversed(atlas.periods(SHOT, "town"))
            if (found := atlas.observation(SHOT, "town", town.code, period)) is not None
            and found.status != Status.NOT_COVERED
        ),
        None,
    )
    return Subject(
        key=slug(town.name),
        name=trend.town_name,
        town=trend.town_name,
        is_zip=False,
        known=injuries.people_shot(known, None, trend.town_name, trend.town_name) if known else "",
        ends=_ends(trend),
        own_record=trend.partial is not None,
        seats=tuple(_seats(atlas, town)),
        address=figures.address("map"),
        last=_last(trend),
    )


def _ends(trend: TownYears) -> str:
    if trend.partial is not None or not trend.full_years:
        return ""
    return injuries.series_ends(trend.town_name, trend.full_years[-1].period)


def _last(trend: TownYears) -> str:
    return formats.day(trend.years[-1].period.split("_")[-1]) if trend.years else ""


def _seats(atlas: Atlas, town: Place) -> Iterator[Seat]:
    for chamber in STATE_HOUSES:
        for code, share in shares(atlas, "town", town.code, chamber):
            place = atlas.place(chamber, code)
            name = place.name if place else code
            yield Seat(chamber, name, share, members(atlas, chamber, code), code)
