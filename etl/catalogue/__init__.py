"""Every measure of the atlas, declared once. To add one, write an entry; see README.md."""

from __future__ import annotations

import pandas as pd

from etl.catalogue import (
    context_firearms,
    deaths,
    health,
    income,
    living,
    newest_survey,
    people,
    people_shot,
    vulnerability,
)
from etl.catalogue._indicator import Feed, Indicator
from etl.catalogue._surveys import BUREAU, BUREAU_MOE, DISTRICT_SUMS, SUPERSEDED

__all__ = ["INDICATORS", "Feed", "Indicator", "table"]

INDICATORS: tuple[Indicator, ...] = (
    *people_shot.INDICATORS,
    *deaths.INDICATORS,
    *income.INDICATORS,
    *living.INDICATORS,
    *vulnerability.INDICATORS,
    *newest_survey.INDICATORS,
    *people.INDICATORS,
    *health.INDICATORS,
    *context_firearms.INDICATORS,
)


def table(*values: pd.DataFrame) -> pd.DataFrame:
    """The published table of indicators, with the levels, periods and sources that have values.

    Measures that only fetched tables give are left out where they were not fetched.

    Args:
        values: ``observations``, ``series`` and ``people_groups``.

    Raises:
        ValueError: an id is declared twice, a value has an indicator that is not declared, or an
            indicator is declared and has no value although its sources are embedded.
    """
    ids = [indicator.id for indicator in INDICATORS]
    if len(set(ids)) != len(ids):
        raise ValueError(
            f"declared twice in etl/catalogue: {sorted({i for i in ids if ids.count(i) > 1})}"
        )
    seen = pd.concat([frame[["indicator", "level", "period", "source"]] for frame in values])
    if unknown := set(seen["indicator"]) - set(ids):
        raise ValueError(f"values without an entry in etl/catalogue: {sorted(unknown)}")
    empty = set(ids) - set(seen["indicator"])
    may = {indicator.id for indicator in INDICATORS if indicator.live or not indicator.here}
    if missing := empty - may:
        raise ValueError(f"entries of etl/catalogue without a value: {sorted(missing)}")
    groups = dict(iter(seen.groupby("indicator")))
    return pd.DataFrame(
        {
            "id": indicator.id,
            "title": indicator.title,
            "short_title": indicator.short_title,
            "sentence": indicator.sentence,
            "unit": indicator.unit,
            "theme": indicator.theme,
            "better": indicator.better,
            "levels": _joined(groups[indicator.id]["level"]),
            "periods": _joined(groups[indicator.id]["period"]),
            "digits": indicator.digits,
            "interval": _interval(indicator, groups[indicator.id]),
            "caveats": "\n".join(_caveats(indicator, groups[indicator.id])),
            "sources": _joined(groups[indicator.id]["source"]),
        }
        for indicator in INDICATORS
        if indicator.id not in empty
    )


def _fetched(values: pd.DataFrame) -> str:
    """The years of the values that come from the survey's fetched tables; "" without any."""
    ours = values["source"].map(lambda sources: BUREAU in sources.split())
    return _joined(values.loc[ours, "period"])


def _interval(indicator: Indicator, values: pd.DataFrame) -> str:
    """What it says of its error; fetched values have a margin whatever the others have."""
    years = _fetched(values)
    if not years or indicator.live:
        return indicator.interval
    said = indicator.interval
    return f"{years}: {BUREAU_MOE}. Other years: {said[0].lower()}{said[1:]}"


def _caveats(indicator: Indicator, values: pd.DataFrame) -> list[str]:
    """What a reader must know, as it is with the fetched tables where they are there."""
    years = _fetched(values)
    if not years or indicator.live:
        return list(indicator.caveats)
    out = []
    for said in indicator.caveats:
        for before, now in SUPERSEDED.items():
            said = said.replace(before, now)
        out.append(said)
    newest = f"{years} comes from the Census Bureau's own tables, with margins of error."
    return [*out, f"{newest} {DISTRICT_SUMS}"]


def _joined(values: pd.Series) -> str:
    return " ".join(sorted({word for value in values.unique() for word in value.split()}))
