"""The proxy's configuration: one template, accepted by nginx, current in the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from deploy import proxy
from deploy.local import nginx
from deploy.proxy import Replica
from tests.publishers import certificates

TWO = [Replica("1", "127.0.0.1:9001"), Replica("2", "127.0.0.1:9002")]


def test_the_file_for_containers_is_what_the_template_says() -> None:
    written = (proxy.FOLDER / "nginx.conf").read_text("utf-8")
    assert written == proxy.for_containers(), "run: python -m deploy.proxy"


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_nginx_takes_it(count: int, tmp_path: Path) -> None:
    replicas = [Replica(str(n), f"127.0.0.1:{9000 + n}") for n in range(1, count + 1)]
    accepted(proxy.configuration(replicas, listen="127.0.0.1:9000", folder=str(tmp_path)), tmp_path)


def test_nginx_takes_the_file_for_containers(tmp_path: Path) -> None:
    accepted(proxy.for_containers().replace("/tmp", str(tmp_path)), tmp_path)


def test_nginx_takes_a_certificate(tmp_path: Path) -> None:
    server = certificates.make(tmp_path, (-1, 30)).server
    text = proxy.configuration(
        TWO,
        listen="127.0.0.1:9000",
        folder=str(tmp_path),
        certificate=str(server),
        key=str(server),
    )
    assert "listen 127.0.0.1:9000 ssl;" in text
    accepted(text, tmp_path)


def accepted(text: str, folder: Path) -> None:
    file = folder / "nginx.conf"
    file.write_text(text, "utf-8")
    said = subprocess.run(
        [nginx(), "-t", "-p", folder, "-c", file, "-e", "stderr"], capture_output=True, text=True
    )
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


def test_no_place_loses_the_headers_of_all() -> None:
    """A place that sets one of its own has none of those that are set for all places."""
    before, _, places = proxy.for_containers().partition("    server {\n")
    assert "proxy_set_header" not in places
    for header in ("Host $http_host", "X-Forwarded-For $remote_addr", "Upgrade $upgrade"):
        assert f"proxy_set_header {header};" in before


def test_each_replica_falls_back_on_all_others() -> None:
    text = proxy.for_containers()
    for replica in proxy.CONTAINERS:
        (block,) = re.findall(rf"upstream replica_{replica.name} {{(.*?)\n    }}", text, re.DOTALL)
        first, *others = re.findall(r"server (\S+) .*?( backup)?;", block)
        assert first == (replica.address, "")
        assert {address for address, _ in others} == {
            other.address for other in proxy.CONTAINERS if other is not replica
        }
        assert all(backup for _, backup in others)


def test_no_line_of_a_log_can_hold_a_reader() -> None:
    text = proxy.for_containers()
    assert re.findall(r"access_log (.*);", text) == ["off"]
    assert re.findall(r"error_log (.*);", text) == ["stderr alert"]


def test_a_proxy_without_replicas_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a replica"):
        proxy.configuration([], listen="80", folder="/tmp")
