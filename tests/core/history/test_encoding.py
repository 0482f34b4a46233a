import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest

from core.providers.protocol import Message, ToolCall, Usage
from core.text.filled import Filling
from core.trace import encoding
from core.trace import events as e
from core.trace.encoding import decode, encode
from core.trace.snapshots import as_stored
from tests.core.history.recorded import Answer

FAILURE = e.Failure("timeout", "Too slow.")
MESSAGES = (Message("user", "hi", (ToolCall("1", "look", "{}"),)), Message("tool", "found", tool_call_id="1"))

EVENTS: tuple[e.Event, ...] = (
    e.RunStarted(0.0, "id", "faq", "why?", {"count": 3}, {"model": "a:b"}, "2026-11-05"),
    e.RunStarted(0.0, "id", "faq", "why?", {}, {}, "2026-11-05", "parent", {"step": 1, "name": "ask", "edited": [1]}),
    e.StepStarted(0.25, 1, "ask", "llm", (), (), None, {"text": "ü\u2028"}),
    e.StepStarted(1e-9, 2, "ask", "code", (1, 3), ("outer", "inner"), e.Branch(1, 0), {}),
    e.StepStarted(0.25, 1, "ask", "llm", (), (), None, {}, "ticket 1", "changed"),
    e.StepFinished(0.1 + 0.2, 1, {"a": [1, 2.5, None, True]}),
    e.StepFailed(1.0, 1, FAILURE),
    e.Decided(1.0, 3, "sure", "gate", (1,), (), e.Branch(2, 1), True, {"least": 0.5}),
    e.Decided(1.0, 3, "where", "route", (1,), ("in",), None, "there", {}),
    e.Decided(1.0, 3, "where", "route", (1,), (), None, "there", {}, "", "edited"),
    e.FannedOut(1.0, 1, 3, (1, 2)),
    e.FannedOut(1.0, 2, 3, (1, 2), e.Branch(1, 0)),
    e.BranchFailed(1.0, 1, 2, FAILURE),
    e.Joined(1.0, 1, 1),
    e.AttemptStarted(1.0, 1, 2, "a:b", MESSAGES, "Answer"),
    e.AttemptStarted(1.0, 1, 2, "a:b", (), None),
    e.AttemptStarted(1.0, 1, 2, "a:b", MESSAGES, None, ((Filling(0, ((1, None), (1, "x"))),), ())),
    e.Streamed(1.0, 1, "so"),
    e.AttemptFinished(1.0, 1, 2, "ok", "so", (ToolCall("2", "f", "{"),), Usage(1, 2, 3, 4, True), 0.01, None),
    e.AttemptFinished(1.0, 1, 2, "error", "", (), None, None, FAILURE),
    e.AttemptFinished(1.0, 1, 2, "ok", "so", (), Usage(1, 2), None, None, ("Read in part.",)),
    e.WaitStarted(1.0, 1, 0.5, "backoff", "Too many."),
    e.Asked(1.0, 1, "item", "look"),
    e.Answered(1.0, 1, "edited", ["item"], ""),
    e.ItemChanged(1.0, "order 1", "failed", "check", 2, "No stock."),
    e.FileKept(1.0, 1, "site", "a.css", "body {}", "a.css", "make it blue"),
    e.ItemChanged(1.0, "ticket 1", "going", "check", 2, "sent back"),
    e.RunFinished(2.0, "completed", "", {"a": 1}, (3,), None),
    e.RunFinished(2.0, "failed", "why", None, (), FAILURE),
)

FIRST_RELEASE = """[
["RunStarted",0.0,"id","faq","why?",{"count":3},{"model":"a:b"},"2026-11-05"],
["StepStarted",1.5,2,"ask","code",[1,3],["outer"],[1,0],{"x":1}],
["Decided",1.0,3,"sure","gate",[1],[],null,true,{"least":0.5}],
["AttemptStarted",1.0,1,2,"a:b",[{"role":"user","text":"hi","tool_calls":[],"tool_call_id":null}],null],
["AttemptFinished",1.0,1,2,"ok","so",[{"id":"2","name":"f","arguments":"{"}],{"input_tokens":1,"output_tokens":2,
 "cached_tokens":0,"reasoning_tokens":0,"estimated":false},null,{"kind":"timeout","message":"Too slow."}]]"""


@dataclass
class Point:
    x: int
    y: Any


class Unshowable:
    def __repr__(self) -> str:
        raise RuntimeError("no repr")


def there_and_back(*events: e.Event) -> list[e.Event]:
    return [event for _, text in encode(events) for event in decode(text)]


def stored(value: Any) -> Any:
    (event,) = there_and_back(e.StepFinished(0.0, 1, value))
    assert isinstance(event, e.StepFinished)
    return event.output


def test_the_list_here_has_every_kind_of_event() -> None:
    assert {type(event) for event in EVENTS} == set(get_args(e.Event))


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: type(event).__name__)
def test_an_event_comes_back_as_it_was(event: e.Event) -> None:
    (back,) = there_and_back(event)
    assert back == event
    assert [type(part) for part in back] == [type(part) for part in event]


def test_batches_name_the_place_of_their_first_event() -> None:
    events = EVENTS * 40
    places = [place for place, _ in encode(events)]
    assert places == list(range(0, len(events), encoding.MOST_IN_A_BATCH))
    assert there_and_back(*events) == list(events)


