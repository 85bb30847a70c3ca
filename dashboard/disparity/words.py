"""The Disparity page in words: its finding, what a measure says, why one is absent."""

from __future__ import annotations

import re

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.disparity.ends import Ends, ends
from dashboard.disparity.view import Row, View, region_name
from dashboard.formats import absent
from dashboard.maps import layers
from dashboard.records import Indicator
from dashboard.words import _


def counted(measure: str) -> str:
    """A firearm measure as it stands after a number: "people shot"."""
    return {
        "people_shot": _("people shot"),
        "people_killed": _("people shot and killed"),
        "people_injured": _("people shot and injured"),
    }[measure]


def happened(measure: str) -> str:
    """The same as a verb: "people were shot"."""
    return {
        "people_shot": _("people were shot"),
        "people_killed": _("people were shot and killed"),
        "people_injured": _("people were shot and injured"),
    }[measure]


def ratio(value: float | None) -> str:
    """A ratio with as many decimals as it can bear."""
    return formats.number(
        value, 2 if value is not None and value < 1 else formats.rate_digits(value)
    )


def between(low: float | None, high: float | None, digits: int | None = None) -> str:
    """The two ends of an interval; nothing where one is absent."""
    if absent(low) or absent(high):
        return ""
    low_said, high_said = (
        (ratio(low), ratio(high))
        if digits is None
        else (formats.number(low, digits), formats.number(high, digits))
    )
    # Kept on one line: an interval that breaks is hard to read in a narrow table.
    return _("{low} to {high}").format(low=low_said, high=high_said).replace(" ", "\u00a0")


def headline(atlas: Atlas, view: View, row: Row | None) -> str:
    """The one sentence of the page: the ratio of the two end fifths, or why there is none."""
    named = ends(atlas, view.order_by)
    if row is None or absent(row["value"]):
        why = reason(row["reason"] if row else "", named)
        return _("We give no single number for this view. {why}").format(why=why)
    said = _(
        "Take the fifth of residents in areas with {most}, and the fifth in areas with {least}. "
        "Per resident, {ratio} times as many {happened} where the first live"
    ).format(
        ratio=ratio(row["value"]),
        happened=happened(view.measure),
        most=named.most,
        least=named.least,
    )
    interval = between(row["lower"], row["upper"])
    if interval:
        return said + _(" (95% interval {interval}).").format(interval=interval)
    return f"{said}. " + reason(row["reason"], named)


def finding(atlas: Atlas, view: View, row: Row | None) -> str:
    """The title of the bars: a direction only where the interval has one."""
    named = ends(atlas, view.order_by)
    if row is not None and not absent(row["lower"]) and row["lower"] > 1:
        words = _("{subject} along with more {counted}")
    elif row is not None and not absent(row["upper"]) and row["upper"] < 1:
        words = _("{subject} along with fewer {counted}")
    elif row is None or absent(row["value"]) or absent(row["upper"]):
        words = _("Fifths of residents, and {counted}")
    else:
        words = _("No clear difference in {counted} between the end fifths")
    return words.format(subject=named.subject, counted=counted(view.measure))


def scope(atlas: Atlas, view: View) -> str:
    """Measure, unit, place and period, as a subtitle."""
    return _("{counted} per 100,000 residents a year, {period}; {places}, {region}").format(
        counted=counted(view.measure).capitalize(),
        period=formats.period(view.period),
        places=layers.place_noun(view.level),
        region=_in_sentence(atlas, view.region),
    )


def _in_sentence(atlas: Atlas, region: str) -> str:
    """A region inside a sentence: names keep their capital, descriptions do not."""
    name = region_name(atlas, region)
    return (
        name[:1].lower() + name[1:]
        if region in {atlas.state.fips, atlas.state.without_city}
        else name
    )


def ordered(atlas: Atlas, view: View) -> str:
    """By what the areas are ordered, with its survey."""
    indicator = atlas.indicator(view.order_by)
    return _("{title}, {survey}").format(
        title=indicator.title if indicator else view.order_by,
        survey=formats.period_short(view.order_period),
    )


