"""The sections of the data page: measures, states of a number, coverage, sources, downloads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import formats, markup
from dashboard.atlas import Atlas
from dashboard.reuse import downloads
from dashboard.sentences import caveats, value_words
from dashboard.tables import BOUNDARIES, TABLES
from dashboard.words import _, plural, told
from dashboard.zips.figures import source_titles
from epidemiology.periods import Period
from epidemiology.status import Status

ANY = ""


def level_names() -> dict[str, str]:
    """Kinds of place, as a person calls them; the rest of a total that no place holds as well."""
    names = {
        "nation": _("Country"),
        "state": _("State"),
        "us_state": _("Each state of the nation"),
        "county": _("County"),
        "town": _("Town or city"),
        "zcta": _("ZIP code"),
        "house": _("State House district"),
        "senate": _("State Senate district"),
        "congress": _("Congressional district"),
        "police_district": _("Boston police district"),
    }
    unplaced = {
        f"{level}_unplaced": _("{level}: not placed").format(level=name)
        for level, name in names.items()
    }
    return names | unplaced


def measures(atlas: Atlas) -> None:
    """Every measure, as its catalogue says it, theme by theme."""
    st.header(_("What is measured"))
    themes = {
        "firearm_injury": _("Firearm injury"),
        "economy": _("Money, work and housing"),
        "context": _("Context"),
    }
    for theme, name in themes.items():
        table = atlas.in_words("indicators")
        rows = table[table["theme"] == theme].sort_values("title")
        count = plural("{n} measure", "{n} measures", len(rows))
        with st.expander(f"{name}: {count}"):
            for row in _records(rows):
                _measure(atlas, row)


def _measure(atlas: Atlas, row: dict[str, Any]) -> None:
    names = level_names()
    levels = [level for level in row["levels"].split() if not level.endswith("_unplaced")]
    st.html(f'<h3 class="ezc-figure-title">{markup.escape(row["title"])}</h3>')
    markup.definitions(
        [
            (_("Unit"), told(row["unit"])),
            (_("Places"), formats.listing([names.get(level, level) for level in levels])),
            (
                _("Years"),
                ", ".join(formats.period_short(p) for p in _sorted(row["periods"].split())),
            ),
            (_("Interval"), row["interval"]),
            (_("Limits"), " ".join(row["caveats"].splitlines())),
            (_("Sources"), source_titles(atlas, (row["sources"],))),
        ]
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        dict(zip(frame.columns, row, strict=True))
        for row in frame.itertuples(index=False, name=None)
    ]


def _sorted(periods: list[str]) -> list[str]:
    return sorted(periods, key=_order)


def statuses(atlas: Atlas) -> None:
    """What each state of a number means, and how many numbers are in it."""
    st.header(_("What we may say of a number"))
    markup.text(
        _("Every number in this atlas has one of these states. “No data” is never drawn as zero.")
    )
    counts = atlas.observations["status"].value_counts()
    markup.table(
        (_("State"), _("What it means"), _("Numbers")),
        [
            (
                value_words.status_name(status),
                value_words.status_note(status),
                formats.number(int(counts.get(status, 0))),
            )
            for status in Status
        ],
        caption=_("States of the numbers in this edition"),
        numbers=(2,),
        stack=True,
    )


def coverage(atlas: Atlas) -> None:
    """Where each source speaks and where it is silent, in the state as a whole."""
    st.header(_("Where the sources are silent"))
    markup.text(
        _(
            "A gap in the data is a finding too. Each row is one source and its years: whom it "
            "recorded, how many of them could be placed on the map, and how many towns it covers."
        )
    )
    frame = atlas.coverage
    towns = frame[frame["level"] == "town"]
    reach = towns.groupby(["source", "period"])["covered"].sum().to_dict()
    rows = _records(frame[frame["level"] == "state"])
    for source in sorted({row["source"] for row in rows}):
        title = source_titles(atlas, (source,)) or source
        with st.expander(title):
            markup.table(
                (_("Years"), _("People recorded"), _("On the map"), _("Towns covered")),
                [
                    (
                        formats.period_short(row["period"]),
                        _people(row["people"], row["covered"]),
                        formats.share(row["located_share"]),
                        formats.number(reach.get((source, row["period"]), 0)),
                    )
                    for row in sorted(rows, key=lambda row: _order(row["period"]))
                    if row["source"] == source
                ],
                caption=_("{source}: Massachusetts by years; a dash where there is nothing").format(
                    source=title
                ),
                numbers=(1, 2, 3),
                stack=True,
            )


def town_coverage(atlas: Atlas) -> None:
    """The coverage of one town, of the reader's choice."""
    frame = atlas.coverage[atlas.coverage["level"] == "town"]
    names = {place.code: place.name for place in atlas.places_at("town")}
    known = sorted(set(frame["code"]) & set(names), key=lambda code: names[code])
    code = st.selectbox(
        _("Show the coverage of one town"),
        known,
        format_func=lambda code: names[code],
        key="d_town",
        index=None,
        placeholder=_("Choose a town"),
        width=360,
    )
    if code is None:
        return
    rows = _records(frame[frame["code"] == code])
    rows.sort(key=lambda row: (row["source"], _order(row["period"])))
    markup.table(
        (_("Source"), _("Years"), _("Covered"), _("People recorded"), _("On the map")),
        [
            (
                source_titles(atlas, (row["source"],)),
                formats.period_short(row["period"]),
                _("yes") if row["covered"] else _("no: a gap, not a zero"),
                _people(row["people"], row["covered"]),
                formats.share(row["located_share"]),
            )
            for row in rows
        ],
        caption=names[code],
        numbers=(3, 4),
        stack=True,
    )


