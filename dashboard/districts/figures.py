"""The figures of a district's page: its map, rates and incomes beside the state, years of its town.

Each title names the district, so that it stands alone where the figure is cut out.
"""

from __future__ import annotations

import math
from dataclasses import replace

from dashboard import formats
from dashboard.atlas import Atlas
from dashboard.districts import names as district_names
from dashboard.districts.report import DistrictReport, Part, Parts
from dashboard.figures import Figure
from dashboard.lookups import INCOME, SHOT, Compared
from dashboard.maps import areas as area_maps
from dashboard.maps import captions, layers
from dashboard.maps.layers import Box
from dashboard.place_names import Name
from dashboard.records import Place
from dashboard.sentences import caveats, value_words
from dashboard.words import _, plural, remembered
from dashboard.zips import figures as zip_figures
from epidemiology.status import SHOWS_RATE, Status

LONGEST_LABEL = 20
"""Characters of a name beside a chart; the title has the whole name."""
FLAT = 0.5
"""Height of the map over its width."""
AIR = 0.06


@remembered(256)
def rate_figure(atlas: Atlas, report: DistrictReport) -> Figure | None:
    """People shot per 100,000 residents a year: the district, its main town and the state."""
    indicator = atlas.indicator(SHOT)
    if indicator is None:
        return None
    name = Name(district_names.short(report.place))
    rated = report.shot is not None and report.shot.status in SHOWS_RATE
    figure = zip_figures.rates(
        atlas, _named(report.compared), indicator, name, caveats.periods_differ(district=True)
    )
    title = (
        _("{district}: people shot per 100,000 residents")
        if rated
        else _("{district} has no rate; the state has")
    )
    return replace(
        figure,
        title=title.format(district=name),
        address=district_names.address(report.place),
        limits=f"{caveats.where_not_who()} {caveats.districts_are_newer()}",
        period=report.period,
    )


@remembered(256)
def income_figure(atlas: Atlas, report: DistrictReport) -> Figure | None:
    """Median household income of the same survey years: the district, its main town, the state."""
    indicator = atlas.indicator(INCOME)
    if indicator is None:
        return None
    figure = zip_figures.incomes(
        atlas,
        _named(report.income_compared),
        indicator,
        address=district_names.address(report.place),
    )
    if figure is None:
        return None
    return replace(
        figure,
        title=_("{district}: income of the middle household").format(
            district=district_names.short(report.place)
        ),
        caption=f"{figure.caption} {method()}",
    )


def _named(rows: tuple[Compared, ...]) -> tuple[Compared, ...]:
    """The district by its short name, where that fits beside a chart, then the others."""
    if not rows:
        return rows
    name = district_names.short(rows[0].place)
    if len(name) > LONGEST_LABEL:
        name = _("The district")
    return replace(rows[0], name=Name(name)), *rows[1:]


def method() -> str:
    """How income comes to a district."""
    return _(
        "The Census Bureau gives incomes by tract. A tract that a district line cuts is shared "
        "out by where its residents live; the middle is then found among all households."
    )


def year_figures(atlas: Atlas, report: DistrictReport) -> list[Figure]:
    """People shot by year in the towns with most of the district's residents.

    A district has no yearly counts of its own. Towns without any count to draw come as well: the
    page says them in words.
    """
    made = []
    for number, trend in enumerate(report.trends):
        figure = zip_figures.years_figure(
            atlas,
            trend,
            f"years_{number}" if number else "years",
            address=district_names.address(report.place),
        )
        if figure is not None:
            made.append(figure)
    return made


@remembered(64)
def map_figure(atlas: Atlas, report: DistrictReport) -> Figure | None:
    """The district's outline over its ZIP areas by people shot; None where it has no boundary."""
    place = report.place
    if place.code not in atlas.features(place.level) or not report.period:
        return None
    codes = tuple(part.place.code for part in report.zips.shown)
    layer = (SHOT, report.period)
    figure = area_maps.map_figure(
        atlas,
        SHOT,
        "zcta",
        report.period,
        outline=(place.level, place.code),
        box=_box(place),
        title=_("{district}: people shot in its ZIP areas").format(
            district=district_names.short(place)
        ),
        address=district_names.address(place),
    )
    head, rows = zip_table(atlas, report)
    return replace(
        figure,
        summary=captions.summary(atlas, "zcta", layer, codes) if codes else figure.summary,
        caption=" ".join([figure.caption, cut_zips(), left_out(report.zips)]).strip(),
        head=head,
        rows=rows,
        limits=caveats.districts_are_newer(),
    )


def _box(place: Place) -> Box | None:
    """West, south, east and north around the district, wide enough to lie flat on a page."""
    if place.west is None or place.east is None or place.south is None or place.north is None:
        return None
    squeeze = math.cos(math.radians((place.south + place.north) / 2))
    across, along = (place.east - place.west) * squeeze, place.north - place.south
    air = AIR * max(across, along)
    high = max(along + 2 * air, (across + 2 * air) * FLAT)
    wide = max(across + 2 * air, high / FLAT) / squeeze
    x, y = (place.west + place.east) / 2, (place.south + place.north) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def cut_zips() -> str:
    """A ZIP's color is that of the whole ZIP."""
    return _(
        "The thick line is the district. A ZIP area that it cuts has the color of the whole ZIP, "
        "so the parts do not add up to the district's count."
    )


def zip_table(
    atlas: Atlas, report: DistrictReport, most: int | None = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and rows: each ZIP with its shares of residents and its own count of people shot."""
    head = (
        _("ZIP area"),
        _("Share of the district's residents"),
        _("Share of the ZIP's residents"),
        _("People shot in the whole ZIP"),
    )
    rows = tuple(
        (
            layers.label(atlas, "zcta", part.place.code),
            formats.share(part.share),
            formats.share(part.inside),
            _count(part),
        )
        for part in report.zips.shown[:most]
    )
    return head, rows


def _count(part: Part) -> str:
    """The ZIP's count, or the state of it in words: none recorded is no zero."""
    if part.shot is None:
        return value_words.status_name(Status.NOT_COVERED).lower()
    if part.shot.numerator or part.shot.status == Status.TOO_FEW:
        return zip_figures.count_text(part.shot)
    return value_words.status_name(part.shot.status).lower()


def town_table(
    report: DistrictReport, most: int | None = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Head and rows: each town with its shares of residents."""
    head = (
        _("City or town"),
        _("Share of the district's residents"),
        _("Share of the town's residents"),
    )
    rows = tuple(
        (part.place.name, formats.share(part.share), formats.share(part.inside))
        for part in report.towns.shown[:most]
    )
    return head, rows


def left_out(parts: Parts) -> str:
    """The ZIP areas that the list leaves out, with their residents."""
    if not parts.left_out:
        return ""
    return plural(
        "{n} ZIP area that the line barely touches is not in the list",
        "{n} ZIP areas that the line barely touches are not in the list",
        parts.left_out,
    ) + _of_residents(parts)


def towns_left_out(parts: Parts) -> str:
    """The towns that the list leaves out, with their residents."""
    if not parts.left_out:
        return ""
    return plural(
        "{n} town that the line barely touches is not in the list",
        "{n} towns that the line barely touches are not in the list",
        parts.left_out,
    ) + _of_residents(parts)


def _of_residents(parts: Parts) -> str:
    return _(" ({share} of the residents).").format(share=formats.share(parts.left_share))
