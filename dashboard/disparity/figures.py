"""The figures of the Disparity page: fifths, the concentration curve, the areas and the line."""

from __future__ import annotations

from functools import lru_cache

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.disparity import words as say
from dashboard.disparity.ends import Ends, ends
from dashboard.disparity.view import Row, Tables, View, areas_in, tables
from dashboard.figures import Figure
from dashboard.formats import absent
from dashboard.maps import layers, together
from dashboard.maps.two_way_cells import Pair
from dashboard.records import Indicator
from dashboard.reuse import limits
from dashboard.sentences import caveats, value_words
from dashboard.words import _, remembered
from dashboard.zips.figures import publishers
from epidemiology.status import SHOWS_RATE, STABLE_FROM, Status


def of_view(atlas: Atlas, view: View) -> list[Figure | None]:
    """Every figure of a view, in the page's order."""
    found = tables(atlas)
    measures = {row["measure"]: row for row in found.rows("gradients", view.key)}
    model = next(iter(found.rows("models", view.key)), None)
    return [
        fifths(atlas, view, found, measures.get("rate_ratio")),
        scatter(atlas, view, found, model),
        curve(atlas, view, found, measures.get("concentration_index")),
        both(atlas, view),
    ]


def both(atlas: Atlas, view: View) -> Figure | None:
    """Both measures on one map of the state."""
    pair = Pair(view.level, (view.measure, view.period), (view.order_by, view.order_period))
    return together.figure(atlas, pair, view.address)


def fifths(atlas: Atlas, view: View, found: Tables, ratio: Row | None) -> Figure:
    """Rates of the five fifths, with their intervals."""
    named = ends(atlas, view.order_by)
    order = atlas.indicator(view.order_by)
    assert order is not None
    rows = found.rows("quintiles", view.key)
    bars = [_fifth(row, named, order) for row in rows]
    people = [_people(row) for row in rows]
    said = [
        _("{fifth}: {value}").format(
            fifth=say.fifth(row["quintile"], named), value=_rate(row, long=True)
        )
        for row in rows
    ]
    return Figure(
        key="fifths",
        heading=2,
        title=say.finding(atlas, view, ratio),
        subtitle=_(
            "{scope}. Fifths of the residents by: {ordered}. Thin lines: 95% intervals"
        ).format(scope=say.scope(atlas, view), ordered=say.ordered(atlas, view)),
        caption=_(
            "{areas} {where} Hatched: a rate from fewer than {n} people, unstable. "
            "Source: {source}."
        ).format(
            areas=caveats.areas_not_people(),
            where=caveats.where_not_who(),
            n=STABLE_FROM,
            source=_publishers(atlas, view),
        ),
        summary=_("Per 100,000 residents a year: {said}.").format(said="; ".join(said)),
        head=(
            _("Fifth of residents"),
            order.short_title,
            _("Residents"),
            _("Areas"),
            _("People counted"),
            _("Rate"),
            _("95% interval"),
        ),
        rows=tuple(
            (
                say.fifth(row["quintile"], named),
                _range(row, order),
                formats.number(row["residents"]),
                formats.number(row["areas"]),
                counted,
                _rate(row),
                say.between(row["lower"], row["upper"]) or formats.NOTHING,
            )
            for row, counted in zip(rows, people, strict=True)
        ),
        drawing=drawings.Fifths(bars),
        address=view.address,
        period=view.period,
        sources=_sources(atlas, view),
        limits=_limits(atlas, view),
    )


def _fifth(row: Row, named: Ends, order: Indicator) -> drawings.Fifth:
    shown = _rate(row)
    if not absent(row["value"]):
        shown = f"{shown}\n{_people(row)}"
    return drawings.Fifth(
        f"{say.fifth(row['quintile'], named)}\n{_range(row, order, short=True)}",
        _number(row["value"]),
        _number(row["lower"]),
        _number(row["upper"]),
        shown,
        row["status"] == Status.UNSTABLE,
    )


def _number(value: float) -> float | None:
    return None if absent(value) else float(value)


def _range(row: Row, order: Indicator, short: bool = False) -> str:
    """The indicator's values in a fifth; ``short`` gives thousands of dollars."""
    ends = (row["lowest"], row["highest"])
    if absent(ends[0]) or absent(ends[1]):
        return formats.NOTHING
    low, high = (formats.measure(end, order.unit, order.digits) for end in ends)
    if short and order.unit.startswith("dollar"):
        low, high = (_("${n}k").format(n=formats.number(end / 1000)) for end in ends)
    return low if low == high else _("{low} to {high}").format(low=low, high=high)


def _people(row: Row) -> str:
    status = Status(row["status"])
    if status == Status.TOO_FEW:
        return _("{few} people").format(few=formats.TOO_FEW)
    if absent(row["numerator"]):
        return value_words.status_name(status).lower()
    return formats.people(int(row["numerator"]))


