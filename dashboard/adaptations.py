"""The page as each reader has set it up: contrast, motion, letters, keyboard.

Readers change how pages look: in their system, in their browser, with their own style sheets. What
Streamlit's theme leaves open there is closed here, in one place.
"""

from __future__ import annotations

CSS = """
/* where the keyboard is: seen on every ground, and never behind the head of the page */
:is(a, button, summary, input, textarea, [tabindex="0"], [role]):focus-visible {
  outline: 3px solid var(--ezc-primary) !important; outline-offset: 2px; }
:is([data-testid="stTextInput"], [data-testid="stSelectbox"], [data-testid="stMultiSelect"])
  :is(input, textarea):focus-visible { outline-offset: -4px; }
[data-testid="stMain"]:focus-visible { outline-offset: -3px; }
label:has(input:is([type="checkbox"], [type="radio"]):focus-visible) {
  outline: 3px solid var(--ezc-primary); outline-offset: 2px; border-radius: 4px; }
[data-testid="stMain"] { scroll-padding: 5rem 0 1rem; }
[data-testid="stSkipToContent"] { display: none; }  /* ours comes before it */
/* targets: 24 pixels, however small their words */
[data-testid="stCheckbox"] label { min-height: 24px; }
[data-testid="stTab"] { min-width: 44px; justify-content: center; }
[data-testid="stMain"] [role="tablist"] { flex-wrap: wrap; height: auto; overflow: visible; }
/* words of a control wrap: larger or wider letters take nothing away */
[data-testid="stMain"] :is(button, label) [data-testid="stMarkdownContainer"] :is(p, span) {
  white-space: normal !important; overflow: visible !important; text-overflow: clip !important; }
[data-testid="stMain"] :is([data-testid="stButtonGroup"], [data-testid="stButton"],
  [data-testid="stDownloadButton"], [data-testid="stFormSubmitButton"]) button {
  height: auto !important; }
.js-plotly-plot svg text { letter-spacing: normal !important; word-spacing: normal !important; }
/* when the window is made narrower, Streamlit may go on with its wide menu until the next choice */
@media (max-width: 767px) { [data-testid="stTopNav"] { overflow-x: auto !important; } }
@media (max-width: 640px) {
  [data-testid="stCheckbox"] label { min-height: 44px; align-items: center; }
  [data-testid="stMain"] [role="group"]:has(> input) { min-height: 44px; }
  [data-testid="stMain"] .stHtml { overflow-wrap: anywhere; }
  .ezc-legend:has(.ezc-two) { overflow-x: auto; }
}
@media (max-width: 999px) { .ezc-legend [role="option"] { min-height: 24px; } }
@media (max-width: 340px) {
  [data-testid="stMain"] [class*="st-key-controls_"] { flex-wrap: wrap; }
  [data-testid="stMain"] [class*="st-key-controls_"] > div { flex-basis: 100% !important; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation-duration: .01ms !important; scroll-behavior: auto !important;
    animation-iteration-count: 1 !important; transition-duration: .01ms !important; }
}
/* colours that say something stay, on a ground of their own; the rest is the reader's */
@media (forced-colors: active) {
  .ezc-legend, .ezc-two, [data-testid="stDeckGlJsonChart"], [data-testid="stPlotlyChart"],
  .ezc-map, .ezc-areas { forced-color-adjust: none; }
  .ezc-legend { color: var(--ezc-ink); background: var(--ezc-mist); padding: 8px; }
  [data-testid="stPlotlyChart"], .ezc-map { background: var(--ezc-paper); }
  .ezc-map { color: var(--ezc-ink); }
  [data-testid="stCheckbox"] label > div:first-of-type { border: 1px solid ButtonText; }
  [data-testid="stCheckbox"] label > div:first-of-type:has(> div) > div {
    background: ButtonText; forced-color-adjust: none; }
  [data-testid="stCheckbox"] label:has(input:checked) > div:first-of-type {
    background: Highlight; forced-color-adjust: none; }
  :focus-visible, label:has(input:focus-visible) { outline-color: Highlight !important; }
  [data-testid="stButtonGroup"] [aria-checked="true"] { outline: 2px solid Highlight; }
}
.ezc-said:empty { position: absolute; }
/* parts that only measure or style: no room, nothing to scroll to, no stop for the keyboard */
.st-key-screen { overflow: hidden !important; }
[data-testid="stMainBlockContainer"] [data-testid="stElementContainer"]:has(> .stHtml .ezc-frame) {
  position: absolute; left: 0; top: 0; width: 1px !important; overflow: hidden !important; }
"""
