"""The workflow page, driven by its keys on the simulated model."""

import asyncio
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.models.connections import Connections
from core.workflows.catalogue import find_workflows
from pages.session.shared_playground import playground
from pages.ui.page_table import GALLERY_PAGE, RUN_PAGE
from tests.pages.opened import PATIENCE_S, blocks, ended, new_visitor, open_workflow, run, status, until, widget, words

QUICK = {"speed": "0"}
OWN = "Dinner with Carl and Dora on Friday at 7pm, two hours"


def test_every_workflow_opens_with_its_form_diagram_and_code(app: AppTest) -> None:
    open_workflow(app)
    for workflow in find_workflows().values():
        app.selectbox(key="workflow").select(workflow.id).run()
        assert not app.exception, workflow.id
        assert app.title[0].value == workflow.title
        assert workflow.source.strip() in [one.value.strip() for one in app.code]
        assert status(app) == "ready"
        keys = {one.key for kind in KINDS for one in app.get(kind)}
        assert {f"param-{name}" for name in workflow.params.model_fields} <= keys
        assert {"workflow", "request", "example", "model", "run", "stop"} <= keys


KINDS = (
    "text_area",
    "text_input",
    "slider",
    "number_input",
    "selectbox",
    "toggle",
    "date_input",
    "multiselect",
    "button",
)


