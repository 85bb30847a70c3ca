"""The map: people shot beside an economic measure of the reader's choice."""

import streamlit as st

from dashboard import controls, markup, screen, store, theme
from dashboard.maps import captions, decks, layers, legends, view_controls, view_words
from dashboard.maps import figures as map_figures
from dashboard.maps import view as map_view
from dashboard.reuse import bar as reuse
from dashboard.reuse import downloads
from dashboard.sentences import caveats
from dashboard.words import _
from dashboard.zips import sections as zip_sections

atlas = store.atlas()
ink = theme.palette()
width = screen.width()


def chosen(key: str) -> None:
    """A click on a map chooses a place, in both maps."""
    found = st.session_state[key].selection.get("objects", {}).get("places") or [None]
    controls.set_choice("place", found[0]["properties"]["code"] if found[0] else None)
    map_view.due()


@st.fragment
def one_map(side: str, size: int) -> None:
    """One map with its controls, legend and words. A choice above it runs only this again."""
    view = map_view.read(atlas)
    map_view.run_all_if_due(view, side)
    layer = view.left if side == "left" else view.right
    indicator = layers.measure(atlas, layer[0])
    view_controls.side_controls(atlas, view, side, width < screen.ONE_COLUMN_BELOW)
    st.html(captions.title(view.level, layer, indicator))
    st.pydeck_chart(
        decks.deck(
            atlas,
            view.level,
            layer,
            selected=view.place,
            width=size,
            ink=ink,
            closer=view.closer or None,
        ),
        height=decks.height_of(size),
        key=f"map_{side}",
        on_select=lambda: chosen(f"map_{side}"),
        alt=_("Map: {title}").format(title=indicator.title),
    )
    legend = legends.legend(atlas, view.level, layer, below=bool(view.closer))
    st.html(legends.on_the_map(legend, legends.line(atlas, view.level, layer)))
    summary = view_words.summary(atlas, view, layer)
    st.caption(f"{summary}\n\n{captions.caption(atlas, view.level, layer)}".replace("$", r"\$"))
    if view.place:
        st.markdown(view_words.place_in_words(atlas, view, layer))


def bar(side: str) -> None:
    """What a reader may take away of a map; outside of it, so that a choice does not send it."""
    reuse.bar_of(
        map_figures.KEYS[side],
        lambda: map_figures.of_side(atlas, map_view.read(atlas), side),
    )


map_view.start()
view = map_view.read(atlas)
with st.container(key="map_head", horizontal=True, vertical_alignment="bottom"):
    st.title(_("People shot, beside how people live"), anchor=False)
    view_controls.level_control(view)
    view_controls.closer_control(atlas, view)
for note in view.notes:
    st.info(note)
if width >= screen.ONE_COLUMN_BELOW:
    for column, side in zip(st.columns(2, gap="medium"), ("left", "right"), strict=True):
        with column:
            one_map(side, (width - theme.GAP) // 2)
            bar(side)
else:
    one_map(side := view_controls.switch(atlas, view), width)
    bar(side)

view_controls.choose_place(atlas, view)
if view.place and view.level == "zcta":
    markup.links(
        [(_("All about ZIP {zip}").format(zip=view.place), controls.address("zip", zip=view.place))]
    )
if zips := view_words.zip_codes_here(atlas, view):
    st.write(_("All about its ZIP codes:"))
    markup.links(zip_sections.zip_links(zips))
if few := view_words.few_rates(atlas, view):
    st.write(few)
    st.button(
        _("Show towns and cities"),
        on_click=lambda: controls.set_choice("level", "town", map_view.LEVEL),
    )
if st.toggle(_("Show both maps as a table"), key="map_table"):
    table = view_words.table(atlas, view)
    st.dataframe(table, hide_index=True, height=420)
    st.download_button(
        _("Download this table (CSV)"),
        downloads.csv_bytes(table),
        f"every-zip-code_{view.level}_{view.measure}_{view.beside}.csv",
        "text/csv",
    )
st.write(caveats.gaps_come_from_policy())
st.write(caveats.areas_not_people())
map_view.finish(view)
