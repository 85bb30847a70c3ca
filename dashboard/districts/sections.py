"""The sections of a district's page, in the order in which a legislator needs them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, markup, place_names
from dashboard.atlas import Atlas
from dashboard.districts import facts as district_facts
from dashboard.districts import figures as district_figures
from dashboard.districts import names as district_names
from dashboard.districts.report import MAIN_TOWN, DistrictReport
from dashboard.lookups import Member, TownYears
from dashboard.maps import captions
from dashboard.records import Observation
from dashboard.renderings import page
from dashboard.reuse import downloads
from dashboard.sentences import caveats, injuries, place_words, value_words
from dashboard.words import _
from dashboard.zips import figures as zip_figures
from dashboard.zips import sections as zip_sections
from epidemiology.status import FULL_LOCATED_SHARE, SHOWS_RATE, Status

MOST_TOWNS = 5
"""Towns named in the sentence; the table has them all."""
MOST_LINKS = 12
ICE = "ice_income"


def browser_title(report: DistrictReport) -> str:
    """What the reader's tab and bookmark say."""
    return _("{district} · Every Zip Code").format(district=district_names.full(report.place))


def opening(report: DistrictReport) -> None:
    """What is known of the district in two sentences, and what the number is not."""
    markup.lead(district_facts.first_sentence(report))
    markup.text(
        place_words.income(report.income, report.state_income, place_names.spoken(report.place))
    )
    markup.quiet(f"{caveats.where_not_who()} {caveats.districts_are_newer()}")
    markup.links([(_("Print the two-page brief (PDF)"), brief_address(report))])


def brief_address(report: DistrictReport, form: str = ".pdf") -> str:
    """Where the brief is, to print or to read otherwise."""
    return f"/documents/{report.level}/{report.place.code}{form}"


def member(report: DistrictReport) -> None:
    """Who sits for the district, or that the seat is vacant."""
    st.header(_("Who speaks for it"))
    rows = [_member(found) for found in report.members] or [markup.escape(zip_sections.vacant())]
    st.html('<ul class="ezc-list">' + "".join(f"<li>{row}</li>" for row in rows) + "</ul>")
    markup.quiet(zip_sections.members_as_of(report.listed))


def _member(found: Member) -> str:
    office = f'<span class="contact">{markup.escape(found.office)}</span>' if found.office else ""
    return zip_sections.member_html(found) + office


def where_it_is(atlas: Atlas, report: DistrictReport) -> None:
    """The district over its ZIP areas, and its cities and towns."""
    st.header(_("Its ZIP codes, cities and towns"))
    markup.text(people_in_it(report))
    figure = district_figures.map_figure(atlas, report)
    if figure is None:
        markup.text(_("This edition of the atlas has no outline of the district."))
    else:
        page.show(figure)
    links = zip_sections.zip_links(tuple(part.place.code for part in report.zips.shown))
    if len(links) > MOST_LINKS:
        with st.expander(_("All about its ZIP codes")):
            markup.links(links)
    elif links:
        markup.text(_("All about its ZIP codes:"))
        markup.links(links)
    if report.towns.only is None and report.towns.shown:
        with st.expander(_("Its cities and towns")):
            head, rows = district_figures.town_table(report)
            markup.table(
                head,
                rows,
                caption=_("Cities and towns of {district}, most residents first").format(
                    district=place_names.spoken(report.place)
                ),
                numbers=(1, 2),
            )
            markup.quiet(district_figures.towns_left_out(report.towns))


def people_in_it(report: DistrictReport) -> str:
    """How many people live in the district, and in which towns most of them do."""
    name, found = place_names.spoken(report.place), report.residents
    parts = []
    if found is not None and found.value is not None:
        parts.append(
            _("About {n} people live in {district} ({years}).").format(
                n=formats.number(round(found.value, -2)),
                district=name,
                years=formats.period_short(found.period),
            )
        )
    parts.append(towns_in_words(report))
    return " ".join(part for part in parts if part)


