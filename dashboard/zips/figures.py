"""The figures of a ZIP code's page: rates beside larger places, its town by year, income."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from dashboard import drawings, figures, formats, place_names
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.lookups import (
    Compared,
    TownYears,
    comparable,
    is_year,
    new_meaning,
    new_source,
)
from dashboard.place_names import Name
from dashboard.records import Indicator, Observation
from dashboard.reuse import limits
from dashboard.sentences import caveats, injuries, value_words
from dashboard.words import _, remembered
from dashboard.zips.report import ZipReport
from epidemiology.periods import Period
from epidemiology.rates import garwood
from epidemiology.status import SHOWS_RATE, Status


def rate_figure(atlas: Atlas, report: ZipReport, indicator: Indicator) -> Figure:
    """People shot per 100,000 residents a year: the ZIP, its town, its county and the state."""
    figure = rates(atlas, report.compared, indicator, report.name, caveats.periods_differ())
    return replace(
        figure,
        address=address_of(report),
        period=report.period,
        limits=limits.of_counts(
            (report.shot.source if report.shot else "",),
            injuries.located(report.shot, report.town_name),
        ),
    )


def address_of(report: ZipReport) -> str:
    """What opens the page of this ZIP code."""
    return figures.address("zip", zip=report.zip_code.zip)


def of_report(atlas: Atlas, report: ZipReport) -> list[Figure | None]:
    """Every figure of a ZIP code's page, in its order."""
    shot, income = atlas.indicator("people_shot"), atlas.indicator("median_household_income")
    return [
        rate_figure(atlas, report, shot) if shot else None,
        years_figure(atlas, report.trend, address=address_of(report)),
        income_figure(atlas, report, income) if income else None,
    ]


def rates(
    atlas: Atlas, rows: tuple[Compared, ...], indicator: Indicator, name: Name, periods: str
) -> Figure:
    """People shot per 100,000 residents a year: a place, then those it stands beside.

    Args:
        name: the first place as it stands in a sentence.
        periods: why the years of the rows differ, in a sentence.
    """
    if _rate(rows[0].observation) is not None:
        title = _("People shot for each 100,000 residents, {place} and around").format(place=name)
    else:
        title = _("{place} has no rate; larger places may").format(place=name)
    said = "; ".join(f"{_place_name(row)}: {_value(row, indicator)}" for row in rows)
    return Figure(
        key="rate",
        title=title,
        subtitle=_("People shot per 100,000 residents a year, with 95% intervals"),
        caption=_("{periods} A hollow dot is an unstable rate. Source: {source}.")
        .format(
            # The sentence on the years tells of two sources.
            periods=periods if atlas.state.police_record_town else "",
            source=publishers(atlas, _sources(rows)),
        )
        .strip(),
        summary=f"{said}.",
        head=(
            _("Place"),
            _("Years"),
            _("People shot"),
            _("Rate"),
            _("95% interval"),
            _("State of the number"),
        ),
        rows=tuple(_rate_row(row, indicator) for row in rows),
        drawing=_dots(rows, indicator),
        sources=_sources(rows),
    )


def _dots(rows: tuple[Compared, ...], indicator: Indicator) -> drawings.Dots:
    return drawings.Dots(
        [
            drawings.Dot(
                label=_place_name(row),
                note=formats.period_short(row.period),
                value=_rate(row.observation),
                shown=value_words.cell(row.observation, indicator),
                lower=row.observation.lower if row.observation else None,
                upper=row.observation.upper if row.observation else None,
                leads=row is rows[0],
                hollow=row.observation is not None and row.observation.status == Status.UNSTABLE,
            )
            for row in rows
        ]
    )


def _rate(observation: Observation | None) -> float | None:
    if observation is None or observation.status not in SHOWS_RATE:
        return None
    return observation.value


def _digits(row: Compared) -> int:
    return formats.rate_digits(row.observation.value if row.observation else None)


def _place_name(row: Compared) -> Name:
    return row.name or place_names.name(row.place)


def _value(row: Compared, indicator: Indicator) -> str:
    ends = (
        formats.interval(row.observation.lower, row.observation.upper, digits=_digits(row))
        if row.observation and _rate(row.observation) is not None
        else ""
    )
    return value_words.cell(row.observation, indicator) + (f" ({ends})" if ends else "")


