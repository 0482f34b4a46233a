"""A result as plain text that people read: names and values, indented by depth."""

from typing import Any

from core.text.json_values import as_json

INDENT = "  "


def readable(value: Any) -> str:
    """`value` as lines of text: a text as it is, an object as `name: value`, a list with a dash for each item."""
    return "\n".join(line.rstrip() for line in _lines(as_json(value)))


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [line for name, one in value.items() for line in _named(name.replace("_", " "), one)]
    if isinstance(value, list):
        return [line for one in value for line in _item(one)] or ["(none)"]
    return _scalar(value).splitlines() or [""]


def _named(name: str, value: Any) -> list[str]:
    lines = _lines(value)
    if isinstance(value, dict | list) and value or len(lines) > 1:
        return [f"{name}:", *(INDENT + line for line in lines)]
    return [f"{name}: {lines[0] if lines else '(none)'}"]


def _item(value: Any) -> list[str]:
    first, *rest = _lines(value) or ["(none)"]
    return [f"- {first}", *(INDENT + line for line in rest)]


def _scalar(value: Any) -> str:
    if value is None:
        return "(none)"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
