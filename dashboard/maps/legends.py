"""The legend as a list or grid to walk through: arrow keys go from class to class, each says its
places.

What a mouse learns by moving over a map, the keyboard learns here. The words of the classes of a
layer are one small file, fetched when the first class is reached.
"""

from __future__ import annotations

import json
from collections import defaultdict

from dashboard import formats, links
from dashboard.atlas import Atlas
from dashboard.maps import layers
from dashboard.maps.layers import File
from dashboard.markup import escape
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
    said = json.dumps(words(atlas, level, layer), ensure_ascii=False)
    return File.of(said.encode(), "application/json")