def _rate(row: Row, long: bool = False) -> str:
    status = Status(row["status"])
    if not absent(row["value"]):
        text = say.ratio(row["value"])
        interval = say.between(row["lower"], row["upper"])
        if long:
            text += f" ({interval})" if interval else ""
        elif status == Status.UNSTABLE:
            text += _(", unstable")
        return text
    if status in {Status.NONE_RECORDED, Status.NO_RESIDENTS}:
        return value_words.status_name(status).lower()
    return _("{people}, no rate").format(people=_people(row))


def curve(atlas: Atlas, view: View, found: Tables, index: Row | None) -> Figure | None:
    """Which share of the people counted falls on which share of the residents."""
    points = found.rows("curves", view.key)
    if len(points) < 3:
        return None
    named = ends(atlas, view.order_by)
    residents = [point["residents_share"] for point in points]
    people = [point["events_share"] for point in points]
    fifth = _first_fifth(found, view)
    mark = None
    heading = _("How {counted} are spread over residents").format(counted=say.counted(view.measure))
    at = next(i for i, x in enumerate(residents) if x >= 0.2)
    summary = _(
        "The first {x} of residents, in areas with {most}, live where {y} of the {counted} were "
        "counted."
    ).format(
        x=formats.share(residents[at]),
        y=formats.share(people[at]),
        most=named.most,
        counted=say.counted(view.measure),
    )
    if fifth is not None:
        x, y = fifth
        mark = (100 * x, 100 * y, _("first fifth: {share}").format(share=formats.share(y)))
        heading = _("One fifth of residents, {share} of {counted}").format(
            share=formats.share(y), counted=say.counted(view.measure)
        )
        summary = _(
            "The fifth of residents in areas with {most} live where {share} of the {counted} "
            "were counted."
        ).format(most=named.most, share=formats.share(y), counted=say.counted(view.measure))
    if index is not None and not absent(index["value"]):
        summary += " " + _("The concentration index is {value}{interval}.").format(
            value=formats.number(index["value"], 2),
            interval=_interval(index, 2),
        )
    return Figure(
        key="curve",
        title=heading,
        subtitle=_(
            "Concentration curve: residents from areas with {most} to areas with {least}, and "
            "{counted} there, {period}"
        ).format(
            most=named.most,
            least=named.least,
            counted=say.counted(view.measure),
            period=formats.period(view.period),
        ),
        caption=_(
            "The further the curve lies from the dashed line, the less equal. {areas} Source: "
            "{source}."
        ).format(areas=caveats.areas_not_people(), source=_publishers(atlas, view)),
        summary=summary.strip(),
        head=(
            _("Share of residents"),
            _("Share of {counted}").format(counted=say.counted(view.measure)),
        ),
        rows=tuple(
            (formats.percent(100 * x, 0), formats.percent(100 * y, 0))
            for x, y in zip(residents, people, strict=True)
        ),
        drawing=drawings.Concentration(
            residents,
            people,
            x_title=_("Residents, from {most} on").format(most=named.most),
            y_title=_("Share of {counted}").format(counted=say.counted(view.measure)),
            equal=_("equal rates"),
            mark=mark,
        ),
        width=560,
        address=view.address,
        period=view.period,
        sources=_sources(atlas, view),
        limits=_limits(atlas, view),
    )


def _interval(row: Row, digits: int) -> str:
    between = say.between(row["lower"], row["upper"], digits)
    return _(" (95% interval {interval})").format(interval=between) if between else ""


def _first_fifth(found: Tables, view: View) -> tuple[float, float] | None:
    """Share of the residents and of the people counted in the most deprived fifth, if known."""
    rows = found.rows("quintiles", view.key)
    if not rows or any(absent(row["numerator"]) for row in rows):
        return None
    people = sum(row["numerator"] for row in rows)
    years = sum(row["denominator"] for row in rows)
    if not people or not years:
        return None
    first = next(row for row in rows if row["quintile"] == 1)
    return first["denominator"] / years, first["numerator"] / people


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
            source=_publishers(atlas, view),
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
        sources=_sources(atlas, view),
        limits=_limits(atlas, view),
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


@lru_cache(maxsize=64)
def _source_ids(atlas: Atlas, indicator: str, level: str, period: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(atlas.at(indicator, level, period)["source"]))


def _sources(atlas: Atlas, view: View) -> tuple[str, ...]:
    return _source_ids(atlas, view.measure, view.level, view.period) + _source_ids(
        atlas, view.order_by, view.level, view.order_period
    )


def _limits(atlas: Atlas, view: View) -> str:
    counts = _source_ids(atlas, view.measure, view.level, view.period)
    return f"{limits.of_counts(counts)} {limits.of_measure(atlas, view.order_by)}".strip()


def _publishers(atlas: Atlas, view: View) -> str:
    return publishers(atlas, _sources(atlas, view))
