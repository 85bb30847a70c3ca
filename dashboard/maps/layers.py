"""What the map loads: one file a level, with geometry, classes and words for every measure.

A place carries ``k``, one code a layer (an indicator in a period) in the order of
:func:`layers`, and its words as properties ``t0``, ``t1`` and so on. ``k`` stands beside the
properties, not among them, because the page names it in every expression it sends. Choosing
another measure needs no other file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.maps import aspects
from dashboard.records import Indicator, Observation, Place
from dashboard.sentences import value_words
from dashboard.words import FIRST, _, remembered, speaking
from epidemiology.status import SHOWS_RATE, Status

LEVELS = ("zcta", "town", "county", "house", "senate", "congress")
FORM = "3"
"""Form of these files: part of their address, which a browser may keep for ever."""
CLASSES = 5

# In this order states that are drawn alike in some way stand together, which keeps the map's
# expressions short.
WITH_CLASS = (Status.VALUE, Status.UNSTABLE, Status.PROVISIONAL, Status.MODELLED)
_PLAIN = (
    Status.TOO_FEW,
    Status.COUNT_ONLY,
    Status.NONE_RECORDED,
    Status.NO_RESIDENTS,
    Status.NO_BOUNDARY,
    Status.SMALL_POPULATION,
    Status.NOT_LOCATED,
    Status.SUPPRESSED,
    Status.NOT_COVERED,
)
CLASSED = len(WITH_CLASS) * CLASSES
"""Codes below this have a class: status ``code // CLASSES``, class ``code % CLASSES``."""
CODES = CLASSED + len(_PLAIN)
"""Number of codes: each classed status has one a class, each other status one."""


def code(status: Status, colour_class: int | None) -> int:
    """The code of a place: its status and, where a rate may stand, its class."""
    if status in WITH_CLASS:
        if colour_class is None:
            return code(Status.NOT_COVERED, None)
        return WITH_CLASS.index(status) * CLASSES + min(colour_class, CLASSES - 1)
    return CLASSED + _PLAIN.index(status)


