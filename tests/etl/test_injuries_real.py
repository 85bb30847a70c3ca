"""People shot, counted from the publishers' own rows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_sources import (
    boston_crime_points,
    boston_shootings,
)
from epidemiology.status import Status
from etl import injuries, people_shot
from etl.catalogue import people_shot as entries
from etl.geography import Geography
from etl.ledger import Ledger
from etl.people_shot import CITY_ZIP_PERIOD, MEASURES, STATEWIDE_ZIP_PERIOD
from etl.settings import STATE
from tests.etl.small_injuries import CITY, at, check_counted_again, check_form


@pytest.fixture(scope="module")
def real(
    real_places: Geography, real_injuries: tuple[injuries.Injuries, Ledger]
) -> tuple[injuries.Injuries, Ledger, Any]:
    return *real_injuries, real_places


Real = tuple[injuries.Injuries, Ledger, Any]


@pytest.mark.sources
def test_anchor_of_02121(real: Real) -> None:
    rows = real[0].observations
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD)["numerator"] == 92
    assert at(rows, "zcta", "02121", STATEWIDE_ZIP_PERIOD, "people_killed")["numerator"] == 19
    assert at(rows, "zcta", "01330", STATEWIDE_ZIP_PERIOD)["status"] == Status.NONE_RECORDED
    assert at(real[0].series, "town", CITY, "2017")["numerator"] == 260
    assert at(real[0].series, "town", CITY, "2025")["numerator"] == 120


@pytest.mark.sources
def test_known_top_zip_codes_of_located_people(real: Real, sources: Path) -> None:
    from etl import boston, locations

    people = boston.locate(boston_shootings.load(sources), boston_crime_points.load(sources))
    zcta = locations.put_into(people["latitude"], people["longitude"], real[2].polygons["zcta"])
    counts = zcta[zcta != ""].value_counts()
    assert counts.head(6).to_dict() == {
        "02124": 294, "02121": 250, "02119": 224, "02126": 154, "02125": 146, "02130": 80,
    }  # fmt: skip
    outside = (zcta == "") & people["latitude"].notna()
    assert people.loc[outside, ["latitude", "longitude"]].drop_duplicates().shape[0] == 2


@pytest.mark.sources
def test_every_total_equals_its_sources(real: Real) -> None:
    out, _, _ = real
    rows = pd.concat([out.observations, out.series])
    rows = rows[rows["indicator"].isin(MEASURES)]
    base = rows.assign(level=rows["level"].str.removesuffix("_unplaced"))
    sums = base.groupby(["indicator", "level", "period"])["numerator"].sum()
    for (indicator, level, period), came in sums.items():
        people = people_shot.within(out.people, level, period)
        if level == "town" and period[:4] > "2020":
            people = people[people["town"] == CITY]
        assert came == people[MEASURES[indicator]].sum(), (indicator, level, period)
    for measure in MEASURES:
        for period in ("2014-2017", "2018-2020"):
            assert len({sums[measure, level, period] for level in ("town", "county", "state")}) == 1


@pytest.mark.sources
def test_yearly_counts_of_the_city_and_the_state(real: Real) -> None:
    out, _, _ = real
    city = [at(out.series, "town", CITY, str(y))["numerator"] for y in range(2015, 2026)]
    assert city == [245, 226, 260, 203, 190, 274, 196, 180, 143, 127, 120]
    archive = out.people[out.people["source"] == "gva_incidents"]
    by_year = archive.groupby(archive["date"].dt.year)["n"].sum().to_dict()
    assert by_year == {2014: 377, 2015: 287, 2016: 313, 2017: 286, 2018: 304, 2019: 270, 2020: 290}
    state = [at(out.series, "state", "25", str(y))["numerator"] for y in range(2014, 2021)]
    assert state == [377, 532, 539, 546, 507, 460, 564]


@pytest.mark.sources
def test_every_place_has_a_row(real: Real) -> None:
    rows = real[0].observations
    rows = rows[rows["indicator"] == "people_shot"]
    sizes = rows.groupby(["level", "period"]).size().to_dict()
    for level, count in (
        ("zcta", STATE.zctas),
        ("house", STATE.house_seats),
        ("senate", STATE.senate_seats),
        ("congress", STATE.congress_seats),
    ):
        assert sizes[level, STATEWIDE_ZIP_PERIOD] == count
    assert sizes["zcta", CITY_ZIP_PERIOD] == STATE.zctas
    assert sizes["town", "2014-2017"] == STATE.towns
    assert sizes["county", "2018-2020"] == STATE.counties


@pytest.mark.sources
def test_what_the_caveats_say(real: Real) -> None:
    """The numbers in the catalogue's caveats are those of the build."""
    out, _, _ = real
    said = " ".join(entries.INDICATORS[0].caveats)
    people = out.left_out.groupby("reason")["people"].sum()
    archive = out.people[out.people["source"] == "gva_incidents"]
    for reason, words in (
        ("died by or attempted suicide", "{} people who died by or attempted suicide"),
        ("were shot by police as suspects", "{} people shot by police"),
        (
            "were hurt in incidents marked as BB, pellet or replica gun",
            "{} people in incidents marked",
        ),
        ("were hurt, but not shot", "{} people hurt in an incident in which nobody was shot"),
    ):
        assert words.format(people[reason]) in re.sub(r"\s+", " ", said)
    assert f"{people.sum():,} people instead of {archive['n'].sum():,}" in said
    late = out.left_out[out.left_out["period"] >= "2018"]
    unknown = late.loc[late["reason"] == "counted, kind of incident unknown", "people"].sum()
    counted = late.loc[late["reason"].str.startswith("counted"), "people"].sum()
    assert f"{unknown} of the {counted} people shot outside Boston in 2018-2020" in said
    police = out.people[
        (out.people["source"] == "boston_shootings") & (out.people["date"] >= "2018-01-01")
    ]
    placed = police["zcta"] != ""
    assert f"{100 * placed.mean():.0f} % of people could be placed" in said
    shares = placed.groupby(police["police_district"]).mean()
    assert shares[shares < 0.8].index.tolist() == ["E5"]
    assert "one police district (E5" in said