def towns_in_words(report: DistrictReport) -> str:
    """The towns with most of the residents."""
    towns = report.towns
    if not towns.shown:
        return ""
    if towns.only is not None:
        return _("All of it lies in {town}.").format(town=place_names.name(towns.only.place))
    named = formats.listing(
        [
            _("{town} ({share} of residents)").format(
                town=place_names.name(part.place), share=formats.share(part.share)
            )
            for part in towns.shown[:MOST_TOWNS]
        ]
    )
    if len(towns.shown) <= MOST_TOWNS:
        return _("It takes in people of {towns}.").format(towns=named)
    return _("It takes in people of {n} cities and towns, most of all {towns}.").format(
        n=len(towns.shown), towns=named
    )


def compared(atlas: Atlas, report: DistrictReport) -> None:
    """The rate with its interval beside the state, or why there is none."""
    st.header(_("How that compares"))
    shot, name = report.shot, place_names.spoken(report.place)
    for words in rate_in_words(report):
        markup.text(words)
    if shot is not None and Status(shot.status) in SHOWS_RATE:
        markup.quiet(captions.districts(atlas, report.level))
    figure = district_figures.rate_figure(atlas, report)
    if figure is not None:
        page.show(figure)
        markup.text(caveats.gaps_come_from_policy())
    zip_sections.how_we_know(atlas, shot, name)


def rate_in_words(report: DistrictReport, explained: bool = True) -> list[str]:
    """The rate and its interval, or why there is none, and how much could be placed.

    Args:
        explained: whether to say what an interval is.
    """
    shot = report.shot
    status = Status(shot.status) if shot is not None else Status.NOT_COVERED
    if shot is None or status not in SHOWS_RATE:
        return [
            _("Why is there no rate? {reason}").format(reason=value_words.status_note(status)),
            located(shot),
        ]
    said = _("{count}: {rate}.").format(
        count=injuries.count_beside_rate(shot),
        rate=injuries.rate_with_interval(shot, _("per 100,000 residents a year")),
    )
    unstable = value_words.status_note(status) if status == Status.UNSTABLE else ""
    interval = injuries.interval_in_words(shot) if explained else ""
    return [said, interval, unstable, located(shot)]


def located(shot: Observation | None) -> str:
    """How much of the record could be placed in a district, where that is under 95 percent."""
    if shot is None or formats.absent(shot.located_share):
        return ""
    if (shot.located_share or 0) >= FULL_LOCATED_SHARE:
        return ""
    words = _(
        "We estimate that {share} of the people shot here could be placed on the map. The others "
        "are known only by their town and are in no district's count, so the true number may be "
        "higher."
    ).format(share=formats.share(shot.located_share))
    return f"{words} {injuries.if_all_located(shot)}".strip()


def trend(atlas: Atlas, report: DistrictReport) -> None:
    """The town year by year: a district has no yearly counts of its own."""
    st.header(_("And since then?"))
    markup.text(no_years_of_its_own(report, report.trends))
    for made, years in zip(
        district_figures.year_figures(atlas, report), report.trends, strict=False
    ):
        if zip_figures.worth_drawing(years):
            page.show(made)
        else:
            page.say(made)


def no_years_of_its_own(report: DistrictReport, trends: Sequence[TownYears]) -> str:
    """Why the years are those of these towns, the first of the district."""
    names = [trend.town_name for trend in trends if trend.years]
    if not names:
        return _(
            "None of our sources has yearly counts for the cities and towns of this district. That "
            "is a gap in the data, not a zero."
        )
    together = sum(part.share for part in report.towns.shown[: len(names)])
    if report.towns.only is not None:
        where = _("where all of its residents live")
    elif together >= MAIN_TOWN:
        where = _("where most of its residents live")
    else:
        where = _("where more of its residents live than elsewhere")
    return _(
        "The sources have no yearly counts by district. These are the years of {towns}, {where}. "
        "They count all of {towns}."
    ).format(towns=formats.listing(names), where=where)


