"""A drawing as an interactive Plotly figure."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboard import drawings
from dashboard.drawings import Drawing
from dashboard.renderings import plotly_gradient, plotly_lines, plotly_rates
from dashboard.theme import Palette


def drawn(drawing: Drawing, palette: Palette) -> go.Figure:
    """The Plotly figure of a drawing, in the colours of a palette.

    Raises:
        TypeError: maps are drawn elsewhere.
    """
    match drawing:
        case drawings.Dots():
            return plotly_rates.dots(drawing, palette)
        case drawings.YearBars():
            return plotly_rates.bars(drawing, palette)
        case drawings.Areas():
            return plotly_rates.areas(drawing, palette)
        case drawings.Fifths():
            return plotly_gradient.fifths(drawing, palette)
        case drawings.Concentration():
            return plotly_gradient.concentration(drawing, palette)
        case drawings.Scatter():
            return plotly_gradient.scatter(drawing, palette)
        case drawings.Lines():
            return plotly_lines.lines(drawing, palette)
        case _:
            raise TypeError(f"no Plotly figure for {type(drawing).__name__}")
