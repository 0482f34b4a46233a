"""Running again from a step, and comparing two runs, driven by the page's keys on the simulated model."""

import json
from urllib.parse import unquote

from streamlit.testing.v1 import AppTest

from core.trace.trace import Trace
from pages.ui.page_table import HISTORY_PAGE
from tests.pages.opened import blocks, ended, open_workflow, run, status, until, words

QUICK = {"speed": "0"}


def run_id(app: AppTest) -> str:
    found = app.query_params["run"]
    return found if isinstance(found, str) else str(found[0])


def shown(app: AppTest) -> Trace:
    from pages.session.shared_playground import playground

    found = playground().find(run_id(app), app.session_state["visitor"])
    assert found is not None
    return found.trace


def choose(app: AppTest, node: str) -> str:
    """Choose a step in the inspector; the middle of its widgets' keys."""
    step = next(one for one in shown(app).steps.values() if one.node == node)
    until(app, lambda page: any(one.key == "inspect" for one in page.selectbox))
    app.selectbox(key="inspect").set_value(step.id).run()
    assert not app.exception
    return f"{run_id(app)}-{step.id}"


def test_an_edited_route_takes_the_other_branch_in_a_new_run_that_names_its_parent(app: AppTest) -> None:
    run(open_workflow(app, "calendar-router", **QUICK))
    parent = shown(app)
    assert parent.result.new_event is not None
    key = choose(app, "kind")
    app.toggle(key=f"rerun-edit-{key}").set_value(True).run()
    app.selectbox(key=f"rerun-text-{key}").select("modify_event").run()
    app.button(key="rerun").click().run()
    ended(app)
    again = shown(app)
    assert again.parent == parent.run_id
    assert [(one.node, one.reused) for one in again.steps.values()] == [
        ("classify", "same"),
        ("kind", "edited"),
        ("modify_event", ""),
    ]
    assert again.totals().calls == 1
    assert "Re-run of an earlier run from step kind, whose output was edited; 1 step was reused." in words(app)
    table = next(one for one in blocks(app) if "pw-steps" in one)
    assert "reused" in table
    assert "edited" in table


def test_an_edit_that_does_not_fit_is_refused_in_one_line_and_starts_no_run(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    before = app.query_params["run"]
    key = choose(app, "extract")
    app.toggle(key=f"rerun-edit-{key}").set_value(True).run()
    app.text_area(key=f"rerun-text-{key}").set_value('{"is_calendar_event": "perhaps"}').run()
    app.button(key="rerun").click().run()
    assert app.query_params["run"] == before
    assert "The edited output of 'extract' does not fit" in words(app)
    assert "No run was started" in words(app)


def test_a_corrected_value_runs_only_what_follows(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    first = shown(app)
    key = choose(app, "extract")
    app.toggle(key=f"rerun-edit-{key}").set_value(True).run()
    value = json.loads(str(app.text_area(key=f"rerun-text-{key}").value))
    value["confidence_score" if "confidence_score" in value else "confidence"] = 0.1
    app.text_area(key=f"rerun-text-{key}").set_value(json.dumps(value)).run()
    app.button(key="rerun").click().run()
    ended(app)
    assert first.status == "completed"
    assert status(app) == "rejected"
    assert shown(app).totals().calls == 0


def test_what_the_form_says_now_is_used_where_it_is_chosen(app: AppTest) -> None:
    run(open_workflow(app, "basic-call", **QUICK))
    app.text_area(key="request").set_value("Quite another question?").run()
    key = choose(app, next(iter(shown(app).steps.values())).node)
    app.radio(key=f"rerun-with-{key}").set_value("as the form says now").run()
    app.button(key="rerun").click().run()
    ended(app)
    assert shown(app).request == "Quite another question?"
    app.button(key="again").click().run()
    ended(app)
    assert shown(app).request == "Quite another question?"
    assert shown(app).rerun is None


def test_the_same_again_uses_the_runs_own_request_and_is_compared_with_its_parent(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    first = shown(app)
    app.text_area(key="request").set_value("Something else").run()
    app.button(key="again").click().run()
    ended(app)
    again = shown(app)
    assert (again.request, again.parent) == (first.request, first.run_id)
    links = [one.proto for one in app.get("page_link")]
    compare = next(one for one in links if one.label == "Compare with its parent")
    assert unquote(compare.query_string).endswith(f"compare={first.run_id},{again.run_id}")


def compared(app: AppTest, first: str, second: str) -> str:
    app.query_params.clear()
    app.query_params["compare"] = f"{first},{second}"
    app.switch_page(HISTORY_PAGE.script).run()
    assert not app.exception
    return words(app)


def test_two_runs_are_compared_and_the_first_step_where_they_part_is_named(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    first = shown(app)
    app.text_area(key="request").set_value("Dinner with Carl and Dora on Friday at 7pm, two hours")
    run(app)
    said = compared(app, first.run_id, shown(app).run_id)
    assert "They first part at extract" in said
    assert "its input differs" in said
    assert "<del>" in said
    assert "<ins>" in said
    assert "they part here" in said


def test_runs_of_different_workflows_and_runs_of_others_say_so(app: AppTest) -> None:
    run(open_workflow(app, **QUICK))
    first = shown(app)
    run(open_workflow(app, "basic-call", **QUICK))
    assert "different workflows" in compared(app, first.run_id, shown(app).run_id)
    assert "not here" in compared(app, first.run_id, "somebody-elses")
    assert "needs two runs" in compared(app, first.run_id, "")


def test_the_inspector_names_where_the_prompts_words_came_from(app: AppTest) -> None:
    run(open_workflow(app, "blog-orchestrator", **QUICK))
    choose(app, "write")
    drawn = next(one for one in blocks(app) if "pw-src-step" in one)
    for said in (
        "write_prompt",
        "{audience}",
        "earlier step: step plan → audience",
        "the request",
        "plain: the prompt",
    ):
        assert said in words(app), said
    assert 'data-n="' in drawn
    step = app.selectbox(key="inspect").value
    app.toggle(key=f"plain-{run_id(app)}-{step}-1").set_value(True).run()
    assert any("readers who are new" in one.value for one in app.code)
