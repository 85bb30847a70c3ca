"""What nothing refers to goes; what a kept edition, a note or a person refers to never does."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_sources._vault import Response, Vault
from etl import pruning, runs
from etl.copies import Copies

NOW = datetime(2026, 11, 30, 3, 10, tzinfo=UTC)
OLD = (NOW - timedelta(days=30)).timestamp()


class Live:
    """A folder of live data whose every file is old, unless a test says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.vault = folder, Vault(folder)
        self.runs = 0

    def body(self, text: str) -> str:
        path = self.folder / "coming"
        path.write_text(text)
        checksum = self.vault.put(path)
        os.utime(self.path(checksum), (OLD, OLD))
        return checksum

    def path(self, checksum: str) -> Path:
        return self.folder / "objects" / checksum[:2] / checksum[2:]

    def answer(self, request: str, checksum: str, days: float = 30) -> None:
        about = Response("2026-10-31", "cdc", "a", "GET", "https://a/", 200, {}, checksum, 1)
        self.vault.note(request, about)
        when = (NOW - timedelta(days=days)).timestamp()
        os.utime(self.folder / "responses" / f"{request}.json", (when, when))

    def edition(self, id: str) -> None:
        folder = self.folder / "published" / "versions" / id
        folder.mkdir(parents=True)
        (folder / "datapackage.json").write_text("{}")
        (folder / "changes.json").write_text(json.dumps({"published": "2026-11-01T00:00:00Z"}))

    def log(self, edition: str, previous: str, copies: tuple[tuple[str, str], ...] = ()) -> None:
        self.runs += 1
        when = NOW - timedelta(days=500) + timedelta(hours=self.runs)
        rows = [{"id": name, "checksum": checksum} for name, checksum in copies]
        said = {"edition": edition, "previous": previous, "datasets": rows}
        runs.write(self.folder, when, said | {"bodies": sorted(self.vault.named())})

    def there(self) -> set[str]:
        return {p.parent.name + p.name for p in self.vault.bodies()}


@pytest.fixture
def live(tmp_path: Path) -> Live:
    return Live(tmp_path)


NAMES = st.sampled_from("abcdef")
NIGHTS = st.lists(
    st.tuples(st.dictionaries(NAMES, st.integers(0, 5), max_size=4), st.booleans()), max_size=12
)


@given(NIGHTS, st.integers(1, 4))
@settings(max_examples=60)
def test_after_any_history_every_reference_holds_and_nothing_else_is_left(
    nights: list[tuple[dict[str, int], bool]], keep: int
) -> None:
    """Each night some requests have another answer, and some nights publish."""
    with tempfile.TemporaryDirectory() as folder:
        live, editions, made_of = Live(Path(folder)), list[str](), dict[str, set[str]]()
        for night, (answers, published) in enumerate(nights):
            for request, version in answers.items():
                live.answer(request, live.body(f"{request} {version}"))
            before = editions[-1] if editions else ""
            if published:
                editions.append(hashlib.sha256(str(night).encode()).hexdigest()[:12])
                made_of[editions[-1]] = live.vault.named()
            live.log(editions[-1] if editions else "", before)
        for id in editions[-keep:]:
            live.edition(id)
        expected = live.vault.named().union(*(made_of[id] for id in editions[-keep:]))
        before_it = live.there()
        gone = pruning.prune(live.folder, NOW)
        assert live.there() == expected
        assert gone.bodies == len(before_it - expected)
        assert gone.unknown == ()
        assert pruning.prune(live.folder, NOW) == pruning.Pruned(), "the second time nothing goes"


def test_what_came_lately_stays_although_no_note_names_it_yet(live: Live) -> None:
    checksum = live.body("just came")
    os.utime(live.path(checksum), (NOW.timestamp() - 3600, NOW.timestamp() - 3600))
    assert pruning.prune(live.folder, NOW).bodies == 0
    assert live.there() == {checksum}


def test_a_request_that_nobody_repeats_is_forgotten_with_its_body(live: Live) -> None:
    live.answer("a", live.body("asked for every night"), days=1)
    live.answer("b", live.body("not since last year"), days=500)
    assert pruning.prune(live.folder, NOW).bodies == 1
    assert [p.stem for p in live.vault.notes()] == ["a"]


def test_an_edition_whose_log_is_lost_keeps_everything(live: Live) -> None:
    live.body("perhaps of the edition")
    live.edition("0123456789ab")
    gone = pruning.prune(live.folder, NOW)
    assert (gone.bodies, gone.unknown) == (0, ("0123456789ab",))
    assert len(live.there()) == 1


@pytest.mark.parametrize("text", ["", "{", "[]", '{"edition": "0123456789ab"}'])
def test_a_log_that_cannot_be_read_says_nothing(live: Live, text: str) -> None:
    live.edition("0123456789ab")
    live.log("ba9876543210", "")
    runs.logs(live.folder)[0].write_text(text)
    assert pruning.prune(live.folder, NOW).unknown == ("0123456789ab",)


def test_the_logs_that_made_kept_editions_stay(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "KEEP", 3)
    live.edition("0123456789ab")
    live.log("0123456789ab", "")
    made = runs.logs(live.folder)[0]
    for _ in range(6):
        live.log("0123456789ab", "0123456789ab")
    assert pruning.prune(live.folder, NOW).logs == 3
    assert made in runs.logs(live.folder)
    assert len(runs.logs(live.folder)) == 4


def test_copies_of_kept_editions_and_of_persons_stay(live: Live) -> None:
    copies = Copies(live.folder / "fetched")
    names = [f"2026-01-{day:02}-{day:012x}" for day in range(1, 12)]
    for name in names:
        (copies.folder / "boston" / name).mkdir(parents=True)
    copies.note("boston", good=names[0], refused=names[1])
    live.edition("0123456789ab")
    live.log("0123456789ab", "", (("boston", f"{3:012x}"),))
    assert pruning.prune(live.folder, NOW).copies == 4
    left = sorted(p.name for p in (copies.folder / "boston").iterdir() if p.is_dir())
    assert left == [*names[:3], *names[-4:]]


def test_the_beginning_of_a_download_stays_for_a_month(live: Live) -> None:
    for name, days in (("new", 3), ("old", 40)):
        part = live.vault.part(name)
        part.write_text("half of it")
        when = (NOW - timedelta(days=days)).timestamp()
        os.utime(part, (when, when))
    pruning.prune(live.folder, NOW)
    assert [p.stem for p in live.vault.parts()] == ["new"]
