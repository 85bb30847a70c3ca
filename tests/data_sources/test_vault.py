"""The store of what publishers answered: whole, verified, never half written."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from data_sources._vault import DamagedError, Response, Vault, live_folder, write_whole

BODY = b'[{"zip": "02119"}]'
CHECKSUM = hashlib.sha256(BODY).hexdigest()


def kept(vault: Vault, body: bytes = BODY) -> str:
    path = vault.folder / "parts" / "one.part"
    path.write_bytes(body)
    return vault.put(path)


def answer(checksum: str) -> Response:
    return Response(
        date="2026-11-23T12:00:00+00:00",
        host="boston",
        dataset="boston_shootings",
        method="GET",
        url="https://data.boston.gov/api",
        status=200,
        headers={"etag": '"a"'},
        checksum=checksum,
        size=len(BODY),
    )


def test_a_body_is_found_by_its_checksum_and_its_file_is_given_up(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    assert kept(vault) == kept(vault) == CHECKSUM
    assert vault.read(CHECKSUM) == BODY
    assert vault.path(CHECKSUM) == tmp_path / "objects" / CHECKSUM[:2] / CHECKSUM[2:]
    assert not list((tmp_path / "parts").iterdir())
    assert vault.path(CHECKSUM).stat().st_mode & 0o222 == 0


def test_a_changed_body_is_taken_away_and_can_be_kept_anew(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    path = vault.path(kept(vault))
    vault.note("r", answer(CHECKSUM))
    path.chmod(0o644)
    path.write_bytes(BODY[:-1])
    assert vault.recall("r") is None
    with pytest.raises(DamagedError, match="missing"):
        vault.read(CHECKSUM)
    kept(vault)
    assert vault.recall("r") == answer(CHECKSUM)


def test_a_damaged_body_that_comes_again_is_mended(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    path = vault.path(kept(vault))
    path.chmod(0o644)
    path.write_bytes(b"other")
    assert kept(vault) == CHECKSUM
    assert vault.read(CHECKSUM) == BODY


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"date": 1}'])
def test_a_note_that_cannot_be_read_is_no_note(tmp_path: Path, note: bytes) -> None:
    vault = Vault(tmp_path)
    (tmp_path / "responses" / "r.json").write_bytes(note)
    assert vault.recall("r") is None
    assert vault.recall("never asked") is None


def test_a_write_that_fails_leaves_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]
    assert path.read_bytes() == b"old"


def test_the_folder_comes_from_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EZC_LIVE", "/somewhere")
    assert live_folder() == Path("/somewhere")
    monkeypatch.delenv("EZC_LIVE")
    assert live_folder().name == "live"
