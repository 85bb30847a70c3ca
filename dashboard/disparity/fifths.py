"""The five fifths of residents, with their rates and intervals."""

from __future__ import annotations

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.disparity import basis
from dashboard.disparity import words as say
from dashboard.disparity.ends import Ends, ends
from dashboard.disparity.view import Row, Tables, View
from dashboard.figures import Figure
from dashboard.formats import absent
from dashboard.records import Indicator
from dashboard.sentences import caveats, value_words
from dashboard.words import _
from epidemiology.status import STABLE_FROM, Status


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
            source=basis.publishers_of(atlas, view),
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
        sources=basis.source_ids(atlas, view),
        limits=basis.limits_of(atlas, view),
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
