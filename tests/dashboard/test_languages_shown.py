"""What is shown: no word is left unmarked, and no figure mixes two languages."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator

import pytest

from dashboard import catalogues, place_names, store, words
from dashboard.atlas import Atlas
from dashboard.documents import plain
from dashboard.documents import routes as document_routes
from dashboard.figures import Figure
from dashboard.reuse import routes as figure_routes
from tests.dashboard.test_languages import FORM, OTHERS

PSEUDO = "ht"
VIEWS = (
    ("home", {}),
    ("zip", {"zip": "02121"}),
    ("zip", {"zip": "01330"}),
    ("district", {"house": "25127"}),
    ("map", {}),
    ("disparity", {}),
    ("compare", {}),
    ("compare", {"places": "02121 suffolk-county house-25127"}),
    ("trends", {}),
    ("suicide", {}),
    ("story", {}),
)
DOCUMENTS = (
    ("zip", "02121"),
    ("zip", "01330"),
    ("letter", "springfield"),
    ("house", "5th-suffolk"),
    ("congress", "2507"),
)


class Marked(gettext.NullTranslations):
    """A language in which every translated text stands in brackets.

    A name has a form in it where it has one in a real translation: only names have forms.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bent = {
            str(message.id): field
            for language in OTHERS
            for message in catalogues.read(language)
            for field, _form in FORM.findall(str(message.string))
        }

    def gettext(self, message: str) -> str:
        if field := self.bent.get(message):
            message = message.replace(f"{{{field}}}", f"{{{field}:of}}")
        return place_names.BETWEEN.join(f"⟦{form}⟧" for form in message.split(place_names.BETWEEN))

    def ngettext(self, one: str, many: str, n: int) -> str:
        return f"⟦{one if n == 1 else many}⟧"


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real, marks = words._catalogue, Marked()
    monkeypatch.setattr(words, "_catalogue", lambda code: marks if code == PSEUDO else real(code))
    # What other tests remembered in the language must not answer here, nor the other way round.
    with words.speaking(PSEUDO, chosen=True):
        words._carried.set("marked")
        yield


def unmarked(text: str) -> str:
    """What of a text no translator has seen."""
    depth, out = 0, []
    for sign in text:
        depth += {"⟦": 1, "⟧": -1}.get(sign, 0)
        out.append(sign if depth == 0 and sign != "⟧" else " ")
    return " ".join("".join(out).split())


def test_unmarked_finds_what_was_not_translated() -> None:
    assert unmarked("⟦in ⟦Boston⟧⟧ and ⟦more⟧ 12") == "and 12"


@pytest.fixture(scope="module")
def names() -> set[str]:
    """Words that are the same in every language: names of places, people and publishers."""
    atlas = store.atlas()
    texts = [
        *(re.sub(" (County|District)$", "", name) for name in atlas.places["name"]),
        *atlas.zip_codes["city"],
        *(f"{row.publisher} {row.title}" for row in atlas.sources.itertuples()),
        *atlas.literature["citation"],
        *atlas.legislators[["name", "email", "phone", "office", "website"]].stack(),
        *atlas.law_changes["law"],
        "ZIP Every Zip Code edition",
    ]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", str(text))}


def strange(text: str, names: set[str]) -> str:
    left = unmarked(text)
    found = [w for w in re.findall(r"[^\W\d_]{2,}", left) if w not in names]
    # What is joined to a figure is no word: "5th", "age18", an address, a code.
    return left if found else ""


def _figures(atlas: Atlas) -> Iterator[Figure]:
    for page, query in VIEWS:
        yield from figure_routes.figures_of(atlas, page, query).values()


def _said(figure: Figure) -> Iterator[str]:
    yield from (figure.title, figure.subtitle, figure.caption, figure.summary, figure.limits)
    yield figure.how_to_read
    yield from figure.head
    for row in figure.rows:
        yield from row


@pytest.mark.usefixtures("marked")
def test_no_figure_says_a_word_that_is_not_translated(names: set[str]) -> None:
    found = {
        (figure.key, left)
        for figure in _figures(store.atlas())
        for text in _said(figure)
        if (left := strange(text, names))
    }
    assert found == set()


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize(("room", "key"), DOCUMENTS)
def test_no_document_says_a_word_that_is_not_translated(
    room: str, key: str, names: set[str]
) -> None:
    document = document_routes.PLACES[room](store.atlas(), key)
    found = {
        left
        for part in plain.text(document).split("\n\n")
        if (left := strange(re.sub(r"\S*[/@]\S*", "", part), names))
    }
    assert found == set()


def test_figures_do_not_mix_languages() -> None:
    """Made after another language, and before it, a figure says the same."""
    atlas = store.atlas()
    first = [list(_said(figure)) for figure in _figures(atlas)]
    with words.speaking("es"):
        spanish = [list(_said(figure)) for figure in _figures(atlas)]
    assert [list(_said(figure)) for figure in _figures(atlas)] == first
    with words.speaking("es"):
        assert [list(_said(figure)) for figure in _figures(atlas)] == spanish
    for english, other in zip(first, spanish, strict=True):
        assert english[0] != other[0]
