"""ZIP rates from CDC's units: a golden case by hand, each status, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources import cdc_tract_deaths
from data_sources._web import Web
from epidemiology.status import Status
from etl import build, catalogue, classes, health, privacy, tract_units
from etl.ledger import Ledger
from etl.tables import conform
from tests.publishers import cdc
from tests.publishers.double import Double

NAN = float("nan")
TTM = "2025-04_2026-03"


def tract(number: int) -> str:
    return f"25025{number:06}"


@dataclass(frozen=True)
class Land:
    """Four tracts and the ZIP areas that they lie in."""

    places: pd.DataFrame
    populations: pd.DataFrame
    tract_weights: pd.DataFrame


PEOPLE = pd.Series({tract(1): 4_000, tract(2): 6_000, tract(3): 10_000, tract(4): 20_000})


def land(shares: list[tuple[int, str, float]], residents: dict[str, float] | None = None) -> Land:
    """Geography from (tract, ZIP area, share); residents of the areas are those of the tracts."""
    weights = pd.DataFrame(
        [(tract(n), "zcta", code, share) for n, code, share in shares],
        columns=["tract", "level", "code", "share"],
    )
    people = (weights["share"] * weights["tract"].map(PEOPLE)).groupby(weights["code"]).sum()
    counts = {**people.to_dict(), **(residents or {})}
    return Land(
        pd.DataFrame({"level": "zcta", "code": sorted(counts)}),
        pd.DataFrame(
            {
                "level": "zcta",
                "code": list(counts),
                "vintage": "ACS 2018-2022",
                "residents": list(counts.values()),
            }
        ),
        weights,
    )


def unit(
    name: str, tracts: list[int], rate: float, ends: tuple[float, float] = (NAN, NAN), **other
) -> dict[str, object]:
    """A unit as ``load`` gives it; modelled where it has an interval."""
    return {
        "code": f"MA-0025-{name}",
        "tracts": " ".join(map(tract, tracts)),
        "period": "2024",
        "provisional": False,
        "rate": rate,
        "lower": ends[0],
        "upper": ends[1],
        "modelled": ends[0] == ends[0],
        "unstable": False,
        "source_row": 2,
    } | other


A = unit("0001", [1, 2], 8.2, (3.0, 20.0))
B = unit("0002", [3], 2.0, (0.5, 6.5))
C = unit("0003", [4], 30.0, (20.0, 45.0))


def made(units: list[dict[str, object]], where: Land) -> pd.DataFrame:
    table = tract_units.observations(pd.DataFrame(units), where, PEOPLE)
    return table.set_index(["code", "period"])


def test_by_hand_from_three_units() -> None:
    """One ZIP area with all of tract 1, half of 2 and 3, a tenth of 4.

    Its people: 4,000 + 3,000 in unit A, 5,000 in B, 2,000 in C: 14,000.
    Rate: (7,000 x 8.2 + 5,000 x 2.0 + 2,000 x 30.0) / 14,000 = 127,400 / 14,000 = 9.1.
    Lower: (7,000 x 3.0 + 5,000 x 0.5 + 2,000 x 20) / 14,000 = 63,500 / 14,000.
    Upper: (7,000 x 20.0 + 5,000 x 6.5 + 2,000 x 45) / 14,000 = 262,500 / 14,000 = 18.75.
    """
    where = land(
        [(1, "02101", 1), (2, "02101", 0.5), (2, "02102", 0.5), (3, "02101", 0.5),
         (3, "02102", 0.5), (4, "02101", 0.1), (4, "02102", 0.9)]
    )  # fmt: skip
    table = made([A, B, C], where)
    row = table.loc[("02101", "2024")]
    assert row[["value", "lower", "upper"]].tolist() == pytest.approx([9.1, 63.5 / 14, 18.75])
    assert row["status"] == Status.MODELLED
    assert row["located_share"] == 1
    assert (row["flags"], row["source"]) == ("", "cdc_tract_deaths census_tracts")
    # Nothing of which a count could be made.
    assert row[["numerator", "denominator", "moe", "if_all_located"]].isna().all()
    # 02102: 3,000 of A, 5,000 of B, 18,000 of C.
    assert table.loc[("02102", "2024"), "value"] == pytest.approx(
        (3 * 8.2 + 5 * 2.0 + 18 * 30.0) / 26
    )


ONE = [(3, "02101", 1.0)]


@pytest.mark.parametrize(
    ("units", "status", "value", "flags"),
    [
        ([B], Status.MODELLED, 2.0, ""),
        ([unit("0002", [3], 21.0)], Status.VALUE, 21.0, "interval_not_published"),
        (
            [unit("0002", [3], 21.0, unstable=True)],
            Status.UNSTABLE,
            21.0,
            "interval_not_published",
        ),
        ([unit("0002", [3], 0.0)], Status.NONE_RECORDED, NAN, ""),
        ([unit("0002", [3], NAN)], Status.NOT_COVERED, NAN, ""),
        ([A], Status.NOT_COVERED, NAN, ""),
        (
            [unit("0002", [3], 21.0, period=TTM, provisional=True)],
            Status.PROVISIONAL,
            21.0,
            "provisional interval_not_published",
        ),
        ([B | {"period": TTM, "provisional": True}], Status.MODELLED, 2.0, "provisional"),
        (
            [unit("0002", [3], 0.0, period=TTM, provisional=True)],
            Status.NONE_RECORDED,
            NAN,
            "provisional",
        ),
    ],
)
def test_what_a_rate_is_called(
    units: list[dict[str, object]], status: Status, value: float, flags: str
) -> None:
    row = made(units, land(ONE)).iloc[0]
    assert (row["status"], row["flags"]) == (status, flags)
    assert row["value"] == pytest.approx(value, nan_ok=True)


def test_one_modelled_unit_makes_the_rate_modelled() -> None:
    """Beside units where nobody died, all of the value comes from the model."""
    where = land([(3, "02101", 0.5), (4, "02101", 1.0)])
    row = made([B, unit("0003", [4], 0.0)], where).iloc[0]
    assert row["status"] == Status.MODELLED
    assert row["value"] == pytest.approx(5 * 2.0 / 25)
    assert row[["lower", "upper"]].isna().all()  # one of its units has no interval
    assert row["flags"] == "interval_not_published"


def test_a_sliver_is_passed_over_but_covered() -> None:
    where = land([(3, "02101", 1.0), (4, "02101", 0.004)])
    row = made([unit("0002", [3], 21.0), C], where).iloc[0]
    assert (row["status"], row["value"]) == (Status.VALUE, 21.0)
    assert row["located_share"] == 1


@pytest.mark.parametrize(("inside", "covered"), [(0.79, False), (0.81, True)])
def test_under_80_percent_of_the_people_there_is_no_rate(inside: float, covered: bool) -> None:
    where = land([(3, "02101", inside), (4, "02101", (1 - inside) / 2)])
    row = made([B], where).iloc[0]
    assert row["located_share"] == pytest.approx(inside)
    assert (row["status"] == Status.MODELLED) is covered
    assert (row["status"] == Status.NOT_COVERED) is not covered
    assert row["value"] == pytest.approx(2.0 if covered else NAN, nan_ok=True)


@pytest.mark.parametrize(
    ("residents", "status"),
    [
        (0, Status.NO_RESIDENTS),
        (900, Status.SMALL_POPULATION),
        (4_900, Status.SMALL_POPULATION),
        (5_100, Status.MODELLED),
    ],
)
def test_small_places_have_no_rate(residents: float, status: Status) -> None:
    row = made([B], land(ONE, {"02101": residents})).iloc[0]
    assert row["status"] == status
    assert pd.notna(row["value"]) == (status == Status.MODELLED)


def test_an_area_without_a_tract_is_not_covered() -> None:
    table = made([B], land(ONE, {"02199": 7_000.0}))
    assert table.loc[("02199", "2024"), ["status", "located_share"]].tolist() == [
        Status.NOT_COVERED,
        0,
    ]


@given(
    st.lists(
        st.tuples(st.integers(0, 990).map(lambda n: n / 10), st.floats(0.02, 1)),
        min_size=4,
        max_size=4,
    ),
    st.floats(0.05, 0.95),
)
def test_a_rate_lies_between_those_of_its_units(
    rates: list[tuple[float, float]], share: float
) -> None:
    units = [
        unit(f"{n:04}", [n], rate, (rate * low, rate / low))
        for n, (rate, low) in enumerate(rates, start=1)
    ]
    shares = [(n, code, s) for n in range(1, 5) for code, s in (("1", share), ("2", 1 - share))]
    table = made(units, land(shares))
    lowest, highest = min(r for r, _ in rates), max(r for r, _ in rates)
    for row in table.dropna(subset=["value"]).to_dict("records"):
        assert lowest - 1e-6 <= row["value"] <= highest + 1e-6
        assert row["lower"] <= row["value"] + 1e-9
        assert row["upper"] >= row["value"] - 1e-9


def test_the_newest_year_and_twelve_months_after_it() -> None:
    units = pd.DataFrame(
        [B | {"period": year} for year in ("2022", "2023", "2024")]
        + [B | {"period": TTM, "provisional": True}]
    )
    assert set(tract_units.latest(units)["period"]) == {"2024", TTM}
    # Two periods that overlap are never published of one measure.
    units.loc[3, "period"] = "2024-07_2025-06"
    assert set(tract_units.latest(units)["period"]) == {"2024"}
    assert set(tract_units.latest(units[3:])["period"]) == {"2024-07_2025-06"}


def test_a_tract_that_the_census_does_not_have_is_named() -> None:
    units = pd.DataFrame([A, B])
    tract_units.check_tracts(units, set(PEOPLE.index))
    with pytest.raises(ValueError, match=r"MA-0025-0002 names 25025000003.*another edition"):
        tract_units.check_tracts(units, {tract(1), tract(2)})


def test_from_the_publisher_to_the_table(publishers: Double, web: Web, tmp_path: Path) -> None:
    """Asked, written, read, spread over ZIP areas, coloured and masked."""
    rows = [
        cdc.small_area("MA-0025-0001", f"{tract(1)}, {tract(2)}", "1-9", "8.199999999999999",
                       interval="3.0-20.0"),
        cdc.small_area("MA-0025-0002", tract(3), "1-9", "2.0", interval="0.5-6.5"),
        cdc.small_area("MA-0025-0003", tract(4), "24", "30.0"),
        cdc.small_area("MA-0025-0001", f"{tract(1)}, {tract(2)}", "0", "0.0", "TTM"),
        cdc.small_area("MA-0025-0002", tract(3), "1-9", "-999.0", "TTM"),
        cdc.small_area("MA-0025-0003", tract(4), "12", "15.0", "TTM"),
    ]  # fmt: skip
    publishers.soda(cdc_tract_deaths.TABLE, rows)
    cdc_tract_deaths.fetch(web, tmp_path)
    units = cdc_tract_deaths.load(tmp_path)
    where = land([(1, "02101", 1), (2, "02101", 1), (3, "02102", 1), (4, "02103", 1)])
    table = tract_units.observations(tract_units.latest(units), where, PEOPLE)
    seen = table.set_index(["code", "period"])
    assert seen["status"].to_dict() == {
        ("02101", "2024"): Status.MODELLED,
        ("02101", TTM): Status.NONE_RECORDED,
        ("02102", "2024"): Status.MODELLED,
        ("02102", TTM): Status.NOT_COVERED,
        ("02103", "2024"): Status.VALUE,
        ("02103", TTM): Status.PROVISIONAL,
    }
    assert seen.loc[("02101", "2024"), ["value", "lower", "upper"]].tolist() == [8.2, 3.0, 20.0]
    indicators = catalogue_of(table)
    assert indicators["id"].tolist() == [tract_units.INDICATOR]
    coloured, breaks = classes.run(table, indicators)
    assert set(breaks["indicator"]) == {tract_units.INDICATOR}
    privacy.check(privacy.mask(conform("observations", coloured)), "observations", set())


def catalogue_of(table: pd.DataFrame) -> pd.DataFrame:
    """The catalogue's rows of measures that only a refresh brings."""
    from etl.catalogue import INDICATORS

    others = pd.DataFrame(
        {
            "indicator": [i.id for i in INDICATORS if not i.live],
            "level": "state",
            "period": "2024",
            "source": "x",
        }
    )
    rows = catalogue.table(others, table)
    return rows[rows["id"].isin({i.id for i in INDICATORS if i.live})]


def test_without_the_fetched_tables_there_is_nothing(tmp_path: Path) -> None:
    ledger = Ledger()
    where = land(ONE)
    assert tract_units.run(tmp_path, where, ledger).empty
    assert health.run(tmp_path, where, ledger).empty
    assert not ledger.rows_in
    assert catalogue_of(conform("observations", pd.DataFrame())).empty


def test_the_rates_are_of_no_gradient_and_no_model() -> None:
    from etl import gradients, models

    assert tract_units.INDICATOR not in {*gradients.MEASURES, *models.OUTCOMES}
    (entry,) = [i for i in catalogue.INDICATORS if i.id == tract_units.INDICATOR]
    assert entry.theme != "economy"
    assert build.tract_units is tract_units
