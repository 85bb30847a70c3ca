"""The sections of the Disparity page, from its one sentence to how we know."""

from __future__ import annotations

import streamlit as st

from dashboard import formats, markup, screen
from dashboard.atlas import Atlas
from dashboard.disparity import curve as curve_figure
from dashboard.disparity import fifths as fifths_figure
from dashboard.disparity import figures as drawn
from dashboard.disparity import scatter as scatter_figure
from dashboard.disparity import words as say
from dashboard.disparity.ends import Ends, ends
from dashboard.disparity.view import Row, View, region_name, tables, title
from dashboard.formats import absent
from dashboard.maps import bivariate, layers
from dashboard.renderings import page
from dashboard.reuse import bar as reuse
from dashboard.sentences import caveats
from dashboard.words import _, remembered, told

MAP_WIDTH = 860
"""Pixels at most, as wide as other figures."""
_SUMMARY = ("rate_ratio", "rate_difference", "concentration_index", "sii", "rii")


def question() -> str:
    """The title of the page."""
    return _("How does gun violence follow economic disparity?")


def nothing() -> None:
    """What stands where the tables have no gradient."""
    markup.text(_("This edition of the atlas has no figures of this kind."))


def opening(atlas: Atlas, view: View) -> None:
    """The one sentence, and the lines that belong to it."""
    for note in view.notes:
        st.info(note)
    markup.lead(say.headline(atlas, view, _measures(atlas, view).get("rate_ratio")))
    markup.text(f"{caveats.gaps_come_from_policy()} {caveats.areas_not_people()}")


def fifths(atlas: Atlas, view: View) -> None:
    """The five fifths as bars."""
    ratio = _measures(atlas, view).get("rate_ratio")
    page.show(fifths_figure.fifths(atlas, view, tables(atlas), ratio))


def best_off(atlas: Atlas, view: View) -> None:
    """The rate of the best-off fifth everywhere, as people a year."""
    st.header(
        _("If all areas had the rate of the fifth with {least}").format(
            least=ends(atlas, view.order_by).least
        ),
        anchor=False,
    )
    markup.text(say.best_off(atlas, view, _measures(atlas, view).get("excess_people")))


def areas(atlas: Atlas, view: View) -> None:
    """Every area with the model's line."""
    st.header(_("Area by area"), anchor=False)
    model = _model(atlas, view)
    figure = scatter_figure.scatter(atlas, view, tables(atlas), model)
    if figure is None:
        markup.text(_("No area here has 10 or more people, so none has a rate to draw."))
        markup.text(say.no_model(view, model))
        return
    page.show(figure)
    markup.text(say.neighbours_alike(model))


def both_on_a_map(atlas: Atlas, view: View) -> None:
    """Both measures on one map of the state."""
    st.header(_("Both measures on one map"), anchor=False)
    width = min(screen.width(), MAP_WIDTH)
    with st.container(width=width):
        bivariate.render(
            view.order_by, view.order_period, view.measure, view.level, view.period, width=width
        )
        figure = drawn.both(atlas, view)
        if figure is not None:
            reuse.bar(figure)


def spread(atlas: Atlas, view: View) -> None:
    """The concentration curve."""
    index = _measures(atlas, view).get("concentration_index")
    figure = curve_figure.curve(atlas, view, tables(atlas), index)
    if figure is not None:
        page.show(figure)


def summary(atlas: Atlas, view: View) -> None:
    """Each summary measure with its interval and one line of what it says."""
    st.header(_("The same in summary measures"), anchor=False)
    named = ends(atlas, view.order_by)
    found, model = _measures(atlas, view), _model(atlas, view)
    order = atlas.indicator(view.order_by)
    rows = []
    for measure in _SUMMARY:
        name, line = say.explained(measure, named, say.counted(view.measure))
        row = found.get(measure)
        rows.append(
            (name, *_value(row, 2 if measure == "concentration_index" else None, named), line)
        )
    for measure, columns in (
        ("poisson", ("ratio", "lower", "upper")),
        ("negative_binomial", ("ratio_nb", "lower_nb", "upper_nb")),
    ):
        name, line = say.explained(measure, named, say.counted(view.measure))
        if model is None or absent(model[columns[0]]):
            why = say.no_model(view, model)
            rows.append((name, formats.NOTHING, formats.NOTHING, why))
            continue
        assert order is not None
        step = formats.number(model["deviation"], max(order.digits, 0 if order.digits == 0 else 1))
        if order.unit.startswith("dollar"):
            step = formats.money(model["deviation"])
        elif order.unit == "percent":
            step = _("{step} percentage points").format(step=step)
        value, low, high = (model[column] for column in columns)
        line = line.format(step=step)
        rows.append((name, say.ratio(value), say.between(low, high), line))
    markup.table(
        (_("Measure"), _("Value"), _("95% interval"), _("What it says")),
        rows,
        caption=f"{say.scope(atlas, view)}. {say.ordered(atlas, view)}",
        stack=True,
        wrap=True,
    )


