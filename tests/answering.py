"""A model that answers whatever it is asked: by the schema, with a tool on offer, or with a few words; by seed.

It knows nothing of any workflow. Over several seeds its yes and no, its labels and its marks come out all ways, so that
a workflow's branches are all taken without anybody having to write answers for it.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.providers import OnText, Reply, Request, ToolCall, ToolSpec, Usage

LONGEST = 3  # items of a list, unless more are needed
DATES = {"date": "2026-11-24", "date-time": "2026-11-24T14:00:00", "time": "14:00:00"}
SHAPES = ("", "test_it.py", "def test_it():\n    assert True\n")  # of texts that code looks at
FINISHING = ("finish", "done", "submit")
PATIENCE = 6  # turns with tools, after which it hands in what it has


class AnyModel:
    """Answers by the schema of the request, as its seed says."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._asked = 0

    async def ask(self, request: Request, on_text: OnText) -> Reply:
        self._asked += 1
        if request.tools:
            return self._turn(request)
        if request.schema is not None:
            text = json.dumps(Answers(request, self._random).object(request.schema.model_json_schema()))
        else:
            text = " ".join(self._random.sample(words_of(request), 3)) + "."
        on_text(text)
        return Reply(text, Usage(10, 5), "any")

    async def close(self) -> None:
        pass

    def _turn(self, request: Request) -> Reply:
        turns = sum(message.role == "tool" for message in request.messages)
        finishing = [tool for tool in request.tools if tool.name in FINISHING]
        working = [tool for tool in request.tools if tool.name not in FINISHING]
        if request.force_tool:
            return self._calls([tool for tool in request.tools if tool.name == request.force_tool], request)
        if finishing and self._random.random() < (turns + 1) / PATIENCE:
            return self._calls(finishing[:1], request)
        if not working or self._random.random() < (turns + 1) / PATIENCE / 2:
            return Reply(" ".join(self._random.sample(words_of(request), 3)), Usage(10, 5), "any")
        return self._calls(self._random.choices(working, k=self._random.choice([1, 1, 2])), request)

    def _calls(self, tools: Sequence[ToolSpec], request: Request) -> Reply:
        answers = Answers(request, self._random)
        calls = [
            ToolCall(f"call_{self._asked}_{place}", tool.name, json.dumps(answers.object(tool.parameters)))
            for place, tool in enumerate(tools)
        ]
        return Reply("", Usage(10, 5), "any", "tool_calls", tuple(calls))


class Answers:
    """Values that a JSON schema allows; texts are words of the request."""

    def __init__(self, request: Request, chance: random.Random) -> None:
        self._words = words_of(request)
        self._names = [word for word in self._words if not word.isalpha()] or self._words  # numbers of orders, files
        self._random = chance
        self._definitions: Mapping[str, Any] = {}

    def object(self, schema: Mapping[str, Any]) -> Any:
        """A value of a whole schema."""
        self._definitions = schema.get("$defs", {})
        return self._value(schema)

    def _value(self, schema: Mapping[str, Any], depth: int = 0) -> Any:
        if "$ref" in schema:
            return self._value(self._definitions[schema["$ref"].rpartition("/")[2]], depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self._value(self._random.choice(schema[several]), depth + 1)
        if "allOf" in schema:
            return self._value(schema["allOf"][0], depth + 1)
        kinds = schema.get("type", "")
        kind = self._random.choice(kinds) if isinstance(kinds, list) else kinds
        made: Callable[[Mapping[str, Any], int], Any] | None = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "integer": self._integer,
            "number": self._number,
            "boolean": self._boolean,
        }.get(kind)
        return made(schema, depth) if made else None

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        return {name: self._value(part, depth + 1) for name, part in schema.get("properties", {}).items()}

    def _array(self, schema: Mapping[str, Any], depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        most = max(least, min(schema.get("maxItems", LONGEST), LONGEST))
        return [self._value(schema.get("items", {}), depth + 1) for _ in range(self._random.randint(least, most))]

    def _string(self, schema: Mapping[str, Any], depth: int) -> str:
        if "format" in schema:
            return DATES.get(schema["format"], "")
        word, other = self._random.choices(self._words, k=2)
        words = self._random.choice(
            [f"{word} {other}", word, *(self._random.choice(kind) for kind in (self._names, SHAPES))]
        )
        return words.ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", len(words) + 100)]

    def _boolean(self, schema: Mapping[str, Any], depth: int) -> bool:
        return self._random.random() < 0.5

    def _integer(self, schema: Mapping[str, Any], depth: int) -> int:
        least, most = bounds(schema, 1, 10)
        return int(self._random.choice([least, most, (least + most) // 2]))

    def _number(self, schema: Mapping[str, Any], depth: int) -> float:
        least, most = bounds(schema, 0, 1)
        return float(self._random.choice([least, most, (least + most) / 2]))


def bounds(schema: Mapping[str, Any], step: int, room: int) -> tuple[float, float]:
    """The least and the greatest number allowed, `room` apart where just one of them is given, or none."""
    aside = step or 0.5  # what stands beside an excluded bound
    least = schema["exclusiveMinimum"] + aside if "exclusiveMinimum" in schema else schema.get("minimum")
    most = schema["exclusiveMaximum"] - aside if "exclusiveMaximum" in schema else schema.get("maximum")
    if least is None:
        least = 0 if most is None or most > 0 else most - room
    return least, least + room if most is None else most


def words_of(request: Request) -> Sequence[str]:
    """Words that were sent, so that names of roles, files and documents come back now and then."""
    sent = " ".join(message.text for message in request.messages if message.role != "assistant")
    words = [word.strip("\"'`.,:;()[]{}*#") for word in sent.split()]
    return [word for word in words if word.isprintable() and 2 < len(word) < 40][-300:] or ["word", "more", "words"]
