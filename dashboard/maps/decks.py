"""A map as deck.gl draws it: its layers, the view of it and its JSON.

Geometry comes from the site's own routes by address.
"""

from __future__ import annotations

import html
import json
import math
from copy import copy
from functools import lru_cache
from typing import Any

import pydeck as pdk

from dashboard import links
from dashboard.atlas import Atlas
from dashboard.maps import forms, layers
from dashboard.maps.expressions import Paint
from dashboard.maps.forms import PATTERNS
from dashboard.theme import Palette, rgb
from dashboard.words import remembered

ASPECT = 1.5
"""Width of a map frame over its height."""
MARGIN = 10
"""Pixels between the state and the frame."""
FEW_LABELS_BELOW = 480
"""A narrower frame names fewer towns."""


def view(bounds: tuple[float, float, float, float], width: int, height: int) -> pdk.ViewState:
    """The view that shows the bounds (west, south, east, north) whole, centred, with a margin."""
    west, south, east, north = bounds
    top, bottom = _mercator(north), _mercator(south)
    zoom = min(
        math.log2((width - 2 * MARGIN) / (512 * (east - west) / 360)),
        math.log2((height - 2 * MARGIN) / (512 * (top - bottom))),
    )
    middle = (top + bottom) / 2
    latitude = math.degrees(2 * math.atan(math.exp(2 * math.pi * middle)) - math.pi / 2)
    return pdk.ViewState(
        longitude=round((west + east) / 2, 4),
        latitude=round(latitude, 4),
        zoom=round(zoom, 2),
    )


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2)) / (2 * math.pi)


def height_of(width: int) -> int:
    """Height of a frame of that width."""
    return round(width / ASPECT)


class Deck(pdk.Deck):  # type: ignore[misc]
    """A deck whose JSON has no indentation, a third less to send, and is made once."""

    _rest: str | None = None

    def from_view(self, view: pdk.ViewState) -> Deck:
        """The same deck, first seen from another view; what does not depend on it is shared."""
        self.to_json()
        other = copy(self)
        other.initial_view_state = view
        return other

    def to_json(self) -> str:
        """The deck as compact JSON."""
        if self._rest is None:
            whole = json.loads(super().to_json())
            del whole["initialViewState"]
            self._rest = _compact(whole)[1:]
        view = _compact(json.loads(self.initial_view_state.to_json()))
        return f'{{"initialViewState":{view},{self._rest}'


def _compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def deck(
    atlas: Atlas,
    level: str,
    layer: tuple[str, str],
    *,
    selected: str | None,
    width: int,
    ink: Palette,
    closer: str | None = None,
) -> Deck:
    """One map of a level.

    Args:
        layer: indicator and period that are drawn.
        selected: code of the place that is outlined.
        width: of the frame, in pixels.
        closer: code of the town that the map shows with what lies around it; None for the state.
    """
    number = layers.layers(atlas, level)[layer]
    measure = layers.measure(atlas, layer[0])
    said = f"{html.escape(measure.short_title)}: {{t{number}}}"
    return painted(
        atlas,
        level,
        _paint(atlas, level, layer, ink),
        said,
        selected=selected,
        width=width,
        ink=ink,
        closer=closer,
    )


@lru_cache(maxsize=256)
def _paint(atlas: Atlas, level: str, layer: tuple[str, str], ink: Palette) -> Paint:
    number = layers.layers(atlas, level)[layer]
    return Paint.of(
        forms.seen_forms(atlas, level, layer, ink), f"k[{number}]", f"{number}{ink.paper[1]}"
    )


def painted(
    atlas: Atlas,
    level: str,
    paint: Paint,
    said: str,
    *,
    selected: str | None,
    width: int,
    ink: Palette,
    closer: str | None = None,
) -> Deck:
    """A map of a level, painted as told; ``said`` is HTML under the name of a place.

    The other arguments are those of :func:`deck`.
    """
    names = layers.labels_name(closer, few=width < FEW_LABELS_BELOW)
    shown = layers.box_around(atlas, closer) if closer else bounds(atlas)
    drawn = _drawn(atlas, level, paint, said, selected, names, ink)
    return drawn.from_view(view(shown, width, height_of(width)))


@remembered(maxsize=512)
def _drawn(
    atlas: Atlas,
    level: str,
    paint: Paint,
    said: str,
    selected: str | None,
    names: str,
    ink: Palette,
) -> Deck:
    """What a map draws, whatever part of the state it shows."""
    base = f"/layers/{layers.version(atlas)}"
    data = links.local(f"{base}/{level}.geojson")
    drawn = [
        pdk.Layer(
            "GeoJsonLayer",
            id="state",
            data=f"{base}/base/state.geojson",
            get_fill_color=rgb(ink.ground),
            stroked=False,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            id="places",
            data=data,
            stroked=False,
            pickable=True,
            # Given to the sub-layer, the colours escape Streamlit's own greying of what is
            # not selected.
            _subLayerProps={"polygons-fill": {"getFillColor": "@@=" + paint.fill}},
            get_fill_pattern=paint.pattern,
            get_fill_pattern_background_color=paint.ground,
            update_triggers={"all": paint.trigger},
            extensions=[{"@@type": "FillStyleExtension", "proceduralPattern": True}],
            fill_pattern_mapping={
                name: PATTERNS[name] for name in sorted(paint.names & set(PATTERNS))
            },
            fill_pattern_size_units="'pixels'",
            get_fill_pattern_scale=1,
        ),
        # A second, non-pickable layer: a stroked, pickable one lost clicks on weak graphics.
        pdk.Layer(
            "GeoJsonLayer",
            id="lines",
            data=data,
            filled=False,
            line_width_units="'pixels'",
            get_line_color=paint.line,
            get_line_width=paint.width,
            get_dash_array=paint.dash,
            update_triggers={"all": paint.trigger},
            extensions=[{"@@type": "PathStyleExtension", "dash": True}],
        ),
    ]
    if selected:
        drawn.append(
            pdk.Layer(
                "GeoJsonLayer",
                id="chosen",
                data=f"{base}/{level}/place/{selected}.geojson",
                filled=False,
                line_width_units="'pixels'",
                get_line_width=2,
                get_line_color=rgb(ink.primary),
            )
        )
    drawn.append(
        pdk.Layer(
            "TextLayer",
            id="towns",
            data=f"{base}/base/{names}",
            get_position="[x, y]",
            get_text="n",
            get_size=12,
            get_color=rgb(ink.ink),
            font_family="'sans-serif'",
            background=True,
            get_background_color=[*rgb(ink.paper), 215],
        )
    )
    return Deck(
        layers=drawn,
        map_provider=None,
        tooltip={"html": f"<b>{{name}}</b><br>{said}"},
    )


def bounds(atlas: Atlas) -> tuple[float, float, float, float]:
    """West, south, east and north of the state, islands included."""
    state = atlas.places_at("state")[0]
    assert state.west is not None
    assert state.south is not None
    assert state.east is not None
    assert state.north is not None
    return state.west, state.south, state.east, state.north
