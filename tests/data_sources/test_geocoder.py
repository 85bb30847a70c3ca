"""Points of addresses: each asked once, only good matches, and no address anywhere."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import pytest

from data_sources import census_geocoder, gva_incidents
from data_sources._web import Web, WebError
from tests.publishers import faults, geocoder
from tests.publishers.double import Double

SECRET = "77 Quetzalcoatl Lane"
HEAD = "date,state,city_or_county,address,n_killed,n_injured,incident_url"
DETAILS = (
    "incident_id,date,state,city_or_county,address,n_killed,n_injured,latitude,longitude,"
    "incident_characteristics,participant_type,participant_status"
)
INCIDENTS = [
    # number, place, address, killed, injured
    (900001, "Springfield", SECRET, 0, 1),
    (900002, "Springfield (Indian Orchard)", "200 block of Quetzalcoatl Lane", 0, 1),
    (900003, "Springfield", "Quetzalcoatl Lane", 0, 1),  # no number
    (900004, "Springfield", "1 Quetzalcoatl Lane and Able Street", 0, 1),  # a crossing
    (900005, "Springfield", "5 Quetzalcoatl Lane", 0, 0),  # nobody harmed
    (900006, "Boston", "6 Quetzalcoatl Lane", 0, 1),  # its police say where
    (900007, "Springfield", SECRET, 1, 0),  # the same address
    (900008, "Lynn", "8 Quetzalcoatl Lane", 0, 1),  # has a point
    (900009, "Lynn", "9 Quetzalcoatl Lane", 0, 1),
]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "archive"
    listing, details = [HEAD], [DETAILS]
    for number, place, address, killed, injured in INCIDENTS:
        url = f"http://www.gunviolencearchive.org/incident/{number}"
        listing.append(f'"June 1, 2016",Massachusetts,{place},{address},{killed},{injured},{url}')
        if number == 900008:
            details.append(
                f"{number},2016-06-01,Massachusetts,{place},{address},{killed},{injured},"
                "42.46,-70.95,,,"
            )
    other = [
        DETAILS,
        "900020,2019-06-01,Massachusetts,Lynn,20 Able St,0,1,42.46,-70.95,,,",
    ]
    points = ["id,state,lat,lng", "900021,Massachusetts,42.46,-70.95"]
    files = zip(gva_incidents.DATASET.files, (listing, details, other, points), strict=True)
    for name, lines in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(lines) + "\n")
    monkeypatch.setenv(census_geocoder.SOURCES, str(folder))
    monkeypatch.setenv(census_geocoder.ASKED, "1")
    return folder


def serve(publishers: Double, find: geocoder.Find = geocoder.exact) -> None:
    publishers.serve("geocoder", census_geocoder.PATH, geocoder.batch(find))


def written(folder: Path) -> str:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return " ".join(f"{path} {path.read_bytes()!r}" for path in paths)


def test_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(census_geocoder.ASKED, raising=False)
    assert getattr(census_geocoder, "fetch", None) is None
    monkeypatch.setenv(census_geocoder.ASKED, "1")
    assert census_geocoder.fetch is census_geocoder.fetch_points


@pytest.mark.usefixtures("archive")
def test_points_and_no_address_anywhere(
    publishers: Double,
    web: Web,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    serve(publishers)
    out = tmp_path / "out"
    fetched = census_geocoder.fetch_points(web, out)
    rows = census_geocoder.load(out).set_index("incident")
    assert list(rows.index) == ["900001", "900002", "900007", "900009"]
    assert rows.loc["900001", ["latitude", "longitude"]].tolist() == [42.11, -72.5]
    assert fetched.note.startswith("4 of 7 incidents")
    (asked,) = publishers.requests("geocoder")
    sent = asked.body.decode()
    assert sent.count(SECRET) == 1
    assert "200 Quetzalcoatl Lane,Springfield,MA" in sent
    assert "90000" not in sent  # no number of an incident
    said = " ".join([written(out), written(tmp_path / "live"), caplog.text, *capfd.readouterr()])
    assert "quetzalcoatl" not in (said + repr(fetched)).lower()
    # A second time nobody is asked, and the points are the same.
    again = census_geocoder.fetch_points(web, tmp_path / "again")
    assert again == fetched
    assert len(publishers.requests("geocoder")) == 1


@pytest.mark.parametrize(
    ("cells", "kept"),
    [
        (["No_Match"], False),
        (["Tie"], False),
        (["Match", "Exact", "9 Q LN, LYNN, MA, 01901", "-70.9,42.4", "1", "L"], True),
        (["Match", "Non_Exact", "9 Q LN, LYNN, MA, 01901", "-70.9,42.4", "1", "L"], True),
        (["Match", "Non_Exact", "9 Q LN, SALEM, MA, 01970", "-70.9,42.4", "1", "L"], False),
        (["Match", "Exact", "9 Q LN, LYNN, NH, 03031", "-70.9,42.4", "1", "L"], False),
    ],
)
def test_only_good_matches(publishers: Double, web: Web, cells: Sequence[str], kept: bool) -> None:
    serve(publishers, lambda *_: cells)
    answer = census_geocoder.locate(web, [("9 Q Lane", "Lynn")])["9 Q Lane", "Lynn"]
    assert (answer.match == "Match") == kept
    assert (answer.latitude == 42.4) == kept


def test_ten_thousand_at_a_time(
    publishers: Double, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(census_geocoder, "BATCH", 40)
    serve(publishers, lambda street, _: geocoder.exact(street, "Lynn", f"-70.{street[:3]},42.4"))
    addresses = [(f"{n} Able St", "Lynn") for n in range(100, 200)]
    answers = census_geocoder.locate(web, [*addresses, *addresses])
    assert len(publishers.requests("geocoder")) == 3
    assert [answers[a].longitude for a in addresses] == [
        -float(f"70.{a[0][:3]}") for a in addresses
    ]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (faults.body(lambda text: text.split(b"\n", 1)[1]), "3 answers came to 4|2 answers"),
        (faults.body(lambda text: text + text), "another form"),
        (faults.body(lambda text: text.replace(b"-72.5,42.11", b"42.11,-72.5")), "another form"),
        (faults.body(lambda text: text.replace(b"Exact", b"Near")), "another form"),
        (faults.web_page(), "a web page"),
        (faults.status(503), "answered 503"),
        (faults.altered(cut=60), "was cut"),
        (
            faults.limited(lambda ask, a: type(a)(400, b"cannot read " + ask.body, "text/plain")),
            "the batch was refused",
        ),
    ],
)
def test_faults_never_repeat_an_address(
    publishers: Double,
    web: Web,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    spoil: faults.Fault,
    said: str,
) -> None:
    caplog.set_level(logging.DEBUG)
    serve(publishers)
    publishers.fault("geocoder", spoil)
    with pytest.raises(WebError, match=said) as error:
        census_geocoder.fetch_points(web, tmp_path / "out")
    text = f"{error.value!r} {error.value} {caplog.text} {written(tmp_path / 'live')}"
    assert "quetzalcoatl" not in text.lower()
    assert not list((tmp_path / "out").rglob("*.csv"))


@pytest.mark.sources
def test_the_real_files_have_addresses_to_ask_for(sources: Path) -> None:
    rows = gva_incidents.load_addresses(sources)
    assert rows["incident"].is_unique
    assert set(rows) == {"incident", "address", "place"}
