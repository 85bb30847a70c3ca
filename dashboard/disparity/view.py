"""What a reader looks at on the Disparity page: read from the URL, checked against the tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import controls, figures, formats, place_names
from dashboard.atlas import Atlas
from dashboard.maps import layers
from dashboard.words import _
from epidemiology.periods import Period

MEASURES = ("people_shot", "people_killed", "people_injured")
ORDER = "poverty"
LEVEL = "zcta"
NOT_OFFERED = frozenset({"svi_minority"})
"""Indicators that need more words than a list of choices has room for."""
_KEY = ("indicator", "level", "period", "region", "order_by", "order_period")
_MODEL_KEY = ("outcome", "level", "period", "region", "indicator", "indicator_period")
_KEYS = {
    "gradients": _KEY,
    "quintiles": _KEY,
    "curves": _KEY,
    "models": _MODEL_KEY,
    "model_lines": _MODEL_KEY,
    "sensitivities": ("indicator", "level", "period", "order_by"),
}
Key = tuple[str, str, str, str, str, str]
Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """One gradient: what is counted, where and when, and what the areas are ordered by."""

    measure: str
    level: str
    period: str
    region: str
    order_by: str
    order_period: str
    options: dict[str, list[str]]
    defaults: dict[str, str]
    notes: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        """The key of its rows."""
        return (
            self.measure,
            self.level,
            self.period,
            self.region,
            self.order_by,
            self.order_period,
        )

    @property
    def address(self) -> str:
        """What opens the page with this view."""
        return figures.address(
            "disparity",
            by=self.order_by,
            survey=self.order_period,
            measure=self.measure,
            period=self.period,
            level=self.level,
            region=self.region,
        )


class Tables:
    """The rows of each gradient, found by key."""

    def __init__(self, atlas: Atlas) -> None:
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._rows: dict[str, dict[tuple[str, ...], list[int]]] = {}
        for name, key in _KEYS.items():
            frame: pd.DataFrame = getattr(atlas, name)
            columns = {str(column): frame[column].tolist() for column in frame.columns}
            found: dict[tuple[str, ...], list[int]] = {}
            for row, values in enumerate(zip(*(columns[part] for part in key), strict=True)):
                found.setdefault(values, []).append(row)
            self._columns[name], self._rows[name] = columns, found
        keys = (key for key in self._rows["gradients"] if len(key) == 6)
        self.keys: list[Key] = [key for key in keys if key[4] not in NOT_OFFERED]

    def rows(self, table: str, key: tuple[str, ...]) -> list[Row]:
        """The rows of one gradient; none where it is not defined."""
        columns = self._columns[table]
        return [
            {name: values[row] for name, values in columns.items()}
            for row in self._rows[table].get(key, [])
        ]


@lru_cache(maxsize=4)
def tables(atlas: Atlas) -> Tables:
    """The tables behind the page, grouped once."""
    return Tables(atlas)


def read(atlas: Atlas) -> View | None:
    """The view that the URL asks for; what it cannot have is the default and a note.

    None where the tables have no gradient at all.
    """
    keys = tables(atlas).keys
    if not keys:
        return None
    notes: list[str] = []
    options: dict[str, list[str]] = {}
    defaults: dict[str, str] = {}

    def choose(name: str, found: set[str], order: list[str], default: str, what: str) -> str:
        options[name] = [o for o in order if o in found]
        defaults[name] = default if default in found else options[name][0]
        return controls.choice(name, options[name], defaults[name], notes, what)

    def left(*chosen: str) -> list[Key]:
        return [key for key in keys if key[1 : 1 + len(chosen)] == chosen]

    measure = choose("measure", {k[0] for k in keys}, list(MEASURES), MEASURES[0], _("measure"))
    level = choose("level", {k[1] for k in keys}, list(layers.LEVELS), LEVEL, _("kind of place"))
    found = {k[2] for k in left(level)}
    periods = sorted(found, key=lambda period: Period.parse(period).first)
    period = choose("period", found, periods, periods[0], _("period"))
    found = {k[3] for k in left(level, period)}
    # The state, the state without its city, that city, then counties by name.
    state = atlas.state
    regions = [state.fips]
    if state.police_record_town:
        regions += [state.without_city, state.police_record_town]
    regions += sorted(found - set(regions), key=lambda code: region_name(atlas, code))
    region = choose("region", found, regions, state.fips, _("region"))
    found = {k[4] for k in left(level, period, region)}
    orders = sorted(found, key=lambda id: (id != ORDER, title(atlas, id)))
    order_by = choose("by", found, orders, ORDER, _("measure"))
    found = {k[5] for k in left(level, period, region, order_by)}
    surveys = sorted(found, reverse=True)
    survey = choose("survey", found, surveys, _nearest(surveys, period), _("survey"))
    return View(
        measure,
        level,
        period,
        region,
        order_by,
        survey,
        options,
        defaults,
        list(dict.fromkeys(notes)),
    )


def _nearest(surveys: list[str], period: str) -> str:
    """The survey whose middle is nearest that of the period."""
    middle = Period.parse(period).centre
    return min(surveys, key=lambda s: (abs((Period.parse(s).centre - middle).days), s))


def region_name(atlas: Atlas, code: str) -> str:
    """A region as it is called."""
    if code == atlas.state.fips:
        return _("Whole state")
    if code == atlas.state.without_city:
        return _("Outside Boston")
    place = atlas.place("town", code) or atlas.place("county", code)
    return place_names.name(place) if place else code


def title(atlas: Atlas, id: str) -> str:
    """An indicator's title for a list of choices."""
    indicator = atlas.indicator(id)
    return indicator.short_title if indicator else id


