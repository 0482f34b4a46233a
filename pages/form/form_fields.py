"""Draws a control as a Streamlit widget whose value is written through to the draft at every change."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from core.errors import PromptError
from core.models import Access
from core.workflow import Workflow, check_placeholders
from pages.form.controls import Control
from pages.form.drafts import DraftSection, edited_values, form_draft, put_field
from pages.models import local_model_names, model_label, model_names
from pages.session import access
from pages.ui import Act, plain, select_default, widget_default

PROMPT_HEIGHT = 112  # pixels: four lines

_Words = dict[str, Any]
"""What a widget says of itself: label and help."""
Wanted = tuple[str, Any, Act]
"""What a widget holds: its key, its value, and what is done when the visitor changes it."""


def show_field(workflow: Workflow, section: DraftSection, control: Control, key: str, label: str | None = None) -> None:
    """Draw the field with the draft's value, and keep what is changed. To be called where `listening`."""
    stands = edited_values(workflow) if section == "params" else form_draft(workflow)[section]
    value = stands.get(control.name, control.default)
    words = {"label": label or control.label, "help": control.about or None}
    _WIDGETS[control.kind](control, (key, value, partial(_changed, workflow, section, control)), words)


def placeholder_error(control: Control, text: str) -> str:
    """What is wrong with a prompt, empty if nothing is."""
    try:
        check_placeholders(text, control.placeholders, where=f"“{control.label}”")
    except PromptError as error:
        return str(error)
    return ""


def _changed(workflow: Workflow, section: DraftSection, control: Control, value: Any) -> None:
    put_field(workflow, section, control.name, value, control.default)


def _prompt(control: Control, wanted: Wanted, words: _Words) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **widget_default(*wanted))
    error = placeholder_error(control, str(wanted[1]))
    if error:
        st.error(plain(error, 500), icon=":material/error:")
    elif control.placeholders:
        offered = " ".join(f"`{{{name}}}`" for name in control.placeholders)
        st.caption(f"Placeholders: {offered}. Double the braces where they are meant to be sent: `{{{{name}}}}`.")


def _model(control: Control, wanted: Wanted, words: _Words) -> None:
    mine = access()
    names = model_names(wanted[1], local_model_names(mine))
    if not control.default:
        names = ["", *names]
    chosen = select_default(*wanted, names)
    st.selectbox(options=names, format_func=partial(_model_title, mine), accept_new_options=True, **words, **chosen)


def _model_title(mine: Access, name: str) -> str:
    return model_label(name, mine) or "the run's own model"


def _choice(control: Control, wanted: Wanted, words: _Words) -> None:
    st.selectbox(options=control.options, **words, **select_default(*wanted, control.options))


def _choices(control: Control, wanted: Wanted, words: _Words) -> None:
    st.multiselect(options=control.options, **words, **widget_default(*wanted, "default"))


def _slider(control: Control, wanted: Wanted, words: _Words) -> None:
    low, high = control.number(control.low or 0), control.number(control.high or 0)
    step = 1 if control.number is int else 0.01
    st.slider(min_value=low, max_value=high, step=step, **words, **widget_default(*wanted))


def _number(control: Control, wanted: Wanted, words: _Words) -> None:
    low, high = (None if bound is None else control.number(bound) for bound in (control.low, control.high))
    whole = control.number is int
    words = words | {"step": 1 if whole else 0.1, "format": None if whole else "%g", "placeholder": "no limit"}
    st.number_input(min_value=low, max_value=high, **words, **({"value": None} | widget_default(*wanted)))


def _date(control: Control, wanted: Wanted, words: _Words) -> None:
    st.date_input(**words, **widget_default(*wanted))


def _toggle(control: Control, wanted: Wanted, words: _Words) -> None:
    st.toggle(**words, **widget_default(*wanted))


def _line(control: Control, wanted: Wanted, words: _Words) -> None:
    st.text_input(**words, **widget_default(*wanted))


def _text(control: Control, wanted: Wanted, words: _Words) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **widget_default(*wanted))


_WIDGETS: dict[str, Callable[[Control, Wanted, _Words], None]] = {
    "prompt": _prompt,
    "model": _model,
    "toggle": _toggle,
    "choice": _choice,
    "choices": _choices,
    "slider": _slider,
    "number": _number,
    "date": _date,
    "line": _line,
    "text": _text,
    "json": _text,
}
