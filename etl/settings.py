"""What every step of the pipeline must know of the state: see ``data_sources/states.toml``."""

from __future__ import annotations

from data_sources._state import NO_TOWN, STATE, VARIABLE, State, states

__all__ = [
    "CITY",
    "NO_TOWN",
    "SCHEMA",
    "STATE",
    "US_STATES",
    "VARIABLE",
    "WITHOUT_CITY",
    "State",
    "states",
]

US_STATES = 51
"""The states of the nation and the District of Columbia."""
SCHEMA = "1"
"""Version of the published tables' form. The site refuses tables of another one."""
CITY = STATE.police_record_town
"""GEOID of the town whose police publish every person shot; no place's where there is none."""
WITHOUT_CITY = f"{STATE.fips}-{CITY}" if STATE.has_police_record else STATE.fips
"""Code of the region "the state without the town whose police publish a record"."""
