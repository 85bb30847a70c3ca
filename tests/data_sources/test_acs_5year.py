"""The Census API's client against the double, and what its files mean."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from data_sources import _census_api, acs_5year
from data_sources._dataset import SourceError
from data_sources._web import Web
from data_sources._web_error import WebError
from tests import acs_files
from tests.publishers import census, faults
from tests.publishers.double import Answer, Ask, Double, Row

KEY = "0123456789abcdef0123456789abcdef"
NAMES = acs_5year.VARIABLES


def rows() -> dict[str, list[Row]]:
    median = {"B19013_001E": "250001", "B19013_001M": "-333333333", "B01003_001M": "-555555555"}
    nobody = {"B19013_001E": "-666666666", "B19013_001M": "-222222222"}
    zcta, town = "zip code tabulation area", "county subdivision"
    return {
        "state": [census.place("state", "25", "Massachusetts", NAMES, B01003_001E="7000")],
        "county": [census.place("county", "25025", "Suffolk County", NAMES)],
        town: [
            census.place(town, "2502507000", "Boston city, Suffolk County", NAMES),
            census.place(town, "2502500000", "County subdivisions not defined", NAMES),
        ],
        "tract": [census.place("tract", "25025010104", "Census Tract 101.04", NAMES)],
        zcta: [
            census.place(zcta, "02121", "ZCTA5 02121", NAMES, **median),
            census.place(zcta, "02133", "ZCTA5 02133", NAMES, **nobody),
            census.place(zcta, "90210", "ZCTA5 90210", NAMES),
        ],
    }


def serve(double: Double, year: int = 2024) -> None:
    for geography, places in rows().items():
        double.serve("census", census.address(year), census.table(year, geography, places, KEY))


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, publishers: Double) -> None:
    monkeypatch.setenv("CENSUS_API_KEY", KEY)
    monkeypatch.setenv(_census_api.YEAR, "2024")


def test_every_table_comes_with_its_margins(publishers: Double, web: Web, tmp_path: Path) -> None:
    serve(publishers)
    fetched = acs_5year.fetch(web, tmp_path)
    assert (fetched.rows, fetched.vintage) == (6, "ACS 2020-2024")
    assert acs_5year.DATASET.present(tmp_path)
    table = acs_5year.load(tmp_path).set_index(["level", "code"])
    assert len(table) == 6
    assert set(NAMES) <= set(table.columns)
    assert set(table["period"]) == {"2020-2024"}
    # The water of a county and the ZIP areas of other states are not kept.
    assert ("town", "2502500000") not in table.index
    assert ("zcta", "90210") not in table.index
    assert table.at[("state", "25"), "B01003_001E"] == 7000
    boston = table.loc[("zcta", "02121")]
    assert boston["B19013_001E"] == 250001
    assert np.isnan(boston["B19013_001M"])
    assert boston["B01003_001M"] == 0  # held to an official count
    assert table.loc[("zcta", "02133"), ["B19013_001E", "B19013_001M"]].isna().all()
    asked = publishers.requests("census")
    assert max(ask.query["get"].count(",") + 1 for ask in asked) == census.MOST_VARIABLES


def test_the_key_stands_in_no_file(publishers: Double, web: Web, tmp_path: Path) -> None:
    serve(publishers)
    acs_5year.fetch(web, tmp_path / "out")
    assert all(
        KEY.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    )


@pytest.mark.parametrize("given", ["", "another-key-than-that"])
def test_without_a_key_one_line_says_where_to_get_one(
    publishers: Double, web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    serve(publishers)
    monkeypatch.setenv("CENSUS_API_KEY", given)
    monkeypatch.delenv(_census_api.YEAR)
    with pytest.raises(WebError, match=r"https://api\.census\.gov/data/key_signup\.html") as said:
        acs_5year.fetch(web, tmp_path)
    assert said.value.kind == "key"
    assert "\n" not in str(said.value)
    assert "another" not in str(said.value)
    assert not list(tmp_path.glob("census_acs/*"))


def test_the_newest_survey_is_found_by_asking(
    publishers: Double, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(_census_api.YEAR)
    year = web.now().year - 2
    serve(publishers, year)
    assert _census_api.newest(web) == year
    monkeypatch.setenv(_census_api.YEAR, "2021")
    assert _census_api.newest(web) == 2021
    monkeypatch.setenv(_census_api.YEAR, "latest")
    with pytest.raises(WebError, match="EZC_ACS_YEAR is 'latest'"):
        _census_api.newest(web)


def test_no_survey_at_all_says_so(
    publishers: Double, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(_census_api.YEAR)
    with pytest.raises(WebError, match="no five-year survey"):
        _census_api.newest(web)


def test_a_renamed_variable_or_geography_is_named(publishers: Double, web: Web) -> None:
    serve(publishers)
    with pytest.raises(WebError, match=r"unknown variable 'B99999_001E'"):
        _census_api.table(web, 2024, "state", ("B99999_001E",))
    nested = {"zcta": {"for": "zip code tabulation area:*", "in": "state:25"}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_census_api, "GEOGRAPHIES", nested)
        with pytest.raises(WebError, match="unsupported geography hierarchy"):
            _census_api.table(web, 2024, "zcta", ("B01003_001E",))


def changed(change: object) -> faults.Fault:
    def fault(ask: Ask, answer: Answer) -> Answer:
        if answer.status == 200:
            answer.body = json.dumps(change(ask, json.loads(answer.body))).encode()  # type: ignore[operator]
        return answer

    return fault


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        (lambda _, v: [*v, v[1]], "paging", "came twice"),
        (lambda a, v: v[:2] if "B01003_001E" in a.query["get"] else v, "paging", "not in another"),
        (lambda _, v: [[n.replace("B01003", "B01009") for n in v[0]], *v[1:]], "schema", "lacks"),
        (lambda _, v: [v[0], *(row[:-1] for row in v[1:])], "schema", "another number of cells"),
        (lambda _, v: v[:1], "empty", "no place of ours"),
        (lambda _, v: {"rows": v}, "schema", "not a list of rows"),
    ],
)
def test_half_an_answer_is_none(
    publishers: Double, web: Web, tmp_path: Path, change: object, kind: str, said: str
) -> None:
    serve(publishers)
    publishers.fault("census", changed(change))
    with pytest.raises(WebError, match=said) as error:
        _census_api.table(web, 2024, "zcta", NAMES[:110], lambda code: code[:3] == "021")
    assert error.value.kind == kind


def written(folder: Path) -> None:
    county = [("25025", "Suffolk County", {})]
    town = [("2502507000", "Boston city, Suffolk County", {})]
    acs_files.write(
        folder,
        {
            "state": [("25", "Massachusetts", {})],
            "county": county,
            "town": town,
            "tract": [("25025010104", "Census Tract 101.04", {})],
            "zcta": [("02121", "ZCTA5 02121", {})],
        },
    )


def test_exports_with_labels_and_codes_of_text_are_read_too(tmp_path: Path) -> None:
    written(tmp_path)
    path = tmp_path / acs_5year.DATASET.files[-1]
    head, first, *_ = path.read_text().splitlines()
    labels = ",".join(["Geography" if n == "GEO_ID" else "label" for n in head.split(",")])
    cells = dict(zip(head.split(","), first.split(","), strict=True))
    cells |= {"B19013_001E": '"250,000+"', "B19013_001M": "***", "B01003_001M": "*****"}
    cells |= {"B19083_001E": "-", "B19083_001M": "**", "B01003_001E": "N"}
    path.write_text("\n".join([head, labels, ",".join(cells.values())]) + "\n")
    row = acs_5year.load(tmp_path).set_index(["level", "code"]).loc[("zcta", "02121")]
    assert row["B19013_001E"] == 250_000
    assert row["B01003_001M"] == 0
    assert row[["B19013_001M", "B19083_001E", "B19083_001M", "B01003_001E"]].isna().all()


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ("2020-2024", "2019-2023", "the files are of 2019-2023, 2020-2024"),
        ("0500000US25025", "25025", "a GEO_ID of a county"),
        (",13,", ",thirteen,", "a number or a Census code"),
        (",13,", ",-13,", "a number or a Census code"),
    ],
)
def test_a_file_in_another_form_is_refused(
    tmp_path: Path, before: str, now: str, said: str
) -> None:
    written(tmp_path)
    path = tmp_path / acs_5year.DATASET.files[1]
    path.write_text(path.read_text().replace(before, now, 1))
    with pytest.raises(SourceError, match=said):
        acs_5year.load(tmp_path)


def test_without_the_files_the_dataset_is_not_present(tmp_path: Path) -> None:
    assert not acs_5year.DATASET.embedded
    assert not acs_5year.DATASET.present(tmp_path)
