"""A workflow described as data: what `list` and `show` tell of it."""

from typing import Any

from core.diagram import dot
from core.workflow import Example, Workflow

BOUNDS = {
    "minimum": "minimum",
    "maximum": "maximum",
    "exclusiveMinimum": "above",
    "exclusiveMaximum": "below",
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_items",
    "maxItems": "max_items",
    "enum": "choices",
    "placeholders": "placeholders",
}


def summary(workflow: Workflow) -> dict[str, Any]:
    """What a gallery says of it, in JSON's own types."""
    return {
        "id": workflow.id,
        "title": workflow.title,
        "pattern": workflow.pattern,
        "idea": workflow.idea,
        "use_when": workflow.use_when,
        "calls": workflow.calls,
        "latency": workflow.latency,
    }


def description(workflow: Workflow) -> dict[str, Any]:
    """Everything needed to run it: parameters with defaults and bounds, examples, diagram (DOT)."""
    return {
        **summary(workflow),
        "params": parameters(workflow),
        "examples": [_example(example) for example in workflow.examples],
        "diagram": dot(workflow),
    }


def parameters(workflow: Workflow) -> list[dict[str, Any]]:
    """Each field with its type, default, description and whichever bounds it has."""
    schema = workflow.params.model_json_schema()
    defaults = workflow.params().model_dump(mode="json")
    return [
        {
            "name": name,
            "type": _type(field),
            "default": defaults[name],
            "description": field.get("description"),
            **{ours: field[theirs] for theirs, ours in BOUNDS.items() if theirs in field},
        }
        for name, field in schema["properties"].items()
    ]


def _example(example: Example) -> dict[str, Any]:
    return {"title": example.title, "text": example.text, "params": dict(example.params)}


def _type(field: dict[str, Any]) -> str:
    if field.get("prompt"):
        return "prompt"
    if field.get("model_choice"):
        return "model"
    if "anyOf" in field:
        return " or ".join(_type(option) for option in field["anyOf"])
    if "$ref" in field:
        return str(field["$ref"].rpartition("/")[2])
    if field.get("type") == "array":
        return f"list of {_type(field.get('items', {}))}"
    return str(field.get("format") or field.get("type") or "any")
