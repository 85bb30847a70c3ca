"""The concentration curve: which share of the people counted falls on which of the residents."""

from __future__ import annotations

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.disparity import basis
from dashboard.disparity import words as say
from dashboard.disparity.ends import ends
from dashboard.disparity.view import Row, Tables, View
from dashboard.figures import Figure
from dashboard.formats import absent
from dashboard.sentences import caveats
from dashboard.words import _


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
        ).format(areas=caveats.areas_not_people(), source=basis.publishers_of(atlas, view)),
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
        sources=basis.source_ids(atlas, view),
        limits=basis.limits_of(atlas, view),
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
