"""How counts of people shot follow economic indicators, from fifth to fifth and area to area.

Areas are lined up by an economic indicator, most deprived first, and cut into fifths of the
residents. Definitions: ``epidemiology/inequality.py``, ``gradient.py`` and ``bootstrap.py``.

An area takes part where its count is known. That of an area whose town could place at least four
fifths of its people is known, as a lower bound, even where nobody is recorded: leaving out just
those with none would choose areas by what is to be measured. Areas of towns that could place fewer,
without a boundary, without a source, without residents or without the indicator are left out; they
and the people shot who stand in no area are counted beside each result.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from epidemiology.bootstrap import Draws, bootstrap
from epidemiology.inequality import QuintileSums, quintile_sums, quintiles, rank
from epidemiology.periods import Period
from epidemiology.rates import DAYS_PER_YEAR, crude_rate
from epidemiology.status import TOO_FEW_BELOW, local_count_status
from etl import computing
from etl.catalogue import INDICATORS
from etl.gradient_measures import MIN_PEOPLE, Summary, curve, over_areas, over_fifths, rate_of
from etl.people_shot import CITY_ZIP_PERIOD, MEASURES, POOLED_PERIODS, STATEWIDE_ZIP_PERIOD
from etl.settings import CITY, STATE, WITHOUT_CITY

if TYPE_CHECKING:
    from etl.geography import Geography

Floats = NDArray[np.float64]
End = Literal["highest", "lowest"]
Row = dict[str, object]

SPANS = (
    ("zcta", STATEWIDE_ZIP_PERIOD),
    *((("zcta", CITY_ZIP_PERIOD),) if STATE.has_police_record else ()),
    *(("town", period) for period in POOLED_PERIODS),
)
"""Level and period of the gradients."""
MIN_AREAS = 25
"""A region with fewer areas has no gradient: a fifth would be a handful of places. Nor has a part
of the state with fewer than :data:`etl.gradient_measures.MIN_PEOPLE` people shot in it; the whole
state then has rows without values, which say that the people are too few."""
MIN_KNOWN_SHARE = 0.90
"""Count and indicator must be known where this share of the region's residents live."""
# The economic indicators that have a better end; most deprived is the other one.
ORDERS: Mapping[str, End] = {
    i.id: "highest" if i.better == "lower" else "lowest"
    for i in INDICATORS
    if i.theme == "economy" and i.better != "neither"
}

MEASURE_IDS = (
    "rate_ratio",
    "rate_difference",
    "sii",
    "rii",
    "concentration_index",
    "attributable_fraction",
    "excess_people",
    "theil",
)


@dataclass(frozen=True)
class Gradients:
    """Rows of the tables of these names, exact: quintiles still need :func:`etl.privacy.mask`."""

    gradients: pd.DataFrame
    quintiles: pd.DataFrame
    curves: pd.DataFrame


class Region(NamedTuple):
    """A part of the state: the codes of its areas and of the towns in it."""

    code: str
    areas: frozenset[str]
    towns: frozenset[str]


@dataclass(frozen=True)
class Span:
    """Counts of every area at one level and period.

    Attributes:
        codes: of the areas, shape (m,).
        counts: people by outcome (as :data:`MEASURES`) and area, shape (3, m); NaN where not known.
        person_years: shape (m,); 0 where nobody lives or no population is known.
        unplaced_codes: smallest larger places of people in no area, shape (u,).
        unplaced: those people by outcome, shape (3, u).
    """

    level: str
    period: str
    codes: NDArray[np.str_]
    counts: Floats
    person_years: Floats
    unplaced_codes: NDArray[np.str_]
    unplaced: Floats


@dataclass(frozen=True)
class Areas:
    """The areas of one region that take part in one gradient, and what is left out."""

    value: Floats
    person_years: Floats
    residents: Floats
    counts: Mapping[str, Floats]
    left: int
    people_left: Mapping[str, float]


class Part(NamedTuple):
    """One gradient: the arguments of :func:`gradient`."""

    areas: Areas
    most_deprived: End
    period: str
    key: Mapping[str, str]


def _gradient(part: Part) -> dict[str, list[Row]]:
    return gradient(*part)


def run(observations: pd.DataFrame, places: pd.DataFrame, geography: Geography) -> Gradients:
    """Every gradient that is defined.

    Args:
        observations: exact rows of that table, of people shot and of the economy.
        places: the table of that name.
        geography: overlaps and main towns.

    Raises:
        ValueError: the rows do not fit together.
    """
    parts: list[Part] = []
    for level, period in SPANS:
        here = span(observations, level, period)
        orders = order_values(observations, level, here.codes)
        for region in regions(places, geography, level):
            for (order_by, order_period), value in orders.items():
                areas = choose(here, region, value)
                if areas is None:
                    continue
                key = {
                    "level": level,
                    "period": period,
                    "region": region.code,
                    "order_by": order_by,
                    "order_period": order_period,
                }
                parts.append(Part(areas, ORDERS[order_by], period, key))
    tables: dict[str, list[Row]] = {"gradients": [], "quintiles": [], "curves": []}
    for made in computing.each(_gradient, parts):
        for name, rows in made.items():
            tables[name] += rows
    if not tables["gradients"]:
        raise ValueError("expected gradients of people shot by economic indicators; came none")
    return Gradients(**{name: pd.DataFrame(rows) for name, rows in tables.items()})