def _order(period: str) -> tuple[date, date]:
    span = Period.parse(period)
    return span.last, span.first


def _people(value: float, covered: bool) -> str:
    if not covered:
        return formats.NOTHING
    return formats.TOO_FEW if pd.isna(value) else formats.number(value)


def sources(atlas: Atlas) -> None:
    """Every source as it was used: rows in, rows used, rows left over and why."""
    st.header(_("Sources"))
    for row in _records(atlas.in_words("sources").sort_values(["publisher", "title"])):
        with st.expander(f"{row['publisher']}: {row['title']}"):
            rows = _("{read} read, {used} used, {left} left over").format(
                read=formats.number(row["rows_in"]),
                used=formats.number(row["rows_used"]),
                left=formats.number(row["rows_left"]),
            )
            markup.definitions(
                [
                    (_("Years"), row["vintage"]),
                    (_("Used for"), row["used_for"]),
                    (_("How to cite"), row["citation"]),
                    (_("Licence"), row["licence"]),
                    (_("As of"), as_of(row["data_as_of"])),
                    (_("Copy"), copy_kind(row["state"])),
                    (_("Got"), row["retrieved"]),
                    (_("Limits"), " ".join(row["caveats"].splitlines())),
                    (_("Rows"), rows),
                    (_("Why left over"), row["left_why"]),
                    (_("Checksum (SHA-256)"), row["sha256"]),
                ]
            )
            links = [
                markup.link(label, row[column])
                for label, column in (
                    (_("Publisher's page"), "landing_page"),
                    (_("Where it is served"), "endpoint"),
                )
                if row[column].startswith("http")
            ]
            st.html(f'<p class="ezc-text">{" · ".join(links)}</p>')


def as_of(day: str) -> str:
    """The publisher's own date of its data; "" where it names none."""
    return formats.day(day[:10]) if day else ""


def copy_kind(state: str) -> str:
    """Which copy of a source was read."""
    return {
        "fresh": _("the publisher's newest"),
        "kept": _("the last good copy: a newer one could not be had, or did not pass the checks"),
        "embedded": _("the one that came with the atlas"),
    }[state]


def limits(atlas: Atlas) -> None:
    """What these data cannot say."""
    city = bool(atlas.state.police_record_town)
    st.header(_("Limits"))
    st.html(
        "<ul class='ezc-list'>"
        + "".join(
            f"<li>{markup.escape(text)}</li>"
            for text in (
                caveats.areas_not_people(),
                caveats.where_not_who(),
                _(
                    "Outside Boston the counts come from news and police reports, gathered by "
                    "the Gun Violence "
                    "Archive. It misses people who were shot and lived, most of all in 2014 and "
                    "2015."
                )
                if city
                else "",
                _("No source that we may use has people shot outside Boston after 2020.")
                if city
                else "",
                _(
                    "ZIP areas on the map are of 2010 and their residents of 2018 to 2022. Where "
                    "the Census has "
                    "redrawn an area, its page says so."
                ),
                _(
                    "Some Census numbers came to us without margins of error. Then we say so; we "
                    "do not make "
                    "one up."
                ),
            )
            if text
        )
        + "</ul>"
    )


