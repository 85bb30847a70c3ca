"""What stands around the counts: young people, years of life lost, laws, background checks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from dashboard import drawings, formats
from dashboard.atlas import Atlas
from dashboard.figures import Figure, address
from dashboard.records import Observation
from dashboard.trends import rows as rows_of
from dashboard.trends import words as say
from dashboard.trends.rows import Group
from dashboard.words import _
from dashboard.zips.figures import publishers

DEATHS = "firearm_deaths"
LAWS, CHECKS = "firearm_laws", "background_checks"
_EVERYONE = "all"


def figures(atlas: Atlas) -> list[Figure]:
    """Those that the tables have, in the page's order."""
    made = (young_people(atlas), years_lost(atlas), laws(atlas), checks(atlas))
    return [figure for figure in made if figure is not None]


def young_people(atlas: Atlas) -> Figure | None:
    """Firearm deaths of people from 18 to 25, and what is published of those under 18."""
    young, minors = (
        [row for row in rows_of.groups(atlas, DEATHS, grouping) if len(row.period) == 4]
        for grouping in ("age18_25", "under18")
    )
    if not young:
        return None
    under = {row.period: row for row in minors}
    return Figure(
        key="young",
        title=_("Firearm deaths of people from 18 to 25 by year"),
        subtitle=_(
            "Massachusetts: deaths per 100,000 residents of that age a year, {years}, with 95% "
            "intervals"
        ).format(years=say.from_to(young)),
        caption=_("{all} {bands} {residents} Source: {source}.").format(
            all=say.all_together(),
            bands=say.with_bands(),
            residents=say.residents_who_died(),
            source=publishers(atlas, rows_of.sources(young)),
        ),
        summary=_("People from 18 to 25: {young}. Under 18: {under}.").format(
            young=_listed(young), under=_listed(minors)
        ),
        head=(
            _("Year"),
            _("18 to 25: people"),
            _("18 to 25: rate (95% interval)"),
            _("Under 18: people"),
            _("Under 18: rate (95% interval)"),
        ),
        rows=tuple(
            (
                row.period,
                rows_of.count_text(row),
                rows_of.rate_text(row),
                rows_of.count_text(under[row.period]) if row.period in under else formats.NOTHING,
                rows_of.rate_text(under[row.period]) if row.period in under else formats.NOTHING,
            )
            for row in young
        ),
        drawing=drawings.Lines(
            (
                rows_of.line(_("18 to 25"), young, "lead", count=False),
                rows_of.line(_("Under 18"), minors, "second", count=False),
            ),
            _("per 100,000 residents of that age a year"),
        ),
        address=address("trends"),
        limits=say.hidden_counts(),
        period=rows_of.period(young),
        sources=rows_of.sources(young),
    )


def years_lost(atlas: Atlas) -> Figure | None:
    """Years of potential life lost before age 65, homicide and suicide apart."""
    killed, died = (
        [row for row in rows_of.groups(atlas, id, _EVERYONE) if row.years_lost is not None]
        for id in ("firearm_homicides", "firearm_suicides")
    )
    if not killed or not died:
        return None
    lost = {row.period: row for row in died}
    return Figure(
        key="years_lost",
        title=_("Years of life lost to firearms before age 65"),
        subtitle=_("Massachusetts: years of potential life lost a year, {years}").format(
            years=say.from_to(killed)
        ),
        caption=_(
            "Each person who died before 65 counts for the years up to 65, so the young count "
            "most. It is a sum, not the worth of a life. {apart} No interval is published. "
            "{residents} Source: {source}."
        ).format(
            apart=say.intents_apart(),
            residents=say.residents_who_died(),
            source=publishers(atlas, rows_of.sources(killed)),
        ),
        summary=_(
            "{year}: {killed} years by firearm homicide and {died} years by firearm suicide."
        ).format(
            year=killed[-1].period,
            killed=formats.number(killed[-1].years_lost),
            died=formats.number(died[-1].years_lost),
        ),
        head=(_("Year"), _("Homicide: years lost"), _("Suicide: years lost")),
        rows=tuple(
            (
                row.period,
                formats.number(row.years_lost),
                formats.number(lost[row.period].years_lost)
                if row.period in lost
                else formats.NOTHING,
            )
            for row in killed
        ),
        drawing=drawings.Lines(
            (
                _lost(_("Suicide"), died, "lead"),
                _lost(_("Homicide"), killed, "second"),
            ),
            _("years a year"),
        ),
        address=address("trends"),
        period=rows_of.period(killed),
        sources=rows_of.sources(killed),
    )


def _lost(name: str, rows: Sequence[Group], role: str) -> drawings.Line:
    return drawings.Line(
        name,
        tuple(
            drawings.Point(
                rows_of.at(row.period),
                row.years_lost,
                None,
                None,
                f"{row.period}: {formats.number(row.years_lost)}",
            )
            for row in rows
        ),
        role,  # type: ignore[arg-type]
    )


