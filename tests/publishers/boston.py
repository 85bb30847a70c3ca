"""data.boston.gov with its lists of resources, filters and files, and the police's own table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from data_sources import (
    boston_crime_points,
    boston_shootings,
    boston_shootings_recent,
    boston_shots_fired,
)
from tests.publishers import others
from tests.publishers.double import Answer, Ask, Double, Handler, Row, json_answer, text_answer
from tests.publishers.full import csv_rows

CRIME_COLUMNS = (
    "INCIDENT_NUMBER",
    "OFFENSE_CODE",
    "OFFENSE_CODE_GROUP",
    "OFFENSE_DESCRIPTION",
    "DISTRICT",
    "REPORTING_AREA",
    "SHOOTING",
    "OCCURRED_ON_DATE",
    "YEAR",
    "MONTH",
    "DAY_OF_WEEK",
    "HOUR",
    "UCR_PART",
    "STREET",
    "Lat",
    "Long",
    "Location",
)
DEFAULT_LIMIT, HIGHEST_LIMIT = 100, 32_000
SHOW, SEARCH = "/api/3/action/package_show", "/api/3/action/datastore_search"


def package(
    name: str,
    resources: Mapping[str, str],
    *,
    inactive: Sequence[str] = (),
) -> Handler:
    """``package_show`` of one dataset.

    Args:
        resources: id -> title.
        inactive: ids of resources that are files only.
    """

    def answer(ask: Ask) -> Answer | None:
        if ask.query.get("id") != name:
            return None
        listed = [
            {
                "id": resource,
                "name": title,
                "format": "CSV",
                "url": f"https://data.boston.gov{file_path(name, resource)}",
                "datastore_active": resource not in inactive,
            }
            for resource, title in resources.items()
        ]
        return json_answer(
            {"help": "", "success": True, "result": {"name": name, "resources": listed}}
        )

    return answer


def file_path(dataset: str, resource: str) -> str:
    """Where a resource's file is today; the last part changes with each refresh."""
    return f"/dataset/{dataset}/resource/{resource}/download/tmp{resource[:8]}.csv"


def table(resource: str, rows: Sequence[Row]) -> Handler:
    """A table of the datastore with ``filters``, ``fields``, ``distinct`` and ``sort``."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    numbered = [{"_id": n, **row} for n, row in enumerate(rows, start=1)]

    def answer(ask: Ask) -> Answer | None:
        if ask.query.get("resource_id") != resource:
            return None
        found: list[dict[str, object]] = numbered
        for name, wanted in json.loads(ask.query.get("filters", "{}")).items():
            if name not in columns:
                said = {"__type": "Validation Error", "filters": [f'invalid filter "{name}"']}
                return json_answer({"success": False, "error": said}, 409)
            values = wanted if isinstance(wanted, list) else [wanted]
            found = [row for row in found if row.get(name) in values]
        fields = [f for f in ask.query.get("fields", "").split(",") if f]
        for name in fields:
            if name not in columns:
                said = {"__type": "Validation Error", "fields": [f'field "{name}" not in table']}
                return json_answer({"success": False, "error": said}, 409)
        total = len(found)
        if fields:
            found = [{name: row.get(name) for name in fields} for row in found]
        if ask.query.get("distinct") == "true":
            found = list({json.dumps(row): row for row in found}.values())
        start = int(ask.query.get("offset", 0))
        limit = min(int(ask.query.get("limit", DEFAULT_LIMIT)), HIGHEST_LIMIT)
        result: dict[str, object] = {
            "resource_id": resource,
            "limit": limit,
            "offset": start,
            "records": found[start : start + limit],
            "fields": [{"id": name, "type": "text"} for name in columns],
        }
        if ask.query.get("include_total", "true") == "true":
            result["total"] = total
        return json_answer({"help": "", "success": True, "result": result})

    return answer


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """The file of a resource."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def report(
    number: str, day: str, point: tuple[str, str] = ("42.31", "-71.08"), **more: object
) -> dict[str, object]:
    """A row of the crime reports with all 17 columns: text, local time marked as UTC."""
    year = int(day[:4])
    row = dict.fromkeys(CRIME_COLUMNS, "")
    flagged = "Y" if year <= 2018 else "1"
    return {
        **row,
        "INCIDENT_NUMBER": number,
        "OFFENSE_CODE": "413",
        "OFFENSE_DESCRIPTION": "ASSAULT - AGGRAVATED",
        "DISTRICT": "B2",
        "SHOOTING": flagged,
        "OCCURRED_ON_DATE": f"{day} 23:55:00+00",
        "YEAR": str(year),
        "MONTH": str(int(day[5:7])),
        "STREET": "EXAMPLE ST",
        "Lat": point[0],
        "Long": point[1],
        "Location": f"({point[0]}, {point[1]})",
        **more,
    }


