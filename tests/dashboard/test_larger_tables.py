"""The larger tables of the benchmarks are tables that the site reads."""

from __future__ import annotations

from pathlib import Path

from benchmarks import growth
from dashboard import store


def test_each_zip_area_stands_three_times_under_its_own_codes(
    small_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "large"
    assert growth.multiplied(small_folder, out, 3) > 1
    before, after = store.load(small_folder), store.load(out)
    assert len(after.places_at("zcta")) == 3 * len(before.places_at("zcta"))
    assert len(after.places_at("town")) == len(before.places_at("town"))
    assert len(after.features("zcta")) == 3 * len(before.features("zcta"))
    first = before.places_at("zcta")[0].code
    assert after.place("zcta", f"2{first[1:]}") is not None