def test_what_the_first_release_stored_can_be_read_for_ever() -> None:
    run, start, gate, attempt, answered = decode(FIRST_RELEASE)
    assert run == e.RunStarted(0.0, "id", "faq", "why?", {"count": 3}, {"model": "a:b"}, "2026-11-05")
    assert start == e.StepStarted(1.5, 2, "ask", "code", (1, 3), ("outer",), e.Branch(1, 0), {"x": 1})
    assert gate == e.Decided(1.0, 3, "sure", "gate", (1,), (), None, True, {"least": 0.5})
    assert attempt == e.AttemptStarted(1.0, 1, 2, "a:b", (Message("user", "hi"),), None)
    calls = (ToolCall("2", "f", "{"),)
    assert answered == e.AttemptFinished(1.0, 1, 2, "ok", "so", calls, Usage(1, 2), None, FAILURE)


def test_a_fan_out_stored_before_it_knew_its_branch_can_be_read() -> None:
    assert decode('[["FannedOut",1.0,1,3,[1,2]]]') == [e.FannedOut(1.0, 1, 3, (1, 2))]


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (Answer(text="so", sure=0.5), {"text": "so", "sure": 0.5}),
        (Point(1, [Point(2, None)]), {"x": 1, "y": [{"x": 2, "y": None}]}),
        ({1: "a", (2, 3): "b", None: "c"}, {"1": "a", "2,3": "b", "None": "c"}),
        ([date(2026, 11, 5), Decimal("1.10"), {7}], ["2026-11-05", "1.10", [7]]),
        ([math.nan, math.inf, -math.inf], [None, None, None]),
        ("a\x00b", "a\x00b"),
        ("\ud800 lone", "� lone"),
        ({"\udfff": ["\ud800"]}, {"�": ["�"]}),
        (Answer(text="\ud800", sure=1), {"text": "�", "sure": 1}),
        (Point(0, ["\ud800", math.nan]), {"x": 0, "y": ["�", None]}),
        (b"\xff\x00", "_wA="),
        (["\ud800", b"\xff", 10**30], ["�", "_w==", 10**30]),
        (10**30, 10**30),
        (Unshowable(), "<Unshowable>"),
        (ValueError("x"), "ValueError('x')"),
        (int, "<class 'int'>"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_json_does_not_know_is_stored_as_something_close(value: Any, back: Any) -> None:
    assert stored(value) == back


def itself() -> Any:
    value: dict[str, Any] = {"name": "loop"}
    value["again"] = [value, value]
    return value


def nested(levels: int) -> Any:
    value: Any = "core"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [itself(), nested(150), nested(240), nested(5_000), nested(50_000), 10**6_000, -(10**4_200), "long " * 4_000_000],
    ids=["itself", "150", "240", "5000", "50000", "long number", "longer number", "20 MB"],
)
def test_an_extreme_value_is_stored_and_the_events_around_it_stay(value: Any) -> None:
    before, after = e.StepFinished(1.0, 1, "before"), e.StepFinished(3.0, 3, "after")
    events = there_and_back(before, e.StepFinished(2.0, 2, value), after)
    assert events[0] == before
    assert events[2] == after
    assert isinstance(events[1], e.StepFinished)
    assert sum(len(text) for _, text in encode([events[1]])) <= encoding.LARGEST_EVENT


def test_what_contains_itself_keeps_the_rest_of_its_content() -> None:
    assert stored(itself())["name"] == "loop"


def test_a_huge_message_is_cut_and_says_so() -> None:
    (event,) = there_and_back(e.AttemptStarted(1.0, 1, 1, "a:b", (Message("user", "x" * 17_000_000),), None))
    assert isinstance(event, e.AttemptStarted)
    assert event.messages[0].text.endswith("characters left out)")


def test_odd_values_inside_messages_and_errors_keep_their_types() -> None:
    attempt = e.AttemptStarted(1.0, 1, 1, "a:b", (Message("user", "\ud800"),), None)
    failed = e.StepFailed(1.0, 1, e.Failure("internal", "\ud800"))
    changed = dataclasses.replace(attempt.messages[0], text="�")
    assert there_and_back(attempt, failed) == [
        attempt._replace(messages=(changed,)),
        failed._replace(error=e.Failure("internal", "�")),
    ]


def test_a_generator_is_left_for_the_step_that_takes_it() -> None:
    def numbers() -> Iterator[int]:
        yield from (1, 2)

    given = numbers()
    start = e.StepStarted(0.0, 1, "add", "code", (), (), None, {"numbers": given})
    decided = e.Decided(0.0, 2, "sure", "gate", (), (), None, True, {"numbers": given})
    end = e.RunFinished(0.0, "completed", "", given, (), None)
    assert len(there_and_back(start, e.StepFinished(0.0, 1, given), decided, end)) == 4
    assert list(given) == [1, 2]


def test_a_whole_number_too_long_to_be_read_is_stored_and_compared_as_its_digits() -> None:
    number = 10**5_000
    assert stored(number) == as_stored(number) == "1" + "0" * 5_000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1]",
        '[["Unknown",1]]',
        '[["Joined",1]]',
        "[[",
        "[[]]",
        "[[[1]]]",
        "[{}]",
        '["Joined"]',
        '[["StepFailed",1,1,{"a":1}]]',
    ],
)
def test_what_is_no_batch_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(text)
