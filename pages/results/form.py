"""A form of showing a result: what the result must have and how it is drawn; and names and values, for the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.text import readable
from core.workflow import Workflow
from pages.ui import plain, show_text

Draw = Callable[[Any, str, Workflow | None], None]


@dataclass(frozen=True, slots=True)
class Form:
    """`needs` names the fields a result must have, with their types."""

    draw: Draw
    needs: Mapping[str, type]


def fits(form: Form, data: Any) -> bool:
    """Whether a result, as plain data, has what the form needs."""
    return isinstance(data, dict) and all(_is(data.get(name), kind) for name, kind in form.needs.items())


def text_items(value: Any) -> list[str]:
    """A list of texts out of whatever a field holds."""
    return [str(item) for item in value] if isinstance(value, list) else [str(value)] if value else []


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; anything else in it is left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (isinstance(value, list) and any(isinstance(item, list) for item in value))


SHORT = 300


def draw_fields(data: Any, key: str, workflow: Workflow | None) -> None:
    if not isinstance(data, dict):
        show_text(readable(data), key=key)
        return
    for number, (name, value) in enumerate(data.items()):
        _field(str(name), value, f"{key}-{number}")


def _field(name: str, value: Any, key: str) -> None:
    label = plain(name.replace("_", " ").capitalize())
    said = readable(value)
    if _is_list_of_scalars(value):
        said = ", ".join(str(item) for item in value) or "(none)"
    if len(said) <= SHORT and "\n" not in said:
        st.markdown(f"**{label}:** {plain(said, SHORT)}")
        return
    st.markdown(f"**{label}**")
    show_text(said, key=key)


def _is_list_of_scalars(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(item, dict | list) for item in value)


FIELDS = Form(draw_fields, {})
