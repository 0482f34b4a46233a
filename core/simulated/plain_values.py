"""Values made to fit: within bounds, in a format, matching a pattern, or the smallest that a schema allows."""

import math
import uuid
from collections.abc import Mapping
from typing import Any

from core.simulated import linear as re

Spec = Mapping[str, Any]
DEEPEST = 8


def within(value: float, spec: Spec) -> float:
    """The number nearest to `value` inside the schema's bounds and on its grid."""
    grid = spec.get("multipleOf")
    whole = spec.get("type") == "integer"
    step = grid or (1 if whole else 1e-3)
    low = _bound(spec.get("minimum"), spec.get("exclusiveMinimum"), step)
    high = _bound(spec.get("maximum"), spec.get("exclusiveMaximum"), -step)
    value = max(value, low) if low is not None else value
    value = min(value, high) if high is not None else value
    if grid:
        value = round(value / grid) * grid
        value += grid if low is not None and value < low else -grid if high is not None and value > high else 0
    elif whole:
        value = math.ceil(value) if low is not None and round(value) < low else round(value)
        value = math.floor(value) if high is not None and value > high else value
    return value


def clipped(text: str, spec: Spec) -> str:
    """The text cut at a word, or filled up, to the lengths the schema allows."""
    most, fewest = spec.get("maxLength"), int(spec.get("minLength", 0))
    if most is not None and len(text) > most:
        cut = text[:most]
        at_word = cut.rsplit(" ", 1)[0]
        text = at_word if len(at_word) >= max(fewest, 1) else cut
    return text if len(text) >= fewest else (text + " (nothing more is said)" + "." * fewest)[: max(fewest, 1)]


def formatted(text: str, shape: str, number: int = 1) -> str:
    """The text in a format of JSON schema; a harmless example when the text has nothing of the kind."""
    match shape:
        case "date":
            return text[:10] or "2000-01-01"
        case "time":
            return text[11:19] or "09:00:00"
        case "email":
            return text if re.fullmatch(r"[\w.+-]+@[\w-]+\.[\w.-]+", text) else "unknown@example.com"
        case "uri" | "url":
            return text if re.match(r"https?://", text) else "https://example.com/"
        case "uuid":
            return str(uuid.UUID(int=number))
        case "duration":
            return text if re.match(r"P", text) else "PT1H"
        case "ipv4":
            return "127.0.0.1"
        case "ipv6":
            return "::1"
    return text


def matching(text: str, spec: Spec) -> str:
    """The part of the text that matches the schema's pattern; a made-up one when none does."""
    pattern = spec.get("pattern")
    if not pattern:
        return text
    try:
        if re.search(pattern, text):
            return text
        inner = re.search(pattern.removeprefix("^").removesuffix("$"), text)
        if inner and re.search(pattern, inner[0]):
            return inner[0]
        return made_up(pattern) or text
    except ValueError:  # a pattern beyond this model
        return text


def made_up(pattern: str) -> str | None:
    """A short text that matches simple patterns: classes, groups, counts; None when it cannot be found."""
    parts = re.findall(
        r"\[[^\]]+\](?:\{\d+[^}]*\}|[+*?])?|\\[dw](?:\{\d+[^}]*\}|[+*?])?|\\.|[^\\^$()\[\]{}+*?|]", pattern
    )
    made = "".join(_piece(part) for part in parts)
    return made if re.search(pattern, made) else None


def least(spec: Spec, defs: Mapping[str, Spec], *, number: int = 1, depth: int = 0) -> Any:
    """The smallest value a schema allows."""
    reference = spec.get("$ref") or (spec["allOf"][0].get("$ref") if len(spec.get("allOf", ())) == 1 else None)
    if reference and depth < DEEPEST:
        return least(defs.get(str(reference).rpartition("/")[2], {}), defs, number=number, depth=depth + 1)
    for key in ("default", "const"):
        if key in spec:
            return spec[key]
    if "enum" in spec:
        return spec["enum"][(number - 1) % len(spec["enum"])]
    if options := spec.get("anyOf") or spec.get("oneOf"):
        nothing = any(one.get("type") == "null" for one in options)
        return None if nothing else least(options[0], defs, number=number, depth=depth + 1)
    return _least_of_type(spec, defs, number, depth)


def _least_of_type(spec: Spec, defs: Mapping[str, Spec], number: int, depth: int) -> Any:
    match spec.get("type"):
        case "object":
            names = spec.get("required", ())
            inside = spec.get("properties", {})
            return {name: least(inside[name], defs, number=number, depth=depth + 1) for name in names}
        case "array":
            if "prefixItems" in spec:
                return [least(one, defs, depth=depth + 1) for one in spec["prefixItems"]]
            return [
                least(spec.get("items", {}), defs, number=n + 1, depth=depth + 1)
                for n in range(spec.get("minItems", 0))
            ]
        case "boolean":
            return False
        case "integer" | "number":
            return within(float(number), spec)
        case "null":
            return None
    shape = spec.get("format", "")
    text = "2000-01-01T09:00:00" if shape in ("date-time", "date", "time") else f"{number}" * (number > 1)
    return matching(clipped(formatted(text, shape, number), spec), spec)


def _bound(inclusive: float | None, exclusive: float | None, step: float) -> float | None:
    if exclusive is None:
        return inclusive
    moved = exclusive + step
    return moved if inclusive is None else (max if step > 0 else min)(moved, inclusive)


def _piece(part: str) -> str:
    counted = re.search(r"\{(\d+)", part)
    times = int(counted[1]) if counted else 0 if part.endswith(("*", "?")) and len(part) > 1 else 1
    if part.startswith("["):
        first = part[1]
        return (
            "A" if "A-Z" in part else "a" if "a-z" in part else "0" if "0-9" in part or r"\d" in part else first
        ) * times
    if part.startswith(r"\d"):
        return "0" * times
    if part.startswith(r"\w"):
        return "a" * times
    return part.removeprefix("\\") * times
