"""The sections of a ZIP code's page, in the order in which a resident reads them."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.lookups import EconomyRow, Member, Seat
from dashboard.maps import captions
from dashboard.maps.captions import IDEAL
from dashboard.place_names import Name
from dashboard.records import Observation
from dashboard.renderings import page
from dashboard.sentences import caveats, injuries, place_words, value_words
from dashboard.sentences.place_words import DOWNTOWN
from dashboard.words import _, told
from dashboard.zips import figures as zip_figures
from dashboard.zips import locator
from dashboard.zips.input import Answer
from dashboard.zips.report import ZipReport
from epidemiology.status import SHOWS_RATE, Status


def browser_title(report: ZipReport) -> str:
    """What the reader's tab and bookmark say."""
    return _("ZIP {zip}, {city} · Every Zip Code").format(
        zip=report.zip_code.zip, city=report.zip_code.city
    )


def zip_links(zips: tuple[str, ...]) -> list[tuple[str, str]]:
    """A label and an address for each ZIP code."""
    return [(zip, f"/zip?zip={zip}") for zip in zips]


def opening(answer: Answer, report: ZipReport) -> None:
    """The name of the place, what was really answered, and the two sentences."""
    zip_code = report.zip_code
    st.title(_("ZIP {zip}, {city}").format(zip=zip_code.zip, city=zip_code.city))
    markup.text(answer.note)
    markup.lead(first_sentence(report))
    markup.text(place_words.income(report.income, report.state_income, report.name))
    markup.quiet(f"{caveats.where_not_who()} {silent_since(report)}".strip())


def first_sentence(report: ZipReport) -> str:
    """People shot here, and what has happened in the town since."""
    words = injuries.people_shot(
        report.shot, report.killed, report.name, report.town_name, report.period
    )
    if not report.period:
        return words
    then, now = report.trend.since(report.period[-7:-3])
    return f"{words} {injuries.since(report.town_name, then, now)}".strip()


def silent_since(report: ZipReport) -> str:
    """Where the town's counts stop, if they do: an old number is not today's."""
    if report.trend.partial is not None or not report.trend.full_years:
        return ""
    return injuries.series_ends(report.town_name, report.trend.full_years[-1].period)


def the_number(atlas: Atlas, report: ZipReport) -> None:
    """The rate with its interval, beside the town, the county and the state; how we know."""
    indicator = atlas.indicator("people_shot")
    if indicator is None:
        return
    st.header(_("How that compares"))
    shot = report.shot
    if shot is not None and shot.status in SHOWS_RATE:
        markup.text(
            _("{count}: {rate}.").format(
                count=injuries.count_beside_rate(shot),
                rate=injuries.rate_with_interval(shot, indicator.unit_words),
            )
        )
        markup.text(injuries.interval_in_words(shot))
        if shot.status == Status.UNSTABLE:
            markup.text(value_words.status_note(shot.status))
        markup.text(place_words.downtown(report.place.flags, report.name))
    else:
        markup.text(value_words.why_no_rate(shot.status if shot else Status.NOT_COVERED))
    markup.text(injuries.located(shot, report.town_name))
    page.show(zip_figures.rate_figure(atlas, report, indicator))
    markup.text(caveats.gaps_come_from_policy())
    markup.links([(_("Compare with another place"), f"/compare?places={report.zip_code.zip}")])
    how_we_know(atlas, shot, report.town_name)


