"""Draws a control as a Streamlit widget whose value is written through to the draft at every change."""

from collections.abc import Callable, Sequence
from functools import partial
from time import monotonic
from typing import Any

import streamlit as st

from core.errors import PromptError
from core.llm.access import Access
from core.prompts import check_placeholders
from core.workflow import Workflow
from pages.views import drafts
from pages.views.controls import Control
from pages.views.local_sidebar import names as local_names
from pages.views.models import model_names, short_name
from pages.views.own_keys import access
from pages.views.untrusted import plain

PROMPT_HEIGHT = 112  # pixels: four lines
REPLACED = "replaced"
SECONDS_TO_HEAR = 2.0

Replaced = dict[str, tuple[Any, float]]
"""What stood in a widget before it was given another value, and when that was, by the widget's key."""


def field(workflow: Workflow, section: drafts.Section, one: Control, key: str, label: str | None = None) -> None:
    """Draw the field with the draft's value, and keep what is changed."""
    value = drafts.draft(workflow)[section].get(one.name, one.default)
    words: dict[str, Any] = {"label": label or one.label, "key": key, "help": one.about or None}
    words |= {"on_change": _changed, "args": (workflow, section, one, key)}
    _WIDGETS[one.kind](one, value, words)


def hold(key: str, value: Any) -> bool:
    """See that a widget has this value; True where the value must be given as the widget's default.

    It is set only where the widget has another one: a value that is sent again would overtake someone typing. Else it
    is the default, from which a browser starts that has not drawn the widget yet.
    """
    if key not in st.session_state:
        return True
    replaced: Replaced = st.session_state.setdefault(REPLACED, {})
    if st.session_state[key] == value:
        replaced.pop(key, None)
        return True
    replaced[key] = (st.session_state[key], monotonic())
    st.session_state[key] = value
    return False


def sent_too_early(key: str) -> bool:
    """Whether what the browser says of a widget is only what stood there before `hold` gave it another value.

    A browser that is quick sends all its widgets' values again before it has heard of new ones.
    """
    before, at = st.session_state.get(REPLACED, {}).get(key, (None, -SECONDS_TO_HEAR))
    return bool(monotonic() - at < SECONDS_TO_HEAR and before == st.session_state[key])


def held(key: str, value: Any, name: str = "value") -> dict[str, Any]:
    """Hold the value; the keyword argument that makes it the widget's default where that is needed."""
    return {name: value} if hold(key, value) else {}


def held_choice(key: str, value: Any, options: Sequence[Any]) -> dict[str, Any]:
    """The same for a select box, whose default is a place among its options."""
    return {"index": options.index(value)} if hold(key, value) and value in options else {}


def placeholder_error(one: Control, text: str) -> str:
    """What is wrong with a prompt, empty if nothing is."""
    try:
        check_placeholders(text, one.placeholders, where=f"“{one.label}”")
    except PromptError as error:
        return str(error)
    return ""


def _changed(workflow: Workflow, section: drafts.Section, one: Control, key: str) -> None:
    if not sent_too_early(key):
        drafts.put(workflow, section, one.name, st.session_state[key], one.default)


def _prompt(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **held(words["key"], value))
    error = placeholder_error(one, str(value))
    if error:
        st.error(plain(error, 500), icon=":material/error:")
    elif one.placeholders:
        offered = " ".join(f"`{{{name}}}`" for name in one.placeholders)
        st.caption(f"Placeholders: {offered}. Double the braces where they are meant to be sent: `{{{{name}}}}`.")


def _model(one: Control, value: Any, words: dict[str, Any]) -> None:
    mine = access()
    names = model_names(value, local_names(mine))
    if not one.default:
        names = ["", *names]
    chosen = held_choice(words["key"], value, names)
    st.selectbox(options=names, format_func=partial(_model_title, mine), accept_new_options=True, **words, **chosen)


def _model_title(mine: Access, name: str) -> str:
    return short_name(name, mine) or "the run's own model"


def _choice(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.selectbox(options=one.options, **words, **held_choice(words["key"], value, one.options))


def _choices(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.multiselect(options=one.options, **words, **held(words["key"], value, "default"))


def _slider(one: Control, value: Any, words: dict[str, Any]) -> None:
    low, high = one.number(one.low or 0), one.number(one.high or 0)
    step = 1 if one.number is int else 0.01
    st.slider(min_value=low, max_value=high, step=step, **words, **held(words["key"], value))


def _number(one: Control, value: Any, words: dict[str, Any]) -> None:
    low, high = (None if bound is None else one.number(bound) for bound in (one.low, one.high))
    whole = one.number is int
    words |= {"step": 1 if whole else 0.1, "format": None if whole else "%g", "placeholder": "no limit"}
    st.number_input(min_value=low, max_value=high, **words, **({"value": None} | held(words["key"], value)))


def _date(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.date_input(**words, **held(words["key"], value))


def _toggle(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.toggle(**words, **held(words["key"], value))


def _line(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.text_input(**words, **held(words["key"], value))


def _text(one: Control, value: Any, words: dict[str, Any]) -> None:
    st.text_area(height=PROMPT_HEIGHT, **words, **held(words["key"], value))


_WIDGETS: dict[str, Callable[[Control, Any, dict[str, Any]], None]] = {
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
