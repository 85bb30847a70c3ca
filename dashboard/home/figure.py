"""The figure that leads the front page: every ZIP code by poverty and by people shot."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard import drawings, figures, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.lookups import nearest_period
from dashboard.renderings import pictures
from dashboard.reuse import limits
from dashboard.sentences import caveats, value_words
from dashboard.theme import Palette
from dashboard.words import _, remembered
from dashboard.zips.figures import publishers
from epidemiology.status import SHOWS_RATE, STABLE_FROM, Status

POVERTY, SHOT = "poverty", "people_shot"
COUNTED = {Status.COUNT_ONLY, Status.TOO_FEW, Status.NONE_RECORDED}


@remembered(maxsize=8)
def leading_figure(atlas: Atlas) -> Figure | None:
    """Poverty from left to right, people shot upward; each dot is a ZIP code.

    ZIP codes without a rate stand in bands below, each under its own words. None where the
    tables lack one of the two measures.
    """
    periods = atlas.periods(SHOT, "zcta")
    survey = nearest_period(atlas.periods(POVERTY, "zcta"), periods[0]) if periods else None
    if survey is None:
        return None
    shot = atlas.at(SHOT, "zcta", periods[0])
    both = shot.join(atlas.at(POVERTY, "zcta", survey)["value"].rename("poverty")).dropna(
        subset=["poverty"]
    )
    found = (_mark(str(code), row) for code, row in both.iterrows())
    marks = [mark for mark in found if mark is not None]
    bands = [
        (Status.COUNT_ONLY, _("5-9 shot")),
        (Status.TOO_FEW, _("1-4 shot")),
        (Status.NONE_RECORDED, _("none\nrecorded")),
    ]
    rated = [mark for mark in marks if mark.value is not None]
    rows = [
        (_("10 or more people shot: a rate"), [m.x for m in rated]),
        (_("5-9 people shot"), _poverty(marks, Status.COUNT_ONLY)),
        (_("1-4 people shot"), _poverty(marks, Status.TOO_FEW)),
        (_("None recorded"), _poverty(marks, Status.NONE_RECORDED)),
    ]
    middles = {name: float(pd.Series(values).median()) for name, values in rows if values}
    years = formats.period(periods[0])
    sources = _sources(shot, atlas, survey)
    return Figure(
        key="leading",
        heading=2,
        title=title(middles),
        subtitle=_(
            "Each dot is a ZIP code: people shot per 100,000 residents a year, {years}, with 95% "
            "intervals; residents in poverty, {survey}"
        ).format(years=years, survey=formats.period_short(survey)),
        caption=_(
            "{areas} {where} Hollow dots above: rates from fewer than {n} people, unstable. Hollow "
            "dots below: none recorded, which does not mean none. Source: {source}."
        ).format(
            areas=caveats.areas_not_people(),
            where=caveats.where_not_who(),
            n=STABLE_FROM,
            source=publishers(atlas, sources),
        ),
        summary=_summary(middles, rows),
        head=(_("ZIP codes with"), _("ZIP codes"), _("Half of them have poverty under")),
        rows=tuple(
            (name, formats.number(len(values)), formats.percent(middles.get(name), 0))
            for name, values in rows
        ),
        drawing=drawings.Areas(
            marks,
            bands,
            x_title=_("Residents in poverty"),
            y_title=_("People shot per 100,000 a year"),
            x_suffix="%",
        ),
        address=figures.address(""),
        period=periods[0],
        sources=sources,
        limits=limits.of_counts(sources),
    )


@remembered(maxsize=64)
def leading_drawing(atlas: Atlas, width: int, palette: Palette) -> str:
    """The figure's drawing as an SVG: the front page is there before any script for charts is."""
    figure = leading_figure(atlas)
    return "" if figure is None else pictures.drawing(figure, width, palette)


def title(middles: Mapping[str, float]) -> str:
    """The finding where it is one: the poorer half, from most people shot to none recorded.

    Args:
        middles: poverty under which half of the ZIP codes are, those with most people shot first.
    """
    falling = list(middles.values())
    if len(falling) > 1 and falling == sorted(falling, reverse=True) and falling[0] > falling[-1]:
        return _("Where more people live in poverty, more are shot")
    return _("Poverty and people shot, ZIP code by ZIP code")


def _poverty(marks: list[drawings.Mark], band: str) -> list[float]:
    return [mark.x for mark in marks if mark.band == band]


def _mark(code: str, row: pd.Series) -> drawings.Mark | None:
    status = Status(row["status"])
    poverty = float(row["poverty"])
    said = _("ZIP {code}\n{poverty} in poverty").format(
        code=code, poverty=formats.percent(poverty, 0)
    )
    if status in SHOWS_RATE and not pd.isna(row["value"]):
        rate = _("{rate} shot per 100,000 a year ({ends})").format(
            rate=formats.number(row["value"]), ends=formats.interval(row["lower"], row["upper"])
        )
        return drawings.Mark(
            f"{said}\n{rate}",
            poverty,
            float(row["value"]),
            float(row["lower"]),
            float(row["upper"]),
            hollow=status == Status.UNSTABLE,
        )
    if status in COUNTED:
        return drawings.Mark(
            f"{said}\n{value_words.status_name(status)}", poverty, None, None, None, status
        )
    return None


def _summary(middles: dict[str, float], rows: list[tuple[str, list[float]]]) -> str:
    names = [name for name, values in rows if values]
    if len(names) < 2:
        return ""
    first, last = names[0], names[-1]
    return _(
        "Take the ZIP codes where 10 or more people were shot: half of them have more than {high} "
        "of residents in poverty. Where none is recorded, half have less than {low}."
    ).format(high=formats.percent(middles[first], 0), low=formats.percent(middles[last], 0))


def _sources(shot: pd.DataFrame, atlas: Atlas, survey: str) -> tuple[str, ...]:
    poverty = atlas.at(POVERTY, "zcta", survey)
    return tuple(dict.fromkeys([*shot["source"], *poverty["source"]]))
