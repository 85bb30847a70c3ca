"""The map: people shot beside an economic measure of the reader's choice."""

import streamlit as st

from dashboard import controls, formats, layers, map_view, maps, screen, sentences, store, theme
from dashboard.words import _

atlas = store.atlas()
view = map_view.read(atlas)
ink = theme.palette()
width = screen.width()
two = width >= screen.ONE_COLUMN_BELOW


def chosen(key: str) -> None:
    """A click on a map chooses a place, in both maps."""
    found = st.session_state[key].selection.get("objects", {}).get("places") or [None]
    controls.set_choice("place", found[0]["properties"]["code"] if found[0] else None)


def draw(layer: tuple[str, str], beside: tuple[str, str], key: str, size: int) -> None:
    """One map with its title, legend and caption."""
    indicator = atlas.indicator(layer[0])
    places = layers.place_noun(view.level)
    st.subheader(indicator.title, anchor=False)
    st.caption(
        _("{unit}, {places}, {period}").format(
            unit=indicator.unit.capitalize(), places=places, period=formats.period_short(layer[1])
        )
    )
    with st.container(key=f"frame_{key}"):
        st.pydeck_chart(
            maps.deck(atlas, view.level, layer, beside, selected=view.place, width=size, ink=ink),
            height=maps.height_of(size),
            key=f"map_{key}",
            on_select=lambda: chosen(f"map_{key}"),
            alt=maps.summary(atlas, view.level, layer),
        )
        st.html(maps.legend(atlas, view.level, layer, ink))
    st.caption(maps.summary(atlas, view.level, layer).replace("$", r"\$"))
    st.caption(maps.caption(atlas, view.level, layer))


st.title(_("People shot, beside how people live"), anchor=False)
for note in view.notes:
    st.info(note)
with st.container(key="controls"):
    map_view.show_controls(atlas, view)

if two:
    left, right = st.columns(2, gap="medium")
    size = (width - theme.GAP) // 2
    with left:
        draw(view.left, view.right, "left", size)
    with right:
        draw(view.right, view.left, "right", size)
else:
    names = {"left": view.measure, "right": view.beside}
    side = controls.choice("show", ["left", "right"], "left", [], _("map"))
    st.session_state["choice_show"] = side
    st.segmented_control(
        _("Map"),
        ["left", "right"],
        key="choice_show",
        format_func=lambda s: atlas.indicator(names[s]).short_title,
        on_change=lambda: controls.set_choice("show", st.session_state["choice_show"], "left"),
        label_visibility="collapsed",
    )
    layer, beside = (view.left, view.right) if side == "left" else (view.right, view.left)
    draw(layer, beside, side, width)

few = map_view.few_rates(atlas, view)
if few:
    st.write(few)
    st.button(
        _("Show towns and cities"), on_click=lambda: controls.set_choice("level", "town", "zcta")
    )

map_view.choose_place(atlas, view)
if view.place:
    st.markdown(map_view.place_in_words(atlas, view))
    if view.level == "zcta":
        st.page_link(
            "pages/zip.py",
            label=_("All about ZIP {zip}").format(zip=view.place),
            query_params={"zip": view.place},
        )
st.write(sentences.gaps_come_from_policy())

if st.toggle(_("Show both maps as a table"), key="map_table"):
    table = map_view.table(atlas, view)
    st.dataframe(table, hide_index=True, height=420)
    st.download_button(
        _("Download this table (CSV)"),
        table.to_csv(index=False).encode(),
        f"every-zip-code_{view.level}_{view.measure}_{view.beside}.csv",
        "text/csv",
    )
