"""What the site is compared with in the same run: an empty app, and a map made the plain way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crowd import Visit
from benchmarks.site import ROOT, Site, running

EMPTY = """
import streamlit as st

st.title("An empty app")
st.selectbox("Choose", [str(n) for n in range(10)], key="choice_number")
"""
"""A title and a select box: as little as a page with a choice can be."""

CROWDED = """
import streamlit as st

st.title("An app with as many elements as the front page")
st.text_input("Your ZIP code or town")
st.button("Show")
for number in range(10):
    st.markdown(f"A paragraph, number {number}")
    st.html(f"<p>A paragraph of our own, number {number}</p>")
    st.header(f"A heading, number {number}")
"""
"""What Streamlit's client takes to show a page of that many elements, with nothing in them."""

ALIKE = """
import pydeck as pdk
import streamlit as st


@st.fragment
def one_map():
    with st.container(horizontal=True):
        st.selectbox("Choose", [str(n) for n in range(10)], key="choice_number")
        st.selectbox("Years", ["2014", "2015"], key="choice_years")
    st.html(f"<h2>{st.session_state.choice_number}</h2>")
    view = pdk.ViewState(longitude=-71.8, latitude=42.1, zoom=7 + len(st.session_state) / 10)
    st.pydeck_chart(
        pdk.Deck([], map_provider=None, map_style=None, initial_view_state=view),
        key="map",
        on_select=lambda: None,
    )
    st.html(f"<p>{st.session_state.choice_number}</p>")
    st.caption(f"A caption {st.session_state.choice_number}")


st.title("As many elements as the map sends, and nothing in them")
one_map()
"""
"""What Streamlit itself asks for the elements of one of the site's maps."""

PLAIN = f"""
import json

import pandas as pd
import pydeck as pdk
import streamlit as st

DATA = {str(ROOT / "data")!r}


@st.cache_data
def shapes():
    with open(DATA + "/boundaries/zcta.geojson") as file:
        return json.load(file)


@st.cache_data
def observations():
    table = pd.read_parquet(DATA + "/observations.parquet")
    return table[(table["level"] == "zcta") & table["value"].notna()]


st.title("A map, the plain way")
table = observations()
chosen = st.selectbox("Beside it", sorted(table["indicator"].unique()), key="choice_beside")
values = table[table["indicator"] == chosen].drop_duplicates("code").set_index("code")["value"]
most = values.max() or 1
collection = shapes()
for feature in collection["features"]:
    share = values.get(feature["properties"]["code"], 0) / most
    feature["properties"]["fill"] = [round(255 * (1 - share)), 90, 90]
layer = pdk.Layer(
    "GeoJsonLayer", collection, get_fill_color="properties.fill", pickable=True, id="places"
)
view = pdk.ViewState(longitude=-71.8, latitude=42.1, zoom=7)
st.pydeck_chart(
    pdk.Deck([layer], map_provider=None, map_style=None, initial_view_state=view), key="map"
)
"""
"""The same shapes and values, sent whole with each choice."""

NUMBER = Visit("", "", "choice_number")
BESIDE = Visit("", "", "choice_beside")


@contextmanager
def app(script: str) -> Iterator[Site]:
    """An app of one script, running."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "app.py"
        path.write_text(script)
        with running(script=path) as site:
            yield site
