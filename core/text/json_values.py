"""Values in JSON's own types."""

import math
from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticSerializationError, to_jsonable_python

from core.text.text import clean


def as_json(value: Any) -> Any:
    """`value` in JSON's own types: what JSON cannot hold becomes null (NaN, infinity) or the name of its type."""
    try:
        return _finite(to_jsonable_python(value, bytes_mode="base64", fallback=_name_of))
    except (PydanticSerializationError, ValueError):
        return _name_of(value)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _finite(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return value


def _name_of(value: Any) -> str:
    return f"<{type(value).__name__}>"
