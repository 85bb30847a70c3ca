"""A talk on the screen: one step a screen, by keys, by buttons, or by its address.

``?present=1&step=3`` is the whole state, so Back takes a step back and a link opens a step.
"""

from __future__ import annotations

import base64
from functools import lru_cache

import streamlit as st

from dashboard import controls, markup, screen, theme
from dashboard.figures import Figure
from dashboard.renderings import pictures
from dashboard.talks.deck import Deck, Step
from dashboard.words import _

PRESENT, STEP = "present", "step"
_KEYS = "deck_keys"
_GO = "go"
_WIDE, _PHONE = 660, 360
"""Pixels for which a drawing sets its letters; the screen then enlarges it."""
_FEW = 6
"""More points than these are set smaller."""

_HTML = '<p id="ezc-step" role="status"></p><button id="ezc-full" type="button"></button>'
_CSS = """
p { display: inline-block; margin: 0 1rem 0 0; font: inherit; color: var(--ezc-muted); }
button { min-height: 44px; padding: .3rem .9rem; font: inherit; color: var(--ezc-primary);
  background: transparent; border: 1px solid var(--ezc-line); border-radius: 6px;
  cursor: pointer; }
@media (max-width: 640px) { button { display: none; } p { margin: 0; } }
button:focus-visible { outline: 3px solid var(--ezc-primary); outline-offset: 2px; }
"""
_JS = """
// The step that keys asked for last, until the page shows it or some seconds have gone.
let pending = null;
// One listener at a time: this runs again with each answer, sometimes before the last is gone.
let listening = null;
export default function({ data, setTriggerValue, parentElement }) {
  const said = parentElement.querySelector('#ezc-step');
  const full = parentElement.querySelector('#ezc-full');
  if (said.textContent !== data.said) said.textContent = data.said;
  full.textContent = data.full;
  full.hidden = !document.fullscreenEnabled;
  full.onclick = () => document.fullscreenElement
    ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  if (pending && (pending.step === data.step || Date.now() - pending.at > 4000)) pending = null;
  const go = (step) => {
    step = Math.min(Math.max(step, 1), data.last);
    if (step === wanted()) return;
    pending = { step, at: Date.now() };
    setTriggerValue('go', step);
  };
  const wanted = () => pending ? pending.step : data.step;
  const key = (event) => {
    const own = event.target.closest && event.target.closest(
      'input, textarea, select, [contenteditable], [role="combobox"], [role="slider"]');
    if (own || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = {
      ArrowRight: wanted() + 1, PageDown: wanted() + 1,
      ArrowLeft: wanted() - 1, PageUp: wanted() - 1,
      Home: 1, End: data.last,
    }[event.key];
    if (step !== undefined) { event.preventDefault(); go(step); }
    if (event.key === 'Escape') setTriggerValue('leave', true);
  };
  if (listening) document.removeEventListener('keydown', listening);
  listening = key;
  document.addEventListener('keydown', key);
  return () => document.removeEventListener('keydown', key);
}
"""
CSS = """
<style>
[data-testid="stHeader"], .ezc-skip, [data-testid="stSidebar"],
[data-testid="stExpandSidebarButton"] { display: none !important; }
[data-testid="stMainBlockContainer"] { padding: 1.25rem clamp(1rem, 4vw, 4rem) 6rem !important;
  max-width: none !important; }
.st-key-deck_stage h1 { font-size: clamp(1.45rem, 2.6vw, 3rem) !important; margin: 0;
  padding: 0; line-height: 1.2; }
.st-key-deck_stage .ezc-measure { color: var(--ezc-muted); font-size: clamp(.95rem, 1.3vw, 1.5rem);
  line-height: 1.35; margin: .35rem 0 0; }
.st-key-deck_stage .ezc-said, .st-key-deck_stage .ezc-said li {
  font-size: clamp(1.2rem, 2vw, 2.3rem); line-height: 1.4; max-width: 44em; }
.st-key-deck_stage ul.ezc-said { margin: .5rem 0 0; padding-left: 1.2em; }
.st-key-deck_stage ul.ezc-said li { margin: 0 0 .5rem; }
.st-key-deck_stage .many li { font-size: clamp(1rem, 1.4vw, 1.7rem); line-height: 1.3;
  margin: 0 0 .3rem; }
.st-key-deck_stage [data-testid="stColumn"] .ezc-said { font-size: clamp(1.1rem, 1.6vw, 2rem); }
.st-key-deck_stage .ezc-ask { font-size: clamp(1.1rem, 1.7vw, 2.1rem); line-height: 1.4;
  border-left: 4px solid var(--ezc-primary); padding: .1rem 0 .1rem 1rem; margin: .75rem 0;
  max-width: 44em; }
.st-key-deck_stage img { display: block; width: 100%; max-height: 60vh; object-fit: contain;
  object-position: left top; }
.st-key-deck_bar { position: fixed; bottom: 0; left: 0; right: 0; background: var(--ezc-paper);
  z-index: 10; padding: .5rem clamp(1rem, 4vw, 4rem); border-top: 1px solid var(--ezc-line); }
.st-key-deck_bar > div { width: auto !important; flex: 0 0 auto !important; }
@media (max-width: 640px) {
  .st-key-deck_stage img { max-height: none; }
  .st-key-deck_bar { gap: 8px; flex-wrap: wrap; } }
</style><i class="ezc-frame"></i>
"""


