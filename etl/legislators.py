"""Who sits for each district, with official contact data only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from data_sources import congress_members, open_states, precinct_districts
from etl import view
from etl.ledger import Ledger
from etl.settings import STATE
from etl.tables import conform

VACANT = "Vacant"
PARTIES = {"Democrat": "Democratic"}
"""The two lists name one party differently."""
_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_NUMBERED = re.compile(r"^State (House|Senate) District (?=\w+$)")
_TENS = {"twent": 20, "thirt": 30, "fort": 40}


def run(folder: Path, polygons: Mapping[str, pd.DataFrame], ledger: Ledger) -> pd.DataFrame:
    """Load the lists of members and put each in a district.

    Args:
        folder: the source files.
        polygons: for house, senate and congress at least, code and name of each district.
        ledger: told of rows read and left over.

    Returns:
        The table ``legislators``. A seat without a member is a row with no name and the role
        "Vacant".

    Raises:
        SourceError: a file is not in its documented form.
        ValueError: a member's district is not among the polygons, or a precinct's is not.
    """
    members = open_states.load(folder)
    congress = congress_members.load(folder)
    ledger.read(open_states.DATASET.id, len(members))
    ledger.read(congress_members.DATASET.id, len(congress))
    if STATE.has(precinct_districts.DATASET.id):
        precincts = precinct_districts.load(folder)
        ledger.read(precinct_districts.DATASET.id, len(precincts))
        check_precincts(precincts, polygons)
        ledger.leave(
            precinct_districts.DATASET.id,
            "used only to check the names of districts",
            len(precincts),
        )
    day = list_day(folder, open_states.DATASET.id, open_states.AS_OF)
    return conform(
        "legislators",
        pd.concat(
            [
                *(
                    seats(members, polygons[chamber], chamber, day)
                    for chamber in ("house", "senate")
                ),
                in_congress(
                    congress,
                    polygons["congress"],
                    list_day(folder, congress_members.DATASET.id, congress_members.AS_OF),
                ),
            ],
            ignore_index=True,
        ),
    )


def list_day(folder: Path, source: str, embedded: str) -> str:
    """The day of a list of members: when its copy was fetched, or that of the embedded one.

    Raises:
        ValueError: the folder's note of its copies is not in its form.
    """
    copy = view.retrieved(folder).get(source, {})
    return copy["retrieved"] if copy.get("state") in {"fresh", "kept"} else embedded


def district_key(name: str) -> str:
    """A district's name as both lists can be brought to it.

    Without " District", or the "State House District " of a numbered one; commas, hyphens, "&" and
    "and" are spaces; small letters; ordinals up to forty-ninth in digits: "Thirty-Seventh
    Middlesex" and "37th Middlesex District" are one.
    """
    text = _NUMBERED.sub("", name.removesuffix(" District")).lower()
    words = re.sub(r"[,&-]|\band\b", " ", text).split()
    out: list[str] = []
    for word in words:
        number = _ordinal(word)
        if number and number < 10 and out and out[-1].startswith("+"):
            out[-1] = _digits(int(out[-1][1:]) + number)
        else:
            out.append(_tens(word) or (_digits(number) if number else word))
    return " ".join(out)


def _tens(word: str) -> str:
    """``+30`` for "thirty", which waits for its unit."""
    stem = word.removesuffix("y")
    return f"+{_TENS[stem]}" if word.endswith("y") and stem in _TENS else ""


def _ordinal(word: str) -> int:
    if word in _UNITS:
        return _UNITS.index(word) + 1
    if word in _TEENS:
        return _TEENS.index(word) + 10
    return _TENS.get(word.removesuffix("ieth"), 0) if word.endswith("ieth") else 0


def _digits(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def seats(
    members: pd.DataFrame, districts: pd.DataFrame, chamber: str, day: str = open_states.AS_OF
) -> pd.DataFrame:
    """Every district of a state chamber with its member, or as vacant.

    Args:
        members: see :func:`data_sources.open_states.load`.
        districts: code, name.
        chamber: house or senate.
        day: of the list.

    Raises:
        ValueError: a member's district is not among the districts, or two districts have one name.
    """
    sitting = members[members["chamber"] == chamber]
    sitting = sitting.assign(key=sitting["district"].map(district_key))
    places = pd.DataFrame({"code": districts["code"], "key": districts["name"].map(district_key)})
    out = places.merge(sitting, on="key", how="outer", validate="1:1", indicator="side")
    lost = out.loc[out["side"] == "right_only", "district"]
    if len(lost):
        raise ValueError(
            f"expected each member's district among those of the {chamber}; not there: "
            f"{', '.join(lost[:10])}"
        )
    vacant = out["name"].isna()
    text = ["name", "party", "email", "phone", "office", "website", "role"]
    out[text] = out[text].astype("str").where(~vacant, "")
    out.loc[vacant, "role"] = VACANT
    return out[["code", *text]].assign(chamber=chamber, as_of=day)


def in_congress(
    members: pd.DataFrame, districts: pd.DataFrame, day: str = congress_members.AS_OF
) -> pd.DataFrame:
    """The state's members of the US House by district, and its two senators for the whole state.

    Args:
        members: see :func:`data_sources.congress_members.load`, which has checked that each term
            covers the day of the list.
        districts: code, name.
        day: of the list.

    Raises:
        ValueError: a member is of another state or district, or a seat appears twice.
    """
    if not (members["state"] == STATE.abbreviation).all():
        raise ValueError(f"expected members of {STATE.abbreviation}; came {set(members['state'])}")
    house = members["chamber"] == "congress"
    code = STATE.fips + members["district"].where(house, "").str.zfill(2)
    code = code.where(house, STATE.fips)
    if unknown := set(code[house]) - set(districts["code"]):
        raise ValueError(f"expected congressional districts of the map; came {sorted(unknown)}")
    if code[house].duplicated().any() or (~house).sum() > 2:
        raise ValueError("expected one member a congressional district and two senators; came more")
    sitting = members[["chamber", "name", "party", "phone", "office", "website"]].assign(
        code=code, party=members["party"].replace(PARTIES), as_of=day
    )
    empty = sorted(set(districts["code"]) - set(code[house]))
    vacant = pd.DataFrame(
        {
            "chamber": "congress",
            "code": empty,
            "role": VACANT,
            "as_of": day,
        }
    )
    return pd.concat([sitting, vacant], ignore_index=True)


def check_precincts(precincts: pd.DataFrame, polygons: Mapping[str, pd.DataFrame]) -> None:
    """The Secretary's list of precincts names exactly the districts of the map.

    Raises:
        ValueError: names the districts that stand on one side only.
    """
    for chamber in ("house", "senate"):
        listed = set(precincts[chamber].map(district_key))
        mapped = set(polygons[chamber]["name"].map(district_key))
        if listed != mapped:
            raise ValueError(
                f"expected the same {chamber} districts on the map and in the list of "
                f"precincts; on one side only: {sorted(listed ^ mapped)[:10]}"
            )
    listed = set(STATE.fips + precincts["congress"].str.zfill(2))
    if listed != set(polygons["congress"]["code"]):
        raise ValueError(
            f"expected the congressional districts of the map; precincts have {sorted(listed)}"
        )