def test_the_containers_have_the_names_that_scripts_use(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    for key in ("status", "result", "diagram", "timeline", "steps", "totals", "code"):
        assert app.get_by_key(key), key


def test_own_text_runs_to_its_result(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    app.text_area(key="request").set_value(OWN)
    run(app)
    assert status(app) == "completed"
    assert "Carl, Dora" in words(app)
    assert "simulated" in words(app)


def test_an_estimate_that_is_not_ready_shows_as_such_and_keeps_no_run_waiting(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = threading.Event()

    def never_ready(*_: object, wanted: Callable[[], bool]) -> None:
        while wanted() and not ending.wait(0.01):
            pass
        raise asyncio.CancelledError

    monkeypatch.setattr("core.runtime.estimates.estimate", never_ready)
    try:
        open_workflow(app, **QUICK)
        assert "Estimating …" in words(app)
        assert status(run(app)) == "completed"
    finally:
        ending.set()


def test_a_text_that_was_not_read_to_its_end_is_said_so_with_the_result_the_step_and_its_attempt(app: AppTest) -> None:
    open_workflow(app, "basic-call", **QUICK)
    app.text_area(key="request").set_value("Write about gardens. " * 1_000)
    run(app)
    assert status(app) == "completed"
    assert words(app).count("The simulated model read the first 20,000 characters of a longer message") == 3


def test_a_run_whose_log_has_ended_has_ended_everywhere_on_the_page(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_close = threading.Event()

    async def close_late(_: Connections) -> None:
        while not may_close.is_set():  # noqa: ASYNC110  (set from another thread)
            await asyncio.sleep(0.001)

    monkeypatch.setattr(Connections, "close", close_late)
    run(open_workflow(app, **QUICK))
    going_on = playground().engine.find(app.session_state["run-calendar-chain"])
    assert going_on is not None
    assert not going_on.done.done()
    assert status(app) == "completed"
    assert (app.button(key="run").label, app.button(key="run").disabled) == ("Run", False)
    assert app.button(key="stop").disabled
    assert "The result appears here" not in words(app)
    assert playground().history.flush(PATIENCE_S)
    row = playground().history.run(going_on.id, going_on.owner)
    assert row is not None
    assert row.status == "completed"
    may_close.set()


def test_a_run_is_seen_while_it_goes_on_and_can_be_stopped(app: AppTest) -> None:
    open_workflow(app, profile="slow")
    app.button(key="run").click().run()
    until(app, lambda page: status(page) == "running" and "extract" in words(page))
    assert app.button(key="run").disabled
    assert not app.button(key="stop").disabled
    app.button(key="stop").click().run()
    ended(app)
    assert status(app) == "cancelled"
    assert "Cancelled" in words(app)


def test_pressing_run_twice_starts_one_run(app: AppTest) -> None:
    open_workflow(app, profile="slow")
    app.button(key="run").click().run()
    first = app.query_params["run"]
    app.session_state["asked"] = "run"
    app.run()
    assert app.query_params["run"] == first


def test_an_edited_threshold_flips_the_gate(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    assert status(run(app)) == "completed"
    app.slider(key="param-min_confidence").set_value(1.0).run()
    assert status(run(app)) == "rejected"
    assert "min_confidence" in words(app)
    assert not app.error


def test_a_misspelt_placeholder_is_named_before_and_at_the_run(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    app.text_area(key="param-extract_prompt").set_value("Today is {todya}. 100% {} {0} {a.b} {{today}}").run()
    said = [one.value.replace("\\", "") for one in app.error]
    assert ["{todya}" in one and "{today}" in one for one in said] == [True]
    app.button(key="run").click().run()
    assert len(app.error) == 2
    assert status(app) == "ready"
    assert "run" not in app.query_params


def test_an_empty_request_is_refused_with_a_sentence(app: AppTest) -> None:
    open_workflow(app)
    app.text_area(key="request").set_value("  ").run()
    app.button(key="run").click().run()
    assert ["The request is empty" in one.value for one in app.error] == [True]


def test_a_model_of_no_provider_is_refused(app: AppTest) -> None:
    open_workflow(app, model="nobody:model")
    app.button(key="run").click().run()
    assert ["no known provider" in one.value for one in app.error] == [True]


@pytest.mark.parametrize("text", ["A\x00B {x} %s $5 100% \u202eevil", "מחר 👩‍👩‍👧 lunch on Friday", "lunch " * 100_000])
def test_odd_text_is_taken_literally(app: AppTest, text: str) -> None:
    open_workflow(app, workflow="basic-call", max_tokens="9000000", **QUICK)
    app.text_area(key="request").set_value(text).run()
    assert status(run(app)) == "completed"
    assert app.text_area(key="request").value == text.replace("\x00", "\u2400")


def test_a_link_fills_in_the_form_and_names_what_does_not_fit(app: AppTest) -> None:
    open_workflow(app, request=OWN, min_confidence="0.5", model="simulated:demo-pro", signer="Ann")
    assert app.text_area(key="request").value == OWN
    assert app.slider(key="param-min_confidence").value == 0.5
    assert app.text_input(key="param-signer").value == "Ann"
    assert app.selectbox(key="model").value == "simulated:demo-pro"
    assert not app.warning
    assert set(app.query_params) == {"workflow"}


def test_a_mode_can_be_chosen_only_where_something_can_run_at_once(app: AppTest) -> None:
    open_workflow(app, workflow="faq-chain", mode="sequential")
    assert widget(app, "button_group", "mode").value == "sequential"
    open_workflow(app, workflow="calendar-chain", mode="sequential")
    assert not [one for one in app.get("button_group") if one.key == "mode"]


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ({"workflow": "calender-chain"}, "calender-chain"),
        ({"workflow": "calendar-chain", "colour": "red"}, "colour"),
        ({"workflow": "calendar-chain", "min_confidence": "7"}, "min_confidence"),
        ({"workflow": "calendar-chain", "mode": "sideways"}, "mode"),
        ({"workflow": "calendar-chain", "extract_prompt": "{nobody}"}, "nobody"),
    ],
)
def test_a_wrong_link_is_told_and_the_rest_of_it_used(app: AppTest, link: dict[str, str], named: str) -> None:
    open_workflow(app, **{"workflow": None, **link, "request": OWN})  # type: ignore[arg-type]
    assert [named in one.value.replace("\\", "") for one in app.warning] == [True]
    assert app.text_area(key="request").value == OWN


def test_the_draft_and_the_run_are_found_again_after_another_page(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    app.text_area(key="request").set_value(OWN).run()
    run_id = run(app).query_params["run"]
    del app.query_params["run"]
    app.switch_page(GALLERY_PAGE.script).run()
    app.switch_page(RUN_PAGE.script).run()
    assert app.text_area(key="request").value == OWN
    assert app.query_params["run"] == run_id
    assert status(app) == "completed"


def test_each_workflow_has_a_draft_of_its_own(app: AppTest) -> None:
    open_workflow(app)
    app.slider(key="param-min_confidence").set_value(0.9).run()
    app.selectbox(key="workflow").select("calendar-router").run()
    assert app.slider(key="param-min_confidence").value == 0.7
    app.selectbox(key="workflow").select("calendar-chain").run()
    assert app.slider(key="param-min_confidence").value == 0.9


def test_a_reload_finds_the_run_and_the_draft(app: AppTest) -> None:
    app.session_state["visitor"] = "ann"
    open_workflow(app, signer="Ann", **QUICK)
    run_id = run(app).query_params["run"]
    again = open_workflow(new_visitor("ann"), run=run_id)
    assert status(again) == "completed"
    assert "Alice, Bob" in words(again)
    assert again.text_input(key="param-signer").value == "Ann"


def test_a_run_of_another_visitor_is_not_here(app: AppTest) -> None:
    run_id = run(open_workflow(app, **QUICK)).query_params["run"]
    other = open_workflow(new_visitor(), run=run_id)
    assert ["not here" in one.value for one in other.warning] == [True]
    assert status(other) == "ready"
    assert "run" not in other.query_params


def test_after_a_restart_a_run_is_shown_with_what_had_finished(
    app: AppTest, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pages.session.shared_playground import playground

    app.session_state["visitor"] = "ann"
    open_workflow(app, profile="slow")
    app.button(key="run").click().run()
    until(app, lambda page: "is_it_an_event" in _table(page))
    first = playground()
    assert first.history.flush()
    shutil.copytree(home, tmp_path / "restarted")  # what a killed process leaves behind
    first.close()
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "restarted"))
    monkeypatch.setattr("core.history.reader.STALE_S", -1.0)
    playground.clear()
    again = open_workflow(new_visitor("ann"), run=app.query_params["run"], **QUICK)
    assert status(again) == "failed"
    assert "interrupted" in words(again)
    assert "is_it_an_event" in _table(again)
    assert status(run(again)) == "completed"


def test_the_inspector_shows_what_was_sent_and_what_came_back(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    app.selectbox(key="inspect").select(3).run()
    codes = "\n".join(one.value for one in app.code)
    assert "Extract the details of the event" in codes
    assert '"duration_minutes": 60' in codes


def test_restoring_gives_defaults_back_and_can_be_undone(app: AppTest) -> None:
    open_workflow(app)
    app.text_input(key="param-signer").set_value("Ann").run()
    app.slider(key="param-min_confidence").set_value(0.9).run()
    app.button(key="restore-signer").click().run()
    assert app.text_input(key="param-signer").value == "Susie"
    assert app.slider(key="param-min_confidence").value == 0.9
    app.button(key="restore-all").click().run()
    assert app.slider(key="param-min_confidence").value == 0.7
    app.button(key="undo-restore").click().run()
    assert app.slider(key="param-min_confidence").value == 0.9


def test_an_example_brings_the_values_it_needs(app: AppTest) -> None:
    workflow = find_workflows()["voting"]
    example = next(one for one in workflow.examples if one.params)
    open_workflow(app, workflow="voting")
    app.selectbox(key="example").select(example.title).run()
    assert app.text_area(key="request").value == example.text
    for name, value in example.params.items():
        assert app.session_state[f"param-{name}"] == value


def test_the_same_run_is_given_as_a_command_and_as_python(app: AppTest) -> None:
    app.session_state["fold-same-run"] = True
    open_workflow(app, mode="sequential", min_confidence="0.5", request=OWN)
    codes = [one.value for one in app.code]
    command = f"python -m core run calendar-chain '{OWN}' --set min_confidence=0.5 --mode sequential"
    assert command in codes
    assert any("await run('calendar-chain'" in one and "min_confidence=0.5" in one for one in codes)
    assert any(one.startswith("/workflow?workflow=calendar-chain&request=Dinner") for one in codes)


def test_options_are_drawn_when_their_fold_is_opened_and_then_used(app: AppTest) -> None:
    open_workflow(app, **QUICK)
    app.session_state["fold-limits"] = True
    app.run()
    app.number_input(key="option-max_calls").set_value(1).run()
    app.session_state["fold-limits"] = False
    app.run()
    assert status(run(app)) == "failed"
    assert "limit of 1 calls" in words(app)


def test_the_diagram_shows_how_far_the_run_came(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    (chart,) = app.get("graphviz_chart")
    assert "✓" in chart.proto.spec
    assert "The run is completed" in chart.proto.alt


def _table(page: AppTest) -> str:
    return next((text for text in blocks(page) if "pw-steps" in text), "")


def test_a_home_of_its_own_is_used(app: AppTest, home: Path) -> None:
    run(open_workflow(app, **QUICK))
    assert (home / "history.db").exists()


def test_values_an_example_has_set_outlast_what_the_browser_sent_before_it_was_told(app: AppTest) -> None:
    open_workflow(app, "pair", speed="0")
    app.selectbox(key="example").select("Endless politeness")
    sent = app._tree.get_widget_states()
    app.run()
    app._run(sent)
    app.button(key="run").click().run()
    ended(app)
    assert status(app) == "rejected"


def test_ones_own_request_outlasts_an_example_that_the_browser_sent_before_it_was_told(app: AppTest) -> None:
    open_workflow(app, "pair")
    app.text_area(key="request").set_value(OWN)
    sent = app._tree.get_widget_states()
    app.run()
    app._run(sent)
    assert app.text_area(key="request").value == OWN


def test_a_field_can_be_given_back_the_value_that_an_example_replaced(app: AppTest) -> None:
    open_workflow(app, "faq-chain")
    app.text_area(key="request").set_value("Mine").run()
    app.selectbox(key="example").select("What storage changes").run()
    app.run()
    app.text_area(key="request").set_value("Mine").run()
    assert app.text_area(key="request").value == "Mine"
