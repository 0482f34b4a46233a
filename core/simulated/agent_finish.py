"""What an agent hands in: each field from the tool that is called like it, from what was found, or from the task."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.providers import ToolSpec
from core.simulated import linear as re
from core.simulated.agent_plan import name_stems
from core.simulated.asked import Asked
from core.simulated.reading.sentences import ended
from core.simulated.schema_filler import fill_object
from core.simulated.tool_results import Used, arguments_of, findings

_FOUND = r"facts?|findings?|results?|answers?|outcomes?|found|notes?|reports?|sources|text"
_WELL = r"done|solved|success(?:ful)?|complete[d]?|ok|found|goal met|good"
_FINDS_OUT = re.compile(r"\bfound\b|\bfind out\b|\blook up\b", re.IGNORECASE)
NOTHING_FOUND = "Nothing was found."
NOTHING_KNOWN = "Nothing was found: a simulated model knows only what its tools tell it."


def hand_in(asked: Asked, form: ToolSpec, used: Sequence[Used]) -> dict[str, Any]:
    """The arguments of `finish`, valid for its form."""
    told = findings(used)
    filled = fill_object(asked, form.parameters, "finish")
    properties: Mapping[str, Any] = form.parameters.get("properties", {})
    defs: Mapping[str, Any] = form.parameters.get("$defs", {})
    for name, spec in properties.items():
        value = _value(name, _resolved(spec, defs), used, told)
        if value is None and re.fullmatch(_FOUND, _spoken(name)) and _FINDS_OUT.search(asked.instruction):
            value = NOTHING_KNOWN if filled.get(name) and isinstance(filled[name], str) else None
        if value is not None:
            filled[name] = value
        elif filled.get(name) == " " and asked.text.strip():
            filled[name] = asked.text.strip()
    return filled


def _value(name: str, spec: Mapping[str, Any], used: Sequence[Used], told: list[str]) -> Any:
    """A field's value out of what the tools gave; None leaves it to the task's own text."""
    spoken = _spoken(name)
    if "enum" in spec:
        said = {one.text.strip().lower() for one in used}
        return next((one for one in spec["enum"] if str(one).lower() in said), None) or _of_object(name, used)
    kind = spec.get("type")
    if kind == "boolean" and re.fullmatch(_WELL, spoken):
        return bool(used) and not all(one.failed for one in used)
    if kind == "array" and spec.get("items", {}).get("type") == "string" and re.fullmatch(_FOUND, spoken):
        return _list_of(name, spec, used, told)
    if kind == "string":
        return _of_object(name, used) or _of_like_name(name, used) or _of_findings(spoken, told, bool(used))
    return None


def _list_of(name: str, spec: Mapping[str, Any], used: Sequence[Used], told: list[str]) -> list[str] | None:
    """What others listed under this name, else what the tools told; another agent's text is no item of a list."""
    own = [one for one in used if one.value is None]
    listed = _listed(name, used) or (told if len(own) == len(used) else findings(own))
    empty: list[str] | None = [] if len(own) < len(used) and not spec.get("minItems") else None
    return listed[: spec.get("maxItems", 20)] or empty


def _of_object(name: str, used: Sequence[Used]) -> Any:
    """The field of this name in what another agent handed in."""
    return next((one.value[name] for one in reversed(used) if one.value and one.value.get(name)), None)


def _listed(name: str, used: Sequence[Used]) -> list[str]:
    """The lists of this name that other agents handed in, and what those said who could not finish."""
    if not any(one.value and isinstance(one.value.get(name), list) for one in used):
        return []
    parts = [one.value.get(name) if one.value else one.findings for one in used]
    return list(dict.fromkeys(str(one) for part in parts if isinstance(part, list) for one in part))


def _of_like_name(name: str, used: Sequence[Used]) -> str | None:
    """What the tool gave that is called like the field (`draft_reply` for a reply), as later tools changed it."""
    wanted = {_root(one) for one in name_stems(name)}
    text: str | None = None
    for one in used:
        alike = bool(wanted & {_root(part) for part in name_stems(one.call.name)})
        if not one.failed and (alike or (text is not None and _worked_on(one, text))):
            text = one.text
    return text


def _worked_on(one: Used, text: str) -> bool:
    return any(name in ("text", "draft", "reply") and value == text for name, value in arguments_of(one.call).items())


def _of_findings(spoken: str, told: list[str], used: bool) -> str | None:
    if not re.fullmatch(_FOUND, spoken):
        return None
    return " ".join(ended(one) for one in told) if told else NOTHING_FOUND if used else None


def _spoken(name: str) -> str:
    return name.replace("_", " ").lower()


def _root(stem: str) -> str:
    """Verb and noun alike: summar(ize) and summar(y)."""
    return stem[:5]


def _resolved(spec: Mapping[str, Any], defs: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = str(spec.get("$ref", "")).rpartition("/")[2]
    return {**defs.get(reference, {}), **spec} if reference else spec
