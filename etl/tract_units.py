"""CDC's rates of firearm homicide, from units of census tracts to ZIP areas.

CDC gives one rate to a unit of one to a few tracts. Each tract takes the rate of its unit; the rate
of a ZIP area is the mean of the rates of the tracts that its residents live in, each weighted by
the residents of that tract who live in the area. No number of deaths is read, made or implied:
there is no numerator and no denominator, the rate is no outcome of a gradient or a model, and it
is never pooled with local counts of people shot.

What a ZIP area's rate is called:

* ``modelled`` where any of its units has a rate that CDC modelled for a hidden count. Half of the
  residents would not do: beside units where nobody died, all of the value comes from the model.
* else ``none_recorded`` where every rate is 0, ``provisional`` for the trailing twelve months,
  ``unstable`` where a unit counts fewer than 20 deaths, ``value``.
* no rate (``not_covered``) where units with a rate hold less than
  :data:`~epidemiology.status.MIN_LOCATED_SHARE` of the residents; the share is stored. None either
  (``small_population``) under the atlas's own limits of residents and person-years, because such
  an area would only repeat its neighbours' rate.

Units with less than :data:`FEW` of an area's residents are passed over: that is within the error
of the lines.

The interval is the mean of the ends of CDC's own intervals with the same weights: wider than that
of a mean of independent estimates. Where a unit has none (observed rates have none in this table)
the area has none and carries the flag ``interval_not_published``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
import pandas as pd

from data_sources import acs_tract_income, cdc_tract_deaths, census_tracts
from epidemiology.periods import Period
from epidemiology.rates import person_years
from epidemiology.status import MIN_LOCATED_SHARE, MIN_PERSON_YEARS, MIN_POPULATION, Status
from etl.ledger import Ledger
from etl.populations import nearest
from etl.tables import conform

INDICATOR = "firearm_homicide_rate_cdc"
SOURCE = f"{cdc_tract_deaths.DATASET.id} {census_tracts.DATASET.id}"
LEVEL = "zcta"
FEW = 0.01
"""A unit with less of an area's residents is within the error of the lines."""
_RATES = ("rate", "lower", "upper")


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
    """Rows of ``observations``; none where nobody has fetched the table.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a unit names a tract that the Census does not have.
    """
    if not cdc_tract_deaths.DATASET.present(folder):
        return conform("observations", pd.DataFrame())
    units = cdc_tract_deaths.load(folder)
    ledger.read(cdc_tract_deaths.DATASET.id, len(units))
    shown = latest(units)
    ledger.leave(
        cdc_tract_deaths.DATASET.id,
        "of earlier years, or of twelve months that overlap the newest year",
        len(units) - len(shown),
    )
    tracts = census_tracts.load(folder)
    people = tracts.set_index("tract")["population"]
    check_tracts(shown, {*people.index, *acs_tract_income.load(folder)["tract"]})
    return observations(shown, geography, people)


def latest(units: pd.DataFrame) -> pd.DataFrame:
    """The newest calendar year, and the trailing twelve months where they begin after it.

    Two periods that overlap are never published of one measure.

    Args:
        units: see :func:`data_sources.cdc_tract_deaths.load`.
    """
    years = units.loc[~units["provisional"], "period"]
    newest = max(years, default="")
    after = {
        period
        for period in units.loc[units["provisional"], "period"].unique()
        if not newest or Period.parse(period).first > Period.parse(newest).last
    }
    return units[units["period"].isin(after | {newest})]


def check_tracts(units: pd.DataFrame, known: set[str]) -> None:
    """Every tract of a unit is one of the Census's.

    Raises:
        ValueError: names the first that is not, and its unit.
    """
    each = units.assign(tract=units["tracts"].str.split()).explode("tract")
    strange = each[~each["tract"].isin(known)]
    if len(strange):
        row = strange.iloc[0]
        raise ValueError(
            f"{cdc_tract_deaths.DATASET.files[0]}, line {row['source_row']}: expected tracts of "
            f"2020; the unit {row['code']} names {row['tract']} ({len(strange)} such). Has CDC "
            "moved to another edition of tracts? Then data_sources/census_tracts.py and "
            "acs_tract_income.py must move with it"
        )


