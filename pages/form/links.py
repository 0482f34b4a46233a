"""The page's address: which workflow, which run, and what a link, a file or another run puts into the form.

Values from a link are taken once, into the draft, and then leave the address, so that they never overwrite edits. What
does not fit is named and the rest is used.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core.errors import InputError
from core.runtime import LONGEST_REQUEST, Plan, check, run_options
from core.sharing import Preset, pack, preset_of, preset_of_run, unpack
from core.text import clean
from core.trace import Trace
from core.workflow import Workflow
from core.workflows import find_workflow, find_workflows
from pages.form.controls import control_of, to_widget
from pages.form.drafts import edited_values, form_draft, put_field, put_request, remember_for_undo
from pages.form.options_form import option_controls
from pages.ui import RUN_PAGE

WORKFLOW, RUN, REQUEST, PRESET = "workflow", "run", "request", "preset"
LAST = "last-workflow"
NOTICES = "link-notices"
MOST_NOTICES = 5
LONGEST_LINK = 6000


def take_link() -> Workflow:
    """The workflow that the address names, or the last one, or the first; the form takes what the link holds."""
    named = st.query_params.get(WORKFLOW)
    workflow, problem = _workflow(named)
    if problem or named is None:
        st.query_params[WORKFLOW] = workflow.id
    problems = [problem] if problem else []
    given = {name: clean(value) for name, value in st.query_params.items() if name not in (WORKFLOW, RUN)}
    if given:
        problems += _take(workflow, given)
        for name in given:
            del st.query_params[name]
    if problems:
        st.session_state[NOTICES] = problems[:MOST_NOTICES]
    st.session_state[LAST] = workflow.id
    return workflow


def link_notices() -> list[str]:
    """What did not fit in the link that was followed."""
    notices: list[str] = st.session_state.get(NOTICES, [])
    return notices


def add_link_notice(sentence: str) -> None:
    """Say something more of what the link names."""
    st.session_state[NOTICES] = [*link_notices(), sentence]


def forget_link_notices() -> None:
    """They have been seen."""
    st.session_state.pop(NOTICES, None)


def go_to_workflow(workflow_id: str) -> None:
    """Show another workflow."""
    forget_link_notices()
    st.query_params.from_dict({WORKFLOW: workflow_id})


def form_link(workflow: Workflow) -> str:
    """An address that puts the form as it is now into somebody else's; empty when it would be too long."""
    mine = form_draft(workflow)
    options = {name: value for name, value in mine["options"].items() if value is not None}
    fields = {WORKFLOW: workflow.id, REQUEST: mine["request"], **edited_values(workflow), **options}
    address = f"{RUN_PAGE.address}?{urlencode(fields)}"
    return address if len(address) <= LONGEST_LINK else ""


def preset_link(plan: Plan) -> str:
    """An address that puts everything of a planned run into somebody else's form. Raises InputError if too long."""
    return f"{RUN_PAGE.address}?{urlencode({WORKFLOW: plan.workflow.id, PRESET: pack(preset_of(plan))})}"


def run_link(workflow: Workflow, run_id: str) -> str:
    """The address of a run."""
    return f"{RUN_PAGE.address}?{urlencode({WORKFLOW: workflow.id, RUN: run_id})}"


def _workflow(named: str | None) -> tuple[Workflow, str]:
    first = next(iter(find_workflows()))
    if named is None:
        return find_workflow(st.session_state.get(LAST, first)), ""
    try:
        return find_workflow(clean(named)), ""
    except InputError as error:
        return find_workflow(first), str(error)


def _take(workflow: Workflow, given: Mapping[str, str]) -> Iterator[str]:
    """Put the values into the draft; yields what is wrong with those that do not fit."""
    for name, text in given.items():
        try:
            _take_field(workflow, name, text)
        except InputError as error:
            yield f"From the link: {error}"


def _take_field(workflow: Workflow, name: str, text: str) -> None:
    if name == PRESET:
        put_into_form(_preset(workflow, text))
    elif name == REQUEST:
        put_request(workflow, text[:LONGEST_REQUEST])
    elif name in workflow.params.model_fields:
        value = getattr(check(workflow.params, {name: text}, "field"), name)
        control = control_of(name, workflow.params.model_fields[name])
        put_field(workflow, "params", name, to_widget(control.kind, value), control.default)
    elif name in option_controls():
        _take_option(workflow, name, text)
    else:
        known = ", ".join([REQUEST, *workflow.params.model_fields, "mode", "model"])
        raise InputError(f"there is no field {name[:60]!r} in {workflow.id}. Known: {known}.")


def _preset(workflow: Workflow, text: str) -> Plan:
    plan = unpack(text).plan()
    if plan.workflow.id != workflow.id:
        raise InputError(f"its settings are those of {plan.workflow.id}, not of {workflow.id}.")
    return plan


def _take_option(workflow: Workflow, name: str, text: str) -> None:
    control = option_controls()[name]
    given: Any = text.split(",") if control.kind == "choices" else text
    options = run_options({name: given})
    value = _option_value(options.model_dump(), name)
    put_field(workflow, "options", name, to_widget(control.kind, value), control.default)


def put_into_form(plan: Plan) -> None:
    """Put a planned run into the form of its workflow, in place of all that is there. It can be undone."""
    workflow = plan.workflow
    mine = form_draft(workflow)
    remember_for_undo(workflow)
    put_request(workflow, plan.request)
    mine["params"], mine["options"], mine["models"], mine["taken"] = {}, {}, {}, {}
    for name, value in plan.params.model_dump().items():
        control = control_of(name, workflow.params.model_fields[name])
        put_field(workflow, "params", name, to_widget(control.kind, value), control.default)
    options = plan.options.model_dump()
    for name, control in option_controls().items():
        put_field(workflow, "options", name, to_widget(control.kind, _option_value(options, name)), control.default)
    for node, model in plan.options.models.items():
        put_field(workflow, "models", node, model, "")


def preset_of_trace(trace: Trace) -> Preset:
    """The settings that a run was started with."""
    return preset_of_run(trace.workflow, trace.request, trace.params, trace.options)


def _option_value(options: dict[str, Any], name: str) -> Any:
    """An option by its flat name, from the nested ones."""
    for place in (options, options["limits"], options["simulation"]):
        for known in (name, name.removeprefix("max_")):
            if known in place:
                return place[known]
    raise KeyError(name)