def span(observations: pd.DataFrame, level: str, period: str) -> Span:
    """The counts of one level and period, as far as they are known.

    Raises:
        ValueError: an outcome is absent, or outcomes are known or rated in different areas.
    """
    rows = observations[
        observations["indicator"].isin(MEASURES) & (observations["period"] == period)
    ]
    here = rows[rows["level"] == level]
    counts = here.pivot(index="code", columns="indicator", values="numerator")
    years = here.pivot(index="code", columns="indicator", values="denominator")
    absent = set(MEASURES) - set(counts.columns)
    if absent:
        raise ValueError(f"{level}, {period}: expected counts of {sorted(absent)}; came none")
    if (counts.isna().nunique(axis=1) > 1).any() or (years.nunique(axis=1) > 1).any():
        raise ValueError(
            f"{level}, {period}: expected the same areas and person-years for every outcome"
        )
    lost = rows[rows["level"] == f"{level}_unplaced"]
    unplaced = lost.pivot(index="code", columns="indicator", values="numerator")
    return Span(
        level=level,
        period=period,
        codes=counts.index.to_numpy(dtype=str),
        counts=counts[list(MEASURES)].to_numpy(dtype=float).T,
        person_years=years.iloc[:, 0].fillna(0.0).to_numpy(dtype=float),
        unplaced_codes=unplaced.index.to_numpy(dtype=str),
        unplaced=unplaced.reindex(columns=list(MEASURES)).fillna(0.0).to_numpy(dtype=float).T,
    )


def order_values(
    observations: pd.DataFrame, level: str, codes: NDArray[np.str_]
) -> dict[tuple[str, str], Floats]:
    """(economic indicator, period) -> value in the order of the codes, NaN where not known."""
    rows = observations[
        observations["indicator"].isin(ORDERS)
        & (observations["level"] == level)
        & observations["value"].notna()
    ]
    return {
        (str(indicator), str(period)): group.set_index("code")["value"]
        .reindex(codes)
        .to_numpy(dtype=float)
        for (indicator, period), group in rows.groupby(["indicator", "period"], sort=True)
    }


def regions(places: pd.DataFrame, geography: Geography, level: str) -> list[Region]:
    """The state, the state without the city of the police record, that city, and each county.

    An area belongs to the town and to the county in which most of its people live.
    """
    codes = places.loc[places["level"] == level, "code"]
    towns = frozenset(places.loc[places["level"] == "town", "code"])
    if level == "town":
        town = county = {code: code for code in codes}
    else:
        main = geography.town_of_zcta
        town = dict(zip(main["code"], main["town"], strict=True))
        shares = geography.overlaps[
            (geography.overlaps["from_level"] == level)
            & (geography.overlaps["to_level"] == "county")
        ].sort_values(["people_share", "to_code"], ascending=[False, True])
        first = shares.drop_duplicates("from_code")
        county = dict(zip(first["from_code"], first["to_code"], strict=True))
    everywhere = frozenset(codes)
    city = frozenset(code for code in codes if town.get(code) == CITY)
    out = [Region(STATE.fips, everywhere, towns | {STATE.fips})]
    if STATE.has_police_record:
        out += [
            Region(WITHOUT_CITY, everywhere - city, (towns | {STATE.fips}) - {CITY}),
            Region(CITY, city, frozenset({CITY})),
        ]
    for code in sorted(places.loc[places["level"] == "county", "code"]):
        own = frozenset(c for c in codes if str(county.get(c, ""))[:5] == code)
        out.append(Region(code, own, frozenset(t for t in towns if t.startswith(code))))
    return out