_CSS = """
.st-key-disparity_controls > div { flex: 1 1 30% !important; min-width: 0; }
@media (max-width: 640px) {
  .st-key-disparity_controls { gap: 8px 12px; }
  .st-key-disparity_controls > div { flex: 1 1 calc(50% - 6px) !important; }
  .st-key-disparity_controls > div:nth-child(1) { flex-basis: calc(58% - 6px) !important; }
  .st-key-disparity_controls > div:nth-child(2) { flex-basis: calc(42% - 6px) !important; }
}
"""


def choices(atlas: Atlas, view: View) -> None:
    """Everything that a reader may choose, in one block above the figures."""

    def box(label: str, name: str, chosen: str, say: Any) -> None:
        controls.select(label, name, view.options[name], chosen, view.defaults[name], say)

    def level(code: str) -> str:
        return _("Towns") if code == "town" else formats.capital(layers.place_noun(code))

    st.html(f'<style>{_CSS}</style><i class="ezc-frame"></i>')
    with st.container(key="disparity_controls", horizontal=True):
        box(_("Economic measure"), "by", view.order_by, lambda id: title(atlas, id))
        box(_("Survey years"), "survey", view.order_period, formats.period_short)
        box(_("Firearm measure"), "measure", view.measure, lambda id: title(atlas, id))
        box(_("Years counted"), "period", view.period, formats.period_short)
        box(_("Kind of place"), "level", view.level, level)
        box(_("Region"), "region", view.region, lambda code: region_name(atlas, code))


@lru_cache(maxsize=64)
def areas_in(atlas: Atlas, level: str, region: str) -> frozenset[str]:
    """Codes of the areas of a region; an area belongs where most of its people live."""
    codes = [place.code for place in atlas.places_at(level)]
    city = atlas.state.police_record_town
    if region == atlas.state.fips:
        return frozenset(codes)
    if region == atlas.state.without_city:
        return frozenset(codes) - areas_in(atlas, level, city)
    larger = "town" if region == city else "county"
    if level == "town":
        return frozenset(c for c in codes if c == region or c.startswith(region))
    first = _main(atlas, level, larger)
    return frozenset(code for code in codes if first.get(code) == region)


@lru_cache(maxsize=8)
def _main(atlas: Atlas, level: str, larger: str) -> dict[str, str]:
    """Code of an area -> the larger place in which most of its people live."""
    table = atlas.overlaps
    shares: pd.DataFrame = table[(table["from_level"] == level) & (table["to_level"] == larger)]
    shares = shares.sort_values(["people_share", "to_code"], ascending=[False, True])
    first = shares.drop_duplicates("from_code")
    return dict(zip(first["from_code"], first["to_code"], strict=True))
