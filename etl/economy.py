"""Economic conditions and residents: one row an indicator, place and period.

Built from the feeds of the catalogue, and from the sums of census tracts. Every place of a
feed's level has a row: where the source has nothing the row says so, and never says zero.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from data_sources import acs_tract_income, census_tracts
from epidemiology.status import Status
from etl import acs, tracts
from etl.catalogue import income, living, vulnerability
from etl.catalogue._indicator import Feed, Indicator
from etl.catalogue.newest_survey import INDICATORS as NEWEST
from etl.catalogue.people import INDICATORS as PEOPLE
from etl.derived import DERIVED
from etl.ledger import Ledger
from etl.places import town_codes
from etl.settings import STATE
from etl.surveyed import finished, words
from etl.tables import conform

INDICATORS: tuple[Indicator, ...] = (
    *income.INDICATORS,
    *living.INDICATORS,
    *vulnerability.INDICATORS,
    *NEWEST,
    *PEOPLE,
)
INCOME_PERIOD = "2019-2023"
RESIDENTS_PERIOD = "2018-2022"
RESIDENT_LEVELS = ("town", "county", "house", "senate", "congress", "state")
"""ZIP areas have the Census Bureau's own shares for the same years."""


class Geography(Protocol):
    """What this step needs to know of places; see :class:`etl.geography.Geography`."""

    @property
    def places(self) -> pd.DataFrame:
        """The table of that name."""

    @property
    def populations(self) -> pd.DataFrame:
        """The table of that name."""

    @property
    def tract_weights(self) -> pd.DataFrame:
        """tract, level, code, share."""


def run(folder: Path, geography: Geography, ledger: Ledger) -> pd.DataFrame:
    """Load the sources that the catalogue names and make their rows of ``observations``.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a check failed; says what was expected and what came.
    """
    feeds = [(indicator, feed) for indicator in INDICATORS for feed in indicator.feeds]
    tables = read({feed.source for _, feed in feeds}, folder, geography.places, ledger)
    rows = [
        values(indicator, feed, tables, geography.places, geography.populations)
        for indicator, feed in feeds
    ]
    rows += [state_value(indicator, feed, tables) for indicator, feed in feeds if feed.state]
    rows += [*from_tracts(folder, geography, ledger)]
    newest = acs.run(folder, geography, INDICATORS, ledger)
    return conform("observations", _instead(pd.concat(rows, ignore_index=True), newest))


def _instead(rows: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """The rows and the newest ones, which replace those of the same measure, level and period."""
    if newest.empty:
        return rows
    key = ["indicator", "level", "period"]
    replaced = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(newest[key]))
    return pd.concat([rows[~replaced], newest], ignore_index=True)


def load(source: str, folder: Path) -> pd.DataFrame:
    """The table of a dataset, with ``code`` (of the place) and the columns of ``etl/derived.py``.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: the table has no column of place codes.
    """
    table = importlib.import_module(f"data_sources.{source}").load(folder)
    table = DERIVED.get(source, pd.DataFrame)(table)
    for column in ("zcta", "zip", "town"):
        if column in table:
            return table.rename(columns={column: "code"})
    raise ValueError(f"{source}: expected a column zcta, zip or town; came {list(table.columns)}")


def read(
    sources: Iterable[str], folder: Path, places: pd.DataFrame, ledger: Ledger
) -> dict[str, pd.DataFrame]:
    """Load datasets, with today's codes of towns, and note the rows that belong to no place.

    A dataset that an earlier step has read is not counted again.
    """
    tables = {}
    for source in sorted(sources):
        table = load(source, folder)
        if source == "mapc_race":
            town = table["level"] == "town"
            table.loc[town, "code"] = town_codes(
                table[town].rename(columns={"code": "town"}), places[places["level"] == "town"]
            )
        tables[source] = table
        if not ledger.rows_in[source]:
            ledger.read(source, len(table))
            lost = ~table["code"].isin(places["code"])
            ledger.leave(
                source,
                "of ZIP areas of 2010 that were given up (in the state's mean where weighted)",
                int(lost.sum()),
            )
    return tables


def values(
    indicator: Indicator,
    feed: Feed,
    tables: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    populations: pd.DataFrame,
) -> pd.DataFrame:
    """The rows of one feed: every place of its level.

    Args:
        indicator: what is measured.
        feed: where its values are.
        tables: by source, see :func:`load`.
        places, populations: the tables of those names.

    Returns:
        Columns of ``observations``, see :func:`finished`.

    Raises:
        KeyError: the feed names a column that the table lacks.
    """
    found = published(indicator, feed, tables[feed.source])
    here = places.loc[places["level"] == feed.level, ["code"]]
    out = here.merge(found, on="code", how="left", validate="1:1")
    out["flags"] = words(
        out["flags"].fillna(""), feed.flags, "" if feed.moe else "moe_not_published"
    )
    out = out.assign(level=feed.level, period=feed.period, source=feed.source)
    return finished(indicator, out, populations)


