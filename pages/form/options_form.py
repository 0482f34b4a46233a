"""How a run is run: its mode and model in sight, limits and the simulated model's behaviour one click away."""

import dataclasses
import functools
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import Any

import streamlit as st

from core.llm import Limits
from core.models import Simulation
from core.runtime import RunOptions, option_fields, run_options
from core.workflow import Workflow
from pages.form.controls import Control, control_of, from_widget
from pages.form.drafts import form_draft, put_field
from pages.form.form_fields import show_field
from pages.ui import lazy_expander, widget_default

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
    controls = {name: control_of(name, info) for name, info in option_fields().items() if name != "models"}
    return controls | {"model": dataclasses.replace(controls["model"], kind="model")}


def drafted_options(workflow: Workflow) -> RunOptions:
    """The options as the draft has them. Raises InputError that names what does not fit."""
    mine = form_draft(workflow)
    every = option_controls()
    given: dict[str, Any] = {name: from_widget(every[name], value) for name, value in mine["options"].items()}
    models = {node: model for node, model in mine["models"].items() if model}
    return run_options(given | ({"models": models} if models else {}))


def show_mode_and_model(workflow: Workflow) -> None:
    """Draw the mode, where the workflow can be run in more than one, and the model."""
    every = option_controls()
    mode, model = st.columns([0.56, 0.44], gap="small") if workflow.runs_branches else (None, st.container())
    if mode:
        with mode:
            _mode(workflow, every["mode"])
    with model:
        show_field(workflow, "options", _worded(every["model"]), "model")


def show_further_options(workflow: Workflow) -> None:
    """Draw limits, failure policy, models of single steps and the simulated model's behaviour, each when opened."""
    mine = form_draft(workflow)
    limits = [f"max_{name}" for name in Limits.model_fields if name != "concurrency"]
    rest = ["concurrency", "on_error", *(["approve"] if "human" in workflow.nodes.values() else [])]
    pace = list(Simulation.model_fields)
    nodes = workflow.asking
    with _folded("limits", "Limits and failures", ":material/speed:", mine["options"], limits + rest) as is_open:
        if is_open:
            _grid(workflow, limits)
            _grid(workflow, rest)
    with _folded("models", "Models of single steps", ":material/model_training:", mine["models"], nodes) as is_open:
        for node in nodes if is_open else ():
            _step_model(workflow, node)
    with _folded("pace", "Simulated model: pace, seed, faults", ":material/timer:", mine["options"], pace) as is_open:
        if is_open:
            _grid(workflow, pace)


def _folded(
    key: str, title: str, icon: str, edits: Mapping[str, Any], names: Collection[str]
) -> AbstractContextManager[bool]:
    """An expander that says how many of its fields are edited."""
    edited = sum(name in edits for name in names)
    label = f"{title} :blue-badge[{edited} edited]" if edited else title
    return lazy_expander(label, key=key, icon=icon)


def _mode(workflow: Workflow, control: Control) -> None:
    chosen = form_draft(workflow)["options"].get("mode", control.default)
    st.segmented_control(
        "Mode",
        control.options,
        required=True,
        help="How branches run: at once, or one after the other.",
        **widget_default("mode", chosen, functools.partial(_changed_mode, workflow, control), "default"),
    )


def _changed_mode(workflow: Workflow, control: Control, mode: str | None) -> None:
    put_field(workflow, "options", "mode", mode or control.default, control.default)


def _step_model(workflow: Workflow, node: str) -> None:
    own = Control(node, "model", node, "", "")
    show_field(workflow, "models", own, f"step-model-{node}")


def _grid(workflow: Workflow, names: list[str]) -> None:
    every = option_controls()
    columns = st.columns(2)
    for place, name in enumerate(names):
        with columns[place % 2]:
            show_field(workflow, "options", _worded(every[name]), f"option-{name}")


def _worded(control: Control) -> Control:
    """With the words of this form."""
    label, about = TITLES.get(control.name, control.label), ABOUT.get(control.name, control.about)
    return dataclasses.replace(control, label=label, about=about)
