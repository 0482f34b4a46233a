"""Every page test has a server of its own: engine, history and drafts begin empty and are closed in the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opened import new_visitor


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def app(home: Path) -> Iterator[AppTest]:
    """The pages of a new visitor."""
    from pages.session.shared_playground import playground

    playground.clear()
    yield new_visitor()
    playground().close()
    playground.clear()