def published(indicator: Indicator, feed: Feed, table: pd.DataFrame) -> pd.DataFrame:
    """What a source says of the places it knows, whether this atlas has them or not.

    Returns:
        code, value, moe, numerator, denominator, flags.
    """
    if "level" in table:
        table = table[table["level"] == feed.level]
    nothing = pd.Series(np.nan, index=table.index)
    found = pd.DataFrame(
        {
            "code": table["code"],
            "value": table[feed.column] * feed.scale,
            "moe": table[feed.moe] * feed.scale if feed.moe else nothing,
            "numerator": table[feed.numerator] if feed.numerator else nothing,
            "denominator": table[feed.denominator] if feed.denominator else nothing,
        }
    )
    if feed.denominator and not feed.numerator and indicator.unit == "percent":
        # An unrounded share of a known whole gives its count back.
        found["numerator"] = (found["value"] / 100 * found["denominator"]).round()
    open_ended = table.get(f"{feed.column}_open", nothing == 0)
    found["flags"] = np.where(open_ended, "top_coded", "")
    return found


def state_value(
    indicator: Indicator, feed: Feed, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """The state's value from those of the places: their sum, or their mean by universe.

    Every place of the source counts, also one that has been given up since, so that totals are
    those of the source; a place without a value is left out of both sides of the mean. Where the
    weights are the feed's own denominator the mean is exact, and numerator and denominator stand
    beside it.

    Raises:
        ValueError: no place has both a value and a weight.
    """
    shown = published(indicator, feed, tables[feed.source]).dropna(subset=["value"])
    out: dict[str, object] = {
        "indicator": indicator.id,
        "level": "state",
        "code": STATE.fips,
        "period": feed.period,
        "status": Status.VALUE,
    }
    if feed.state == "sum":
        total = {"value": shown["value"].sum(), "flags": "sum_of_places moe_not_published"}
        return pd.DataFrame([out | total | {"source": feed.source}])
    other, _, column = feed.state.rpartition(":")
    weights = tables[other or feed.source].set_index("code")[column]
    weight = shown["code"].map(weights).fillna(0.0)
    if not weight.sum() > 0:
        raise ValueError(
            f"{indicator.id}: expected a weight {feed.state} for some place; came none"
        )
    out |= {
        "value": float((shown["value"] * weight).sum() / weight.sum()),
        "flags": "weighted_mean moe_not_published",
        "source": " ".join(sorted({feed.source, other or feed.source})),
    }
    if column == feed.denominator:
        out |= {
            "numerator": shown["numerator"].sum(),
            "denominator": weight.sum(),
            "denominator_source": f"ACS {feed.period}",
        }
    return pd.DataFrame([out])


def from_tracts(folder: Path, geography: Geography, ledger: Ledger) -> list[pd.DataFrame]:
    """Sums of census tracts: income at every level, residents above that of ZIP areas."""
    bins = acs_tract_income.load(folder)
    ledger.read(acs_tract_income.DATASET.id, len(bins))
    weights = geography.tract_weights
    lonely = ~bins["tract"].isin(weights["tract"])
    ledger.leave(
        acs_tract_income.DATASET.id, "tracts without households or outline", int(lonely.sum())
    )
    people = pd.DataFrame(census_tracts.load(folder).drop(columns="geometry"))
    large = weights[weights["level"].isin(RESIDENT_LEVELS)]
    return [
        *_of_tracts(
            tracts.income(bins, weights),
            INCOME_PERIOD,
            f"{acs_tract_income.DATASET.id} {census_tracts.DATASET.id}",
            geography,
        ),
        *_of_tracts(
            tracts.residents(people, large),
            RESIDENTS_PERIOD,
            census_tracts.DATASET.id,
            geography,
        ),
    ]


def _of_tracts(
    made: pd.DataFrame, period: str, source: str, geography: Geography
) -> Iterable[pd.DataFrame]:
    indicators = {indicator.id: indicator for indicator in INDICATORS}
    for (name, level), rows in made.groupby(["indicator", "level"]):
        places = geography.places
        here = places.loc[places["level"] == level, ["level", "code"]]
        out = here.merge(rows, on=["level", "code"], how="left", validate="1:1")
        if "flags" not in out:
            out["flags"] = ""
        out["flags"] = words(out["flags"].fillna(""), "from_tracts", "moe_not_published")
        out = out.assign(period=period, source=source)
        yield finished(indicators[str(name)], out, geography.populations)
