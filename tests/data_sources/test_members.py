"""Lists of members and precincts: slices of invented people, bad input, the real files."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from data_sources import congress_members, open_states, precinct_districts
from data_sources._dataset import SourceError

STATE = """openstates_id,name,given_name,family_name,chamber,district,party,email,capitol_phone,capitol_office,links,leadership_position,member_code,role_start_date
ocd-person/1,Ann Able,Ann,Able,House,1st Able,Democratic,ann.able@mahouse.gov,617-722-0001,"Room 1, State House 24 Beacon St., Boston, MA 02133",https://able.example/||https://malegislature.gov/Legislators/Profile/OLD0,Majority Leader,A_A1,2023-01-04
ocd-person/2,Ben Baker,Ben,Baker,Senate,Able and Baker,Republican,ben.baker@masenate.gov,,"State House 24 Beacon St., Boston, MA 02133",https://malegislature.gov/Legislators/Profile/BBB0,,,
"""  # noqa: E501
CONGRESS = """bioguide,name,chamber,state,district,party,start,end,url,phone,office,contact_form
A000001,Ann Able,House,ZZ,1,Democrat,2025-01-03,2027-01-03,https://able.house.gov,202-225-0001,1 Able House Office Building,
B000002,Ben Baker,Senate,ZZ,,Republican,2021-01-03,2027-01-03,https://www.baker.senate.gov,202-224-0002,2 Baker Senate Office Building,https://www.baker.senate.gov/contact
"""  # noqa: E501
PRECINCTS = """city_town,Ward,Pct,State_Rep,State_Senate,US_House,Gov_Council
Able,-,1,First Able,Able and Baker,1,Fourth
Able,1,1A,Twenty-First Able,Able and Baker,2,Fourth
"""


def load(tmp_path: Path, module: ModuleType, text: str) -> pd.DataFrame:
    path = tmp_path / module.DATASET.files[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    rows = module.load(tmp_path)
    assert isinstance(rows, pd.DataFrame)
    return rows


def test_state_members(tmp_path: Path) -> None:
    rows = load(tmp_path, open_states, STATE)
    profile = "https://malegislature.gov/Legislators/Profile/"
    assert rows["website"].tolist() == [f"{profile}A_A1", f"{profile}BBB0"]
    assert rows["chamber"].tolist() == ["house", "senate"]
    assert rows["role"].tolist() == ["Majority Leader", ""]
    assert rows["phone"].tolist() == ["617-722-0001", ""]


def test_a_member_code_with_a_space_makes_a_working_address(tmp_path: Path) -> None:
    rows = load(tmp_path, open_states, STATE.replace("A_A1", "A A1"))
    assert rows["website"].iloc[0].endswith("/A%20A1")


def test_members_of_congress(tmp_path: Path) -> None:
    rows = load(tmp_path, congress_members, CONGRESS)
    assert rows["chamber"].tolist() == ["congress", "us_senate"]
    assert rows["district"].tolist() == ["1", ""]
    assert rows["website"].tolist() == ["https://able.house.gov", "https://www.baker.senate.gov"]


def test_precincts(tmp_path: Path) -> None:
    rows = load(tmp_path, precinct_districts, PRECINCTS)
    assert rows["house"].tolist() == ["First Able", "Twenty-First Able"]
    assert rows["congress"].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("module", "text", "old", "new", "said"),
    [
        (open_states, STATE, "ann.able@mahouse.gov", "ann@home.example", "line 2, column 'email'"),
        (open_states, STATE, "617-722-0001", "call me", "line 2, column 'capitol_phone'"),
        (open_states, STATE, "State House 24 Beacon St.", "7 Home Lane", "column 'capitol_office'"),
        (open_states, STATE, ",House,", ",Lower,", "line 2, column 'chamber'"),
        (open_states, STATE, "ocd-person/2", "ocd-person/1", "stands twice"),
        (
            open_states,
            STATE,
            ",Senate,Able and Baker",
            ",House,1st Able",
            "line 3, column 'district'",
        ),
        (open_states, STATE, "Ann Able,Ann", ",Ann", "line 2, column 'name'"),
        (open_states, STATE, "member_code", "code", "column 'member_code'"),
        (
            congress_members,
            CONGRESS,
            "2025-01-03,2027-01-03",
            "2023-01-03,2025-01-03",
            "column 'end'",
        ),
        (
            congress_members,
            CONGRESS,
            "2025-01-03,2027-01-03",
            "2028-01-03,2027-01-03",
            "column 'start'",
        ),
        (
            congress_members,
            CONGRESS,
            "2027-01-03,https://able",
            "soon,https://able",
            "column 'end'",
        ),
        (congress_members, CONGRESS, "able.house.gov", "able.example", "line 2, column 'url'"),
        (congress_members, CONGRESS, ",ZZ,1,", ",ZZ,,", "line 2, column 'district'"),
        (congress_members, CONGRESS, "B000002", "A000001", "stands twice"),
        (precinct_districts, PRECINCTS, "Able,1,1A", "Able,-,1", "stands twice"),
        (precinct_districts, PRECINCTS, "Baker,2", "Baker,two", "line 3, column 'US_House'"),
        (
            precinct_districts,
            PRECINCTS,
            "First Able,Able and Baker,1",
            ",Able and Baker,1",
            "State_Rep",
        ),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path, module: ModuleType, text: str, old: str, new: str, said: str
) -> None:
    assert old in text
    with pytest.raises(SourceError, match=Path(module.DATASET.files[0]).name) as error:
        load(tmp_path, module, text.replace(old, new))
    assert said in str(error.value)


@pytest.mark.sources
def test_real_lists(sources: Path) -> None:
    members = open_states.load(sources)
    assert members["chamber"].value_counts().to_dict() == {"house": 158, "senate": 40}
    assert (members["website"] != "").all()
    congress = congress_members.load(sources)
    assert congress["chamber"].value_counts().to_dict() == {"congress": 9, "us_senate": 2}
    precincts = precinct_districts.load(sources)
    assert len(precincts) == 2383
    assert (precincts["town"].nunique(), precincts["house"].nunique()) == (351, 160)
