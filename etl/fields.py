"""Each field of the published tables, defined once; tables only list field names.

Schemas (pandera), ``datapackage.json`` and the data dictionary are made from this.
"""

from __future__ import annotations

from dataclasses import dataclass

from epidemiology.status import Status
from etl.settings import STATE, WITHOUT_CITY

LEVELS = (
    "nation",
    "state",
    "us_state",
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
that of the smallest larger place known (the town of a ZIP count, the state of a town count).
``us_state`` holds all states beside each other, this one among them, for comparison only: ``state``
is this state alone. It has no boundaries and no map."""
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
            "all",
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
    Field("group", "string", "The group, in the publisher's words; Everyone where it is all"),
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
    # law_changes
    Field("year", "integer", "First year in which it was so"),
    Field("law", "string", "Kind of firearm law, by the source's own short name"),
    Field("change", "string", "What happened to it", allowed=("added", "removed")),
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
    Field(
        "data_as_of",
        "string",
        "The publisher's own date of the data; empty where none is named",
    ),
    Field(
        "state",
        "string",
        "Which copy this is: fresh (the publisher's newest), kept (the last good one, because a "
        "newer one was not to be had or was refused) or embedded (it came with the sources folder)",
        allowed=("fresh", "kept", "embedded"),
    ),
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
    # statistics over areas
    Field(
        "region",
        "string",
        "Where the areas lie: code of a state, county or town"
        + (f"; {WITHOUT_CITY} is the state without that town" if STATE.has_police_record else ""),
    ),
    Field(
        "order_by",
        "string",
        "Economic indicator that orders the areas",
    ),
    Field("order_period", "string", "Period of that indicator"),
    Field("quintile", "integer", "Fifth of the residents, 1 the most deprived"),
    Field("areas", "integer", "Areas that take part", "areas"),
    Field("areas_left", "integer", "Areas of the region that are left out", "areas"),
    Field(
        "people_left",
        "number",
        "People counted in the region who stand in no area that takes part; empty where 1-4",
        "people",
        nullable=True,
    ),
    Field("lowest", "number", "Lowest value of the ordering indicator", nullable=True),
    Field("highest", "number", "Highest value of the ordering indicator", nullable=True),
    Field(
        "measure",
        "string",
        "Summary measure",
    ),
    Field(
        "reason", "string", "Why there is no value, no bound or no model; empty where there is one"
    ),
    Field("inputs", "string", "What the measure was computed from"),
    Field("point", "integer", "Point of the curve, from the most deprived end; 0 is the start"),
    Field("residents_share", "number", "Cumulative share of the residents", "share"),
    Field("events_share", "number", "Cumulative share of the people counted", "share"),
    Field("variant", "string", "What was done otherwise"),
    # literature
    Field("outcome", "string", "What is counted: id of the indicator, or the study's words"),
    Field("place", "string", "Where"),
    Field("area_unit", "string", "Kind of area that was compared"),
    Field("ordered_by", "string", "What the areas were ordered by"),
    Field("contrast", "string", "Which areas were compared with which"),
    Field("statistic", "string", "What the value is"),
    Field("adjustment", "string", "What the study's model took into account"),
    Field(
        "direction",
        "string",
        "Whether there was more of it where deprivation was more",
    ),
    Field("address", "string", "Where the study stands"),
    Field("seen", "string", "On what basis the figure is given"),
    # smoothing, clusters, models
    Field("rate", "number", "People shot per 100,000 residents a year over all these places"),
    Field("shape", "number", "Shape of the gamma prior (nu)"),
    Field("prior_rate", "number", "Rate of the gamma prior (alpha), in expected people", "people"),
    Field("label", "string", "High or low beside high or low, where significant"),
    Field(
        "p",
        "number",
        "Pseudo p of 9,999 permutations; two-sided for one place, one-sided for all",
        nullable=True,
    ),
    Field("fdr", "number", "p after Benjamini and Hochberg over all tested places", nullable=True),
    Field("left_out", "integer", "Places without count, residents or neighbours", "places"),
    Field("moran", "number", "Moran's I of standardised rates", nullable=True),
    Field("moran_expected", "number", "What it would be by chance", nullable=True),
    Field("permutations", "integer", "Permutations drawn"),
    Field("seed", "integer", "Seed of the permutations"),
    Field("high_high", "integer", "Significant places: high surrounded by high", "places"),
    Field("low_low", "integer", "Significant places: low surrounded by low", "places"),
    Field("high_low", "integer", "Significant places: high surrounded by low", "places"),
    Field("low_high", "integer", "Significant places: low surrounded by high", "places"),
    Field("indicator_period", "string", "Survey period of the indicator"),
    Field("left_out_small", "integer", "Places under 5,000 person-years, left out", "places"),
    Field(
        "left_out_missing",
        "integer",
        "Places without count, indicator or residents, left out",
        "places",
    ),
    Field(
        "mean",
        "number",
        "Mean of the indicator over the places used, each counting once",
        nullable=True,
    ),
    Field("deviation", "number", "Its standard deviation", nullable=True),
    Field(
        "ratio",
        "number",
        "Rate ratio per standard deviation of the indicator (Poisson); lower and upper are its "
        "robust 95 % interval",
        nullable=True,
    ),
    Field(
        "dispersion",
        "number",
        "Pearson chi-squared over degrees of freedom; 1 if Poisson",
        nullable=True,
    ),
    Field("ratio_nb", "number", "The same by a negative binomial model", nullable=True),
    Field("lower_nb", "number", "Lower end of its 95 % interval", nullable=True),
    Field("upper_nb", "number", "Upper end of its 95 % interval", nullable=True),
    Field(
        "alpha",
        "number",
        "Overdispersion of the negative binomial model; 0 if Poisson",
        nullable=True,
    ),
    Field(
        "residual_moran",
        "number",
        "Moran's I of the Poisson model's Pearson residuals",
        nullable=True,
    ),
    Field("residual_z", "number", "Its z under randomisation", nullable=True),
    Field("residual_p", "number", "Its one-sided p, normal approximation", nullable=True),
    Field("step", "integer", "Point of the line, 0 the smallest value of the indicator"),
    Field("x", "number", "Value of the indicator"),
]
FIELDS = {field.name: field for field in _FIELDS}