def _rate_row(row: Compared, indicator: Indicator) -> tuple[str, ...]:
    observation = row.observation
    has_rate = _rate(observation) is not None
    return (
        _place_name(row),
        formats.period(row.period),
        count_text(observation),
        formats.number(observation.value, _digits(row))
        if observation and has_rate
        else formats.NOTHING,
        (
            formats.interval(observation.lower, observation.upper, digits=_digits(row))
            if observation and has_rate
            else formats.NOTHING
        ),
        value_words.status_name(observation.status if observation else Status.NOT_COVERED),
    )


def count_text(observation: Observation | None) -> str:
    """A count for a table: the number, "1-4", or a dash."""
    if observation is None:
        return formats.NOTHING
    if observation.status == Status.TOO_FEW:
        return formats.TOO_FEW
    if observation.status == Status.SUPPRESSED:
        return "1-9"
    return formats.number(observation.numerator)


def years_figure(
    atlas: Atlas, trend: TownYears, key: str = "years", *, address: str = ""
) -> Figure | None:
    """The town's people shot year by year; None where no source has it."""
    years = trend.years
    if not years:
        return None
    town = trend.town_name
    bars = [_bar(year, before) for before, year in zip((None, *years), years, strict=False)]
    last = trend.full_years[-1] if trend.full_years else None
    end = (
        injuries.partial_year(town, trend.partial)
        if trend.partial
        else (injuries.series_ends(town, last.period) if last else "")
    )
    return Figure(
        key=key,
        title=_("People shot across {town}, year by year").format(town=town),
        subtitle=_("Killed and injured together, with 95% intervals"),
        caption=_("{note} {least} Source: {source}.")
        .format(
            note=across_breaks(years),
            least=injuries.recorder_note(
                " ".join(sorted({s for y in years for s in y.source.split()}))
            ),
            source=publishers(atlas, tuple(y.source for y in years)),
        )
        .strip(),
        summary=_("People shot across {town}. {counts}. {end}").format(
            town=town, counts=_runs(years), end=end
        ),
        head=(_("Year"), _("People shot"), _("Rate per 100,000"), _("95% interval"), _("Source")),
        rows=tuple(
            (
                formats.period(y.period),
                _year_text(y),
                formats.number(y.value, 1) if y.status in SHOWS_RATE else formats.NOTHING,
                formats.interval(y.lower, y.upper, digits=1)
                if y.status in SHOWS_RATE
                else formats.NOTHING,
                source_titles(atlas, (y.source,)),
            )
            for y in years
        ),
        drawing=drawings.YearBars(bars, _break_words(years)),
        address=address,
        period=_span(years),
        sources=tuple(dict.fromkeys(y.source for y in years)),
        limits=caveats.where_not_who(),
    )


def _span(years: tuple[Observation, ...]) -> str:
    """From the first year to the last, as one period: in whole years, or to the day."""
    first, last = Period.parse(years[0].period).first, Period.parse(years[-1].period).last
    if is_year(years[0].period) and is_year(years[-1].period):
        return f"{first.year}-{last.year}" if first.year < last.year else str(first.year)
    return f"{first.isoformat()}_{last.isoformat()}"


def _runs(years: tuple[Observation, ...]) -> str:
    """Years and counts as words; years in a row without a count that say the same are one run."""
    parts = []
    for (text, _year), group in groupby(
        years, key=lambda y: (_year_text(y), y.period if y.numerator else "")
    ):
        run = [formats.period_short(year.period) for year in group]
        when = (
            run[0] if len(run) == 1 else _("{first} to {last}").format(first=run[0], last=run[-1])
        )
        parts.append(f"{when}: {text}")
    return "; ".join(parts)


def worth_drawing(trend: TownYears) -> bool:
    """Whether any year of the town has a count that may be drawn."""
    return any(year.numerator for year in trend.years)


def _on_two_lines(year: Observation) -> str:
    """The year, and below it the day to which it is counted where it is not over."""
    words = formats.period_short(year.period)
    return words if is_year(year.period) else words.replace(" ", "\n", 1)


def _bar(year: Observation, before: Observation | None) -> drawings.Bar:
    count = None if year.status == Status.TOO_FEW else year.numerator
    lower = upper = None
    if count:
        ends = garwood([count])
        lower, upper = float(ends[0][0]), float(ends[1][0])
    return drawings.Bar(
        label=_on_two_lines(year),
        count=count,
        lower=lower,
        upper=upper,
        shown=_year_text(year),
        partial=not is_year(year.period),
        after_break=before is not None and not comparable(before, year),
    )


