"""Taking home: the script of what the form says, the diagram, and a run's files."""

import ast
import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from core.export import Flavour, Script, export_script
from core.runtime.plans import Plan
from pages.session.shared_playground import playground
from pages.take_home import take_home
from tests.core.export.test_spans import collector
from tests.pages.opened import new_visitor, open_workflow, run, words

QUICK = {"speed": "0"}


def opened(page: AppTest) -> AppTest:
    page.session_state["fold-take-home"] = True
    page.run()
    assert not page.exception
    return page


def script(page: AppTest) -> str:
    return str(next(one.value for one in page.code if "asyncio.run(" in one.value))


def labels(page: AppTest) -> list[str]:
    return [str(one.proto.label) for one in page.get("download_button")]


def run_id(page: AppTest) -> str:
    found = page.query_params["run"]
    return found if isinstance(found, str) else found[0]


def test_nothing_is_generated_before_it_is_opened(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def made(plan: Plan, flavour: Flavour) -> Script:
        asked.append(flavour)
        return export_script(plan, flavour)

    monkeypatch.setattr(take_home, "export_script", made)
    open_workflow(app, **QUICK)
    assert asked == []
    opened(app)
    assert asked == ["openai"]


def test_the_script_is_that_of_the_form(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    app.text_input(key="param-signer").set_value('Ann "the boss"').run()
    opened(app)
    ast.parse(script(app))
    assert "signer: str = Field('Ann \"the boss\"', description=" in script(app)
    assert "from openai import" in script(app)
    app.session_state["take-home-flavour"] = "gemini"
    app.run()
    assert "from google import genai" in script(app)


def test_before_a_run_there_is_the_diagram_and_after_it_the_run(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    opened(app)
    assert {"Mermaid", "DOT", "SVG"} <= set(labels(app))
    assert "Trace (JSON)" not in labels(app)
    run(app)
    assert {"Trace (JSON)", "Steps (CSV)", "Spans (OTLP JSON)"} <= set(labels(opened(app)))


def test_a_runs_files_hold_the_run_and_open_for_nobody_else(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    here = (run_id(app), app.session_state["visitor"])
    trace = json.loads(take_home.trace_file(*here))
    assert trace["workflow"] == "calendar-chain"
    assert [event[0] for event in trace["events"]][-1] == "RunFinished"
    assert take_home.steps_file(*here).decode().startswith("id,step,branch,")
    assert "resourceSpans" in json.loads(take_home.spans_file(*here))
    assert "==>" in take_home.diagram_file("mermaid", "calendar-chain", *here).decode()
    assert take_home.trace_file(here[0], "somebody else") == take_home.NOT_HERE.encode()


def test_spans_are_sent_only_where_a_collector_is_named(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    run(open_workflow(app, **QUICK))
    assert "take-home-send" not in [one.key for one in opened(app).button]
    with collector() as (url, got):
        named = replace(playground().settings, otel={"OTEL_EXPORTER_OTLP_ENDPOINT": url})
        monkeypatch.setattr(playground(), "settings", named)
        app.run()
        app.button(key="take-home-send").click().run()
        assert "spans sent." in words(app)
        assert len(got) == 1


def test_a_form_that_does_not_fit_says_so_instead_of_a_script(app: AppTest) -> None:
    open_workflow(new := new_visitor(), **QUICK)
    new.text_area(key="param-extract_prompt").set_value("{nobody}").run()
    opened(new)
    assert "{nobody}" in words(new)
    assert not any("asyncio.run(" in one.value for one in new.code)
