"""How one published number came to be, from the page back to the lines of the source files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from epidemiology.periods import Period
from epidemiology.rates import DAYS_PER_YEAR, PER
from etl import catalogue, tract_units
from etl.catalogue import Indicator
from etl.sources import datasets
from etl.tables import TABLES

Line = tuple[str, str]
STATISTICS = ("gradients", "quintiles", "sensitivities", "models", "cluster_tests", "clusters")
SMOOTHED = "people_shot_smoothed"


class NotFoundError(Exception):
    """There is no such observation; the message says which part is not known."""


def explain(
    tables: Mapping[str, pd.DataFrame], observation: str, folder: Path | None
) -> list[Line]:
    """Everything that is known of how a number was made, as labelled lines.

    Args:
        tables: the published tables.
        observation: ``indicator/level/code/period``; or a table of :data:`STATISTICS` and its key,
            as in ``gradients/people_shot/zcta/2015-07_2017-12/25/poverty/2014-2018/rate_ratio``.
        folder: the source files, to find and count their rows again; or None.

    Raises:
        NotFoundError: no such observation.
        SourceError: a source file is not in its documented form.
    """
    name, _, key = observation.strip().partition("/")
    if name in STATISTICS:
        return list(_statistic(tables, name, key.split("/")))
    row = _find(tables, observation)
    indicator = next(i for i in catalogue.INDICATORS if i.id == row["indicator"])
    lines = [
        *_what(tables, row, indicator),
        *_sum(row, indicator),
        *_smoothed(tables, row),
        *_sources(tables, row),
    ]
    if folder is not None:
        from etl import trace  # the heavy imports, only where they are needed

        lines += trace.rows(tables, row, indicator, folder)
    else:
        lines.append(("Source rows", "add --from ../shared/sources to find them again"))
    return lines


def _statistic(tables: Mapping[str, pd.DataFrame], name: str, parts: list[str]) -> Iterator[Line]:
    """A row of a table of statistics, and of a gradient the fifths that it is made of."""
    row = _match(tables[name], TABLES[name].key, parts, name)
    for field in TABLES[name].fields:
        if pd.notna(row[field]) and row[field] != "":
            cell = row[field]
            yield field, f"{cell:,.6g}" if isinstance(cell, float) else str(cell)
    if name in {"gradients", "sensitivities"}:
        yield from _fifths(tables["quintiles"], row)
    yield "Formula", "docs/methods.md; the counts and person-years are those of the places"


def _fifths(quintiles: pd.DataFrame, row: pd.Series) -> Iterator[Line]:
    same = TABLES["quintiles"].key[:-1]
    here = quintiles[(quintiles[list(same)] == row[list(same)]).all(axis=1)]
    for fifth in here.to_dict("records"):
        count = "1-4" if pd.isna(fifth["numerator"]) else f"{fifth['numerator']:,.0f}"
        yield (
            f"Fifth {fifth['quintile']}",
            f"{count} people / {fifth['denominator']:,.0f} person-years in {fifth['areas']} areas, "
            f"{row['order_by']} {fifth['lowest']:,.6g} to {fifth['highest']:,.6g}",
        )


def _match(rows: pd.DataFrame, names: Sequence[str], parts: list[str], what: str) -> pd.Series:
    if len(parts) != len(names):
        raise NotFoundError(f"{what} has the key {'/'.join(names)}; came {'/'.join(parts)!r}")
    for column, part in zip(names, parts, strict=True):
        left = rows[rows[column].astype(str) == part]
        if left.empty:
            known = ", ".join(sorted(rows[column].astype(str).unique())[:30])
            raise NotFoundError(f"there is no {column} {part!r} here; known: {known}")
        rows = left
    return rows.iloc[0]


def _find(tables: Mapping[str, pd.DataFrame], observation: str) -> pd.Series:
    parts = observation.strip().split("/")
    if len(parts) != 4:
        raise NotFoundError(
            f"{observation!r} is not indicator/level/code/period, "
            "as in people_shot/zcta/02121/2015-07_2017-12"
        )
    names = ["indicator", "level", "code", "period"]
    rows = pd.concat([tables["observations"], tables["series"]])
    return _match(rows, names, parts, "an observation")


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
        if pd.notna(row["value"]) and pd.notna(row["numerator"]):
            yield (
                "Formula",
                f"{PER:,} x {row['numerator']:,.0f} / {row['denominator']:,.1f} = "
                f"{row['value']:,.4f}; exact Poisson limits (Garwood 1936)",
            )
    if pd.notna(row["located_share"]):
        of = (
            "residents live where the CDC gives a rate"
            if row["indicator"] == tract_units.INDICATOR
            else "people recorded could be placed on the map"
        )
        yield "Located", f"{row['located_share']:.1%} of the {of}"
    if pd.notna(row["if_all_located"]):
        yield (
            "Sensitivity",
            f"{row['if_all_located']:,.4f} if the others were spread as those placed",
        )
    for caveat in indicator.caveats:
        yield "Caveat", caveat


def _smoothed(tables: Mapping[str, pd.DataFrame], row: pd.Series) -> Iterator[Line]:
    """Of a smoothed rate, the prior it is drawn toward and the sum."""
    if row["indicator"] != SMOOTHED or pd.isna(row["value"]):
        return
    priors = tables["priors"]
    priors = priors[(priors["level"] == row["level"]) & (priors["period"] == row["period"])]
    for prior in priors.to_dict("records"):
        yield (
            "Prior",
            f"region {prior['region']}: {prior['areas']} places, {prior['rate']:,.4f} per {PER:,} "
            f"a year (b), gamma of shape {prior['shape']:,.4f} and rate {prior['prior_rate']:,.4f}",
        )
    yield (
        "Formula",
        "b x (people + shape) / (expected + rate), expected = person-years x b / 100,000; of 1-4 "
        "people the mixture over that range (Clayton and Kaldor 1987). The prior is that of the "
        "place's own source.",
    )


def _sources(tables: Mapping[str, pd.DataFrame], row: pd.Series) -> Iterator[Line]:
    known = tables["sources"].set_index("id")
    for name in row["source"].split():
        source = known.loc[name]
        yield "Source", f"{source['publisher']}: {source['title']}, {source['vintage']} ({name})"
        yield "", f"{source['citation']}"
        read, used, left = (f"{source[n]:,}" for n in ("rows_in", "rows_used", "rows_left"))
        yield "", f"{read} rows in, {used} used, {left} left over: {source['left_why'] or 'none'}"
        yield "", f"{', '.join(datasets()[name].files)} sha256 {source['sha256'][:16]}..."
