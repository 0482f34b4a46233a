"""A form of showing a result: what the result must have, and how it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from core.workflow import Workflow

Draw = Callable[[Any, str, Workflow | None], None]


@dataclass(frozen=True, slots=True)
class Form:
    """`needs` names the fields a result must have, with their types."""

    draw: Draw
    needs: Mapping[str, type]


def fits(form: Form, data: Any) -> bool:
    """Whether a result, as plain data, has what the form needs."""
    return isinstance(data, dict) and all(_is(data.get(name), kind) for name, kind in form.needs.items())


def texts(value: Any) -> list[str]:
    """A list of texts out of whatever a field holds."""
    return [str(one) for one in value] if isinstance(value, list) else [str(value)] if value else []


def records(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; anything else in it is left out."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is(value: Any, kind: type) -> bool:
    return isinstance(value, kind) and not (isinstance(value, list) and any(isinstance(one, list) for one in value))
