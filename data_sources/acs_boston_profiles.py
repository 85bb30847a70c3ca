"""ACS 2017-2021 data profiles DP02-DP05 of the 32 ZCTAs of Boston, with margins of error."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data_sources._acs import estimate, margin, open_ended
from data_sources._dataset import Dataset, SourceError, parse_column, read_rows, require

DATASET = Dataset(
    id="acs_boston_profiles",
    title="American Community Survey 2017-2021, data profiles DP02-DP05, ZCTAs of Boston",
    publisher="US Census Bureau",
    landing_page="https://data.census.gov/table/ACSDP5Y2021.DP03",
    endpoint="https://api.census.gov/data/2021/acs/acs5/profile?get=group(DP03)&for=zip%20code%20tabulation%20area:*",
    vintage="ACS 2017-2021",
    retrieved="public copy, byte for byte",
    licence="US Government work, public domain; attribution asked",
    citation="U.S. Census Bureau, American Community Survey 2017-2021, tables DP02-DP05.",
    files=(
        "census_acs/acs5_2021_dp02_boston_zcta.csv",
        "census_acs/acs5_2021_dp03_boston_zcta.csv",
        "census_acs/acs5_2021_dp04_boston_zcta.csv",
        "census_acs/acs5_2021_dp05_boston_zcta.csv",
    ),
    caveats=("Only the 32 ZCTAs of Boston.", "Dollars of 2021."),
    used_for="Economic indicators and residents of Boston's ZIP codes, with margins of error",
)


@dataclass(frozen=True)
class Line:
    """A line of a profile: its table, number, measure and the end of its published label.

    Line numbers move between editions, so the label is checked before a number is believed.
    """

    table: str
    number: str
    percent: bool
    label: str

    @property
    def estimate(self) -> str:
        """Published name of the estimate's column."""
        return f"{self.table}_{self.number}{'PE' if self.percent else 'E'}"

    @property
    def margin(self) -> str:
        """Published name of the margin of error's column."""
        return f"{self.table}_{self.number}{'PM' if self.percent else 'M'}"


TABLES = ("DP02", "DP03", "DP04", "DP05")
LINES = {
    "households": Line("DP03", "0051", False, "!!Total households"),
    "under_10k": Line("DP03", "0052", False, "!!Less than $10,000"),
    "from_10k": Line("DP03", "0053", False, "!!$10,000 to $14,999"),
    "from_15k": Line("DP03", "0054", False, "!!$15,000 to $24,999"),
    "from_25k": Line("DP03", "0055", False, "!!$25,000 to $34,999"),
    "from_200k": Line("DP03", "0061", False, "!!$200,000 or more"),
    "median_household_income": Line("DP03", "0062", False, "!!Median household income (dollars)"),
    "per_capita_income": Line("DP03", "0088", False, "!!Per capita income (dollars)"),
    "civilian_labor_force": Line("DP03", "0008", False, "EMPLOYMENT STATUS!!Civilian labor force"),
    "unemployed": Line("DP03", "0005", False, "!!Civilian labor force!!Unemployed"),
    "unemployment_percent": Line("DP03", "0009", True, "!!Unemployment Rate"),
    "snap": Line("DP03", "0074", False, "!!With Food Stamp/SNAP benefits in the past 12 months"),
    "snap_percent": Line(
        "DP03", "0074", True, "!!With Food Stamp/SNAP benefits in the past 12 months"
    ),
    "insurance_universe": Line("DP03", "0095", False, "!!Civilian noninstitutionalized population"),
    "uninsured": Line(
        "DP03",
        "0099",
        False,
        "COVERAGE!!Civilian noninstitutionalized population!!No health insurance coverage",
    ),
    "uninsured_percent": Line(
        "DP03",
        "0099",
        True,
        "COVERAGE!!Civilian noninstitutionalized population!!No health insurance coverage",
    ),
    "poverty_percent": Line("DP03", "0128", True, "IS BELOW THE POVERTY LEVEL!!All people"),
    "adults_25": Line("DP02", "0059", False, "ATTAINMENT!!Population 25 years and over"),
    "bachelors": Line("DP02", "0068", False, "!!Bachelor's degree or higher"),
    "bachelors_percent": Line("DP02", "0068", True, "!!Bachelor's degree or higher"),
    "disability_universe": Line(
        "DP02", "0071", False, "!!Total Civilian Noninstitutionalized Population"
    ),
    "disability": Line(
        "DP02",
        "0072",
        False,
        "!!Total Civilian Noninstitutionalized Population!!With a disability",
    ),
    "disability_percent": Line(
        "DP02",
        "0072",
        True,
        "!!Total Civilian Noninstitutionalized Population!!With a disability",
    ),
    "housing_units": Line("DP04", "0001", False, "OCCUPANCY!!Total housing units"),
    "vacant": Line("DP04", "0003", False, "!!Vacant housing units"),
    "vacant_percent": Line("DP04", "0003", True, "!!Vacant housing units"),
    "occupied": Line("DP04", "0045", False, "TENURE!!Occupied housing units"),
    "owner_occupied": Line("DP04", "0046", False, "!!Owner-occupied"),
    "owner_occupied_percent": Line("DP04", "0046", True, "!!Owner-occupied"),
    "no_vehicle": Line("DP04", "0058", False, "!!No vehicles available"),
    "no_vehicle_percent": Line("DP04", "0058", True, "!!No vehicles available"),
    "median_home_value": Line("DP04", "0089", False, "!!Owner-occupied units!!Median (dollars)"),
    "renters_counted": Line(
        "DP04",
        "0136",
        False,
        "!!Occupied units paying rent (excluding units where GRAPI cannot be computed)",
    ),
    "rent_burden": Line("DP04", "0142", False, "!!35.0 percent or more"),
    "rent_burden_percent": Line("DP04", "0142", True, "!!35.0 percent or more"),
    "population": Line("DP05", "0001", False, "SEX AND AGE!!Total population"),
    "median_age": Line("DP05", "0018", False, "!!Median age (years)"),
    "under_18": Line("DP05", "0019", False, "!!Total population!!Under 18 years"),
    "under_18_percent": Line("DP05", "0019", True, "!!Total population!!Under 18 years"),
    "age_65_plus": Line("DP05", "0024", False, "!!Total population!!65 years and over"),
    "age_65_plus_percent": Line("DP05", "0024", True, "!!Total population!!65 years and over"),
    "hispanic": Line("DP05", "0071", False, "!!Hispanic or Latino (of any race)"),
    "hispanic_percent": Line("DP05", "0071", True, "!!Hispanic or Latino (of any race)"),
    "white": Line("DP05", "0077", False, "!!Not Hispanic or Latino!!White alone"),
    "white_percent": Line("DP05", "0077", True, "!!Not Hispanic or Latino!!White alone"),
    "black": Line(
        "DP05", "0078", False, "!!Not Hispanic or Latino!!Black or African American alone"
    ),
    "black_percent": Line(
        "DP05", "0078", True, "!!Not Hispanic or Latino!!Black or African American alone"
    ),
    "native_american": Line(
        "DP05",
        "0079",
        False,
        "!!Not Hispanic or Latino!!American Indian and Alaska Native alone",
    ),
    "native_american_percent": Line(
        "DP05",
        "0079",
        True,
        "!!Not Hispanic or Latino!!American Indian and Alaska Native alone",
    ),
    "asian": Line("DP05", "0080", False, "!!Not Hispanic or Latino!!Asian alone"),
    "asian_percent": Line("DP05", "0080", True, "!!Not Hispanic or Latino!!Asian alone"),
}


