import json
import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from core.providers.protocol import Usage
from core.text.values import as_json
from core.trace import events as e
from core.trace.run_json import run_as_json
from core.trace.trace import Trace
from tests.scripted import run_scripted

RUN_KEYS = [
    *("run_id", "workflow", "status", "reason", "result", "mode", "model", "wall_s", "sum_s", "critical_path_s"),
    *("waiting_s", "notes", "calls", "input_tokens", "output_tokens", "cost_usd", "steps"),
]
STEP_KEYS = [
    *("seq", "id", "node", "kind", "parents", "status", "started_s", "finished_s", "model", "input", "output"),
    *("input_tokens", "output_tokens", "cost_usd", "attempts", "error"),
]
ATTEMPT_KEYS = ["started_s", "finished_s", "outcome", "error", "wait_s", "notes"]


def attempted(cost: float | None) -> list[e.Event]:
    failure = e.Failure("rate_limited", "Too many requests. Wait a little.")
    return [
        e.RunStarted(0.0, "run-1", "calendar-chain", "text", {}, {"mode": "parallel", "model": "simulated:demo"}, ""),
        e.StepStarted(0.0, 1, "extract", "llm", (), (), None, {"request": "text"}),
        e.AttemptStarted(0.0, 1, 1, "simulated:demo", (), None),
        e.AttemptFinished(0.5, 1, 1, "error", "", (), None, None, failure),
        e.WaitStarted(0.5, 1, 0.25, "backoff", "Too many requests."),
        e.AttemptStarted(0.75, 1, 2, "simulated:demo", (), None),
        e.AttemptFinished(1.5, 1, 2, "ok", "yes", (), Usage(10, 5), cost, None),
        e.StepFinished(1.5, 1, {"answer": "yes"}),
        e.Decided(1.5, 2, "is_it_an_event", "gate", (1,), (), None, False, {"confidence": math.nan}),
        e.RunFinished(1.5, "rejected", "Not sure enough.", None, (2,), None),
    ]


def test_its_keys_are_the_agreed_ones_in_order() -> None:
    view = run_as_json(Trace(attempted(0.01)))
    assert list(view) == RUN_KEYS
    assert [list(step) for step in view["steps"]] == [STEP_KEYS, STEP_KEYS]
    assert [list(attempt) for attempt in view["steps"][0]["attempts"]] == [ATTEMPT_KEYS, ATTEMPT_KEYS]


def test_it_tells_what_happened() -> None:
    view = run_as_json(Trace(attempted(0.01)))
    assert (view["status"], view["reason"], view["result"]) == ("rejected", "Not sure enough.", None)
    assert (view["mode"], view["model"], view["calls"], view["cost_usd"]) == ("parallel", "simulated:demo", 2, 0.01)
    extract, gate = view["steps"]
    assert (gate["parents"], gate["output"], gate["attempts"]) == ([extract["id"]], False, [])
    first, second = extract["attempts"]
    assert first["error"] == {"kind": "rate_limited", "message": "Too many requests. Wait a little."}
    assert (first["outcome"], second["outcome"], second["wait_s"]) == ("error", "ok", 0.25)
    assert (extract["input_tokens"], extract["output_tokens"]) == (10, 5)


def test_an_unknown_price_is_null_and_never_nought() -> None:
    view = run_as_json(Trace(attempted(None)))
    assert view["cost_usd"] is None
    assert view["steps"][0]["cost_usd"] is None


def test_it_is_strict_json() -> None:
    text = json.dumps(run_as_json(Trace(attempted(None))), allow_nan=False)
    assert json.loads(text)["steps"][1]["input"] == {"confidence": None}


def test_a_run_that_still_goes_on_can_be_viewed() -> None:
    view = run_as_json(Trace(attempted(0.01)[:3]))
    assert view["status"] == "running"
    assert view["steps"][0]["finished_s"] is None
    assert view["steps"][0]["attempts"][0]["outcome"] is None


@dataclass
class Point:
    x: float


class Shape(BaseModel):
    at: Point
    day: date


class Unknown:
    pass


def endless() -> list[Any]:
    ring: list[Any] = []
    ring.append(ring)
    return ring


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Shape(at=Point(math.inf), day=date(2026, 1, 2)), {"at": {"x": None}, "day": "2026-01-02"}),
        ({1: (True, None)}, {"1": [True, None]}),
        ({"a": "b\x00\udfff"}, {"a": "b\u2400\ufffd"}),
        ({"\ud800": 1}, "<dict>"),
        (b"\xff", "_w=="),
        ([Unknown()], ["<Unknown>"]),
        (endless(), "<list>"),
        ({1}, [1]),
    ],
    ids=["model", "int key", "odd text", "odd key", "bytes", "unknown", "endless", "set"],
)
def test_any_value_becomes_json(value: Any, expected: Any) -> None:
    assert as_json(value) == expected
    json.dumps(as_json(value), allow_nan=False).encode()


async def test_a_whole_run_can_be_read_back() -> None:
    trace, _ = await run_scripted("support-triage", [ValueError("broken")], "Where is it?")
    view = json.loads(json.dumps(run_as_json(trace), allow_nan=False))
    assert view["status"] == "failed"
    assert view["steps"][0]["error"]["kind"] == "internal"
    assert view["steps"][0]["input"] == {"request": "Where is it?"}
