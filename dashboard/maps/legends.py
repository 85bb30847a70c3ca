"""The legend as a list to walk through: arrow keys go from class to class, each says its places.

What a mouse learns by moving over a map, the keyboard learns here. The words of the classes of a
layer are one small file, fetched when the first class is reached.
"""

from __future__ import annotations

import json
from collections import defaultdict

from dashboard import formats, links
from dashboard.maps import layers
from dashboard.maps.layers import File
from dashboard.markup import escape
from dashboard.store import Atlas
from dashboard.words import _, remembered
from epidemiology.status import Status

NAMED = 20
"""Places that are named at most; the table names all."""

SCRIPT = """(() => {
const files = {};
const reached = async option => {
  const legend = option.closest('[role=listbox]');
  for (const each of legend.querySelectorAll('[role=option]'))
    each.tabIndex = each === option ? 0 : -1;
  const line = [...document.querySelectorAll('.ezc-said')].find(each =>
    legend.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (!line) return;
  const file = line.dataset.classes;
  const words = await (files[file] ||= fetch(file).then(answer => answer.json()));
  if (document.activeElement === option)
    line.textContent = `${option.textContent}: ${words[option.firstElementChild.className] || ''}`;
};
addEventListener('focusin', event => {
  const option = event.target.closest('.ezc-legend [role=option]');
  if (option) reached(option);
});
addEventListener('click', event => event.target.closest?.('.ezc-legend [role=option]')?.focus());
addEventListener('keydown', event => {
  const option = event.target.closest?.('.ezc-legend [role=option]');
  if (!option || event.ctrlKey || event.altKey || event.metaKey) return;
  const all = [...option.closest('[role=listbox]').querySelectorAll('[role=option]')];
  const now = all.indexOf(option), last = all.length - 1;
  const to = {ArrowDown: now + 1, ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1,
    Home: 0, End: last}[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[Math.min(Math.max(to, 0), last)].focus();
});
})()"""
"""For the document of the page; see :mod:`dashboard.shell`."""


def line(atlas: Atlas, level: str, layer: tuple[str, str]) -> str:
    """HTML of the line that says which places the class has that the keyboard has reached."""
    number = layers.layers(atlas, level)[layer]
    file = links.local(f"/layers/{layers.version(atlas)}/{level}/classes/{number}.json")
    return f'<p class="ezc-said ezc-quiet" role="status" data-classes="{escape(file)}"></p>'


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
        box: _said(sorted(names), len(places), layers.place_noun(level))
        for box, names in sorted(found.items())
    }


def _said(names: list[str], total: int, places: str) -> str:
    filled = {
        "n": formats.number(len(names)),
        "total": formats.number(total),
        "places": places,
        "names": ", ".join(names[:NAMED]),
        "more": formats.number(len(names) - NAMED),
    }
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
