"""What stands around every page, and what the site asks of Streamlit."""

from __future__ import annotations

import logging
import shutil
import sys
import tomllib
from pathlib import Path

import pytest
import uvicorn
import uvloop
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import links, shell, theme
from dashboard.help_lines import help_lines

ROOT = Path(__file__).parent.parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))


def run() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()


def body(test: AppTest) -> str:
    return " ".join(str(getattr(e.proto, "body", "")) for e in test.main)


def test_every_option_of_the_config_still_exists() -> None:
    known = config._config_options_template
    for section, options in CONFIG.items():
        for name, value in options.items():
            if isinstance(value, dict):
                for inner in value:
                    assert f"{section}.{name}.{inner}" in known
            else:
                assert f"{section}.{name}" in known
    assert CONFIG["runner"]["postScriptGC"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False


def test_the_collection_after_a_run_is_really_left_out() -> None:
    import streamlit.runtime.scriptrunner.script_runner as runner

    text = Path(runner.__file__).read_text("utf-8")
    assert 'config.get_option("runner.postScriptGC")' in text


def test_the_server_runs_on_the_loop_that_sends_at_once() -> None:
    """Streamlit's own port has Nagle's delay under asyncio's loop: 40 ms for each answer."""
    make = uvicorn.Config("app:app").get_loop_factory()
    assert make is not None
    loop = make()
    assert isinstance(loop, uvloop.Loop)
    loop.close()


def test_one_palette() -> None:
    for name, ink in (("light", theme.LIGHT), ("dark", theme.DARK)):
        said = CONFIG["theme"][name]
        assert said["backgroundColor"] == ink.paper
        assert said["secondaryBackgroundColor"] == ink.mist
        assert said["textColor"] == ink.ink
        assert said["primaryColor"] == ink.primary
        assert said["grayTextColor"] == ink.muted
        assert said["borderColor"] == ink.line


def test_help_lines_stand_on_the_page(monkeypatch: pytest.MonkeyPatch, small_folder: Path) -> None:
    monkeypatch.setenv("EZC_DATA", str(small_folder))
    said = body(run())
    for line in help_lines():
        assert line.dial in said


@pytest.mark.parametrize("broken", ["observations.parquet", "datapackage.json"])
def test_a_broken_table_is_named_with_its_command(
    broken: str, small_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(small_folder, folder)
    (folder / broken).write_bytes((folder / broken).read_bytes()[:100])
    monkeypatch.setenv("EZC_DATA", str(folder))
    test = run()
    assert not test.exception
    said = test.code[0].value
    assert broken in said
    assert "git checkout data" in said
    assert "python -m etl build" in said
    assert help_lines()[0].dial in body(test)


def test_a_fault_is_said_calmly_and_logged_without_the_zip(
    small_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("EZC_DATA", str(small_folder))

    def fail(_page: object) -> None:
        raise RuntimeError("planned")

    monkeypatch.setattr(sys.modules["streamlit.navigation.page"].Page, "run", fail)
    test = AppTest.from_string("from dashboard import frame\nframe.show()", default_timeout=60)
    test.query_params["zip"] = "02121"
    with caplog.at_level(logging.ERROR):
        test.run()
    assert not test.exception
    assert "our mistake" in test.error[0].value
    assert "planned" not in test.error[0].value
    assert "planned" in caplog.text
    assert "02121" not in caplog.text
    assert help_lines()[0].dial in body(test)


def test_paths_are_those_of_the_pages(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert files == {name or "home" for name in links.PAGES}


def test_streamlits_document_is_as_it_was() -> None:
    text = shell.document()
    assert text.count("<title>") == 1
    assert "window.__streamlit={BACKEND_BASE_URL:" in text
    assert text.index("window.__streamlit") < text.index('type="module"')
    assert "You need to enable JavaScript" not in text
