"""Units of the state's tracts with invented rates; another intent stands beside them."""

from __future__ import annotations

from pathlib import Path

from data_sources import acs_tract_income, cdc_tract_deaths
from tests.publishers import cdc
from tests.publishers.double import Double


def serve(double: Double, sources: Path) -> None:
    """Put the table into the double."""
    rows = cdc.units(acs_tract_income.load(sources)["tract"].tolist())
    other = [{**row, "intent": "FA_Deaths"} for row in rows]
    double.soda(cdc_tract_deaths.TABLE, [*rows, *other])
