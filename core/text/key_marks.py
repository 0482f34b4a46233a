"""Keys in texts: blotted out before anything is logged or leaves in a file."""

from collections.abc import Collection
from typing import Any

from core.text.patterns import Pattern

KEYS = Pattern(r"\b(?:sk-|AIza)[A-Za-z0-9_-]{8,}")


def without_keys(value: Any, secrets: Collection[str] = ()) -> Any:
    """`value` (JSON's types) without keys: those given, and whatever looks like one of OpenAI's or Google's."""
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, "[key]")
        return KEYS.sub("[key]", value)
    if isinstance(value, dict):
        return {without_keys(name, secrets): without_keys(one, secrets) for name, one in value.items()}
    if isinstance(value, list):
        return [without_keys(one, secrets) for one in value]
    return value
