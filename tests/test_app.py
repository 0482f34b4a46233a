"""The server that `streamlit run app.py` starts, as far as it can be seen without starting it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit import config

from app import app

ROOT = Path(__file__).parent.parent


def options(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """`section.name` and value of everything the settings file sets."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from options(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


SET = dict(options(tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))))


@pytest.mark.parametrize("name", SET)
def test_streamlit_knows_the_setting_and_takes_it_from_the_file(name: str) -> None:
    assert config.get_option(name) == SET[name]
    assert ".streamlit/config.toml" in config.get_where_defined(name)


def test_what_must_be_off_is_off() -> None:
    assert config.get_option("client.showErrorDetails") == "none"
    assert config.get_option("client.showErrorLinks") is False
    assert config.get_option("browser.gatherUsageStats") is False
    assert config.get_option("runner.postScriptGC") is False
    assert config.get_option("server.enableAgentApi") is False


def test_what_must_be_on_is_on() -> None:
    assert config.get_option("server.enableCORS") is True
    assert config.get_option("server.enableXsrfProtection") is True
    assert config.get_option("runner.enforceSerializableSessionState") is True


def test_the_script_of_the_app_is_the_frame() -> None:
    assert (ROOT / app.script_path).resolve() == ROOT / "pages" / "frame.py"
