"""Loud checks over the published tables, as one set: ``python -m etl check``.

They need nothing but the tables, so that a clone without the source files can run them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pandas as pd

from epidemiology.periods import Period
from epidemiology.status import Status
from etl import privacy
from etl.people_shot import MEASURES
from etl.settings import STATE, US_STATES
from etl.tables import TABLES, schema

Tables = Mapping[str, pd.DataFrame]
PEOPLE = set(MEASURES)


def check(tables: Tables) -> list[str]:
    """Run every check.

    Returns:
        One line a check that passed, with what it counted.

    Raises:
        ValueError: the first check that failed, with what was expected and what came.
        pandera.errors.SchemaErrors: a table is not in its form.
    """
    return [
        line
        for test in (
            forms,
            places_are_complete,
            keys_point_to_places,
            privacy_holds,
            periods_do_not_overlap,
            intervals_hold_values,
            classes_hold_values,
            sources_balance,
            people_add_up,
            zip_codes_answer,
        )
        for line in [test(tables)]
    ]


def _expect(holds: bool, expected: str, came: object) -> None:
    if not holds:
        raise ValueError(f"expected {expected}; came {came}")


def forms(tables: Tables) -> str:
    """Every table is there, typed, ordered by its key and without a repeated key."""
    for name in TABLES:
        _expect(name in tables, f"a table {name}", "none")
        schema(name).validate(tables[name], lazy=True)
    return f"{len(TABLES)} tables have their form, {sum(map(len, tables.values())):,} rows"


def places_are_complete(tables: Tables) -> str:
    """The state has all its counties, towns, ZCTAs and districts."""
    counts = tables["places"]["level"].value_counts()
    for level, expected in (
        ("state", 1),
        ("us_state", US_STATES),
        ("county", STATE.counties),
        ("town", STATE.towns),
        ("zcta", STATE.zctas),
        ("house", STATE.house_seats),
        ("senate", STATE.senate_seats),
        ("congress", STATE.congress_seats),
    ):
        _expect(
            counts.get(level, 0) == expected,
            f"{expected} places of level {level}",
            counts.get(level, 0),
        )
    return f"{counts.sum():,} places, every level complete"


def keys_point_to_places(tables: Tables) -> str:
    """Every value, overlap, ZIP code and member belongs to a place of the table."""
    known = pd.MultiIndex.from_frame(tables["places"][["level", "code"]])
    members = tables["legislators"].assign(
        level=lambda t: t["chamber"].replace("us_senate", "state")
    )
    zips = tables["zip_codes"].assign(level="zcta", code=lambda t: t["zcta"])
    overlaps = tables["overlaps"]
    checked = 0
    for name, frame in (
        *(
            (n, tables[n])
            for n in (
                "observations",
                "series",
                "people_groups",
                "law_changes",
                "coverage",
                "populations",
                "clusters",
            )
        ),
        ("legislators", members),
        ("zip_codes", zips),
        ("overlaps", overlaps.rename(columns={"from_level": "level", "from_code": "code"})),
        ("overlaps", overlaps.rename(columns={"to_level": "level", "to_code": "code"})),
    ):
        keys = pd.MultiIndex.from_frame(frame[["level", "code"]])
        lost = keys[~keys.isin(known)]
        _expect(lost.empty, f"{name}: every place in the table of places", list(lost[:3]))
        checked += len(keys)
    return f"{checked:,} references point to a place"


def privacy_holds(tables: Tables) -> str:
    """No row says more than its status allows."""
    for name in ("observations", "series", "people_groups", "quintiles"):
        privacy.check(tables[name], name, PEOPLE)
    hidden = sum(
        int(tables[n]["status"].isin([Status.TOO_FEW, Status.SUPPRESSED, Status.MODELLED]).sum())
        for n in ("observations", "series", "people_groups")
    )
    return f"privacy: {hidden:,} small or suppressed counts stay hidden"


def periods_do_not_overlap(tables: Tables) -> str:
    """Periods of one count and level never overlap, so that no difference opens a cell."""
    counts = tables["observations"].merge(
        tables["indicators"].loc[lambda t: t["theme"] == "firearm_injury", ["id"]],
        left_on="indicator",
        right_on="id",
        validate="m:1",
    )
    groups = counts.drop_duplicates(["indicator", "level", "period"]).groupby(
        ["indicator", "level"]
    )
    for (indicator, level), group in groups:
        spans = sorted(Period.parse(p) for p in group["period"])
        for earlier, later in pairwise(spans):
            _expect(
                earlier.last < later.first,
                f"{indicator} by {level}: periods apart",
                (earlier, later),
            )
    return f"{len(groups)} measures have periods that do not overlap"


def intervals_hold_values(tables: Tables) -> str:
    """Every interval contains its value, and every rate that needs one has one."""
    checked = 0
    for name in ("observations", "series", "people_groups"):
        rows = tables[name].dropna(subset=["value", "lower", "upper"])
        wrong = rows[
            (rows["lower"] > rows["value"] + 1e-9) | (rows["upper"] < rows["value"] - 1e-9)
        ]
        _expect(wrong.empty, f"{name}: lower <= value <= upper", wrong.head(1).to_dict("records"))
        checked += len(rows)
    counted = tables["observations"][tables["observations"]["indicator"].isin(PEOPLE)]
    bare = counted[counted["value"].notna() & counted["lower"].isna()]
    _expect(bare.empty, "an interval on every rate of people shot", bare.head(1).to_dict("records"))
    return f"{checked:,} values lie in their interval"


def classes_hold_values(tables: Tables) -> str:
    """Every coloured value lies in the class it is coloured as."""
    rows = (
        tables["observations"]
        .dropna(subset=["colour_class"])
        .merge(
            tables["classes"],
            on=["indicator", "level", "period", "colour_class"],
            suffixes=("", "_class"),
            how="left",
            validate="m:1",
        )
    )
    wrong = rows[
        ~(
            (rows["value"] <= rows["upper_class"] + 1e-9)
            & (rows["value"] >= rows["lower_class"] - 1e-9)
        )
    ]
    _expect(wrong.empty, "every value in its class", wrong.head(1).to_dict("records"))
    return f"{len(rows):,} values lie in their class"


def sources_balance(tables: Tables) -> str:
    """Rows read = rows used + rows left over, with a reason for each."""
    rows = tables["sources"]
    wrong = rows[rows["rows_in"] != rows["rows_used"] + rows["rows_left"]]
    _expect(wrong.empty, "rows in = used + left", wrong["id"].tolist())
    silent = rows[(rows["rows_left"] > 0) & (rows["left_why"] == "")]
    _expect(silent.empty, "a reason for rows left over", silent["id"].tolist())
    read, left = rows["rows_in"].sum(), rows["rows_left"].sum()
    return f"{len(rows)} sources, {read:,} rows read, {left:,} left over"


def people_add_up(tables: Tables) -> str:
    """What is shown of the parts never exceeds the whole, and can reach it with what is hidden.

    A part "1-4" stands for one to four people; a part that could not be placed in its ZIP codes
    is counted in its town's row of people not placed.
    """
    checked = 0
    for name in ("observations", "series"):
        values = tables[name]
        people = values[values["indicator"].isin(PEOPLE)]
        for state in people[people["level"] == "state"].to_dict("records"):
            indicator, period, total = (state[n] for n in ("indicator", "period", "numerator"))
            rows = people[(people["indicator"] == indicator) & (people["period"] == period)]
            for level in ("county", "town"):
                parts = rows[rows["level"].isin([level, f"{level}_unplaced"])]
                hidden = int((parts["status"] == Status.TOO_FEW).sum())
                shown = parts["numerator"].sum()
                least, most = (1, 4) if state["status"] == Status.TOO_FEW else (total, total)
                _expect(
                    shown + hidden <= most and least <= shown + 4 * hidden,
                    f"{indicator} {period}: {level} counts that add up to {most:.0f}",
                    f"{shown:.0f} and {hidden} places with 1-4",
                )
                checked += 1
    _expect(checked > 0, "state totals of people shot", "none")
    return f"{checked} state totals equal the sum of their parts"


def zip_codes_answer(tables: Tables) -> str:
    """Every ZIP code is answered by a ZCTA, and every ZCTA answers for itself."""
    zips = tables["zip_codes"]
    own = set(tables["places"].loc[lambda t: t["level"] == "zcta", "code"])
    _expect(
        own <= set(zips["zcta"]),
        "each ZCTA to answer some ZIP code",
        sorted(own - set(zips["zcta"]))[:5],
    )
    return f"{len(zips)} ZIP codes are answered by {zips['zcta'].nunique()} ZCTAs"