def across_breaks(years: Sequence[Observation]) -> str:
    """What the dashed lines between years mean; "" where there is none."""
    if all(comparable(*pair) for pair in pairwise(years)):
        return ""
    return _(
        "A dashed line marks a change of source or of what is counted: do not compare across it."
    )


def _break_words(years: Sequence[Observation]) -> str:
    """What stands on the dashed line between years that do not compare."""
    pairs = list(pairwise(years))
    if not any(new_meaning(*pair) for pair in pairs):
        return _("change of source")
    if any(new_source(*pair) for pair in pairs):
        return _("do not compare across this line")
    return _("change of what is counted")


def _year_text(year: Observation) -> str:
    if year.status == Status.NONE_RECORDED or year.numerator == 0:
        return _("none recorded")
    if year.numerator is None and year.status != Status.TOO_FEW:
        return _("not covered")
    return count_text(year)


def income_figure(atlas: Atlas, report: ZipReport, indicator: Indicator) -> Figure | None:
    """Median household income at each level, of the same survey years; None where there is none."""
    return incomes(atlas, report.income_compared, indicator, address=address_of(report))


def incomes(
    atlas: Atlas, rows: tuple[Compared, ...], indicator: Indicator, *, address: str = ""
) -> Figure | None:
    """Median household income of a place, then of those it stands beside; None without any."""
    if not rows or all(row.observation is None or row.observation.value is None for row in rows):
        return None
    period = rows[0].period
    said = "; ".join(
        f"{_place_name(row)}: {value_words.cell(row.observation, indicator)}" for row in rows
    )
    return Figure(
        key="income",
        title=_("The middle household's income, {place} and around").format(
            place=_place_name(rows[0])
        ),
        subtitle=_("Median household income, {period}").format(period=formats.period_short(period)),
        caption=_(
            "Every level is made from the same Census tracts, so that they can be compared. "
            "{margin} Source: {source}."
        ).format(margin=_no_margin(rows), source=publishers(atlas, _sources(rows))),
        summary=said + ".",
        head=(_("Place"), _("Years"), _("Median household income"), _("Margin of error")),
        rows=tuple(
            (
                _place_name(row),
                formats.period_short(row.period),
                value_words.cell(row.observation, indicator),
                value_words.margin(row.observation, indicator),
            )
            for row in rows
        ),
        drawing=drawings.Dots(
            [
                drawings.Dot(
                    _place_name(row),
                    row.observation.value if row.observation else None,
                    row.observation.lower if row.observation else None,
                    row.observation.upper if row.observation else None,
                    value_words.cell(row.observation, indicator),
                    leads=row is rows[0],
                )
                for row in rows
            ],
            prefix="$",
        ),
        address=address,
        period=period,
        sources=_sources(rows),
        limits=limits.of_measure(atlas, indicator.id),
    )


def _no_margin(rows: tuple[Compared, ...]) -> str:
    if any(row.observation and row.observation.moe is not None for row in rows):
        return ""
    return _("Margin of error not published by this source.")


@remembered(maxsize=1024)
def source_titles(atlas: Atlas, ids: tuple[str, ...]) -> str:
    """Publishers and titles of sources, each once."""
    columns = (atlas.sources[name].tolist() for name in ("id", "publisher", "title"))
    known = {id: f"{publisher}, {title}" for id, publisher, title in zip(*columns, strict=True)}
    return _each_once(known, ids)


def publishers(atlas: Atlas, ids: tuple[str, ...]) -> str:
    """Publishers of sources, each once: for captions; the Data page has the rest.

    A publisher who is also named with one of its surveys is named only so.
    """
    columns = (atlas.sources[name].tolist() for name in ("id", "publisher"))
    named = _each_once(dict(zip(*columns, strict=True)), ids).split("; ")
    return "; ".join(n for n in named if not any(other.startswith(f"{n}, ") for other in named))


def _each_once(known: dict[str, str], ids: tuple[str, ...]) -> str:
    wanted = dict.fromkeys(id for text in ids for id in text.split())
    return "; ".join(dict.fromkeys(known[id] for id in wanted if id in known))


def _sources(rows: tuple[Compared, ...]) -> tuple[str, ...]:
    return tuple(row.observation.source for row in rows if row.observation)