def fifth(number: int, named: Ends) -> str:
    """A fifth beside its bar."""
    return {
        1: named.first,
        2: _("Second fifth"),
        3: _("Middle fifth"),
        4: _("Fourth fifth"),
        5: named.last,
    }[number]


def in_fifth(number: int, named: Ends) -> str:
    """A fifth inside a sentence."""
    return {
        1: _("the fifth in areas with {most}").format(most=named.most),
        2: _("the second fifth"),
        3: _("the middle fifth"),
        4: _("the fourth fifth"),
        5: _("the fifth in areas with {least}").format(least=named.least),
    }[number]


_FIFTH = re.compile(r"^quintile (\d): (.+)$")


def reason(text: str, named: Ends) -> str:
    """Why a measure or one end of its interval is absent, as a sentence."""
    parts = text.split("; ")
    known = [_FIFTH.match(part) for part in parts]
    if text and all(known):
        by_cause: dict[str, list[str]] = {}
        for found in known:
            if found is not None:
                by_cause.setdefault(found[2], []).append(in_fifth(int(found[1]), named))
        said = [
            _CAUSES.get(cause, lambda where, cause=cause: f"{cause}: {where}")(
                formats.listing(where)
            )
            for cause, where in by_cause.items()
        ]
        return " ".join(said)
    if text.startswith("nobody recorded in quintile 5"):
        return _(
            "Nobody is recorded in the fifth in areas with {least}, so there is no ratio, only "
            "its lower end."
        ).format(least=named.least)
    if text.startswith("no upper bound"):
        return _(
            "It has no upper end: drawn again, some samples of areas have nobody in the fifth "
            "with {least}."
        ).format(least=named.least)
    return {
        "fewer than 100 people in all areas": _(
            "Fewer than 100 people in all these areas: too few for a measure over all of them."
        ),
        "no interval: too few samples have the measure": _(
            "It has no interval: drawn again, too few samples of areas have this measure."
        ),
        "too_few_areas": _("Fewer than 30 areas can take part in the model."),
        "too_few_people": _("Fewer than 100 people in the areas that can take part in the model."),
    }.get(text, _("It is not defined here."))


_CAUSES = {
    "fewer than 5 people": lambda where: _(
        "Fewer than 5 people are counted in {where}: too few for a rate."
    ).format(where=where),
    "fewer than 10 people": lambda where: _(
        "Fewer than 10 people are counted in {where}: too few for a rate."
    ).format(where=where),
    "nobody recorded": lambda where: _("Nobody is recorded in {where}.").format(where=where),
    "no area": lambda where: _("No area falls into {where}.").format(where=where),
}


def explained(measure: str, named: Ends, counted: str) -> tuple[str, str]:
    """A summary measure: its name, and what it says in one line."""
    name, line = {
        "rate_ratio": (
            _("Rate ratio"),
            _(
                "Rate of {counted} in the fifth with {most}, divided by that in the fifth with "
                "{least}."
            ),
        ),
        "rate_difference": (
            _("Rate difference"),
            _("The first of these two rates less the second, per 100,000 residents a year."),
        ),
        "concentration_index": (
            _("Concentration index"),
            _("0 if all areas had one rate; −1 if it were all in the area with {most}."),
        ),
        "sii": (
            _("Slope index of inequality (SII)"),
            _(
                "Difference per 100,000 a year between the two ends of a curve fitted over all "
                "areas, lined up from {most} to {least}."
            ),
        ),
        "rii": (
            _("Relative index of inequality (RII)"),
            _(
                "Ratio of the two ends of that curve. The very ends lie beyond the fifths, so it "
                "is further from 1 than the rate ratio."
            ),
        ),
        "attributable_fraction": (
            _("Share of people shot above the rate of the best-off fifth"),
            _("If every area had the rate of the best-off fifth: arithmetic, not a forecast."),
        ),
        "excess_people": (
            _("People above the rate of the best-off fifth"),
            _("If every area had the rate of the best-off fifth: arithmetic, not a forecast."),
        ),
        "theil": (
            _("Theil index"),
            _("0 if all areas had one rate; larger the more they differ, in whatever order."),
        ),
        "poisson": (
            _("Poisson model, rate ratio"),
            _(
                "Times the rate where the economic measure is higher by {step}, one "
                "standard deviation."
            ),
        ),
        "negative_binomial": (
            _("Negative binomial model, rate ratio"),
            _("The same, by a model that lets areas differ more than chance. A check."),
        ),
    }[measure]
    return name, line.replace("{most}", named.most).replace("{least}", named.least).replace(
        "{counted}", counted
    )


