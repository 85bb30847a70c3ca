"""A drawing as a Vega-Lite specification: plain, complete, with its data inside."""

from __future__ import annotations

from dashboard import drawings
from dashboard.drawings import Drawing
from dashboard.renderings import vega_gradient, vega_lines, vega_rates
from dashboard.renderings.vega_parts import Part
from dashboard.theme import LIGHT, Palette


def spec(drawing: Drawing, palette: Palette = LIGHT, width: int = 860) -> Part:
    """The Vega-Lite (version 6) specification of a drawing, as wide as told.

    Raises:
        TypeError: maps are drawn elsewhere (``svg_map``).
    """
    match drawing:
        case drawings.Dots():
            return vega_rates.dots(drawing, palette, width)
        case drawings.YearBars():
            return vega_rates.bars(drawing, palette, width)
        case drawings.Areas():
            return vega_rates.areas(drawing, palette, width)
        case drawings.Fifths():
            return vega_rates.fifths(drawing, palette, width)
        case drawings.Concentration():
            return vega_gradient.concentration(drawing, palette, width)
        case drawings.Scatter():
            return vega_gradient.scatter(drawing, palette, width)
        case drawings.Lines():
            return vega_lines.lines(drawing, palette, width)
        case _:
            raise TypeError(f"no Vega-Lite specification for {type(drawing).__name__}")
