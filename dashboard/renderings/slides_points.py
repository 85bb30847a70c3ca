"""Areas and curves as native charts of points: each where it stands, in numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from dashboard import drawings, formats
from dashboard.renderings.slides_forms import LOG_BASE, SHARE, Axis, Chart, Series, high, unit
from dashboard.renderings.slides_text import one_line
from dashboard.words import _


def concentration(drawing: drawings.Concentration) -> Chart:
    """The curve, the line of equal rates and the marked point."""
    series = [
        Series(
            one_line(drawing.y_title),
            list(drawing.people),
            x=list(drawing.residents),
            look="line",
        ),
        Series(
            one_line(drawing.equal),
            [0.0, 0.5, 1.0],
            x=[0.0, 0.5, 1.0],
            colour="muted",
            look="line",
            dash="dash",
            label="name",
            label_at=1,
        ),
    ]
    if drawing.mark is not None:
        x, y, words = drawing.mark
        series.append(
            Series(one_line(words), [y / 100], x=[x / 100], colour="emphasis", label="name")
        )
    share = Axis(one_line(drawing.x_title), SHARE, high=1.0)
    return Chart(
        "points",
        series,
        Axis(one_line(drawing.y_title), SHARE, high=1.0),
        x=share,
        square=True,
    )


def areas(drawing: drawings.Areas) -> Chart:
    """Areas with a rate; the others are counted in words."""
    rated = [mark for mark in drawing.marks if mark.value is not None]
    series = _points(_("Areas"), rated)
    bands = {key: one_line(name) for key, name in drawing.bands}
    return Chart(
        "points",
        series,
        Axis(one_line(drawing.y_title), high=high(*(s.upper for s in series))),
        x=Axis(
            one_line(drawing.x_title),
            unit("", drawing.x_suffix),
            high=high([mark.x for mark in rated]),
        ),
        notes=_without(bands, [mark.band for mark in drawing.marks if mark.value is None]),
    )


def scatter(drawing: drawings.Scatter) -> Chart:
    """Areas with a rate, as large as their residents, on a scale of ratios, with the model."""
    rated = [area for area in drawing.areas if area.value is not None]
    series = _points(_("Areas"), rated, [area.residents for area in rated])
    fit = drawing.fit
    if fit is not None:
        name = one_line(drawing.line_name)
        for words, values, dash in (
            (name, fit.value, ""),
            (_("{name}: lower end").format(name=name), fit.lower, "sysDot"),
            (_("{name}: upper end").format(name=name), fit.upper, "sysDot"),
        ):
            series.append(
                Series(
                    words,
                    list(values),
                    x=list(fit.x),
                    colour="emphasis",
                    look="line",
                    dash=dash,
                    label="" if dash else "name",
                    label_at=3 * len(fit.x) // 4,
                )
            )
    before, after = drawing.x_sign
    shown = [v for s in series for v in (*s.values, *s.lower) if v]
    least = LOG_BASE ** math.floor(math.log(min(shown or [1.0]), LOG_BASE))
    most = max([v for s in series for v in (*s.values, *s.upper) if v] + [least * LOG_BASE])
    xs = [area.x for area in rated] + (list(fit.x) if fit else [])
    low = min([*xs, 0.0])
    return Chart(
        "points",
        series,
        Axis(
            one_line(drawing.y_title),
            low=least,
            high=LOG_BASE ** math.ceil(math.log(most, LOG_BASE)),
            log=True,
        ),
        x=Axis(
            one_line(drawing.x_title),
            unit(before, after),
            low=low if low < 0 else 0.0,
            high=high(xs),
        ),
        notes=_without(
            {band.key: one_line(band.name) for band in drawing.bands},
            [area.band for area in drawing.areas if area.value is None],
        ),
    )


def _points(
    name: str,
    rated: Sequence[drawings.Mark] | Sequence[drawings.Area],
    sizes: Sequence[float] = (),
) -> list[Series]:
    """Areas with a rate: those that are stable, then those that are not."""
    out = []
    marks: list[drawings.Mark | drawings.Area] = list(rated)
    for hollow in (False, True):
        places = [i for i, mark in enumerate(marks) if mark.hollow == hollow]
        some = [marks[i] for i in places]
        if not some:
            continue
        out.append(
            Series(
                _("{name}, unstable").format(name=name) if hollow else name,
                [mark.value for mark in some],
                [mark.lower for mark in some],
                [mark.upper for mark in some],
                x=[mark.x for mark in some],
                names=[one_line(mark.name.split("\n")[0]) for mark in some],
                hollow=frozenset(range(len(some)) if hollow else ()),
                sizes=[sizes[i] for i in places] if sizes else (),
            )
        )
    return out


def _without(names: Mapping[str, str], bands: Sequence[str]) -> tuple[str, ...]:
    """How many areas have no rate, by what stands in its place."""
    parts = [
        _("{band}: {n}").format(band=name, n=formats.number(bands.count(key)))
        for key, name in names.items()
        if key in bands
    ]
    if not parts:
        return ()
    return (_("Not drawn, for they have no rate: {parts}.").format(parts="; ".join(parts)),)