def measure_name(measure: str) -> str:
    """What the page calls a measure of the table of gradients."""
    return explained(measure, Ends("", "", "", "", ""), "")[0]


def value_in_words(value: float | None, indicator: Indicator) -> str:
    """An indicator's value with its sign."""
    return formats.measure(value, indicator.unit, indicator.digits)


def no_model(view: View, model: Row | None) -> str:
    """Why there is no line."""
    if model is None:
        return _("No model is made for {counted}, or not for this region.").format(
            counted=counted(view.measure)
        )
    return _("There is no model line. {why}").format(
        why=reason(model["reason"], Ends("", "", "", "", ""))
    )


def neighbours_alike(model: Row | None) -> str:
    """That a model's intervals are too narrow where areas near each other differ alike from it."""
    if model is None or absent(model["residual_p"]) or model["residual_p"] >= 0.05:
        return ""
    return _(
        "Areas close to each other differ from the model in the same direction (Moran's I of what "
        "it leaves is {moran}), so its intervals are too narrow."
    ).format(moran=formats.number(model["residual_moran"], 2))


def variant(name: str, survey: str) -> str:
    """What was done otherwise in a check."""
    return {
        "headline": _("As shown above"),
        "news_only": _("People counted from news reports alone, in Boston too"),
        "outside_city": _("Without Boston"),
        "residents_15_44": _("Per resident aged 15 to 44"),
        "without_students": _("Without ZIP areas of students, dormitories and prisons"),
        "recorded_only": _(
            "Without ZIP areas where none are recorded and someone of the town could not be placed"
        ),
        "other_vintage": _("Areas ordered by the survey of {survey}").format(
            survey=formats.period_short(survey)
        ),
    }.get(name, name)


def best_off(atlas: Atlas, view: View, row: Row | None) -> str:
    """What the rate of the best-off fifth everywhere would come to; arithmetic."""
    named = ends(atlas, view.order_by)
    if row is None or absent(row["value"]):
        return _("We cannot say it for this view. {why}").format(
            why=reason(row["reason"] if row else "", named)
        )
    about, low, high = (_about(row[end]) for end in ("value", "lower", "upper"))
    interval = between(low, high, 0)
    said = _(
        "If every area had had the rate of the fifth with {least}, about {n} fewer {happened} "
        "a year{interval}."
    ).format(
        least=named.least,
        n=formats.number(about),
        happened={
            "people_shot": _("people would have been shot"),
            "people_killed": _("people would have been shot and killed"),
            "people_injured": _("people would have been shot and injured"),
        }[view.measure],
        interval=_(" (95% interval {interval})").format(interval=interval) if interval else "",
    )
    return said + " " + _("That is arithmetic, not a forecast.")


def _about(people: float) -> float:
    """A number of people as one says "about" of it."""
    return people if absent(people) else round(people, -1 if abs(people) >= 100 else 0)


def evidence(directions: list[str], studies: int) -> str:
    """What published findings say together: only their direction is compared."""
    return _(
        "{more} of {n} findings from {studies} studies point the same way: more where deprivation "
        "is more. Compare only the direction: what was counted, where, by which areas and with "
        "what taken into account all differ from this page."
    ).format(more=directions.count("more"), n=len(directions), studies=studies)
