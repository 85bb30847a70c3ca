"""ACS 5-year detailed tables with every margin of error: ZIP areas, tracts, towns, county, state.

Only :func:`fetch` brings them; a build without them does without their measures.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from data_sources import _census_api
from data_sources._acs import estimate, margin
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require
from data_sources._fetch import Fetched, Table
from data_sources._web import Web

TABLES = {
    "B01001": 49,
    "B01003": 1,
    "B03002": 21,
    "B15003": 25,
    "B17001": 59,
    "B19001": 17,
    **{f"B19001{race}": 17 for race in "ABCDEFGHI"},
    "B19013": 1,
    "B19083": 1,
    "B22003": 7,
    "B23025": 7,
    "B25003": 3,
    "B25044": 15,
    "B25070": 11,
    "B26001": 1,
    "B27010": 66,
}
"""Table -> number of its lines."""
LINES = tuple(f"{name}_{line:03d}" for name, size in TABLES.items() for line in range(1, size + 1))
"""Every line; ``E`` behind it is the estimate, ``M`` its margin of error."""
VARIABLES = tuple(f"{line}{kind}" for line in LINES for kind in "EM")
RESIDENTS = "B01003_001E"
LEVELS = {
    "state": r"0400000US(\d{2})",
    "county": r"0500000US(\d{5})",
    "town": r"0600000US(\d{10})",
    "tract": r"1400000US(\d{11})",
    "zcta": r"860(?:Z2|00)00US(\d{5})",
}
"""Level -> the form of its GEO_ID; the code is in brackets."""
NOT_DEFINED = "00000"
"""Number of the water of a county that belongs to no town."""

DATASET = Dataset(
    id="acs_5year",
    title="American Community Survey 5-year detailed tables, with margins of error",
    publisher="US Census Bureau",
    landing_page="https://www.census.gov/data/developers/data-sets/acs-5year.html",
    endpoint="https://api.census.gov/data/2024/acs/acs5",
    vintage="the newest five years (2020-2024 in 2026)",
    retrieved="live only, with a key",
    licence="US Government work, public domain; attribution asked",
    citation="U.S. Census Bureau, American Community Survey 5-year estimates, detailed tables, "
    "by way of the Census Data API. This product uses the Census Bureau Data API but is not "
    "endorsed or certified by the Census Bureau.",
    files=tuple(f"census_acs/acs5_live_{level}.csv" for level in LEVELS),
    caveats=(
        "From a sample: every value has a margin of error (90 %).",
        "ZIP areas are those of 2020.",
    ),
    used_for="Income, poverty, work, homes, age, race and ethnicity of the newest five years, and "
    "where high-income White households and low-income households of color are concentrated",
    live=("census",),
    cadence_days=400,
    embedded=False,
)


def fetch(web: Web, out: Path) -> Fetched:
    """Ask the Census Bureau for all tables at all levels, in the newest five years.

    Args:
        web: asks the publisher; a key is needed (``CENSUS_API_KEY``).
        out: the files of :func:`load` are written below it.

    Raises:
        WebError: there is no key, or a table was not to be had whole.
    """
    year = _census_api.newest(web)
    vintage = f"{year - 4}-{year}"
    rows = 0
    for level, file in zip(LEVELS, DATASET.files, strict=True):
        table = _census_api.table(web, year, level, VARIABLES, _wanted(level))
        dated = tuple({"vintage": vintage, **row} for row in table.rows)
        Table(("vintage", *table.columns), dated, web.dataset).write(out / file)
        rows += len(dated)
    return Fetched(files=DATASET.files, rows=rows, vintage=f"ACS {vintage}", data_as_of="")


def _wanted(level: str) -> Callable[[str], bool]:
    if level == "zcta":
        return lambda code: code[:3] in _census_api.ZIP_PREFIXES
    if level == "town":
        return lambda code: not code.endswith(NOT_DEFINED)
    return lambda _: True


def load(folder: Path) -> pd.DataFrame:
    """One row a place of any of the five levels.

    Returns:
        level (a key of ``LEVELS``), code (GEOID), name, period ("2020-2024"), for each of
        ``LINES`` the estimate (``...E``; NaN where there is none) and its margin of error
        (``...M``; 90 %, 0 for a controlled estimate, NaN where there is none), file, source_row.

    Raises:
        SourceError: a file is not in its documented form, or the files are of different years.
    """
    frames = [_read(path, level) for level, path in zip(LEVELS, DATASET.paths(folder), strict=True)]
    periods = sorted({period for frame in frames for period in frame["period"]})
    if len(periods) != 1:
        raise SourceError(
            DATASET.paths(folder)[0].parent,
            f"the files are of {', '.join(periods)}",
            "one survey",
            column="vintage",
        )
    return pd.concat(frames, ignore_index=True)


def load_residents(folder: Path) -> pd.DataFrame:
    """The residents of every place (B01003) without the other tables: quick.

    Returns:
        level, code, name, period, ``B01003_001E``, file, source_row.

    Raises:
        SourceError: a file is not in its documented form.
    """
    paths = zip(LEVELS, DATASET.paths(folder), strict=True)
    return pd.concat([_read(p, level, (RESIDENTS,)) for level, p in paths], ignore_index=True)


def _read(path: Path, level: str, variables: tuple[str, ...] = VARIABLES) -> pd.DataFrame:
    names = {"GEO_ID": "code", "NAME": "name", "vintage": "period"}
    rows = read_rows(path, names | {name: name for name in variables}, key=("code",))
    # Exports of data.census.gov have a second line of labels below the names.
    rows = rows[rows["code"] != "Geography"].copy()
    published = {"published": {ours: theirs for theirs, ours in names.items()}}
    rows.attrs |= published
    form = LEVELS[level]
    require(rows["code"].str.fullmatch(form), rows, path, "code", f"a GEO_ID of a {level}")
    require(rows["period"].str.fullmatch(r"\d{4}-\d{4}"), rows, path, "period", "2020-2024")
    made = {
        "level": level,
        "code": rows["code"].str.extract(form)[0],
        "name": rows["name"],
        "period": rows["period"],
    }
    numbers = _numbers(rows, path, variables)
    made |= {"file": str(path.name), "source_row": rows["source_row"]}
    return pd.concat([pd.DataFrame(made), numbers], axis=1)


def _numbers(rows: pd.DataFrame, path: Path, variables: tuple[str, ...]) -> pd.DataFrame:
    """Columns of estimates and margins; only what is no plain number is looked at one by one."""
    texts = rows[list(variables)].to_numpy(dtype=object)
    values = np.asarray(pd.to_numeric(texts.ravel(), errors="coerce"), dtype=float)
    values = values.reshape(texts.shape)
    odd = ~(np.isfinite(values) & (values >= 0))
    for column in np.flatnonzero(odd.any(axis=0)):
        name, strange = variables[column], odd[:, column]
        parser = margin if name.endswith("M") else estimate
        expected = "a number or a Census code"
        values[strange, column] = parse_column(rows[strange], path, name, parser, expected)
    return pd.DataFrame(values, index=rows.index, columns=list(variables))
