"""A valid answer for any Pydantic schema, built from the text: the schema gives the shape, the finders the content."""

import json
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from core.simulated import finders, judgements, lists
from core.simulated import linear as re
from core.simulated.asked import Asked
from core.simulated.plain_values import clipped, formatted, least, matching, within
from core.simulated.scope import Scope, Slot

Spec = Mapping[str, Any]
DEEPEST = 6
_LATE = re.compile(r"confiden|certain|probab|sure|reason|rationale|key_points|explanation|justif", re.IGNORECASE)


def fill_schema(asked: Asked, schema: type[BaseModel]) -> str:
    """The JSON of a `schema` built from what is asked.

    A schema with validators of its own that refuse the built answer gets the smallest one that fits its shape.
    """
    spec = _json_schema(schema)
    built = _Filler(spec).fill(asked, schema.__name__)
    try:
        schema.model_validate_json(json.dumps(built))
    except ValidationError:
        smallest = least(spec, spec.get("$defs", {}))
        try:
            schema.model_validate_json(json.dumps(smallest))
            built = smallest
        except ValidationError:
            pass
    return json.dumps(built, ensure_ascii=False)


def fill_object(asked: Asked, spec: Spec, title: str) -> dict[str, Any]:
    """The arguments for a JSON schema of an object, as a tool has one."""
    built = _Filler(spec).fill(asked, title)
    return built if isinstance(built, dict) else {}