def how_we_know(atlas: Atlas, shot: Observation | None, among: Name) -> None:
    """Where the number of people shot comes from, one click away.

    Args:
        among: whose people could be placed on the map, "Boston".
    """
    with st.expander(_("How do we know?")):
        if shot is None:
            markup.text(value_words.status_note(Status.NOT_COVERED))
            return
        rated = shot.status in SHOWS_RATE and shot.value is not None
        markup.definitions(
            [
                (
                    _("What is counted"),
                    _("People struck by a bullet, killed or injured, by where it happened."),
                ),
                (_("When"), f"{formats.period(shot.period)} ({formats.duration(shot.period)})"),
                (
                    _("State of the number"),
                    f"{value_words.status_name(shot.status)}. "
                    f"{value_words.status_note(shot.status)}",
                ),
                (_("People shot"), zip_figures.count_text(shot)),
                (
                    _("Residents times years"),
                    _("{n} person-years ({source})").format(
                        n=formats.number(shot.denominator),
                        source=_("2021 district plan")
                        if shot.denominator_source == IDEAL
                        else told(shot.denominator_source),
                    )
                    if shot.denominator is not None
                    else "",
                ),
                (_("Residents of a district"), captions.districts(atlas, shot.level)),
                (
                    _("Formula"),
                    _(
                        "{count} ÷ {years} × 100,000 = {rate}; the interval is exact Poisson "
                        "(Garwood)"
                    ).format(
                        count=formats.number(shot.numerator),
                        years=formats.number(shot.denominator),
                        rate=formats.number(shot.value, 1),
                    )
                    if rated
                    else "",
                ),
                (
                    _("Placed on the map"),
                    _("{share} of the people recorded in {town}").format(
                        share=formats.share(shot.located_share, 1), town=among
                    )
                    if shot.located_share is not None
                    else "",
                ),
                (_("Who recorded them"), injuries.recorder_note(shot.source)),
                (_("Source"), zip_figures.source_titles(atlas, (shot.source,))),
            ]
        )
        markup.quiet(_("To follow it back to the lines of the source files:"))
        key = f"people_shot/{shot.level}/{shot.code}/{shot.period}"
        st.code(f"python -m etl explain {key}", language=None, wrap_lines=True)


def later_years(report: ZipReport) -> None:
    """What the police record says of this ZIP after 2017, where it does."""
    for later in report.later:
        markup.text(injuries.people_shot(later, None, report.name, report.town_name))
        rate = injuries.rate_with_interval(later, _("per 100,000 residents a year"))
        markup.quiet(
            _("That is {rate}.").format(rate=rate) if later.status in SHOWS_RATE and rate else ""
        )
        markup.quiet(injuries.located(later, report.town_name))


def the_town(atlas: Atlas, report: ZipReport) -> None:
    """The town year by year, so that no old number stands as today's."""
    figure = zip_figures.years_figure(atlas, report.trend, address=zip_figures.address_of(report))
    st.header(_("And since then?"))
    if figure is None:
        markup.text(injuries.no_yearly_counts(report.town_name))
        return
    later_years(report)
    if zip_figures.worth_drawing(report.trend):
        page.show(figure)
    else:
        page.say(figure)


def where_it_is(atlas: Atlas, report: ZipReport) -> None:
    """The place on the map, its towns, its residents and what a reader must know of it."""
    st.header(_("Where it is"))
    drawings = [
        locator.locator(atlas, report.place, report.town),
        locator.neighbourhood(atlas, report.place),
    ]
    if any(drawings):
        for column, drawing in zip(st.columns(2, gap="medium"), drawings, strict=True):
            column.markdown(drawing, unsafe_allow_html=True)
    markup.text(
        " ".join(
            [
                place_words.lies_in(report.name, report.towns),
                place_words.residents(
                    report.name, report.place.population, report.place.population_vintage
                ),
            ]
        ).strip()
    )
    for note in notes(report):
        markup.text(note)


def notes(report: ZipReport) -> list[str]:
    """What a reader must know of the place and of its numbers, each once."""
    shown = [report.shot, report.income, *(row.here for row in report.economy)]
    place = report.place.flags.replace(DOWNTOWN, "")  # stands beside the rate
    flags = [place, *(o.flags for o in shown if o is not None)]
    return place_words.flag_notes(" ".join(dict.fromkeys(" ".join(flags).split())), report.name)


