"""Model estimates of adults' health and social needs by ZIP area, where they were fetched.

The values and intervals are CDC's own, by ZCTA of 2020, unchanged: nothing is summed, averaged or
carried to another level. A measure that no ZIP area of the state has is not published.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pandas as pd

from data_sources import cdc_places
from etl.catalogue.health import INDICATORS
from etl.ledger import Ledger
from etl.surveyed import finished
from etl.tables import conform

MEASURES = {
    "mental_distress": "mhlth",
    "depression": "depression",
    "food_insecurity": "foodinsecu",
    "housing_insecurity": "housinsecu",
    "transport_lack": "lacktrpt",
    "loneliness": "loneliness",
    "adults_uninsured": "access2",
}
"""Indicator -> measure of PLACES."""


class Geography(Protocol):
    """What this step needs to know of places; see :class:`etl.geography.Geography`."""

    @property
    def places(self) -> pd.DataFrame:
        """The table of that name."""

    @property
    def populations(self) -> pd.DataFrame:
        """The table of that name."""


def run(folder: Path, geography: Geography, ledger: Ledger) -> pd.DataFrame:
    """Rows of ``observations``; none where nobody has fetched the table.

    Raises:
        SourceError: a file is not in its documented form.
    """
    source = cdc_places.DATASET
    if not source.present(folder):
        return conform("observations", pd.DataFrame())
    table = cdc_places.load(folder)
    ledger.read(source.id, len(table))
    here = geography.places.loc[geography.places["level"] == "zcta", "code"]
    ledger.leave(source.id, "of no ZIP area here", int((~table["zcta"].isin(here)).sum()))
    frames = [conform("observations", pd.DataFrame()), *_measures(table, here, geography)]
    return conform("observations", pd.concat(frames, ignore_index=True))


def _measures(
    table: pd.DataFrame, codes: pd.Series, geography: Geography
) -> Iterator[pd.DataFrame]:
    for indicator in INDICATORS:
        name = MEASURES[indicator.id]
        if table[name].isna().all():
            continue
        found = table.set_index("zcta").reindex(codes)
        rows = finished(
            indicator,
            pd.DataFrame(
                {
                    "level": "zcta",
                    "code": codes.to_numpy(),
                    "period": table["period"].iloc[0],
                    "value": found[name].to_numpy(),
                    "flags": "model_estimate",
                    "source": cdc_places.DATASET.id,
                }
            ),
            geography.populations,
        )
        shown = rows["value"].notna()
        for end in ("lower", "upper"):
            rows[end] = pd.Series(found[f"{name}_{end}"].to_numpy(), index=rows.index).where(shown)
        yield rows