def _value(row: Row | None, digits: int | None, named: Ends) -> tuple[str, str]:
    if row is None or absent(row["value"]):
        return say.reason(row["reason"] if row else "", named), formats.NOTHING
    value = say.ratio(row["value"]) if digits is None else formats.number(row["value"], digits)
    interval = say.between(row["lower"], row["upper"], digits)
    return value, interval or say.reason(row["reason"], named)


def checks(atlas: Atlas, view: View) -> None:
    """The headline computed otherwise, where that was done."""
    st.header(_("The same, done otherwise"), anchor=False)
    key = (view.measure, view.level, view.period, view.order_by)
    found = tables(atlas).rows("sensitivities", key) if view.region == atlas.state.fips else []
    headline = [row for row in found if row["variant"] == "headline"]
    if not headline or headline[0]["order_period"] != view.order_period:
        if atlas.state.police_record_town:  # the sentence tells of its city
            markup.text(_checked(atlas))
        return
    by_variant: dict[tuple[str, str], dict[str, Row]] = {}
    for row in found:
        by_variant.setdefault((row["variant"], row["order_period"]), {})[row["measure"]] = row
    order = sorted(by_variant, key=lambda variant: variant != ("headline", view.order_period))
    named = ends(atlas, view.order_by)
    rows = [
        (
            say.variant(name, survey),
            _cell(by_variant[name, survey]["rate_ratio"], named),
            _cell(by_variant[name, survey]["rate_most"], named),
            _cell(by_variant[name, survey]["rate_least"], named),
            _cell(by_variant[name, survey]["concentration_index"], named, 2),
        )
        for name, survey in order
    ]
    markup.table(
        (
            _("What was done"),
            _("Rate ratio"),
            _("Rate, {end}").format(end=named.first.lower()),
            _("Rate, {end}").format(end=named.last.lower()),
            _("Concentration index"),
        ),
        rows,
        caption=_("{scope}. With 95% intervals").format(scope=say.scope(atlas, view)),
        stack=True,
        wrap=True,
    )


def _cell(row: Row, named: Ends, digits: int | None = None) -> str:
    value, interval = _value(row, digits, named)
    return f"{value} ({interval})" if interval and not absent(row["value"]) else value


def _checked(atlas: Atlas) -> str:
    found = atlas.sensitivities
    found = found[found["variant"] == "headline"].drop_duplicates(["order_by", "order_period"])
    if found.empty:
        return _("These checks are not in this edition.")
    names = [
        f"{title(atlas, id).lower() if id != 'ice_income' else title(atlas, id)} "
        f"({formats.period_short(period)})"
        for id, period in zip(found["order_by"], found["order_period"], strict=True)
    ]
    return _(
        "We computed the leading figures otherwise as well (from news alone, without Boston, per "
        "resident aged 15 to 44, without students, by other surveys). That was done for {places} "
        "of the whole state, {period}, by {names}; choose one of these to see it."
    ).format(
        places=layers.place_noun(found["level"].iloc[0]),
        period=formats.period(found["period"].iloc[0]),
        names=formats.listing(names),
    )


def studies(atlas: Atlas) -> None:
    """What published studies found."""
    words, near, far = _literature(atlas)
    if not words:
        return
    st.header(_("What published studies found"), anchor=False)
    markup.text(words)
    for place, findings in ((_("In Massachusetts"), near), (_("In other places"), far)):
        if findings:
            with st.expander(place):
                st.html(findings)


@remembered(4)
def _literature(atlas: Atlas) -> tuple[str, str, str]:
    table = atlas.in_words("literature")
    columns = [table[name].tolist() for name in table.columns]
    found = [
        dict(zip(map(str, table.columns), values, strict=True))
        for values in zip(*columns, strict=True)
    ]
    if not found:
        return "", "", ""
    city = atlas.place("town", atlas.state.police_record_town)
    here = [
        row
        for row in found
        if atlas.state.name in row["place"] or (city and row["place"] == city.name)
    ]
    other = [row for row in found if row not in here]
    words = say.evidence(
        [row["direction"] for row in found], len({row["citation"] for row in found})
    )
    return (
        words,
        _findings(here, _("Massachusetts and Boston")) if here else "",
        _findings(other, _("Other places")),
    )


