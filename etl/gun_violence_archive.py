"""Gun Violence Archive: one list of incidents, the town of each, and who is left out of counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from etl.settings import STATE

ALIASES = {alias: town for town, names in STATE.villages.items() for alias in names}
"""Village, neighbourhood or old spelling -> the town it belongs to."""
SUICIDE = "died by or attempted suicide"
POLICE = "were shot by police as suspects"
BB_GUN = "were hurt in incidents marked as BB, pellet or replica gun"
NOT_SHOT = "were hurt, but not shot"
REASONS = (SUICIDE, POLICE, BB_GUN, NOT_SHOT)
"""Why a person is left out of local counts, after "people who"; the first that holds counts."""

_SUICIDE_MARKS = ("Suicide^", "Suicide - Attempt", "Murder/Suicide", "Attempted Murder/Suicide")
_MURDER_MARKS = ("Murder/Suicide", "Attempted Murder/Suicide")
_BY_POLICE_MARKS = (
    "Officer Involved Shooting - subject/suspect/perpetrator shot",
    "Officer Involved Shooting - subject/suspect/perpetrator killed",
)
_OTHERS_SHOT_MARKS = (
    "Officer Involved Shooting - Officer",
    "Officer Involved Shooting - Bystander",
)
_BB_MARKS = ("BB/Pellet/Replica gun",)
_SHOT_MARKS = ("Shot - ",)
_NOT_SHOT_MARKS = ("Non-Shooting Incident", "Pistol-whipping", "Shots Fired - No Injuries")
_SUSPECT = "Subject-Suspect"
_OUTCOMES = ("killed", "injured")
_PART = re.compile(r"^(\d+)::?(.*)$")
_BRACKETS = re.compile(r"^(?P<name>.+?)\s*\((?P<inner>[^)]*)\)$")


def merge(listing: pd.DataFrame, details: pd.DataFrame, points_2020: pd.DataFrame) -> pd.DataFrame:
    """One row an incident.

    The listing decides the counts; incidents that only the details have stay, with their own
    counts; the file of 2020 only fills coordinates where the details have none.

    Args:
        listing, details, points_2020: as :mod:`data_sources.gva_incidents` loads them.

    Returns:
        incident, date, place, killed, injured, latitude, longitude, characteristics,
        participant_types, participant_statuses ("" where unknown), source_file, source_row (of
        the row that decided the counts), details_row, points_row (lines in the other files that
        gave something, missing where none), details_file.

    Raises:
        pandas.errors.MergeError: an incident stands twice in one of the inputs.
        ValueError: the result lacks or repeats an incident.
    """
    columns = ["incident", "date", "place", "killed", "injured", "source_file", "source_row"]
    alone = details.loc[~details["incident"].isin(listing["incident"]), columns]
    base = pd.concat([listing[columns], alone], ignore_index=True)
    more = details[
        [
            "incident",
            "latitude",
            "longitude",
            "characteristics",
            "participant_types",
            "participant_statuses",
            "source_file",
            "source_row",
        ]
    ]
    more = more.rename(columns={"source_file": "details_file", "source_row": "details_row"})
    filled = points_2020[["incident", "latitude", "longitude", "source_row"]].set_axis(
        ["incident", "fill_latitude", "fill_longitude", "points_row"], axis=1
    )
    out = base.merge(more, on="incident", how="left", validate="1:1")
    out = out.merge(filled, on="incident", how="left", validate="1:1")
    fills = out["latitude"].isna() & out["fill_latitude"].notna()
    for axis in ("latitude", "longitude"):
        out[axis] = out[axis].where(~fills, out[f"fill_{axis}"])
    out["points_row"] = out["points_row"].where(fills).astype("Int64")
    out["details_row"] = out["details_row"].astype("Int64")
    texts = ["characteristics", "participant_types", "participant_statuses", "details_file"]
    out[texts] = out[texts].fillna("")
    expected = len(set(listing["incident"]) | set(details["incident"]))
    if len(out) != expected or out["incident"].duplicated().any():
        raise ValueError(f"expected {expected} incidents, each once; came {len(out)}")
    return out.drop(columns=["fill_latitude", "fill_longitude"])


def town_of(
    place: str, towns: Mapping[str, str], aliases: Mapping[str, str] = MappingProxyType(ALIASES)
) -> str:
    """The town that a free-text place name means.

    A town's own name, then a village's or an old spelling. Of "A (B)" it is B where B is such a
    name, because the archive puts the municipality in brackets behind the post office's name; else
    it is A ("Quincy (West Quincy)"). "A (county)" is a county, not a town.

    Args:
        place: as the archive has it.
        towns: name of each town -> GEOID.
        aliases: village, neighbourhood or spelling -> name of the town.

    Returns:
        The GEOID; "" where the name is in several towns or unknown.
    """
    known = {name.casefold(): code for name, code in towns.items()}
    known |= {
        alias.casefold(): towns[town]
        for alias, town in aliases.items()
        if town in towns and alias.casefold() not in known
    }
    text = " ".join(place.split())
    if match := _BRACKETS.match(text):
        inner = match["inner"].strip().casefold()
        if inner == "county":
            return ""
        return known.get(inner) or known.get(match["name"].casefold(), "")
    return known.get(text.casefold(), "")


def marks(text: str) -> tuple[str, ...]:
    """The archive's characteristics of an incident, without blanks."""
    return tuple(part.strip() for part in re.split(r"\|\|?", text) if part.strip())


