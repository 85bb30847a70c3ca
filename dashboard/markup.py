"""Small pieces of HTML that Streamlit has no element for, every text escaped.

The style of the classes stands in :data:`CSS`, which the theme puts on every page.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard import links as addresses

CSS = """
.stHtml a { color: var(--ezc-primary); text-underline-offset: .15em; }
.ezc-lead { font-size: 1.41rem; line-height: 1.4; max-width: 720px; margin: 0; text-wrap: pretty; }
.ezc-text { max-width: 720px; margin: 0; line-height: 1.55; text-wrap: pretty; }
.ezc-quiet { max-width: 720px; margin: 0; font-size: .853rem; line-height: 1.5;
  color: var(--ezc-muted); }
.ezc-figure-title { font-size: 1.12rem; font-weight: 650; margin: .75rem 0 0; padding: 0;
  max-width: 720px; line-height: 1.35; }
.ezc-figure-title + .ezc-quiet { margin-top: .15rem; }
.ezc-wrap { overflow-x: auto; max-width: 860px; }
.ezc-wrap:focus-visible { outline: 2px solid currentColor; }
table.ezc { border-collapse: collapse; width: 100%; font-size: .94rem; line-height: 1.4;
  font-variant-numeric: tabular-nums; }
table.ezc caption { text-align: left; font-size: .853rem; padding: 0 0 .5rem;
  color: var(--ezc-muted); }
table.ezc th, table.ezc td { text-align: left; vertical-align: top; padding: .5rem 1.25rem .5rem 0;
  border: 0; border-bottom: 1px solid rgba(138, 146, 163, .45); color: inherit; }
table.ezc thead th { font-size: .853rem; font-weight: 650; border-bottom-color: var(--ezc-line); }
table.ezc tbody th { font-weight: 400; }
table.ezc .n { text-align: right; }
table.ezc:not(.wrap) tbody td:last-child { white-space: nowrap; }
table.ezc td:last-child, table.ezc th:last-child { padding-right: 0; }
.stHtml dl.ezc { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: .35rem 1rem;
  font-size: .94rem; line-height: 1.5; margin: 0; padding: 0; max-width: 860px; }
dl.ezc dt { font-weight: 650; } dl.ezc dd { margin: 0; overflow-wrap: anywhere; }
.stHtml ul.ezc-list { list-style: none; margin: 0; padding: 0; max-width: 720px; line-height: 1.5; }
ul.ezc-list > li { padding: .6rem 0; border-bottom: 1px solid rgba(138, 146, 163, .45); margin: 0;
  font-size: inherit; }
ul.ezc-list > li:last-child { border-bottom: 0; }
ul.ezc-list b { font-weight: 650; }
.ezc-choice a { display: inline-block; min-height: 44px; line-height: 44px;
  margin-right: 1rem; }
.ezc-doors { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr));
  gap: 1.5rem 2rem; }
.ezc-doors a { display: inline-block; padding: .4rem 0; }
.ezc-doors p { margin: 0; }
ul.ezc-list .contact { display: flex; flex-wrap: wrap; gap: 0 1.25rem; font-size: .94rem; }
.stHtml ul.ezc-facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr));
  gap: 1.5rem 2.5rem; margin: 0; padding: 0; list-style: none; }
ul.ezc-facts li { margin: 0; line-height: 1.5; font-size: inherit; }
ul.ezc-facts small { display: block; font-size: .853rem; margin-top: .35rem;
  color: var(--ezc-muted); }
.stHtml ol.ezc-aloud { margin: 0; padding: 0 0 0 1.5rem; max-width: 720px; line-height: 1.55; }
ol.ezc-aloud li { margin: 0 0 1rem; padding-left: .25rem; font-size: inherit; }
ol.ezc-aloud li::marker { font-weight: 650; }
ol.ezc-aloud small { display: block; font-size: .853rem; margin-top: .25rem;
  color: var(--ezc-muted); }
