"""Colours and the few rules of CSS that Streamlit's own theme cannot say.

The palette is that of ``.streamlit/config.toml`` plus what maps need; contrast was measured.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from dashboard import adaptations, languages, markup
from dashboard.words import _

CHART_WIDTH = 1120
TEXT_WIDTH = 720
GAP = 32
"""Pixels between two figures (Streamlit's gap "medium")."""


@dataclass(frozen=True)
class Palette:
    """Colours on one ground, as ``#RRGGBB``."""

    paper: str
    mist: str
    ink: str
    muted: str
    primary: str
    emphasis: str
    line: str
    ground: str
    injury: tuple[str, ...]
    economy: tuple[str, ...]


LIGHT = Palette(
    paper="#FFFFFF",
    mist="#F4F5F8",
    ink="#1F2430",
    muted="#535B6B",
    primary="#3D4E9E",
    emphasis="#8A4B12",
    line="#8A92A3",
    ground="#E4E7EE",
    injury=("#EAE6F3", "#C6B9DF", "#9F89C7", "#7757AA", "#4B2A80"),
    economy=("#E1EFED", "#B3D6D0", "#7DB8AF", "#44928A", "#1B6660"),
)
DARK = Palette(
    paper="#14171F",
    mist="#1C212C",
    ink="#E8EAF0",
    muted="#A9B1C0",
    primary="#9DB0FF",
    emphasis="#E0A36A",
    line="#6B7488",
    ground="#2A3040",
    injury=LIGHT.injury[::-1],
    economy=LIGHT.economy[::-1],
)


def ground() -> Literal["light", "dark"]:
    """Whether the reader's page is light or dark, as far as their browser has said."""
    return "dark" if st.context.theme.type == "dark" else "light"


def palette() -> Palette:
    """The palette of the theme that the reader sees."""
    return DARK if ground() == "dark" else LIGHT


def rgb(colour: str) -> list[int]:
    """``#RRGGBB`` as three numbers."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def css() -> str:
    """The rules that are the same for every reader: they stand in the document of the page."""
    return _CSS + markup.CSS + languages.CSS + adaptations.CSS


def variables(colours: Palette) -> str:
    """The palette for style sheets and inline drawings; paper is always white."""
    light, seen = (
        "".join(
            f"--ezc-{name}: {getattr(ground, name)};"
            for name in ("paper", "mist", "ink", "muted", "primary", "emphasis", "line")
        )
        for ground in (LIGHT, colours)
    )
    menu = json.dumps(_("Menu"), ensure_ascii=False)
    return f":root {{{seen}--ezc-menu: {menu}}} @media print {{ :root {{{light}}} }}"


_CSS = f"""
[data-testid="stMainBlockContainer"] {{
  max-width: {CHART_WIDTH + 32}px; padding: 4.5rem 1rem 2rem; margin-inline: auto; }}
[data-testid="stMainBlockContainer"] p, [data-testid="stMainBlockContainer"] li {{
  line-height: 1.55; }}
[data-testid="stMarkdownContainer"] > p, [data-testid="stMarkdownContainer"] > ul,
[data-testid="stCaptionContainer"] {{ max-width: {TEXT_WIDTH}px; }}
h1 {{ font-size: 2rem !important; }}
h2 {{ font-size: 1.41rem !important; }}
h3 {{ font-size: 1.12rem !important; }}
h1, h2, h3 {{ font-weight: 650 !important; letter-spacing: -0.01em; text-wrap: balance; }}
table, [data-testid="stDataFrame"], .num {{ font-variant-numeric: tabular-nums; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{
  color: var(--ezc-muted); font-size: 14.5px; opacity: 1; line-height: 1.45; }}
[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"]:has(> .stHtml .ezc-frame) {{
  position: absolute; }}
.ezc-foot {{ margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--ezc-line);
  color: var(--ezc-muted); font-size: 14.5px; line-height: 1.55; }}
.ezc-foot p, .ezc-foot li, .ezc-foot a {{ font-size: 14.5px !important; }}
.ezc-foot p {{ font-size: inherit; margin: 0; }}
.ezc-foot ul {{ list-style: none; margin: 0 0 .5rem; padding: 0; display: flex; flex-wrap: wrap;
  gap: 0 1.5rem; }}
.ezc-foot li {{ margin: 0; padding: .25rem 0; font-size: inherit; }}
.ezc-foot a {{ color: var(--ezc-primary); }}
[data-testid="stElementToolbar"] {{ display: none; }}
/* Streamlit's arrows, as a word; shell.py gives the button the same name */
[data-testid="stExpandSidebarButton"] {{ width: auto; padding: 0 .75rem;
  border: 1px solid var(--ezc-line); border-radius: 4px; }}
