"""Draws a control as a Streamlit widget whose value is written through to the draft at every change."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from core.errors import PromptError
from core.models import Access
from core.workflow import Workflow, check_placeholders
from pages.form import drafts
from pages.form.controls import Control
from pages.models import local_model_names, model_label, model_names
from pages.session import access
from pages.ui import Act, plain, select_default, widget_default

PROMPT_HEIGHT = 112  # pixels: four lines

Words = dict[str, Any]
"""What a widget says of itself: label and help."""
Wanted = tuple[str, Any, Act]
"""What a widget holds: its key, its value, and what is done when the visitor changes it."""


def field(workflow: Workflow, section: drafts.Section, one: Control, key: str, label: str | None = None) -> None:
    """Draw the field with the draft's value, and keep what is changed. To be called where `listening`."""
    stands = drafts.values(workflow) if section == "params" else drafts.draft(workflow)[section]
    value = stands.get(one.name, one.default)
    words = {"label": label or one.label, "help": one.about or None}
    _WIDGETS[one.kind](one, (key, value, partial(_changed, workflow, section, one)), words)


def placeholder_error(one: Control, text: str) -> str:
    """What is wrong with a prompt, empty if nothing is."""
    try:
        check_placeholders(text, one.placeholders, where=f"“{one.label}”")
    except PromptError as error:
        return str(error)
    return ""


def _changed(workflow: Workflow, section: drafts.Section, one: Control, value: Any) -> None:
    drafts.put(workflow, section, one.name, value, one.default)


def _prompt(one: Control, wanted: Wanted, words: Words) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **widget_default(*wanted))
    error = placeholder_error(one, str(wanted[1]))
    if error:
        st.error(plain(error, 500), icon=":material/error:")
    elif one.placeholders:
        offered = " ".join(f"`{{{name}}}`" for name in one.placeholders)
        st.caption(f"Placeholders: {offered}. Double the braces where they are meant to be sent: `{{{{name}}}}`.")


def _model(one: Control, wanted: Wanted, words: Words) -> None:
    mine = access()
    names = model_names(wanted[1], local_model_names(mine))
    if not one.default:
        names = ["", *names]
    chosen = select_default(*wanted, names)
    st.selectbox(options=names, format_func=partial(_model_title, mine), accept_new_options=True, **words, **chosen)


def _model_title(mine: Access, name: str) -> str:
    return model_label(name, mine) or "the run's own model"


def _choice(one: Control, wanted: Wanted, words: Words) -> None:
    st.selectbox(options=one.options, **words, **select_default(*wanted, one.options))


def _choices(one: Control, wanted: Wanted, words: Words) -> None:
    st.multiselect(options=one.options, **words, **widget_default(*wanted, "default"))


def _slider(one: Control, wanted: Wanted, words: Words) -> None:
    low, high = one.number(one.low or 0), one.number(one.high or 0)
    step = 1 if one.number is int else 0.01
    st.slider(min_value=low, max_value=high, step=step, **words, **widget_default(*wanted))


def _number(one: Control, wanted: Wanted, words: Words) -> None:
    low, high = (None if bound is None else one.number(bound) for bound in (one.low, one.high))
    whole = one.number is int
    told = words | {"step": 1 if whole else 0.1, "format": None if whole else "%g", "placeholder": "no limit"}
    st.number_input(min_value=low, max_value=high, **told, **({"value": None} | widget_default(*wanted)))


def _date(one: Control, wanted: Wanted, words: Words) -> None:
    st.date_input(**words, **widget_default(*wanted))


def _toggle(one: Control, wanted: Wanted, words: Words) -> None:
    st.toggle(**words, **widget_default(*wanted))


def _line(one: Control, wanted: Wanted, words: Words) -> None:
    st.text_input(**words, **widget_default(*wanted))


def _text(one: Control, wanted: Wanted, words: Words) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **widget_default(*wanted))


_WIDGETS: dict[str, Callable[[Control, Wanted, Words], None]] = {
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
