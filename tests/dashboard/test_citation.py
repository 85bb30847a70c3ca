"""Citations: dates from the tables, BibTeX that parses whatever a title holds, CSL-JSON."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import drawings, store
from dashboard.figures import Figure, address
from dashboard.reuse import citation
from dashboard.reuse.citation import Citation

CITED = Citation(
    key="everyzipcode-zip-rate-02121-12345678",
    title="People shot & income: 50% of {towns} in $",
    subtitle="A_b #1 ~ ^ \\ here",
    period="July 2015 through 2017",
    publishers="Boston Police Department; Gun Violence Archive",
    sources=("Boston Police Department, Shootings.", "Gun Violence Archive"),
    edition="123456789abc",
    year=2026,
    month=8,
    address="https://example.org/zip?zip=02121&as=sure",
)


def figure(**more: object) -> Figure:
    plain: dict[str, object] = {
        "key": "rate",
        "title": "People shot",
        "subtitle": "Per 100,000 residents",
        "caption": "Source: us.",
        "summary": "Few.",
        "head": ("Place", "Rate"),
        "rows": (("ZIP 02121", "5"),),
        "drawing": drawings.Dots([]),
        "address": address("zip", zip="02121"),
        "period": "2015-07_2017-12",
    }
    return Figure(**(plain | more))  # type: ignore[arg-type]


def parsed(text: str) -> tuple[str, str, dict[str, str]]:
    """Type, key and fields of one entry, read as BibTeX does: by balanced braces."""
    head = re.match(r"@(\w+)\{([^,{}\s]+),\n", text)
    assert head is not None
    fields, at = {}, head.end()
    while match := re.compile(r"\s*(\w+) = ").match(text, at):
        at = match.end()
        if text[at] != "{":
            end = re.compile(r"\w+").match(text, at)
            assert end is not None
            fields[match[1]], at = end[0], end.end()
        else:
            depth, start = 0, at
            while True:
                character = text[at]
                if character == "\\":
                    at += 1
                depth += {"{": 1, "}": -1}.get(character, 0)
                at += 1
                if depth == 0:
                    break
            fields[match[1]] = text[start + 1 : at - 1]
        if text[at] == ",":
            at += 1
    assert text[at:] == "\n}\n"
    return head[1], head[2], fields


def test_a_citation_in_words_has_all_that_a_reader_needs() -> None:
    assert citation.text(CITED) == (
        "Every Zip Code: “People shot & income: 50% of {towns} in $”. A_b #1 ~ ^ \\ here. "
        "Data: July 2015 through 2017. "
        "Sources: Boston Police Department; Gun Violence Archive. "
        "Edition 123456789abc (August 2026). https://example.org/zip?zip=02121&as=sure"
    )


def test_bibtex_parses_and_escapes() -> None:
    kind, key, fields = parsed(citation.bibtex(CITED))
    assert (kind, key) == ("misc", CITED.key)
    assert fields["title"] == r"{People shot \& income: 50\% of \{towns\} in \$}"
    assert fields["subtitle"] == (
        r"A\_b \#1 \textasciitilde{} \textasciicircum{} \textbackslash{} here"
    )
    assert (fields["year"], fields["month"], fields["version"]) == ("2026", "aug", CITED.edition)
    assert fields["url"] == CITED.address
    assert fields["author"] == "{Every Zip Code}"


@given(st.text(alphabet=st.sampled_from('{}\\$&#%_~^ aé\n,=@"'), max_size=30))
def test_any_title_gives_an_entry_that_parses(title: str) -> None:
    shown = citation.escaped(title)
    bare = re.sub(r"\\(textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}$&#%_]", "", shown)
    assert not set(bare) & set("{}\\$&#%_~^\n")
    entry = CITED.__class__(**{**CITED.__dict__, "title": title, "subtitle": title})
    assert parsed(citation.bibtex(entry))[2]["title"] == f"{{{shown}}}"


def test_csl_is_one_item_with_the_edition_s_date() -> None:
    (item,) = json.loads(citation.csl(CITED))
    assert item["issued"] == {"date-parts": [[2026, 8]]}
    assert item["URL"] == CITED.address
    assert item["version"] == CITED.edition
    assert item["title"] == CITED.title
    assert {"id", "type", "author", "publisher", "references"} <= item.keys()


def test_without_a_date_none_is_invented() -> None:
    undated = CITED.__class__(**{**CITED.__dict__, "year": None, "month": None, "period": ""})
    assert "issued" not in json.loads(citation.csl(undated))[0]
    assert "year" not in parsed(citation.bibtex(undated))[2]
    assert "Edition 123456789abc. https" in citation.text(undated)


def test_the_date_is_that_of_the_newest_source() -> None:
    atlas = store.atlas()
    newest = max(re.findall(r"\d{4}-\d{2}", " ".join(atlas.sources["retrieved"])))
    year, month = citation.issued(atlas)
    assert f"{year}-{month:02}" == newest


def test_sources_are_cited_as_they_wish_each_once() -> None:
    atlas = store.atlas()
    made = citation.citation(
        atlas, figure(sources=("gva_incidents boston_shootings", "gva_incidents", "nobody")), "x"
    )
    assert made.sources == (
        "Gun Violence Archive, www.gunviolencearchive.org.",
        "Boston Police Department, Shootings, Analyze Boston.",
    )
    assert made.edition == atlas.version
    assert made.period == "July 2015 through 2017"


@pytest.mark.parametrize(
    ("where", "key"),
    [("/", "home-rate"), ("/zip?zip=02121", "zip-rate-02121"), ("/map?as=sure", "map-rate-sure")],
)
def test_two_views_have_two_keys(where: str, key: str) -> None:
    made = citation.citation(store.atlas(), figure(address=where), "x")
    assert made.key == f"everyzipcode-{key}-{store.atlas().version[:8]}"
