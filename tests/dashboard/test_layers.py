"""What the map loads: a code for every state, words for every value, the same bytes always."""

from __future__ import annotations

import gzip
import json

import pytest

from dashboard import store
from dashboard.atlas import Atlas
from dashboard.maps import layers
from epidemiology.status import Status
from tests.small_atlas.values import INJURY, SURVEY


def test_codes_are_one_to_one() -> None:
    seen = set()
    for status in Status:
        classes = range(layers.CLASSES) if status in layers.WITH_CLASS else [None]
        for colour_class in classes:
            number = layers.code(status, colour_class)
            assert layers.status_of(number) == (status, colour_class)
            seen.add(number)
    assert seen == set(range(layers.CODES))


def test_a_value_without_a_class_is_not_drawn_as_a_class() -> None:
    assert layers.status_of(layers.code(Status.VALUE, None))[0] == Status.NOT_COVERED


def test_a_level_file_holds_every_layer(small_tables: Atlas) -> None:
    file = layers.level_file(small_tables, "zcta")
    assert gzip.decompress(file.zipped) == file.content
    features = json.loads(file.content)["features"]
    assert [f["properties"]["code"] for f in features] == sorted(small_tables.features("zcta"))
    order = layers.layers(small_tables, "zcta")
    number = order["people_shot", INJURY]
    said = {f["properties"]["code"]: f for f in features}
    for code, status in (
        ("02121", Status.VALUE),
        ("02111", Status.UNSTABLE),
        ("01201", Status.COUNT_ONLY),
        ("01060", Status.TOO_FEW),
        ("01330", Status.NONE_RECORDED),
        ("02139", Status.NOT_LOCATED),
        ("01450", Status.NOT_COVERED),
        ("02543", Status.SMALL_POPULATION),
        ("01003", Status.NO_RESIDENTS),
    ):
        assert layers.status_of(said[code]["k"][number])[0] == status
    for feature in features:
        assert len(feature["k"]) == len(order)
        assert all(feature["properties"][f"t{i}"] for i in order.values())
    assert "92 people" in said["02121"]["properties"][f"t{number}"]
    assert "1-4" in said["01060"]["properties"][f"t{number}"]
    income = order["median_household_income", SURVEY]
    assert said["02121"]["properties"][f"t{income}"] == "$42,700, ±\N{NO-BREAK SPACE}$6,400"


def test_a_count_of_one_to_four_is_nowhere_in_the_file(small_tables: Atlas) -> None:
    features = json.loads(layers.level_file(small_tables, "zcta").content)["features"]
    (few,) = (f for f in features if f["properties"]["code"] == "01060")
    number = layers.layers(small_tables, "zcta")["people_shot", INJURY]
    assert few["properties"][f"t{number}"].startswith("1-4 people")


def test_every_mapped_level_has_a_file(small_tables: Atlas) -> None:
    for level in layers.LEVELS:
        assert json.loads(layers.level_file(small_tables, level).content)["features"]
        assert layers.place_noun(level) != layers.place_noun(level, many=False)


def test_a_download_says_not_covered_where_there_is_no_row(small_tables: Atlas) -> None:
    file = layers.download_file(small_tables, "county", "firearm_homicides", "2023")
    rows = [f["properties"] for f in json.loads(file.content)["features"]]
    assert {row["status"] for row in rows} == {"suppressed", "modelled", "value"}
    assert all(row["numerator"] is None for row in rows if row["status"] == "suppressed")


def test_labelled_towns_are_large_and_apart(small_tables: Atlas) -> None:
    towns = layers.labelled_towns(small_tables, 3, 0.5)
    assert towns[0].name == "Boston"
    assert len(towns) == 3


@pytest.mark.parametrize("level", layers.LEVELS)
def test_files_of_the_real_tables_are_small_enough_to_load_once(level: str) -> None:
    atlas = store.atlas()
    file = layers.level_file(atlas, level)
    assert len(file.zipped) < 400_000
    codes = {f["properties"]["code"] for f in json.loads(file.content)["features"]}
    assert codes <= {place.code for place in atlas.places_at(level)}


def test_a_map_of_a_city_names_towns_of_its_own_that_lie_in_it() -> None:
    atlas = store.atlas()
    towns = layers.closer_towns(atlas)
    assert atlas.place("town", towns[0]) == atlas.place("town", "2502507000")
    assert len(towns) == 6
    files = layers.label_files(atlas)
    for town in towns:
        west, south, east, north = layers.box_around(atlas, town)
        place = atlas.place("town", town)
        assert place is not None
        many, few = (
            json.loads(files[layers.labels_name(town, few=few)].content) for few in (False, True)
        )
        assert place.name in {row["n"] for row in many}
        assert 1 <= len(few) <= len(many) <= 12
        for row in many:
            assert west < row["x"] < east
            assert south < row["y"] < north


def test_made_layers_come_last_and_only_where_they_exist(small_tables: Atlas) -> None:
    real = store.atlas() if False else small_tables
    order = list(layers.layers(real, "zcta"))
    assert order[-1][0] == "people_shot_sure"
    assert not [id for id, _ in layers.layers(real, "county") if id.startswith("people_shot_s")]
