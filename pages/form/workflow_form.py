"""The workflow page's left side: which workflow, on what, its own fields, and the buttons that start and stop it."""

from functools import partial

import streamlit as st

from core.workflow import Params, Workflow
from core.workflows import find_workflow, find_workflows
from pages.form.controls import Control, control_of
from pages.form.drafts import (
    choose_example,
    choose_own_text,
    form_draft,
    is_draft_too_long,
    put_own_text_aside,
    put_request,
    restore_defaults,
    shown_example,
    undo_replacement,
)
from pages.form.estimate_under_run import show_text_under_run
from pages.form.form_fields import show_field
from pages.form.links import go_to_workflow
from pages.form.options_form import show_further_options, show_mode_and_model
from pages.form.runs import request_action
from pages.form.versions import offer_prompt_versions
from pages.session import LONGEST_DRAFT, Draft
from pages.ui import element, listening, plain, select_default, show, widget_default

TOO_LONG = (
    f"The texts of this form have more than {LONGEST_DRAFT:,} characters together. They can be run, but a reload of "
    "this page would bring back what stood here before. Shorten one."
)
RUN_ANCHOR = "run"  # the anchor of what stands above the run
REQUEST_HEIGHT = 96  # pixels: three lines
OWN_TEXT = "Your own text"
CHOSEN = "example-chosen"
REPLACED = "This took the place of an earlier text of your own. “Undo” and “Versions” have it."
EDITED = " :blue-badge[edited]"
TAKEN = " :gray-badge[the example's]"


def show_run_form(workflow: Workflow, *, refused: str, live: bool, in_line: bool = False) -> None:
    """Draw the workflow, its request, and what starts a run; `refused` says why a run did not start.

    A run that is `in_line` is live, but has not begun.
    """
    with listening("form"):
        _choose_workflow(workflow)
        show_request_form(workflow)
        show_mode_and_model(workflow)
    _buttons(refused, live=live, in_line=in_line)
    with st.container():
        if is_draft_too_long(workflow):
            st.warning(TOO_LONG, icon=":material/draft:")


def show_run_settings(workflow: Workflow, *, live: bool) -> None:
    """Draw what comes below: the text under Run, the workflow's own fields, and further options."""
    show(element("div", element("a", "See the run ↓", href=f"#{RUN_ANCHOR}"), cls="pw-narrow"))
    show_text_under_run(workflow, live=live)
    with listening("values"):
        show_params_form(workflow)
        show_further_options(workflow)


def _choose_workflow(workflow: Workflow) -> None:
    every = list(find_workflows())
    st.selectbox(
        "Workflow", every, format_func=_title, **select_default("workflow", workflow.id, go_to_workflow, every)
    )


def _title(workflow_id: str) -> str:
    workflow = find_workflow(workflow_id)
    return f"{workflow.title} · {workflow.pattern}"


def _buttons(refused: str, *, live: bool, in_line: bool) -> None:
    going_on = "Waiting" if in_line else "Running"
    with st.container(horizontal=True, gap="small"):
        st.button(
            going_on if live else "Run",
            key="run",
            type="primary",
            icon=":material/hourglass_top:" if live else ":material/play_arrow:",
            shortcut="Ctrl+Enter",
            width="stretch",
            disabled=live,
            on_click=request_action,
            args=("run",),
        )
        st.button(
            "Stop",
            key="stop",
            icon=":material/stop:",
            disabled=not live,
            on_click=request_action,
            args=("stop",),
        )
    with st.container():
        if refused:
            st.error(plain(refused, 1000), icon=":material/error:")


def show_request_form(workflow: Workflow, keys: str = "") -> None:
    """Draw the choice of an example and the text; their keys begin with `keys`."""
    st.session_state.pop(CHOSEN, None)
    shown = shown_example(workflow)
    titles = [*(example.title for example in workflow.examples), OWN_TEXT]
    st.selectbox(
        "Example",
        titles,
        help="A sample request, with the values it needs. Written over, it becomes your own text, kept beside them.",
        **select_default(f"{keys}example", shown.title if shown else OWN_TEXT, partial(_choose_text, workflow), titles),
    )
    st.text_area(
        "Request",
        height=REQUEST_HEIGHT,
        placeholder="What should the workflow work on?",
        help="The text the workflow works on.",
        **widget_default(f"{keys}request", form_draft(workflow)["request"], partial(_write_request, workflow)),
    )


def _choose_text(workflow: Workflow, title: str) -> None:
    example = next((example for example in workflow.examples if example.title == title), None)
    st.session_state[CHOSEN] = True
    if example is None:
        choose_own_text(workflow)
    else:
        choose_example(workflow, example)


def _write_request(workflow: Workflow, text: str | None) -> None:
    """Take what was written; where an example was chosen in the same message, it was written before that."""
    if st.session_state.get(CHOSEN) and shown_example(workflow) is not None:
        put_own_text_aside(workflow, text or "")
    elif put_request(workflow, text or ""):
        st.toast(REPLACED, icon=":material/history:")  # over the page: nothing that is about to be clicked moves


def param_controls(params: type[Params]) -> list[Control]:
    """A control for every field, prompts first, in the order of the file."""
    controls = [control_of(name, info) for name, info in params.model_fields.items()]
    return sorted(controls, key=lambda control: control.kind != "prompt")


def show_params_form(workflow: Workflow) -> None:
    """Draw the form of the workflow's own fields, each marked where it was edited."""
    mine = form_draft(workflow)
    _params_head(workflow, mine)
    for control in param_controls(workflow.params):
        _param_row(workflow, control, mine)


def _param_row(workflow: Workflow, control: Control, mine: Draft) -> None:
    """The field keeps its place whether or not the button stands beside it, so that it is not drawn anew."""
    edited = control.name in mine["params"] and control.name not in mine["taken"]
    mark = EDITED if edited else TAKEN if control.name in mine["taken"] else ""
    row = st.container(horizontal=True, gap="xsmall", wrap=False)
    with row.container():
        show_field(workflow, "params", control, f"param-{control.name}", f"{control.label}{mark}")
    if edited:
        row.button(
            "",
            key=f"restore-{control.name}",
            icon=":material/restart_alt:",
            help=f"Restore the default of “{control.label}”",
            on_click=restore_defaults,
            args=(workflow, control.name),
            type="tertiary",
        )


def _params_head(workflow: Workflow, mine: Draft) -> None:
    """All buttons are always there: one that came beside another would push it away from under a click."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown("**Prompts and values**", width="stretch")
        offer_prompt_versions(workflow)
        st.button(
            "Restore all",
            key="restore-all",
            icon=":material/restart_alt:",
            help="Give every field and option its default back",
            on_click=restore_defaults,
            args=(workflow,),
            type="tertiary",
            disabled=not any(mine[section] for section in ("params", "taken", "options", "models")),
        )
        st.button(
            "Undo",
            key="undo-restore",
            icon=":material/undo:",
            help="Put back what was here before it was replaced or restored",
            on_click=undo_replacement,
            args=(workflow,),
            type="tertiary",
            disabled=mine["undo"] is None,
        )