def status_of(number: int) -> tuple[Status, int | None]:
    """The status and class of a code."""
    if number < CLASSED:
        return WITH_CLASS[number // CLASSES], number % CLASSES
    return _PLAIN[number - CLASSED], None


@dataclass(frozen=True)
class File:
    """Bytes as they are served, plain and gzipped."""

    content: bytes
    zipped: bytes
    etag: str
    media_type: str

    @classmethod
    def of(cls, content: bytes, media_type: str = "application/geo+json") -> File:
        """The file, compressed once."""
        zipped = gzip.compress(content, 6, mtime=0)
        return cls(content, zipped, f'"{hashlib.sha256(content).hexdigest()[:16]}"', media_type)


def version(atlas: Atlas) -> str:
    """Changes whenever one of these files changes; short, for it is sent with every map."""
    return f"{atlas.version[:8]}.{FORM}"


@lru_cache(maxsize=16)
def layers(atlas: Atlas, level: str) -> dict[tuple[str, str], int]:
    """Indicator and period -> its place in ``k``, in the order of the catalogue.

    Last come the layers that :mod:`dashboard.maps.aspects` makes.
    """
    made = [aspects.LAYER[aspects.SURE], aspects.LAYER[aspects.NEAR]]
    keys = [
        (indicator, period)
        for indicator in [*atlas.indicators["id"], *made]
        for period in aspects.periods(atlas, indicator, level)
    ]
    return {key: number for number, key in enumerate(keys)}


def label(atlas: Atlas, level: str, code: str) -> str:
    """A place as it is called in lists: "02121 Dorchester", "Boston"."""
    if level == "zcta":
        known = atlas.zip_code(code)
        return f"{code} {known.city}" if known and known.city else code
    place = atlas.place(level, code)
    if place is None:
        return code
    return place_names.name(place) if level == "county" else place.name


def words(observation: Observation | None, indicator: Indicator) -> str:
    """A value with its interval, or the words in its place; one line."""
    text = value_words.cell(observation, indicator)
    if observation is None or observation.value is None:
        return text
    if Status(observation.status) not in SHOWS_RATE:
        return text
    if indicator.is_injury and observation.numerator is not None:
        text = f"{formats.people(int(observation.numerator))}: {text}"
    if observation.moe is not None:
        return f"{text}, {value_words.margin(observation, indicator)}"
    between = formats.interval(
        observation.lower, observation.upper, indicator.unit, indicator.digits
    )
    return f"{text} ({between})" if between else text


def code_at(atlas: Atlas, level: str, place: str, layer: tuple[str, str]) -> int:
    """The code of a place in a layer."""
    aspect = aspects.of(layer)
    if aspect == aspects.NEAR:
        group = aspects.near_class(atlas, level, place, layer[1])
        return code(Status.VALUE, group)
    id = aspects.MEASURE if aspect == aspects.SURE else layer[0]
    seen = atlas.observation(id, level, place, layer[1])
    if seen is None:
        return code(Status.NOT_COVERED, None)
    sure = aspect == aspects.SURE
    return code(Status(seen.status), aspects.sure_class(seen) if sure else seen.colour_class)


def words_at(atlas: Atlas, level: str, place: str, layer: tuple[str, str]) -> str:
    """The words of a place in a layer."""
    aspect = aspects.of(layer)
    if aspect == aspects.NEAR:
        return aspects.near_words(aspects.near_class(atlas, level, place, layer[1]))
    if aspect == aspects.SURE:
        seen = atlas.observation(aspects.MEASURE, level, place, layer[1])
        return aspects.sure_words(seen, words(seen, measure(atlas, aspects.MEASURE)))
    return words(atlas.observation(layer[0], level, place, layer[1]), measure(atlas, layer[0]))


@remembered(16)
def level_file(atlas: Atlas, level: str) -> File:
    """Geometry of a level with ``code``, ``name``, ``k`` and the words of every layer."""
    order = layers(atlas, level)
    features = []
    for place, geometry in _shapes(atlas, level):
        codes, texts = [], {}
        for layer, number in order.items():
            codes.append(code_at(atlas, level, place, layer))
            texts[f"t{number}"] = words_at(atlas, level, place, layer)
        properties = {"code": place, "name": label(atlas, level, place), **texts}
        features.append(
            {"type": "Feature", "k": codes, "properties": properties, "geometry": geometry}
        )
    return _collection(features)


@lru_cache(maxsize=64)
def download_file(atlas: Atlas, level: str, indicator: str, period: str) -> File:
    """Geometry of a level with one layer's published columns, for a geographic program."""
    table = atlas.at(indicator, level, period)
    rows = json.loads(table.to_json(orient="index", double_precision=15))
    with speaking(FIRST):  # programs read the names that the Census gives
        names = {place: label(atlas, level, place) for place, _geometry in _shapes(atlas, level)}
    features = [
        {
            "type": "Feature",
            "properties": {
                "code": place,
                "name": names[place],
                **rows.get(
                    place,
                    {
                        "indicator": indicator,
                        "level": level,
                        "period": period,
                        "status": str(Status.NOT_COVERED),
                    },
                ),
            },
            "geometry": geometry,
        }
        for place, geometry in _shapes(atlas, level)
    ]
    return _collection(features)


@lru_cache(maxsize=1024)
def place_file(atlas: Atlas, level: str, place: str) -> File:
    """The outline of one place, drawn over the map where it is chosen."""
    geometry = atlas.features(level)[place]
    return _collection([{"type": "Feature", "properties": {"code": place}, "geometry": geometry}])


@lru_cache(maxsize=2)
def state_file(atlas: Atlas) -> File:
    """The shape of the state, the ground of every map."""
    return _collection(
        [
            {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
            for code, geometry in atlas.features("state").items()
        ]
    )


@lru_cache(maxsize=4)
def labels_file(atlas: Atlas, most: int = 7, apart: float = 0.5) -> File:
    """A few towns by name: the most people first, none too near to another."""
    towns = labelled_towns(atlas, most, apart)
    rows = [{"n": t.name, "x": t.longitude, "y": t.latitude} for t in towns]
    return File.of(json.dumps(rows).encode(), "application/json")


def labelled_towns(atlas: Atlas, most: int, apart: float) -> list[Place]:
    """Towns to name on a map of the state; ``apart`` in degrees."""
    chosen: list[Place] = []
    for town in sorted(atlas.places_at("town"), key=lambda t: (-(t.population or 0), t.code)):
        if town.longitude is None or town.latitude is None:
            continue
        near = (
            abs(town.longitude - (c.longitude or 0)) < apart
            and abs(town.latitude - (c.latitude or 0)) < apart * 0.6
            for c in chosen
        )
        if not any(near):
            chosen.append(town)
        if len(chosen) == most:
            break
    return chosen


Box = tuple[float, float, float, float]
"""West, south, east and north, in degrees."""
_AROUND = (0.075, 0.045)
"""What is shown around a town, east and west, north and south, in degrees."""
_CLOSER = 6
"""How many towns there are to look at more closely."""


@lru_cache(maxsize=4)
def closer_towns(atlas: Atlas) -> tuple[str, ...]:
    """Codes of the towns that can be looked at more closely: most people first, apart."""
    return tuple(town.code for town in labelled_towns(atlas, _CLOSER, 0.3))


def box_around(atlas: Atlas, town: str) -> Box:
    """A town with some of what lies around it."""
    place = atlas.place("town", town)
    assert place is not None
    west, south, east, north = place.west, place.south, place.east, place.north
    assert west is not None
    assert south is not None
    assert east is not None
    assert north is not None
    across, up = _AROUND
    return west - across, south - up, east + across, north + up


def labels_name(town: str | None, few: bool) -> str:
    """Name of the file of towns to name on a map of the state, or around a town."""
    return ("few-" if few else "") + "labels" + (f"-{town}" if town else "") + ".json"


@lru_cache(maxsize=32)
def label_files(atlas: Atlas) -> dict[str, File]:
    """The files of towns to name, by :func:`labels_name`; the few are for a phone."""
    made = {
        labels_name(None, few=False): labels_file(atlas),
        labels_name(None, few=True): labels_file(atlas, 5, 0.7),
    }
    for town in closer_towns(atlas):
        west, _south, east, _north = box_around(atlas, town)
        for few in (False, True):
            found = _towns_within(atlas, town, (east - west) * (0.32 if few else 0.2))
            rows = [{"n": t.name, "x": t.longitude, "y": t.latitude} for t in found]
            made[labels_name(town, few=few)] = File.of(
                json.dumps(rows).encode(), "application/json"
            )
    return made


def _towns_within(atlas: Atlas, town: str, apart: float) -> list[Place]:
    """Towns to name on a closer map: the most people first, none at the edge."""
    west, south, east, north = box_around(atlas, town)
    edge = apart / 2
    return [
        place
        for place in labelled_towns(atlas, len(atlas.places_at("town")), apart)
        if west + edge < (place.longitude or 0) < east - edge
        and south < (place.latitude or 0) < north
    ]


def measure(atlas: Atlas, id: str) -> Indicator:
    """The indicator that a layer draws, of the tables or made here."""
    found = aspects.indicator(atlas, id)
    assert found is not None
    return found


def _shapes(atlas: Atlas, level: str) -> list[tuple[str, Any]]:
    return sorted(atlas.features(level).items())


def _collection(features: list[dict[str, Any]]) -> File:
    collection = {"type": "FeatureCollection", "features": features}
    return File.of(json.dumps(collection, separators=(",", ":"), ensure_ascii=False).encode())


def place_noun(level: str, many: bool = True) -> str:
    """What the places of a level are called."""
    one, several = {
        "zcta": (_("ZIP area"), _("ZIP areas")),
        "town": (_("town or city"), _("towns and cities")),
        "county": (_("county"), _("counties")),
        "house": (_("House district"), _("House districts")),
        "senate": (_("Senate district"), _("Senate districts")),
        "congress": (_("congressional district"), _("congressional districts")),
    }[level]
    return several if many else one
