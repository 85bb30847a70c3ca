"""Every Zip Code: the front door.

``streamlit run app.py``, ``python app.py`` (``PORT=`` names another port) and ``uvicorn app:app``
serve the same site. A server imports this file and finds ``app``; for each reader Streamlit runs
it again as the site's script.
"""

import os

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard import frame, guard, routes

if get_script_run_ctx(suppress_warning=True) is None:
    app = st.App(
        __file__,
        routes=routes.ROUTES,
        middleware=guard.MIDDLEWARE,
        lifespan=frame.warm_up,
        on_script_error=frame.on_error,
    )
    if __name__ == "__main__":
        app.run(config={"server.port": int(os.environ.get("PORT", "8501"))})
else:
    frame.show()