def observations(units: pd.DataFrame, geography: Geography, people: pd.Series) -> pd.DataFrame:
    """Every ZIP area in every period of the units.

    Args:
        units: see :func:`data_sources.cdc_tract_deaths.load`.
        geography: places, their residents and the tracts' weights.
        people: residents by tract.

    Returns:
        Rows of ``observations``, without numerator and denominator.
    """
    weights = geography.tract_weights
    weights = weights[(weights["level"] == LEVEL) & weights["tract"].isin(people.index)]
    weights = weights.assign(people=weights["share"] * weights["tract"].map(people))
    codes = geography.places.loc[geography.places["level"] == LEVEL, ["code"]]
    frames = []
    for period, rows in units.groupby("period", sort=True):
        rates = by_area(rows, weights)
        out = codes.merge(rates, left_on="code", right_index=True, how="left", validate="1:1")
        residents = nearest(geography.populations, LEVEL, str(period)).set_index("code")
        lived = out["code"].map(residents["residents"])
        frames.append(_finished(out, lived, str(period), bool(rows["provisional"].any())))
    return conform("observations", pd.concat(frames, ignore_index=True))


def by_area(units: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Rates of areas from the rates of units, of one period.

    Args:
        units: code, tracts, rate, lower, upper, modelled, unstable.
        weights: tract, code and people (residents of the tract who live in the area).

    Returns:
        Index code; rate, lower, upper (means weighted by people; the ends NaN unless every unit
        has them), covered (share of the area's people in units with a rate), modelled and unstable
        (whether any unit is). Units with less than :data:`FEW` of an area's people count only
        towards ``covered``.
    """
    each = units.assign(tract=units["tracts"].str.split()).explode("tract")
    joined = weights[weights["people"] > 0].merge(
        each.drop(columns="code").assign(unit=each["code"]), on="tract", how="left", validate="m:1"
    )
    everyone = joined.groupby("code")["people"].sum()
    joined["of_area"] = joined["people"] / joined.groupby("code")["people"].transform("sum")
    joined = joined[joined["rate"].notna()]
    covered = joined.groupby("code")["people"].sum() / everyone
    rows = joined[joined.groupby(["code", "unit"])["of_area"].transform("sum") >= FEW]
    groups = rows.groupby("code")
    out = pd.DataFrame({"covered": covered.reindex(everyone.index).fillna(0.0)})
    for name in _RATES:
        sums = (rows["people"] * rows[name]).groupby(rows["code"]).sum()
        bare = rows[name].isna().groupby(rows["code"]).any()
        out[name] = (sums / groups["people"].sum()).mask(bare)
    for name in ("modelled", "unstable"):
        out[name] = groups[name].any().reindex(out.index, fill_value=False)
    return out


def _finished(
    out: pd.DataFrame, residents: pd.Series, period: str, provisional: bool
) -> pd.DataFrame:
    years = person_years(residents, Period.parse(period).days)
    covered = out["covered"].fillna(0.0)
    status = np.select(
        [
            residents == 0,
            covered < MIN_LOCATED_SHARE,
            ~((residents >= MIN_POPULATION) & (years >= MIN_PERSON_YEARS)),
            out["modelled"].eq(True),
            out["rate"] == 0,
            np.full(len(out), provisional),
            out["unstable"].eq(True),
        ],
        [
            Status.NO_RESIDENTS,
            Status.NOT_COVERED,
            Status.SMALL_POPULATION,
            Status.MODELLED,
            Status.NONE_RECORDED,
            Status.PROVISIONAL,
            Status.UNSTABLE,
        ],
        default=Status.VALUE,
    )
    rated = np.isin(status, [Status.MODELLED, Status.PROVISIONAL, Status.UNSTABLE, Status.VALUE])
    flags = np.where(provisional, "provisional", "").astype(object)
    flags = flags + np.where(rated & out["lower"].isna(), " interval_not_published", "")
    return pd.DataFrame(
        {
            "indicator": INDICATOR,
            "level": LEVEL,
            "code": out["code"],
            "period": period,
            "value": out["rate"].where(rated),
            "lower": out["lower"].where(rated),
            "upper": out["upper"].where(rated),
            "status": status.astype(str),
            "located_share": covered.clip(upper=1.0).where(residents > 0),
            "flags": [" ".join(str(words).split()) for words in flags],
            "source": SOURCE,
        }
    )
