"""The legend of a map, a list to walk through: arrow keys go from class to class, each says its
places.

It has the class breaks, then each state that occurs, in form and words. What a mouse learns by
moving over a map, the keyboard learns here. The words of the classes of a layer are one small file,
fetched when the first class is reached.
"""

from __future__ import annotations

import html
import json
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from dashboard import formats, links
from dashboard.atlas import Atlas
from dashboard.maps import aspects, counts, forms, layers, legend_words
from dashboard.maps.layers import File
from dashboard.markup import escape
from dashboard.theme import Palette
from dashboard.words import _, remembered
from epidemiology.status import Status

NAMED = 20
"""Places that are named at most; the table names all."""

SCRIPT = """(() => {
const files = {}, classes = '[role=option], [role=gridcell][data-box]';
const of = event => event.target.closest?.('.ezc-legend')
  && event.target.closest(classes);
const reached = async option => {
  const legend = option.closest('.ezc-legend');
  for (const each of legend.querySelectorAll(classes))
    each.tabIndex = each === option ? 0 : -1;
  const line = [...document.querySelectorAll('.ezc-said')].find(each =>
    legend.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!line) return;
  const file = line.dataset.classes;
  const words = await (files[file] ||= fetch(file).then(answer => answer.json()));
  const {box} = option.dataset;
  if (document.activeElement === option)
    line.textContent = box ? words[box] :
      `${option.textContent}: ${words[option.firstElementChild.className] || ''}`;
};
addEventListener('focusin', event => { if (of(event)) reached(of(event)); });
addEventListener('click', event => of(event)?.focus());
addEventListener('keydown', event => {
  const option = of(event);
  if (!option || event.ctrlKey || event.altKey || event.metaKey) return;
  const legend = option.closest('.ezc-legend'), row = option.closest('tr');
  const all = [...(row || legend).querySelectorAll(classes)];
  const now = all.indexOf(option), last = all.length - 1;
  const rows = [...legend.querySelectorAll('tr')].filter(each => each.querySelector(classes));
  const other = rows[rows.indexOf(row) + {ArrowDown: 1, ArrowUp: -1}[event.key]];
  const to = {ArrowDown: now + !row, ArrowRight: now + 1, ArrowUp: now - !row,
    ArrowLeft: now - 1, Home: 0, End: last}[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const there = other ? [...other.querySelectorAll(classes)] : all;
  there[Math.min(Math.max(to, 0), there.length - 1)].focus();
});
})()"""
"""For the document of the page; see :mod:`dashboard.shell`."""


def line(atlas: Atlas, level: str, layer: tuple[str, str]) -> str:
    """HTML of the line that says which places the class has that the keyboard has reached."""
    number = layers.layers(atlas, level)[layer]
    return saying(f"/layers/{layers.version(atlas)}/{level}/classes/{number}.json")


def saying(file: str) -> str:
    """HTML of a line that says what ``file`` holds of the class that the keyboard has reached."""
    where = escape(links.local(file))
    return f'<p class="ezc-said ezc-quiet" role="status" data-classes="{where}"></p>'


def on_the_map(legend: str, line: str) -> str:
    """HTML of a legend that lies on the map above it where there is room, and of its line."""
    return f'<div class="ezc-over">{legend}</div>{line}'


@remembered(256)
def words(atlas: Atlas, level: str, layer: tuple[str, str]) -> dict[str, str]:
    """Of each class and status, by the name of its box in the legend, how many places and which."""
    found: dict[str, list[str]] = defaultdict(list)
    places = atlas.places_at(level)
    for place in places:
        status, group = layers.status_of(layers.code_at(atlas, level, place.code, layer))
        name = layers.label(atlas, level, place.code)
        if group is not None:
            found[f"c{group}"].append(name)
        if status != Status.VALUE:
            found[f"s{list(Status).index(status)}"].append(name)
    return {
        box: said(sorted(names), len(places), layers.place_noun(level))
        for box, names in sorted(found.items())
    }


