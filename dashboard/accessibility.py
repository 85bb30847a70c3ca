"""The statement on accessibility: what was tested, what is known not to work, and whom to tell.

It is held to the tests: each way below is one that tests/browser/test_accessible.py or
tests/dashboard/test_pdf_for_all.py goes, and docs/accessibility.md says the same.
"""

from __future__ import annotations

from dashboard.words import _

TESTED = "2026-11-30"
"""The day on which the pages were last gone through in each of these ways."""


def ways() -> dict[str, str]:
    """In which ways the pages were tested, by a short name."""
    return {
        "light": _("in light colors"),
        "dark": _("in dark colors, and when they change while a page is open"),
        "phone": _("on a phone 360 pixels wide, with targets of 44 pixels"),
        "zoom": _("at 200% and 400%, without sideways scrolling"),
        "letters": _("with wider letters, words and lines of your own"),
        "keyboard": _("by keyboard alone, maps and their legends included"),
        "contrast": _("in high-contrast colors of your own"),
        "motion": _("with motion turned off"),
        "embed": _("as a part of another page"),
        "plain": _("as pages that need no script"),
        "pdf": _("as tagged PDF files (PDF/UA-1)"),
        "slides": _("as slides, with their reading order and words for each chart"),
    }


def limits() -> list[str]:
    """What is known not to work, or was not tested."""
    return [
        _("No person who uses a screen reader has tested the site yet, and no screen reader ran."),
        _(
            "Letters inside charts do not follow your own spacing. The words and the table "
            "below each chart do."
        ),
        _(
            "The large tables of the map and disparity pages are drawn as pictures of cells. A "
            "screen reader may read them poorly; the CSV file beside them has the same numbers."
        ),
        _(
            "Maps keep their own colors in high contrast. Hatches and outlines, the legend and "
            "the table carry the same meaning."
        ),
        _(
            "PDF files were checked by our own program, after the rules of PDF/UA-1, not by "
            "veraPDF."
        ),
    ]
