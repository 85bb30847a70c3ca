"""Colour classes of the maps: what shades there are, and which place has which.

The site only looks them up: it does no arithmetic, and what is hidden has no colour.
"""

from __future__ import annotations

import pandas as pd

from epidemiology.classes import assign, breaks, ends
from epidemiology.status import SHOWS_RATE, Status
from etl.fields import MAPPED_LEVELS

ENOUGH = 5
"""With fewer stable values than this the unstable ones help to set the breaks."""
KEY = ["indicator", "level", "period"]
SCALE_OF = {"people_shot_smoothed": "people_shot"}
"""Indicators that are coloured on another's scale, so that two maps can be compared."""


def run(observations: pd.DataFrame, indicators: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Class every value that may be shown on a map.

    For each indicator, level and period on its own: a colour says where a place stands among the
    places beside it, not how it changed. Breaks come from stable values alone, so that a rate
    from a dozen people does not stretch the scale.

    Args:
        observations: the table of that name, unmasked.
        indicators: the table of that name; its ``digits`` are the decimals that breaks may have.

    Returns:
        The observations with ``colour_class`` (missing where nothing may be shown), and the rows
        of ``classes``: lower, upper and number of places of each class. Classes are (lower,
        upper]; the first includes its lower end.

    Raises:
        ValueError: a value that may be shown is infinite, or its indicator is not declared.
    """
    digits = dict(zip(indicators["id"], indicators["digits"], strict=True))
    out = observations.copy()
    out["colour_class"] = pd.array([pd.NA] * len(out), dtype="Int64")
    shown = out[
        out["level"].isin(MAPPED_LEVELS) & out["status"].isin(SHOWS_RATE) & out["value"].notna()
    ]
    if unknown := set(shown["indicator"]) - set(digits):
        raise ValueError(f"expected an entry in etl/catalogue for {sorted(unknown)}")
    rows: list[dict[str, object]] = []
    groups = dict(iter(shown.groupby(KEY)))
    for (indicator, level, period), group in groups.items():
        setting = groups.get((SCALE_OF.get(str(indicator), indicator), level, period), group)
        cuts = breaks(_scale(setting), digits=int(digits[str(indicator)]))
        classes = assign(group["value"], cuts)
        out.loc[group.index, "colour_class"] = classes
        low, high = ends(pd.concat([group["value"], pd.Series(cuts, dtype=float)]))
        limits = [low, *cuts.tolist(), high]
        rows += [
            {
                "indicator": indicator,
                "level": level,
                "period": period,
                "colour_class": number,
                "lower": limits[number],
                "upper": limits[number + 1],
                "places": int((classes == number).sum()),
            }
            for number in range(len(limits) - 1)
        ]
    columns = [*KEY, "colour_class", "lower", "upper", "places"]
    return out, pd.DataFrame(rows, columns=columns)


def _scale(group: pd.DataFrame) -> pd.Series:
    """The values that set the breaks: stable ones where there are enough, else more of them."""
    for statuses in ({Status.VALUE}, {Status.VALUE, Status.UNSTABLE}):
        chosen = group.loc[group["status"].isin(statuses), "value"]
        if len(chosen) >= ENOUGH:
            return chosen
    return group["value"]