def download(atlas: Atlas) -> None:
    """A table, filtered as the reader wishes, and everything at once."""
    st.header(_("Downloads"))
    markup.text(
        _(
            "Edition {version}. The files hold what the pages show, and nothing that is hidden "
            "there. Codes are text: keep their zeros."
        ).format(version=atlas.version)
    )
    name = _choice(_("Table"), list(TABLES), "table", default="observations")
    frame = downloads.table(atlas, name)
    wanted = _filters(atlas, frame)
    part = downloads.filtered(frame, **wanted)
    markup.quiet(plural("{n} row", "{n} rows", len(part)))
    stem = "-".join(["every-zip-code", name, *(value for value in wanted.values() if value)])
    columns = st.columns([1, 1, 2], width=640)
    columns[0].download_button(
        _("CSV"),
        data=lambda: downloads.csv_bytes(part),
        file_name=f"{stem}.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
        key="csv",
    )
    columns[1].download_button(
        _("Parquet"),
        data=lambda: downloads.parquet_bytes(part),
        file_name=f"{stem}.parquet",
        mime="application/vnd.apache.parquet",
        on_click="ignore",
        width="stretch",
        key="parquet",
    )
    columns[2].download_button(
        _("With column notes and sources (zip)"),
        data=lambda: downloads.selection(atlas, name, **wanted),
        file_name=f"{stem}.zip",
        mime="application/zip",
        on_click="ignore",
        width="stretch",
        key="selection",
    )
    _boundaries(atlas)
    st.download_button(
        _("Everything in one file (zip)"),
        data=lambda: downloads.everything(atlas),
        file_name=f"every-zip-code-{atlas.version}.zip",
        mime="application/zip",
        on_click="ignore",
        key="everything",
    )


def _filters(atlas: Atlas, frame: pd.DataFrame) -> dict[str, str]:
    wanted: dict[str, str] = {}
    present = [column for column in downloads.FILTERS if column in frame.columns]
    if not present:
        return wanted
    names = {"indicator": _("Measure"), "level": _("Kind of place"), "period": _("Years")}
    columns = (atlas.in_words("indicators")[name].tolist() for name in ("id", "title"))
    titles = dict(zip(*columns, strict=True))
    spoken: dict[str, dict[str, str]] = {"indicator": titles, "level": level_names(), "period": {}}
    for column, place in zip(present, st.columns(len(present), width=860), strict=True):
        options = sorted(downloads.filtered(frame, **wanted)[column].unique())
        if column == "period":
            options = _sorted(options)
        with place:
            wanted[column] = _choice(
                names[column],
                [ANY, *options],
                column,
                words={p: formats.period_short(p) for p in options}
                if column == "period"
                else spoken[column],
            )
    return wanted


def _boundaries(atlas: Atlas) -> None:
    names = level_names()
    level = _choice(
        _("Boundaries (GeoJSON)"), list(BOUNDARIES), "boundary", words=names, default="zcta"
    )
    st.download_button(
        _("Boundaries: {level}").format(level=names[level]),
        data=lambda: downloads.boundary_bytes(atlas, level),
        file_name=f"every-zip-code-{level}.geojson",
        mime="application/geo+json",
        on_click="ignore",
        key="geojson",
    )


def _choice(
    label: str,
    options: list[str],
    key: str,
    *,
    words: dict[str, str] | None = None,
    default: str | None = None,
) -> str:
    spoken = words or {}
    chosen = st.selectbox(
        label,
        options,
        index=options.index(default) if default in options else 0,
        key=f"d_{key}",
        format_func=lambda value: _("All") if value == ANY else spoken.get(value, value),
        width=360,
    )
    return chosen or ANY
