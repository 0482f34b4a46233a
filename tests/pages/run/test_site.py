"""The visitor's website: which of its files is shown."""

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages.opened import open_workflow, run

REQUEST = "Change the heading on the about page to 'Who we are'"


def chosen(app: AppTest) -> object:
    files: Any = next(one for one in app.get("button_group") if str(one.key).startswith("site-file"))
    return files.value


def test_the_file_that_changed_last_is_shown_even_if_the_browser_answers_late(app: AppTest) -> None:
    open_workflow(app, "website-agents", request=REQUEST, speed="0")
    assert chosen(app) == "index.html"
    known = app._tree.get_widget_states()
    run(app)
    app._run(known)  # as a browser that sent it before it was told of the run's end
    assert chosen(app) == "about.html"
