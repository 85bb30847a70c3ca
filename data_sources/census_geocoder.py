"""Points of incidents that have an address and no point, from the Census Bureau's geocoder.

Off unless asked for (``EZC_GEOCODE=1``): it sends addresses at which people were shot, as news
reported them, to the Census Bureau; nothing else about them, and no number by which it could tell
which incident one belongs to. Addresses are written nowhere: what is kept of an answer is its
point, under a checksum, so that no address is asked for twice. Points never leave the pipeline.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from data_sources import _state, gva_incidents
from data_sources._dataset import Dataset, parse_column, read_rows, require
from data_sources._fetch import Fetched, Table
from data_sources._vault import Vault, live_folder, write_whole
from data_sources._web import Web, WebError

POLICE_PLACE = _state.STATE.police_record.name
"""Its police publish where people were shot."""
_OUTSIDE = f" outside {POLICE_PLACE}" if POLICE_PLACE else ""

DATASET = Dataset(
    id="census_geocoder",
    title="Census Geocoder: points of reported addresses",
    publisher="US Census Bureau",
    landing_page="https://geocoding.geo.census.gov/geocoder/",
    endpoint="https://geocoding.geo.census.gov/geocoder/locations/addressbatch",
    vintage="Current benchmark (Public_AR_Current)",
    retrieved="only where it is asked for",
    licence="US Government work, public domain",
    citation="US Census Bureau, Census Geocoder.",
    files=("census_geocoder/points.csv",),
    caveats=(
        "Only matches count: an exact one, or one that differs in spelling and names the same "
        "place. Addresses without a house number, crossings and ties have no point.",
        "Fills points that the archive lacks; it never moves one.",
    ),
    used_for=f"Where people were shot{_OUTSIDE}, for incidents that have an address only",
    live=("geocoder",),
    cadence_days=0,
    embedded=False,
)
ASKED = "EZC_GEOCODE"
"""Environment variable; 1 switches the geocoder on."""
SOURCES = "EZC_SOURCES"
"""Environment variable that names the folder of source files."""
PATH, BENCHMARK = "/geocoder/locations/addressbatch", "Public_AR_Current"
BATCH = 10_000
"""The most addresses of one request."""
STATE = _state.STATE.abbreviation
COLUMNS = ("incident", "latitude", "longitude", "exact")
_BLOCK = re.compile(r"^(\d+)\s+block(?:\s+of)?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What the geocoder said of one address: nothing that tells the address."""

    match: str
    """Match, No_Match or Tie."""
    exact: bool = False
    longitude: float | None = None
    latitude: float | None = None


def __getattr__(name: str) -> Any:
    """``fetch`` is there only where it was asked for: without it, nobody is asked."""
    if name == "fetch" and os.environ.get(ASKED) == "1":
        return fetch_points
    raise AttributeError(name)


def fetch_points(web: Web, out: Path) -> Fetched:
    """Ask for the points of incidents that have an address only.

    Args:
        web: asks the publisher.
        out: the file of :func:`load` is written below it.

    Raises:
        WebError: the geocoder was not to be had, or its answer is not whole.
        SourceError: the archive's files are not in their documented form.
    """
    incidents = gva_incidents.load_addresses(Path(os.environ.get(SOURCES, "../shared/sources")))
    columns = (incidents[name].astype(str).tolist() for name in ("incident", "address", "place"))
    wanted = {
        incident: sent
        for incident, address, place in zip(*columns, strict=True)
        if place != POLICE_PLACE and (sent := _sendable(address, place))
    }
    answers = locate(web, wanted.values())
    rows = [
        {
            "incident": incident,
            "latitude": repr(answer.latitude),
            "longitude": repr(answer.longitude),
            "exact": str(int(answer.exact)),
        }
        for incident, address in sorted(wanted.items())
        if (answer := answers[address]).match == "Match"
    ]
    if not rows:
        raise web.error("empty", "geocoder", PATH, "none of the addresses has a match")
    Table(COLUMNS, tuple(rows)).write(out / DATASET.files[0], COLUMNS)
    return Fetched(
        files=DATASET.files,
        rows=len(rows),
        vintage=BENCHMARK,
        data_as_of="",
        note=f"{len(wanted):,} of {len(incidents):,} incidents without a point have an address "
        f"that can be asked for; {len(rows):,} have a match.",
    )


