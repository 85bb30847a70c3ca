"""The heavy steps on a cluster of two worker processes: the same tables, to the last bit."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shapely.geometry import box

from etl import atoms, computing, injuries, people_shot, placing
from etl.settings import STATE
from tests.etl.test_overlaps import METRIC, POLYGONS, TRACTS

if TYPE_CHECKING:
    from distributed import Client

SEED = 9


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    import distributed

    # A process that is spawned runs the main module first: after the test of a page in this one,
    # that is the page's script.
    with pytest.MonkeyPatch.context() as before:
        before.setitem(sys.modules, "__main__", ModuleType("__main__"))
        yield from _client(distributed)


def _client(distributed: Any) -> Iterator[Client]:
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def cluster(client: Client, monkeypatch: pytest.MonkeyPatch) -> computing.Cluster:
    """Whatever asks for a computer in this test gets the cluster."""
    made = computing.Cluster(client)
    monkeypatch.setattr(computing, "each", made.each)
    return made


def squares(across: int) -> gpd.GeoDataFrame:
    cells = [(x, y) for y in range(across) for x in range(across)]
    return gpd.GeoDataFrame(
        {"code": [f"{x:02d}{y:02d}" for x, y in cells]},
        geometry=[
            box(-72 + x / across, 42 + y / across, -72 + (x + 1) / across, 42 + (y + 1) / across)
            for x, y in cells
        ],
        crs=4326,
    )


def points(number: int = 3_000) -> pd.DataFrame:
    random = np.random.default_rng(SEED)
    days = pd.Timestamp("2015-01-01") + pd.to_timedelta(random.integers(0, 1_500, number), "D")
    out = pd.DataFrame(
        {
            "state": STATE.fips,
            "date": days,
            "latitude": random.uniform(41.9, 43.1, number),
            "longitude": random.uniform(-72.1, -70.9, number),
            "n": 1,
            "killed": random.integers(0, 2, number),
            "source": "gva_incidents",
            "town": "",
        }
    )
    out.loc[out.index % 11 == 0, ["latitude", "longitude"]] = np.nan
    out["injured"] = 1 - out["killed"]
    return out.sample(frac=1, random_state=SEED)  # an order that is no partition's


def test_points_go_to_the_same_places(client: Client) -> None:
    levels = {"zcta": squares(9), "town": squares(4)}
    here = placing.put(points(), levels, levels)
    assert here["zcta"].nunique() == 82
    assert here.index.equals(points().index)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(computing, "each", computing.Cluster(client).each)
        there = placing.put(points(), levels, levels)
    assert_frame_equal(there, here, check_exact=True)


def test_tracts_are_cut_alike(client: Client) -> None:
    here = atoms.atoms(TRACTS, POLYGONS, METRIC)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(computing, "each", computing.Cluster(client).each)
        there = atoms.atoms(TRACTS, POLYGONS, METRIC)
    assert len(here) > 1
    assert_frame_equal(there, here, check_exact=True)


def test_counts_are_the_same(cluster: computing.Cluster) -> None:
    people = placing.put(points(), {"zcta": squares(3)}, ["zcta"])
    people["levels"] = "zcta"
    codes = sorted(squares(3)["code"])
    populations = pd.DataFrame(
        {"level": "zcta", "code": codes, "vintage": "ACS 2014-2018", "residents": 5_000.0}
    )
    setting = people_shot.Setting(sources=dict.fromkeys(codes, "gva_incidents"))
    parts = [
        injuries.Part(people_shot.within(people, "zcta", year), "zcta", year, codes, setting)
        for year in ("2015", "2016", "2017")
    ]
    here = computing.Machine().each(injuries._count, parts, populations)
    there = cluster.each(injuries._count, parts, populations)
    assert sum(frame["numerator"].sum() for frame in here) > 0
    for one, other in zip(there, here, strict=True):
        assert_frame_equal(one, other, check_exact=True)


def _halved(part: int, more: list[int]) -> float:
    if part == 13:
        raise ValueError("part 13 cannot be halved")
    return (part + sum(more)) / 2


def test_results_come_in_the_order_of_the_parts(cluster: computing.Cluster) -> None:
    parts = list(range(12, 0, -1))
    assert cluster.each(_halved, parts, [1]) == computing.Machine().each(_halved, parts, [1])
    assert cluster.each(_halved, [], [1]) == []


def test_a_failure_is_the_parts_own(cluster: computing.Cluster) -> None:
    for computer in (computing.Machine(), cluster):
        with pytest.raises(ValueError, match="part 13 cannot be halved"):
            computer.each(_halved, [1, 13, 2], [0])


def test_a_worker_of_another_state_refuses() -> None:
    with pytest.raises(ValueError, match=r"start the workers with EZC_STATE=99"):
        computing._of_the_state("99", _halved, 1, [0])


def test_here_needs_no_cluster() -> None:
    with computing.on(computing.HERE):
        assert computing.each(_halved, [2], [0]) == [1.0]


def test_without_dask_the_next_step_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(ValueError, match=r"Install them: pip install .*requirements-cluster\.txt"),
        computing.on("local"),
    ):
        pass


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "PATIENCE_SECONDS", 1)
    with (
        pytest.raises(ValueError, match=r"tcp://127\.0\.0\.1:9498 .*dask worker"),
        computing.on("tcp://127.0.0.1:9498"),
    ):
        pass


def test_a_scheduler_by_its_address(client: Client) -> None:
    with computing.on(client.scheduler.address):
        assert computing.each(_halved, [4, 6], [0]) == [2.0, 3.0]
