"""How one published number came to be, from the page back to the lines of the source files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from epidemiology.periods import Period
from epidemiology.rates import DAYS_PER_YEAR, PER
from etl import catalogue
from etl.catalogue import Indicator
from etl.sources import datasets

Line = tuple[str, str]


class NotFoundError(Exception):
    """There is no such observation; the message says which part is not known."""


def explain(
    tables: Mapping[str, pd.DataFrame], observation: str, folder: Path | None
) -> list[Line]:
    """Everything that is known of how a number was made, as labelled lines.

    Args:
        tables: the published tables.
        observation: ``indicator/level/code/period``.
        folder: the source files, to find and count their rows again; or None.

    Raises:
        NotFoundError: no such observation.
        SourceError: a source file is not in its documented form.
    """
    row = _find(tables, observation)
    indicator = next(i for i in catalogue.INDICATORS if i.id == row["indicator"])
    lines = [*_what(tables, row, indicator), *_sum(row, indicator), *_sources(tables, row)]
    if folder is not None:
        from etl import trace  # the heavy imports, only where they are needed

        lines += trace.rows(tables, row, indicator, folder)
    else:
        lines.append(("Source rows", "add --from ../shared/sources to find them again"))
    return lines


def _find(tables: Mapping[str, pd.DataFrame], observation: str) -> pd.Series:
    parts = observation.strip().split("/")
    if len(parts) != 4:
        raise NotFoundError(
            f"{observation!r} is not indicator/level/code/period, "
            "as in people_shot/zcta/02121/2015-07_2017-12"
        )
    names = ["indicator", "level", "code", "period"]
    for name in ("observations", "series"):
        rows = tables[name]
        for column, part in zip(names, parts, strict=True):
            rows = rows[rows[column] == part]
        if len(rows):
            return rows.iloc[0]
    rows = pd.concat([tables["observations"], tables["series"]])
    for column, part in zip(names, parts, strict=True):
        left = rows[rows[column] == part]
        if left.empty:
            known = ", ".join(sorted(rows[column].unique())[:30])
            raise NotFoundError(f"there is no {column} {part!r} here; known: {known}")
        rows = left
    raise NotFoundError(f"there is no observation {observation!r}")


def _what(
    tables: Mapping[str, pd.DataFrame], row: pd.Series, indicator: Indicator
) -> Iterator[Line]:
    places = tables["places"].set_index(["level", "code"])
    place = places.loc[(row["level"], row["code"])]
    period = Period.parse(row["period"])
    yield "Measure", f"{indicator.title} ({indicator.unit})"
    yield "Place", f"{place['name']} ({row['level']} {row['code']}){_said(place['flags'])}"
    yield "Period", f"{period.first:%d %B %Y} to {period.last:%d %B %Y}, {period.days:,} days"
    yield "Status", f"{row['status']}{_said(row['flags'])}"


def _said(flags: str) -> str:
    return f", flags: {flags}" if flags else ""


def _sum(row: pd.Series, indicator: Indicator) -> Iterator[Line]:
    shown = "not published under this status"
    if pd.notna(row["value"]):
        shown = f"{row['value']:,.6g}"
        if pd.notna(row["lower"]):
            shown += f", interval {row['lower']:,.6g} to {row['upper']:,.6g}"
        if pd.notna(row["moe"]):
            shown += f", margin of error {row['moe']:,.6g} (90 %)"
    yield "Value", shown
    yield "Interval", indicator.interval
    if pd.notna(row["numerator"]):
        yield "Numerator", f"{row['numerator']:,.6g}"
    if pd.notna(row["denominator"]):
        yield (
            "Denominator",
            f"{row['denominator']:,.1f} ({row['denominator_source'] or 'as published'})",
        )
    if indicator.id.startswith("people_") and pd.notna(row["denominator"]):
        days = Period.parse(row["period"]).days
        residents = row["denominator"] * DAYS_PER_YEAR / days
        yield "Person-years", f"{residents:,.0f} residents x {days} days / {DAYS_PER_YEAR}"
        if pd.notna(row["value"]):
            yield (
                "Formula",
                f"{PER:,} x {row['numerator']:,.0f} / {row['denominator']:,.1f} = "
                f"{row['value']:,.4f}; exact Poisson limits (Garwood 1936)",
            )
    if pd.notna(row["located_share"]):
        yield (
            "Located",
            f"{row['located_share']:.1%} of the people recorded could be placed on the map",
        )
    if pd.notna(row["if_all_located"]):
        yield (
            "Sensitivity",
            f"{row['if_all_located']:,.4f} if the others were spread as those placed",
        )
    for caveat in indicator.caveats:
        yield "Caveat", caveat


def _sources(tables: Mapping[str, pd.DataFrame], row: pd.Series) -> Iterator[Line]:
    known = tables["sources"].set_index("id")
    for name in row["source"].split():
        source = known.loc[name]
        yield "Source", f"{source['publisher']}: {source['title']}, {source['vintage']} ({name})"
        yield "", f"{source['citation']}"
        read, used, left = (f"{source[n]:,}" for n in ("rows_in", "rows_used", "rows_left"))
        yield "", f"{read} rows in, {used} used, {left} left over: {source['left_why'] or 'none'}"
        yield "", f"{', '.join(datasets()[name].files)} sha256 {source['sha256'][:16]}..."
