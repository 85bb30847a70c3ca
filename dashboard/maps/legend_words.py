"""The words of a legend: the ends of each class, and the states."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.maps import layers
from dashboard.records import Indicator
from dashboard.sentences import value_words
from dashboard.words import _
from epidemiology.status import Status


def break_rows(atlas: Atlas, level: str, layer: tuple[str, str]) -> list[tuple[int, str]]:
    """Each class of a layer and its ends in words, lowest first."""
    indicator = layers.measure(atlas, layer[0])
    found = classes(atlas, level, layer)
    digits = break_digits(found, indicator)
    return [
        (int(number), break_words(lower, upper, indicator.unit, digits))
        for number, lower, upper in zip(
            found["colour_class"], found["lower"], found["upper"], strict=True
        )
    ]


def break_digits(found: pd.DataFrame, indicator: Indicator) -> int:
    """Decimals of class breaks: none where all are whole."""
    ends = [value for value in [*found["lower"], *found["upper"]] if not pd.isna(value)]
    return 0 if all(value == round(value) for value in ends) else indicator.digits


def break_words(lower: float | None, upper: float | None, unit: str, digits: int) -> str:
    """The ends of a class: "5 to 9", "under 5" or "9 or more"."""

    def said(value: float) -> str:
        plain = not unit.startswith(("dollar", "percent"))
        return formats.number(value, digits) if plain else formats.measure(value, unit, digits)

    low = None if lower is None or pd.isna(lower) else said(lower)
    high = None if upper is None or pd.isna(upper) else said(upper)
    if low is None:
        return "" if high is None else _("under {upper}").format(upper=high)
    if high is None:
        return _("{lower} or more").format(lower=low)
    return _("{lower} to {upper}").format(lower=low, upper=high)


def status_words(status: Status, indicator: Indicator) -> str:
    """A state in the words of the legend."""
    people = indicator.is_injury
    return {
        Status.UNSTABLE: _("10-19 people: unstable"),
        Status.MODELLED: _("modelled by the CDC"),
        Status.PROVISIONAL: _("provisional"),
        Status.COUNT_ONLY: _("5-9 people"),
        Status.TOO_FEW: _("1-4 people"),
        Status.NONE_RECORDED: _("none recorded"),
        Status.NOT_LOCATED: _("not located"),
        Status.SUPPRESSED: _("hidden by the source"),
        Status.SMALL_POPULATION: _("few residents"),
        Status.NO_RESIDENTS: _("no residents"),
        Status.NO_BOUNDARY: _("no boundary"),
        Status.NOT_COVERED: _("not covered") if people else _("not published"),
    }.get(status, value_words.status_name(status))


@lru_cache(maxsize=256)
def classes(atlas: Atlas, level: str, layer: tuple[str, str]) -> pd.DataFrame:
    """The classes of a layer, lowest first."""
    table = atlas.classes
    return table[
        (table["indicator"] == layer[0]) & (table["level"] == level) & (table["period"] == layer[1])
    ].sort_values("colour_class")
