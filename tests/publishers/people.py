"""Members, crosswalks and copied reports in their publishers' own forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data_sources import congress_members, gva_mass_shootings, hud_zip_to_county, open_states
from tests.publishers import boston, others
from tests.publishers.double import Double, Row, json_answer, text_answer

PROFILE = "https://malegislature.gov/Legislators/Profile/"


def person(number: int, house: str, **more: object) -> dict[str, object]:
    """A member as Open States v3 gives one, with fields that must never be kept."""
    at = "mahouse" if house == "lower" else "masenate"
    return {
        "id": f"ocd-person/{number:04d}",
        "name": f"Member {number}",
        "given_name": "Member",
        "family_name": str(number),
        "party": "Democratic",
        "email": f"member.{number}@{at}.gov",
        "birth_date": "1970-01-01",
        "image": "https://malegislature.gov/picture.jpg",
        "current_role": {
            "title": "Representative" if house == "lower" else "Senator",
            "org_classification": house,
            "district": f"{number}th Able",
            "division_id": "ocd-division/country:us/state:ma",
        },
        "extras": {"member code": f"M{number}"},
        "links": [{"url": f"{PROFILE}M{number}", "note": ""}],
        "offices": [
            {"name": "District", "classification": "district", "address": "7 Home Lane"},
            {
                "name": "Capitol",
                "classification": "capitol",
                "address": f"Room {number}, State House, Boston, MA 02133",
                "voice": "617-722-2000",
            },
        ],
        **more,
    }


def chambers(house: int = 120, senate: int = 40) -> dict[str, list[dict[str, object]]]:
    """Members of both chambers; three pages of the House."""
    return {
        "lower": [person(n, "lower") for n in range(1, house + 1)],
        "upper": [person(500 + n, "upper") for n in range(1, senate + 1)],
    }


def open_states_people(double: Double, people: Mapping[str, Sequence[Row]], key: str = "") -> None:
    """Serve the service."""
    double.serve("openstates", open_states.PEOPLE, others.openstates(people, key))


def nightly(double: Double, people: Mapping[str, Sequence[Row]], cut: int | None = None) -> None:
    """Serve the nightly file of the same members."""
    head = [
        "id",
        "name",
        "current_party",
        "current_district",
        "current_chamber",
        "given_name",
        "family_name",
        "gender",
        "email",
        "biography",
        "birth_date",
        "death_date",
        "image",
        "links",
        "sources",
        "capitol_address",
        "capitol_voice",
        "capitol_fax",
        "district_address",
        "district_voice",
        "district_fax",
    ]
    rows = []
    for house, members in people.items():
        for one in members:
            role, office = one["current_role"], one["offices"][1]
            row = {
                "id": one["id"],
                "name": one["name"],
                "current_party": one["party"],
                "current_district": role["district"],
                "current_chamber": house,
                "email": one["email"],
                "birth_date": "1970-01-01",
                "links": ";".join(link["url"] for link in one["links"]),
                "capitol_address": office["address"],
                "capitol_voice": office["voice"],
                "district_address": "7 Home Lane",
            }
            rows.append(row)
    text = boston.as_csv(rows, head)
    double.serve("openstates_files", open_states.NIGHTLY, text_answer(text[:cut]))


def as_served(rows: Sequence[Mapping[str, str]]) -> dict[str, list[dict[str, object]]]:
    """The embedded list of members as the service gives it."""
    served: dict[str, list[dict[str, object]]] = {"lower": [], "upper": []}
    for row in rows:
        house = "lower" if row["chamber"] == "House" else "upper"
        title = "Representative" if house == "lower" else "Senator"
        served[house].append(
            {
                "id": row["openstates_id"],
                "name": row["name"],
                "party": row["party"],
                "email": row["email"],
                "birth_date": "1970-01-01",
                "current_role": {
                    "title": row["leadership_position"] or title,
                    "org_classification": house,
                    "district": row["district"],
                },
                "extras": {"member code": row["member_code"]} if row["member_code"] else {},
                "links": [{"url": url} for url in row["links"].split("||")],
                "offices": [
                    {"classification": "district", "address": "7 Home Lane"},
                    {
                        "classification": "capitol",
                        "address": row["capitol_office"],
                        "voice": row["capitol_phone"],
                    },
                ],
            }
        )
    return served


def congress_member(row: Mapping[str, str]) -> dict[str, object]:
    """A row of the embedded list as the list of Congress has it."""
    term = {
        "type": "rep" if row["chamber"] == "House" else "sen",
        "state": row["state"],
        "party": row["party"],
        "start": row["start"],
        "end": row["end"],
        "url": row["url"],
        "phone": row["phone"],
        "address": row["office"],
    }
    if row["district"]:
        term |= {"district": int(row["district"])}
    return {
        "id": {"bioguide": row["bioguide"]},
        "name": {"first": row["name"], "last": "", "official_full": row["name"]},
        "terms": [term],
    }


def congress(double: Double, *more: Row) -> None:
    """Serve the list of Congress: one member and one senator here, one of another state."""

    def member(number: int, **term: object) -> dict[str, object]:
        return {
            "id": {"bioguide": f"A{number:06d}"},
            "name": {"first": "Ann", "last": f"Able{number}", "official_full": f"Ann Able{number}"},
            "bio": {"birthday": "1950-01-01", "gender": "F"},
            "terms": [
                {"type": "rep", "state": "VT", "start": "2001-01-03", "end": "2003-01-03"},
                {
                    "start": "2025-01-03",
                    "end": "2027-01-03",
                    "state": "MA",
                    "party": "Democrat",
                    "url": f"https://able{number}.house.gov",
                    "phone": "202-225-0001",
                    "address": "1 Able House Office Building Washington DC 20515",
                    "office": "1 Able House Office Building",
                    **term,
                },
            ],
        }

    people = [
        member(1, type="rep", district=1),
        member(2, type="sen", url="https://www.able.senate.gov", **{"class": 1}),
        member(3, type="rep", district=1, state="VT"),
        *more,
    ]
    double.serve("github", congress_members.LIST, json_answer(people, etag=True))


def crosswalk(double: Double, rows: Sequence[Row], kind: str = "2", key: str = "") -> None:
    """Serve HUD's crosswalk."""
    double.serve("hud", hud_zip_to_county.PATH, others.hud({kind: rows}, key))


def mass_shootings(double: Double, text: str) -> None:
    """Serve the copy of the archive's reports."""
    double.serve("github", gva_mass_shootings.COPY, text_answer(text, "text/plain; charset=utf-8"))
