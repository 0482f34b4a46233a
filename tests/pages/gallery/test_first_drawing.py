import pytest
from streamlit.testing.v1 import AppTest

from pages.gallery import first_drawing
from tests.pages.opened import open_workflow


def test_a_session_waits_once_with_what_starts_a_run_already_sent(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    del app.session_state[first_drawing.DRAWN]
    waited: list[float] = []
    monkeypatch.setattr(first_drawing, "sleep", waited.append)
    open_workflow(app)
    assert waited == [first_drawing.PAUSE_S]
    app.run()
    assert waited == [first_drawing.PAUSE_S]
    assert app.button(key="run")
