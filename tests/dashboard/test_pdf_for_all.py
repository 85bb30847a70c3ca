"""Every kind of PDF that the site gives passes the checks of PDF/UA-1 that a machine can do."""

from __future__ import annotations

import io

import pikepdf
import pytest
from starlette.routing import Router

from dashboard.documents import plate
from dashboard.routes import ROUTES
from tests.dashboard.asgi import Client
from tests.dashboard.drawn_figures import DRAWINGS, figure
from tests.dashboard.pdf_faults import faults

PDFS = (
    "/documents/zip/02121.pdf",
    "/documents/zip/02121-large.pdf",
    "/documents/zip/01330.pdf",
    "/documents/house/5th-suffolk.pdf",
    "/documents/house/5th-suffolk-large.pdf",
    "/documents/letter/springfield.pdf",
    "/documents/letter/springfield.pdf?lang=ht",
    "/documents/glossary.pdf",
    "/figures/zip/rate.pdf?zip=02121",
    "/figures/map/people.pdf",
    "/figures/zip/rate.pdf?zip=02121&lang=es",
)


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(Router(ROUTES))


@pytest.mark.parametrize("address", PDFS)
def test_a_pdf_can_be_read_by_ear_and_by_hand(client: Client, address: str) -> None:
    answer = client.get(address, {"accept-encoding": "identity"})
    assert answer.status_code == 200
    assert faults(answer.content) == []


@pytest.mark.parametrize("form", DRAWINGS)
def test_a_drawing_of_each_form_has_its_words(form: str) -> None:
    shown = figure(form)
    made = plate.pdf(shown, site="https://atlas.example", edition="abc")
    assert faults(made) == []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        said = [
            str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o
        ]
    assert shown.alt in said


def test_a_file_that_is_not_for_all_is_found_out() -> None:
    pdf = pikepdf.open(io.BytesIO(plate.pdf(figure("dots"), site="https://atlas.example")))
    del pdf.Root.MarkInfo, pdf.Root.Lang
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary):
            for name in ("/Alt", "/ToUnicode", "/StructParent"):
                if name in thing:
                    del thing[name]
    out = io.BytesIO()
    pdf.save(out)
    numbers = {fault.partition(":")[0] for fault in faults(out.getvalue())}
    assert {"06", "11-006", "13-004", "10-001", "28-002"} <= numbers
