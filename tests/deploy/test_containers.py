"""The image, compose and Kubernetes: valid, and of one mind with the code and with each other."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import proxy
from etl.settings_page import SETTINGS
from tests.deploy.image import ROOT, command, copied, instructions

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
KUBERNETES: dict[str, Any] = {
    document["kind"]: document
    for document in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text("utf-8"))
}
SITES = {name: s for name, s in COMPOSE["services"].items() if name.startswith("site-")}
POD = KUBERNETES["Deployment"]["spec"]["template"]["spec"]
(SITE,) = POD["containers"]
JOB = KUBERNETES["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"]
(REFRESH,) = JOB["containers"]
PORT = int(dict(zip(command(), command()[1:], strict=False))["--server.port"])


@pytest.mark.parametrize(
    "check",
    [
        ["hadolint", "deploy/Containerfile"],
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "deploy/compose.yaml"],
        [
            *("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
            ".github/workflows/refresh.yml",
        ],
        *(["kubernetes-validate", "-k", v, "--strict", "deploy/kubernetes.yaml"] for v in ["1.37"]),
    ],
    ids=lambda check: check[-1],
)
def test_the_file_is_valid(check: list[str]) -> None:
    said = subprocess.run([BIN / check[0], *check[1:]], cwd=ROOT, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


def test_the_image_has_the_python_that_the_code_is_checked_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    bases = {given.partition(" ")[0] for name, given in instructions() if name == "FROM"}
    assert bases == {f"python:{project['tool']['mypy']['python_version']}-slim-bookworm"}


def test_the_image_takes_only_packages_whose_hashes_are_known() -> None:
    installs = [given for name, given in instructions() if name == "RUN" and "pip" in given]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]


def test_the_image_runs_as_nobody_in_particular() -> None:
    said = list(instructions())
    (user,) = (given for name, given in said if name == "USER")
    assert user.isdigit()
    assert int(user) > 0
    assert ("USER", user) in said[said.index(("EXPOSE", str(PORT))) - 1 :]
    for pod in (POD, JOB):
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] == int(user)


def test_the_site_asks_no_host_for_its_own_address() -> None:
    assert "--browser.serverAddress" in command()


def test_what_is_copied_is_there_and_is_let_through() -> None:
    let = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    sources = {source for sources, _ in copied() for source in sources}
    assert sources == let
    assert all((ROOT / source).exists() for source in sources)


def addresses() -> Iterator[tuple[str, str]]:
    (check,) = (given for name, given in instructions() if name == "HEALTHCHECK")
    yield "image", check
    yield from (
        (name, SITE[name]["httpGet"]["path"]) for name in ("startupProbe", "readinessProbe")
    )
    yield "nginx", " ".join(COMPOSE["services"]["nginx"]["healthcheck"]["test"])


@pytest.mark.parametrize(("where", "asked"), list(addresses()))
def test_health_means_whole_tables(where: str, asked: str) -> None:
    assert re.search(r"/healthz\b", asked), where


def test_tables_that_are_not_whole_are_no_reason_to_restart() -> None:
    assert SITE["livenessProbe"]["httpGet"]["path"] == "/_stcore/health"


def test_everybody_means_the_same_port() -> None:
    assert ("EXPOSE", str(PORT)) in instructions()
    assert SITE["ports"] == [{"name": "http", "containerPort": PORT}]
    assert {r.address.rpartition(":")[2] for r in proxy.CONTAINERS} == {str(PORT)}
    (check,) = (given for name, given in instructions() if name == "HEALTHCHECK")
    assert f":{PORT}/" in check
    (port,) = KUBERNETES["Service"]["spec"]["ports"]
    assert port["targetPort"] == "http"


def test_the_proxy_knows_every_replica_of_compose() -> None:
    here = {s["networks"]["inside"]["ipv4_address"] for s in SITES.values()}
    assert here == {r.address.partition(":")[0] for r in proxy.CONTAINERS}
    front = COMPOSE["services"]["nginx"]
    assert set(front["depends_on"]) == set(SITES)
    address = front["networks"]["inside"]["ipv4_address"]
    assert {s["environment"]["FORWARDED_ALLOW_IPS"] for s in SITES.values()} == {address}
    assert front["ports"][0].rpartition(":")[2] == "8080"
    assert front["ulimits"]["nofile"] == proxy.FILES
    assert "listen 8080;" in proxy.for_containers()


def containers() -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]]]]:
    """Each container that runs our image, its settings and where it may write."""
    for name, service in COMPOSE["services"].items():
        if name != "nginx":
            mounts = [v.split(":") for v in service["volumes"]]
            yield (
                name,
                service["environment"],
                [{"path": m[-2] if m[-1] == "ro" else m[-1], "ro": m[-1] == "ro"} for m in mounts],
            )
    for name, box in (("pod", SITE), ("job", REFRESH), ("init", POD["initContainers"][0])):
        yield (
            name,
            {e["name"]: e["value"] for e in box["env"]},
            [{"path": m["mountPath"], "ro": m.get("readOnly", False)} for m in box["volumeMounts"]],
        )


@pytest.mark.parametrize(("name", "settings", "mounts"), list(containers()))
def test_settings_are_those_of_the_code(
    name: str, settings: dict[str, str], mounts: list[dict[str, Any]]
) -> None:
    assert {s for s in settings if s.startswith("EZC_")} <= set(SETTINGS)
    folders = {m["path"] for m in mounts}
    for setting in ("EZC_DATA", "EZC_LIVE", "EZC_SOURCES"):
        if setting in settings:
            assert any(settings[setting].startswith(f) for f in folders), setting
    if "EZC_DATA" in settings:
        live = next(m for m in mounts if settings["EZC_DATA"].startswith(m["path"]))
        assert live["ro"], "the site only reads"


def test_nothing_writes_to_its_image() -> None:
    assert all(s["read_only"] and s["tmpfs"] for s in COMPOSE["services"].values())
    for box in (SITE, REFRESH, *POD["initContainers"]):
        assert box["securityContext"]["readOnlyRootFilesystem"] is True
        assert box["securityContext"]["allowPrivilegeEscalation"] is False


def test_a_pod_ends_in_order() -> None:
    """It leaves the Service first; readers and requests under way have time after that."""
    wait = int(SITE["lifecycle"]["preStop"]["exec"]["command"][-1])
    assert POD["terminationGracePeriodSeconds"] >= wait + 30
    assert KUBERNETES["Deployment"]["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert KUBERNETES["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    assert KUBERNETES["Deployment"]["spec"]["replicas"] >= 2


def test_selectors_find_the_pods() -> None:
    labels = KUBERNETES["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert KUBERNETES["Service"]["spec"]["selector"] == labels
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert KUBERNETES[kind]["spec"]["selector"]["matchLabels"] == labels
    assert KUBERNETES["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    job = KUBERNETES["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
    assert job != labels
    (rule,) = KUBERNETES["Ingress"]["spec"]["rules"]
    (path,) = rule["http"]["paths"]
    assert path["backend"]["service"]["name"] == KUBERNETES["Service"]["metadata"]["name"]


def test_one_cookie_everywhere() -> None:
    names = {
        KUBERNETES["Service"]["metadata"]["annotations"][
            "traefik.ingress.kubernetes.io/service.sticky.cookie.name"
        ],
        KUBERNETES["Ingress"]["metadata"]["annotations"][
            "nginx.ingress.kubernetes.io/session-cookie-name"
        ],
        *re.findall(r"\$cookie_(\w+)", proxy.for_containers()),
    }
    assert names == {"ezc_replica"}
