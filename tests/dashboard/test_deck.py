"""Talks as files: what a place has, what it has not, one address for good."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pptx
import pytest
from starlette.applications import Starlette

from dashboard import controls, store
from dashboard.atlas import Atlas
from dashboard.help_lines import help_lines
from dashboard.reuse import routes as figure_routes
from dashboard.talks import briefing, briefing_topics, deck
from dashboard.talks import routes as deck_routes
from dashboard.talks.deck import Deck
from tests.dashboard.asgi import Client
from tests.dashboard.reading_grade import grade


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return store.atlas()


@pytest.fixture(scope="module")
def site() -> Client:
    return Client(Starlette(routes=[*deck_routes.ROUTES, *figure_routes.ROUTES]))


def talk(atlas: Atlas, **query: str) -> Deck:
    with controls.asking(query):
        return briefing_topics.talk(atlas, briefing.read(atlas))


def opened(content: bytes) -> Any:
    return pptx.Presentation(io.BytesIO(content))


def words(file: Any) -> str:
    return "\n".join(
        shape.text_frame.text
        for slide in file.slides
        for shape in slide.shapes
        if shape.has_text_frame
    )


@pytest.mark.parametrize(
    ("place", "charts", "said"),
    [
        ("02121", 4, "at least 92 people shot in ZIP 02121"),
        ("Boston", 4, "Who represents Boston"),
        ("5th Suffolk", 4, "5th Suffolk, Massachusetts House"),
        ("", 3, "died by firearm in Massachusetts"),
    ],
)
def test_a_place_has_its_slides(atlas: Atlas, place: str, charts: int, said: str) -> None:
    made = talk(atlas, place=place)
    file = opened(deck.file(atlas, made, "https://example.org"))
    shapes = [shape for slide in file.slides for shape in slide.shapes]
    assert sum(shape.has_chart for shape in shapes) == charts
    assert sum(shape.shape_type == 13 for shape in shapes) == 1, "one map"
    text = words(file)
    assert said in text
    assert "live free from gun violence" in text
    assert "Areas, not people. Other boundaries would give other patterns." in text
    assert "racism, redlining and disinvestment" in text
    assert all(line.name in text for line in help_lines())
    assert "Where the numbers come from" in text
    assert atlas.version in text
    for slide in file.slides:
        assert slide.notes_slide.notes_text_frame.text.strip(), "every slide has notes"
        assert slide.shapes.title.text_frame.text
        assert slide.element.xpath('.//a:fld[@type="slidenum"]'), "every slide has its number"
    notes = [slide.notes_slide.notes_text_frame.text for slide in file.slides]
    assert sum("To cite:" in note for note in notes) == charts + 1
    assert any("https://example.org/" in note for note in notes)


def test_a_place_without_data_says_so_in_a_line(atlas: Atlas) -> None:
    made = talk(atlas, place="01330")
    text = words(opened(deck.file(atlas, made)))
    assert "no record of anyone shot in ZIP 01330" in text
    assert "none recorded" in text.lower()


def test_tables_with_little_in_them_still_give_a_file(small_tables: Atlas) -> None:
    for place in ("", "01003", "02457", "3rd Berkshire"):
        file = opened(deck.file(small_tables, talk(small_tables, place=place)))
        assert len(file.slides) >= 10
        assert "gap in the data, not a zero" in words(file)


def test_no_hidden_count_is_in_a_sheet(atlas: Atlas) -> None:
    """Every number of every sheet is one that the figure shows, or a limit of it."""
    for place in ("01330", "01108", "Ashfield", "02121"):
        made = talk(atlas, place=place)
        for step in made.steps:
            if step.key != "trend" or step.figure is None:
                continue
            bars = getattr(step.figure.drawing, "years", ())
            shown = {bar.count for bar in bars if bar.count is not None}
            assert not shown & {1, 2, 3, 4}
            file = opened(deck.of_figure(atlas, step.figure))
            native = next(s for s in file.slides[0].shapes if s.has_chart).chart
            blob = native.part.chart_workbook.xlsx_part.blob
            sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
            column = {row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} - {None}
            assert column <= shown


def test_chosen_topics_only(atlas: Atlas) -> None:
    some = talk(atlas, place="02121", topics="trend gradient")
    assert [s.key for s in some.steps] == [
        "opening", "trend", "gradient", "limits", "help", "sources",
    ]  # fmt: skip
    none = talk(atlas, place="02121", topics="none")
    assert [s.key for s in none.steps] == ["opening", "limits", "help", "sources"]
    assert "topics=trend+gradient" in some.file
    assert "place=02121" in some.file


def test_the_same_talk_has_the_same_bytes(atlas: Atlas) -> None:
    made = talk(atlas, place="02121", topics="gradient map")
    assert deck.file(atlas, made) == deck.file(atlas, made)
    core = opened(deck.file(atlas, made)).core_properties
    assert core.version == atlas.version
    assert core.author == "Every Zip Code"


def test_names_of_files_are_safe() -> None:
    odd = Deck("Briefing ../É 'x' " + "y" * 200, "t", "m", (), "/", "/", "v")
    assert deck.file_name(odd).startswith("every-zip-code_briefing-x-yyy")
    assert len(deck.file_name(odd)) < 90


def test_words_of_the_slides_are_plain(atlas: Atlas) -> None:
    for place in ("02121", "Boston", "5th Suffolk", ""):
        for step in talk(atlas, place=place).steps:
            assert grade(step.question) <= 8, step.question
            assert grade(step.say) <= 8, step.say


def test_a_talk_has_an_address(site: Client) -> None:
    answer = site.get("/decks/briefing.pptx?place=02121&topics=gradient")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == deck.MEDIA_TYPE
    assert "briefing-02121.pptx" in answer.headers["content-disposition"]
    again = site.get(
        "/decks/briefing.pptx?place=02121&topics=gradient",
        headers={"if-none-match": answer.headers["etag"]},
    )
    assert again.status_code == 304
    assert site.get("/decks/story.pptx").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/decks/nonsense.pptx", 404),
        ("/decks/briefing.pptx?place=Atlantis", 404),
        ("/decks/briefing.pptx?place=%00%27%22", 404),
        ("/decks/briefing.pptx?topics=weather", 400),
        ("/figures/disparity/nothing.pptx", 404),
    ],
)
def test_a_wrong_address_gets_a_line(site: Client, path: str, status: int) -> None:
    answer = site.get(path)
    assert answer.status_code == status
    assert "problem+json" in answer.headers["content-type"]
    assert answer.json()["detail"]


def test_the_poverty_gradient_is_one_link_away(site: Client) -> None:
    answer = site.get("/figures/disparity/fifths.pptx", headers={"accept-encoding": "identity"})
    assert answer.status_code == 200
    file = opened(answer.content)
    native = next(s for s in file.slides[0].shapes if s.has_chart).chart
    assert len(list(native.plots[0].categories)) == 5
    assert "Edit Data" in file.slides[0].notes_slide.notes_text_frame.text
