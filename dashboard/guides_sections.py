"""The sections of the page of guides: documents to take away, and a letter filled in."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import streamlit as st

from dashboard import links, markup
from dashboard.atlas import Atlas
from dashboard.documents import letter
from dashboard.documents.document import Bullets, Paragraph
from dashboard.documents.letter_places import Subject, subject
from dashboard.words import FIRST, _, language
from dashboard.zips import input as zip_input


def documents() -> None:
    """The documents that are the same for everyone."""
    st.header(_("For every reader"))
    _list(
        [
            (
                _("The words we use"),
                _("A glossary of one page: what our words and signs mean."),
                "/documents/glossary",
            ),
            (
                _("A guide for reporters"),
                _("Two pages: five checks, how to cite, what to write and what not."),
                "/documents/reporters-guide",
            ),
        ]
    )


def place(atlas: Atlas, typed: str) -> None:
    """The documents of a place that was typed, or the line that says what to type."""
    if not typed.strip():
        markup.text(
            _("Type a ZIP code, such as {zip}, or the name of a town or city.").format(
                zip=zip_input.example(atlas)
            )
        )
        return
    found, line = subject(atlas, typed)
    if found is None:
        markup.alert(line)
        return
    items = [
        (
            _("A letter for {place}").format(place=found.name),
            _("To ask the police and legislators of {town} to publish the numbers.").format(
                town=found.town
            ),
            f"/documents/letter/{quote(found.key)}",
        )
    ]
    if found.is_zip:
        items.append(
            (
                _("{place} on paper").format(place=found.name),
                _("What is known of people shot there, its town, incomes, and its legislators."),
                f"/documents/zip/{quote(found.key)}",
            )
        )
    _list(items)
    if language() != FIRST:
        address = links.with_language(f"/documents/letter/{quote(found.key)}.pdf", FIRST)
        markup.links([(_("The letter in English, to send"), address)])
    _preview(found)


def districts() -> None:
    """Where the briefs of the districts are."""
    st.header(_("For legislators"))
    markup.text(
        _(
            "Each district of the Massachusetts House and Senate and of Congress has a brief to "
            "print."
        )
    )
    markup.links([(_("Choose a district"), "/district")])


def _preview(found: Subject) -> None:
    st.subheader(_("What the letter says"))
    for block in letter.body(found):
        if isinstance(block, Paragraph):
            markup.text(block.text)
        elif isinstance(block, Bullets):
            items = "".join(f"<li>{markup.escape(item)}</li>" for item in block.items)
            st.html(f'<ul class="ezc-text">{items}</ul>')


def _list(items: Sequence[tuple[str, str, str]]) -> None:
    """Name, what it is, and a link for each form of it."""
    st.html(
        '<ul class="ezc-list">'
        + "".join(
            f"<li><b>{markup.escape(name)}</b><br>{markup.escape(words)}"
            f'<span class="contact">{_forms(name, address)}</span></li>'
            for name, words, address in items
        )
        + "</ul>"
    )


def _forms(name: str, address: str) -> str:
    forms = [
        (_("PDF"), ".pdf"),
        (_("Large print"), "-large.pdf"),
        (_("Plain text"), ".txt"),
        (_("Web page"), ".html"),
    ]
    return "".join(
        f'<a href="{markup.escape(links.local(address + form))}" '
        f'aria-label="{markup.escape(f"{name}: {label}")}">{markup.escape(label)}</a>'
        for label, form in forms
    )