def _findings(rows: list[Row], caption: str) -> str:
    head = (
        _("Study"),
        _("Counted"),
        _("Where and when"),
        _("Compared"),
        _("Found"),
        _("Taken into account"),
        _("Seen"),
    )
    cells = [
        (
            row["citation"],
            row["outcome"],
            ", ".join(
                part
                for part in (
                    row["place"],
                    formats.period_short(row["period"]) if row["period"] else "",
                    row["area_unit"],
                )
                if part
            ),
            f"{row['ordered_by']}: {row['contrast']}",
            _found(row),
            row["adjustment"],
            told(row["seen"]),
        )
        for row in rows
    ]
    return markup.table_html(
        head, cells, caption=caption, stack=True, wrap=True, links=[row["address"] for row in rows]
    )


def _found(row: Row) -> str:
    if absent(row["value"]):
        return _("{direction}: {statistic}").format(
            direction=told(row["direction"]), statistic=row["statistic"]
        )
    interval = (
        ""
        if absent(row["lower"]) or absent(row["upper"])
        else _(" ({low} to {high})").format(
            low=formats.plainly(row["lower"]), high=formats.plainly(row["upper"])
        )
    )
    return _("{statistic} {value}{interval}").format(
        statistic=row["statistic"], value=formats.plainly(row["value"]), interval=interval
    )


def how_we_know(atlas: Atlas, view: View) -> None:
    """Which areas take part, who is left out, and how each number was made."""
    found = list(_measures(atlas, view).values())
    if not found:
        return
    row, model = found[0], _model(atlas, view)
    nouns = layers.place_noun(view.level)
    left = _("under 5") if absent(row["people_left"]) else formats.number(row["people_left"])
    with st.expander(_("How do we know?")):
        markup.definitions(
            [
                (
                    _("Take part"),
                    _("{n} {places} with {people} counted and {residents} residents.").format(
                        n=formats.number(row["areas"]),
                        places=nouns,
                        people=formats.people(int(row["numerator"])),
                        residents=formats.number(row["residents"]),
                    ),
                ),
                (
                    _("Left out"),
                    _(
                        "{n} {places}: without a boundary or residents, without the economic "
                        "measure, or in a town that could place fewer than four fifths of its "
                        "people."
                    ).format(n=formats.number(row["areas_left"]), places=nouns),
                ),
                (
                    _("In no area"),
                    _(
                        "{n} people counted in this region ({region}) stand in none of these "
                        "areas, most of them because they could not be located."
                    ).format(n=left, region=region_name(atlas, view.region)),
                ),
                (_("In the model"), _model_areas(model)),
                (
                    _("Fifths"),
                    _(
                        "Areas are lined up by the economic measure and cut into fifths of the "
                        "residents, not of the areas. People and years are summed within a fifth, "
                        "then divided."
                    ),
                ),
                (
                    _("Intervals"),
                    _(
                        "People are shot in clusters, so each is the wider of the exact interval "
                        "and of one from drawing the areas 2,000 times again; the seed is stored."
                    ),
                ),
            ]
        )
        markup.table(
            (_("Measure"), _("How its interval was made"), _("From")),
            [
                (say.measure_name(r["measure"]), told(r["method"]) or formats.NOTHING, r["inputs"])
                for r in found
            ],
            caption=_("Method, inputs and seed of each measure"),
            stack=True,
            wrap=True,
        )


def _model_areas(model: Row | None) -> str:
    if model is None:
        return ""
    return _(
        "{n} areas; {small} with fewer than 5,000 person-years and {missing} without count, "
        "measure or residents are left out."
    ).format(
        n=formats.number(model["areas"]),
        small=formats.number(model["left_out_small"]),
        missing=formats.number(model["left_out_missing"]),
    )


def _measures(atlas: Atlas, view: View) -> dict[str, Row]:
    return {row["measure"]: row for row in tables(atlas).rows("gradients", view.key)}


def _model(atlas: Atlas, view: View) -> Row | None:
    rows = tables(atlas).rows("models", view.key)
    return rows[0] if rows else None
