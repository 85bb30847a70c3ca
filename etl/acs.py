"""The newest five years of the Census survey, where they were fetched, with their error.

ZIP areas, towns, counties and the state have the Census Bureau's own counts; districts have sums
of census tracts, shared out by where people live. Shares, indices and their margins of error are
computed from those counts at each level; nothing is averaged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from data_sources import acs_5year, census_tracts
from epidemiology.survey import binned_median, proportion_moe, sum_moe
from etl.catalogue._indicator import Indicator
from etl.ledger import Ledger
from etl.places import town_codes
from etl.racialised_ice import ALL, BLACK, BOUNDS, WHITE, Index, indices, lines, total_of
from etl.surveyed import finished, words

SOURCE = acs_5year.DATASET.id
PUBLISHED = ("zcta", "town", "county", "state")
"""Levels with counts of their own."""
DISTRICTS = ("house", "senate", "congress")
TOP_INCOME, BOTTOM_INCOME = 250_000, 2_500
"""A median at one of these is only known to be beyond it."""
ALONE = ("B19013_", "B19083_")
"""Tables of a median and an index: they cannot be added up."""
FEW_LOST = 0.002
"""Share of the residents that may live in tracts without an outline."""


class Geography(Protocol):
    """What this step needs to know of places; see :class:`etl.geography.Geography`."""

    @property
    def places(self) -> pd.DataFrame:
        """The table of that name."""

    @property
    def tract_weights(self) -> pd.DataFrame:
        """tract, level, code, share."""


def _lines(table: str, *numbers: int) -> list[str]:
    return [f"{table}_{number:03d}" for number in numbers]


_AGES = "B01001"
SHARES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "poverty": (_lines("B17001", 2), _lines("B17001", 1)),
    "households_under_25k": (lines(ALL, below=25_000), _lines(ALL, 1)),
    "households_under_35k": (lines(ALL, below=35_000), _lines(ALL, 1)),
    "households_over_200k": (lines(ALL, least=200_000), _lines(ALL, 1)),
    "unemployment": (_lines("B23025", 5), _lines("B23025", 3)),
    "no_vehicle": (_lines("B25044", 3, 10), _lines("B25044", 1)),
    # Those whose share could not be worked out (line 011) are not in the whole.
    "rent_burden": (_lines("B25070", 8, 9, 10), _lines("B25070", *range(2, 11))),
    "snap": (_lines("B22003", 2), _lines("B22003", 1)),
    "uninsured": (_lines("B27010", 17, 33, 50, 66), _lines("B27010", 1)),
    "bachelors": (_lines("B15003", 22, 23, 24, 25), _lines("B15003", 1)),
    "owner_occupied": (_lines("B25003", 2), _lines("B25003", 1)),
    "group_quarters": (_lines("B26001", 1), _lines("B01003", 1)),
    "under_18": (_lines(_AGES, *range(3, 7), *range(27, 31)), _lines(_AGES, 1)),
    "age_18_24": (_lines(_AGES, *range(7, 11), *range(31, 35)), _lines(_AGES, 1)),
    "age_65_plus": (_lines(_AGES, *range(20, 26), *range(44, 50)), _lines(_AGES, 1)),
    "white": (_lines("B03002", 3), _lines("B03002", 1)),
    "black": (_lines("B03002", 4), _lines("B03002", 1)),
    "native_american": (_lines("B03002", 5), _lines("B03002", 1)),
    "asian": (_lines("B03002", 6), _lines("B03002", 1)),
    "hispanic": (_lines("B03002", 12), _lines("B03002", 1)),
}
"""Share -> the lines of its part and of the whole."""
ENDS = {
    "ice_race_income": ("high_income_white_households", "low_income_households_of_color"),
    "ice_black_income": ("", "low_income_black_households"),
}
"""Index -> the measures that are its extremes as shares of all households."""


def run(
    folder: Path, geography: Geography, indicators: Sequence[Indicator], ledger: Ledger
) -> pd.DataFrame:
    """Rows of ``observations`` of the newest survey; none where it was not fetched.

    Args:
        folder: the source files.
        geography: places and the weights of tracts.
        indicators: the catalogue; measures that it does not have are left out.
        ledger: told what was read and left over.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a town is not known, or many people live in tracts without an outline.
    """
    if not acs_5year.DATASET.present(folder):
        return pd.DataFrame()
    places = geography.places
    table = read(folder, places)
    ledger.read(SOURCE, len(table))
    known = pd.MultiIndex.from_frame(places[["level", "code"]])
    own = table[pd.MultiIndex.from_frame(table[["level", "code"]]).isin(known)]
    tracts = table[table["level"] == "tract"]
    ledger.leave(
        SOURCE, "of places that the atlas does not have", len(table) - len(own) - len(tracts)
    )
    weights = geography.tract_weights
    districts = of_tracts(tracts, weights[weights["level"].isin(DISTRICTS)])
    lost = int((~tracts["code"].isin(weights["tract"])).sum())
    ledger.leave(SOURCE, "tracts without outline", lost)
    counts = pd.concat([own, districts], ignore_index=True)
    return pd.concat(
        list(_rows(measures(counts), counts, places, indicators, str(table["period"].iloc[0]))),
        ignore_index=True,
    )


def read(folder: Path, places: pd.DataFrame) -> pd.DataFrame:
    """The table of :func:`acs_5year.load`, towns with the codes of today.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a town is not known.
    """
    table = acs_5year.load(folder)
    towns = table["level"] == "town"
    table.loc[towns, "code"] = _todays(table[towns], places[places["level"] == "town"])
    return table


def residents(folder: Path, towns: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Residents of the newest survey, where it was fetched: a population vintage of its own.

    Args:
        folder: the source files.
        towns: code, name of today.
        known: level, vintage, of what there is already; it is left as it is.

    Returns:
        level, code, vintage, residents.
    """
    if not acs_5year.DATASET.present(folder):
        return pd.DataFrame(columns=["level", "code", "vintage", "residents"])
    table = acs_5year.load_residents(folder)
    table = table[table["level"].isin(PUBLISHED)]
    here = table["level"] == "town"
    table.loc[here, "code"] = _todays(table[here], towns)
    out = table[["level", "code"]].assign(
        vintage="ACS " + table["period"], residents=table[acs_5year.RESIDENTS]
    )
    old = pd.MultiIndex.from_frame(known[["level", "vintage"]])
    new = ~pd.MultiIndex.from_frame(out[["level", "vintage"]]).isin(old)
    return out[new].dropna().reset_index(drop=True)


