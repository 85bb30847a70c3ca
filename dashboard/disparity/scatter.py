"""Every area by both measures, and the model's line."""

from __future__ import annotations

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.disparity import basis
from dashboard.disparity import words as say
from dashboard.disparity.view import Row, Tables, View, areas_in
from dashboard.figures import Figure
from dashboard.formats import absent
from dashboard.maps import layers
from dashboard.records import Indicator
from dashboard.sentences import caveats, value_words
from dashboard.words import _, remembered
from epidemiology.status import SHOWS_RATE, STABLE_FROM, Status

_BANDS = (Status.COUNT_ONLY, Status.TOO_FEW, Status.NONE_RECORDED, Status.NOT_LOCATED)


def scatter(atlas: Atlas, view: View, found: Tables, model: Row | None) -> Figure | None:
    """Every area by the economic measure and by the rate, with the model's line."""
    order, measure = atlas.indicator(view.order_by), atlas.indicator(view.measure)
    assert order is not None
    assert measure is not None
    areas = _areas(atlas, view.level, view.region, view.key)
    rated = [area for area in areas if area.value is not None]
    line = found.rows("model_lines", view.key)
    fit = (
        drawings.Fit(*([row[name] for row in line] for name in ("x", "value", "lower", "upper")))
        if line
        else None
    )
    if not rated and fit is None:
        return None
    states = {
        Status.COUNT_ONLY: _("{n} with 5-9 people"),
        Status.TOO_FEW: _("{n} with 1-4 people"),
        Status.NONE_RECORDED: _("{n} with none recorded"),
        Status.NOT_LOCATED: _("{n} where people could not be located"),
    }
    names = {
        Status.COUNT_ONLY: _("5-9 people"),
        Status.TOO_FEW: _("{few} people").format(few=formats.TOO_FEW),
        Status.NONE_RECORDED: _("none\nrecorded"),
        Status.NOT_LOCATED: _("not\nlocated"),
    }
    present = [status for status in _BANDS if any(area.band == status for area in areas)]
    unit = order.unit
    sign = ("$", "") if unit.startswith("dollar") else ("", "%" if unit == "percent" else "")
    others = [
        states[status].format(n=formats.number(sum(area.band == status for area in areas)))
        for status in present
    ]
    return Figure(
        key="scatter",
        title=_("{order} and {counted} in {n} areas").format(
            order=order.short_title,
            counted=say.counted(view.measure),
            n=formats.number(len(areas)),
        ),
        subtitle=_(
            "{scope}; {ordered}. A dot is as large as its residents. The scale of rates is one of "
            "ratios: each mark is about three times the one below"
        ).format(scope=say.scope(atlas, view), ordered=say.ordered(atlas, view)),
        caption=_(
            "Upright lines: 95% intervals. Hollow circles: rates from fewer than {n} people, "
            "unstable. Below the line stand areas without a rate: fewer than 10 people, none "
            "recorded (which does not mean none), or people who could not be located. {areas} "
            "Source: {source}."
        ).format(
            n=STABLE_FROM,
            areas=caveats.areas_not_people(),
            source=basis.publishers_of(atlas, view),
        ),
        summary=" ".join(
            part
            for part in (
                _("With 10 or more people, and so a rate: {n}. The others: {others}.").format(
                    n=formats.number(len(rated)), others=formats.listing(others)
                ),
                _model_words(view, model, order, fit is not None),
            )
            if part
        ),
        head=(
            _("Place"),
            _("Residents"),
            order.short_title,
            _("{counted}, with 95% interval").format(counted=measure.short_title),
        ),
        rows=_rows(atlas, view, order, measure),
        drawing=drawings.Scatter(
            areas,
            [
                drawings.Band(status, names[status], value_words.status_name(status))
                for status in present
            ],
            fit,
            x_title=order.title,
            y_title=_("{measure} per 100,000 a year").format(measure=measure.short_title),
            x_sign=sign,
            x_digits=order.digits,
            x_short=order.short_title,
            line_name=_("model, with\n95% band"),
        ),
        width=1120,
        address=view.address,
        period=view.period,
        sources=basis.source_ids(atlas, view),
        limits=basis.limits_of(atlas, view),
    )


def _model_words(view: View, model: Row | None, order: Indicator, drawn: bool) -> str:
    if not drawn:
        return say.no_model(view, model)
    return _(
        "The line is a model of all areas with enough residents, those without a rate too; that "
        "is why it can run below the dots."
    )


def _rows(
    atlas: Atlas, view: View, order: Indicator, measure: Indicator
) -> tuple[tuple[str, ...], ...]:
    """Areas with a rate, by name."""
    out = []
    inside = areas_in(atlas, view.level, view.region)
    shot = atlas.at(view.measure, view.level, view.period)
    for code in shot.index[shot["status"].isin(SHOWS_RATE)]:
        seen = atlas.observation(view.measure, view.level, code, view.period)
        value = atlas.observation(view.order_by, view.level, code, view.order_period)
        place = atlas.place(view.level, code)
        if code not in inside or value is None or value.value is None or place is None:
            continue
        out.append(
            (
                layers.label(atlas, view.level, code),
                formats.number(place.population),
                formats.measure(value.value, order.unit, order.digits),
                layers.words(seen, measure),
            )
        )
    return tuple(sorted(out))


@remembered(64)
def _areas(
    atlas: Atlas, level: str, region: str, key: tuple[str, ...]
) -> tuple[drawings.Area, ...]:
    """The areas of a region that have both measures, each as a dot."""
    measure, _level, period, _region, order_by, order_period = key
    inside = areas_in(atlas, level, region)
    shot = atlas.at(measure, level, period)
    values = atlas.at(order_by, level, order_period)["value"].reindex(shot.index)
    order = atlas.indicator(order_by)
    assert order is not None
    columns = [
        shot[name].tolist()
        for name in ("status", "value", "lower", "upper", "denominator", "numerator")
    ]
    years = max([d for d in columns[4] if not absent(d)] + [1.0])
    out = []
    for code, x, status, value, lower, upper, denominator, people in zip(
        shot.index, values.tolist(), *columns, strict=True
    ):
        x = round(x, order.digits + 1)
        if code not in inside or absent(x) or absent(denominator) or denominator <= 0:
            continue
        name = layers.label(atlas, level, code)
        if status in SHOWS_RATE and not absent(value):
            digits = formats.rate_digits(value)
            said = formats.measure(x, order.unit, order.digits)
            rate = _("{people}: {rate} per 100,000 a year ({ends})").format(
                people=formats.people(int(people)),
                rate=formats.number(value, digits),
                ends=formats.interval(lower, upper, digits=digits),
            )
            out.append(
                drawings.Area(
                    f"{name}\n{order.short_title}: {said}\n{rate}",
                    x,
                    denominator / years,
                    value,
                    lower,
                    upper,
                    hollow=status == Status.UNSTABLE,
                )
            )
        elif status in _BANDS:
            out.append(drawings.Area(name, x, denominator / years, band=status))
    return tuple(out)
