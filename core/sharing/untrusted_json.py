"""JSON from outside: small, shallow, in plain numbers, with clean texts, or not at all."""

import math
from typing import Any

from pydantic_core import from_json

from core.errors import InputError
from core.text import clean, text_from

_DEEPEST = 120
LARGEST_WHOLE = 2**53
TOO_DEEP = f"it is nested more than {_DEEPEST} levels deep."


def read_untrusted_json(data: bytes, largest: int) -> Any:
    """The value of a JSON text of at most `largest` bytes. Raises InputError that says what is wrong with it."""
    if len(data) > largest:
        raise refused(f"it has {len(data):,} bytes; at most {largest:,} are read.")
    try:
        value = from_json(text_from(data, what="it"), allow_inf_nan=False)
    except InputError as error:
        raise refused(str(error)) from None
    except ValueError as error:
        if "recursion" in str(error):
            raise refused(TOO_DEEP) from None
        raise refused(f"it is not JSON ({clean(str(error))[:120]}).") from None
    return _checked(value, 0)


def refused(why: str) -> InputError:
    """The error for a file that is not taken in."""
    return InputError(f"This file cannot be imported: {why}")


def _checked(value: Any, depth: int) -> Any:
    if depth > _DEEPEST:
        raise refused(TOO_DEEP)
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {clean(name): _checked(inner, depth + 1) for name, inner in value.items()}
    if isinstance(value, list):
        return [_checked(inner, depth + 1) for inner in value]
    if isinstance(value, int) and abs(value) > LARGEST_WHOLE or isinstance(value, float) and not math.isfinite(value):
        raise refused("it holds a number that is too large.")
    return value