def load(folder: Path) -> pd.DataFrame:
    """One row a ZCTA.

    Returns:
        zcta (text), each name of ``LINES`` (people, households, units, dollars, years; names in
        ``_percent`` are percent) and ``<name>_moe`` (90 %, the same unit; NaN where the
        publisher has none), ``median_household_income_open`` and ``median_home_value_open``
        (bool: the median is only known to be above the value), source_row.

    Raises:
        SourceError: a file is not in its documented form, or the four differ in their ZCTAs.
    """
    paths = DATASET.paths(folder)
    whole, *others = (_profile(path, table) for path, table in zip(paths, TABLES, strict=True))
    for path, part in zip(paths[1:], others, strict=True):
        if odd := sorted(set(part["zcta"]) ^ set(whole["zcta"])):
            raise SourceError(path, f"{odd[0]} is not in all four profiles", "the same ZCTAs")
        whole = whole.merge(part.drop(columns="source_row"), on="zcta", validate="1:1")
    return whole


def _profile(path: Path, table: str) -> pd.DataFrame:
    lines = {name: line for name, line in LINES.items() if line.table == table}
    wanted = {"GEO_ID": "zcta"}
    for name, line in lines.items():
        wanted |= {line.estimate: name, line.margin: f"{name}_moe"}
    rows = read_rows(path, wanted, key=("zcta",))
    labels, rows = rows.iloc[0], rows.iloc[1:].copy()
    for name, line in lines.items():
        if labels["zcta"] != "Geography" or not labels[name].endswith(line.label):
            raise SourceError(
                path,
                f"the label is {labels[name][:80]!r}",
                f"a first row of labels, here one that ends in {line.label!r}",
                row=2,
                column=line.estimate,
            )
    require(
        rows["zcta"].str.fullmatch(r"860Z200US\d{5}"), rows, path, "zcta", "860Z200US and a ZCTA"
    )
    out = {"zcta": rows["zcta"].str[-5:], "source_row": rows["source_row"]}
    for name, line in lines.items():
        out[name] = parse_column(rows, path, name, estimate, "a number or a Census code")
        out[f"{name}_moe"] = parse_column(
            rows, path, f"{name}_moe", margin, "a margin of error or a Census code"
        )
        if line.percent:
            holds = out[name].isna() | (out[name] <= 100)
            require(holds, rows, path, name, "a percentage up to 100")
        if name in {"median_household_income", "median_home_value"}:
            out[f"{name}_open"] = rows[name].map(open_ended).astype(bool)
    return pd.DataFrame(out).reset_index(drop=True)
