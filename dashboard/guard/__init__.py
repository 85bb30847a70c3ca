"""What stands before every answer of the site, Streamlit's own included: see docs/threat-model.md.

From the outside in: :mod:`headers` (what a browser may do with an answer, and no traceback to
anyone), :mod:`requests` (what may be asked), :mod:`rates` (how often), :mod:`sessions` (how many
at once). :mod:`logs` keeps readers out of the logs.
"""

from __future__ import annotations

from starlette.middleware import Middleware

from dashboard.guard.headers import Headers
from dashboard.guard.rates import Rates
from dashboard.guard.requests import Requests
from dashboard.guard.sessions import Sessions

MIDDLEWARE = [Middleware(layer) for layer in (Headers, Requests, Rates, Sessions)]
"""For ``st.App``; the first is the outermost."""