def laws(atlas: Atlas) -> Figure | None:
    """Kinds of firearm law in force, and those that came or went, year by year."""
    years = rows_of.yearly(atlas, LAWS, "state", atlas.state.fips)
    if not years:
        return None
    table = atlas.law_changes
    changed: dict[tuple[str, str], list[str]] = {}
    for year, change, law in zip(table["year"], table["change"], table["law"], strict=True):
        changed.setdefault((str(year), str(change)), []).append(str(law))
    steps = [
        _("{year}: {n} added").format(year=year, n=len(names))
        for (year, change), names in changed.items()
        if change == "added"
    ]
    steps += [
        _("{year}: {n} removed").format(year=year, n=len(names))
        for (year, change), names in changed.items()
        if change == "removed"
    ]
    first, last = years[0], years[-1]
    return Figure(
        key="laws",
        title=_("Kinds of firearm law in force, {years}").format(
            years=f"{first.period}-{last.period}"
        ),
        subtitle=_("Massachusetts: kinds of law in force at a time, of 133 that are counted"),
        caption=_(
            "Ends in {year}: later laws, such as that of 2024, are not counted. Each kind counts "
            "for one; the number does not say how strong a law is or how well it is kept, nor what "
            "followed from it. Source: {source}."
        ).format(year=last.period, source=publishers(atlas, rows_of.sources(years))),
        summary=_("{before} kinds in {first}, {after} in {last}. {steps}").format(
            before=formats.number(first.value),
            first=first.period,
            after=formats.number(last.value),
            last=last.period,
            steps=f"{'; '.join(sorted(steps))}." if steps else "",
        ),
        head=(_("Year"), _("In force"), _("Added"), _("Removed"), _("Names in the source")),
        rows=tuple(
            (
                year.period,
                formats.number(year.value),
                *(
                    formats.number(len(changed.get((year.period, change), ())))
                    for change in ("added", "removed")
                ),
                ", ".join(
                    name
                    for change in ("added", "removed")
                    for name in changed.get((year.period, change), ())
                )
                or formats.NOTHING,
            )
            for year in years
            if year in {first, last}
            or any((year.period, change) in changed for change in ("added", "removed"))
        ),
        drawing=drawings.Lines((_full("", years),), _("kinds of law in force")),
        address=address("trends"),
        limits=_("A count of kinds of law. It shows no cause and no effect."),
        period=rows_of.period(years),
        sources=rows_of.sources(years),
    )


def checks(atlas: Atlas) -> Figure | None:
    """Background checks for firearms, a full count."""
    years = rows_of.yearly(atlas, CHECKS, "state", atlas.state.fips)
    if not years:
        return None
    return Figure(
        key="checks",
        title=_("Background checks for firearms in Massachusetts"),
        subtitle=_("Checks a year, {years}; a full count, so there is no interval").format(
            years=say.from_to(years)
        ),
        caption=_(
            "Checks are not sales: many are for licenses, and one can cover several firearms or "
            "none. A change in licensing practice changes the number. Source: {source}."
        ).format(source=publishers(atlas, rows_of.sources(years))),
        summary=_("{before} checks in {first}, {after} in {last}.").format(
            before=formats.number(years[0].value),
            first=years[0].period,
            after=formats.number(years[-1].value),
            last=years[-1].period,
        ),
        head=(_("Year"), _("Background checks")),
        rows=tuple((year.period, formats.number(year.value)) for year in years),
        drawing=drawings.Lines((_full("", years),), _("checks a year")),
        address=address("trends"),
        period=rows_of.period(years),
        sources=rows_of.sources(years),
    )


def _full(name: str, rows: Sequence[Observation]) -> drawings.Line:
    """Full counts as a line: nothing is sampled, so there is no band."""
    return drawings.Line(
        name,
        tuple(
            drawings.Point(
                rows_of.at(row.period),
                row.value,
                None,
                None,
                f"{row.period}: {formats.number(row.value)}",
            )
            for row in rows
        ),
    )


def _listed(rows: Sequence[Group]) -> str:
    """People of a group by year as words; years that hide the same are one run."""
    parts = []
    for text, run in groupby(rows, key=rows_of.count_text):
        same = list(run)
        years = [row.period for row in same]
        hidden = not any(map(rows_of.count_of, same))
        if len(years) > 1 and hidden:
            parts.append(
                _("{people}, in each year from {first} to {last}").format(
                    people=text, first=years[0], last=years[-1]
                )
            )
        else:
            parts += [_("{people} in {year}").format(people=text, year=year) for year in years]
    return "; ".join(parts)
