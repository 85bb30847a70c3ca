"""Massachusetts among the states: every state in its state of number, told apart by intervals."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import controls, drawings, formats, store
from dashboard.atlas import Atlas
from dashboard.compare import states as states_view
from dashboard.compare import states_figure
from dashboard.figures import Figure
from dashboard.renderings.plotly import drawn
from dashboard.theme import LIGHT
from epidemiology.status import Status


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def figure(atlas: Atlas, **query: str) -> Figure:
    with controls.asking(query):
        view = states_view.read(atlas, [])
    assert view is not None
    found = states_figure.figure(atlas, view)
    assert found is not None
    return found


def dots(found: Figure) -> drawings.Dots:
    assert isinstance(found.drawing, drawings.Dots)
    return found.drawing


PERIODS = ("2019", "2020", "2021", "2022", "2023", "2024", "2025-04_2026-03")


@pytest.mark.parametrize("intent", list(states_view.INTENTS))
@pytest.mark.parametrize("year", PERIODS)
def test_every_state_stands_in_every_view(atlas: Atlas, intent: str, year: str) -> None:
    found = figure(atlas, intent=intent, year=year)
    rows = dots(found).rows
    assert len(rows) == 51
    assert [row.label for row in rows] == sorted(row.label for row in rows)
    assert [row.label for row in rows if row.leads] == ["Massachusetts"]
    assert dots(found).reference is not None
    assert found.rows[0][0] == "United States"
    assert len(found.rows) == 52
    assert len(found.title.split()) <= 10
    assert all(len(row) == len(found.head) for row in found.rows)
    assert drawn(found.drawing, LIGHT).layout.height < 1_100
    hidden = [
        place.name
        for place in atlas.places_at("us_state")
        if (seen := atlas.observation(states_view.INTENTS[intent], "us_state", place.code, year))
        and seen.status == Status.SUPPRESSED
    ]
    for row, cells in zip(rows, found.rows[1:], strict=True):
        if row.label in hidden:
            assert row.value is None
            assert row.shown == "1-9 people, no rate"
            assert cells[1:4] == ("1-9", "1-9 people, no rate", formats.NOTHING)
            assert row.label in found.caption
        else:
            assert row.value is not None
            assert row.lower is not None
            assert row.upper is not None
    assert ("add people killed" in found.caption) == (intent == "all")
    assert ("still counting" in found.caption) == (year == PERIODS[-1])


def test_the_order_by_rate_is_the_readers_choice(atlas: Atlas) -> None:
    rows = dots(figure(atlas, intent="homicide", year="2020", sort="rate")).rows
    values = [row.value for row in rows if row.value is not None]
    assert values == sorted(values)
    assert [row.value for row in rows[-2:]] == [None, None]


def test_words_follow_the_intervals(atlas: Atlas) -> None:
    found = figure(atlas, year="2024")
    assert found.title == "Massachusetts has a lower firearm death rate than the nation"
    assert "The intervals of 46 other states lie wholly above." in found.summary
    assert "The data cannot tell Massachusetts from Hawaii" in found.summary
    rows = {row.label: row for row in dots(found).rows}
    here = rows["Massachusetts"]
    assert here.upper is not None
    above = [r for r in rows.values() if r.lower is not None and r.lower > here.upper]
    assert len(above) == 46


def test_within_the_state_stands_the_sentence_of_the_disparity_page(atlas: Atlas) -> None:
    assert "54 times as many people were shot" in states_figure.within(atlas)


def test_the_address_holds_the_whole_view(atlas: Atlas) -> None:
    found = figure(atlas, intent="suicide", year="2023", sort="rate")
    assert found.address == "/compare?intent=suicide&year=2023&sort=rate"
    assert found.sources
