"""Each field of the published tables, defined once; tables only list field names.

Schemas (pandera), ``datapackage.json`` and the data dictionary are made from this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pandera.pandas as pa

from epidemiology.status import Status

LEVELS = (
    "nation",
    "state",
    "county",
    "town",
    "zcta",
    "house",
    "senate",
    "congress",
    "police_district",
    "county_unplaced",
    "town_unplaced",
    "zcta_unplaced",
    "house_unplaced",
    "senate_unplaced",
    "congress_unplaced",
    "police_district_unplaced",
)
"""``<level>_unplaced`` rows keep what could not be put into a place of that level: the code is
that of the smallest larger place known (the town of a ZIP count, the state of a town count)."""
MAPPED_LEVELS = ("zcta", "town", "county", "house", "senate", "congress")


@dataclass(frozen=True)
class Field:
    """One field: its type, unit and meaning."""

    name: str
    type: str  # string | integer | number | boolean
    description: str
    unit: str = ""
    nullable: bool = False
    allowed: tuple[str, ...] = ()


_FIELDS = [
    # places
    Field("level", "string", "Kind of place", allowed=LEVELS),
    Field("code", "string", "Census GEOID, ZCTA or police district; always text"),
    Field("name", "string", "Name of the place as people say it"),
    Field("population", "integer", "Residents", "people", nullable=True),
    Field("population_vintage", "string", "Census table the residents come from"),
    Field("latitude", "number", "A point inside the place", "degrees", nullable=True),
    Field("longitude", "number", "A point inside the place", "degrees", nullable=True),
    Field("west", "number", "Bounding box", "degrees", nullable=True),
    Field("south", "number", "Bounding box", "degrees", nullable=True),
    Field("east", "number", "Bounding box", "degrees", nullable=True),
    Field("north", "number", "Bounding box", "degrees", nullable=True),
    Field(
        "flags",
        "string",
        "What a reader must know of this place, or of this value there; separated by spaces",
    ),
    # populations
    Field("vintage", "string", "Census table, or edition of a dataset"),
    Field("residents", "number", "Residents in that vintage", "people"),
    # zip_codes
    Field("zip", "string", "Postal ZIP code, five characters"),
    Field("city", "string", "Post office name"),
    Field("zcta", "string", "ZCTA that answers for this ZIP code"),
    Field("kind", "string", "Kind of ZIP code", allowed=("standard", "po_box", "unique")),
    Field("county", "string", "County GEOID"),
    Field("towns", "string", "GEOIDs of the towns, most people first; separated by spaces"),
    # overlaps
    Field("from_level", "string", "Kind of the first place", allowed=LEVELS),
    Field("from_code", "string", "Code of the first place"),
    Field("to_level", "string", "Kind of the second place", allowed=LEVELS),
    Field("to_code", "string", "Code of the second place"),
    Field(
        "people_share",
        "number",
        "Share of the first place's residents who live in the second",
        "share",
    ),
    Field(
        "area_share",
        "number",
        "Share of the first place's land inside the second",
        "share",
        nullable=True,
    ),
    Field("method", "string", "How it was made"),
    # indicators
    Field("id", "string", "Identifier"),
    Field("title", "string", "Title"),
    Field("short_title", "string", "Title in at most four words"),
    Field("sentence", "string", "What it says, in plain words"),
    Field("unit", "string", "Unit of the value"),
    Field(
        "theme", "string", "Group of indicators", allowed=("firearm_injury", "economy", "context")
    ),
    Field(
        "better",
        "string",
        "Which direction is better for residents",
        allowed=("lower", "higher", "neither"),
    ),
    Field("levels", "string", "Levels at which it exists; separated by spaces"),
    Field("periods", "string", "Periods at which it exists, newest last; separated by spaces"),
    Field("digits", "integer", "Decimals to show"),
    Field("interval", "string", "What lower and upper are"),
    Field("caveats", "string", "Limits, one a line"),
    Field("sources", "string", "Source ids; separated by spaces"),
    # observations
    Field("indicator", "string", "Indicator id"),
    Field("period", "string", "Inclusive period: 2017, 2014-2017, 2015-07_2017-12 or days"),
    Field("value", "number", "The measure; empty where the status allows none", nullable=True),
    Field("lower", "number", "Lower end of the interval", nullable=True),
    Field("upper", "number", "Upper end of the interval", nullable=True),
    Field(
        "numerator",
        "number",
        "Count above the line; empty where it is 1-4 or suppressed",
        nullable=True,
    ),
    Field(
        "denominator",
        "number",
        "Below the line: person-years, residents or households",
        nullable=True,
    ),
    Field("denominator_source", "string", "Vintage of the denominator"),
    Field("moe", "number", "90 % margin of error as published or derived", nullable=True),
    Field("status", "string", "State of the value", allowed=tuple(Status)),
    Field(
        "located_share",
        "number",
        "Share of the people recorded who could be placed on the map",
        "share",
        nullable=True,
    ),
    Field(
        "if_all_located",
        "number",
        "The value if the people not placed were spread as the others",
        nullable=True,
    ),
    Field("colour_class", "integer", "Class on the map, 0 lowest", nullable=True),
    Field("source", "string", "Source ids; separated by spaces"),
    # people_groups
    Field(
        "grouping",
        "string",
        "What the groups are",
        allowed=(
            "age",
            "sex",
            "race",
            "ethnicity",
            "under18",
            "age18_25",
            "under18_race",
            "age18_25_race",
        ),
    ),
    Field("group", "string", "The group, in the publisher's words"),
    Field(
        "age_adjusted",
        "number",
        "Publisher's age-adjusted rate, US 2000 standard",
        "per 100,000",
        nullable=True,
    ),
    Field(
        "years_lost", "number", "Years of potential life lost, as published", "years", nullable=True
    ),
    # legislators
    Field("chamber", "string", "Chamber", allowed=("house", "senate", "congress", "us_senate")),
    Field("party", "string", "Party"),
    Field("email", "string", "Official e-mail"),
    Field("phone", "string", "Official telephone"),
    Field("office", "string", "Official office"),
    Field("website", "string", "Official page"),
    Field("role", "string", "Leadership position"),
    Field("as_of", "string", "Date of the list"),
    # sources
    Field("publisher", "string", "Publisher"),
    Field("landing_page", "string", "Publisher's page"),
    Field("endpoint", "string", "Where the data are served"),
    Field("retrieved", "string", "When and how this copy was made"),
    Field("licence", "string", "Licence or terms"),
    Field("citation", "string", "How to cite"),
    Field("sha256", "string", "Checksum of the files as read"),
    Field("rows_in", "integer", "Rows read", "rows"),
    Field("rows_used", "integer", "Rows that reached a published number", "rows"),
    Field("rows_left", "integer", "Rows left over", "rows"),
    Field("left_why", "string", "Why rows were left over, with their numbers"),
    Field("used_for", "string", "What the atlas uses it for"),
    # coverage
    Field("people", "number", "People recorded; empty where 1-4", "people", nullable=True),
    Field(
        "located", "number", "People placed on the map; empty where 1-4", "people", nullable=True
    ),
    Field("covered", "boolean", "Whether the source covers this place and period"),
    # classes
    Field("places", "integer", "Places in the class"),
]
FIELDS = {field.name: field for field in _FIELDS}


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
_TABLES = [
    Table(
        "places",
        "a state, county, town, ZCTA or district",
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
        "deaths of state residents in one group, by intent and year",
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
        ("indicator", "grouping", "group", "period"),
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