class _Filler:
    """Walks a JSON schema. `refs` on the way down bound the recursion."""

    def __init__(self, spec: Spec) -> None:
        self._root = spec
        self._defs: Mapping[str, Spec] = spec.get("$defs", {})

    def fill(self, asked: Asked, title: str) -> Any:
        """The whole answer."""
        return self._value(self._root, Slot(title), Scope(asked, title), ())

    def _value(self, spec: Spec, slot: Slot, scope: Scope, refs: tuple[str, ...]) -> Any:
        spec, refs = self._resolved(spec, refs)
        slot = Slot(slot.name, spec.get("description", slot.description), slot.optional)
        if "const" in spec:
            return spec["const"]
        if "enum" in spec:
            return self._enum(spec, slot, scope)
        if options := spec.get("anyOf") or spec.get("oneOf"):
            return self._union(spec, options, slot, scope, refs)
        match spec.get("type"):
            case "object":
                return self._object(spec, slot, scope, refs)
            case "array":
                return self._array(spec, slot, scope, refs)
            case "boolean":
                return judgements.decide(scope, slot)
            case "integer" | "number" as kind:
                return self._number(spec, slot, scope, kind)
            case "null":
                return None
            case _:
                return self._string(spec, slot, scope)

    def _resolved(self, spec: Spec, refs: tuple[str, ...]) -> tuple[Spec, tuple[str, ...]]:
        for _ in range(DEEPEST):
            reference = spec.get("$ref") or (spec["allOf"][0].get("$ref") if len(spec.get("allOf", ())) == 1 else None)
            if reference is None:
                break
            name = str(reference).rpartition("/")[2]
            own = {key: value for key, value in spec.items() if key not in ("$ref", "allOf")}
            spec, refs = {**self._defs.get(name, {}), **own}, (*refs, name)
        return spec, refs

    def _enum(self, spec: Spec, slot: Slot, scope: Scope) -> Any:
        by_name = {str(value): value for value in spec["enum"]}
        return by_name[judgements.choose_label(scope, slot, list(by_name))]

    def _union(self, spec: Spec, options: list[Spec], slot: Slot, scope: Scope, refs: tuple[str, ...]) -> Any:
        nullable = any(one.get("type") == "null" for one in options)
        others = [one for one in options if one.get("type") != "null"]
        if nullable and (len(refs) > DEEPEST or self._loops(others, refs)):
            return None
        chosen = self._kind(others, slot, scope) if others else options[0]
        return self._value(chosen, Slot(slot.name, slot.description, nullable), scope, refs)

    def _kind(self, options: list[Spec], slot: Slot, scope: Scope) -> Spec:
        """The option of a union whose name fits the text, the first where none has a name."""
        named = {str(one.get("$ref", "")).rpartition("/")[2]: one for one in options if "$ref" in one}
        if len(named) == len(options) and len(options) > 1:
            spoken = {re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name): one for name, one in named.items()}
            return spoken[judgements.choose_label(scope, slot, list(spoken))]
        rank = {"object": 0, "array": 1, "string": 2, "number": 3, "integer": 3, "boolean": 4}
        return min(options, key=lambda one: rank.get(str(one.get("type", "object")), 2))

    def _loops(self, specs: list[Spec], refs: tuple[str, ...]) -> bool:
        """Whether one of `specs` is, or holds, a schema that is being filled already."""
        names = [str(one.get("$ref", "")).rpartition("/")[2] for one in specs]
        return any(name and name in refs for name in names)

    def _object(self, spec: Spec, slot: Slot, scope: Scope, refs: tuple[str, ...]) -> Any:
        properties: Mapping[str, Spec] = spec.get("properties", {})
        if not properties:
            return self._mapping(spec, slot, scope, refs)
        own = Scope(scope.asked, str(spec.get("title") or slot.name), scope.number, scope.among)
        required = spec.get("required", ())
        order = sorted(properties, key=lambda name: bool(_LATE.search(name)))
        for name in order:
            field = properties[name]
            value = self._value(field, Slot(name, optional=name not in required), own, refs)
            if value is None and name not in required and "default" in field:
                value = field["default"]
            own.filled[name] = value
        scope.sure = scope.sure if own.sure is None else own.sure
        skipped = {name for name in properties if own.filled[name] is None and not self._nullable(properties[name])}
        return {name: own.filled[name] for name in properties if name not in skipped or name in required}

    def _nullable(self, spec: Spec) -> bool:
        options = spec.get("anyOf") or spec.get("oneOf") or [spec]
        return any(one.get("type") == "null" for one in options) or not spec.get(
            "type", "$ref" in spec or "anyOf" in spec
        )

    def _mapping(self, spec: Spec, slot: Slot, scope: Scope, refs: tuple[str, ...]) -> dict[str, Any]:
        inner = spec.get("additionalProperties")
        if not isinstance(inner, Mapping) or len(refs) > DEEPEST:
            return {}
        pairs = re.findall(r"^\s*[-*]?\s*([\w ]{2,30}):\s*(.+)$", scope.text, re.MULTILINE)[:10]
        count = int(spec.get("minProperties", 0))
        names = [name.strip() for name, _ in pairs] or lists.strings(scope, Slot("keywords"), count, max(count, 3))
        texts = [text for _, text in pairs] or [scope.text] * len(names)
        made = {
            name: self._value(inner, Slot(name, slot.description), Scope(scope.asked.about(text), name), refs)
            for name, text in zip(names, texts, strict=True)
        }
        for number in range(len(made), count):
            made[f"item {number + 1}"] = least(inner, self._defs)
        return made

    def _array(self, spec: Spec, slot: Slot, scope: Scope, refs: tuple[str, ...]) -> list[Any]:
        low, high = int(spec.get("minItems", 0)), spec.get("maxItems")
        if "prefixItems" in spec:
            return [self._value(one, slot, scope, refs) for one in spec["prefixItems"]]
        items: Spec = spec.get("items") or {}
        if self._loops([items], refs) and refs.count(str(items.get("$ref", "")).rpartition("/")[2]) > 1:
            return [] if not low else [least(items, self._defs)] * low
        resolved, _ = self._resolved(items, refs)
        made = self._items(resolved, items, slot, scope, refs, low, high)
        if spec.get("uniqueItems"):
            made = list({json.dumps(one, sort_keys=True): one for one in made}.values())
        made = made[:high] if high is not None else made[: lists.MOST]
        number = 0
        while len(made) < low and number < low * 2:
            number += 1
            made.append(least(resolved, self._defs, number=number))
        return made

    def _items(
        self, resolved: Spec, items: Spec, slot: Slot, scope: Scope, refs: tuple[str, ...], low: int, high: int | None
    ) -> list[Any]:
        if "enum" in resolved:
            return judgements_of_enum(scope, slot, resolved)
        if resolved.get("type") == "string" and "format" not in resolved:
            found = lists.strings(scope, slot, low, high)
            return [matching(clipped(one, resolved), resolved) for one in found]
        texts = lists.units(scope, slot, low, high)
        one_item = Slot(slot.name.removesuffix("s"), slot.description)
        return [
            self._value(items, one_item, Scope(scope.asked.about(text), slot.name, number, len(texts)), refs)
            for number, text in enumerate(texts, 1)
        ]

    def _number(self, spec: Spec, slot: Slot, scope: Scope, kind: str) -> float | int | None:
        low, high = spec.get("minimum", spec.get("exclusiveMinimum")), spec.get("maximum", spec.get("exclusiveMaximum"))
        found = judgements.number(scope, slot, low, high)
        if found is None and slot.optional:
            return None
        value = within(0.0 if found is None or not math.isfinite(found) else found, spec)
        return round(value) if kind == "integer" else round(value, 4)

    def _string(self, spec: Spec, slot: Slot, scope: Scope) -> str | None:
        shape = spec.get("format", "")
        if shape == "date-time":
            return finders.moment(scope, slot.optional)
        found = finders.moment(scope, slot.optional) if shape in ("date", "time") else finders.find(scope, slot)
        if found is None and slot.optional:
            return None
        return matching(clipped(formatted(found or "", shape, scope.number), spec), spec)


def judgements_of_enum(scope: Scope, slot: Slot, spec: Spec) -> list[Any]:
    """Every value of an enum that the text speaks of, the best one first."""
    from core.simulated.reading.labels import choose

    by_name = {str(value): value for value in spec["enum"]}
    chosen = choose(scope.text, list(by_name), f"{scope.asked.instruction}\n{slot.description}")
    good = sorted(
        (name for name, score in chosen.scores.items() if score >= 1.0), key=lambda name: -chosen.scores[name]
    )
    return [by_name[name] for name in good or [chosen.label]]


@lru_cache(maxsize=256)
def _json_schema(schema: type[BaseModel]) -> Spec:
    return schema.model_json_schema()
