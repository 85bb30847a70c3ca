"""The drawings: rates as dots with intervals, counts by year, areas beside each other.

Each takes what is to be drawn and a palette, and gives a Plotly figure. Nothing is looked up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Dot:
    """A value with its interval in one row; ``words`` stand where there is no value."""

    label: str
    value: float | None
    lower: float | None
    upper: float | None
    shown: str
    note: str = ""
    leads: bool = False


@dataclass(frozen=True)
class Bar:
    """A count of one year with its interval; ``shown`` stands above it, or in its place."""

    label: str
    count: float | None
    lower: float | None
    upper: float | None
    shown: str
    partial: bool = False
    after_break: bool = False


@dataclass(frozen=True)
class Mark:
    """One area: where it stands from left to right, and how high, if it has a rate."""

    name: str
    x: float
    value: float | None
    lower: float | None
    upper: float | None
    band: str = ""
    hollow: bool = False


def dots(rows: Sequence[Dot], palette: Palette, prefix: str = "") -> go.Figure:
    """Rows of dots with their intervals on one scale from zero; the first row is on top.

    A row's value stands in its label, where it can neither be cut off nor hidden by a dot.
    """
    figure = go.Figure()
    top = max([row.upper or row.value or 0.0 for row in rows] + [1.0])
    for height, row in enumerate(reversed(rows)):
        colour = palette.emphasis if row.leads else palette.primary
        if row.value is None:
            figure.add_annotation(
                x=0,
                y=height,
                text=row.shown.replace(", ", ",<br>"),
                showarrow=False,
                xanchor="left",
                xshift=6,
                align="left",
                font={"color": palette.muted, "size": 14},
            )
            continue
        if row.lower is not None and row.upper is not None:
            figure.add_trace(
                go.Scatter(
                    x=[row.lower, row.upper],
                    y=[height, height],
                    mode="lines",
                    hoverinfo="skip",
                    line={"color": colour, "width": 5 if row.leads else 4},
                    opacity=0.42,
                )
            )
        figure.add_trace(
            go.Scatter(
                x=[row.value],
                y=[height],
                mode="markers",
                hovertemplate=f"{row.shown}<extra></extra>",
                marker={"color": colour, "size": 15 if row.leads else 12},
            )
        )
    figure.update_yaxes(
        tickvals=list(range(len(rows))),
        ticktext=[_label(row) for row in reversed(rows)],
        range=[-0.6, len(rows) - 0.4],
        showgrid=False,
    )
    figure.update_xaxes(
        range=[0, top * 1.06], rangemode="tozero", nticks=4, tickprefix=prefix, tickformat=","
    )
    return _set(figure, palette, height=58 * len(rows) + 48, top=8)


def _label(row: Dot) -> str:
    value = row.shown if row.value is not None else ""
    below = " · ".join(part for part in (value, row.note) if part)
    return f"<b>{row.label}</b><br>{below}"


def bars(years: Sequence[Bar], palette: Palette, break_words: str) -> go.Figure:
    """Counts by year from zero, with intervals, the oldest on top, as readable on a phone as on a
    desk; a change of source is a dashed line.
    """
    rows = _rows(years)
    figure = go.Figure(
        go.Bar(
            orientation="h",
            y=rows,
            x=[year.count or 0 for year in years],
            width=0.74,
            marker={
                "color": palette.injury[2],
                "line": {
                    "color": palette.injury[3],
                    "width": [1 if year.partial else 0 for year in years],
                },
                "pattern": {
                    "shape": ["/" if year.partial else "" for year in years],
                    "fgcolor": palette.paper,
                    "size": 7,
                    "solidity": 0.35,
                },
            },
            customdata=[[year.label, year.shown] for year in years],
            hovertemplate="%{customdata[0]}: %{customdata[1]}<extra></extra>",
            error_x={
                "type": "data",
                "symmetric": False,
                "color": palette.ink,
                "thickness": 1,
                "width": 0,
                "array": [_over(year) for year in years],
                "arrayminus": [_under(year) for year in years],
            },
        )
    )
    top = max([year.upper or year.count or 0.0 for year in years] + [5.0])
    for row, year in zip(rows, years, strict=True):
        figure.add_annotation(
            y=row,
            x=year.upper or year.count or 0,
            text=year.shown,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"color": palette.ink, "size": 14},
        )
        if year.after_break:
            figure.add_hline(y=row + 1, line={"color": palette.muted, "width": 1.5, "dash": "dash"})
            figure.add_annotation(
                y=row + 1,
                x=0,
                text=break_words,
                showarrow=False,
                xanchor="left",
                xshift=4,
                bgcolor=palette.paper,
                font={"color": palette.muted, "size": 14},
            )
    figure.update_yaxes(
        tickvals=rows,
        ticktext=[year.label for year in years],
        range=[0.4, max([*rows, 1.0]) + 0.6],
        showgrid=False,
    )
    figure.update_xaxes(range=[0, top * 1.18], rangemode="tozero", nticks=5, tickformat=",")
    return _set(figure, palette, height=int(30 * max([*rows, 1.0])) + 56, top=8)


def areas(
    marks: Sequence[Mark],
    bands: Sequence[tuple[str, str]],
    palette: Palette,
    *,
    x_title: str,
    y_title: str,
    x_suffix: str,
) -> go.Figure:
    """Areas by a measure from left to right: rates with intervals above, the others in bands below.

    Args:
        marks: one an area.
        bands: key and name of each band, from top to bottom.
        palette: colours.
        x_title: name of the measure.
        y_title: name of the rate.
        x_suffix: sign of its unit.
    """
    figure = go.Figure()
    rated = [mark for mark in marks if mark.value is not None]
    top = max([mark.upper or mark.value or 0.0 for mark in rated] + [1.0]) * 1.05
    step = top * 0.11
    for mark in rated:
        figure.add_trace(
            go.Scatter(
                x=[mark.x, mark.x],
                y=[mark.lower, mark.upper],
                mode="lines",
                hoverinfo="skip",
                line={
                    "color": palette.injury[3 if palette.paper == "#FFFFFF" else 2],
                    "width": 1.5,
                },
                opacity=0.5,
            )
        )
    figure.add_trace(
        go.Scatter(
            x=[mark.x for mark in rated],
            y=[mark.value for mark in rated],
            mode="markers",
            marker={
                "color": palette.injury[3],
                "size": 9,
                "symbol": ["circle-open" if mark.hollow else "circle" for mark in rated],
                "line": {"width": 1.5},
            },
            customdata=[[mark.name] for mark in rated],
            hovertemplate="%{customdata[0]}<extra></extra>",
        )
    )
    for number, (key, _name) in enumerate(bands, 1):
        inside = [mark for mark in marks if mark.value is None and mark.band == key]
        height = -step * (number + 0.6)
        figure.add_trace(
            go.Scatter(
                x=[mark.x for mark in inside],
                y=[height + step * 0.26 * _spread(i) for i in range(len(inside))],
                mode="markers",
                marker={
                    "color": palette.injury[2],
                    "size": 6,
                    "opacity": 0.75,
                    "symbol": "circle-open" if number == len(bands) else "circle",
                },
                customdata=[[mark.name] for mark in inside],
                hovertemplate="%{customdata[0]}<extra></extra>",
            )
        )
    figure.add_hline(y=0, line={"color": palette.line, "width": 1})
    ticks = _ticks(top)
    figure.update_yaxes(
        range=[-step * (len(bands) + 1.2), top],
        tickvals=[*ticks, *(-step * (number + 0.6) for number in range(1, len(bands) + 1))],
        ticktext=[*(f"{tick:,.0f}" for tick in ticks), *(name for _key, name in bands)],
    )
    most = max([mark.x for mark in marks] + [1.0])
    figure.update_xaxes(
        ticksuffix=x_suffix, range=[0, most * 1.04], title={"text": x_title}, nticks=7
    )
    figure.add_annotation(
        x=0,
        xref="paper",
        y=1,
        yref="paper",
        yshift=20,
        xanchor="left",
        text=y_title,
        showarrow=False,
        font={"color": palette.muted, "size": 14},
    )
    return _set(figure, palette, height=520)


def _set(figure: go.Figure, palette: Palette, height: int, top: int = 36) -> go.Figure:
    axis = {
        "automargin": True,
        "gridcolor": palette.mist if palette.paper == "#FFFFFF" else "#2A3040",
        "linecolor": palette.line,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"color": palette.ink, "size": 14},
        "title": {"font": {"color": palette.muted, "size": 14}},
    }
    figure.update_xaxes(axis)
    figure.update_yaxes(axis)
    return figure.update_layout(
        height=height,
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        margin={"l": 8, "r": 16, "t": top, "b": 40},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "color": palette.ink, "size": 14},
        hoverlabel={"bgcolor": palette.mist, "font": {"family": FONT, "color": palette.ink}},
        separators=".,",
    )


def _rows(years: Sequence[Bar]) -> list[float]:
    """Heights of the bars, the first on top, with an empty row before each change of source."""
    rows, height = [], 1.0
    for year in reversed(years):
        rows.append(height)
        height += 2.0 if year.after_break else 1.0
    return rows[::-1]


def _over(year: Bar) -> float:
    return 0.0 if year.count is None or year.upper is None else year.upper - year.count


def _under(year: Bar) -> float:
    return 0.0 if year.count is None or year.lower is None else year.count - year.lower


def _spread(place: int) -> float:
    """-1 to 1, the same for the same place: dots of a band do not hide each other."""
    return ((place * 7) % 11 - 5) / 5


def _ticks(top: float) -> list[float]:
    step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / s <= 5 or s == 1000)
    return [step * i for i in range(int(top // step) + 1)]