.ezc-picture { display: block; max-width: 100%; height: auto; }
.ezc-map svg { display: block; margin-bottom: .5rem; width: 100%; height: auto; max-width: 520px; }
.ezc-map path { stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.ezc-state, .ezc-near { fill: var(--ezc-mist); stroke: var(--ezc-line); stroke-width: 1; }
.ezc-here { fill: var(--ezc-primary); stroke: var(--ezc-primary); stroke-width: 1;
  fill-opacity: .85; }
.ezc-town { fill: none; stroke: var(--ezc-muted); stroke-width: 1.6; }
.ezc-ring { fill: none; stroke: var(--ezc-primary); stroke-width: 2; }
.ezc-map text { font-size: 15px; fill: var(--ezc-ink); }
.ezc-map .ezc-label { font-weight: 650; font-size: 18px; paint-order: stroke;
  stroke: var(--ezc-paper); stroke-width: 4px; stroke-linejoin: round; }
.ezc-map .ezc-other { fill: var(--ezc-muted); font-size: 14px; paint-order: stroke;
  stroke: var(--ezc-mist); stroke-width: 3px; }
[data-testid="stBaseButton-primaryFormSubmit"], [data-testid="stBaseButton-primaryFormSubmit"] p,
[data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primary"] p {
  color: var(--ezc-paper) !important; }
@media (max-width: 640px) {
  .ezc-lead { font-size: 1.25rem; }
  .ezc-doors a { min-height: 44px; line-height: 1.9; }
  .stHtml dl.ezc { grid-template-columns: 1fr; gap: 0; } dl.ezc dd { margin-bottom: .5rem; }
  table.ezc.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  table.ezc.stack, table.ezc.stack caption, table.ezc.stack tbody, table.ezc.stack tr,
  table.ezc.stack th { display: block; width: 100%; }
  table.ezc.stack tr { border-bottom: 1px solid rgba(138, 146, 163, .45); padding: .6rem 0; }
  table.ezc.stack th, table.ezc.stack td { border: 0; padding: .1rem 0; text-align: left; }
  table.ezc.stack td { display: inline; white-space: normal; }
  table.ezc.stack td:not(:last-child)::after { content: " · "; color: var(--ezc-muted); }
  table.ezc.stack tbody th { font-weight: 650; }
  table.ezc.stack td[data-label]::before { content: attr(data-label) " "; color: var(--ezc-muted); }
  ul.ezc-list .contact a { display: inline-block; min-height: 44px; line-height: 44px; }
}
@media print {
  .ezc-wrap { overflow: visible; } table.ezc tr, ul.ezc-list > li, .ezc-map { break-inside: avoid; }
  .js-plotly-plot text { fill: #000000 !important; }
  .js-plotly-plot .gridlayer path { stroke: #DDDDDD !important; }
  .js-plotly-plot .xerror, .js-plotly-plot .yerror { stroke: #000000 !important; }
  .js-plotly-plot .annotation rect.bg { fill: #FFFFFF !important; }
  .ezc-here { fill: #555555 !important; stroke: #000000 !important; }
  .ezc-areas.dark > :is(svg, img) { filter: invert(1) hue-rotate(180deg); }
}
"""


def escape(text: str) -> str:
    """Text as it may stand in HTML, in a quoted attribute too."""
    return html.escape(text, quote=True)


def lead(text: str) -> None:
    """The one sentence that a screen leads with."""
    paragraph(text, "ezc-lead")


def text(words: str) -> None:
    """A paragraph; nothing where there are no words."""
    paragraph(words, "ezc-text")


def quiet(words: str) -> None:
    """A small paragraph: captions, notes, limits."""
    paragraph(words, "ezc-quiet")


def bullets(items: Iterable[str]) -> None:
    """A list of short lines."""
    lines = "".join(f"<li>{escape(item)}</li>" for item in items)
    st.html(f'<ul class="ezc-text">{lines}</ul>')


def alert(words: str, addresses: Sequence[tuple[str, str]] = ()) -> None:
    """A line that answers what was just typed, read out at once; links may follow it."""
    st.html(f'<p class="ezc-text" role="alert">{escape(words)} {_row_of_links(addresses)}</p>')


def links(addresses: Sequence[tuple[str, str]]) -> None:
    """A row of links; nothing where there are none."""
    if addresses:
        st.html(f'<p class="ezc-text">{_row_of_links(addresses)}</p>')


def _row_of_links(addresses: Sequence[tuple[str, str]]) -> str:
    return " ".join(
        f'<span class="ezc-choice">{link(label, address)}</span>' for label, address in addresses
    )


def paragraph(words: str, kind: str) -> None:
    """A paragraph of one of the classes above; nothing where there are no words."""
    if words:
        st.html(f'<p class="{kind}">{escape(words)}</p>')


def link(label: str, address: str) -> str:
    """A link as HTML; only web, mail, telephone and text addresses, all else is plain text."""
    if not address.startswith(("https://", "http://", "mailto:", "tel:", "sms:?", "/")):
        return escape(label)
    return f'<a href="{escape(addresses.local(address))}">{escape(label)}</a>'


def table_html(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    numbers: Sequence[int] = (),
    stack: bool = False,
    wrap: bool = False,
    links: Sequence[str] = (),
) -> str:
    """A table as HTML: the first column heads its row, ``numbers`` are aligned to the right.

    ``stack`` turns rows into blocks on a phone, each value with its column's name; ``wrap`` lets
    the last column wrap; ``links`` are addresses for the first cells of the rows.
    """

    def kind(column: int) -> str:
        return ' class="n"' if column in numbers else ""

    top = "".join(f'<th scope="col"{kind(i)}>{escape(name)}</th>' for i, name in enumerate(head))
    body = "".join(
        "<tr>"
        + f'<th scope="row">{link(row[0], links[number]) if links else escape(row[0])}</th>'
        + "".join(
            f'<td{kind(i)} data-label="{escape(head[i])}">{escape(value)}</td>'
            for i, value in enumerate(row[1:], 1)
        )
        + "</tr>"
        for number, row in enumerate(rows)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    name = escape(caption or head[0])
    return (
        f'<div class="ezc-wrap" tabindex="0" role="region" aria-label="{name}">'
        f'<table class="ezc{" stack" if stack else ""}{" wrap" if wrap else ""}">{title}'
        f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    caption: str = "",
    numbers: Sequence[int] = (),
    stack: bool = False,
    wrap: bool = False,
) -> None:
    """Show :func:`table_html`."""
    st.html(table_html(head, rows, caption=caption, numbers=numbers, stack=stack, wrap=wrap))


def definitions(pairs: Sequence[tuple[str, str]]) -> None:
    """Terms and what they mean, side by side; on a phone one under the other."""
    st.html(
        '<dl class="ezc">'
        + "".join(
            f"<dt>{escape(term)}</dt><dd>{escape(words)}</dd>" for term, words in pairs if words
        )
        + "</dl>"
    )