def step_of(deck: Deck, notes: list[str] | None = None) -> int:
    """The step that the URL asks for, from 1; a bad one is the first, with a line."""
    steps = [str(number) for number in range(1, len(deck.steps) + 1)]
    said: list[str] = []
    chosen = controls.choice(STEP, steps, "1", said if notes is None else notes, _("step"))
    return int(chosen)


def presenting() -> bool:
    """Whether the URL asks for the presentation."""
    return controls.query().get(PRESENT) == "1"


def go(number: int) -> None:
    """Write another step to the URL."""
    controls.set_choice(STEP, str(number))


def start(number: int = 1) -> None:
    """Write the presentation to the URL, in one step for Back."""
    st.query_params.from_dict({**st.query_params.to_dict(), PRESENT: "1", STEP: str(number)})


def leave(keep_step: bool = False) -> None:
    """Take the presentation from the URL."""
    gone = {PRESENT} if keep_step else {PRESENT, STEP}
    kept = {k: v for k, v in st.query_params.to_dict().items() if k not in gone}
    st.query_params.from_dict(kept)


def present(deck: Deck, *, keep_step: bool = False) -> None:
    """The step that the URL asks for, with the means to go on."""
    number = step_of(deck)
    st.html(CSS)
    with st.container(key="deck_stage"):
        _shown(deck.steps[number - 1])
    with st.container(key="deck_bar", horizontal=True, vertical_alignment="center"):
        _buttons(number, len(deck.steps), keep_step)
        _keys(deck, number, keep_step)


def _buttons(number: int, last: int, keep_step: bool) -> None:
    st.button(_("Back"), key="deck_back", disabled=number == 1, on_click=go, args=(number - 1,))
    st.button(
        _("Next"),
        key="deck_next",
        type="primary",
        disabled=number == last,
        on_click=go,
        args=(number + 1,),
    )
    st.button(_("Leave"), key="deck_leave", on_click=leave, args=(keep_step,))


def _keys(deck: Deck, number: int, keep_step: bool) -> None:
    """Arrow keys, Page Up and Down, Home, End and Escape; says which step it is."""

    def went() -> None:
        wanted = getattr(st.session_state[_KEYS], _GO, None)
        if wanted:
            go(min(max(int(wanted), 1), len(deck.steps)))

    said = _("Step {n} of {all}").format(n=number, all=len(deck.steps))
    st.components.v2.component("ezc_deck", html=_HTML, css=_CSS, js=_JS)(
        key=_KEYS,
        data={"step": number, "last": len(deck.steps), "said": said, "full": _("Full screen")},
        on_go_change=went,
        on_leave_change=lambda: leave(keep_step),
    )


def _shown(step: Step) -> None:
    figure = step.figure
    if figure is None:
        st.html(f"<h1>{markup.escape(step.title)}</h1>")
        markup.paragraph(step.message, "ezc-said")
        bullets(step.points, "ezc-said" if len(step.points) <= _FEW else "ezc-said many")
        ask(step.question)
        return
    st.html(
        f"<h1>{markup.escape(figure.title)}</h1>"
        f'<p class="ezc-measure">{markup.escape(figure.subtitle)}</p>'
    )
    drawn, said = st.columns([11, 5], gap="large")
    with drawn:
        _drawn(step, figure)
        markup.quiet(figure.caption)
    with said:
        markup.paragraph(step.message, "ezc-said")
        ask(step.question)
        with st.expander(_("In words and as a table")):
            markup.text(figure.summary)
            markup.table(figure.head, figure.rows, caption=figure.title)


def _drawn(step: Step, figure: Figure) -> None:
    """The drawing as a picture that fills its place on any screen; its words stand around it."""
    width = _PHONE if screen.known() < screen.ONE_COLUMN_BELOW else _WIDE
    st.html(
        f'<img alt="{markup.escape(figure.alt)}" src="data:image/svg+xml;base64,'
        f'{_picture(step, width, theme.palette())}">'
    )


@lru_cache(maxsize=96)
def _picture(step: Step, width: int, palette: theme.Palette) -> str:
    assert step.figure is not None
    drawing = pictures.drawing(step.figure, width, palette)
    return base64.b64encode(drawing.encode()).decode()


def ask(question: str) -> None:
    """The question of a step."""
    if question:
        st.html(
            f'<p class="ezc-ask"><b>{markup.escape(_("To discuss"))}</b><br>'
            f"{markup.escape(question)}</p>"
        )


def bullets(points: tuple[str, ...], kind: str = "ezc-text") -> None:
    """The points of a step; nothing where there are none."""
    if len(points) == 1:
        markup.paragraph(points[0], kind)
    elif points:
        items = "".join(f"<li>{markup.escape(point)}</li>" for point in points)
        st.html(f'<ul class="{kind}">{items}</ul>')
