"""Which control a field of a Pydantic model gets on screen, and how a value goes into it and comes out again.

A control's value is plain (text, number, date, list of texts); what it says is checked by the model itself, later.
"""

import json
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import from_json

ControlKind = Literal[
    "prompt", "model", "toggle", "choice", "choices", "slider", "number", "date", "line", "text", "json"
]

MOST_SLIDER_STEPS = 100
LONGEST_LINE = 80


@dataclass(frozen=True, slots=True)
class Control:
    """How one field is drawn. `low` and `high` are bounds that may be reached."""

    name: str
    kind: ControlKind
    label: str
    about: str
    default: Any
    number: type[int] | type[float] = float
    low: float | None = None
    high: float | None = None
    options: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    may_be_empty: bool = False


def control_of(name: str, info: FieldInfo) -> Control:
    """The control for a field."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    annotation, may_be_empty = _without_none(info.annotation)
    low, high = _bounds(info, annotation)
    default = info.get_default(call_default_factory=True, validated_data={})
    kind = _kind(annotation, extra, default, (low, high))
    offered = extra.get("placeholders")
    return Control(
        name=name,
        kind=kind,
        label=info.title or name.removesuffix("_prompt").replace("_", " ").capitalize() + _prompt_word(kind),
        about=info.description or "",
        default=to_widget(kind, default),
        number=int if annotation is int else float,
        low=low,
        high=high,
        options=_options(annotation),
        placeholders=tuple(str(placeholder) for placeholder in offered) if isinstance(offered, list) else (),
        may_be_empty=may_be_empty,
    )


def to_widget(kind: ControlKind, value: Any) -> Any:
    """A field's value as its control holds it."""
    if kind == "choices":
        return list(value)
    if kind == "json":
        return json.dumps(value, ensure_ascii=False, indent=2, default=str)
    if kind in ("line", "text", "prompt", "model"):
        return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")
    return value


def from_widget(control: Control, value: Any) -> Any:
    """What the control holds as a value for the model to check."""
    if control.kind == "json":
        try:
            return from_json(value)
        except ValueError:
            return value
    if control.kind in ("line", "text") and control.may_be_empty and not value:
        return None
    return value


def _prompt_word(kind: ControlKind) -> str:
    return " prompt" if kind == "prompt" else ""


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) in (Union, types.UnionType):
        rest = [member for member in get_args(annotation) if member is not type(None)]
        return (rest[0] if len(rest) == 1 else Any), len(rest) < len(get_args(annotation))
    return annotation, False


def _kind(annotation: Any, extra: Mapping[str, Any], default: Any, bounds: tuple[Any, Any]) -> ControlKind:
    if extra.get("prompt"):
        return "prompt"
    if extra.get("model_choice"):
        return "model"
    if get_origin(annotation) is Literal:
        return "choice"
    if _options(annotation):
        return "choices"
    if annotation is str:
        return "text" if len(str(default or "")) > LONGEST_LINE or "\n" in str(default or "") else "line"
    if annotation in (int, float):
        return "slider" if default is not None and _few_steps(annotation, *bounds) else "number"
    plain: dict[Any, ControlKind] = {bool: "toggle", date: "date", datetime: "line"}
    return plain.get(annotation, "json")


def _options(annotation: Any) -> tuple[str, ...]:
    """The choices of a Literal, or of a list of control."""
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation))
    inner = [member for member in get_args(annotation) if member is not Ellipsis]
    return _options(inner[0]) if get_origin(annotation) in (tuple, list) and len(inner) == 1 else ()


def _bounds(info: FieldInfo, annotation: Any) -> tuple[float | None, float | None]:
    """Least and greatest value; a bound that must not be reached moves by the smallest step."""
    bounds: dict[str, float] = {}
    for mark in info.metadata:
        for name in ("ge", "gt", "le", "lt"):
            if (bound := getattr(mark, name, None)) is not None:
                bounds[name] = bound
    step = 1 if annotation is int else 0.01
    low = bounds.get("ge", bounds["gt"] + step if "gt" in bounds else None)
    high = bounds.get("le", bounds["lt"] - step if "lt" in bounds else None)
    return low, high


def _few_steps(annotation: Any, low: float | None, high: float | None) -> bool:
    if low is None or high is None:
        return False
    return high - low <= (MOST_SLIDER_STEPS if annotation is int else 2)