def quiet(row: Row) -> dict[str, object]:
    """The same report without the flag, as its year writes it."""
    blank = None if int(str(row["YEAR"])) <= 2018 else "0"
    return {**row, "INCIDENT_NUMBER": f"{row['INCIDENT_NUMBER']}9", "SHOOTING": blank}


def crime(double: Double, rows: Sequence[Row]) -> None:
    """Serve the crime reports, cut into resources by year as the portal cuts them.

    A year without reports gets one.
    """
    resources = boston_crime_points.RESOURCES
    double.serve(
        "boston",
        SHOW,
        package(boston_crime_points.PORTAL, {name: years for years, name in resources.items()}),
    )
    for years, resource in resources.items():
        first = int(years[:4])
        mine = [
            row
            for row in rows
            if int(str(row["YEAR"])) == first
            or ("present" in years and int(str(row["YEAR"])) >= first)
        ]
        mine = mine or [report(f"{first % 100}2990000", f"{first}-08-01")]
        every = [one for row in mine for one in (row, quiet(row))]
        double.serve("boston", SEARCH, table(resource, every))


def shootings(double: Double, rows: Sequence[Row], *, apart: int = 0) -> None:
    """Serve people struck: the portal's table, and the police's own with ``apart`` fewer."""
    double.ckan(boston_shootings.RESOURCE, rows)
    people = [
        {"OBJECTID": n, "YEAR": int(str(row["shooting_date"])[:4]), "NEIGHBORHOOD": "Roxbury"}
        for n, row in enumerate(rows[apart:], start=1)
    ]
    path = re.escape(boston_shootings_recent.CHECK)
    double.serve("arcgis", path, others.arcgis(people))


def shots(double: Double, rows: Sequence[Row], *, file_only: bool = False) -> None:
    """Serve shots fired, as a table or as a file only."""
    name, resource = boston_shots_fired.PORTAL, boston_shots_fired.RESOURCE
    inactive = [resource] if file_only else []
    double.serve("boston", SHOW, package(name, {resource: "Shots Fired"}, inactive=inactive))
    if file_only:
        text = as_csv(rows, boston_shots_fired.COLUMNS)
        double.serve("boston", re.escape(file_path(name, resource)), text_answer(text))
    else:
        double.serve("boston", SEARCH, table(resource, rows))


TODAY = date(2026, 11, 14)
"""The newest day of the full set."""
LOCATED = 9
"""Of ten invented people, so many have a crime report that says where."""


def record(sources: Path) -> list[dict[str, str]]:
    """People struck up to :data:`TODAY`: the publisher's rows, then its later days, then invented.

    Later rows have invented numbers; nothing else of them is known.
    """
    known = csv_rows(sources / boston_shootings.DATASET.files[0])
    last = max(row["shooting_date"] for row in known)[:10]
    later = csv_rows(sources / boston_shootings_recent.DATASET.files[0])
    days = sorted((r["date"], r["district"], r["fatal"]) for r in later if r["date"] > last)
    day = date.fromisoformat(days[-1][0])
    while (day := day + timedelta(days=3)) <= TODAY:
        days.append((day.isoformat(), "B2" if day.day % 2 else "C11", str(int(day.day % 7 == 0))))
    return known + [
        {
            "incident_num": f"{when[2:4]}299{number:04d}",
            "shooting_date": f"{when} 23:30:00+00",
            "district": district,
            "shooting_type_v2": "Fatal" if fatal == "1" else "Non-Fatal",
            "victim_gender": "Unknown",
            "victim_race": "Unknown",
            "victim_ethnicity_nibrs": "Unknown",
            "multi_victim": "f",
        }
        for number, (when, district, fatal) in enumerate(days)
    ]


def flagged_reports(sources: Path) -> list[dict[str, object]]:
    """Flagged reports up to :data:`TODAY`: the publisher's points, then those of later people."""
    (name,) = boston_crime_points.DATASET.files
    rows = csv_rows(sources / name)
    years = boston_crime_points.load(sources)["year"]
    out = [
        report(row["INCIDENT_NUMBER"], f"{year}-{'02' if year == 2023 else '08'}-01", _at(row))
        for row, year in zip(rows, years, strict=True)
    ]
    known = {boston_shootings.incident_key(row["INCIDENT_NUMBER"]) for row in rows}
    later = [row for row in record(sources) if row["shooting_date"] > "2023-03"]
    for number, person in enumerate(later):
        key = boston_shootings.incident_key(person["incident_num"])
        if key not in known and number % 10 < LOCATED:
            known.add(key)
            spot = _at(rows[number * 37 % len(rows)])
            out.append(report(key, person["shooting_date"][:10], spot))
    return out


def _at(row: Mapping[str, str]) -> tuple[str, str]:
    return row["Lat"], row["Long"]