def said(names: list[str], total: int, places: str) -> str:
    """How many of all places a class has, and which: all of a few, some of many."""
    filled = {
        "n": formats.number(len(names)),
        "total": formats.number(total),
        "places": places,
        "names": ", ".join(names[:NAMED]),
        "more": formats.number(len(names) - NAMED),
    }
    if not names:
        return _("None of {total} {places}.").format(**filled)
    if len(names) > NAMED:
        return _(
            "{n} of {total} {places}, such as {names}, and {more} more. The table names them all."
        ).format(**filled)
    return _("{n} of {total} {places}: {names}.").format(**filled)


@remembered(64)
def file(atlas: Atlas, level: str, layer: tuple[str, str]) -> File:
    """The words of a layer's classes as JSON."""
    return spoken(words(atlas, level, layer))


def spoken(words: dict[str, str]) -> File:
    """What a line says of each box, as the file that it reads."""
    return File.of(json.dumps(words, ensure_ascii=False).encode(), "application/json")


@remembered(maxsize=512)
def legend(atlas: Atlas, level: str, layer: tuple[str, str], *, below: bool = False) -> str:
    """HTML of the legend: class breaks, then each state that occurs, in form and words.

    ``below`` keeps it under the map, where a map of the state leaves room for it inside.
    """
    where = " below" if below else ""
    indicator = layers.measure(atlas, layer[0])
    aspect = aspects.of(layer)
    if aspect == aspects.NEAR:
        seen = counts.near_counts(atlas, level, layer)
        rows = aspects.breaks(aspect, {group for group in seen if group is not None})
        if seen.get(None):
            rows.append((f"s{list(Status).index(Status.NOT_COVERED)}", aspects.near_words(None)))
        return _walked(f"{where} injury near", rows)
    breaks = [
        (f"c{number}", words) for number, words in legend_words.break_rows(atlas, level, layer)
    ]
    if aspect == aspects.SURE:
        breaks = aspects.breaks(aspect, set())
    present = counts.statuses(atlas, level, layer)
    states = [
        (f"s{number}", legend_words.status_words(status, indicator))
        for number, status in enumerate(Status)
        if status in present and status != Status.VALUE
    ]
    theme = "injury" if indicator.is_injury else "economy"
    if aspect == aspects.SURE:
        theme += " sure"
    return _walked(f"{where} {theme}", breaks, states)


def _walked(kind: str, *columns: Sequence[tuple[str, str]]) -> str:
    """A list in columns that arrow keys go through, see :data:`SCRIPT`."""
    # HTML closes a list's items by itself; the legend is sent with every change.
    lists = [
        "".join(
            f'<li role=option tabindex=-1><i class="{name}"></i>{html.escape(text)}'
            for name, text in rows
        )
        for rows in columns
    ]
    inside = "".join(f"<ul role=none>{items}</ul>" for items in lists if items)
    label = html.escape(_("Legend: arrow keys go through its classes"))
    return (
        f'<div class="ezc-legend{kind}" role="listbox" aria-label="{label}">'
        f"{inside.replace('tabindex=-1', 'tabindex=0', 1)}</div>"
    )


@lru_cache(maxsize=8)
def legend_css(ink: Palette) -> str:
    """The forms of the legend's boxes, from the same table as those of the map."""
    rules = []
    for theme, colours in (("injury", ink.injury), ("economy", ink.economy)):
        named = {f"c{i}": forms.form(Status.VALUE, i, colours, ink) for i in range(layers.CLASSES)}
        for number, status in enumerate(Status):
            if status != Status.VALUE:
                shade = 2 if status in layers.WITH_CLASS else None
                named[f"s{number}"] = forms.form(status, shade, colours, ink)
        rules += [f".{theme} .{name}{{{forms.swatch(f, ink)}}}" for name, f in named.items()]
    sure = forms.sure_colours(ink)
    others = {
        f".sure .c{i}": forms.form(Status.VALUE, i, sure, ink) for i in range(layers.CLASSES - 1)
    }
    others[f".sure .s{list(Status).index(Status.UNSTABLE)}"] = forms.form(
        Status.UNSTABLE, 2, sure, ink
    )
    others |= {f".near .c{i}": f for i, f in enumerate(forms.near_forms(ink))}
    rules += [f"{name}{{{forms.swatch(f, ink)}}}" for name, f in others.items()]
    return "".join(rules)