def choose(here: Span, region: Region, value: Floats) -> Areas | None:
    """The areas of a region that take part.

    None where they are too few, too much is unknown, or all have the same value: no order then.
    Too few people shot leave the state out of nothing: its measures say so themselves.

    Args:
        here: counts of all areas of the level.
        region: which of them are meant.
        value: of the ordering indicator, in the order of ``here.codes``; NaN where not known.
    """
    inside = np.isin(here.codes, list(region.areas))
    known = ~np.isnan(here.counts).any(axis=0)
    lived_in = inside & (here.person_years > 0)
    used = lived_in & known & ~np.isnan(value)
    whole, reached = here.person_years[lived_in].sum(), here.person_years[used].sum()
    people = here.counts[0, used].sum()
    if used.sum() < MIN_AREAS or reached < MIN_KNOWN_SHARE * whole:
        return None
    if people < MIN_PEOPLE and region.code != STATE.fips:
        return None
    if np.ptp(value[used]) == 0:
        return None
    lost = np.isin(here.unplaced_codes, list(region.towns))
    left = inside & ~used
    return Areas(
        value=value[used],
        person_years=here.person_years[used],
        residents=here.person_years[used] * DAYS_PER_YEAR / Period.parse(here.period).days,
        counts={name: here.counts[i, used] for i, name in enumerate(MEASURES)},
        left=int(left.sum()),
        people_left={
            name: float(here.unplaced[i, lost].sum() + np.nansum(here.counts[i, left]))
            for i, name in enumerate(MEASURES)
        },
    )


def gradient(
    areas: Areas, most_deprived: End, period: str, key: Mapping[str, str]
) -> dict[str, list[Row]]:
    """Rows of the three tables for one region and ordering indicator, for every outcome."""
    fifth = quintiles(areas.value, areas.person_years, most_deprived)
    ranks = rank(areas.value, areas.person_years, most_deprived)
    out: dict[str, list[Row]] = {"gradients": [], "quintiles": [], "curves": []}
    for name, sums, summary in summaries(areas, most_deprived, period):
        outcome = {"indicator": name, **key}
        told = described(areas, name)
        out["gradients"] += [
            {**outcome, "measure": m, **summary[m]._asdict(), **told} for m in MEASURE_IDS
        ]
        out["quintiles"] += _fifths(areas, fifth, sums, outcome)
        points = zip(*curve(areas.counts[name], areas.person_years, ranks), strict=True)
        out["curves"] += [
            {**outcome, "point": i, "residents_share": people, "events_share": hurt}
            for i, (people, hurt) in enumerate(points)
        ]
    return out


def summaries(
    areas: Areas, most_deprived: End, period: str
) -> Iterator[tuple[str, QuintileSums, dict[str, Summary]]]:
    """Each outcome with the sums of its fifths and every measure of :data:`MEASURE_IDS`.

    Also ``rate_most`` and ``rate_least``, the rates of the two end fifths.
    """
    fifth = quintiles(areas.value, areas.person_years, most_deprived)
    ranks = rank(areas.value, areas.person_years, most_deprived)
    years = Period.parse(period).days / DAYS_PER_YEAR
    counts = np.array(list(areas.counts.values()))
    samples = bootstrap(areas.value, counts, areas.person_years, most_deprived)
    for i, name in enumerate(areas.counts):
        draws = Draws(*(measure[i] for measure in samples))
        sums = quintile_sums(fifth, counts[i], areas.person_years)
        status = _status(areas, fifth, sums)
        yield (
            name,
            sums,
            {
                "rate_most": rate_of(sums, status, 1),
                "rate_least": rate_of(sums, status, 5),
                **over_fifths(sums, status, draws, years),
                **over_areas(counts[i], areas.person_years, ranks, draws),
            },
        )


def described(areas: Areas, outcome: str) -> dict[str, float]:
    """What every row of a gradient says of its areas and of who is left out; no number of 1-4."""
    return {
        "numerator": _shown(float(areas.counts[outcome].sum())),
        "denominator": float(areas.person_years.sum()),
        "residents": float(areas.residents.sum()),
        "areas": areas.value.size,
        "areas_left": areas.left,
        "people_left": _shown(areas.people_left[outcome]),
    }


def _shown(people: float) -> float:
    return float("nan") if 0 < people < TOO_FEW_BELOW else people


def _status(areas: Areas, fifth: NDArray[np.int64], sums: QuintileSums) -> NDArray[np.str_]:
    residents = quintile_sums(fifth, areas.residents, areas.person_years).events
    return local_count_status(sums.events, residents, sums.person_years)


def _fifths(
    areas: Areas, fifth: NDArray[np.int64], sums: QuintileSums, key: Mapping[str, str]
) -> list[Row]:
    rate, status = crude_rate(sums.events, sums.person_years), _status(areas, fifth, sums)
    rows: list[Row] = []
    for q in range(5):
        inside = fifth == q + 1
        values = areas.value[inside]
        rows.append(
            {
                **key,
                "quintile": q + 1,
                "numerator": sums.events[q],
                "denominator": sums.person_years[q],
                "value": rate.value[q],
                "lower": rate.lower[q],
                "upper": rate.upper[q],
                "status": str(status[q]),
                "residents": areas.residents[inside].sum(),
                "areas": int(sums.areas[q]),
                "lowest": values.min() if values.size else np.nan,
                "highest": values.max() if values.size else np.nan,
            }
        )
    return rows