def harmed(types: str, statuses: str) -> list[tuple[str, str]]:
    """(type, "killed" or "injured") of every participant who was, in the archive's order.

    Both columns are coded ``index::value`` and separated by ``||`` (older rows: one sign each).
    """
    kinds, states = _coded(types), _coded(statuses)
    return [
        (kinds.get(index, ""), state.partition(",")[0].lower())
        for index, state in states.items()
        if state.partition(",")[0].lower() in _OUTCOMES
    ]


def _coded(text: str) -> dict[str, str]:
    parts = (_PART.match(part) for part in re.split(r"\|\|?", text))
    return {match[1]: match[2].strip() for match in parts if match}


def left_out(characteristics: str, types: str, statuses: str) -> list[tuple[str, str]]:
    """(reason, "killed" or "injured") of every person of an incident who is left out of counts.

    As Boston's record does (methods, section 6): suicides, people shot by police as suspects, BB
    guns; and people hurt in incidents in which nobody was shot, because the unit is the person
    shot. The archive does not say which shootings by police were found justified.

    - Suicide: whoever is listed as the suspect; where no suspect was harmed, everyone of a plain
      suicide; of a murder-suicide the one who was killed first on the list only where several
      people were harmed and no suspect is listed. Those they shot are kept.
    - Police: whoever is listed as the suspect. In 2014 the archive listed suspects who were shot
      as victims: where no suspect was harmed and no officer or bystander was shot, everyone.

    Unknown characteristics leave nobody out.
    """
    told = marks(characteristics)
    people = harmed(types, statuses)
    out: list[tuple[str, str]] = []
    rest = list(range(len(people)))

    def leave(reason: str, who: list[int]) -> None:
        for i in who:
            out.append((reason, people[i][1]))
            rest.remove(i)

    suspects = [i for i in rest if people[i][0] == _SUSPECT]
    if _any(told, _SUICIDE_MARKS):
        if suspects:
            leave(SUICIDE, suspects)
        elif not _any(told, _MURDER_MARKS):
            leave(SUICIDE, list(rest))
        elif len(rest) > 1 and _SUSPECT not in _coded(types).values():
            leave(SUICIDE, [i for i in rest if people[i][1] == "killed"][:1])
    if _any(told, _BY_POLICE_MARKS):
        if suspects:
            leave(POLICE, [i for i in suspects if i in rest])
        elif not _any(told, _OTHERS_SHOT_MARKS):
            leave(POLICE, list(rest))
    if _any(told, _BB_MARKS):
        leave(BB_GUN, list(rest))
    if _any(told, _NOT_SHOT_MARKS) and not _any(told, _SHOT_MARKS):
        leave(NOT_SHOT, list(rest))
    return out


def _any(told: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    return any(mark.startswith(wanted) for mark in told)


def exclusions(incidents: pd.DataFrame) -> pd.DataFrame:
    """People left out, by incident and reason.

    Args:
        incidents: as :func:`merge` gives them. Never more people than the counts are left out.

    Returns:
        incident, reason, killed, injured; one row an incident and reason.
    """
    known = incidents[incidents["characteristics"] != ""]
    texts = ["incident", "characteristics", "participant_types", "participant_statuses"]
    columns = [known[name].tolist() for name in (*texts, "killed", "injured")]
    rows = []
    for incident, told, types, statuses, killed, injured in zip(*columns, strict=True):
        room = {"killed": int(killed), "injured": int(injured)}
        for reason, outcome in left_out(told, types, statuses):
            if room[outcome] > 0:
                room[outcome] -= 1
                rows.append((incident, reason, int(outcome == "killed"), int(outcome == "injured")))
    frame = pd.DataFrame(rows, columns=["incident", "reason", "killed", "injured"])
    return frame.groupby(["incident", "reason"], as_index=False, sort=True)[
        ["killed", "injured"]
    ].sum()


def counted(incidents: pd.DataFrame, excluded: pd.DataFrame) -> pd.DataFrame:
    """The incidents with the people who count: those of :func:`exclusions` taken off.

    Returns:
        The incidents in their order; killed and injured are what is left, all_killed and
        all_injured what the archive has, reasons the reasons in words ("" where nobody is left
        out), characteristics_known (bool).

    Raises:
        ValueError: the sums do not agree.
    """
    off = excluded.groupby("incident").agg(
        off_killed=("killed", "sum"), off_injured=("injured", "sum"), reasons=("reason", "; ".join)
    )
    out = incidents.merge(off, left_on="incident", right_index=True, how="left", validate="1:1")
    out["reasons"] = out["reasons"].fillna("")
    for outcome in _OUTCOMES:
        out[f"all_{outcome}"] = out[outcome]
        out[outcome] = (out[outcome] - out[f"off_{outcome}"].fillna(0)).astype(int)
        if (
            out[outcome].lt(0).any()
            or out[outcome].sum() + excluded[outcome].sum() != incidents[outcome].sum()
        ):
            raise ValueError(
                f"{outcome}: expected {incidents[outcome].sum()} people kept and left out, came "
                f"{out[outcome].sum()} and {excluded[outcome].sum()}"
            )
    out["characteristics_known"] = out["characteristics"] != ""
    return out.drop(columns=["off_killed", "off_injured"])
