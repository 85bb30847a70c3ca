"""The two maps of the map page as figures, to be cited, embedded and taken away."""

from __future__ import annotations

from dataclasses import replace

from dashboard import figures
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.maps import areas as area_maps
from dashboard.maps import aspects
from dashboard.maps.view import BARS, View
from dashboard.reuse import limits

KEYS = dict(zip(("left", "right"), BARS, strict=True))
"""The map of people shot, and the one of the measure that stands beside it."""


def address(view: View) -> str:
    """What opens the map page with this view."""
    return figures.address(
        "map",
        level=view.level,
        measure=view.measure,
        period=view.period,
        beside=view.beside,
        years=view.beside_period,
        closer=view.closer,
        place=view.place,
        **{"as": "" if view.aspect == aspects.RATE else view.aspect},
    )


def of_view(atlas: Atlas, view: View) -> list[Figure]:
    """Both maps, in the page's order."""
    return [of_side(atlas, view, side) for side in KEYS]


def of_side(atlas: Atlas, view: View, side: str) -> Figure:
    """One map, "left" or "right"; closer to a town it is about the areas in and around it."""
    indicator, period = view.left if side == "left" else view.right
    figure = area_maps.map_figure(
        atlas,
        indicator,
        view.level,
        period,
        outline=("town", view.closer) if view.closer else None,
        key=KEYS[side],
        address=address(view),
    )
    said = limits.of_counts(figure.sources) or limits.of_measure(atlas, indicator)
    return replace(figure, limits=said)
