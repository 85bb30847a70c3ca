"""The page of one ZIP code as a sheet to print: what is known, how, and who to turn to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard import figures, formats
from dashboard.atlas import Atlas
from dashboard.documents import closing
from dashboard.documents.document import (
    Block,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    TableBlock,
)
from dashboard.documents.people import representatives
from dashboard.lookups import INCOME, SHOT, EconomyRow
from dashboard.sentences import caveats, injuries, place_words, value_words, zip_answers
from dashboard.words import _
from dashboard.zips import figures as zip_figures
from dashboard.zips import homicide_rate
from dashboard.zips import sections as zip_sections
from dashboard.zips.report import ZipReport
from epidemiology.status import SHOWS_RATE, Status

MEASURES = frozenset(
    {"poverty", "households_under_25k", "unemployment", "rent_burden", "uninsured", "bachelors"}
)
"""Economic measures on the sheet, beside the figure of incomes; the page has them all."""


def zip_sheet(atlas: Atlas, report: ZipReport) -> Document:
    """The sheet of one ZIP code."""
    zip_code = report.zip_code
    first = zip_sections.first_sentence(report)
    return Document(
        name=f"zip-{zip_code.zip}",
        title=_("ZIP {zip}, {city}").format(zip=zip_code.zip, city=zip_code.city),
        subtitle=_("What is known about people shot here, and about income"),
        blocks=tuple(_blocks(atlas, report, first)),
        address=figures.address("zip", zip=zip_code.zip),
        version=atlas.version,
        dated=dated(report),
        description=f"{first} {caveats.where_not_who()}",
        dense=True,
    )


def dated(report: ZipReport) -> str:
    """Which years the counts of the ZIP and of its town cover."""
    zip_years = formats.period(report.period) if report.period else ""
    last = report.years[-1].period if report.years else ""
    if not last:
        return zip_years
    return _("ZIP counts {years}; {town} through {last}").format(
        years=zip_years, town=report.town_name, last=_last_day(last)
    )


def _last_day(period: str) -> str:
    return formats.day(period.split("_")[-1])


def _blocks(atlas: Atlas, report: ZipReport, first: str) -> Iterator[Block]:
    if report.zip_code.zip != report.zip_code.zcta:
        yield Paragraph(zip_answers.answered_by(report.zip_code))
    yield Paragraph(first, "lead")
    yield Paragraph(place_words.income(report.income, report.state_income, report.name))
    yield Paragraph(
        f"{caveats.where_not_who()} {zip_sections.silent_since(report)}".strip(), "quiet"
    )
    yield Paragraph(closing.helped(), "quiet")
    yield from _rate(atlas, report)
    yield from _since(atlas, report)
    yield from _homicide_rate(atlas, report)
    yield from _economy(atlas, report)
    yield Heading(_("Who represents it"))
    yield from representatives(report.seats)
    yield from _sources(atlas, report)


def _rate(atlas: Atlas, report: ZipReport) -> Iterator[Block]:
    indicator, shot = atlas.indicator(SHOT), report.shot
    if indicator is None:
        return
    yield Heading(_("How that compares"))
    status = shot.status if shot is not None else Status.NOT_COVERED
    if shot is not None and status in SHOWS_RATE:
        rate = _("{count}: {rate}.").format(
            count=injuries.count_beside_rate(shot),
            rate=injuries.rate_with_interval(shot, indicator.unit_words),
        )
        note = value_words.status_note(status) if status == Status.UNSTABLE else ""
        yield Paragraph(f"{rate} {injuries.interval_in_words(shot)} {note}".strip())
        yield Paragraph(place_words.downtown(report.place.flags, report.name))
    else:
        yield Paragraph(value_words.why_no_rate(status))
    yield Paragraph(injuries.located(shot, report.town_name))
    yield FigureBlock(zip_figures.rate_figure(atlas, report, indicator))
    yield Paragraph(caveats.gaps_come_from_policy())


def _since(atlas: Atlas, report: ZipReport) -> Iterator[Block]:
    figure = zip_figures.years_figure(atlas, report.trend)
    yield Heading(_("Year by year in {town}").format(town=report.town_name))
    if figure is None:
        yield Paragraph(injuries.no_yearly_counts(report.town_name))
        return
    for later in report.later:
        yield Paragraph(injuries.people_shot(later, None, report.name, report.town_name))
    if zip_figures.worth_drawing(report.trend):
        yield FigureBlock(figure, said=False)
    else:
        yield Paragraph(figure.summary)
        yield Paragraph(figure.caption, "quiet")


def _homicide_rate(atlas: Atlas, report: ZipReport) -> Iterator[Block]:
    if not report.homicide_rates:
        return
    yield Heading(homicide_rate.title())
    for rate in report.homicide_rates:
        yield Paragraph(homicide_rate.sentence(atlas, rate, report.name))
    yield Paragraph(homicide_rate.apart())
    yield Paragraph(homicide_rate.source(atlas, report), "quiet")


def _economy(atlas: Atlas, report: ZipReport) -> Iterator[Block]:
    yield Heading(_("Money, work and housing"))
    indicator = atlas.indicator(INCOME)
    figure = zip_figures.income_figure(atlas, report, indicator) if indicator else None
    if figure is not None:
        yield Paragraph(
            _("Income of the middle household, {years}: {values}").format(
                years=formats.period_short(report.income_compared[0].period), values=figure.summary
            )
        )
        yield Paragraph(figure.caption, "quiet")
    rows = zip_sections.economy_rows(_measures(report))
    if rows:
        yield TableBlock(
            _("{place} beside the state. Margins of error are at 90%.").format(place=report.name),
            (_("Measure"), report.name, _("Margin of error"), _("Massachusetts"), _("Years")),
            rows,
            numbers=(1, 2, 3),
        )
    else:
        yield Paragraph(place_words.no_economic_numbers(report.name))


def _measures(report: ZipReport) -> list[EconomyRow]:
    return [row for row in report.economy if row.indicator.id in MEASURES]


def _sources(atlas: Atlas, report: ZipReport) -> Iterator[Block]:
    yield Heading(_("Where the numbers come from"))
    yield Paragraph(
        " ".join(
            [
                place_words.lies_in(report.name, report.towns),
                place_words.residents(
                    report.name, report.place.population, report.place.population_vintage
                ),
                *zip_sections.notes(report),
            ]
        ).strip()
    )
    shown = [report.shot, report.income, *report.years, *(row.here for row in _measures(report))]
    ids = " ".join(observation.source for observation in shown if observation is not None).split()
    if report.shot is not None and not report.years:  # else the figure's caption says it
        yield Paragraph(injuries.recorder_note(report.shot.source))
    yield Paragraph("; ".join(sources(atlas, ids)) + ".", "quiet")


def sources(atlas: Atlas, ids: Iterable[str]) -> list[str]:
    """Publisher and title of each source, each once."""
    named = (zip_figures.source_titles(atlas, (id,)) for id in dict.fromkeys(ids))
    return [name for name in dict.fromkeys(named) if name]