@pytest.mark.sources
def test_towns_that_could_place_too_few_people(real: Real) -> None:
    out, _, places = real
    people = people_shot.within(out.people, "zcta", STATEWIDE_ZIP_PERIOD)
    shares = people_shot.located(people, "zcta")["share"]
    names = places.places[places.places["level"] == "town"].set_index("code")["name"]
    assert sorted(names[shares[shares < 0.8].index]) == [
        "Amherst", "Andover", "Auburn", "Ayer", "Dedham", "Easton", "Fitchburg", "Mattapoisett",
        "Somerville", "Tolland", "Williamstown", "Yarmouth",
    ]  # fmt: skip
    main = places.town_of_zcta.set_index("code")["town"]
    rows = out.observations[
        (out.observations["level"] == "zcta") & (out.observations["period"] == STATEWIDE_ZIP_PERIOD)
    ]
    hidden = rows["code"].map(main).map(shares).lt(0.8) & (rows["status"] != Status.NO_BOUNDARY)
    assert (rows.loc[hidden, "status"] == Status.NOT_LOCATED).all()
    assert rows.loc[hidden, "numerator"].isna().all()


@pytest.mark.sources
def test_nothing_of_a_person_or_incident_is_published(real: Real) -> None:
    out, _, _ = real
    for frame in (out.observations, out.series, out.coverage, out.places):
        assert not {"date", "incident", "latitude_of_incident", "address"} & set(frame.columns)
        assert "place" not in frame
    assert out.linked == 0
    assert not {"latitude", "longitude", "incident", "place"} & set(out.people.columns)


@pytest.mark.sources
def test_real_tables_have_their_form_and_can_be_counted_again(real: Real) -> None:
    check_form(real[0])
    check_counted_again(real[0])


@pytest.mark.sources
def test_real_ledger(real: Real) -> None:
    _, ledger, _ = real
    assert ledger.rows_in["gva_incidents"] == 5981 + 7875 + 865 + 283
    assert ledger.rows_left("boston_shootings_recent") == 0
    assert ledger.rows_left("boston_shots_fired") == 5007
    used = {s: ledger.rows_in[s] - ledger.rows_left(s) for s in ledger.rows_in}
    assert used["boston_shootings"] == 631 + 1067
    assert all(rows > 0 for rows in used.values())
