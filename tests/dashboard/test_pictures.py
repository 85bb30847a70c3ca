"""Pictures of figures: they open, say what the figure says, fit, and are the same each time."""

from __future__ import annotations

import io
import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from dashboard import drawings
from dashboard.documents import plate
from dashboard.renderings import pictures, vega
from dashboard.renderings.lettering import width_of, wrapped
from dashboard.theme import LIGHT
from tests.dashboard.drawn_figures import DRAWINGS, HARD, figure

SITE, EDITION = "https://zip.example", "abc123"
FORMS = list(DRAWINGS)


def texts(svg: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(svg).iter() if "text" in each.tag]


def opened(png: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(png))
    image.load()
    return image


def ink_at_the_edge(image: Image.Image, width: int = 8) -> bool:
    """Whether anything is drawn in the outermost pixels."""
    blank = Image.new("RGB", image.size, LIGHT.paper)
    inner = Image.new("L", image.size, 255)
    inner.paste(0, (width, width, image.width - width, image.height - width))
    drawn = ImageChops.difference(image.convert("RGB"), blank).convert("L")
    return ImageChops.multiply(drawn, inner).getbbox() is not None


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_stands_alone(form: str) -> None:
    shown = figure(form)
    svg = pictures.svg(shown, site=SITE, edition=EDITION)
    root = ET.fromstring(svg)
    said = " ".join(texts(svg))
    assert root.get("role") == "img"
    assert root.findtext("{*}title") == shown.title
    assert root.findtext("{*}desc") == shown.alt
    for words in (shown.title, shown.subtitle, shown.caption, EDITION, SITE + shown.address):
        assert words in said
    assert not re.search(r"<image|<script|<foreignObject|href=|url\((?!#)", svg)


@pytest.mark.parametrize("form", FORMS)
def test_png_and_pdf_open_again(form: str) -> None:
    shown = figure(form)
    svg = ET.fromstring(pictures.svg(shown, site=SITE, edition=EDITION))
    scale = 2 if form == "dots" else 1
    png = pictures.png(shown, scale, site=SITE, edition=EDITION)
    image = opened(png)
    assert image.size == (scale * int(svg.get("width", 0)), scale * int(svg.get("height", 0)))
    assert image.info["Title"] == shown.title
    assert shown.summary in image.info["Description"]
    assert SITE in image.info["Source"]
    assert not ink_at_the_edge(image)
    pdf = plate.pdf(shown, site=SITE, edition=EDITION)
    book = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
    assert len(book.pages) == 1
    assert book.metadata is not None
    assert book.metadata.title == shown.title
    said = " ".join(book.pages[0].extract_text().split())
    for words in (shown.title, shown.subtitle, shown.caption, EDITION, SITE + shown.address):
        assert words in said
    assert pictures.png(shown, scale, site=SITE, edition=EDITION) == png
    assert plate.pdf(shown, site=SITE, edition=EDITION) == pdf


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("dots", [HARD, "12.5 · 2014-2017", "1-4 people, no rate", "$20"]),
        ("bars", ["41", "1-4", "17", "to May", "change of source"]),
        ("areas", ["1-4 shot", "none", "recorded", "20%", "Residents in poverty"]),
        ("fifths", [HARD, "20% to 50%", "24", "799 people", "0.59, unstable", "1-4 people"]),
        ("curve", ["equal rates", "60%", "Residents", "Share of people"]),
        ("scatter", ["100", "$60k", "model, with", "95% band", "gone"]),
        ("lines", ["Nation", "2014", "2016", "news until 2014, then the police record"]),
        ("map", [HARD, "key 0", "key 1", "key 2"]),
    ],
)
def test_the_numbers_are_in_the_picture(form: str, words: list[str]) -> None:
    said = texts(pictures.svg(figure(form)))
    joined = " ".join(said)
    for each in words:
        assert each in said or each in joined, (each, said)


@pytest.mark.parametrize(("form", "width"), [*((form, 480) for form in FORMS), ("dots", 1120)])
def test_nothing_runs_out_of_a_narrow_or_a_wide_picture(form: str, width: int) -> None:
    long = "Wherever " * 40 + "W" * 300
    shown = figure(form, title=long, subtitle=long, caption=long, address=f"/{long}", width=width)
    image = opened(pictures.png(shown, 1, site=SITE))
    assert image.width == width
    assert not ink_at_the_edge(image, 6)


def test_states_differ_in_form() -> None:
    def drawn(form: str, **changed: object) -> str:
        drawing = DRAWINGS[form]
        assert isinstance(drawing, drawings.Dots | drawings.YearBars | drawings.Fifths)
        name = "years" if isinstance(drawing, drawings.YearBars) else "rows"
        rows = getattr(drawing, name)
        one = replace(drawing, **{name: [replace(rows[0], **changed)]})
        return pictures.drawing(figure(form, drawing=one))

    assert drawn("dots", hollow=True) != drawn("dots", hollow=False)
    assert drawn("bars", partial=True) != drawn("bars", partial=False)
    assert drawn("fifths", unstable=True) != drawn("fifths", unstable=False)


def test_a_gap_is_not_bridged_and_not_zero() -> None:
    spec = vega.spec(DRAWINGS["lines"])
    line = next(each for each in spec["layer"] if each["mark"]["type"] == "line")
    runs = {value["x"]: value["run"] for value in line["data"]["values"]}
    assert set(runs) == {2014, 2015, 2017}
    assert len(set(runs.values())) == 3  # a change of source, then a gap


def test_a_hidden_number_is_nowhere_in_a_specification() -> None:
    for form in ("dots", "bars", "fifths"):
        values = [
            value
            for each in vega.spec(DRAWINGS[form])["layer"]
            for value in each["data"]["values"]
            if "text" not in value
        ]
        assert all(None not in value.values() for value in values)


def test_control_characters_do_not_break_the_file() -> None:
    shown = figure("dots", title="a\x00b\x08c", caption="d\x1be")
    assert ET.fromstring(pictures.svg(shown)).findtext("{*}title") == "abc"
    assert opened(pictures.png(shown, 1)).info["Title"] == "abc"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(TypeError):
        vega.spec(DRAWINGS["map"])


def test_the_converter_leaves_the_environment_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "mine")
    pictures.warm_up.cache_clear()
    pictures.warm_up()
    assert os.environ["FONTCONFIG_FILE"] == "mine"


@pytest.mark.parametrize("form", [None, "bars", "map"])
def test_a_preview_has_the_size_that_networks_ask_for(form: str | None) -> None:
    shown = figure(form) if form else None
    png = pictures.preview("ZIP 02121 " * 30, "One sentence. " * 60, shown, site="zip.example")
    image = opened(png)
    assert image.size == (1200, 630)
    bare = image.crop((40, 0, 1200, 630))  # without the band at the left
    assert not ink_at_the_edge(bare, 12)
    assert len(png) < 300_000


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=120),
    st.floats(60, 600),
    st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_lines_fit_and_lose_no_letter(words: str, width: float, bold: bool) -> None:
    lines = wrapped(words, 14, width, bold)
    assert all(width_of(line, 14, bold) <= width + 1e-9 or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())
