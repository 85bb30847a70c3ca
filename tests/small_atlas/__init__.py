"""A small atlas for tests: true in form, invented in every number.

Ten towns on a grid, fourteen ZCTAs with one of each status, two districts a chamber.
``write_small_atlas(folder)`` publishes it as the pipeline would.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from etl.privacy import mask
from etl.publishing import write
from etl.tables import TABLES, conform
from tests.small_atlas import described, land, values


def write_small_atlas(folder: Path) -> str:
    """Publish the small atlas to ``folder`` and return its version."""
    polygons = land.polygons()
    geojson = {level: land.geojson(frame) for level, frame in polygons.items()}
    return write(folder, small_tables(), polygons, geojson)


def small_tables() -> dict[str, pd.DataFrame]:
    """Every published table, masked and conformed."""
    observations = values.observations()
    tables = {
        "places": land.places(),
        "populations": pd.DataFrame(
            [("zcta", z[0], "ACS 2014-2018", z[3]) for z in land.ZCTAS]
            + [("town", t[0], "ACS 2017-2021", t[5]) for t in land.TOWNS],
            columns=["level", "code", "vintage", "residents"],
        ),
        "zip_codes": pd.DataFrame(
            [(z[0], land.town_of(z[1])[1], z[0], "standard", z[1][:5], z[1]) for z in land.ZCTAS]
            + [
                ("02112", "Boston", "02111", "po_box", "25025", "2502507000"),
                ("01101", "Springfield", "01105", "unique", "25013", "2501367000"),
            ],
            columns=["zip", "city", "zcta", "kind", "county", "towns"],
        ),
        "overlaps": land.overlaps(),
        "indicators": described.indicators(observations),
        "observations": mask(observations),
        "series": mask(values.series()),
        "people_groups": values.people_groups(),
        "legislators": described.legislators(),
        "sources": described.sources(),
        "coverage": values.coverage(),
        "classes": values.classes(observations),
    }
    empty = {name: pd.DataFrame(columns=list(table.fields)) for name, table in TABLES.items()}
    return {name: conform(name, (empty | tables)[name]) for name in TABLES}