[data-testid="stExpandSidebarButton"] > span {{ display: none; }}
[data-testid="stExpandSidebarButton"]::after {{ content: var(--ezc-menu);
  color: var(--ezc-ink); font-size: 1rem; }}
h1:focus {{ outline: none; }}
[data-testid="stDeckGlJsonChart"] {{ background: var(--ezc-mist); border-radius: 4px; }}
.deck-tooltip {{ background: var(--ezc-ink) !important; color: var(--ezc-paper) !important;
  font-size: 14.5px; border-radius: 4px; max-width: 280px; }}
.ezc-legend {{ display: flex; flex-wrap: wrap; gap: 0 20px; padding: 8px 0; }}
.ezc-legend ul {{ list-style: none; margin: 0; padding: 0; }}
.ezc-legend li {{ display: flex; gap: 8px; align-items: center; padding: 1.5px 0; margin: 0;
  font-size: 12.5px; line-height: 1.25; white-space: nowrap; }}
.ezc-legend i {{ display: block; flex: none; width: 24px; height: 14px; border-radius: 2px;
  box-sizing: border-box; }}
.ezc-title {{ color: var(--ezc-muted); font-size: 14.5px; line-height: 1.4; }}
.ezc-title h2 {{ color: var(--ezc-ink); font-size: 1.12rem !important;
  margin: 0; padding: .5rem 0 .25rem; }}
.st-key-map_head > div:has([data-testid="stSelectbox"]) {{ flex: 0 0 11.5rem; min-width: 9rem; }}
@media (min-width: 1000px) {{
  /* the legend lies on the map above it, which is empty there */
  .ezc-over {{ height: 0; position: relative; }}
  [data-testid="stElementContainer"]:has(> .stHtml > .ezc-over) {{ margin-top: -1rem; }}
  .ezc-legend {{ position: absolute; left: 12px; bottom: 4px; pointer-events: none; }}
  /* a closer map is full */
  .ezc-over:has(> .ezc-legend.below) {{ height: auto; }}
  [data-testid="stElementContainer"]:has(> .stHtml > .ezc-over > .below) {{ margin-top: 0; }}
  .ezc-legend.below {{ position: static; }}
}}
@media (max-width: 640px) {{
  h1 {{ font-size: 1.65rem !important; }}
  [data-testid="stMainBlockContainer"] {{ padding-top: 4.5rem; }}
  button, select, [data-baseweb="select"] > div, input, .ezc-foot a {{ min-height: 44px; }}
  .ezc-foot a {{ display: inline-flex; align-items: center; }}
  [data-testid="stButtonGroup"] button, [data-testid="stButton"] button,
  [data-testid="stFormSubmitButton"] button, [data-testid="stDownloadButton"] button,
  [data-testid="stHeader"] button, [data-testid="stSidebarHeader"] button,
  [data-testid="stSidebarNavLink"], [data-testid="stExpander"] summary {{
    min-height: 44px !important; min-width: 44px; }}
  .st-key-map_head > div:has([data-testid="stSelectbox"]) {{ flex: 1 1 9rem; }}
  [class*="st-key-controls_"] {{ flex-wrap: nowrap; gap: 12px; }}
  [class*="st-key-controls_"] > div {{ min-width: 0; flex: 1 1 0 !important; }}
}}
@media print {{
  header, [data-testid="stHeader"], [data-testid="stToolbar"], [data-testid="stSidebar"],
  [data-testid="stDownloadButton"], [data-testid="stButton"], [data-testid="stTextInput"] {{
    display: none !important; }}
  /* the colours of a legend are what it says */
  *:not(i) {{ color: #000000 !important; background-color: transparent !important; }}
  .ezc-legend i, .ezc-two i {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }}
  [data-testid="stPlotlyChart"], [data-testid="stDeckGlJsonChart"], .ezc-legend,
  .ezc-figure-title {{ break-inside: avoid; }}
  h1, h2, h3, .ezc-figure-title,
  [data-testid="stElementContainer"]:has(> .stHtml > .ezc-figure-title),
  [data-testid="stElementContainer"]:has(h2) {{ break-after: avoid; }}
  /* drawn for a screen of 860 pixels; a sheet of paper has about 720 */
  .js-plotly-plot {{ zoom: .8; }}
  a[href^="http"]::after {{ content: " (" attr(href) ")"; }}
  [data-testid="stMainBlockContainer"] {{ padding: 0; max-width: none; }}
}}
"""
