"""The figures of the Trends and Suicide pages over the tables that ship."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import controls, drawings, formats, store
from dashboard.atlas import Atlas
from dashboard.figures import Figure
from dashboard.reuse import routes as figure_routes
from dashboard.suicide import figures as suicide_figures
from dashboard.suicide import view as suicide
from dashboard.trends import context_figures
from dashboard.trends import figures as trends_figures
from dashboard.trends import rows as trends_rows
from dashboard.trends import view as trends
from dashboard.trends import words as trends_words
from epidemiology.status import Status

VIEWS = [
    {"look": "intent"},
    {"look": "intent", "measure": "count"},
    {"look": "age"},
    {"look": "age", "intent": "suicide"},
    {"look": "age", "intent": "homicide", "years": "2019-2023"},
    {"look": "sex"},
    {"look": "sex", "intent": "suicide", "measure": "count"},
    {"look": "race"},
    {"look": "nation"},
    {"look": "nation", "intent": "suicide"},
    {"look": "nation", "intent": "all"},
    {"look": "town"},
    {"look": "town", "town": "2501367000"},
    {"look": "town", "town": "25", "measure": "rate"},
]


@pytest.fixture
def atlas(monkeypatch: pytest.MonkeyPatch) -> Atlas:
    monkeypatch.delenv("EZC_DATA", raising=False)
    return store.atlas()


def figures(atlas: Atlas, **query: str) -> list[Figure]:
    with controls.asking(query):
        return trends_figures.figures(atlas, trends.read(atlas))


def every(atlas: Atlas) -> list[Figure]:
    made = [figure for query in VIEWS for figure in figures(atlas, **query)]
    made += context_figures.figures(atlas)
    with controls.asking({}):
        return made + suicide_figures.figures(atlas, suicide.read(atlas))


def line(figure: Figure, name: str) -> drawings.Line:
    assert isinstance(figure.drawing, drawings.Lines)
    return next(line for line in figure.drawing.lines if line.name == name)


def test_every_figure_can_be_cut_out(atlas: Atlas) -> None:
    for figure in every(atlas):
        assert 3 <= len(figure.title.split()) <= 10, figure.title
        assert "Source: " in figure.caption, figure.key
        assert figure.subtitle
        assert figure.summary.strip(". ")
        assert figure.sources
        assert figure.period
        assert figure.address.startswith(("/trends", "/suicide"))
        assert all(len(row) == len(figure.head) for row in figure.rows), figure.key
        assert formats.period(figure.period)
        assert re.search(r"(19|20)\d\d|interval", f"{figure.title} {figure.subtitle}")


def test_an_address_gives_the_figure_again(atlas: Atlas) -> None:
    for query in VIEWS:
        for figure in figures(atlas, **query):
            path, _, asked = figure.address.partition("?")
            again = dict(part.split("=") for part in asked.split("&"))
            same = figure_routes.figures_of(atlas, path.strip("/"), again)[figure.key]
            assert same == figure


def test_intents_are_two_lines_and_never_one(atlas: Atlas) -> None:
    (figure,) = figures(atlas)
    assert isinstance(figure.drawing, drawings.Lines)
    assert [each.name for each in figure.drawing.lines] == ["Suicide", "Homicide"]
    last = line(figure, "Suicide").points[-1]
    assert last.hollow, "the twelve months that are still being counted"
    assert not line(figure, "Suicide").points[-2].hollow
    assert line(figure, "Suicide").points[-2].year == 2024
    (counts,) = figures(atlas, measure="count")
    point = line(counts, "Suicide").points[-2]
    assert point.value == 184
    assert (point.lower, point.upper) == pytest.approx((158.4, 212.6), abs=0.1)


def test_the_nation_has_rates_only(atlas: Atlas) -> None:
    with controls.asking({"look": "nation"}):
        view = trends.read(atlas)
    assert "measure" not in view.options
    assert view.options["intent"][0] == ["homicide", "suicide", "all"]
    (figure,) = figures(atlas, look="nation", intent="all")
    assert "All intents together" in figure.caption
    assert "unequal within" in figure.summary


def test_what_the_cdc_hides_is_nowhere(atlas: Atlas) -> None:
    groups = atlas.people_groups
    hidden = groups[groups["status"] == Status.SUPPRESSED]
    assert hidden["numerator"].isna().all()
    for query in ({"look": "sex"}, {"look": "sex", "intent": "suicide"}):
        (figure,) = figures(atlas, **query)
        women = line(figure, "Women and girls").points
        gaps = {int(point.year) for point in women if point.value is None}
        rows = {int(row[0]): row for row in figure.rows}
        indicator = trends.INDICATOR[query.get("intent", "homicide")]
        told = hidden[
            (hidden["indicator"] == indicator)
            & (hidden["grouping"] == "sex")
            & (hidden["group"] == "Females")
        ]
        years = {int(year) for year in told["period"] if len(year) == 4}
        assert years
        assert gaps == years
        assert {rows[year][3:] for year in years} == {("1-9, hidden", "1-9, hidden")}
        assert all(point.value != 0 for point in women)


def test_a_pool_with_a_hidden_year_has_no_number(atlas: Atlas) -> None:
    race, ethnicity = figures(atlas, look="race")
    assert isinstance(race.drawing, drawings.Dots)
    shown = {row.label.replace("\n", " "): row for row in race.drawing.rows}
    assert shown["Asian"].value is None
    assert shown["Asian"].shown == "hidden: 1-9 in a year"
    assert shown["Native Hawaiian or Pacific Islander"].shown == "none recorded"
    assert shown["Black"].value is not None
    assert shown["Black"].lower is not None
    assert "racism, redlining and disinvestment" in race.caption
    assert "racism, redlining and disinvestment" in ethnicity.caption
    assert not re.search(r"times (as|more|higher)|ratio", f"{race.summary} {race.caption}")
    assert {row[1] for row in race.rows} == {"2019-2020", "2022-2023"}, "no single year"


def test_race_of_suicides_has_no_figure(atlas: Atlas) -> None:
    assert figures(atlas, look="race", intent="suicide") == []


def test_ages_with_a_rate_are_drawn_and_the_others_named(atlas: Atlas) -> None:
    (figure,) = figures(atlas, look="age", years="2023")
    assert isinstance(figure.drawing, drawings.Dots)
    assert all(row.value is not None for row in figure.drawing.rows)
    labels = [row.label for row in figure.drawing.rows]
    assert labels == sorted(labels, key=lambda label: int(label.split()[0]))
    assert "1-9, hidden: 10 to 14" in figure.summary
    assert len(figure.rows) > len(labels)


def test_breaks_of_each_place(atlas: Atlas) -> None:
    def years(town: str) -> list[float]:
        (figure,) = figures(atlas, look="town", town=town, measure="rate")
        assert isinstance(figure.drawing, drawings.Lines)
        return [each.before for each in figure.drawing.breaks]

    assert years(trends.city(atlas)) == [2015]
    assert years("2501367000") == [2018]
    assert years("25") == [2015, 2018]
    for town, first in ((trends.city(atlas), 2015), ("2501367000", 2018)):
        (bars,) = figures(atlas, look="town", town=town)
        assert isinstance(bars.drawing, drawings.YearBars)
        parted = [bar.label for bar in bars.drawing.years if bar.after_break]
        assert parted == [str(first)]
        assert "dashed line" in bars.caption


def test_a_year_that_is_not_over_stands_apart(atlas: Atlas) -> None:
    (figure,) = figures(atlas, look="town", measure="rate")
    assert isinstance(figure.drawing, drawings.Lines)
    *_, gap, last = figure.drawing.lines[0].points
    assert gap.value is None
    assert last.hollow


def test_one_to_four_stay_so(atlas: Atlas) -> None:
    series = atlas.series
    few = series[
        (series["indicator"] == "people_shot")
        & (series["level"] == "town")
        & (series["status"] == Status.TOO_FEW)
    ]
    town = few["code"].iloc[0]
    (figure,) = figures(atlas, look="town", town=town)
    assert isinstance(figure.drawing, drawings.YearBars)
    bars = {bar.label: bar for bar in figure.drawing.years}
    for period in few[few["code"] == town]["period"]:
        assert bars[period].shown == "1-4"
        assert bars[period].count is None


def test_under_eighteen_mostly_hidden(atlas: Atlas) -> None:
    figure = context_figures.young_people(atlas)
    assert figure is not None
    assert "1-9, hidden, in each year from 2018 to 2021" in figure.summary
    assert [p.value is None for p in line(figure, "Under 18").points] == [True] * 4 + [False] * 2


def test_laws_say_what_came_and_went_and_no_effect(atlas: Atlas) -> None:
    figure = context_figures.laws(atlas)
    assert figure is not None
    assert {row[0]: row[2:4] for row in figure.rows}["1998"] == ("32", "0")
    assert "Ends in 2017" in figure.caption
    changes = atlas.law_changes
    assert sum(int(row[2]) for row in figure.rows) == int((changes["change"] == "added").sum())
    assert not re.search(r"\b(caused?|led to|because|reduced?)\b", figure.alt + figure.caption)


def test_counties_by_name_each_in_its_state(atlas: Atlas) -> None:
    figure = suicide_figures.counties(atlas, "2023")
    assert figure is not None
    assert isinstance(figure.drawing, drawings.Dots)
    names = [row.label for row in figure.drawing.rows]
    assert names == sorted(names)
    assert len(names) == 14
    rows = {row[0]: row for row in figure.rows}
    assert rows["Barnstable County"][1] == "1-9"
    assert rows["Barnstable County"][4] == "Modelled"
    assert rows["Nantucket County"][1:4] == ("1-9", "–", "–")
    modelled = next(row for row in figure.drawing.rows if row.label == "Barnstable County")
    assert modelled.hollow
    assert modelled.lower is None
    assert modelled.note == ""


def test_nothing_of_suicide_below_the_county(atlas: Atlas) -> None:
    with controls.asking({}):
        made = suicide_figures.figures(atlas, suicide.read(atlas))
    towns = {place.name for place in atlas.places_at("town")}
    said = {cell for figure in made for row in figure.rows for cell in row}
    assert not said & towns
    assert not any(re.fullmatch(r"\d{5}", cell) for cell in said)


def test_more_than_chance_only_where_intervals_stand_apart(atlas: Atlas) -> None:
    died = trends_rows.yearly(atlas, "firearm_suicides", "state", "25")
    killed = trends_rows.yearly(atlas, "firearm_homicides", "state", "25")
    assert "risen by more than chance" in trends_words.since_first(died, "Firearm suicide")
    assert "Chance alone can move" in trends_words.since_first(killed, "Firearm homicide")
    assert trends_words.since_first(died[:1], "Firearm suicide") == ""


@pytest.mark.parametrize(
    ("period", "place"),
    [("2017", 2017.0), ("2025-04_2026-03", 2025.25), ("2026-01-01_2026-04-02", 2025.63)],
)
def test_where_a_period_stands(period: str, place: float) -> None:
    assert trends_rows.at(period) == pytest.approx(place, abs=0.02)


def test_small_tables_without_these_numbers(small_tables: Atlas) -> None:
    for look in trends.LOOKS:
        with controls.asking({"look": look}):
            for figure in trends_figures.figures(small_tables, trends.read(small_tables)):
                assert figure.title
    assert context_figures.laws(small_tables) is None
    with controls.asking({}):
        view = suicide.read(small_tables)
    assert view.year == ""
    assert suicide_figures.counties(small_tables, view.year) is None


def test_tables_are_left_as_they_are(atlas: Atlas) -> None:
    before = pd.util.hash_pandas_object(atlas.people_groups).sum()
    every(atlas)
    assert pd.util.hash_pandas_object(atlas.people_groups).sum() == before
