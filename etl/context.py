"""Context for firearm injury: licences by town, background checks and laws of the state."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from data_sources import background_checks, firearm_laws, firearm_licences
from epidemiology.status import MIN_POPULATION, Status
from etl import applications
from etl.ledger import Ledger
from etl.settings import STATE
from etl.tables import conform

PER_ADULTS = 1_000
TOWN_ALIASES = {"MANCHESTER": "MANCHESTER-BY-THE-SEA", "ATTLEBOROUGH": "ATTLEBORO"}
"""How the licence file spells two towns -> the Census's name, both in capitals."""
NOT_A_TOWN = ("CRIMINAL HISTORY SYSTEMS BOARD", "MASS STATE POLICE")
"""Authorities that issue licences to people of no town named in the file."""
ONE_DAY = f"{firearm_licences.AS_OF}_{firearm_licences.AS_OF}"


def run(
    folder: Path, places: pd.DataFrame, ledger: Ledger, adults: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Load the three datasets and make their rows.

    Args:
        folder: the source files.
        places: the table of that name.
        ledger: told of rows read and left over.
        adults: residents of 18 or more by town, see :func:`adults_by_town`; without it the
            licences stay counts.

    Returns:
        Rows of ``observations`` and of ``series``, unmasked.

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a town has no licensing authority or an authority no town.
    """
    checks = background_checks.load(folder)
    laws = firearm_laws.load(folder)
    ledger.read(background_checks.DATASET.id, len(checks))
    ledger.read(firearm_laws.DATASET.id, len(laws))
    by_year = pd.concat([checks_by_year(checks, ledger), laws_by_year(laws)], ignore_index=True)
    last = by_year.groupby("indicator")["period"].transform("max")
    now = [by_year[by_year["period"] == last]]
    if STATE.has(firearm_licences.DATASET.id):
        licences = firearm_licences.load(folder)
        ledger.read(firearm_licences.DATASET.id, len(licences))
        by_town = licences_by_town(licences, places, ledger)
        now.insert(0, rate_of_adults(by_town, adults))
    spelled = {ours: theirs for theirs, ours in TOWN_ALIASES.items()}
    names = town_names(places)
    also = names.assign(key=names["key"].map(spelled)).dropna()
    asked = applications.run(folder, pd.concat([names, also], ignore_index=True), ledger)
    now += [rate_of_adults(rows, adults) for _, rows in asked.groupby("period")]
    return conform("observations", pd.concat(now)), conform("series", by_year)


def licences_by_town(licences: pd.DataFrame, places: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Licences to carry and firearms identification cards that each town's police have issued.

    Counted are the types that let one resident keep a firearm (``personal`` in the source
    module): Class A and B licences to carry and identification cards. Left over are dealers,
    gunsmiths and clubs, machine-gun licences (held on top of a licence to carry), cards for pepper
    spray only, and whatever the two authorities that are no town have issued.

    Args:
        licences: see :func:`data_sources.firearm_licences.load`.
        places: the table of that name.

    Returns:
        indicator, level, code, period, numerator, source; one row a town.

    Raises:
        ValueError: a town has no licensing authority or an authority no town.
    """
    source = firearm_licences.DATASET.id
    no_town = licences["authority"].isin(NOT_A_TOWN)
    ledger.leave(source, "of authorities that are no town", int(no_town.sum()))
    other = ~no_town & ~licences["personal"]
    ledger.leave(source, "of dealers, clubs, machine guns and pepper spray", int(other.sum()))
    kept = licences[~no_town & licences["personal"]]
    counts = (
        kept.assign(key=kept["authority"].str.removesuffix(" PD").replace(TOWN_ALIASES))
        .groupby("key", as_index=False)["count"]
        .sum()
    )
    both = town_names(places).merge(counts, on="key", how="outer", validate="1:1", indicator="side")
    lost = both.loc[both["side"] != "both", "key"]
    if len(lost):
        raise ValueError(
            f"expected one licensing authority a town; without a partner: {', '.join(lost[:10])}. "
            "Add the spelling to TOWN_ALIASES in etl/context.py"
        )
    return pd.DataFrame(
        {
            "indicator": "firearm_licences",
            "level": "town",
            "code": both["code"],
            "period": ONE_DAY,
            "numerator": both["count"].astype(float),
            "source": source,
        }
    )


def town_names(places: pd.DataFrame) -> pd.DataFrame:
    """Each town's name as the state writes it: key (in capitals) and code."""
    towns = places[places["level"] == "town"]
    return pd.DataFrame(
        {"key": towns["name"].str.removesuffix(" Town").str.upper(), "code": towns["code"]}
    )


def adults_by_town(observations: pd.DataFrame) -> pd.DataFrame:
    """Residents of 18 or more, from the share under 18 and the residents it is a share of.

    Args:
        observations: rows of ``observations``, with under_18 by town.

    Returns:
        code, adults, vintage, source; the newest period of each town.

    Raises:
        ValueError: the shares are not in percent.
    """
    rows = observations[
        (observations["indicator"] == "under_18") & (observations["level"] == "town")
    ].sort_values(["code", "period"])
    rows = rows.drop_duplicates("code", keep="last").dropna(subset=["value", "denominator"])
    adults = rows["denominator"] * (1 - rows["value"] / 100)
    share = adults.sum() / rows["denominator"].sum() if len(rows) else 0.8
    if not 0.6 < share < 0.95:
        raise ValueError(
            f"expected 60 to 95 % of residents to be adults; came {share:.1%}. "
            "under_18 must be in percent of the residents below its line"
        )
    return pd.DataFrame(
        {
            "code": rows["code"],
            "adults": adults,
            "vintage": "ACS " + rows["period"],
            "source": rows["source"],
        }
    ).reset_index(drop=True)


def rate_of_adults(by_town: pd.DataFrame, adults: pd.DataFrame | None) -> pd.DataFrame:
    """Licences, or applications, per 1,000 adults where their number is known, else the count.

    Towns of fewer than 1,000 adults get no rate. A count of all licences on a day is no sample, so
    there is no interval.
    """
    silent = by_town["numerator"].isna()
    if adults is None:
        return by_town.assign(status=np.where(silent, Status.NOT_COVERED, Status.COUNT_ONLY))
    out = by_town.merge(adults, on="code", how="left", suffixes=("", "_adults"), validate="1:1")
    known = out["adults"].notna()
    out["status"] = np.select(
        [out["numerator"].isna(), ~known, out["adults"] < MIN_POPULATION],
        [Status.NOT_COVERED, Status.COUNT_ONLY, Status.SMALL_POPULATION],
        default=Status.VALUE,
    )
    out["value"] = PER_ADULTS * out["numerator"] / out["adults"].where(out["adults"] > 0)
    out["denominator"], out["denominator_source"] = out["adults"], out["vintage"]
    out["source"] = out["source"].where(~known, out["source"] + " " + out["source_adults"])
    return out.drop(columns=["adults", "vintage", "source_adults"])


def checks_by_year(checks: pd.DataFrame, ledger: Ledger) -> pd.DataFrame:
    """Background checks of the years that have all twelve months.

    Args:
        checks: see :func:`data_sources.background_checks.load`.
    """
    source = background_checks.DATASET.id
    here = checks[checks["state"] == STATE.name]
    ledger.leave(source, "of other states", len(checks) - len(here))
    years = here.groupby(here["month"].str[:4])["checks"].agg(["size", "sum"])
    whole = years[years["size"] == 12]
    ledger.leave(
        source, "months of incomplete years", int(years["size"].sum() - whole["size"].sum())
    )
    return _of_state("background_checks", whole.index, whole["sum"], source)


def laws_by_year(laws: pd.DataFrame) -> pd.DataFrame:
    """Kinds of firearm law in force, of the 133 that the project follows.

    Args:
        laws: see :func:`data_sources.firearm_laws.load`.

    Raises:
        ValueError: a row is of another state.
    """
    if not (laws["state"] == STATE.name).all():
        raise ValueError(f"expected laws of {STATE.name} only; came {set(laws['state'])}")
    return _of_state(
        "firearm_laws", laws["year"].astype(str), laws["laws"], firearm_laws.DATASET.id
    )


def _of_state(
    indicator: str, periods: pd.Index | pd.Series, numbers: pd.Series, source: str
) -> pd.DataFrame:
    """A number a year: it is the value, with nothing below a line."""
    return pd.DataFrame(
        {
            "indicator": indicator,
            "level": "state",
            "code": STATE.fips,
            "period": np.asarray(periods),
            "value": numbers.to_numpy(dtype=float),
            "numerator": numbers.to_numpy(dtype=float),
            "status": Status.VALUE,
            "source": source,
        }
    )
