"""How a run is run: its mode and model in sight, limits and the simulated model's behaviour one click away."""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.keywords import option_fields, run_options
from core.limits import Limits
from core.llm.simulated import Simulation
from core.options import RunOptions
from core.workflow import Workflow
from pages.views import drafts
from pages.views.controls import Control, control, from_widget
from pages.views.form_fields import field, held

OWN_PLACE = ("model", "models", "mode")
TITLES = {
    "on_error": "When a branch fails",
    "approve": "Steps that ask a person",
    "max_calls": "Most calls",
    "max_tokens": "Most tokens",
    "max_cost": "Most US dollars",
    "max_seconds": "Most seconds",
    "concurrency": "Branches at once",
    "profile": "Latency profile",
}
ABOUT = {
    "on_error": "fail: the run ends. keep: it goes on with the other branches and says which failed.",
    "approve": "ask: the run waits for you. all: everything is approved. none: everything is rejected.",
    "model": "provider:model. One that is not listed can be typed.",
}


@functools.cache
def option_controls() -> Mapping[str, Control]:
    """The control of every option, by its flat name."""
    found = {name: control(name, info) for name, info in option_fields().items() if name != "models"}
    return found | {"model": dataclasses.replace(found["model"], kind="model")}


def read(workflow: Workflow) -> RunOptions:
    """The options as the draft has them. Raises InputError that names what does not fit."""
    mine = drafts.draft(workflow)
    every = option_controls()
    given: dict[str, Any] = {name: from_widget(every[name], value) for name, value in mine["options"].items()}
    models = {node: model for node, model in mine["models"].items() if model}
    return run_options(given | ({"models": models} if models else {}))


def show_first(workflow: Workflow) -> None:
    """Draw mode and model."""
    every = option_controls()
    mode, model = st.columns([0.56, 0.44], gap="small")
    with mode:
        _mode(workflow, every["mode"])
    with model:
        field(workflow, "options", _told(every["model"]), "model")


def show_rest(workflow: Workflow) -> None:
    """Draw limits, failure policy, models of single steps and the simulated model's behaviour."""
    every = option_controls()
    with st.expander("Limits and failures", icon=":material/speed:"):
        _grid(workflow, [f"max_{name}" for name in Limits.model_fields if name != "concurrency"])
        _grid(workflow, ["concurrency", "on_error"])
        if "human" in workflow.nodes.values():
            field(workflow, "options", _told(every["approve"]), "option-approve")
    with st.expander("Models of single steps", icon=":material/model_training:"):
        for node, kind in workflow.nodes.items():
            if kind == "llm":
                _step_model(workflow, node)
    with st.expander("Simulated model: pace, seed and faults", icon=":material/timer:"):
        _grid(workflow, list(Simulation.model_fields))


def _mode(workflow: Workflow, one: Control) -> None:
    chosen = drafts.draft(workflow)["options"].get("mode", one.default)
    st.segmented_control(
        "Mode",
        one.options,
        key="mode",
        required=True,
        on_change=_changed_mode,
        args=(workflow, one),
        help="How branches run: at once, or one after the other."
        if workflow.runs_branches
        else "This workflow has one way only, so both take the same time.",
        **held("mode", chosen, "default"),
    )


def _changed_mode(workflow: Workflow, one: Control) -> None:
    drafts.put(workflow, "options", "mode", st.session_state["mode"] or one.default, one.default)


def _step_model(workflow: Workflow, node: str) -> None:
    own = Control(node, "model", node, "", "")
    field(workflow, "models", own, f"step-model-{node}")


def _grid(workflow: Workflow, names: list[str]) -> None:
    every = option_controls()
    columns = st.columns(2)
    for place, name in enumerate(names):
        with columns[place % 2]:
            field(workflow, "options", _told(every[name]), f"option-{name}")


def _told(one: Control) -> Control:
    """With the words of this form."""
    return dataclasses.replace(one, label=TITLES.get(one.name, one.label), about=ABOUT.get(one.name, one.about))
