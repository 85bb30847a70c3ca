"""Residents, income and vulnerability by ZIP area and tract; context; members."""

from __future__ import annotations

from pathlib import Path

from data_sources import background_checks, firearm_laws, oeps_population
from tests.other_state.files import write_csv, write_features
from tests.other_state.geography import Ground

STATE_2018 = 1_056_611
"""Residents of the state in 2014-2018, as published."""
POOR_TOWNS = frozenset({"Providence", "Pawtucket", "Central Falls", "Woonsocket", "West Warwick"})


def write(folder: Path, ground: Ground) -> None:
    """Every table of surveys, context and members."""
    areas = [(t, code, people) for t in ground.towns for code, people, _ in t.zctas]
    _write_areas(folder, areas)
    _write_tracts(folder, ground)
    _write_context(folder)
    _write_members(folder / "legislature")


def poverty(town: str, position: int) -> float:
    """Percent in poverty: high in a few towns, and never the same in two ZIP areas."""
    return (24.0 if town in POOR_TOWNS else 5.0) + (position * 7 % 13) / 2


def _write_areas(folder: Path, areas: list[tuple[object, str, int]]) -> None:
    out = folder / "census_acs"
    total = sum(people for _, _, people in areas)
    before = [round(people * STATE_2018 / total) for _, _, people in areas]
    before[0] += STATE_2018 - sum(before)
    counts, percents = list(oeps_population.COUNTS), list(oeps_population.PERCENTS)
    write_csv(
        out / "oeps_ds01_acs2018_ri_zcta.csv",
        ["ZCTA", "year", *counts, *percents],
        (
            [code, 2018, people, *[people // 15] * (len(counts) - 1)]
            + [round(100 / len(percents), 2)] * len(percents)
            for (_, code, _), people in zip(areas, before, strict=True)
        ),
    )
    poor = [poverty(t.name, i) for i, (t, _, _) in enumerate(areas)]  # type: ignore[attr-defined]
    codes = [code for _, code, _ in areas]
    write_csv(
        out / "oeps_ec03_acs2018_ri_zcta.csv",
        ["ZCTA", "year", "unempP", "povP", "pciE"],
        (
            (c, 2018, round(p / 3, 1), p, 60_000 - 1_000 * p)
            for c, p in zip(codes, poor, strict=True)
        ),
    )
    write_csv(
        out / "oeps_insurance_acs2018_ri_zcta.csv",
        ["GEOID", "InsuredPop", "InsuredPopP"],
        ((c, 1_000, round(99 - p / 4, 1)) for c, p in zip(codes, poor, strict=True)),
    )
    write_csv(
        out / "oeps_zcta2019_ri.csv",
        ["ZCTA5", "NoIntP"],
        ((c, round(p / 2, 2)) for c, p in zip(codes, poor, strict=True)),
    )
    names = [f"B25003_00{i}{kind}" for i in (1, 2, 3) for kind in "EM"]
    write_csv(
        out / "acs5_2023_b25003_ri_zcta.csv",
        ["GEO_ID", *names],
        [
            ["Geography", *names],
            *(
                [
                    f"860Z200US{code}",
                    people // 2,
                    50,
                    people // 2 - people // 5,
                    40,
                    people // 5,
                    40,
                ]
                for _, code, people in areas
            ),
        ],
    )
    write_csv(
        out / "zcta_growth_acs2011_acs2024_ri.csv",
        ["zcta", "pop_2024", "boundary_changed", "same_area_share"],
        ((code, float(people), i == 0, 1.0) for i, (_, code, people) in enumerate(areas)),
    )
    write_csv(
        folder / "indices/svi_2022_ri_zcta.csv",
        ["ZCTA5", "SviTh1", "SviTh2", "SviTh3", "SviTh4", "SviSmryRnk"],
        ((c, *[round(p / 40, 4)] * 5) for c, p in zip(codes, poor, strict=True)),
    )


def _write_tracts(folder: Path, ground: Ground) -> None:
    race = {"white": 60, "black": 8, "hispanic": 20, "asian": 5, "multi": 5}
    ages = {"under18": 20, "age18_24": 10, "age25_34": 15, "age35_44": 13, "age45_54": 12}
    ages |= {"age55_64": 13, "age65plus": 17}
    for name, shares in (("race", race), ("age", ages)):
        write_features(
            folder / f"census_geography/tracts_ri_2020_{name}_acs2022.geojson",
            (
                (
                    {
                        "geoid": tract.code,
                        "town": tract.town.name,
                        "total_pop": tract.people,
                        **{f"{group}_pct": float(share) for group, share in shares.items()},
                    },
                    tract.shape,
                )
                for tract in ground.tracts
            ),
        )
    rows = []
    for i, tract in enumerate(ground.tracts):
        poor = poverty(tract.town.name, i) / 100
        homes = tract.people // 2
        low, high = int(homes * poor), int(homes * (0.2 - poor / 2))
        bins = [low // 4] * 4 + [(homes - low - high) // 5] * 5
        bins.append(homes - sum(bins))
        median = round(110_000 - 250_000 * poor)
        rows.append([f"1400000US{tract.code}", homes, *bins, median])
    write_csv(
        folder / "census_acs/acs5_2023_dp03_income_bins_ri_tract.csv",
        ["GEO_ID", *(f"DP03_{51 + i:04d}E" for i in range(12))],
        rows,
    )


def _write_context(folder: Path) -> None:
    kinds = background_checks.KINDS
    write_csv(
        folder / "rhode_island/nics_background_checks_ri_1998_2023.csv",
        ["month", "state", *kinds, "totals"],
        (
            [f"{year}-{month:02d}", "Rhode Island", *[2] * len(kinds), 2 * len(kinds)]
            for year in (2021, 2022)
            for month in range(1, 13)
        ),
    )
    laws = [f"law{i}" for i in range(firearm_laws.PROVISIONS)]
    write_csv(
        folder / "rhode_island/state_firearm_laws_ri_1991_2017.csv",
        ["state", "year", *laws, "lawtotal"],
        (
            ["Rhode Island", year, *(int(i < held) for i in range(len(laws))), held]
            for year in range(1991, 2018)
            for held in [40 + (year > 2000)]
        ),
    )


def _write_members(out: Path) -> None:
    districts = [("House", n) for n in range(1, 76)] + [("Senate", n) for n in range(1, 39)]
    write_csv(
        out / "openstates_ri_members_2026_08.csv",
        [
            "openstates_id",
            "name",
            "chamber",
            "district",
            "party",
            "email",
            "capitol_phone",
            "capitol_office",
            "links",
            "leadership_position",
            "member_code",
        ],
        (
            [
                f"person/{chamber}{number}",
                f"Member {chamber} {number}",
                chamber,
                number,
                "Democratic",
                f"m{number}@rilegislature.gov",
                "401-222-2457",
                "State House, Providence, RI 02903",
                "",
                "",
                "",
            ]
            for chamber, number in districts
            if (chamber, number) != ("House", 75)  # a vacant seat
        ),
    )
    write_csv(
        out / "congress_ri_members_2026_06.csv",
        [
            "bioguide",
            "name",
            "chamber",
            "state",
            "district",
            "party",
            "start",
            "end",
            "url",
            "phone",
            "office",
        ],
        (
            [
                f"X{i}",
                f"Member {i}",
                chamber,
                "RI",
                district,
                "Democrat",
                "2025-01-03",
                "2031-01-03",
                f"https://member{i}.{chamber.lower()}.gov",
                "202-225-0000",
                "Room 1",
            ]
            for i, (chamber, district) in enumerate(
                [("House", 1), ("House", 2), ("Senate", ""), ("Senate", "")]
            )
        ),
    )