def load(folder: Path) -> pd.DataFrame:
    """One row an incident with a match.

    Returns:
        incident (text, unique), latitude, longitude (float, WGS84), exact (bool), source_row.

    Raises:
        SourceError: the file is not in its form.
    """
    (path,) = DATASET.paths(folder)
    rows = read_rows(path, {name: name for name in COLUMNS}, key=("incident",))
    require(rows["incident"].str.fullmatch(r"\d+"), rows, path, "incident", "a number")
    require(rows["exact"].isin(["0", "1"]), rows, path, "exact", "0 or 1")
    for name in ("latitude", "longitude"):
        rows[name] = parse_column(rows, path, name, float, "degrees").astype(float)
    return rows.assign(exact=rows["exact"] == "1")


def locate(web: Web, addresses: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Answer]:
    """What the geocoder says of each address (street, place); each is asked for once, ever.

    Raises:
        WebError: the geocoder was not to be had, or its answer is not whole.
    """
    cache = live_folder() / "geocoded"
    known = {address: _recall(cache, address) for address in dict.fromkeys(addresses)}
    missing = [address for address, answer in known.items() if answer is None]
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        for address, answer in zip(batch, _ask(web, batch), strict=True):
            write_whole(_place(cache, address), json.dumps(asdict(answer)).encode() + b"\n")
            known[address] = answer
    return {address: answer for address, answer in known.items() if answer is not None}


def _ask(web: Web, batch: list[tuple[str, str]]) -> Iterator[Answer]:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for number, (street, place) in enumerate(batch, start=1):
        writer.writerow([number, street, place, STATE, ""])
    # An answer repeats the addresses: it goes to a store of its own, which is taken away.
    with tempfile.TemporaryDirectory(prefix="ezc-") as room:
        files = {"addressFile": ("addresses.csv", text.getvalue().encode(), "text/csv")}
        try:
            reply = web.apart(Vault(Path(room))).post(
                "geocoder", PATH, {"benchmark": BENCHMARK}, files=files, expect="text"
            )
        except WebError as error:
            if error.kind in {"refused", "error", "syntax"}:  # may repeat what was sent
                raise web.error(error.kind, "geocoder", PATH, "the batch was refused") from None
            raise
        said = reply.read().decode("utf-8", "replace")
    lines: dict[int, list[str]] = {}
    for line in csv.reader(io.StringIO(said, newline="")):
        if len(line) < 3 or not line[0].isdigit() or int(line[0]) in lines:
            raise web.error("schema", "geocoder", PATH, "a line of the answer has another form")
        lines[int(line[0])] = line
    if set(lines) != set(range(1, len(batch) + 1)):
        came = f"{len(lines):,} answers came to {len(batch):,} addresses"
        raise web.error("paging", "geocoder", PATH, came)
    for number, (_, place) in enumerate(batch, start=1):
        yield _answer(web, lines[number], place)


def _answer(web: Web, line: list[str], place: str) -> Answer:
    """The answer of a line: id, address, match, kind, matched address, "longitude,latitude", ..."""
    match = line[2].strip()
    if match in {"No_Match", "Tie"}:
        return Answer(match)
    try:
        exact = {"Exact": True, "Non_Exact": False}[line[3].strip()]
        longitude, latitude = (float(part) for part in line[5].split(","))
        where = [part.strip().casefold() for part in line[4].split(",")]
        if match != "Match" or not (-180 <= longitude <= 0 <= latitude <= 90):
            raise ValueError
    except (LookupError, ValueError):
        raise web.error(
            "schema", "geocoder", PATH, "a line of the answer has another form"
        ) from None
    if STATE.casefold() not in where or not (exact or place.casefold() in where):
        return Answer("No_Match")
    return Answer(match, exact, longitude, latitude)


def _sendable(address: str, place: str) -> tuple[str, str] | None:
    """Street and place as they are sent; None without a house number, which never matches."""
    street = _BLOCK.sub(r"\1 ", " ".join(address.split()))
    town = " ".join(place.partition("(")[0].split())
    if not re.match(r"\d+[A-Za-z]?\s+\S", street) or re.search(r"\band\b|&", street):
        return None
    return street, town


def _place(cache: Path, address: tuple[str, str]) -> Path:
    said = json.dumps([BENCHMARK, STATE, *(part.casefold() for part in address)])
    checksum = hashlib.sha256(said.encode()).hexdigest()
    return cache / checksum[:2] / f"{checksum[2:]}.json"


def _recall(cache: Path, address: tuple[str, str]) -> Answer | None:
    try:
        fields: Mapping[str, Any] = json.loads(_place(cache, address).read_bytes())
        return Answer(**fields)
    except (OSError, ValueError, TypeError):
        return None