def money(report: DistrictReport, atlas: Atlas) -> None:
    """Income in the district beside the state."""
    st.header(_("Income"))
    figure = district_figures.income_figure(atlas, report)
    if figure is not None:
        page.show(figure)
    head, rows = economy_table(report)
    if not rows:
        markup.text(no_incomes())
        return
    markup.table(
        head,
        rows,
        caption=economy_caption(report),
        numbers=range(1, len(head) - 1),
        stack=True,
    )
    markup.quiet(_("Poverty, rent and work are published for ZIP codes, not for districts."))


def no_incomes() -> str:
    """What stands where there is no table of incomes."""
    return _("Our sources have no economic numbers for this district.")


def economy_table(report: DistrictReport) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Columns and rows of incomes; margins of error have a column where any is published."""
    head = (
        _("Measure"),
        district_names.short(report.place),
        _("Margin of error"),
        _("Massachusetts"),
        _("Years"),
    )
    rows = zip_sections.economy_rows(report.economy)
    if _any_margin(report):
        return head, rows
    return (*head[:2], *head[3:]), [(*row[:2], *row[3:]) for row in rows]


def _any_margin(report: DistrictReport) -> bool:
    return any(row.here.moe is not None for row in report.economy)


def economy_caption(report: DistrictReport) -> str:
    """What the table of incomes holds."""
    margin = (
        _("Margins of error are at 90%.")
        if _any_margin(report)
        else _("The source publishes no margin of error for these.")
    )
    said = _("{district} beside the state. {margin}").format(
        district=district_names.full(report.place), margin=margin
    )
    if not any(row.indicator.id == ICE for row in report.economy):
        return said
    return f"{said} {_('ICE runs from −1, all households with little, to +1, all with much.')}"


def facts(atlas: Atlas, report: DistrictReport, site: str) -> None:
    """Three sentences to read aloud, and the same to copy with the address of the page."""
    st.header(_("Three facts for a floor speech"))
    found = district_facts.three_facts(atlas, report)
    items = "".join(
        f"<li>{markup.escape(fact.text)}<small>{markup.escape(fact.interval)} "
        f"{markup.escape(_('Source: {source}.').format(source=fact.source) if fact.source else '')}"
        "</small></li>"
        for fact in found
    )
    st.html(f'<ol class="ezc-aloud">{items}</ol>')
    markup.text(caveats.gaps_come_from_policy())
    with st.expander(_("Copy the three facts")):
        st.code(
            district_facts.aloud(found, site + district_names.address(report.place)),
            language=None,
            wrap_lines=True,
        )


def take_away(atlas: Atlas, report: DistrictReport) -> None:
    """The numbers as a file, the brief, the map."""
    st.header(_("To take away"))
    code, level = report.place.code, report.level
    markup.links(
        [
            (_("Print the two-page brief (PDF)"), brief_address(report)),
            (_("In large print"), brief_address(report, "-large.pdf")),
            (_("As plain text"), brief_address(report, ".txt")),
        ]
    )
    st.download_button(
        _("Download the numbers (CSV)"),
        data=lambda: downloads.csv_bytes(
            downloads.filtered(atlas.observations, level=level, code=code)
        ),
        file_name=f"every-zip-code-{level}-{code}.csv",
        mime="text/csv",
        on_click="ignore",
    )
    markup.quiet(_("Sources: {sources}.").format(sources="; ".join(source_names(atlas, report))))


def source_names(atlas: Atlas, report: DistrictReport) -> list[str]:
    """Publisher and title of each dataset behind the page."""
    named = (zip_figures.source_titles(atlas, (id,)) for id in source_ids(report))
    return [name for name in dict.fromkeys(named) if name]


def source_ids(report: DistrictReport) -> tuple[str, ...]:
    """The datasets behind the page."""
    shown = [
        report.shot,
        *(row.observation for row in report.compared),
        *(year for years in report.trends for year in years.years),
        *(row.here for row in report.economy),
    ]
    ids = dict.fromkeys(id for o in shown if o is not None for id in o.source.split())
    members = "congress_members" if report.level == "congress" else "open_states"
    return (*ids, "census_places", members)
