"""Rows and files in the form of data.cdc.gov and of the vulnerability index, for the double.

Rates of units, of PLACES and of the index are invented.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

WINDOW = "April, 2025 to March, 2026"
FINAL, NEWEST = "2026-06-22T00:00:00.000", "2026-08-12T00:00:00.000"
ZCTA_PATH = "/Documents/Data/2022/csv/zcta/SVI_2022_US_ZCTA.csv"
TRACT_PATH = "/Documents/Data/2022/csv/states/Massachusetts.csv"
Row = dict[str, str]


def small_area(
    code: str,
    name: str,
    count: str,
    rate: str,
    period: str = "2024",
    intent: str = "FA_Homicide",
    interval: str = "",
    window: str = WINDOW,
) -> Row:
    """A row of the county or tract table: modelled where the count is hidden and has a rate."""
    modelled = count == "1-9" and float(rate) >= 0
    return {
        "geoid": code,
        "name": name,
        "st_geoid": "25",
        "st_name": "Massachusetts",
        "intent": intent,
        "period": period,
        "count_sup": count,
        "rate": rate,
        "rate_m": "1" if modelled else "0",
        "rate_m_ci": (interval or "0.1-99.9") if modelled else ("" if count != "1-9" else "-999"),
        "data_as_of": NEWEST if period == "TTM" else FINAL,
        "ttm_date_range": window if period == "TTM" else "",
    }


def counties(exports: Iterable[Mapping[str, str]]) -> list[Row]:
    """The county table from rows of the older exports."""
    return [
        small_area(
            row["GEOID"].zfill(5),
            row["NAME"],
            row["Count"],
            f"{float(row['Rate']):.15f}",
            row["Period"],
            row["Intent"],
            window=row["TTM_Date_Range"] or WINDOW,
        )
        for row in exports
    ]


def units(tracts: Sequence[str], periods: Sequence[str] = ("2023", "2024", "TTM")) -> list[Row]:
    """Units of up to three tracts of a county: most modelled, some without anybody killed."""
    rows = []
    by_county: dict[str, list[str]] = {}
    for tract in sorted(tracts):
        by_county.setdefault(tract[2:5], []).append(tract)
    for number, (_, inside) in enumerate(sorted(by_county.items()), start=1):
        for start in range(0, len(inside), 3):
            order = start // 3
            code, name = f"MA-{number:04}-{order:04}", ", ".join(inside[start : start + 3])
            for step, period in enumerate(periods):
                if (order + step) % 4 == 0:
                    rows.append(small_area(code, name, "0", "0.0", period))
                    continue
                rate = 0.5 + ((7 * order + 3 * step) % 40) / 10
                ends = f"{rate / 2:.1f}-{2 * rate:.1f}"
                rows.append(small_area(code, name, "1-9", f"{rate:.15f}", period, interval=ends))
    return rows


def places(zctas: Sequence[str], measures: Sequence[str]) -> list[Row]:
    """The wide table of PLACES."""
    rows = []
    for order, zcta in enumerate(zctas):
        row = {"zcta5": zcta, "totalpopulation": "8,000".replace(",", ""), "totalpop18plus": "6400"}
        for step, measure in enumerate(measures):
            share = 8 + (order + 5 * step) % 20 + 0.3
            row[f"{measure}_crudeprev"] = f"{share:.1f}"
            row[f"{measure}_crude95ci"] = f"({share - 1.2:4.1f}, {share + 1.4:4.1f})"
        rows.append(row)
    return rows


def svi(codes: Iterable[str], rank: float = 0.5) -> str:
    """A file of the index: one line an area, all with one rank but the first, which has none."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    themes = [f"RPL_THEME{n}" for n in range(1, 5)]
    writer.writerow(["ST", "FIPS", "LOCATION", "AREA_SQMI", *themes, "RPL_THEMES", "E_TOTPOP"])
    for order, code in enumerate(codes):
        ranks = ["-999" if order == 0 else f"{rank:.4f}"] * 5
        writer.writerow(["25", code, f"Area {code}", "1.5", *ranks, "4000"])
    return text.getvalue()
