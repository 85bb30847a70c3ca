"""How series of a native chart look: fills, markers, hollow values, labels, as XML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls

from dashboard.renderings.slides_forms import FEW, Chart, Series
from dashboard.words import tag

COLOURS = {
    "ink": "tx1",
    "paper": "bg1",
    "muted": "tx2",
    "injury": "accent1",
    "emphasis": "accent2",
    "primary": "accent3",
    "economy": "accent4",
    "light": "accent5",
    "line": "accent6",
}
"""Roles as the slide's theme names them."""
_MARKER, _SMALLEST, _LARGEST = 11, 5, 24


def words_size(chart: Chart, size: float) -> float:
    """Size of names and labels: smaller where there are many."""
    several = len(chart.categories)
    if several <= FEW:
        return size
    return next(
        least for most, least in ((15, 13.0), (30, 12.0), (several, 9.0)) if several <= most
    )


def fill(colour: str, alpha: int = 100) -> str:
    """A fill of a role's color; ``alpha`` in percent."""
    faint = f'<a:alpha val="{alpha * 1000}"/>' if alpha < 100 else ""
    return f'<a:solidFill><a:schemeClr val="{COLOURS[colour]}">{faint}</a:schemeClr></a:solidFill>'


def line(colour: str, width: float, dash: str = "", alpha: int = 100) -> str:
    """A line of a role's color, its width in points."""
    dashes = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(width * 12700)}">{fill(colour, alpha)}{dashes}<a:round/></a:ln>'


NO_LINE = "<a:ln><a:noFill/></a:ln>"


def properties(inside: str) -> Any:
    """The element of a look."""
    return parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{inside}</c:spPr>")


def parts(series: Series, chart: Chart, size: float) -> Iterator[Any]:
    """Everything of a series' look, in the order of the schema."""
    yield _shape(series)
    yield from _markers(series, chart)
    yield from _hollow(series)
    yield from _labels(series, chart, size)


def _shape(series: Series) -> Any:
    if series.look == "bar":
        return properties(fill(series.colour))
    if series.look == "dots":
        return properties(NO_LINE)
    return properties(line(series.colour, 2.5, series.dash))


def _markers(series: Series, chart: Chart) -> Iterator[Any]:
    if series.look == "bar":
        return
    if series.look == "line":
        yield parse_xml(f'<c:marker {nsdecls("c")}><c:symbol val="none"/></c:marker>')
        return
    size = _MARKER if series.look == "dots" and len(chart.categories) <= FEW else 7
    yield _marker(series.colour, size, False)


def _marker(colour: str, size: float, hollow: bool) -> Any:
    inside = fill("paper" if hollow else colour) + line(colour, 1.75)
    return parse_xml(
        f'<c:marker {nsdecls("c", "a")}><c:symbol val="circle"/><c:size val="{round(size)}"/>'
        f"<c:spPr>{inside}</c:spPr></c:marker>"
    )


def _hollow(series: Series) -> Iterator[Any]:
    """Values with a look of their own: unstable ones, and areas as large as their residents."""
    for place, value in enumerate(series.values):
        hollow, leads = place in series.hollow, place in series.leading
        if value is None or not (hollow or leads or series.sizes):
            continue
        colour = "emphasis" if leads else series.colour
        point = parse_xml(f'<c:dPt {nsdecls("c", "a")}><c:idx val="{place}"/></c:dPt>')
        if series.look == "bar":
            point.append(parse_xml(f'<c:invertIfNegative {nsdecls("c")} val="0"/>'))
            point.append(parse_xml(f'<c:bubble3D {nsdecls("c")} val="0"/>'))
            hatched = (
                f'<a:pattFill prst="wdUpDiag"><a:fgClr><a:schemeClr val="{COLOURS[colour]}"/>'
                '</a:fgClr><a:bgClr><a:schemeClr val="bg1"/></a:bgClr></a:pattFill>'
                f"{line(colour, 1.5, 'dash')}"
            )
            point.append(properties(hatched if hollow else fill(colour)))
        else:
            size = float(_MARKER if series.look == "dots" and len(series.values) <= FEW else 7)
            if series.sizes:
                largest = max(series.sizes) or 1.0
                share = max(series.sizes[place], 0.0) / max(largest, 1.0)
                size = _SMALLEST + (_LARGEST - _SMALLEST) * share**0.5
            point.append(_marker(colour, size, hollow))
            point.append(parse_xml(f'<c:bubble3D {nsdecls("c")} val="0"/>'))
            if series.look == "dots":
                point.append(properties(NO_LINE))
            else:
                point.append(properties(line(series.colour, 2.5, series.dash)))
        yield point


_SHOWS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")


def _labels(series: Series, chart: Chart, size: float) -> Iterator[Any]:
    if not series.label:
        return
    words = words_size(chart, size)
    labels = parse_xml(f"<c:dLbls {nsdecls('c', 'a')}/>")
    shown = [i for i, value in enumerate(series.values) if value is not None]
    if series.label == "name":
        last = series.label_at if series.label_at >= 0 else (shown or [0])[-1]
        for part in _label(last, "SerName", "r", words, series.colour):
            labels.append(part)
    else:
        # Bars have their interval where a label would stand: it moves aside.
        up = -min(0.05, 0.4 / max(len(chart.categories), 1))
        aside = {"bars": (0.0, up), "columns": (0.03, 0.0)}.get(chart.kind)
        at = "outEnd" if series.look == "bar" else "r"
        for place in shown if aside else ():
            for part in _label(place, "Val", at, words, "ink", chart.labels, aside):
                labels.append(part)
    everywhere = series.label == "values" and chart.kind == "lines"
    for part in _said("Val" if everywhere else "", words, "ink", chart.labels, "r"):
        labels.append(part)
    yield labels


def _label(
    place: int,
    shows: str,
    at: str,
    size: float,
    colour: str,
    number: str = "",
    aside: tuple[float, float] | None = None,
) -> Iterator[Any]:
    label = parse_xml(f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{place}"/></c:dLbl>')
    if aside is not None:
        x, y = aside
        label.append(
            parse_xml(
                f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="{x:g}"/><c:y val="{y:g}"/>'
                "</c:manualLayout></c:layout>"
            )
        )
    for part in _said(shows, size, colour, number, at):
        label.append(part)
    yield label


def _said(shows: str, size: float, colour: str, number: str, at: str) -> Iterator[Any]:
    """How a label writes, where it stands and what it shows, in the order of the schema."""
    if number:
        format = parse_xml(f'<c:numFmt {nsdecls("c")} sourceLinked="0"/>')
        format.set("formatCode", number)
        yield format
    yield parse_xml(f"<c:spPr {nsdecls('c', 'a')}><a:noFill/>{NO_LINE}</c:spPr>")
    yield parse_xml(
        f"<c:txPr {nsdecls('c', 'a')}><a:bodyPr/><a:lstStyle/><a:p><a:pPr>"
        f'<a:defRPr sz="{round(size * 100)}" b="0">{fill(colour)}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="{tag()}"/></a:p></c:txPr>'
    )
    if shows:
        yield parse_xml(f'<c:dLblPos {nsdecls("c")} val="{at}"/>')
    for what in _SHOWS:
        yield parse_xml(f'<c:show{what} {nsdecls("c")} val="{int(what == shows)}"/>')
