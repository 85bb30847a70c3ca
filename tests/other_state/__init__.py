"""Another state in the publishers' formats: Rhode Island (44), invented in every number.

Towns, districts and ZIP areas are squares and strips, as many as the state has; residents of ZIP
areas are those of the package that carries them. ``write(folder)`` writes the files of every
dataset that exists for the state.
"""

from __future__ import annotations

from pathlib import Path

from tests.other_state import deaths, geography, incidents, surveys

FIPS, ABBREVIATION, NAME = "44", "RI", "Rhode Island"


def write(folder: Path) -> None:
    """Write every source file below ``folder``."""
    ground = geography.Ground.make()
    geography.write(folder, ground)
    surveys.write(folder, ground)
    deaths.write(folder)
    incidents.write(folder, ground)