def cells(indicator: str) -> str:
    """The lines of the tables that a measure is made of, in words for the operator."""
    if indicator in SHARES:
        part, whole = SHARES[indicator]
        return f"{' + '.join(part)} of {' + '.join(whole)}"
    if indicator == "people_of_color":
        return "all but B03002_003 of B03002_001"
    single = {"population": "B01003_001", "gini": "B19083_001"}
    if indicator == "median_household_income":
        return "B19013_001; districts from the summed lines of B19001"
    return single.get(indicator, f"lines 001 to 017 of {ALL}, {WHITE} and {BLACK}")


def _todays(rows: pd.DataFrame, towns: pd.DataFrame) -> pd.Series:
    """The codes of today; names come as "Agawam Town city, Hampden County, Massachusetts"."""
    name = rows["name"].str.partition(",")[0].str.replace(r" (?:city|town)$", "", regex=True)
    return town_codes(rows[["code"]].assign(name=name).rename(columns={"code": "town"}), towns)


def of_tracts(tracts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Counts of districts from those of tracts: sums of share x count, and their error.

    Args:
        tracts: code and ``...E``, ``...M`` of every line.
        weights: tract, level, code, share.

    Returns:
        level, code and the same columns; medians and indices, which cannot be added up, are NaN.

    Raises:
        ValueError: more than ``FEW_LOST`` of the residents live in tracts without a weight.
    """
    people = tracts["B01003_001E"]
    lost = people[~tracts["code"].isin(weights["tract"])].sum()
    if lost > FEW_LOST * people.sum():
        raise ValueError(
            f"{lost:,.0f} of {people.sum():,.0f} residents live in tracts without an outline"
        )
    estimates = [f"{line}E" for line in acs_5year.LINES]
    moes = [f"{line}M" for line in acs_5year.LINES]
    joined = weights.merge(
        tracts.rename(columns={"code": "tract"})[["tract", *estimates, *moes]],
        on="tract",
        validate="m:1",
    )
    rows = []
    for (level, code), here in joined.groupby(["level", "code"]):
        share = here["share"].to_numpy()
        values = here[estimates].to_numpy(dtype=float).T * share
        errors = sum_moe(values, here[moes].to_numpy(dtype=float).T * share)
        cells = dict(zip(estimates, values.sum(axis=1), strict=True))
        cells |= dict(zip(moes, errors, strict=True))
        rows.append({"level": level, "code": code, **cells})
    out = pd.DataFrame(rows, columns=["level", "code", *estimates, *moes])
    out[[name for name in (*estimates, *moes) if name.startswith(ALONE)]] = np.nan
    return out


def measures(counts: pd.DataFrame) -> pd.DataFrame:
    """Every measure of every place.

    Args:
        counts: level, code and ``...E``, ``...M`` of every line, one row a place.

    Returns:
        indicator, level, code, value, moe, numerator, denominator, flags.
    """
    keys = counts[["level", "code"]].reset_index(drop=True)
    counts = counts.reset_index(drop=True)
    rows = [
        keys.assign(
            indicator="population", value=counts["B01003_001E"], moe=counts["B01003_001M"], flags=""
        ),
        keys.assign(
            indicator="gini", value=counts["B19083_001E"], moe=counts["B19083_001M"], flags=""
        ),
        _median(counts, keys),
    ]
    for name, (part, whole) in SHARES.items():
        top, base = total_of(counts, list(part)), total_of(counts, list(whole))
        safe = np.where(base.value > 0, base.value, np.nan)
        share = 100 * top.value / safe
        moe = 100 * proportion_moe(top.value, base.value, top.moe, base.moe)
        made = keys.assign(value=share, moe=moe, denominator=base.value, flags="")
        rows.append(made.assign(indicator=name, numerator=top.value))
        if name == "white":
            # The share of everyone else: the same margin as the share it is the rest of.
            rest = {"value": 100 - share, "numerator": base.value - top.value}
            rows.append(made.assign(indicator="people_of_color", **rest))
    for name, index in indices(counts).items():
        rows += _extremes(name, index, keys)
    return pd.concat(rows, ignore_index=True)


def _extremes(name: str, index: Index, keys: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """An index and, where no other measure has them, the two shares it is made of."""
    keys = keys.assign(denominator=index.total.value, flags="")
    parts = (index.privileged, index.deprived)
    yield keys.assign(
        indicator=name,
        value=index.value,
        moe=index.moe,
        numerator=parts[0].value - parts[1].value,
    )
    for end, part in zip(ENDS.get(name, ()), parts, strict=False):
        if end:
            value, moe = index.share(part)
            yield keys.assign(indicator=end, value=value, moe=moe, numerator=part.value)


def _median(counts: pd.DataFrame, keys: pd.DataFrame) -> pd.DataFrame:
    """Median income as published; where counts were summed, from the summed income groups."""
    summed = counts["level"].isin(DISTRICTS).to_numpy()
    bins = counts[[f"{ALL}_{n:03d}E" for n in range(2, len(BOUNDS) + 2)]].to_numpy(dtype=float)
    whole = ~np.isnan(bins).any(axis=1)
    computed = np.full(len(counts), np.nan)
    if (summed & whole).any():
        computed[summed & whole] = binned_median(bins[summed & whole], BOUNDS).value
    value = np.where(summed, computed, counts["B19013_001E"])
    top = np.where(summed, BOUNDS[-1], TOP_INCOME)
    bottom = np.where(summed, BOUNDS[1], BOTTOM_INCOME)
    coded = np.select([value >= top, value <= bottom], ["top_coded", "bottom_coded"], default="")
    return keys.assign(
        indicator="median_household_income",
        value=np.clip(value, bottom, top),
        moe=counts["B19013_001M"],
        flags=coded,
    )


def _rows(
    made: pd.DataFrame,
    counts: pd.DataFrame,
    places: pd.DataFrame,
    indicators: Sequence[Indicator],
    period: str,
) -> Iterator[pd.DataFrame]:
    """Rows of observations: every place of a level that the survey has."""
    residents = counts[["level", "code"]].assign(
        vintage=f"ACS {period}", residents=counts["B01003_001E"]
    )
    declared = {indicator.id: indicator for indicator in indicators}
    for (name, level), rows in made.groupby(["indicator", "level"], sort=False):
        if name not in declared or (level in DISTRICTS and rows["value"].isna().all()):
            continue
        here = places.loc[places["level"] == level, ["level", "code"]]
        out = here.merge(rows, on=["level", "code"], how="left", validate="1:1")
        silent = out["value"].notna() & out["moe"].isna()
        from_tracts = "from_tracts" if level in DISTRICTS else ""
        out["flags"] = words(
            out["flags"].fillna(""), from_tracts, np.where(silent, "moe_not_published", "")
        )
        sources = (SOURCE, census_tracts.DATASET.id) if level in DISTRICTS else (SOURCE,)
        out = out.assign(indicator=name, period=period, source=" ".join(sources))
        yield finished(declared[str(name)], out, residents)
