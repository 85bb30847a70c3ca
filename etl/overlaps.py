"""Which places share people, and how many: tracts cut by every boundary, raked to known totals.

The tract is the smallest area whose residents are known. Each tract is cut by the lines of ZIP
areas, towns and districts into *atoms* (:mod:`etl.atoms`); its residents are spread over its atoms
by area, and the atoms are then raked until they add up to the known residents of every tract, town
and ZIP area (:mod:`etl.raking`). All shares between two kinds of place come from the same atoms.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.atoms import CUT_BY, NOWHERE

FEW = 0.01
"""Pairs under this share of both places' residents are not published: they are within the error
of the lines."""
RAKED = "tract areas, raked to residents of ZIP areas and towns"
BY_AREA = "land area: nobody lives here"
BY_POINT = "Census centroid: no boundary in this edition"
NESTED = "nested by definition"
COUNTED = "2020 Census"


def between(pieces: pd.DataFrame, first: str, second: str) -> pd.DataFrame:
    """The places of level ``second`` in which the residents of each place of level ``first`` live.

    Pairs that hold under ``FEW`` of both places' residents are left out and the other shares
    scaled up, so that the people shares of a place sum to 1. Where nobody lives, land stands in.

    Args:
        pieces: atoms with people.

    Returns:
        The columns of the table ``overlaps``; area_share is NaN where a place has no polygon.
    """
    covered = pieces[pieces[first] != NOWHERE]
    land = covered.groupby(first)["area"].sum()
    covered = covered[covered[second] != NOWHERE]
    pairs = covered.groupby([first, second], sort=True)[["people", "area"]].sum().reset_index()
    shares = []
    for level in (first, second):
        of = pairs.groupby(level)
        by_people = pairs["people"] / of["people"].transform("sum")
        by_area = pairs["area"] / of["area"].transform("sum")
        nobody = of["people"].transform("sum") < 0.5
        shares.append(by_people.where(~nobody, by_area.fillna(1 / of["area"].transform("size"))))
    keep = (shares[0] >= FEW) | (shares[1] >= FEW)
    kept = shares[0].where(keep, 0.0)
    kept = kept / kept.groupby(pairs[first]).transform("sum")
    nobody = pairs.groupby(first)["people"].transform("sum") < 0.5
    point = pairs["area"] == 0
    area = (pairs["area"] / pairs[first].map(land)).where(~point)
    method = np.select([point, nobody], [BY_POINT, BY_AREA], default=RAKED)
    out = pd.DataFrame(
        {
            "from_level": first,
            "from_code": pairs[first],
            "to_level": second,
            "to_code": pairs[second],
            "people_share": kept,
            "area_share": area,
            "method": method,
        }
    )
    return out[keep].reset_index(drop=True)


def nested(towns: pd.DataFrame, land: pd.Series) -> pd.DataFrame:
    """Towns in their counties and counties' residents by town.

    Args:
        towns: code, population (2020 Census).
        land: square metres by town.
    """
    code, county = towns["code"], towns["code"].str[:5]
    people, area = towns["population"].astype(float), code.map(land)
    up = pd.DataFrame(
        {
            "from_level": "town",
            "from_code": code,
            "to_level": "county",
            "to_code": county,
            "people_share": 1.0,
            "area_share": 1.0,
            "method": NESTED,
        }
    )
    down = pd.DataFrame(
        {
            "from_level": "county",
            "from_code": county,
            "to_level": "town",
            "to_code": code,
            "people_share": people / people.groupby(county).transform("sum"),
            "area_share": area / area.groupby(county).transform("sum"),
            "method": COUNTED,
        }
    )
    return pd.concat([up, down], ignore_index=True)


def table(pieces: pd.DataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """The table ``overlaps``, before it is conformed."""
    land = pieces.groupby("town")["area"].sum()
    frames = [nested(towns, land)]
    districts = ("house", "senate", "congress")
    for first, second in [
        ("zcta", "town"),
        ("zcta", "county"),
        *(("zcta", d) for d in districts),
        *(("town", d) for d in districts),
    ]:
        frames += [between(pieces, first, second), between(pieces, second, first)]
    return pd.concat(frames, ignore_index=True)


def tract_weights(pieces: pd.DataFrame, state: str) -> pd.DataFrame:
    """Share of each tract's residents in each place; tracts without residents go by land.

    Returns:
        tract, level, code, share; the shares of a tract at a level sum to 1.
    """
    people = pieces["people"].groupby(pieces["tract"]).transform("sum")
    addressed = pieces["area"].where(pieces["zcta"] != NOWHERE, 0.0)
    some = addressed.groupby(pieces["tract"]).transform("sum") > 0
    weight = pieces["people"].where(people > 0, addressed.where(some, pieces["area"]))
    frames = []
    for level in (*CUT_BY, "county", "state"):
        code = pd.Series(state, index=pieces.index) if level == "state" else pieces[level]
        sums = (
            weight.groupby([pieces["tract"], code.rename("code")]).sum().reset_index(name="share")
        )
        sums = sums[(sums["code"] != NOWHERE) & (sums["share"] > 0)]
        sums["share"] /= sums.groupby("tract")["share"].transform("sum")
        frames.append(sums.assign(level=level))
    return pd.concat(frames, ignore_index=True)[["tract", "level", "code", "share"]]
