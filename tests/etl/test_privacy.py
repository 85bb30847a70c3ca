"""What a status hides is gone before anything is written."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from epidemiology.status import Status, local_count_status
from etl import privacy


def row(status: str, count: float = 12.0) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": ["people_shot"],
            "level": ["zcta"],
            "code": ["00001"],
            "period": ["2017"],
            "value": [9.0],
            "lower": [4.0],
            "upper": [16.0],
            "numerator": [count],
            "denominator": [1e5],
            "if_all_located": [9.5],
            "colour_class": pd.array([2], dtype="Int64"),
            "status": [status],
        }
    )


@pytest.mark.parametrize(
    ("status", "keeps_count", "keeps_rate"),
    [
        (Status.VALUE, True, True),
        (Status.UNSTABLE, True, True),
        (Status.COUNT_ONLY, True, False),
        (Status.SMALL_POPULATION, True, False),
        (Status.NO_RESIDENTS, True, False),
        (Status.NONE_RECORDED, True, False),
        (Status.TOO_FEW, False, False),
        (Status.SUPPRESSED, False, False),
        (Status.MODELLED, False, True),
        (Status.PROVISIONAL, True, True),
        (Status.NOT_LOCATED, False, False),
        (Status.NO_BOUNDARY, False, False),
        (Status.NOT_COVERED, False, False),
    ],
)
def test_mask_keeps_what_the_status_allows(
    status: str, keeps_count: bool, keeps_rate: bool
) -> None:
    out = privacy.mask(row(status)).iloc[0]
    assert pd.notna(out["numerator"]) == keeps_count
    for column in ("value", "lower", "upper", "if_all_located", "colour_class"):
        assert pd.notna(out[column]) == keeps_rate, column
    privacy.check(privacy.mask(row(status)), "observations", {"people_shot"})


def test_every_status_is_in_the_table_above() -> None:
    assert len(Status) == 13


@given(st.integers(0, 60), st.integers(0, 50_000))
def test_masked_counts_never_tell_one_to_four(count: int, population: int) -> None:
    status = str(local_count_status(count, population, population * 2.5)[0])
    masked = privacy.mask(row(status, float(count)))
    told = masked["numerator"].iloc[0]
    assert np.isnan(told) or told == 0 or told >= 5
    privacy.check(masked, "observations", {"people_shot"})


@pytest.mark.parametrize(
    ("status", "count", "message"),
    [
        (Status.VALUE, 3.0, "1-4 people"),
        (Status.SUPPRESSED, 12.0, "its status hides"),
        (Status.COUNT_ONLY, 7.0, "rate that its status does not allow"),
    ],
)
def test_check_refuses_a_row_that_says_too_much(status: str, count: float, message: str) -> None:
    with pytest.raises(ValueError, match=message) as refusal:
        privacy.check(row(status, count), "observations", {"people_shot"})
    assert "zcta 00001, 2017" in str(refusal.value)


def test_mask_needs_its_columns() -> None:
    with pytest.raises(ValueError, match="numerator"):
        privacy.mask(row(Status.VALUE).drop(columns="numerator"))
