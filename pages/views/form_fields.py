"""Draws a control as a Streamlit widget whose value is written through to the draft at every change."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from core.errors import PromptError
from core.prompts import check_placeholders
from core.workflow import Workflow
from pages.views import drafts
from pages.views.controls import Control
from pages.views.models import model_names
from pages.views.untrusted import plain

PROMPT_HEIGHT = 112  # pixels: four lines


def field(workflow: Workflow, section: drafts.Section, one: Control, key: str, label: str | None = None) -> None:
    """Draw the field with the draft's value, and keep what is changed."""
    value = drafts.draft(workflow)[section].get(one.name, one.default)
    hold(key, value)
    words: dict[str, Any] = {"label": label or one.label, "key": key, "help": one.about or None}
    words |= {"on_change": _changed, "args": (workflow, section, one, key)}
    _WIDGETS[one.kind](one, value, words)


def hold(key: str, value: Any) -> None:
    """Give a widget its value; one that it has already is not sent again, or it would overtake someone typing."""
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def placeholder_error(one: Control, text: str) -> str:
    """What is wrong with a prompt, empty if nothing is."""
    try:
        check_placeholders(text, one.placeholders, where=f"“{one.label}”")
    except PromptError as error:
        return str(error)
    return ""


def _changed(workflow: Workflow, section: drafts.Section, one: Control, key: str) -> None:
    drafts.put(workflow, section, one.name, st.session_state[key], one.default)


def _prompt(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words)
    error = placeholder_error(one, str(value))
    if error:
        st.error(plain(error, 500), icon=":material/error:")
    elif one.placeholders:
        st.caption("Placeholders: " + " ".join(f"`{{{name}}}`" for name in one.placeholders))


def _model(one: Control, value: Any, words: dict[str, Any]) -> None:
    names = model_names(value)
    if not one.default:
        names = ["", *names]
    st.selectbox(options=names, format_func=_model_title, accept_new_options=True, **words)


def _model_title(name: str) -> str:
    return name or "the run's own model"


def _choice(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.selectbox(options=one.options, **words)


def _slider(one: Control, value: Any, words: dict[str, Any]) -> None:
    low, high = one.number(one.low or 0), one.number(one.high or 0)
    st.slider(min_value=low, max_value=high, step=1 if one.number is int else 0.01, **words)


def _number(one: Control, value: Any, words: dict[str, Any]) -> None:
    low, high = (None if bound is None else one.number(bound) for bound in (one.low, one.high))
    step = 1 if one.number is int else 0.1
    form = None if one.number is int else "%g"
    st.number_input(min_value=low, max_value=high, value=None, step=step, format=form, placeholder="no limit", **words)


_WIDGETS: dict[str, Callable[[Control, Any, dict[str, Any]], None]] = {
    "prompt": _prompt,
    "model": _model,
    "toggle": lambda one, value, words: _drawn(st.toggle(**words)),
    "choice": _choice,
    "choices": lambda one, value, words: _drawn(st.multiselect(options=one.options, **words)),
    "slider": _slider,
    "number": _number,
    "date": lambda one, value, words: _drawn(st.date_input(**words)),
    "line": lambda one, value, words: _drawn(st.text_input(**words)),
    "text": lambda one, value, words: _drawn(st.text_area(height=PROMPT_HEIGHT, **words)),
    "json": lambda one, value, words: _drawn(st.text_area(height=PROMPT_HEIGHT, **words)),
}


def _drawn(_value: object) -> None:
    """A widget's own value is not used: the draft has it."""
