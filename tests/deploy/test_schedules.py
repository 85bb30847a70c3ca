"""systemd, cron and scripts: valid, of one mind, and a person hears of what fails."""

from __future__ import annotations

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from etl.settings_page import SETTINGS
from tests.deploy.image import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(p for p in DEPLOY.iterdir() if p.suffix in {".service", ".timer", ".target"})
SCRIPTS = sorted(DEPLOY.glob("*.sh"))
HOME = "/opt/every-zip-code"


class Unit(configparser.RawConfigParser):
    """A unit file; names keep their capitals, and a repeated one its last value."""

    def __init__(self, name: str) -> None:
        super().__init__(strict=False)
        self.optionxform = str  # type: ignore[assignment, method-assign]
        self.read_string((DEPLOY / name).read_text("utf-8"))


def test_all_files_of_the_room_are_looked_at() -> None:
    looked = {*UNITS, *SCRIPTS, *DEPLOY.glob("*.py"), DEPLOY / "companion"}
    known = {"Containerfile", "compose.yaml", "kubernetes.yaml", "refresh.cron"}
    known |= {"nginx.conf", "nginx.conf.jinja"}
    assert {p.name for p in {*DEPLOY.iterdir()} - looked} - {"__pycache__"} == known


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """With the paths of this checkout in the place of those on the server."""
    for unit in UNITS:
        name = unit.name.replace("@.", "@8502.")
        text = unit.read_text("utf-8").replace(f"{HOME}/.venv/bin/python", sys.executable)
        (tmp_path / name).write_text(text.replace(HOME, str(ROOT)), "utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        env=os.environ | {"SYSTEMD_UNIT_PATH": f"{tmp_path}:"},
    )
    complaints = [line for line in said.stderr.splitlines() if "every-zip-code" in line]
    assert complaints == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_the_shell_takes_the_script(script: Path) -> None:
    shellcheck = Path(sys.executable).parent / "shellcheck"
    said = subprocess.run([shellcheck, script], capture_output=True, text=True)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize("unit", [u.name for u in UNITS if u.suffix == ".service"])
def test_a_unit_that_fails_is_told_to_a_person(unit: str) -> None:
    told = Unit(unit).get("Unit", "OnFailure", fallback="")
    if unit == "every-zip-code-tell@.service":
        assert told == "", "it would tell of itself without end"
    else:
        assert told == "every-zip-code-tell@%n.service"


def test_cron_timer_and_cluster_refresh_at_the_same_time() -> None:
    cron = (DEPLOY / "refresh.cron").read_text("utf-8").splitlines()[-1].split(maxsplit=5)
    assert cron[:5] == ["10", "3", "*", "*", "*"]
    assert Unit("every-zip-code-refresh.timer").get("Timer", "OnCalendar") == "*-*-* 03:10:00"
    documents = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
    (job,) = (d["spec"] for d in documents if d["kind"] == "CronJob")
    assert job["schedule"].split() == cron[:5]


def test_all_refreshes_run_the_same_script() -> None:
    script = "deploy/refresh-and-tell.sh"
    cron = (DEPLOY / "refresh.cron").read_text("utf-8")
    assert f"cd {HOME} && sh {script}" in cron
    refresh = Unit("every-zip-code-refresh.service")
    assert refresh.get("Service", "ExecStart") == f"/bin/sh {script}"
    assert refresh.get("Service", "WorkingDirectory") == HOME
    for name in ("compose.yaml", "kubernetes.yaml"):
        assert f"[sh, {script}]" in (DEPLOY / name).read_text("utf-8")


@pytest.mark.parametrize("file", [*UNITS, *SCRIPTS, DEPLOY / "refresh.cron"], ids=lambda p: p.name)
def test_settings_and_files_are_those_of_the_code(file: Path) -> None:
    text = file.read_text("utf-8")
    assert set(re.findall(r"\bEZC_[A-Z_]*[A-Z]\b", text)) <= set(SETTINGS)
    for path in re.findall(r"\b(?:deploy|docs)/[\w@.-]+\.(?:sh|md|service|timer|target)\b", text):
        assert (ROOT / path).exists(), path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A server on which the pipeline answers what ``REFRESH`` and ``FRESHNESS`` say."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\necho "said by $3"\n'
        'case $3 in refresh) exit "$REFRESH" ;; freshness) exit "$FRESHNESS" ;; esac\n'
    )
    python.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    ("refresh", "freshness", "status", "told"),
    [
        (0, 0, 0, ""),
        (3, 0, 0, ""),  # a publisher failed; its last copy stands
        (3, 1, 1, "said by freshness\n"),  # and is too old
        (4, 0, 4, "said by refresh\n"),  # refused: a person decides
        (4, 1, 4, "said by refresh\nsaid by freshness\n"),
        (5, 0, 5, "said by refresh\n"),
        (1, 0, 1, "said by refresh\n"),
    ],
)
def test_a_person_is_told_only_when_one_is_needed(
    bare: Path, refresh: int, freshness: int, status: int, told: str
) -> None:
    said = subprocess.run(
        ["sh", DEPLOY / "refresh-and-tell.sh"],
        cwd=bare,
        env=os.environ
        | {"REFRESH": str(refresh), "FRESHNESS": str(freshness), "EZC_LIVE": str(bare / "live")},
        capture_output=True,
        text=True,
    )
    assert (said.returncode, said.stdout, said.stderr) == (status, told, "")


def replaced(folder: Path, **programs: str) -> dict[str, str]:
    """An environment in which these programs are scripts of ours."""
    for name, script in programs.items():
        path = folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    return os.environ | {"PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.mark.parametrize("contact", ["operator@example.org", ""])
def test_a_failed_unit_is_logged_and_mailed(tmp_path: Path, contact: str) -> None:
    env = replaced(
        tmp_path,
        logger=f'echo "$@" >{tmp_path}/logged',
        journalctl="echo the last line",
        sendmail=f"cat >{tmp_path}/mailed",
    )
    subprocess.run(
        ["sh", DEPLOY / "tell.sh", "every-zip-code@8502.service"],
        env=env | {"EZC_CONTACT": contact},
        check=True,
    )
    assert "every-zip-code@8502.service failed" in (tmp_path / "logged").read_text()
    assert (tmp_path / "mailed").exists() == bool(contact)
    if contact:
        mail = (tmp_path / "mailed").read_text()
        assert mail.startswith(f"To: {contact}\nSubject: ")
        assert mail.endswith("\nthe last line\n")


@pytest.mark.parametrize(("good", "restarted"), [("8502 8503 8504", 3), ("8502", 2)])
def test_a_rolling_restart_stops_at_the_first_that_does_not_come_back(
    tmp_path: Path, good: str, restarted: int
) -> None:
    units = "".join(
        f"every-zip-code@{port}.service loaded active\\n" for port in (8502, 8503, 8504)
    )
    env = replaced(
        tmp_path,
        systemctl=f"""case $1 in
list-units) printf '{units}' ;;
restart) echo "$2" >>{tmp_path}/restarted ;;
esac""",
        curl=f"for last; do :; done; for port in {good}; do case $last in *:$port/*) exit 0;; esac; done; exit 7",  # noqa: E501
        sleep=":",
    )
    said = subprocess.run(
        ["sh", DEPLOY / "rolling-restart.sh"], env=env, capture_output=True, text=True
    )
    assert len((tmp_path / "restarted").read_text().splitlines()) == restarted
    assert said.returncode == (restarted < 3)
    assert ("8503.service does not answer" in said.stderr) == (restarted < 3)
