"""A legislative district on two pages: what is known, whom it concerns, and what to say of it."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formats, place_names
from dashboard.atlas import Atlas
from dashboard.districts import facts as district_facts
from dashboard.districts import figures as district_figures
from dashboard.districts import names as district_names
from dashboard.districts import sections as district_sections
from dashboard.districts.report import DistrictReport, district_report
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    FigureBlock,
    Heading,
    Paragraph,
    TableBlock,
)
from dashboard.home.facts import Fact
from dashboard.lookups import Member
from dashboard.sentences import caveats
from dashboard.words import _
from dashboard.zips import figures as zip_figures
from dashboard.zips import sections as zip_sections
from epidemiology.periods import Period

MOST_ZIPS, MOST_TOWNS = 5, 1
"""Rows of the table of ZIP areas, and towns year by year; the page has them all."""


def district_brief(atlas: Atlas, level: str, code: str) -> Document:
    """The brief of one district.

    Raises:
        LookupError: there is no such district.
    """
    report = district_report(atlas, level, code)
    first = district_facts.first_sentence(report)
    return Document(
        name=f"district-{level}-{code}",
        title=district_names.full(report.place),
        subtitle=_("What is known about people shot here, and about income"),
        blocks=tuple(_blocks(atlas, report)),
        address=district_names.address(report.place),
        version=atlas.version,
        dated=dated(report),
        description=f"{first} {caveats.where_not_who()}",
        dense=True,
    )


def dated(report: DistrictReport) -> str:
    """Which years the counts of the district and of its town cover."""
    years = formats.period(report.period) if report.period else ""
    trend = next((trend for trend in report.trends if trend.years), None)
    if trend is None:
        return years
    last = trend.years[-1].period
    return _("district counts {years}; {town} through {last}").format(
        years=years,
        town=trend.town_name,
        last=formats.day(Period.parse(last).last.isoformat()),
    )


def _blocks(atlas: Atlas, report: DistrictReport) -> Iterator[Block]:
    yield from _members(report)
    yield Heading(_("Three facts for a floor speech"))
    yield Bullets([_fact(fact) for fact in district_facts.three_facts(atlas, report)], True)
    yield Paragraph(caveats.gaps_come_from_policy())
    yield Paragraph(
        f"{caveats.where_not_who()} {caveats.districts_are_newer()} "
        f"{zip_sections.members_as_of(report.listed)}",
        "quiet",
    )
    yield from _compared(atlas, report)
    yield from _money(report)
    yield from _parts(atlas, report)
    yield from _map(atlas, report)
    yield from _since(atlas, report)
    publishers = zip_figures.publishers(atlas, district_sections.source_ids(report))
    yield Paragraph(
        _("Sources: {publishers}. Their titles stand on the page of the district.").format(
            publishers=publishers
        ),
        "quiet",
    )


def _members(report: DistrictReport) -> Iterator[Block]:
    seated = [_contact(member) for member in report.members] or [zip_sections.vacant()]
    for words in seated:
        yield Paragraph(_("Who speaks for it: {member}").format(member=words), "lead")


def _contact(member: Member) -> str:
    named = f"{member.name} ({member.role})" if member.role else member.name
    return " · ".join(part for part in (named, member.phone, member.email) if part)


def _fact(fact: Fact) -> str:
    source = _("Source: {source}.").format(source=fact.source) if fact.source else ""
    return f"{district_facts.with_interval(fact)} {source}".strip()


def _compared(atlas: Atlas, report: DistrictReport) -> Iterator[Block]:
    yield Heading(_("How that compares"))
    yield Paragraph(" ".join(w for w in district_sections.rate_in_words(report, False) if w))
    figure = district_figures.rate_figure(atlas, report)
    if figure is not None:
        yield FigureBlock(figure, said=False)


def _money(report: DistrictReport) -> Iterator[Block]:
    head, rows = district_sections.economy_table(report)
    if rows:
        yield TableBlock(
            f"{district_sections.economy_caption(report)} {district_figures.method()}",
            head,
            rows,
            numbers=tuple(range(1, len(head) - 1)),
        )
    else:
        yield Paragraph(district_sections.no_incomes())


def _parts(atlas: Atlas, report: DistrictReport) -> Iterator[Block]:
    yield Heading(_("Its ZIP codes, cities and towns"))
    yield Paragraph(district_sections.people_in_it(report))
    head, rows = district_figures.zip_table(atlas, report, MOST_ZIPS)
    if rows:
        yield TableBlock(zips_caption(report), head, rows, numbers=(1, 2, 3))


def _map(atlas: Atlas, report: DistrictReport) -> Iterator[Block]:
    figure = district_figures.map_figure(atlas, report)
    if figure is not None:
        yield FigureBlock(figure, said=False)


def zips_caption(report: DistrictReport) -> str:
    """What the table of ZIP areas holds, and how many it leaves to the page."""
    total = len(report.zips.shown)
    if total <= MOST_ZIPS:
        return _("ZIP areas of {district}, most residents first").format(
            district=place_names.spoken(report.place)
        )
    return _("The {n} ZIP areas of {total} with most residents; the page has them all").format(
        n=MOST_ZIPS, total=total
    )


def _since(atlas: Atlas, report: DistrictReport) -> Iterator[Block]:
    yield Heading(_("And since then?"))
    trends = report.trends[:MOST_TOWNS]
    yield Paragraph(district_sections.no_years_of_its_own(report, trends))
    for figure, trend in zip(district_figures.year_figures(atlas, report), trends, strict=False):
        if zip_figures.worth_drawing(trend):
            yield FigureBlock(figure, said=False)
        else:
            yield Paragraph(figure.summary)
