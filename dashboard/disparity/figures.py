"""The figures of the Disparity page, in the page's order."""

from __future__ import annotations

from dashboard.atlas import Atlas
from dashboard.disparity import curve, fifths, scatter
from dashboard.disparity.view import View, tables
from dashboard.figures import Figure
from dashboard.maps import together
from dashboard.maps.two_way_cells import Pair


def of_view(atlas: Atlas, view: View) -> list[Figure | None]:
    """Every figure of a view, in the page's order."""
    found = tables(atlas)
    measures = {row["measure"]: row for row in found.rows("gradients", view.key)}
    model = next(iter(found.rows("models", view.key)), None)
    return [
        fifths.fifths(atlas, view, found, measures.get("rate_ratio")),
        scatter.scatter(atlas, view, found, model),
        curve.curve(atlas, view, found, measures.get("concentration_index")),
        both(atlas, view),
    ]


def both(atlas: Atlas, view: View) -> Figure | None:
    """Both measures on one map of the state."""
    pair = Pair(view.level, (view.measure, view.period), (view.order_by, view.order_period))
    return together.figure(atlas, pair, view.address)
