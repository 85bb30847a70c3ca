"""Incidents as Gun Violence Archive lists them: more where there is more poverty."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tests.other_state.files import write_csv
from tests.other_state.geography import Ground
from tests.other_state.surveys import POOR_TOWNS

SEED = 44
FIRST, LAST = date(2014, 1, 1), date(2020, 12, 31)
DETAILED_UNTIL = date(2018, 3, 31)
NUMBER = 1_400
STATE = "Rhode Island"


def write(folder: Path, ground: Ground) -> None:
    """The listing of 2015-2020, the pages of 2014 to March 2018, and the two smaller files."""
    out = folder / "gun_violence_archive"
    random = np.random.default_rng(SEED)
    towns = ground.towns
    weight = np.array([t.people * (6 if t.name in POOR_TOWNS else 1) for t in towns], dtype=float)
    chosen = random.choice(len(towns), NUMBER, p=weight / weight.sum())
    days = np.sort(random.integers(0, (LAST - FIRST).days + 1, NUMBER))
    listing: list[list[object]] = []
    details: list[list[object]] = []
    partial: list[list[object]] = []
    for number, (town, offset) in enumerate(zip(chosen, days, strict=True), start=100_000):
        day = FIRST + timedelta(days=int(offset))
        killed = int(random.random() < 0.2)
        injured = int(random.random() < 0.9) + int(random.random() < 0.1)
        west, south, east, north = towns[town].square.bounds
        point = [
            round(float(random.uniform(south + 0.002, north - 0.002)), 4),
            round(float(random.uniform(west + 0.002, east - 0.002)), 4),
        ]
        place = [STATE, towns[town].name, killed, injured]
        url = f"http://www.gunviolencearchive.org/incident/{number}"
        page = [number, f"{day:%Y-%m-%d}", *place, *point, "Shot - Wounded/Injured", "", ""]
        if day.year >= 2015:
            listing.append([url, f"{day:%B} {day.day}, {day.year}", *place])
        if day <= DETAILED_UNTIL:
            details.append(page)
        elif day.year == 2019 and number % 3 == 0:
            partial.append(page)
    write_csv(
        out / "gva_ri_stage1_2015_2020.csv",
        ["incident_url", "date", "state", "city_or_county", "n_killed", "n_injured"],
        listing,
    )
    columns = ["incident_id", "date", "state", "city_or_county", "n_killed", "n_injured"]
    columns += ["latitude", "longitude", "incident_characteristics"]
    columns += ["participant_type", "participant_status"]
    write_csv(out / "gva_ri_stage2_2014_2018_q1.csv", columns, details)
    write_csv(out / "gva_ri_stage2_partial_2019_2020.csv", columns, partial)
    write_csv(
        out / "gva_ri_geocoded_2020_01_05.csv",
        ["id", "state", "lat", "lng"],
        [["1", STATE, 41.5, -71.5]],
    )
    write_csv(
        out / "gva_ri_mass_shootings_2014_2026_07.csv",
        ["Incident ID", "Incident Date", "State", "Victims Killed", "Victims Injured"],
        [[900_001, "May 13, 2021", STATE, 0, 9], [900_002, "July 4, 2024", STATE, 1, 4]],
    )
