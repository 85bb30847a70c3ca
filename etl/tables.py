"""The published tables: which fields each has, its key, its schema.

Fields are defined in :mod:`etl.fields`; schemas (pandera) and ``datapackage.json`` are made here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from etl.fields import FIELDS, Field


@dataclass(frozen=True)
class Table:
    """A published table: what one row is, its fields and its key."""

    name: str
    row: str
    fields: tuple[str, ...]
    key: tuple[str, ...]


_VALUES = (
    "value",
    "lower",
    "upper",
    "numerator",
    "denominator",
    "denominator_source",
    "moe",
    "status",
    "located_share",
    "if_all_located",
    "colour_class",
    "flags",
    "source",
)
_OBSERVATION_KEY = ("indicator", "level", "code", "period")
_MODEL_KEY = ("indicator", "indicator_period", "outcome", "level", "period", "region")
_GRADIENT_KEY = ("indicator", "level", "period", "region", "order_by", "order_period")
_SUMMARY = (
    "value",
    "lower",
    "upper",
    "method",
    "reason",
    "inputs",
    "numerator",
    "denominator",
    "residents",
    "areas",
    "areas_left",
    "people_left",
)
_TABLES = [
    Table(
        "places",
        "a state, county, town, ZCTA or district; us_state: each state of the nation",
        (
            "level",
            "code",
            "name",
            "population",
            "population_vintage",
            "latitude",
            "longitude",
            "west",
            "south",
            "east",
            "north",
            "flags",
        ),
        ("level", "code"),
    ),
    Table(
        "populations",
        "residents of a place in one Census vintage",
        ("level", "code", "vintage", "residents"),
        ("level", "code", "vintage"),
    ),
    Table(
        "zip_codes",
        "a ZIP code a person may type",
        ("zip", "city", "zcta", "kind", "county", "towns"),
        ("zip",),
    ),
    Table(
        "overlaps",
        "two places that share people",
        ("from_level", "from_code", "to_level", "to_code", "people_share", "area_share", "method"),
        ("from_level", "from_code", "to_level", "to_code"),
    ),
    Table(
        "indicators",
        "one measure",
        (
            "id",
            "title",
            "short_title",
            "sentence",
            "unit",
            "theme",
            "better",
            "levels",
            "periods",
            "digits",
            "interval",
            "caveats",
            "sources",
        ),
        ("id",),
    ),
    Table(
        "observations",
        "an indicator in a place and period",
        _OBSERVATION_KEY + _VALUES,
        _OBSERVATION_KEY,
    ),
    Table("series", "a yearly value", _OBSERVATION_KEY + _VALUES, _OBSERVATION_KEY),
    Table(
        "people_groups",
        "deaths of residents in one group, by intent and year, or several years together",
        (
            "indicator",
            "level",
            "code",
            "grouping",
            "group",
            "period",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "age_adjusted",
            "years_lost",
            "status",
            "source",
        ),
        ("indicator", "level", "code", "grouping", "group", "period"),
    ),
    Table(
        "law_changes",
        "a kind of firearm law that came into force, or ceased to be, in a year",
        ("level", "code", "year", "law", "change", "source"),
        ("level", "code", "year", "law"),
    ),
    Table(
        "legislators",
        "a sitting member",
        (
            "chamber",
            "code",
            "name",
            "party",
            "email",
            "phone",
            "office",
            "website",
            "role",
            "as_of",
        ),
        ("chamber", "code", "name"),
    ),
    Table(
        "sources",
        "one dataset as it was used",
        (
            "id",
            "title",
            "publisher",
            "landing_page",
            "endpoint",
            "retrieved",
            "vintage",
            "data_as_of",
            "state",
            "licence",
            "citation",
            "caveats",
            "used_for",
            "sha256",
            "rows_in",
            "rows_used",
            "rows_left",
            "left_why",
        ),
        ("id",),
    ),
    Table(
        "coverage",
        "a place and period, as one source covers it",
        ("level", "code", "period", "source", "covered", "people", "located", "located_share"),
        ("level", "code", "period", "source"),
    ),
    Table(
        "classes",
        "a colour class of one indicator, level and period",
        ("indicator", "level", "period", "colour_class", "lower", "upper", "places"),
        ("indicator", "level", "period", "colour_class"),
    ),
    Table(
        "gradients",
        "a summary of how an outcome follows an economic indicator across the areas of a region",
        (*_GRADIENT_KEY, "measure", *_SUMMARY),
        (*_GRADIENT_KEY, "measure"),
    ),
    Table(
        "quintiles",
        "a fifth of the residents of a region, by an economic indicator",
        (
            *_GRADIENT_KEY,
            "quintile",
            "numerator",
            "denominator",
            "value",
            "lower",
            "upper",
            "status",
            "residents",
            "areas",
            "lowest",
            "highest",
        ),
        (*_GRADIENT_KEY, "quintile"),
    ),
    Table(
        "curves",
        "a point of a concentration curve",
        (*_GRADIENT_KEY, "point", "residents_share", "events_share"),
        (*_GRADIENT_KEY, "point"),
    ),
    Table(
        "sensitivities",
        "a headline gradient, computed otherwise",
        (*_GRADIENT_KEY, "variant", "measure", *_SUMMARY),
        (*_GRADIENT_KEY, "variant", "measure"),
    ),
    Table(
        "priors",
        "the places that one source counts, smoothed together",
        ("indicator", "level", "period", "region", "areas", "rate", "shape", "prior_rate"),
        ("indicator", "level", "period", "region"),
    ),
    Table(
        "clusters",
        "a place and the places around it, tested",
        ("indicator", "level", "period", "region", "code", "label", "p", "fdr"),
        ("indicator", "level", "period", "region", "code"),
    ),
    Table(
        "cluster_tests",
        "all places of a region, tested together",
        (
            "indicator",
            "level",
            "period",
            "region",
            "areas",
            "left_out",
            "moran",
            "moran_expected",
            "p",
            "permutations",
            "seed",
            "high_high",
            "low_low",
            "high_low",
            "low_high",
        ),
        ("indicator", "level", "period", "region"),
    ),
    Table(
        "models",
        "a model of one outcome on one indicator",
        (
            *_MODEL_KEY,
            "reason",
            "areas",
            "people",
            "left_out_small",
            "left_out_missing",
            "mean",
            "deviation",
            "ratio",
            "lower",
            "upper",
            "dispersion",
            "ratio_nb",
            "lower_nb",
            "upper_nb",
            "alpha",
            "residual_moran",
            "residual_z",
            "residual_p",
        ),
        _MODEL_KEY,
    ),
    Table(
        "model_lines",
        "a point of a model's line: fitted rate per 100,000 residents a year, with its 95 % band",
        (*_MODEL_KEY, "step", "x", "value", "lower", "upper"),
        (*_MODEL_KEY, "step"),
    ),
    Table(
        "literature",
        "a finding of a published study",
        (
            "id",
            "citation",
            "outcome",
            "place",
            "period",
            "area_unit",
            "ordered_by",
            "contrast",
            "statistic",
            "value",
            "lower",
            "upper",
            "adjustment",
            "direction",
            "address",
            "seen",
        ),
        ("id",),
    ),
]
TABLES = {table.name: table for table in _TABLES}

SIGNIFICANT_DIGITS = 10
_DTYPES = {"string": "str", "integer": "Int64", "number": "float64", "boolean": "bool"}


def schema(table: str) -> pa.DataFrameSchema:
    """The pandera schema of a published table."""
    spec = TABLES[table]
    return pa.DataFrameSchema(
        {
            name: pa.Column(
                _DTYPES[FIELDS[name].type],
                nullable=FIELDS[name].nullable
                or (table == "classes" and name in {"lower", "upper"}),
                checks=[pa.Check.isin(FIELDS[name].allowed)] if FIELDS[name].allowed else [],
            )
            for name in spec.fields
        },
        strict=True,
        ordered=True,
        unique=list(spec.key),
        name=table,
    )


def conform(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the table's fields in order, typed, sorted by key and checked.

    Fields that are absent are filled with missing values ("" for text).

    Raises:
        pandera.errors.SchemaErrors: lists every value that does not fit.
        KeyError: the frame has a column that the table does not know.
    """
    spec = TABLES[table]
    unknown = set(frame.columns) - set(spec.fields)
    if unknown:
        raise KeyError(
            f"{table}: {sorted(unknown)} are not fields of this table; see etl/fields.py"
        )
    out = pd.DataFrame(
        {name: _typed(FIELDS[name], frame.get(name), frame.index) for name in spec.fields},
        index=frame.index,
    )
    out = out.sort_values(list(spec.key), kind="stable").reset_index(drop=True)
    return schema(table).validate(out, lazy=True)


def _typed(field: Field, column: pd.Series | None, index: pd.Index) -> pd.Series:
    if column is None:
        column = pd.Series(pd.NA, index=index, dtype="object")
    if field.type == "string":
        return column.fillna("").astype("str")
    if field.type == "number":
        return significant(column.astype("Float64").astype("float64"))
    return column.astype("Int64") if field.type == "integer" else column.astype("bool")


def significant(numbers: pd.Series) -> pd.Series:
    """The numbers at :data:`SIGNIFICANT_DIGITS`.

    The last bits of a float differ between processors; published tables are the same bytes.
    """
    x = numbers.to_numpy(dtype=float)
    finite = np.isfinite(x) & (x != 0)
    magnitude = np.floor(np.log10(np.abs(x), where=finite, out=np.zeros_like(x)))
    scale = 10.0 ** (SIGNIFICANT_DIGITS - 1 - magnitude)
    rounded = np.where(finite, np.round(x * scale) / scale, x)
    return pd.Series(rounded, index=numbers.index, name=numbers.name)
