"""The page's address: which workflow, which run, and what a link puts into the form.

Values from a link are taken once, into the draft, and then leave the address, so that they never overwrite edits. What
does not fit is named and the rest is used.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from core.errors import InputError
from core.runtime import LONGEST_REQUEST, Plan, check, run_options
from core.sharing import pack, preset_of, unpack
from core.text import clean
from core.workflow import Workflow
from core.workflows import find_workflow, find_workflows
from pages.form import drafts
from pages.form.controls import control, to_widget
from pages.form.options_form import option_controls
from pages.form.presets import apply, flat_value
from pages.ui import RUN_PAGE

WORKFLOW, RUN, REQUEST, PRESET = "workflow", "run", "request", "preset"
LAST = "last-workflow"
NOTICES = "link-notices"
MOST_NOTICES = 5
LONGEST_LINK = 6000


def arrive() -> Workflow:
    """The workflow that the address names, or the last one, or the first; the form takes what the link holds."""
    asked = st.query_params.get(WORKFLOW)
    workflow, problem = _workflow(asked)
    if problem or asked is None:
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


def notices() -> list[str]:
    """What did not fit in the link that was followed."""
    found: list[str] = st.session_state.get(NOTICES, [])
    return found


def forget_notices() -> None:
    """They have been seen."""
    st.session_state.pop(NOTICES, None)


def go_to(workflow_id: str) -> None:
    """Show another workflow."""
    forget_notices()
    st.query_params.from_dict({WORKFLOW: workflow_id})


def link(workflow: Workflow) -> str:
    """An address that puts the form as it is now into somebody else's; empty when it would be too long."""
    mine = drafts.draft(workflow)
    options = {name: value for name, value in mine["options"].items() if value is not None}
    told = {WORKFLOW: workflow.id, REQUEST: mine["request"], **drafts.values(workflow), **options}
    address = f"{RUN_PAGE.address}?{urlencode(told)}"
    return address if len(address) <= LONGEST_LINK else ""


def preset_link(plan: Plan) -> str:
    """An address that puts everything of a planned run into somebody else's form. Raises InputError if too long."""
    return f"{RUN_PAGE.address}?{urlencode({WORKFLOW: plan.workflow.id, PRESET: pack(preset_of(plan))})}"


def _workflow(asked: str | None) -> tuple[Workflow, str]:
    first = next(iter(find_workflows()))
    if asked is None:
        return find_workflow(st.session_state.get(LAST, first)), ""
    try:
        return find_workflow(clean(asked)), ""
    except InputError as error:
        return find_workflow(first), str(error)


def _take(workflow: Workflow, given: Mapping[str, str]) -> Iterator[str]:
    """Put the values into the draft; yields what is wrong with those that do not fit."""
    for name, text in given.items():
        try:
            _take_one(workflow, name, text)
        except InputError as error:
            yield f"From the link: {error}"


def _take_one(workflow: Workflow, name: str, text: str) -> None:
    if name == PRESET:
        apply(_preset(workflow, text))
    elif name == REQUEST:
        drafts.put_request(workflow, text[:LONGEST_REQUEST])
    elif name in workflow.params.model_fields:
        value = getattr(check(workflow.params, {name: text}, "field"), name)
        one = control(name, workflow.params.model_fields[name])
        drafts.put(workflow, "params", name, to_widget(one.kind, value), one.default)
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
    one = option_controls()[name]
    given: Any = text.split(",") if one.kind == "choices" else text
    options = run_options({name: given})
    value = flat_value(options.model_dump(), name)
    drafts.put(workflow, "options", name, to_widget(one.kind, value), one.default)
