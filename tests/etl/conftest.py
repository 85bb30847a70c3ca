"""The first steps of the pipeline over the publishers' files, made once for all tests of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl import economy, geography, injuries
from etl.ledger import Ledger


@pytest.fixture(scope="session")
def real_geography(sources: Path) -> tuple[geography.Geography, Ledger]:
    ledger = Ledger()
    return geography.run(sources, ledger), ledger


@pytest.fixture(scope="session")
def real_places(real_geography: tuple[geography.Geography, Ledger]) -> geography.Geography:
    return real_geography[0]


@pytest.fixture(scope="session")
def real_injuries(
    sources: Path, real_places: geography.Geography
) -> tuple[injuries.Injuries, Ledger]:
    ledger = Ledger()
    return injuries.run(sources, real_places, ledger), ledger


@pytest.fixture(scope="session")
def real_economy(sources: Path, real_places: geography.Geography) -> tuple[pd.DataFrame, Ledger]:
    ledger = Ledger()
    return economy.run(sources, real_places, ledger), ledger
