"""Places side by side: what a link names, what may be said of them, and one scale for all."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import controls, drawings, formats, place_names, store
from dashboard.atlas import Atlas
from dashboard.compare import figures
from dashboard.compare import view as compare
from dashboard.compare import words as say
from dashboard.figures import Figure
from dashboard.renderings.plotly import drawn
from dashboard.theme import DARK, LIGHT
from epidemiology.status import HIDES_COUNT, SHOWS_RATE, Status

EXAMPLE = ["boston", "springfield", "worcester", "massachusetts"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return _atlas()


def _atlas() -> Atlas:
    return store.load(Path(__file__).parent.parent.parent / "data")


def view(atlas: Atlas, places: str, **more: str) -> compare.View:
    with controls.asking({"places": places, **more}):
        return compare.read(atlas)


def shown(found: compare.View) -> list[str]:
    return compare.tokens(found.shown)


@pytest.mark.parametrize(("text", "tokens"), [
    ("", EXAMPLE),
    ("02121 02116", ["02121", "02116"]),
    ("zcta:02121,zcta:02116,town:2502507000", ["02121", "02116", "boston"]),
    ("02121-1234, boston", ["02121", "boston"]),
    ("West Springfield,Boston", ["west-springfield", "boston"]),
    ("boston west-springfield", ["boston", "west-springfield"]),
    ("BOSTON, Manchester by the Sea", ["boston", "manchester-by-the-sea"]),
    ("suffolk county, suffolk", ["suffolk-county", "massachusetts"]),
    ("house:25127 senate-25d01 congress-2507", ["house-25127", "senate-25d01", "congress-2507"]),
    ("5th Suffolk House district, Fifth Suffolk", ["house-25127", "massachusetts"]),
    ("massachusetts nantucket", ["massachusetts", "nantucket"]),
    ("massachusetts", ["massachusetts", *EXAMPLE[:3]]),
    ("02121", ["02121", "boston", "massachusetts"]),
    ("pittsfield", ["pittsfield", "berkshire-county", "massachusetts"]),
])  # fmt: skip
def test_a_link_names_places(atlas: Atlas, text: str, tokens: list[str]) -> None:
    assert shown(view(atlas, text)) == tokens


@pytest.mark.parametrize(("text", "part"), [
    ("Atlantis boston", "no place called “Atlantis”"),
    ("O'Brien's Corner", "no place called “O'Brien's Corner”"),
    ("Ñuñoa", "no place called “Ñuñoa”"),
    ("<script>alert(1)</script>", "no place called “scriptalert1script”"),
    ("town:9999999999", "no place called “town:9999999999”"),
    ("x" * 10_000, "no place called “xxx"),
    ("99999", "ZIP 99999 is not in Massachusetts"),
    ("2121", "Did you mean 02121?"),
    ("😀", "not a ZIP code or a town we know"),
    ("boston boston", "Boston was named twice"),
    ("02112 02111", "ZIP 02111 was named twice"),
    ("02112 boston", "02112 is a post-office-box ZIP"),
    ("Dorchester", "Dorchester has these ZIP codes"),
    ("02121 02116 boston worcester springfield lowell lynn", "5 places at most"),
    (" ".join(f"0{n}" for n in range(1000, 3000)), "5 places at most"),
])  # fmt: skip
def test_what_a_link_cannot_have_is_one_line(atlas: Atlas, text: str, part: str) -> None:
    found = view(atlas, text)
    lines = [note for note in found.notes if part in note]
    assert len(lines) == 1
    assert compare.FEWEST <= len(found.shown) <= compare.MOST
    assert "<" not in "".join(found.notes)


def test_the_order_is_the_readers(atlas: Atlas) -> None:
    names = ["worcester", "02121", "suffolk-county", "boston"]
    assert shown(view(atlas, " ".join(names))) == names
    assert shown(view(atlas, " ".join(names[::-1]))) == names[::-1]


def test_every_place_on_offer_is_found_by_its_token(atlas: Atlas) -> None:
    offered = compare.offered(atlas)
    assert len(offered) == len(set(offered.values()))
    for token in offered.values():
        found = compare.find(atlas, token).chosen
        assert found is not None
        assert found.token == token


def test_a_neighborhood_offers_its_zip_codes_beside_what_is_there(atlas: Atlas) -> None:
    found = view(atlas, "boston, dorchester")
    assert ("02121", "/compare?places=boston+02121") in found.choices


def test_years_differ_and_are_named(atlas: Atlas) -> None:
    rows = figures.counts(atlas, view(atlas, "02121 boston"))
    assert "ZIP 02121 from July 2015 through 2017; in Boston from 2014 through 2017" in (
        say.years_named(rows)
    )
    assert say.years_named(figures.counts(atlas, view(atlas, "springfield boston"))) == ""
    later = figures.counts(atlas, view(atlas, "springfield house-25127", years="2018-2020"))
    assert [row.period for row in later] == ["2018-2020", "2018-2020"]
    assert later[1].observation is None


def test_a_place_inside_another_is_said(atlas: Atlas) -> None:
    def said(text: str) -> str:
        return say.counted_twice(atlas, figures.counts(atlas, view(atlas, text)))

    assert "ZIP 02121 and Boston" in said("02121 boston")
    assert said("springfield boston") == ""
    assert said("boston massachusetts") == "The count of Massachusetts includes the other places."


@pytest.mark.parametrize("text", ["", "02121 02116 01105 boston suffolk-county", "01105 02111"])
def test_a_difference_is_said_only_where_intervals_stand_apart(atlas: Atlas, text: str) -> None:
    rows = figures.counts(atlas, view(atlas, text))
    sentences = say.differences(rows)
    rated = say.rated(rows)
    assert rated
    for (one, here), (other, there) in combinations(rated, 2):
        assert here.lower is not None
        assert there.lower is not None
        apart = here.lower > (there.upper or 0) or there.lower > (here.upper or 0)
        higher = [
            line
            for line in sentences
            for high, low in ((one, other), (other, one))
            if line.startswith(f"The rate in {high} is higher")
            and low in line.split("higher than in")[1]
        ]
        alike = [s for s in sentences if "apart" in s and one in s and other in s]
        assert bool(higher) == apart
        assert bool(alike) == (not apart)
    assert not any(word in " ".join(sentences) for word in ("worst", "best", "highest", "rank"))


CODES = [
    (level, place.code)
    for level in compare.LEVELS
    for place in _atlas().places_at(level)[::7]
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True))
def test_any_places_share_one_scale_and_hide_no_count(codes: list[tuple[str, str]]) -> None:
    atlas = _atlas()
    found = view(atlas, ",".join(f"{level}:{code}" for level, code in codes))
    assert [(p.level, p.code) for p in found.places] == codes
    made = [figure for figure in figures.of_view(atlas, found) if figure is not None]
    for figure in made:
        _is_whole(figure)
    years = [f.drawing for f in made if isinstance(f.drawing, drawings.YearBars)]
    assert len({drawing.top for drawing in years}) <= 1
    ranges = {tuple(drawn(drawing, LIGHT).layout.xaxis.range) for drawing in years}
    assert len(ranges) <= 1
    rows = figures.counts(atlas, found)
    rate = next(figure for figure in made if figure.key == "rate")
    assert isinstance(rate.drawing, drawings.Dots)
    for row, dot, cells in zip(rows, rate.drawing.rows, rate.rows, strict=True):
        seen = row.observation
        assert dot.value is None or (seen is not None and seen.status in SHOWS_RATE)
        if seen is not None and seen.status in HIDES_COUNT:
            assert cells[2] in {"1-4", "1-9"}
            assert not re.search(r"(?<!-)\b[1-9] people", dot.shown)
        if seen is None or seen.status == Status.NOT_COVERED:
            assert cells[2] == formats.NOTHING
    assert not any(dot.leads for dot in rate.drawing.rows)
    assert figures.economy(atlas, found.places).head[1:-1] == tuple(
        place_names.name(place) for place in found.places
    )


def _is_whole(figure: Figure) -> None:
    assert len(figure.title.split()) <= 10, figure.title
    assert figure.subtitle
    assert figure.summary
    assert "Source: " in figure.caption
    assert figure.address.startswith("/compare?")
    assert figure.sources
    assert figure.period
    assert figure.rows
    assert all(len(row) == len(figure.head) for row in figure.rows)


def test_a_figures_address_opens_the_same_figure(atlas: Atlas) -> None:
    found = view(atlas, "02121 boston suffolk-county", years="2018-2020")
    for figure in figures.of_view(atlas, found):
        assert figure is not None
        places, years = re.fullmatch(r"/compare\?places=(.+)&years=(.+)", figure.address).groups()  # type: ignore[union-attr]
        again = figures.of_view(atlas, view(atlas, places.replace("+", " "), years=years))
        assert figure in again


def test_a_link_to_a_file_that_names_no_known_place_is_refused(atlas: Atlas) -> None:
    with (
        controls.asking({"places": "atlantis"}),
        pytest.raises(controls.WrongChoiceError, match="places"),
    ):
        figures.of_page(atlas)


def test_economic_measures_are_of_the_same_survey_where_there_is_one(atlas: Atlas) -> None:
    found = figures.economy(atlas, view(atlas, "02121 massachusetts").places)
    rows = {row[0]: row for row in found.rows}
    assert rows["Median household income"][-1] == "2019-2023"
    assert rows["Unemployment"][-1] == "2014-2018"
    assert "±" in rows["Households that own their home"][1]
    assert "Inequality of incomes (Gini index)" in found.alone


def test_a_survey_of_one_city_does_not_silence_a_place_elsewhere(atlas: Atlas) -> None:
    found = figures.economy(atlas, view(atlas, "02121 01105").places)
    (row,) = [row for row in found.rows if row[0] == "Unemployment"]
    assert row[-1] == "2014-2018"
    assert "not covered" not in row


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_long_names_have_room(atlas: Atlas, palette: object) -> None:
    rate = figures.rate_figure(atlas, view(atlas, "senate-25d01 boston"))
    assert rate is not None
    assert isinstance(rate.drawing, drawings.Dots)
    assert all(len(line) <= 24 for dot in rate.drawing.rows for line in dot.label.split("\n"))
    assert drawn(rate.drawing, palette).layout.height > 2 * 58  # type: ignore[arg-type]
