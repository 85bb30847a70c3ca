"""How wide the reader's page is, so that a map can be fitted to its frame."""

from __future__ import annotations

import streamlit as st

from dashboard.theme import CHART_WIDTH

PHONE = 328
"""Width of the page on a phone of 360 pixels."""
ONE_COLUMN_BELOW = 720
STEP = 8

_JS = """
export default function({ data, setStateValue }) {
  const block = document.querySelector('[data-testid="stMainBlockContainer"]');
  if (!block) return;
  let known = data.width;
  const tell = () => {
    const style = getComputedStyle(block);
    const sides = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    const width = block.clientWidth - sides;
    if (width > 0 && Math.abs(width - known) >= data.step) {
      known = width;
      setStateValue('width', Math.floor(width));
    }
  };
  tell();
  let timer;
  const later = () => { clearTimeout(timer); timer = setTimeout(tell, 250); };
  window.addEventListener('resize', later);
  return () => { clearTimeout(timer); window.removeEventListener('resize', later); };
}
"""


def width() -> int:
    """Width of the page's column in pixels: measured, or guessed on the very first run."""
    seen = st.session_state.get("screen_width") or _guess()
    measure = st.components.v2.component("ezc_screen", js=_JS)
    answer = measure(
        key="screen",
        data={"width": seen, "step": STEP},
        default={"width": seen},
        on_width_change=lambda: None,
        height=1,
    )
    found = int(getattr(answer, "width", None) or seen)
    st.session_state["screen_width"] = found
    return max(240, min(found, CHART_WIDTH))


def known() -> int:
    """Width of the page's column as far as it is known, without asking the browser."""
    return max(240, min(st.session_state.get("screen_width") or _guess(), CHART_WIDTH))


def _guess() -> int:
    agent = st.context.headers.get("User-Agent") or ""
    return PHONE if "Mobi" in agent else CHART_WIDTH