def economy(atlas: Atlas, report: ZipReport) -> None:
    """Income and housing, with margins of error, beside the state."""
    st.header(_("Money, work and housing"))
    indicator = atlas.indicator("median_household_income")
    figure = zip_figures.income_figure(atlas, report, indicator) if indicator else None
    if figure is not None:
        page.show(figure)
    rows = economy_rows(report.economy)
    if not rows:
        markup.text(place_words.no_economic_numbers(report.name))
        return
    markup.table(
        (_("Measure"), report.name, _("Margin of error"), _("Massachusetts"), _("Years")),
        rows,
        caption=_(
            "{place} beside the state. Margins of error are at 90%. Where the newest survey comes "
            "without one, an older survey that has one stands here, so a value can differ from "
            "the figure above."
        ).format(place=report.name),
        numbers=(1, 2, 3),
        stack=True,
    )
    silent = [row.indicator.title for row in report.economy if row.here.value is None]
    if silent:
        markup.quiet(
            _("No source has these for {place}: {measures}.").format(
                place=report.name, measures="; ".join(silent)
            )
        )


def economy_rows(rows: Sequence[EconomyRow]) -> list[tuple[str, ...]]:
    """Measure, value here, its margin of error, value in the state, and survey years."""
    return [
        (
            row.indicator.title,
            value_words.cell(row.here, row.indicator),
            value_words.margin(row.here, row.indicator),
            value_words.cell(row.state, row.indicator),
            _years(row.here, row.state),
        )
        for row in rows
        if row.here.value is not None
    ]


def _years(here: Observation, state: Observation | None) -> str:
    if state is None or state.period == here.period:
        return formats.period_short(here.period)
    return _("{here} (state {state})").format(
        here=formats.period_short(here.period), state=formats.period_short(state.period)
    )


def representatives(report: ZipReport) -> None:
    """Who speaks for this ZIP in the State House, in Congress and in the Senate."""
    st.header(_("Who represents it"))
    for chamber, name in chambers().items():
        seats = [seat for seat in report.seats if seat.chamber == chamber]
        if seats:
            st.html(
                f'<h3 class="ezc-figure-title">{markup.escape(name)}</h3><ul class="ezc-list">'
                + "".join(_seat(seat, len(seats) > 1) for seat in seats)
                + "</ul>"
            )
    markup.quiet(
        " ".join(
            [
                caveats.districts_are_newer(),
                members_as_of([member for seat in report.seats for member in seat.members]),
            ]
        ).strip()
    )


def chambers() -> dict[str, str]:
    """The chambers in which a place has a voice, by their key in ``legislators``."""
    return {
        "house": _("State House of Representatives"),
        "senate": _("State Senate"),
        "congress": _("US House of Representatives"),
        "us_senate": _("US Senate"),
    }


def _seat(seat: Seat, several: bool) -> str:
    head = (
        markup.link(seat.district, f"/district?{seat.chamber}={seat.code}")
        if seat.code
        else markup.escape(seat.district)
    )
    if several and seat.share is not None:
        head += markup.escape(_(" ({share} of residents)").format(share=formats.share(seat.share)))
    members = "".join(
        member_html(member) for member in seat.members if member.name
    ) or markup.escape(vacant())
    return f"<li>{head}{'<br>' if head else ''}{members}</li>"


def vacant() -> str:
    """What stands in the place of a member."""
    return _("This seat is vacant, or was when the list was made.")


def member_html(member: Member) -> str:
    """A member's name with official contact."""
    name = (
        markup.link(member.name, member.website) if member.website else markup.escape(member.name)
    )
    role = f" ({markup.escape(member.role)})" if member.role else ""
    digits = "".join(c for c in member.phone if c.isdigit())
    phone = markup.link(member.phone, f"tel:+1{digits}") if digits else ""
    mail = markup.link(member.email, f"mailto:{member.email}") if member.email else ""
    return f'<b>{name}</b>{role}<span class="contact">{phone}{mail}</span>'


def members_as_of(members: Sequence[Member]) -> str:
    """The days of the lists that name these members."""
    days = sorted({member.as_of for member in members if member.as_of})
    return (
        _("Lists of members as of {days}.").format(
            days=formats.listing([formats.day(day) for day in days])
        )
        if days
        else ""
    )
